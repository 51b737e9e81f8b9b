"""One prospect: the verdict, what to do, the few reasons with the client's own words."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app.prospects import Prospect, sources
from app.tables import table, texts
from app.viewer import _, day, money
from app.views import frame
from app.views.drafted import draft_block
from app.views.history import history_block
from app.views.reasons import answer, cannot_tell, waterfall, why
from app.views.recording import gut_first, record, said_so_far
from app.views.similar import similar_block
from app.words import md_escape, plain, shorten, title, verdict_sentence
from data.errors import ClientRiskError


def show(opened: frame.Opened) -> None:
    """The prospect whose id stands in the address."""
    st.page_link("views/prospects.py", label=_("All prospects"), icon=":material/arrow_back:")
    wanted = st.query_params.get("id")
    one = opened.prospect(wanted)
    ended = opened.that_ended(wanted)
    if one is not None:
        try:
            prospect(opened, one)
        except ClientRiskError as problem:
            frame.trouble(problem)
    elif ended is not None:
        over(opened, ended)
    elif wanted is None:
        st.header(_("No prospect chosen"), anchor=False)
        st.text(_("Choose one in the list to see its verdict and the reasons for it."))
    else:
        st.header(_("This prospect is not in the list"), anchor=False)
        missing = _("No open engagement of this book is called “{name}”.")
        st.text(missing.format(name=shorten(wanted, 80)))
        st.caption(
            _("It may have been closed since the link was made. The list shows what is open.")
        )


def over(opened: frame.Opened, one: Prospect) -> None:
    """A prospect of which somebody has recorded how it ended."""
    outcome = opened.ended[one.engagement_id]
    st.text(f"{shorten(one.client_id, 80)} · {shorten(one.engagement_id, 80)}")
    st.header(_("It paid off") if outcome.paid_off else _("It did not pay off"), anchor=False)
    st.text(_("It has left the list, and the next training learns from it."))
    said_so_far(opened, one, expanded=True)


def prospect(opened: frame.Opened, one: Prospect) -> None:
    """The whole page, the answer first."""
    if gut_first(opened, one):
        return
    explanation = opened.explanation(one.engagement_id)
    st.text(f"{shorten(one.client_id, 80)} · {shorten(one.engagement_id, 80)}")
    st.header(verdict_sentence(explanation), anchor=False)
    answer(explanation)
    with st.container(horizontal=True):
        if st.button(_("What if …"), icon=":material/tune:", key="what-if"):
            st.switch_page("views/what_if.py", query_params={"id": one.engagement_id})
        record(opened, one)
    trial = opened.extra("trial")
    where = sources(opened.book, one.client_id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        why(explanation, where, trial)
        draft_block(opened, one, explanation)
    with right:
        if one.chance is not None:
            waterfall(explanation, where, trial)
        ledger(opened, one, explanation)
        cannot_tell(explanation)
        switched_off(explanation.get("ruled", []))
        facts(opened, one)
    similar_block(opened, one)
    history_block(opened, one, explanation)


def ledger(opened: frame.Opened, one: Prospect, explanation: dict[str, Any]) -> None:
    """Both sides of going on in the same money, or why they cannot be told."""
    st.subheader(_("In money"), anchor=False)
    sides = explanation["ledger"]
    if "cannot_tell" in sides:
        st.text(sides["cannot_tell"])
        return
    currency = opened.book.currency
    total = [{"told": _("Going on, beside declining"), "if_pays_off": sides["gain"]}]
    total[0]["if_not"] = sides["loss"]
    rows = [
        (line["told"], money(line["if_pays_off"], currency), money(line["if_not"], currency))
        for line in [*sides["lines"], *total]
    ]
    st.dataframe(
        table(texts(_("What is still ahead"), _("If it pays off"), _("If not")), rows),
        hide_index=True,
        alt=_("Both sides of the ledger, one line each"),
    )
    if one.chance is not None:
        gain = md_escape(money(sides["expected_gain"], currency))
        told = _("At this chance going on is worth {gain} on average, beside declining.")
        st.caption(told.format(gain=gain))
    if sides["settings"]["loss_aversion"] > 1:
        times = f"{sides['settings']['loss_aversion']:g}"
        told = _("A loss counts {times} times: a setting, not the data.")
        st.caption(md_escape(told.format(times=times)))


def switched_off(rulings: list[dict[str, str]]) -> None:
    """Rules the data team has switched off, with its reason."""
    off = [each for each in rulings if each["ruling"] == "off"]
    if not off:
        return
    st.subheader(_("Switched off by the data team"), anchor=False)
    for each in off:
        st.text(f"{title(each['heuristic'])}. {each['told']}")


def facts(opened: frame.Opened, one: Prospect) -> None:
    """What the book says about the engagement."""
    with st.expander(_("About this engagement")):
        known = {
            _("Client"): one.client_id,
            _("Engagement"): one.engagement_id,
            _("Opened"): day(one.opened_at),
            _("Last heard from"): day(one.last_heard),
            _("Expected value"): money(one.expected_value, opened.book.currency),
            _("Segment"): one.segment,
            _("Owner"): one.owner,
            _("Source"): plain(one.source),
            _("Industry"): one.industry,
        }
        rows = [(name, shorten(value, 200)) for name, value in known.items() if value]
        st.dataframe(
            table(texts(_("What"), _("On record")), rows),
            hide_index=True,
            alt=_("Facts of this engagement"),
        )


opened = frame.opened()
if opened is not None:
    show(opened)
