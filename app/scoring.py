"""Histories and a stored model into explained scores: the one way every face takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.asking import Histories
from features import evidence, matrix
from features.engine import Inputs, prepare
from features.matrix import fingerprint
from features.telling import Language
from features.usual import Usual
from model import store
from model.explanation import explain, main_reasons
from model.ledger import PLAIN, Settings
from model.store import StoredModel
from train import tracking

COLUMNS = pa.schema(
    {
        "engagement_id": pa.string(),
        "client_id": pa.string(),
        "as_of": pa.string(),
        "status": pa.string(),
        "payoff_probability": pa.float64(),
        "low": pa.float64(),
        "high": pa.float64(),
        "log_odds": pa.float64(),
        "top_reasons": pa.string(),
        "action": pa.string(),
        "model_version": pa.string(),
        "verdict": pa.string(),
        "cut_off": pa.float64(),
        "expected_gain": pa.float64(),
        "question": pa.string(),
    }
)


def load_model(
    reference: str | None, book: Path | None = None, models: Path | None = None
) -> tuple[StoredModel, str]:
    """The model to score with and its label: a folder, NAME@ALIAS, NAME/VERSION or the champion.

    Raises `ModelRefused` when there is none or it is not to be trusted.
    """
    if reference and Path(reference).is_dir():
        stored = store.load(Path(reference), expected_fingerprint=fingerprint())
        return stored, f"folder/{stored.sha256[:12]}"
    registered = tracking.resolve(tracking.locate(book, models), reference or tracking.CHAMPION)
    stored = store.load(
        registered.folder,
        expected_sha256=registered.sha256,
        expected_fingerprint=fingerprint(),
    )
    return stored, registered.label


def explain_cutoffs(
    histories: Histories,
    cutoffs: pa.Table,
    stored: StoredModel,
    label: str,
    *,
    language: Language = "en",
    settings: Settings = PLAIN,
    progress: Callable[[int], None] | None = None,
) -> list[dict[str, Any]]:
    """Explanations (JSON objects) for each cutoff, in their order; ``settings`` of the ledger."""
    if not cutoffs.num_rows:
        return []
    inputs = prepared(histories, cutoffs, stored)
    signals = matrix.compute(inputs, progress)
    return explain(
        stored,
        label,
        signals,
        evidence.collect(inputs),
        language,
        hourly_cost=hourly_costs(histories, cutoffs),
        settings=settings,
    )


def prepared(histories: Histories, cutoffs: pa.Table, stored: StoredModel) -> Inputs:
    """The engine's tables for these cutoffs, heard and measured as the model has learned it."""
    return prepare(
        histories.interactions,
        histories.engagements,
        cutoffs,
        Usual.from_json(stored.usual),
        histories.hourly_cost,
        stored.reader,
    )


def hourly_costs(histories: Histories, cutoffs: pa.Table) -> list[float | None]:
    """What an hour of ours costs in each cutoff's engagement: its own cost, else the default."""
    engagements = histories.engagements
    place = pc.index_in(cutoffs["engagement_id"], value_set=engagements["engagement_id"])
    own = pc.cast(engagements["hourly_cost"].take(place), pa.float64())
    return pc.coalesce(own, pa.scalar(histories.hourly_cost, pa.float64())).to_pylist()


def predictions(explanations: list[dict[str, Any]], engagements: pa.Table) -> pa.Table:
    """The batch table (`COLUMNS`): one row per explanation, in their order."""
    clients = dict(
        zip(
            engagements["engagement_id"].to_pylist(),
            engagements["client_id"].to_pylist(),
            strict=True,
        )
    )
    rows = [
        {
            **{name: each[name] for name in COLUMNS.names if name in each},
            "client_id": clients[each["engagement_id"]],
            "top_reasons": main_reasons(each),
            "question": each["question"] and each["question"]["text"],
        }
        for each in explanations
    ]
    return pa.Table.from_pylist(rows, schema=COLUMNS)


def current_model_version(book_path: str | Path) -> str:
    """Label of the champion a book would be scored with now."""
    return tracking.resolve(tracking.locate(Path(book_path))).label
