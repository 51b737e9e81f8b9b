"""One training from book to champion: snapshots, split, fit, judge, log, register, promote."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sklearn

from data.book import Book
from data.outcome import outcomes
from features import matrix
from features.catalogue import SOFTENS
from features.cues.stored import StoredReader, shipped_reader
from features.engine import prepare
from features.matrix import fingerprint
from features.usual import Usual, learn
from model import store
from model.explanation import golden_rows
from model.payoff import PayoffClassifier
from train import tracking
from train.baselines import fit_baselines, rules_alone
from train.judge import AtAge, Figure, by_age, finite, judge, reliability
from train.reliability_plot import draw
from train.snapshots import Snapshots, snapshots
from train.split import Split, split

MODEL = "explained_model"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Judgement:
    """What a training found, on the newest engagements, which the judged model never saw."""

    figures: dict[str, dict[str, Figure]]
    simulated: bool
    base_rate: float
    engagements: int
    train_engagements: int
    test_engagements: int
    grouped: bool
    ages: list[AtAge]

    def lines(self) -> list[str]:
        """The report as a table for the terminal."""
        origin = "SIMULATED book; the figures say nothing of real clients" if self.simulated else ""
        sides = "clients kept apart" if self.grouped else "clients stand on BOTH sides"
        head = (
            f"judged on the newest {self.test_engagements} engagements, forward in time, {sides}; "
            f"{self.base_rate:.1%} of them paid off"
        )
        rows = [f"{'':24}{'AUC':>24}{'log loss':>24}{'Brier':>24}"]
        for name, measured in self.figures.items():
            cells = "".join(f"{measured[key]!s:>24}" for key in ("auc", "log_loss", "brier"))
            rows.append(f"{name.replace('_', ' '):24}{cells}")
        return [*([origin] if origin else []), head, *rows]


@dataclass(frozen=True)
class TrainReport(Judgement):
    """The judgement, and the registered model: the same recipe refitted on all engagements."""

    registered: tracking.Registered

    def to_json(self) -> dict[str, Any]:
        """The report as plain data; an interval that cannot be told is null."""
        plain = asdict(self)
        del plain["registered"]
        return {"model_version": self.registered.label, **finite(plain)}


def classifier(names: tuple[str, ...], **settings: Any) -> PayoffClassifier:
    """The estimator for these columns, with the catalogue's signs, owners and exceptions.

    >>> classifier(("put_offs", "age_days")).owners
    ['put-off', None]
    """
    declared = {column.name: column for column in matrix.columns()}
    columns = [declared[name] for name in names]
    return PayoffClassifier(
        signs=[column.sign for column in columns],
        owners=[column.owner for column in columns],
        softens=[pair for pair in SOFTENS if set(pair) <= {c.owner for c in columns}],
        **settings,
    )


def train(
    book: Book,
    models: Path | None = None,
    *,
    reader: StoredReader | None = None,
    settings: dict[str, Any] | None = None,
    say: Say = lambda line: None,
    progress: Callable[[int, int], None] | None = None,
) -> TrainReport:
    """Train on the closed engagements of a book, register, and move the champion alias.

    ``reader`` (default: the shipped one) hears the texts and is kept with the model.
    The alias moves only after the stored model was loaded again and scored its own rows alike.
    ``progress`` is told the moments read since its last call, and how many there are in all.
    Raises `DataRefused` when the book has too few outcomes for a forward split.
    """
    place = tracking.beside(book.path, models)
    found = outcomes(book.interactions, book.engagements, book.hourly_cost)
    rows = snapshots(book.engagements, found)
    parts = split(rows)
    tracking.check(place)
    say(f"{rows.engagements} closed engagements at {len(rows.weight)} moments of their lives")
    usual = learn(_of(book.interactions, rows.take(parts.train)))
    reader = reader or shipped_reader()
    inputs = prepare(
        book.interactions, book.engagements, rows.cutoffs, usual, book.hourly_cost, reader.reader
    )

    def advance(number: int) -> None:
        if progress:
            progress(number, len(rows.weight))

    signals = matrix.compute(inputs, advance)
    # Most books never show some signals; a column that does not vary costs time and tells nothing.
    names = signals.varying()
    X = signals.select(names)
    say("fitting on the older engagements, judging on the newest")
    figures, ages, points = _judge(
        classifier(names, **(settings or {})), signals, names, rows, parts
    )
    say("refitting on all closed engagements")
    final = classifier(names, **(settings or {})).fit(
        X.values, rows.paid_off, sample_weight=rows.weight, groups=rows.clients
    )
    judgement = Judgement(
        figures=figures,
        simulated=book.simulated,
        base_rate=float(np.average(rows.paid_off[parts.test], weights=rows.weight[parts.test])),
        engagements=rows.engagements,
        train_engagements=rows.take(parts.train).engagements,
        test_engagements=rows.take(parts.test).engagements,
        grouped=parts.grouped,
        ages=ages,
    )
    say("logging, registering, loading again")
    registered = _log(place, book, judgement, final, X, rows, usual, reader, points)
    return TrainReport(**vars(judgement), registered=registered)


def _of(interactions: pa.Table, rows: Snapshots) -> pa.Table:
    inside = pc.is_in(interactions["engagement_id"], pc.unique(rows.cutoffs["engagement_id"]))
    return interactions.filter(inside)


def _judge(
    unfitted: PayoffClassifier,
    signals: matrix.SignalMatrix,
    names: tuple[str, ...],
    rows: Snapshots,
    parts: Split,
) -> tuple[dict[str, dict[str, Figure]], list[AtAge], list[tuple[float, float, float]]]:
    older, newest = rows.take(parts.train), rows.take(parts.test)
    X = signals.select(names).values
    X_older, X_newest = X[parts.train], X[parts.test]
    judged = unfitted.fit(X_older, older.paid_off, sample_weight=older.weight, groups=older.clients)
    chances = {MODEL: judged.predict_proba(X_newest)[:, 1]}
    baselines = fit_baselines(X_older, older.paid_off, older.weight, unfitted)
    chances |= {name: predict(X_newest) for name, predict in baselines.items()}
    rate = float(np.average(older.paid_off, weights=older.weight))
    chances["rules_alone"] = rules_alone(signals.values[parts.test], signals.names, rate)
    figures = judge(newest.paid_off, chances, newest.weight, newest.clients)
    age = newest.cutoffs["as_of"].to_numpy().astype("datetime64[us]") - newest.opened
    ages = by_age(newest.paid_off, chances, age, newest.clients)
    return figures, ages, reliability(newest.paid_off, chances[MODEL], newest.weight)


def _log(
    place: tracking.Store,
    book: Book,
    judgement: Judgement,
    final: PayoffClassifier,
    X: matrix.SignalMatrix,
    rows: Snapshots,
    usual: Usual,
    reader: StoredReader,
    points: list[tuple[float, float, float]],
) -> tracking.Registered:
    facts = {
        "book": book.name,
        "book_digest": book.digest,
        "simulated": book.simulated,
        "engagements": judgement.engagements,
        "base_rate": float(np.average(rows.paid_off, weights=rows.weight)),
    }
    sample = golden_rows(X.values)
    with tempfile.TemporaryDirectory() as folder, tracking.run(place, f"train {book.name}") as flow:
        bundle = Path(folder) / "bundle"
        sha256 = store.save(
            final,
            bundle,
            reader=reader,
            names=X.names,
            fingerprint=fingerprint(),
            usual=usual.to_json(),
            sample=sample,
            facts=facts,
        )
        flow.log_params(
            {
                name: value
                for name, value in final.get_params().items()
                if name not in ("signs", "owners", "softens")
            }
        )
        flow.log_params(
            {
                "split": "forward in time",
                "grouped_by_client": judgement.grouped,
                "train_engagements": judgement.train_engagements,
                "test_engagements": judgement.test_engagements,
                "snapshots": len(rows.weight),
                "sklearn": sklearn.__version__,
                "reader_sha256": reader.sha256,
                "reader_corpus_digest": reader.reader.facts["corpus_digest"],
            }
        )
        flow.log_metrics(_metrics(judgement))
        flow.set_tags(
            {
                "dataset_digest": book.digest,
                "catalogue_fingerprint": fingerprint(),
                "simulated": str(book.simulated).lower(),
            }
        )
        flow.log_input(
            flow.data.from_numpy(
                X.values, targets=rows.paid_off, name=book.name, digest=book.digest[:36]
            ),
            context="training",
        )
        flow.log_figure(draw(points, book.simulated), "reliability.png")
        flow.log_text("\n".join(judgement.lines()), "judgement.txt")
        registered = tracking.register(
            place,
            flow,
            bundle,
            final,
            sample,
            X.names,
            {
                "sha256": sha256,
                "catalogue_fingerprint": fingerprint(),
                "dataset_digest": book.digest,
                "simulated": str(book.simulated).lower(),
            },
        )
    # The stored files must load and score their own rows alike before anybody is served by them.
    store.load(
        registered.folder,
        expected_sha256=registered.sha256,
        expected_fingerprint=fingerprint(),
    )
    tracking.promote(place, registered)
    return registered


def _metrics(judgement: Judgement) -> dict[str, float]:
    metrics = {"base_rate": judgement.base_rate}
    for name, measured in judgement.figures.items():
        for measure, figure in measured.items():
            metrics[f"{name}.{measure}"] = figure.value
            metrics[f"{name}.{measure}.low"] = figure.low
            metrics[f"{name}.{measure}.high"] = figure.high
    auc = {name: measured["auc"].value for name, measured in judgement.figures.items()}
    metrics["price_of_being_explainable.auc"] = auc["unconstrained_boosting"] - auc[MODEL]
    metrics["worth_of_learning.auc"] = auc[MODEL] - auc["rules_alone"]
    return {name: value for name, value in metrics.items() if np.isfinite(value)}
