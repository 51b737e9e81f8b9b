"""Is a model still fit for what it is asked? New interactions and scores beside the training's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import numpy as np

from data.book import Book
from data.errors import ModelRefused
from features import matrix
from features.engine import prepare
from features.usual import Usual
from model.store import StoredModel
from train.drift import FALSE_ALARM, MATERIAL, SCORE, Drift, drifts, monitored
from train.gate import LARGEST_ERROR, SLOPES
from train.judge import Figure, finite, judge, paired
from train.measures import MEASURES, Measure, Tally, mean_chance, share_paid_off
from train.since import Since, opened_since

#: Days until a model is due to be trained again though nothing drifted: within half a year prices,
#: people and wording move on, and a client who buys like clockwork has come back once.
DUE_AFTER_DAYS = 180
#: Fewer new engagements than this are too few for any verdict.
FEWEST = 30
#: So many of the engagements old enough to have ended must have: the quick ones end differently.
ENDED_SHARE = 0.8
CHECKS = ("age", "signals", SCORE, "calibration")
SHOWN = 5

Verdict = Literal["ok", "due", "too few"]


@dataclass(frozen=True)
class Finding:
    """One check: its verdict, what it saw in words, what to do, and the figures behind it."""

    check: str
    verdict: Verdict
    what: str
    next_step: str
    figures: dict[str, Any]


@dataclass(frozen=True)
class Monitoring:
    """All checks of a model on a book as it is now; moments are ISO 8601, UTC."""

    model_version: str
    simulated: bool
    seen_until: str | None
    newest: str
    new_engagements: int
    findings: tuple[Finding, ...]

    @property
    def due(self) -> list[Finding]:
        """The findings that ask for action."""
        return [finding for finding in self.findings if finding.verdict == "due"]

    def to_json(self) -> dict[str, Any]:
        """Plain data; what cannot be told is null."""
        return {**finite(asdict(self)), "action_due": bool(self.due)}

    def lines(self) -> list[str]:
        """The findings for a terminal."""
        lines = ["SIMULATED book; the figures say nothing of real clients"] * self.simulated
        until = f"had closed by {self.seen_until[:10]}" if self.seen_until else "the essays say"
        lines.append(
            f"{self.model_version} learned from what {until}; the book ends on {self.newest[:10]}, "
            f"with {self.new_engagements:,} engagements opened since"
        )
        for each in self.findings:
            lines.append(f"{each.verdict.upper():8} {each.check}: {each.what}")
            if each.verdict != "ok":
                lines.append(f"{'':8} next: {each.next_step}")
        return lines


def monitor(
    book: Book,
    stored: StoredModel,
    label: str,
    *,
    due_after_days: float = DUE_AFTER_DAYS,
    progress: Callable[[int, int], None] | None = None,
) -> Monitoring:
    """Compare engagements opened after the model's newest lesson with those it learned from.

    ``label``: the model's name in the result. ``progress`` is told the moments read since its last
    call, and how many there are in all. Raises `ModelRefused` when the model was stored without
    what its training looked like (`train.drift.reference`).
    """
    if stored.facts.get("seen_until", "") is None:
        return _of_essays_alone(book, label)
    if not {"reference", "seen_until"} <= stored.facts.keys():
        raise ModelRefused(
            "the model does not say what its training looked like",
            where=label,
            next_step="train again: newer models do",
        )
    seen_until = datetime.fromisoformat(stored.facts["seen_until"])
    known = stored.facts["reference"]
    new = opened_since(book, seen_until, known["ages_days"])
    findings = [_age(book.newest - seen_until, due_after_days)]
    if new.engagements() < FEWEST:
        what = f"{new.engagements()} engagements were opened since; {FEWEST} are needed"
        findings += [_too_few(check, what) for check in CHECKS[1:]]
    else:
        signals = _signals(book, stored, new, progress)
        chances = stored.classifier.predict_proba(signals.values)[:, 1]
        values = monitored(book.interactions, signals, chances)
        shifts = drifts(known, values, new.age, new.clients)
        findings.append(_shifted([each for each in shifts if each.name != SCORE]))
        findings += [_score(each) for each in shifts if each.name == SCORE]
        findings.append(_calibration(new, chances, stored.facts["base_rate"]))
    return Monitoring(
        model_version=label,
        simulated=book.simulated,
        seen_until=_iso(seen_until),
        newest=_iso(book.newest),
        new_engagements=new.engagements(),
        findings=tuple(findings),
    )


def _of_essays_alone(book: Book, label: str) -> Monitoring:
    what = "the model has learned from the essays and from no outcome of this book yet"
    return Monitoring(
        model_version=label,
        simulated=book.simulated,
        seen_until=None,
        newest=_iso(book.newest),
        new_engagements=book.engagements.num_rows,
        findings=tuple(_too_few(check, what) for check in CHECKS),
    )


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _signals(
    book: Book,
    stored: StoredModel,
    new: Since,
    progress: Callable[[int, int], None] | None,
) -> matrix.SignalMatrix:
    def advance(done: int) -> None:
        if progress:
            progress(done, len(new.age))

    inputs = prepare(
        book.interactions,
        book.engagements,
        new.cutoffs,
        Usual.from_json(stored.usual),
        book.hourly_cost,
        stored.reader,
    )
    return matrix.compute(inputs, advance).select(stored.names)


def _too_few(check: str, what: str) -> Finding:
    return Finding(check, "too few", f"too few to say: {what}", "look again later", {})


def _age(old: timedelta, due_after_days: float) -> Finding:
    days = old / timedelta(days=1)
    return Finding(
        "age",
        "due" if days >= due_after_days else "ok",
        f"the model's newest lesson is {days:.0f} days old; due from {due_after_days:.0f}",
        "train again, then judge and promote",
        {"days": days, "due_after_days": due_after_days},
    )


def _shifted(shifts: list[Drift]) -> Finding:
    moved = [each for each in shifts if each.drifted]
    told = "; ".join(
        f"{each.name} (PSI {each.psi:.2f}; {each.where}: {each.then:.0%} then, {each.now:.0%} now)"
        for each in moved[:SHOWN]
    )
    rest = f"; and {len(moved) - SHOWN} more" if len(moved) > SHOWN else ""
    return Finding(
        "signals",
        "due" if moved else "ok",
        f"{len(moved)} of {len(shifts)} shifted by a PSI above {MATERIAL} and more than chance "
        f"explains{': ' if moved else ''}{told}{rest}",
        "see whether the source, its mapping or the clients changed; mend the source, or train "
        "again once the outcomes are known",
        {
            "tested": len(shifts),
            "false_alarm_of_all": FALSE_ALARM,
            "shifted": [asdict(each) for each in moved],
        },
    )


def _score(shift: Drift) -> Finding:
    return Finding(
        SCORE,
        "due" if shift.drifted else "ok",
        f"PSI {shift.psi:.2f} against training, small below {MATERIAL}, and chance alone gives up "
        f"to {shift.by_chance:.2f}; {shift.where}: {shift.then:.0%} then, {shift.now:.0%} now",
        "look at the signals that shifted; take the chances with care until outcomes tell",
        asdict(shift),
    )


def _calibration(new: Since, chances: np.ndarray, base_rate: float) -> Finding:
    grown = new.engagements(new.grown)
    known = new.grown & ~np.isnan(new.paid_off)
    number = new.engagements(known)
    if number < FEWEST or number < ENDED_SHARE * grown:
        return _too_few(
            "calibration",
            f"{number} of the {grown} engagements that are old enough have an outcome; {FEWEST} "
            f"and {ENDED_SHARE:.0%} are needed, as those that end early end differently",
        )
    y, chance, clients = new.paid_off[known] > 0, chances[known], new.clients[known]
    if len(np.unique(y)) < 2:
        return _too_few("calibration", f"all {number} ended the same way")
    ids = new.cutoffs["engagement_id"].to_numpy()[known]
    _, engagement, rows = np.unique(ids, return_inverse=True, return_counts=True)
    weight = 1 / rows[engagement]
    figures = judge(y, {"model": chance}, weight, clients, measures=CALIBRATION)["model"]
    usual = np.full(len(y), base_rate)
    figures["log_loss_above_base_rate"] = paired(y, chance, usual, weight, clients)["log_loss"]
    wrong = _wrong(figures)
    told = ", ".join(f"{name.replace('_', ' ')} {each!s}" for name, each in figures.items())
    return Finding(
        "calibration",
        "due" if wrong else "ok",
        f"{'; '.join(wrong) if wrong else 'holds'} on {number} new outcomes: {told}",
        "train again with these outcomes, judge and promote",
        {"engagements": number, **{name: asdict(each) for name, each in figures.items()}},
    )


def _gap(tally: Tally) -> float:
    """Mean chance above the share that paid off."""
    return mean_chance(tally) - share_paid_off(tally)


CALIBRATION: dict[str, Measure] = {"mean_chance_above_share": _gap} | {
    name: MEASURES[name] for name in ("slope", "calibration_error")
}


def _wrong(figures: dict[str, Figure]) -> list[str]:
    """What the whole interval of a figure speaks against."""
    gap, loss = figures["mean_chance_above_share"], figures["log_loss_above_base_rate"]
    wrong = []
    if gap.low > LARGEST_ERROR or gap.high < -LARGEST_ERROR:
        wrong.append(f"chances are too {'high' if gap.value > 0 else 'low'}")
    if loss.low > 0:
        wrong.append("the base rate alone would do better")
    if figures["calibration_error"].low > LARGEST_ERROR:
        wrong.append(f"chances miss what came by more than {LARGEST_ERROR:.0%}")
    slope = figures["slope"]
    if slope.high < SLOPES[0] or slope.low > SLOPES[1]:
        wrong.append(f"chances are too {'sure' if slope.value < 1 else 'timid'}")
    return wrong
