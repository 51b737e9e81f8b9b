"""The one concept of the house: a heuristic, declared once, with the signals that measure it.

Everything else (matrix, monotone signs, interaction groups, explanation, pages, tables, tests, the
fingerprint stored with a model) is derived by walking the declarations. Nothing here imports the
engine, so that the catalogue can be read in milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

#: A history is a table of interactions as seen from one cutoff (`features.history`); a predicate
#: picks rows of it, a measure folds it to one number per cutoff.
History = Any
Predicate = Callable[[History], Any]
Measure = Callable[[History], Any]

#: Moments of the evidence and a language -> a sentence, empty where nothing can be said.
Foretelling = Callable[[Sequence[datetime], str], str]

#: Moments and quotes of the evidence -> the first and last moment worth waiting for, if any.
Awaiting = Callable[[Sequence[tuple[datetime, str | None]]], tuple[datetime, datetime] | None]

Polarity = Literal["against", "for", "exception"]
#: How a polarity is shown where there is room for one letter.
MARKS: dict[Polarity, str] = {"against": "-", "for": "+", "exception": "x"}
Family = Literal["meetings", "clarity", "responsiveness", "money", "partnership"]
Action = Literal[
    "take-control",
    "drop",
    "wait",
    "high-road",
    "step-back",
    "quick-call-or-next-week",
    "prepayment",
]

ESSAYS = {
    "E0": ("Tomorrow, or no more", "000_25312a69f3ed34d2.txt"),
    "E1": ("The best way to inform the buyer he is flawed", "001_b6ee16fc1d70c0fc.txt"),
    "E2": ("Со всяким ли клиентом стоит работать?", "002_8508d7db2c4a8e55.txt"),
    "E3": ("The cardinal sin: postponing a meeting", "003_7ff04fc58442d37c.txt"),
    "E4": ("A quick lesson about knowing your customers", "004_ccc1ff98478d19bf.txt"),
}


@dataclass(frozen=True, kw_only=True)
class Signal:
    """A number per engagement at a cutoff that grows with its heuristic.

    ``needs`` says which rows must exist for the number to be known at all: without one of them the
    signal is null ("cannot tell"), which is never the same as 0 ("not seen"). ``fires_at`` is the
    value from which a person is told; the model sees the number itself.
    """

    name: str
    meaning: str
    measure: Measure
    needs: Predicate
    fires_at: float


@dataclass(frozen=True, kw_only=True)
class Heuristic:
    """A claim of the essays: what it says, what shows it, how it is told, what to do about it.

    ``cues`` are the text cues that speak for it, in the rows of ``heard_in`` where that is given,
    and ``shown_by`` the other rows that do: together they are its evidence. ``scope`` "client" also
    looks at the client's other engagements. ``foretells`` says what the moments of its evidence
    lead one to expect, ``awaits`` the time to wait for; both count once the heuristic has fired.
    ``asks`` is the question, to the client or to our own records, whose answer would tell whether
    it holds; empty where none would.
    """

    id: str
    title: str
    title_ru: str
    essay: tuple[str, ...]
    family: Family
    polarity: Polarity
    softens: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    heard_in: Predicate | None = None
    shown_by: Predicate | None = None
    scope: Literal["engagement", "client"] = "engagement"
    signals: tuple[Signal, ...]
    told: str
    told_ru: str
    foretells: Foretelling | None = None
    awaits: Awaiting | None = None
    action: Action
    advice: str
    advice_ru: str
    asks: str = ""
    asks_ru: str = ""

    @property
    def sign(self) -> int:
        """-1 when more of it speaks against the engagement, +1 when it speaks for it."""
        return -1 if self.polarity == "against" else 1

    def fired(self, values: dict[str, float]) -> bool:
        """Whether a person is told of it: one of its signals has reached its mark.

        A null signal (nan) never fires.
        """
        return any(values[signal.name] >= signal.fires_at for signal in self.signals)

    def unknown(self, values: dict[str, float]) -> bool:
        """Whether the history cannot tell: every signal is null (nan)."""
        return all(values[signal.name] != values[signal.name] for signal in self.signals)


DAY = 86_400_000_000.0  # microseconds, as float: engines round decimal literals without a word
ADVANCE_DAYS = 10.0  # what is billed or paid within days of the order is an advance


def days(later: Any, earlier: Any) -> Any:
    """Days from one moment (int64 microseconds) of a history to another, as float64."""
    return (later - earlier).cast("float64") / DAY


def cue_column(cue: str) -> str:
    """Name of the history's column that says a row carries the cue.

    >>> cue_column("in-person-only")
    'cue_in_person_only'
    """
    return "cue_" + cue.replace("-", "_")


def carries(*cues: str) -> Predicate:
    """Rows that carry one of the cues."""

    def predicate(history: History) -> Any:
        column = history[cue_column(cues[0])]
        for cue in cues[1:]:
            column = column | history[cue_column(cue)]
        return column

    return predicate


def own(predicate: Predicate) -> Predicate:
    """Only rows of the engagement itself, not of the client's others."""
    return lambda history: history.own & predicate(history)


def count(predicate: Predicate) -> Measure:
    """How many rows the predicate picks."""
    return lambda history: predicate(history).sum().fill_null(0)


def client_text(history: History) -> Any:
    """Rows of the engagement in which the client wrote something: without one, no cue is known."""
    return history.own & history.inbound & history.has_text


def our_text(history: History) -> Any:
    """Rows of the engagement in which we wrote something."""
    return history.own & history.outbound & history.has_text


def said(
    name: str,
    meaning: str,
    *cues: str,
    fires_at: float = 1,
    needs: Predicate = client_text,
    heard_in: Predicate | None = None,
) -> Signal:
    """How many messages of the engagement, those of ``heard_in`` only, carry one of the cues."""
    heard = own(carries(*cues))
    return Signal(
        name=name,
        meaning=meaning,
        measure=count(lambda rows: heard(rows) & heard_in(rows) if heard_in else heard(rows)),
        needs=needs,
        fires_at=fires_at,
    )
