"""The health of a model in words: the answer, what speaks against it, the gate, the drift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from app.health import Health, Kept, Plain
from app.viewer import N_, _, day, moment_of, ngettext, number, percent
from train.leaks import ALARM
from train.mix import Mix
from train.monitor import DUE_AFTER_DAYS
from train.promotion import FIRST
from train.registry import Move
from train.report import MODEL

#: What is judged side by side, in the order it is shown.
MODELS = {
    MODEL: N_("this model"),
    "unconstrained_boosting": N_("boosting without the rules"),
    "logistic_regression": N_("logistic regression"),
    "rules_alone": N_("the rules alone"),
    "base_rate": N_("the base rate"),
}
#: Measures, with what stands above their column.
MEASURES = {
    "auc": N_("AUC"),
    "log_loss": N_("log loss"),
    "log_loss_skill": N_("better than the base rate by"),
    "brier": N_("Brier score"),
    "slope": N_("calibration slope"),
    "calibration_error": N_("calibration error"),
    "lift": N_("lift of the top tenth"),
}
#: Measures that are shares, and are told as such.
SHARES = ("log_loss_skill", "mean_chance", "paid_off")
CONDITIONS = {
    "better than the base rate": N_("better than the base rate"),
    "calibrated": N_("calibrated"),
    "no leak": N_("no sign of a leak"),
    "explains exactly": N_("explains exactly"),
    "not worse than the champion": N_("not worse than the model that serves"),
    "judged forward in time": N_("judged forward in time"),
}
PASSED = {True: N_("met"), False: N_("not met"), None: N_("cannot tell")}
ANSWERS = {
    "serves": N_("It serves already: no model that loads was there."),
    "may be promoted": N_("The gate lets it serve; a person decides."),
    "refused": N_("The gate refuses it: {conditions}."),
    "cannot tell": N_("The gate cannot tell: too little that neither model has seen."),
}
CHECKS = {
    "age": N_("age of the model"),
    "signals": N_("what clients show"),
    "score": N_("the chances it gives"),
    "calibration": N_("chances against what came"),
}
WATCHED = {"ok": N_("as it was"), "due": N_("act"), "too few": N_("too few to say")}
#: What the judgement is sliced by, and its own labels; others (segments) stand as they are written.
SLICES = {
    "language": N_("language"),
    "segment": N_("segment"),
    "size": N_("size"),
    "client": N_("client"),
    "English": N_("English"),
    "Russian": N_("Russian"),
    "mixed or none yet": N_("mixed or none yet"),
    "largest third": N_("largest third"),
    "middle third": N_("middle third"),
    "smallest third": N_("smallest third"),
    "unknown": N_("unknown"),
    "known client": N_("known client"),
    "new client": N_("new client"),
}
Kind = Literal["against", "note"]


@dataclass(frozen=True)
class Concern:
    """Something that speaks ``against`` a model, or is to be noted; and what to do about it."""

    kind: Kind
    what: str
    next_step: str


def figure(told: Mapping[str, float | None] | None, digits: int = 2, share: bool = False) -> str:
    """A stored figure with its 95 % interval, in the viewer's language.

    >>> figure({"value": 0.736, "low": 0.698, "high": 0.778})
    '0.74 [0.70 to 0.78]'
    >>> figure({"value": 0.122, "low": None, "high": None}, share=True), figure(None)
    ('12%', 'cannot tell')
    """
    if told is None or told.get("value") is None:
        return _("cannot tell")

    def shown(value: float) -> str:
        told = f"{number(100 * value)}%" if share else number(value, digits)
        return told.replace("-", "−")

    value, low, high = (told.get(each) for each in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return shown(value or 0.0)
    return _("{value} [{low} to {high}]").format(
        value=shown(value), low=shown(low), high=shown(high)
    )


def measured(kept: Kept, model: str, measure: str) -> Mapping[str, float | None] | None:
    """A figure of the judgement; None where there was none."""
    figures = (kept.judgement or {}).get("figures") or {}
    found: Mapping[str, float | None] | None = figures.get(model, {}).get(measure)
    return found


def trained(kept: Kept, now: datetime) -> str:
    """When a version was trained and on how much."""
    said = _("Trained {day}, {ago}.").format(
        day=day(kept.version.made_at), ago=ago(kept.version.made_at, now)
    )
    count = (kept.judgement or {}).get("engagements")
    if count is None:
        return said
    learned = ngettext(
        "It learned from {count} closed engagement.",
        "It learned from {count} closed engagements.",
        count,
    ).format(count=number(count))
    return f"{said} {learned}"


def ago(then: datetime, now: datetime) -> str:
    """How long ago, in days.

    >>> from datetime import UTC
    >>> ago(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC))
    '3 days ago'
    """
    days = max((now - then).days, 0)
    if not days:
        return _("today")
    return ngettext("{count} day ago", "{count} days ago", days).format(count=number(days))


def own_share(kept: Kept) -> float | None:
    """Share of what it learned from that is the book's own outcomes'; the rest is the essays'."""
    count = (kept.judgement or {}).get("engagements")
    weight = (kept.settings or {}).get("essays_weight")
    return None if count is None or weight is None else Mix(count, weight, {}).own_share


