"""The model card: what a model is for, what it learned from, how it was judged, what it is not.

After Mitchell et al., Model cards for model reporting (2019). It is made of plain data alone, the
model's facts and the judgement of its training, and leaves out what these do not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from train import card_blocks as blocks
from train.page import Block, Page, Points, Section, Text

SIMULATED = (
    "SIMULATED: this model learned from an invented book. No figure here says anything of real "
    "clients; train on your own outcomes before anybody relies on it."
)
FOR = (
    "Says how likely an engagement is to pay off, as of a moment, from what is on record by then; "
    "with the reasons that sum to the score, the client's words behind each, and what to do next.",
    "Helps a person decide whether to go on, wait, ask or decline. The decision stays theirs.",
)
NOT_FOR = (
    "Judging people: neither a client's character nor an employee's work.",
    "Deciding alone, or on anything but whether our own work is likely to pay off: no credit, "
    "insurance, hiring or price for a person.",
    "Engagements unlike those it learned from: another trade, language, market or way of "
    "recording; clientrisk monitor says when that happens.",
)
LIMITS = (
    "A reason is an association in this book, not proof that the one thing brings about the other.",
    "What was never recorded cannot count: a call nobody noted did not happen for the model.",
    "Only closed engagements have an outcome; those declined early never showed what they could "
    "have become.",
    "Texts are heard in English and Russian; in others only times, amounts and kinds count.",
    "The figures belong to the judged twin, the same recipe fitted on the older engagements only; "
    "the model itself has learned from all of them.",
)


def card(
    version: str,
    facts: Mapping[str, Any],
    judgement: Mapping[str, Any],
    *,
    settings: Mapping[str, Any] | None = None,
    versions: Mapping[str, str] | None = None,
    overrides: Iterable[Mapping[str, Any]] = (),
) -> Page:
    """The card of a registered model.

    ``facts`` are those of `model.store.StoredModel`; ``judgement`` is `TrainReport.to_json()`, with
    the blocks slices, alarms, reliability, trial and verdict where there are any. ``settings`` of
    the estimator; ``versions``: of what it was made with, and its digests; ``overrides`` of the
    gate: by, at, reason, overridden.
    """
    simulated = bool(facts.get("simulated", judgement.get("simulated")))
    sections: tuple[tuple[str, list[Block]], ...] = (
        ("Before anything else", [Text(SIMULATED, warning=True)] if simulated else []),
        ("What it is for", [Points(FOR)]),
        ("What it is not for", [Points(NOT_FOR)]),
        ("What it learned from", blocks.data(facts)),
        ("How it was judged", blocks.judged(judgement)),
        ("Chances against what came", blocks.reliability(judgement)),
        ("By age of the engagement", blocks.ages(judgement)),
        ("For whom it holds", blocks.slices(judgement)),
        ("Leak alarms", blocks.alarms(judgement)),
        ("Beside the champion of its day", blocks.verdict(judgement)),
        ("Overrides of the gate", blocks.overrides(overrides)),
        ("Rules on trial", blocks.trial(judgement)),
        ("Rulings of the data team", blocks.rulings(facts)),
        ("Known limits", [Points(LIMITS)]),
        ("What it is watched against", blocks.reference(facts)),
        ("Settings", blocks.pairs(settings)),
        ("Made with", blocks.pairs(versions)),
    )
    return Page(
        f"Model card: {version}",
        tuple(Section(title, tuple(content)) for title, content in sections if content),
    )
