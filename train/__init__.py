"""Snapshots, fit, judgement and MLflow."""
