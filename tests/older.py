"""A book as it was at an earlier moment, and a small model that learned from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.book import Book, write_book
from data.contract import TIME
from data.outcome import outcomes
from data.simulate import HOURLY_COST, simulate
from features import matrix
from features.cues.stored import shipped_reader
from features.engine import prepare
from features.usual import learn
from model import store
from model.explanation import golden_rows
from model.payoff import chances
from train.drift import reference
from train.estimator import Recipe
from train.mix import Mix
from train.mix import learn as teach
from train.snapshots import snapshots

MOMENT = datetime(2026, 1, 30, 18, tzinfo=UTC)


@dataclass(frozen=True)
class Older:
    """``stored`` learned from what ``book`` held at ``moment``; tests only read it."""

    book: Book
    stored: store.StoredModel
    moment: datetime


def write_older(folder: Path) -> None:
    """A simulated book in ``folder / "book"``, and a model that has seen the older part of it."""
    tables = simulate(seed=5, closed=400, open=40)
    facts = {"name": "small book", "simulated": True, "hourly_cost": HOURLY_COST}
    train_at(write_book(folder / "book", *tables, **facts), MOMENT, folder / "model")


def open_older(folder: Path) -> Older:
    """What was written there."""
    return Older(Book.open(folder / "book"), store.load(folder / "model"), MOMENT)


def book_at(book: Book, moment: datetime) -> Book:
    """What the book held at a moment: later rows are not there, later endings are not known."""
    at = pa.scalar(moment, TIME)
    rows, cards = book.interactions, book.engagements
    known = np.fmax(rows["occurred_at"].to_numpy(), rows["recorded_at"].to_numpy())
    seen = known <= np.datetime64(moment.replace(tzinfo=None))
    cards = cards.filter(pc.less_equal(cards["opened_at"], at))
    ended = pc.fill_null(pc.less_equal(cards["closed_at"], at), False)
    for name in ("closed_at", "paid_off", "revenue"):
        then = pc.if_else(ended, cards[name], pa.scalar(None, cards[name].type))
        cards = cards.set_column(cards.schema.get_field_index(name), name, then)
    return replace(book, interactions=rows.filter(pa.array(seen)), engagements=cards)


def train_at(book: Book, moment: datetime, folder: Path) -> store.StoredModel:
    """A model with few trees, as training at that moment would have stored it in ``folder``."""
    older = book_at(book, moment)
    tables = older.interactions, older.engagements
    rows = snapshots(older.engagements, outcomes(*tables, book.hourly_cost))
    usual = learn(older.interactions)
    inputs = prepare(*tables, rows.cutoffs, usual, book.hourly_cost)
    signals = matrix.compute(inputs)
    no_essays = Mix(rows.engagements, 0.0, {})
    learned = teach(signals, rows, None, no_essays, Recipe({"max_iter": 15}))
    X = signals.select(learned.rows.names)
    model = learned.classifier
    held_out = chances(model.slope_ * learned.held_out.raw + model.intercept_)[:, 1]
    facts = {
        "seen_until": f"{rows.closed.max()}+00:00",
        "base_rate": float(np.average(rows.paid_off, weights=rows.weight)),
        "simulated": True,
        "reference": reference(older.interactions, X, rows.opened, held_out),
    }
    store.save(
        model,
        folder,
        reader=shipped_reader(),
        names=X.names,
        fingerprint=matrix.fingerprint(),
        usual=usual.to_json(),
        sample=golden_rows(X.values),
        facts=facts,
    )
    return store.load(folder)
