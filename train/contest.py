"""Challenger against champion on the same newest engagements, which neither has seen."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from data.book import Book
from data.errors import ClientRiskError, DataRefused, ModelRefused
from data.outcome import outcomes
from features import matrix
from features.engine import prepare
from features.matrix import SignalMatrix
from features.usual import Usual
from model.decomposition import decompose
from model.payoff import chances
from model.store import StoredModel
from train import gate, registry
from train.gate import Condition
from train.judge import Figure, finite, judge, paired
from train.leaks import ALARM, alarms
from train.registry import VERDICT
from train.snapshots import Snapshots, snapshots
from train.split import Split, split
from train.tracking import Registered

FEWEST = 50  # engagements: of fewer, an interval says "anything is possible"
FINAL, TWIN = "as registered", "by its judged twin"
CHALLENGER, CHAMPION, BASE_RATE = "challenger", "champion", "base_rate"


class CannotJudge(DataRefused):
    """The book has too little that neither model has seen; nothing is wrong with either."""


@dataclass(frozen=True)
class Contender:
    """A model in the form it was judged in: as registered, or by its judged twin.

    ``seen_until`` (UTC): the newest outcome that this form has learned from; None: of none.
    """

    label: str
    sha256: str | None
    form: str
    seen_until: str | None


@dataclass(frozen=True)
class Verdict:
    """What a contest found; ``differences`` are the challenger's less the champion's, paired."""

    at: str
    book: str
    book_digest: str
    simulated: bool
    challenger: Contender
    champion: Contender | None
    engagements: int
    clients: int
    opened_from: str
    paid_off: float
    figures: dict[str, dict[str, Figure]]
    differences: dict[str, Figure]
    gaps: dict[str, float]
    conditions: tuple[Condition, ...]

    @property
    def answer(self) -> str:
        """The gate's answer in a word or two."""
        return "refused" if gate.refused(list(self.conditions), True) else "may be promoted"

    def lines(self) -> list[str]:
        """The verdict for a person."""
        rows = [f"{'':12}{'AUC':>24}{'log loss':>24}{'slope':>24}"]
        for name, measured in self.figures.items():
            cells = "".join(f"{measured[key]!s:>24}" for key in ("auc", "log_loss", "slope"))
            rows.append(f"{name.replace('_', ' '):12}{cells}")
        if self.differences:
            cells = "".join(f"{self.differences[key]!s:>24}" for key in ("auc", "log_loss"))
            rows.append(f"{'difference':12}{cells}")
        forms = [each for each in (self.challenger, self.champion) if each is not None]
        return [
            *(["SIMULATED book; the figures say nothing of real clients"] * self.simulated),
            f"{self.engagements} engagements of {self.clients} clients, opened from "
            f"{self.opened_from[:10]} on; {self.paid_off:.1%} of them paid off",
            *(
                f"{each.label} was judged {each.form}, which has learned from "
                f"{f'outcomes until {each.seen_until[:10]}' if each.seen_until else 'no outcome'}"
                for each in forms
            ),
            *([] if self.champion else ["no champion serves that it could be compared with"]),
            *rows,
            *(f"{_mark(each.passed):12}{each.name}: {each.told}" for each in self.conditions),
            f"{self.challenger.label}: {self.answer}",
        ]

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain data; what cannot be told is null."""
        return {**finite(asdict(self)), "answer": self.answer}

    def text(self) -> str:
        """The verdict as a JSON file."""
        return json.dumps(self.to_json(), ensure_ascii=False, allow_nan=False, indent=2) + "\n"

    def summary(self) -> dict[str, Any]:
        """What is kept in a tag of the version: for what the verdict holds, and its conditions."""
        return {
            "at": self.at,
            "answer": self.answer,
            **_holds_for(self.challenger, self.champion, self.book_digest),
            "champion": self.champion and self.champion.label,
            "conditions": [asdict(each) for each in self.conditions],
        }


def kept(
    challenger: Registered, champion: Registered | None, digest: str
) -> list[Condition] | None:
    """The conditions of a stored verdict of exactly these two on a book of this digest, or None."""
    stored = registry.tagged(challenger.tags, VERDICT)
    wanted = _holds_for(challenger, champion, digest)
    if not isinstance(stored, dict) or any(stored.get(key) != wanted[key] for key in wanted):
        return None
    return [Condition(**each) for each in stored["conditions"]]


def compare(book: Book, challenger: Registered, champion: Registered | None) -> Verdict:
    """Judge a registered version, beside the champion if there is one, on the newest engagements.

    The test side is that of `train.split.split` on this book. A model stands in its final form if
    it has learned from nothing as new as the first of these; else as its judged twin, and then only
    engagements that were opened after all the twin has seen count.
    Raises `CannotJudge` when fewer than `FEWEST` are left, all of them ended alike, or a twin that
    is needed cannot be had; `ModelRefused` when a model is not to be trusted.
    """
    rows, parts = _rows(book)
    models, forms, since = {}, {}, parts.at
    for name, registered in ((CHALLENGER, challenger), (CHAMPION, champion)):
        if registered is not None:
            models[name], forms[name], unseen = represent(registered, parts.at)
            since = max(since, unseen)
    newest = rows.take(rows.opened >= since)
    if newest.engagements < FEWEST or len(np.unique(newest.paid_off)) < 2:
        raise CannotJudge(
            f"{newest.engagements} closed engagements that neither model has seen are too few, or "
            f"all ended alike (at least {FEWEST} are needed)",
            next_step="import more closed engagements",
        )
    scored = {name: _score(book, newest, model) for name, model in models.items()}
    given = {name: each.chance for name, each in scored.items()}
    gaps = {name: each.gap for name, each in scored.items()}
    older = np.average(rows.paid_off[parts.train], weights=rows.weight[parts.train])
    given[BASE_RATE] = np.full(len(newest.weight), float(older))
    asked = (newest.weight, newest.clients)
    figures = judge(newest.paid_off, given, *asked)

    def against(other: str) -> dict[str, Figure]:
        return paired(newest.paid_off, given[CHALLENGER], given[other], *asked)

    differences = against(CHAMPION) if champion is not None else {}
    return Verdict(
        at=registry.now(),
        book=book.name,
        book_digest=book.digest,
        simulated=book.simulated,
        challenger=forms[CHALLENGER],
        champion=forms.get(CHAMPION),
        engagements=newest.engagements,
        clients=len(np.unique(newest.clients)),
        opened_from=_iso(newest.opened.min()),
        paid_off=float(np.average(newest.paid_off, weights=newest.weight)),
        figures=figures,
        differences=differences,
        gaps=gaps,
        conditions=tuple(
            gate.conditions(
                figures[CHALLENGER],
                gaps[CHALLENGER],
                _leaks(book, newest, parts, scored[CHALLENGER], figures[CHALLENGER]["auc"].value),
                against(BASE_RATE),
                differences or None,
                gaps.get(CHAMPION),
                honest=gate.honest_error(
                    given[CHALLENGER],
                    newest.weight,
                    newest.cutoffs["engagement_id"].to_numpy(zero_copy_only=False),
                ),
            )
        ),
    )


def represent(
    registered: Registered, first: np.datetime64
) -> tuple[StoredModel, Contender, np.datetime64]:
    """The form in which a version may be judged, and from which opening on that is fair.

    ``first`` is when the first engagement of the test side was opened.
    """
    model, form = registry.load(registered), FINAL
    seen = _seen_until(model, registered)
    if seen is not None and seen >= first:
        model, form = _twin(registered), TWIN
        seen = _seen_until(model, registered)
    since = first if seen is None else max(first, seen + np.timedelta64(1, "us"))
    told = None if seen is None else _iso(seen)
    return model, Contender(registered.label, registered.sha256, form, told), since


def _twin(registered: Registered) -> StoredModel:
    try:
        return registry.twin(registered)
    except ModelRefused as error:
        raise CannotJudge(
            f"it has seen the test, and its judged twin cannot be had: {error.what}",
            where=registered.label,
            next_step="train again",
        ) from error


def _rows(book: Book) -> tuple[Snapshots, Split]:
    found = outcomes(book.interactions, book.engagements, book.hourly_cost)
    rows = snapshots(book.engagements, found)
    try:
        return rows, split(rows)
    except DataRefused as error:
        raise CannotJudge(error.what, next_step=error.next_step) from error


def _seen_until(model: StoredModel, registered: Registered) -> np.datetime64 | None:
    """The newest outcome this form has learned from; None if it has learned from none."""
    if "seen_until" not in model.facts:
        raise CannotJudge(
            "it does not say which outcomes it has learned from, so no test of it is fair",
            where=registered.label,
            next_step="train again",
        )
    told = model.facts["seen_until"]
    if told is None:
        return None
    return np.datetime64(datetime.fromisoformat(told).astimezone(UTC).replace(tzinfo=None), "us")


@dataclass(frozen=True)
class _Scored:
    """Chances (n,), the largest gap of an explanation, and the signals both come from."""

    chance: np.ndarray
    gap: float
    signals: SignalMatrix


def _score(book: Book, rows: Snapshots, model: StoredModel) -> _Scored:
    """Score by a model's own yardsticks, reader and signals."""
    usual = Usual.from_json(model.usual)
    inputs = prepare(
        book.interactions, book.engagements, rows.cutoffs, usual, book.hourly_cost, model.reader
    )
    signals = matrix.compute(inputs).select(model.names)
    try:
        parts = decompose(model.classifier, signals.values)
    except ClientRiskError:  # it refuses to explain a row whose parts miss the score
        chance = model.classifier.predict_proba(signals.values)[:, 1]
        return _Scored(chance, np.inf, signals)
    gap = float(np.abs(parts.total() - parts.log_odds).max())
    return _Scored(chances(parts.log_odds)[:, 1], gap, signals)


def _leaks(book: Book, newest: Snapshots, parts: Split, scored: _Scored, auc: float) -> list[str]:
    """Alarms of the test side alone: of the training side, the training itself has told."""
    sides = Split(
        train=np.zeros(len(newest.weight), bool),
        test=np.ones(len(newest.weight), bool),
        at=parts.at,
        grouped=parts.grouped,
    )
    found = alarms(book.interactions, scored.signals, newest, sides, auc)
    return [str(each) for each in found if each.severity == ALARM]


def _holds_for(
    challenger: Contender | Registered, champion: Contender | Registered | None, digest: str
) -> dict[str, str | None]:
    return {
        "challenger_sha256": challenger.sha256,
        "champion_sha256": champion.sha256 if champion else None,
        "book_digest": digest,
    }


def _mark(passed: bool | None) -> str:
    return {True: "met", False: "NOT MET", None: "cannot tell"}[passed]


def _iso(moment: np.datetime64) -> str:
    return f"{np.datetime_as_string(moment, unit='us')}Z"
