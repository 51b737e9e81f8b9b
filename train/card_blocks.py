"""The blocks of a model card, each from the plain data it is told by; none where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from features.catalogue import BY_ID
from train.page import Block, Points, Table, Text
from train.report import MODEL

#: Measures in the order they are told, with the heading of each.
MEASURES = {
    "auc": "AUC",
    "log_loss": "log loss",
    "brier": "Brier",
    "log_loss_skill": "log loss skill",
    "brier_skill": "Brier skill",
    "slope": "calibration slope",
    "intercept": "calibration intercept",
    "calibration_error": "calibration error",
    "lift": "lift, top tenth",
    "mean_chance": "mean chance",
    "paid_off": "paid off",
}
FIRST = ("auc", "log_loss", "brier")


def data(facts: Mapping[str, Any]) -> list[Block]:
    """What it learned from: the mix in words, then the facts."""
    told: list[tuple[str, str]] = []
    for name, heading, shown in (
        ("book", "book", str),
        ("book_digest", "digest of its content", str),
        ("engagements", "closed engagements", _number),
        ("outcomes", "own outcomes", _number),
        ("base_rate", "share that paid off", _share),
        ("seen_until", "newest outcome", str),
        ("ages_days", "looked at after days", _days),
    ):
        if facts.get(name) is not None:
            told.append((heading, shown(facts[name])))
    blocks: list[Block] = [Table(("", ""), tuple(told))] if told else []
    if mix := facts.get("mix"):
        blocks.insert(0, Text(f"The mix: {mix}."))
    return blocks


def judged(judgement: Mapping[str, Any]) -> list[Block]:
    """How it was judged: each model's figures, the usual measures first."""
    if unjudged := judgement.get("unjudged"):
        return [Text(f"NOT judged: {unjudged}.", warning=True)]
    figures = judgement.get("figures")
    if not figures:
        return []
    sides = "clients kept apart" if judgement.get("grouped") else "clients stand on BOTH sides"
    known = [name for name in MEASURES if any(name in each for each in figures.values())]
    return [
        Text(
            f"Forward in time: fitted on {_number(judgement['train_engagements'])} older "
            f"engagements, judged on the newest {_number(judgement['test_engagements'])} "
            f"({sides}), of which {_share(judgement['base_rate'])} paid off. In brackets: 95 % "
            "intervals from clients drawn with replacement."
        ),
        *(
            _measured("model", figures, names)
            for names in (
                [name for name in known if name in FIRST],
                [name for name in known if name not in FIRST],
            )
            if names
        ),
    ]