def concerns(found: Health, now: datetime) -> list[Concern]:
    """What speaks against the model that serves, and then what should be known of it."""
    kept = found.champion
    if kept is None:
        return []
    told = [*_judged(kept), *_overridden(kept), *_watched(kept), *_ageing(found, kept, now)]
    return sorted(told, key=lambda each: each.kind != "against")


def _judged(kept: Kept) -> list[Concern]:
    train_again = _("Train again when more outcomes are known.")
    if kept.judgement is None:
        return [Concern("note", _("Nothing is kept of how it was judged."), _("Train again."))]
    if kept.judgement.get("unjudged"):
        what = _("It could not be judged: too few outcomes are known. It speaks for the essays.")
        return [Concern("note", what, train_again)]
    told = []
    skill = measured(kept, MODEL, "log_loss_skill")
    if skill is not None and skill["value"] is not None:
        shown = figure(skill, share=True)
        if skill["value"] <= 0:
            what = _("It is no better than the base rate: {figure}.").format(figure=shown)
            told.append(Concern("against", what, _("Go by the rules until there is a better one.")))
        elif (skill["low"] or 0.0) <= 0:
            what = _("It may be no better than the base rate: {figure}.").format(figure=shown)
            told.append(Concern("note", what, train_again))
    for alarm in kept.judgement.get("alarms") or []:
        kind: Kind = "against" if alarm["severity"] == ALARM else "note"
        what = _("A leak is suspected: {what} ({where})").format(**_named(alarm))
        told.append(Concern(kind, what, _("See the model card, and mend the source.")))
    return told


def _named(alarm: Mapping[str, Any]) -> dict[str, str]:
    return {"what": alarm["what"], "where": alarm["where"]}


def _overridden(kept: Kept) -> list[Concern]:
    move = kept.promoted
    if move is None or not move.overridden:
        return []
    names = [each.partition(":")[0] for each in move.overridden]
    what = _("It serves against the gate, by {by}: {conditions}.").format(
        by=move.by, conditions=conditions(names)
    )
    return [Concern("against", what, _("Train a better one, or go back."))]


def _watched(kept: Kept) -> list[Concern]:
    findings = (kept.watched or {}).get("findings", [])
    return [
        Concern("against", finding_told(each), next_step(each["check"]))
        for each in findings
        if each["verdict"] == "due"
    ]


def _ageing(found: Health, kept: Kept, now: datetime) -> list[Concern]:
    told = []
    if found.ruled_since:
        what = ngettext(
            "{count} ruling was made since it was trained.",
            "{count} rulings were made since it was trained.",
            len(found.ruled_since),
        ).format(count=number(len(found.ruled_since)))
        told.append(Concern("note", what, _("Train again, so that it counts.")))
    if (now - kept.version.made_at).days >= DUE_AFTER_DAYS:
        what = _("It was trained more than half a year ago.")
        told.append(Concern("note", what, _("Look for drift, and train again.")))
    return told


def conditions(names: list[str]) -> str:
    """Conditions of the gate by their names, in the viewer's language."""
    return ", ".join(_(CONDITIONS[each]) if each in CONDITIONS else each for each in names)


def gate_answer(answer: str, against: list[str]) -> str:
    """What the gate says of a version, in a sentence."""
    told = ANSWERS.get(answer)
    return _(told).format(conditions=conditions(against)) if told else ""


