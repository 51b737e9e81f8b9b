"""Everything the pages show of a book, computed once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.asking import Histories, from_book, open_cutoffs
from app.broken import ended_lately, last_looks, ledger
from app.rhythm import rhythms
from app.scores import LANGUAGES, ScoreSheet
from app.scoring import hourly_costs, load_model, prepared
from app.similar import Seen, similar
from app.week import stakes
from data.contract import TIME
from data.errors import ModelRefused
from features import evidence, matrix
from features.matrix import SignalMatrix
from model.caution import cautions
from model.decomposition import decompose
from model.explanation import explain_in, iso
from model.ledger import PLAIN
from model.store import StoredModel
from train import registry, tracking
from train.registered_card import JUDGEMENT

#: What a trend is told against.
EARLIER = timedelta(days=7)


def score_book(
    book_path: str | Path,
    model: str | None = None,
    as_of: datetime | None = None,
    progress: Callable[[float], None] | None = None,
    models: Path | None = None,
) -> ScoreSheet:
    """Score and explain every open engagement of a book; ``progress`` is told 0 to 1.

    Raises `ModelRefused` when no model is to be trusted, `DataRefused` for a book that is none.
    """
    histories = from_book(Path(book_path))
    stored, label = load_model(model, Path(book_path), models)
    at = as_of or histories.newest
    cutoffs = open_cutoffs(histories, at)
    earlier = _earlier(histories, cutoffs, at - EARLIER)
    lately = ended_lately(histories)
    done = 0

    def advance(number: int) -> None:
        nonlocal done
        done += number
        if progress:
            progress(done / asked.num_rows)

    # Text is read once for all of them.
    asked = pa.concat_tables([cutoffs, earlier, lately.cutoffs])
    inputs = prepared(histories, asked, stored)
    everything = matrix.compute(inputs, advance)
    signals = everything.slice(0, cutoffs.num_rows)
    past = everything.slice(asked.num_rows - lately.cutoffs.num_rows, lately.cutoffs.num_rows)
    explained = explain_in(
        LANGUAGES,
        stored,
        label,
        signals,
        evidence.collect(inputs.slice(0, cutoffs.num_rows)),
        hourly_cost=hourly_costs(histories, cutoffs),
    )
    header = {
        "book_name": histories.name,
        "book_digest": histories.digest,
        "model_version": label,
        "as_of": iso(at),
        "simulated": histories.simulated,
        "base_rate": stored.facts.get("base_rate"),
        "cautions": cautions(stored.facts),
        "settings": PLAIN.plain(),
        "made_at": iso(datetime.now(UTC).replace(microsecond=0)),
    }
    before = everything.slice(cutoffs.num_rows, earlier.num_rows)
    last = last_looks(lately)
    extras = {
        "trial": _trial(Path(book_path), models, label),
        "similar": similar(
            _seen(stored, signals), cutoffs, _seen(stored, past), lately, histories.engagements
        ),
        "exceptions": ledger(past.where(last), lately.take(last), histories, explained["en"]),
        "rhythm": rhythms(histories, at),
        "week": stakes(explained["en"]),
    }
    return ScoreSheet(header, explained, _chances(stored, before), extras)


def _seen(stored: StoredModel, signals: SignalMatrix) -> Seen:
    parts = decompose(stored.classifier, signals.select(stored.names).values)
    return Seen.of(parts, signals)


def _earlier(histories: Histories, cutoffs: pa.Table, at: datetime) -> pa.Table:
    """The same engagements as they stood at an earlier moment, those that were open then."""
    place = pc.index_in(cutoffs["engagement_id"], value_set=histories.engagements["engagement_id"])
    opened = histories.engagements["opened_at"].take(place)
    known = cutoffs.filter(pc.less_equal(opened, pa.scalar(at, TIME)))
    return known.set_column(1, "as_of", pa.array([at] * known.num_rows, TIME))


def _chances(stored: StoredModel, signals: SignalMatrix) -> dict[str, float]:
    if not signals.cutoffs.num_rows:
        return {}
    chances = stored.classifier.predict_proba(signals.select(stored.names).values)[:, 1]
    return dict(zip(signals.cutoffs["engagement_id"].to_pylist(), chances.tolist(), strict=True))


def _trial(book_path: Path, models: Path | None, label: str) -> Any:
    """The rules on trial as they were when the model was trained; None where that is not kept."""
    try:
        place = tracking.locate(book_path, models)
        kept = registry.recall(place, tracking.resolve(place, label), JUDGEMENT)
        return None if kept is None else json.loads(kept)["judgement"]["trial"]
    except (ModelRefused, ValueError, KeyError):
        return None
