"""What a person reads: verdicts, effects, dates and money in words, and foreign text made harmless.

Everything here is plain text. What a client wrote, or what came from a client's file, may go into
Markdown only through `md_escape`.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Any

from features.catalogue import BY_ID
from features.heuristic import ESSAYS
from features.telling import percent

VERDICTS = ("Think twice", "Look closer", "No verdict", "Worth the work")  # most urgent first
ACTIONS = {
    "take-control": "Take control and sell",
    "drop": "Let it go",
    "wait": "Wait, as they asked",
    "high-road": "Take the high road",
    "step-back": "Step back early",
    "quick-call-or-next-week": "Short call now, or next week",
    "prepayment": "Ask for prepayment",
    "ask": "Ask, then decide",
}
STRONG, CLEAR, SLIGHT = 0.8, 0.3, 0.08  # log-odds


def chance(log_odds: float) -> float:
    """The chance behind log-odds.

    >>> chance(0.0)
    0.5
    """
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    return math.exp(log_odds) / (1 + math.exp(log_odds))


def verdict(explanation: dict[str, Any]) -> str:
    """One of `VERDICTS`: the explanation's own, and which kind of no verdict where there is none.

    >>> verdict({"verdict": "go on", "why": None})
    'Worth the work'
    >>> verdict({"verdict": "none", "why": "could go either way"})
    'Look closer'
    """
    if explanation["verdict"] == "none":
        even = explanation["why"] == "could go either way"
        return "Look closer" if even else "No verdict"
    return "Worth the work" if explanation["verdict"] == "go on" else "Think twice"


def verdict_sentence(explanation: dict[str, Any]) -> str:
    """The verdict as one sentence.

    >>> verdict_sentence({"verdict": "decline", "why": None})
    'Think twice: going on is worth less than it costs.'
    """
    return {
        "Worth the work": "Worth the work: going on is worth more than it costs.",
        "Look closer": "Look closer: it could go either way, and one answer would help.",
        "Think twice": "Think twice: going on is worth less than it costs.",
        "No verdict": "No verdict yet: too little is on record to judge.",
    }[verdict(explanation)]


def interval(explanation: dict[str, Any]) -> str:
    """The 80 % interval of the chance and the cut-off, as far as they are known.

    >>> interval({"low": 0.4, "high": 0.6, "cut_off": 0.45})
    '40% to 60% in four of five cases; worth it from 45%'
    """
    known = ""
    if explanation["low"] is not None and explanation["high"] is not None:
        low, high = percent(explanation["low"]), percent(explanation["high"])
        known = f"{low} to {high} in four of five cases; "
    return f"{known}worth it from {percent(explanation['cut_off'])}"


def strength(log_odds: float) -> str:
    """How much a reason weighs.

    >>> strength(-1.2), strength(0.4), strength(0.1), strength(0.0)
    ('strong', 'clear', 'slight', 'no weight')
    """
    size = abs(log_odds)
    if size < SLIGHT:
        return "no weight"
    return "strong" if size >= STRONG else "clear" if size >= CLEAR else "slight"


def signed(log_odds: float) -> str:
    """A log-odds figure with its sign, two digits.

    >>> signed(-0.5), signed(0.25), signed(-0.001)
    ('−0.50', '+0.25', '0.00')
    """
    rounded = round(log_odds, 2)
    return "0.00" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded):.2f}"


def title(heuristic: str | None) -> str:
    """A heuristic's title as declared; an id that this catalogue does not know as words.

    >>> title("low-ball"), title(None)
    ('Beats every price down', 'Everything else on record')
    """
    if heuristic is None:
        return "Everything else on record"
    return BY_ID[heuristic].title if heuristic in BY_ID else plain(heuristic)


def essays(heuristic: str | None) -> str:
    """The titles of the essays a heuristic comes from; empty where none speaks of it.

    >>> essays("late-payment")
    '“A quick lesson about knowing your customers”'
    """
    if heuristic not in BY_ID:
        return ""
    return ", ".join(f"“{ESSAYS[key][0]}”" for key in BY_ID[heuristic].essay)


def action(identifier: str | None) -> str:
    """What to do, in a few words.

    >>> action("wait"), action("something-new")
    ('Wait, as they asked', 'Something new')
    """
    return ACTIONS.get(identifier or "") or plain(identifier)


def plain(identifier: str | None) -> str:
    """An id such as an action's as words.

    >>> plain("wait-for-them")
    'Wait for them'
    """
    words = (identifier or "").replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def day(moment: str | datetime | None) -> str:
    """A moment as a date, UTC.

    >>> day("2026-03-05T22:00:00+00:00")
    '5 Mar 2026'
    """
    known = moment_of(moment)
    return f"{known.day} {known:%b %Y}" if known else "date not known"


def moment_of(moment: str | datetime | None) -> datetime | None:
    """A stored moment, in UTC; None where there is none or it is not one.

    >>> moment_of("2026-03-05T22:00:00Z").isoformat()
    '2026-03-05T22:00:00+00:00'
    """
    if isinstance(moment, str):
        try:
            moment = datetime.fromisoformat(moment)
        except ValueError:
            return None
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def money(amount: float | None, currency: str | None) -> str:
    """An amount rounded to whole units.

    >>> money(12500.4, "EUR"), money(None, "EUR")
    ('12,500 EUR', 'not known')
    """
    return "not known" if amount is None else f"{amount:,.0f} {currency or ''}".strip()


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count(1, "reason"), count(3, "reason")
    ('1 reason', '3 reasons')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def shorten(text: str, most: int) -> str:
    """The beginning of a long text, and how long it was.

    >>> shorten("abc", 5), shorten("abcdefgh", 5)
    ('abc', 'abcde … (the first 5 of 8 characters)')
    """
    if len(text) <= most:
        return text
    return f"{text[:most]} … (the first {most:,} of {len(text):,} characters)"


# Direction marks reorder what stands beside them; line ends could open a list or a heading.
_UNSEEN = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# The renderer finds links, addresses, icons, arrows and dashes in text even where every sign is
# escaped: an invisible word joiner keeps the pieces from being recognised.
_RECOGNISED = re.compile(r"[:@]|www(?=\.)|-(?=[->])|<(?=-)", re.IGNORECASE)


def md_escape(text: str, most: int = 200) -> str:
    """A client's text for Markdown: shown as written, never a link, image, icon or formula.

    >>> md_escape("![x](http://a)").replace("\\u2060", "")
    '\\\\!\\\\[x\\\\]\\\\(http\\\\:\\\\/\\\\/a\\\\)'
    """
    line = shorten(_UNSEEN.sub(" ", text), most)
    pieces = _RECOGNISED.sub(lambda found: found.group() + "\u2060", line)
    return _PUNCTUATION.sub(r"\\\1", pieces)
