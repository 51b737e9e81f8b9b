"""The list: which open prospects need a decision, and the one reason why."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from app.prospects import Prospect, as_csv, found_by
from app.views import frame
from app.words import CHANCE_WORDS, VERDICTS, count, md_escape, money

COLUMNS = {
    "client": st.column_config.TextColumn("Client", pinned=True),
    "prospect": st.column_config.TextColumn("Prospect"),
    "word": st.column_config.TextColumn("Chance", width=90),
    "chance": st.column_config.ProgressColumn(
        "that it pays off", format="percent", min_value=0.0, max_value=1.0, width=140
    ),
    "reason": st.column_config.TextColumn("Main reason", width="large"),
    "next": st.column_config.TextColumn("Next step", width="medium"),
    "value": st.column_config.NumberColumn("Expected value", format="localized"),
    "heard": st.column_config.DateColumn("Last heard from", format="D MMM YYYY"),
}


def show(opened: frame.Opened) -> None:
    """Headline, filters, table, export."""
    st.header("Which prospects are worth the work?", anchor=False)
    if not opened.prospects:
        st.info("No engagement in this book is open, so there is nothing to decide.")
        return
    headline(opened)
    found = filtered(opened.prospects)
    if not found:
        st.info("No prospect matches. Clear the search or a filter to see the others.")
        return
    table(found)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{count(len(found), 'prospect')}, the ones that need a decision first.")
        st.download_button(
            "Download as CSV",
            as_csv(found),
            "prospects.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
        )


def headline(opened: frame.Opened) -> None:
    """Four cards over all open prospects, whatever is filtered below."""
    tally = {word: 0 for word in VERDICTS}
    for one in opened.prospects:
        tally[one.verdict] += 1
    at_stake = sum(
        one.expected_value or 0.0
        for one in opened.prospects
        if one.verdict in ("Think twice", "Look closer")
    )
    with st.grid(4, min_column_width=150):
        st.metric("Open prospects", f"{len(opened.prospects):,}", border=True)
        st.metric("Worth the work", f"{tally['Worth the work']:,}", border=True)
        st.metric(
            "Need a decision",
            f"{tally['Think twice'] + tally['Look closer']:,}",
            border=True,
            help="Low and even chances together.",
        )
        st.metric("No verdict", f"{tally['No verdict']:,}", border=True)
    st.caption(
        md_escape(f"Expected value of those that need a decision: {money(at_stake, opened.book.currency)}")
    )


def filtered(everyone: list[Prospect]) -> list[Prospect]:
    """The search and the filters; each lives in the address, so that a view can be sent on."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search",
            key="q",
            type="search",
            placeholder="Client, prospect, reason or owner",
            bind="query-params",
            live=True,
            max_chars=200,
            width=320,
        )
        verdicts = st.pills(
            "Verdict", VERDICTS, selection_mode="multi", key="verdict", bind="query-params"
        )
        segments = choose("Segment", "segment", [one.segment for one in everyone])
        owners = choose("Owner", "owner", [one.owner for one in everyone])
    return [
        one
        for one in everyone
        if (not verdicts or one.verdict in verdicts)
        and (not segments or one.segment in segments)
        and (not owners or one.owner in owners)
        and found_by(one, words or "")
    ]


def choose(name: str, key: str, values: list[str | None]) -> list[str]:
    """A filter over what occurs; none where there is nothing to choose from."""
    options = sorted({value for value in values if value})
    if len(options) < 2:
        return []
    return st.multiselect(name, options, key=key, bind="query-params", width=220)


def table(found: list[Prospect]) -> None:
    """The rows; a click opens the prospect."""
    rows = pa.table(
        {
            "client": [one.client_id for one in found],
            "word": [CHANCE_WORDS[one.verdict] for one in found],
            "chance": pa.array([one.chance for one in found], pa.float64()),
            "reason": [one.reason for one in found],
            "next": [one.next_step for one in found],
            "value": pa.array([one.expected_value for one in found], pa.float64()),
            "heard": pa.array([one.last_heard for one in found], pa.timestamp("us", tz="UTC")),
            "prospect": [one.engagement_id for one in found],
        }
    )
    picked = st.dataframe(
        rows,
        column_config=COLUMNS,
        column_order=list(rows.column_names),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="rows",
        height=min(38 + 35 * len(found), 620),
        alt="Open prospects with chance, main reason and next step; select a row to see why",
    )
    chosen = picked["selection"]["rows"]
    if chosen:
        st.switch_page(
            "views/prospect.py", query_params={"id": found[chosen[0]].engagement_id}
        )


opened = frame.opened()
if opened is not None:
    show(opened)
