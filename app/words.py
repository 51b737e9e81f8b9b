"""What a person reads: verdicts, effects, dates and money in words, and foreign text made harmless.

Everything here is plain text. What a client wrote, or what came from a client's file, may go into
Markdown only through `md_escape`.
"""

from __future__ import annotations

import math
import re
from typing import Any

from app.viewer import N_, _, language, number, percent
from features.catalogue import BY_ID
from features.heuristic import ESSAYS, Family, Polarity

#: Most urgent first. They are ids, in addresses and exports too; `_` translates them for a person.
VERDICTS = (N_("Think twice"), N_("Look closer"), N_("No verdict"), N_("Worth the work"))
ACTIONS = {
    "take-control": N_("Take control and sell"),
    "drop": N_("Let it go"),
    "wait": N_("Wait, as they asked"),
    "high-road": N_("Take the high road"),
    "step-back": N_("Step back early"),
    "quick-call-or-next-week": N_("Short call now, or next week"),
    "prepayment": N_("Ask for prepayment"),
    "ask": N_("Ask, then decide"),
}
#: What happened, by kind and status; a kind without a status is told by itself.
WHAT: dict[tuple[str, str | None], str] = {
    ("call", "scheduled"): N_("Call agreed"),
    ("call", "answered"): N_("Call answered"),
    ("call", "unanswered"): N_("Call not answered"),
    ("meeting", "requested"): N_("Meeting asked for"),
    ("meeting", "scheduled"): N_("Meeting set"),
    ("meeting", "rescheduled"): N_("Meeting moved"),
    ("meeting", "cancelled"): N_("Meeting called off"),
    ("meeting", "held"): N_("Meeting held"),
    ("meeting", "missed"): N_("Meeting missed"),
    ("proposal", "sent"): N_("Offer sent"),
    ("proposal", "countered"): N_("Counter-offer"),
    ("proposal", "accepted"): N_("Offer accepted"),
    ("proposal", "rejected"): N_("Offer turned down"),
    ("invoice", "issued"): N_("Invoice issued"),
    ("invoice", "cancelled"): N_("Invoice cancelled"),
    ("delivery", "sent"): N_("Work delivered"),
    ("delivery", "accepted"): N_("Delivery accepted"),
    ("delivery", "rejected"): N_("Delivery rejected"),
    ("task", "open"): N_("Task set"),
    ("task", "done"): N_("Task done"),
    ("task", "moved"): N_("Task put off"),
    ("task", "withdrawn"): N_("Task withdrawn"),
    ("task", "blocked"): N_("Task held up"),
    ("complaint", "open"): N_("Complaint raised"),
    ("complaint", "resolved"): N_("Complaint settled"),
}
#: The contract's words for a kind by itself, and for the way it took.
RECORDED = {
    "message": N_("message"),
    "call": N_("call"),
    "meeting": N_("meeting"),
    "proposal": N_("proposal"),
    "order": N_("order"),
    "invoice": N_("invoice"),
    "payment": N_("payment"),
    "delivery": N_("delivery"),
    "task": N_("task"),
    "complaint": N_("complaint"),
    "minutes": N_("minutes"),
    "note": N_("note"),
    "email": N_("email"),
    "phone": N_("phone"),
    "video": N_("video"),
    "in_person": N_("in person"),
    "chat": N_("chat"),
    "web": N_("web"),
    "post": N_("post"),
}
#: How much a reason weighs.
WEIGHTS = (N_("strong"), N_("clear"), N_("slight"), N_("no weight"))
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
        "Worth the work": _("Worth the work: going on is worth more than it costs."),
        "Look closer": _("Look closer: it could go either way, and one answer would help."),
        "Think twice": _("Think twice: going on is worth less than it costs."),
        "No verdict": _("No verdict yet: too little is on record to judge."),
    }[verdict(explanation)]


def interval(explanation: dict[str, Any]) -> str:
    """The 80 % interval of the chance and the cut-off, as far as they are known.

    >>> interval({"low": 0.4, "high": 0.6, "cut_off": 0.45})
    '40% to 60% in four of five cases; worth it from 45%'
    """
    cut_off = percent(explanation["cut_off"])
    if explanation["low"] is None or explanation["high"] is None:
        return _("worth it from {cut_off}").format(cut_off=cut_off)
    return _("{low} to {high} in four of five cases; worth it from {cut_off}").format(
        low=percent(explanation["low"]), high=percent(explanation["high"]), cut_off=cut_off
    )


def strength(log_odds: float) -> str:
    """How much a reason weighs: one of `WEIGHTS`.

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
        return _("Everything else on record")
    if heuristic not in BY_ID:
        return plain(heuristic)
    return BY_ID[heuristic].title if language() == "en" else BY_ID[heuristic].title_ru


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
    known = ACTIONS.get(identifier or "")
    return _(known) if known else plain(identifier)


def speaks(polarity: Polarity) -> str:
    """Which way a heuristic speaks, in a word or two.

    >>> speaks("exception")
    'softens'
    """
    return {"against": _("against"), "for": _("for"), "exception": _("softens")}[polarity]


def family(name: Family) -> str:
    """What a heuristic is about.

    >>> family("money")
    'money'
    """
    return {
        "meetings": _("meetings"),
        "clarity": _("clarity"),
        "responsiveness": _("responsiveness"),
        "money": _("money"),
        "partnership": _("partnership"),
    }[name]


def recorded(word: str) -> str:
    """A kind or channel of the contract in the viewer's words; another word as it is written.

    >>> recorded("in_person"), recorded("fax")
    ('in person', 'fax')
    """
    return _(RECORDED[word]) if word in RECORDED else word.replace("_", " ")


def happened(kind: str, status: str | None) -> str:
    """What an interaction was, in a few words.

    >>> happened("meeting", "rescheduled"), happened("payment", None)
    ('Meeting moved', 'Payment')
    """
    return _(WHAT[kind, status]) if (kind, status) in WHAT else plain(recorded(kind))


def plain(identifier: str | None) -> str:
    """An id such as an action's as words.

    >>> plain("wait-for-them")
    'Wait for them'
    """
    words = (identifier or "").replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def shorten(text: str, most: int) -> str:
    """The beginning of a long text, and how long it was.

    >>> shorten("abc", 5), shorten("abcdefgh", 5)
    ('abc', 'abcde … (the first 5 of 8 characters)')
    """
    if len(text) <= most:
        return text
    told = _("(the first {shown} of {all} characters)")
    return f"{text[:most]} … " + told.format(shown=number(most), all=number(len(text)))


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
