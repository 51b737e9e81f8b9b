"""What a newcomer's history says, and the choice to keep it: beside the book until then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.prospects import EPOCH, source_of
from app.tables import table, texts
from app.viewer import _, moment, moment_of, ngettext, number, percent
from app.views import frame
from app.views.reasons import answer, cannot_tell, why
from app.words import interval, md_escape, shorten, verdict, verdict_sentence
from data.errors import DataRefused

if TYPE_CHECKING:
    from app.asking import Histories
    from app.newcomer import Newcomer

MOST_SCORED = 200  # prospects of one table that are scored while somebody waits
LONGEST_NAME = 80
MICROSECOND = timedelta(microseconds=1)
NAMES = ("engagement_id", "client_id")


def nothing_yet() -> None:
    """What will stand here."""
    with st.container(border=True):
        st.text(_("The verdict will stand here, with the words that led to it."))
        st.caption(
            _("It is scored in seconds, beside the book, and nothing is kept until you say so.")
        )


def show(opened: frame.Opened, newcomer: Newcomer) -> None:
    """The verdict first, the reasons, what cannot be told, then whether to keep it."""
    from app.keeping import beside, cutoffs, settled

    if len(newcomer.ids) > MOST_SCORED:
        raise DataRefused(
            f"there are {len(newcomer.ids):,} prospects in it, more than {MOST_SCORED}",
            next_step="import the table with `clientrisk import`",
        )
    live = frame.live(opened)
    found = settled(newcomer, live.book)
    histories = beside(found, live.book)
    at = moment_of(opened.header["as_of"]) or found.newest
    with st.spinner(_("Scoring …")):
        explanations = live.explain(histories, cutoffs(found, at))
    one = chosen(explanations, found)
    st.header(verdict_sentence(one), anchor=False)
    told = _("As of {moment}, by model {version}.")
    st.caption(md_escape(told.format(moment=moment(one["as_of"]), version=one["model_version"])))
    answer(one)
    keep(opened, found, max(at, found.newest))
    why(one, where_of(histories))
    cannot_tell(one)


def where_of(histories: Histories) -> dict[str, str]:
    """When, by what way and from whom each message came; plain text."""
    columns = ["interaction_id", "occurred_at", "kind", "status", "direction", "channel"]
    rows = histories.interactions.select(columns).to_pylist()
    since = [(row["occurred_at"] - EPOCH) // MICROSECOND for row in rows]
    return {
        row["interaction_id"]: source_of(row | {"occurred_at": at})
        for row, at in zip(rows, since, strict=True)
    }


def chosen(explanations: list[dict[str, Any]], newcomer: Newcomer) -> dict[str, Any]:
    """The one prospect, or the one that is chosen among several."""
    if len(explanations) == 1:
        return explanations[0]
    clients = dict(zip(*(newcomer.interactions[name].to_pylist() for name in NAMES), strict=True))
    by_chance = sorted(explanations, key=lambda each: (unscored(each), -each["payoff_probability"]))
    rows = [
        (
            shorten(f"{clients[each['engagement_id']]} · {each['engagement_id']}", LONGEST_NAME),
            _(verdict(each)),
            "" if unscored(each) else percent(each["payoff_probability"]),
            "" if unscored(each) else interval(each),
        )
        for each in by_chance
    ]
    told = ngettext("{count} prospect", "{count} prospects", len(rows))
    st.subheader(told.format(count=number(len(rows))), anchor=False)
    st.dataframe(
        table(texts(_("Prospect"), _("Verdict"), _("Chance"), _("Range")), rows),
        hide_index=True,
        alt=_("The prospects of the table with their chances"),
    )
    picked = st.selectbox(
        _("Explain"),
        [each["engagement_id"] for each in by_chance],
        format_func=lambda each: shorten(f"{clients[each]} · {each}", LONGEST_NAME),
        key="explained",
    )
    return next(each for each in by_chance if each["engagement_id"] == picked)


def unscored(explanation: dict[str, Any]) -> bool:
    """Whether too little is on record for a chance to be shown."""
    return verdict(explanation) == "No verdict"


def keep(opened: frame.Opened, newcomer: Newcomer, as_of: datetime) -> None:
    """Add it to the book, told beforehand what that changes."""
    with st.container(border=True, gap="xsmall"):
        for line in consequences(opened, newcomer, as_of):
            st.caption(line)
        words = ngettext("Keep this prospect", "Keep these prospects", len(newcomer.ids))
        if st.button(words, key="keep", type="primary", icon=":material/add:"):
            from app.keeping import keep as add

            with st.spinner(_("Adding it to the book …")):
                add(opened.book.path, newcomer)
            if len(newcomer.ids) == 1:
                frame.open_prospect(newcomer.ids[0])
            st.switch_page("views/prospects.py")


def consequences(opened: frame.Opened, newcomer: Newcomer, as_of: datetime) -> list[str]:
    """What keeping it does to the book, a line each."""
    rows, aside = newcomer.interactions.num_rows, newcomer.set_aside.num_rows
    told = ngettext("{count} row goes into the book.", "{count} rows go into the book.", rows)
    lines = [told.format(count=number(rows))]
    if aside:
        told = ngettext(
            "{count} is set aside, with its reason.",
            "{count} are set aside, with their reasons.",
            aside,
        )
        lines.append(told.format(count=number(aside)))
    present = {one.engagement_id for one in opened.prospects} & set(newcomer.ids)
    if present:
        lines.append(_("It is in the book already: what is new is added to it."))
    before = moment_of(opened.header["as_of"])
    if before is not None and as_of > before:
        told = _("It is newer than all else in the book: everybody will be scored as of {moment}.")
        lines.append(told.format(moment=moment(as_of)))
    if opened.book.simulated:
        lines.append(_("The book is simulated: a real client would stand among invented ones."))
    return lines