def verdict_told(verdict: Plain) -> str:
    """The answer of a kept verdict, in a sentence.

    >>> verdict_told({"answer": "refused", "conditions": [{"name": "calibrated", "passed": False}]})
    'The gate refuses it: calibrated.'
    """
    against = [each["name"] for each in verdict["conditions"] if each["passed"] is not True]
    return gate_answer(verdict["answer"], against)


def condition_told(name: str, verdict: Plain) -> str:
    """The figures behind a condition of the gate, in the viewer's language."""
    ours = verdict["figures"].get("challenger", {})
    if name == "better than the base rate":
        base = verdict["figures"].get("base_rate", {})
        return _("log loss {ours}, the base rate's {base}").format(
            ours=figure(ours.get("log_loss"), 3), base=figure(base.get("log_loss"), 3)
        )
    if name == "calibrated":
        return _("slope {slope}, calibration error {error}").format(
            slope=figure(ours.get("slope")), error=figure(ours.get("calibration_error"), 3)
        )
    if name == "explains exactly":
        gap = verdict["gaps"].get("challenger")
        return _("largest gap {gap}").format(gap="–" if gap is None else f"{gap:.0e}")
    if name == "not worse than the champion":
        apart = verdict["differences"]
        return _("log loss {log_loss}, AUC {auc} beside the model that serves").format(
            log_loss=figure(apart.get("log_loss"), 3), auc=figure(apart.get("auc"), 3)
        )
    return ""


def next_step(check: str) -> str:
    """What to do when a check asks for action."""
    return {
        "age": _("Train again."),
        "signals": _("See whether the source, its mapping or the clients changed."),
        "score": _("Take the chances with care until outcomes tell."),
        "calibration": _("Train again with the new outcomes."),
    }.get(check, _("Train again."))


def finding_told(finding: Plain) -> str:
    """What a check of `train.monitor` saw, from its figures."""
    figures, check = finding["figures"], finding["check"]
    if finding["verdict"] == "too few" or not figures:
        return _("Too few engagements are new, or have ended, to say.")
    if check == "age":
        return _("Its newest lesson is {days} days old; {due} are too many.").format(
            days=number(figures["days"]), due=number(figures["due_after_days"])
        )
    if check == "signals":
        named = ", ".join(each["name"] for each in figures["shifted"][:3])
        said = _("{shifted} of {tested} things that clients show have shifted beyond chance")
        told = said.format(
            shifted=number(len(figures["shifted"])), tested=number(figures["tested"])
        )
        return f"{told}: {named}." if named else f"{told}."
    if check == "score":
        return _("Its chances have shifted by {psi} (PSI); chance alone gives {by_chance}.").format(
            psi=number(figures["psi"], 2), by_chance=number(figures["by_chance"], 2)
        )
    return _(
        "On {count} new outcomes its mean chance less the share that paid off is {gap}."
    ).format(
        count=number(figures["engagements"]),
        gap=figure(figures.get("mean_chance_above_share"), share=True),
    )


def seen_until(watched: Plain) -> str:
    """What a look for drift compared."""
    until = moment_of(watched.get("seen_until"))
    if until is None:
        return _("It has learned from no outcome of this book yet.")
    return _("It has learned from what had closed by {day}; new since then: {count}.").format(
        day=day(until), count=number(watched["new_engagements"])
    )


def promoted_told(kept: Kept) -> str:
    """Who made it serve, when and why; empty where nobody wrote that down."""
    move = kept.promoted
    if move is None:
        return ""
    said = _("Serves since {day}, by {by}.").format(day=day(move.at), by=move.by)
    why = _("Why: {reason}").format(reason=reason(move)) if move.reason else ""
    return f"{said} {why}".strip()


def reason(move: Move) -> str:
    """Why somebody moved the alias, as they wrote it; our own reason in the viewer's language."""
    return _("no model that loads was there") if move.reason == FIRST else move.reason or ""


def slice_name(told: Plain) -> str:
    """What a slice of the judgement holds.

    >>> slice_name({"by": "size", "label": "largest third"})
    'size: largest third'
    """
    return ": ".join(_(SLICES[each]) if each in SLICES else each for each in _labels(told))


def _labels(told: Plain) -> tuple[str, str]:
    return told["by"], told["label"]


def base_rate(kept: Kept) -> str:
    """The share that paid off of those it was judged on."""
    found = (kept.judgement or {}).get("base_rate")
    return _("cannot tell") if found is None else percent(found)
