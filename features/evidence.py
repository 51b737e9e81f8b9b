"""The rows behind each heuristic: which interactions, when, and the client's own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import ibis

from features.catalogue import HEURISTICS
from features.cues.new_text import blank_old
from features.engine import Inputs, Question, run
from features.heuristic import Heuristic, carries
from features.history import history

QUOTE_CHARACTERS = 160


@dataclass(frozen=True)
class Evidence:
    """One interaction that bears on a heuristic.

    ``quote`` is verbatim text (at most 160 characters) or None where nothing was written;
    ``what`` says in plain words what happened.
    """

    interaction_id: str
    occurred_at: datetime
    quote: str | None
    what: str


def _bears_on(heuristic: Heuristic, rows: Any) -> Any:
    shown = [predicate(rows) for predicate in (heuristic.shown_by,) if predicate]
    heard = [rows.own & carries(*heuristic.cues)(rows)] if heuristic.cues else []
    if heuristic.heard_in:
        heard = [part & heuristic.heard_in(rows) for part in heard]
    bears = ibis.literal(False)
    for part in (*shown, *heard):
        bears = bears | part
    if heuristic.scope == "engagement":
        bears = bears & rows.own
    return bears.fill_null(False)


def expression() -> Any:
    """Rows of the histories with one boolean column per heuristic, any of them true."""
    rows = history()
    marks = {heuristic.id: _bears_on(heuristic, rows) for heuristic in HEURISTICS}
    any_mark = ibis.or_(*marks.values())
    return rows.filter(any_mark).select(
        "snapshot", "interaction_id", "at", "kind", "status", "direction", "own", **marks
    )


QUESTION = Question(expression)


def collect(inputs: Inputs) -> list[dict[str, list[Evidence]]]:
    """Per cutoff of ``inputs``: heuristic id -> its evidence, oldest first."""
    found: list[dict[str, list[Evidence]]] = [{} for _ in range(inputs.cutoffs.num_rows)]
    quotes = _quotes(inputs)
    for part in run(QUESTION, inputs):
        columns = {name: values.tolist() for name, values in part.items()}
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        # Rows of one moment are told in the order of their ids, so that every run tells alike.
        for row in sorted(rows, key=lambda row: (row["at"], row["interaction_id"])):
            occurred_at, what = datetime.fromtimestamp(row["at"] / 1e6, UTC), _what(row)
            for heuristic in HEURISTICS:
                if row[heuristic.id]:
                    found[row["snapshot"]].setdefault(heuristic.id, []).append(
                        Evidence(
                            interaction_id=row["interaction_id"],
                            occurred_at=occurred_at,
                            quote=quotes(row["interaction_id"], heuristic.cues),
                            what=what,
                        )
                    )
    return found


def _what(row: dict[str, Any]) -> str:
    who = {"inbound": "client", "outbound": "us"}.get(row["direction"], "on record")
    words = " ".join(word for word in (row["kind"], row["status"]) if word)
    return f"{words} ({who})" if row["own"] else f"{words} ({who}, another engagement)"


def _quotes(inputs: Inputs) -> Callable[[str, tuple[str, ...]], str | None]:
    heard = {
        (interaction, cue): quote
        for interaction, cue, quote in zip(
            *(inputs.heard[name].to_pylist() for name in ("interaction_id", "cue", "quote")),
            strict=True,
        )
    }
    texts = dict(
        zip(
            inputs.texts["interaction_id"].to_pylist(),
            inputs.texts["text"].to_pylist(),
            strict=True,
        )
    )

    def quote(interaction_id: str, cues: tuple[str, ...]) -> str | None:
        for cue in cues:
            if (interaction_id, cue) in heard:
                return heard[interaction_id, cue].strip()
        text = texts.get(interaction_id)
        return newest_words(text) if text else None

    return quote


def newest_words(text: str) -> str | None:
    """The first new words of a message, verbatim: no quoted mail, no signature, at most 160.

    >>> newest_words("Sorted, as far as we're concerned.\\n> I'm sorry for the trouble.")
    "Sorted, as far as we're concerned."
    """
    folded = text.lower()
    new = blank_old(folded) if len(folded) == len(text) else text
    start = len(new) - len(new.lstrip())
    end = start
    while end < len(new) and not (new[end] == "\n" and text[end] != "\n"):
        end += 1
    # What is not new was blanked to line breaks: stop where the two begin to differ.
    return text[start:end].strip()[:QUOTE_CHARACTERS].rstrip() or None
