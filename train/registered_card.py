"""The card of a registered version, made of what the registry keeps of it."""

from __future__ import annotations

import json

from data.errors import ModelRefused
from train import registry
from train.card import card
from train.page import Page
from train.registry import OVERRIDE
from train.tracking import Registered, Store

JUDGEMENT, VERDICT = "judgement.json", "verdict.json"
_TAGS = ("sha256", "judged_sha256", "catalogue_fingerprint", "dataset_digest")


def registered_card(place: Store, registered: Registered) -> Page:
    """The card as of now: with the verdict and the overrides that came after the training.

    Raises `ModelRefused` where the model is not to be trusted, or nothing was kept of its training.
    """
    stored = registry.load(registered)
    kept = registry.recall(place, registered, JUDGEMENT)
    if kept is None:
        raise ModelRefused(
            "nothing is kept of how it was judged",
            where=registered.label,
            next_step="train again: the card comes with the training",
        )
    told = json.loads(kept)
    if verdict := registry.recall(place, registered, VERDICT):
        told["judgement"]["verdict"] = json.loads(verdict)
    override = registry.tagged(registered.tags, OVERRIDE)
    return card(
        registered.label,
        stored.facts,
        told["judgement"],
        settings=told["settings"],
        versions={name: registered.tags[name] for name in _TAGS if name in registered.tags},
        overrides=[override] if override else [],
    )
