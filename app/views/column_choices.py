"""What each column of a table is: asked once, with a proposal, in the viewer's words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from app.viewer import N_, _, moment, number, viewer
from app.words import md_escape, recorded, shorten

if TYPE_CHECKING:
    from data.proposal import Chosen
    from data.sources.raw import Raw

#: What a column of the contract is called on the page.
MEANINGS = {
    "occurred_at": N_("When it happened"),
    "kind": N_("What it was"),
    "direction": N_("Who acted"),
    "text": N_("The words"),
    "engagement_id": N_("Deal or project"),
    "client_id": N_("Client"),
    "interaction_id": N_("Number of the row"),
    "status": N_("How it stood"),
    "contact": N_("Contact person"),
    "channel": N_("By what way"),
    "role": N_("Role of the contact"),
    "party": N_("Whose doing it was"),
    "scheduled_for": N_("Agreed or due for"),
    "duration_minutes": N_("Minutes it takes"),
    "effort_hours": N_("Our hours"),
    "amount": N_("Amount"),
    "opened_at": N_("Deal opened"),
    "expected_value": N_("Expected value"),
    "owner": N_("Owner"),
    "segment": N_("Segment"),
    "source": N_("Source"),
    "industry": N_("Industry"),
}
#: The contract's words as they are shown; those of kinds and channels have theirs elsewhere.
WORDS = {
    "inbound": N_("from the client"),
    "outbound": N_("from us"),
    "internal": N_("on record"),
    "requested": N_("requested"),
    "scheduled": N_("scheduled"),
    "rescheduled": N_("moved to another date"),
    "cancelled": N_("cancelled"),
    "held": N_("held"),
    "missed": N_("missed"),
    "answered": N_("answered"),
    "unanswered": N_("not answered"),
    "sent": N_("sent"),
    "countered": N_("countered"),
    "accepted": N_("accepted"),
    "rejected": N_("rejected"),
    "issued": N_("issued"),
    "open": N_("open"),
    "done": N_("done"),
    "moved": N_("moved"),
    "withdrawn": N_("withdrawn"),
    "blocked": N_("blocked"),
    "resolved": N_("resolved"),
    "client": N_("the client's"),
    "us": N_("ours"),
    "decider": N_("decides"),
    "assistant": N_("assistant"),
    "user": N_("user"),
    "other": N_("other"),
}


def ask_all(raw: Raw, zone: str, key: str) -> dict[str, Chosen]:
    """A choice for each column of ours: the musts and what was found first, the rest folded."""
    from data.proposal import ASKED, MUSTS, propose, with_status_words

    proposal = propose(raw, zone)
    picked: dict[str, Chosen] = {}
    first = [name for name in ASKED if name in MUSTS or name in proposal]
    for name in first:
        _put(picked, name, ask(raw, name, proposal.get(name), zone, key))
    with st.expander(_("More that a column can be")):
        for name in [name for name in ASKED if name not in first]:
            _put(picked, name, ask(raw, name, None, zone, key))
    if "status" in picked and "kind" in picked:
        status = with_status_words(raw, picked)
        picked["status"] = replace(status, words=ask_words("status", status, key))
    return picked


def _put(picked: dict[str, Chosen], name: str, choice: Chosen | None) -> None:
    if choice is not None:
        picked[name] = choice


def ask(raw: Raw, name: str, proposed: Chosen | None, zone: str, key: str) -> Chosen | None:
    """Which column it is, or one value for every row; then its words, or how it is written."""
    from data.proposal import COLUMNS, MUSTS, Chosen, chosen

    columns = [("column", each) for each in raw.columns]
    values = [("value", each) for each in COLUMNS[name].words] if name in MUSTS else []
    options: list[tuple[str, str] | None] = [None, *columns, *values]
    default = None
    if proposed is not None:
        default = (
            ("column", proposed.column) if proposed.column else ("value", proposed.value or "")
        )
    picked = st.selectbox(
        _(MEANINGS[name]),
        options,
        index=options.index(default) if default in options else 0,
        key=f"{key}-{name}",
        format_func=_option,
    )
    if picked is None:
        return None
    if picked[0] == "value":
        return Chosen(value=picked[1])
    same = proposed is not None and proposed.column == picked[1]
    choice = proposed if same and proposed else chosen(raw, name, picked[1], zone)
    if choice.words and name != "status":
        choice = replace(choice, words=ask_words(name, choice, key))
    if choice.readings:
        choice = ask_reading(raw, name, choice, key)
    return choice


def _option(option: tuple[str, str] | None) -> str:
    if option is None:
        return _("not in this table")
    if option[0] == "column":
        return shorten(option[1], 80)
    return _("every row: {word}").format(word=shown_word(option[1]))


def shown_word(word: str) -> str:
    """A word of the contract in the viewer's language."""
    if not word:
        return _("leave it out")
    return _(WORDS[word]) if word in WORDS else recorded(word)


def ask_words(name: str, choice: Chosen, key: str) -> dict[str, str]:
    """What each word of a column stands for; unknown ones are open at once."""
    from data.contract import STATUSES
    from data.proposal import COLUMNS

    words: dict[str, str] = {}
    open_ = not all(choice.words.values())
    title = _("Words of “{meaning}”").format(meaning=_(MEANINGS[name]))
    with st.expander(title, expanded=open_):
        for word, stands in choice.words.items():
            kind, _colon, said = word.partition(": ")
            allowed = STATUSES[kind] if name == "status" else COLUMNS[name].words
            options = ["", *allowed]
            label = f"{recorded(kind)}: {said}" if name == "status" else word
            words[word] = st.selectbox(
                md_escape(label, most=80),
                options,
                index=options.index(stands) if stands in options else 0,
                key=f"{key}-{name}-{word}",
                format_func=shown_word,
            )
    return words


def ask_reading(raw: Raw, name: str, choice: Chosen, key: str) -> Chosen:
    """Values that can be read in several ways: shown as each would have them."""
    ways = (choice.reading, *choice.readings)
    picked = st.radio(
        _("What is meant by “{value}”?").format(value=md_escape(_sample(raw, choice), most=40)),
        range(len(ways)),
        index=None,
        key=f"{key}-{name}-way",
        format_func=lambda at: _as_read(raw, name, choice, at),
    )
    return choice if picked is None else replace(choice, reading=ways[picked], readings=())


def _sample(raw: Raw, choice: Chosen) -> str:
    from data.reading import as_text

    values = as_text(raw.columns[choice.column or ""]).drop_null().to_pylist()
    return str(values[0]) if values else ""


def _as_read(raw: Raw, name: str, choice: Chosen, at: int) -> str:
    import pyarrow as pa

    from data.parse import parse
    from data.proposal import COLUMNS

    reading = replace((choice.reading, *choice.readings)[at], timezone=str(viewer().zone))
    value = parse(COLUMNS[name], pa.array([_sample(raw, choice)]), reading)[0][0].as_py()
    if value is None:
        return _("not this one, but others")
    return moment(value) if hasattr(value, "tzinfo") else number(float(value), 2)