def _measured(first: str, figures: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> Table:
    names = list(names)
    return Table(
        (first, *(MEASURES[name] for name in names)),
        tuple(
            (model.replace("_", " "), *(_figure(each.get(name)) for name in names))
            for model, each in figures.items()
        ),
    )


def reliability(judgement: Mapping[str, Any]) -> list[Block]:
    """Mean chance of each tenth against the share that paid off."""
    tenths = judgement.get("reliability") or []
    rows = tuple((_share(each["chance"]), _figure(each["share"])) for each in tenths)
    return [Table(("mean chance of a tenth", "share that paid off"), rows)] if rows else []


def ages(judgement: Mapping[str, Any]) -> list[Block]:
    """The model's figures within each age."""
    rows = tuple(
        (
            f"{each['days']:.0f}",
            _number(each["engagements"]),
            _share(each["base_rate"]),
            *(_figure((each["figures"].get(MODEL) or {}).get(name)) for name in FIRST),
        )
        for each in judgement.get("ages") or []
    )
    headings = ("days old", "engagements", "paid off", *(MEASURES[name] for name in FIRST))
    return [Table(headings, rows)] if rows else []


def slices(judgement: Mapping[str, Any]) -> list[Block]:
    """The model's figures for each kind of client and engagement."""
    slices = judgement.get("slices") or []
    named = {name for each in slices for name in each["figures"]}
    names = [name for name in MEASURES if name in named]
    rows = tuple(
        (
            f"{each['by']}: {each['label']}",
            _number(each["engagements"]),
            *(
                _figure(each["figures"].get(name)) if each["figures"] else "too few to say"
                for name in names
            ),
        )
        for each in slices
    )
    headings = ("slice", "engagements", *(MEASURES[name] for name in names))
    return [Table(headings, rows)] if rows else []


def alarms(judgement: Mapping[str, Any]) -> list[Block]:
    """Leak alarms of the judgement; none where it did not look for any."""
    alarms = judgement.get("alarms")
    if alarms is None:
        return []
    told = tuple(
        f"{each['severity']}: {each['what']} ({each['where']}); {each['next_step']}"
        for each in alarms
    )
    return [Points(told)] if told else [Text("None.")]


def verdict(judgement: Mapping[str, Any]) -> list[Block]:
    """The gate's answer, condition by condition."""
    verdict = judgement.get("verdict")
    if not verdict:
        return []
    marks = {True: "met", False: "NOT MET", None: "cannot tell"}
    rows = tuple(
        (each["name"], marks[each["passed"]], each["told"]) for each in verdict["conditions"]
    )
    answer = Text(f"The gate's answer: {verdict['answer']}.")
    return [answer, Table(("condition", "", "figures"), rows)] if rows else [answer]


def overrides(overrides: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Who let it pass the gate all the same, when and why."""
    told = tuple(
        f"{each['at'][:10]}, {each['by']}: {each['reason']}"
        + "".join(f"; overridden: {over}" for over in each.get("overridden", ()))
        for each in overrides
    )
    return [Points(told)] if told else []


def trial(judgement: Mapping[str, Any]) -> list[Block]:
    """Rules, and exceptions beside the rules they soften, against the outcomes of the book."""
    trial = judgement.get("trial")
    if not trial:
        return []
    head = ("fired", "of", "paid off with it", "without it", "difference", "in the model")

    def row(each: Mapping[str, Any]) -> tuple[str, ...]:
        found = each["comparison"]
        effect = each.get("effect")
        return (
            _number(found["fired"]),
            _number(found["told"]),
            *(_figure(found[name]) for name in ("with_it", "without_it", "difference")),
            "-" if effect is None else f"{effect:+.2f}",
            each["verdict"],
        )

    rules = tuple(
        (_title(each["heuristic"]), each["declared"], *row(each)) for each in trial["rules"]
    )
    waivers = tuple(
        (f"{_title(each['exception'])} softens {_title(each['rule'])}", *row(each))
        for each in trial["waivers"]
    )
    tables: list[Block] = []
    if rules:
        tables.append(Table(("rule", "declared", *head, "verdict"), rules))
    if waivers:
        tables.append(Table(("exception", *head, "verdict"), waivers))
    return tables


def _title(heuristic: str) -> str:
    return BY_ID[heuristic].title if heuristic in BY_ID else heuristic


def rulings(facts: Mapping[str, Any]) -> list[Block]:
    """What the data team decided about single rules."""
    rulings = facts.get("rulings") or {}
    entries = rulings.values() if isinstance(rulings, Mapping) else rulings
    told = tuple(
        f"{_title(each['heuristic'])}: {each['ruling']} on {each['at'][:10]} by {each['by']}: "
        f"{each['reason']}"
        for each in entries
    )
    return [Points(told)] if told else []


def reference(facts: Mapping[str, Any]) -> list[Block]:
    """What `train.monitor` compares new engagements with."""
    reference = facts.get("reference")
    if not reference:
        return []
    return [
        Text(
            f"Shares of {_number(len(reference['compared']))} signals, of what texts are like and "
            f"of the score at {len(reference['ages_days'])} ages are stored with the model; "
            "clientrisk monitor compares new engagements with them."
        )
    ]


def pairs(pairs: Mapping[str, Any] | None) -> list[Block]:
    """Names and values, as they come."""
    rows = tuple((name.replace("_", " "), str(each)) for name, each in (pairs or {}).items())
    return [Table(("", ""), rows)] if rows else []


def _figure(figure: Mapping[str, Any] | None) -> str:
    """A figure with its interval, as plain data.

    >>> _figure({"value": 0.7, "low": 0.6, "high": None}), _figure(None)
    ('0.700', 'cannot tell')
    """
    if figure is None or figure["value"] is None:
        return "cannot tell"
    told = f"{figure['value']:.3f}"
    if figure["low"] is None or figure["high"] is None:
        return told
    return f"{told} [{figure['low']:.3f}, {figure['high']:.3f}]"


def _number(number: float) -> str:
    return f"{number:,.0f}"


def _share(share: float) -> str:
    return f"{share:.1%}"


def _days(days: Iterable[float]) -> str:
    return ", ".join(f"{each:.0f}" for each in days)
