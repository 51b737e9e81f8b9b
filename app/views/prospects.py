"""The list: which open prospects need a decision, and the one reason why."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from app.prospects import Prospect, as_csv, found_by
from app.tables import table
from app.views import frame
from app.words import VERDICTS, count, md_escape, money, shorten

LONGEST_CELL = 300

SCHEMA = pa.schema(
    [
        ("word", pa.string()),
        ("client", pa.string()),
        ("chance", pa.float64()),
        ("reason", pa.string()),
        ("next", pa.string()),
        ("value", pa.float64()),
        ("heard", pa.timestamp("s")),
        ("prospect", pa.string()),
    ]
)
COLUMNS = {
    "word": st.column_config.TextColumn("Verdict", width=85),
    "client": st.column_config.TextColumn("Client", width=150),
    "chance": st.column_config.ProgressColumn(
        "Chance", format="percent", min_value=0.0, max_value=1.0, width=125
    ),
    "reason": st.column_config.TextColumn("Main reason", width=370),
    "next": st.column_config.TextColumn("Next step", width=150),
    "value": st.column_config.NumberColumn("Expected value", format="localized", width=110),
    "heard": st.column_config.DateColumn("Last heard from", format="D MMM YYYY", width=115),
    "prospect": st.column_config.TextColumn("Prospect", width=85),
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
    # Above the table, because the Tab key does not find its way out of it.
    bar = st.container(horizontal=True, vertical_alignment="center")
    entered = listed(found)
    with bar:
        st.caption(
            f"{count(len(found), 'prospect')}, the ones that need a decision first. "
            "Amounts are what we expect to invoice.",
            width="stretch",
        )
        if entered is not None and st.button(
            f"Open {md_escape(entered.client_id, most=40)}", key="open", type="primary"
        ):
            open_page(entered)
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
    groups = {
        "Open prospects": VERDICTS,
        "Need a decision": ("Think twice", "Look closer"),
        "Worth the work": ("Worth the work",),
        "No verdict yet": ("No verdict",),
    }
    with st.grid(4, min_column_width=150):
        for name, verdicts in groups.items():
            mine = [one for one in opened.prospects if one.verdict in verdicts]
            at_stake = sum(one.expected_value or 0.0 for one in mine)
            st.metric(
                name,
                f"{len(mine):,}",
                md_escape(money(at_stake, opened.book.currency)),
                delta_color="off",
                delta_arrow="off",
                border=True,
                height="stretch",
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
            width=330,
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
    return st.multiselect(name, options, key=key, bind="query-params", width=165)


def listed(found: list[Prospect]) -> Prospect | None:
    """The rows; a click in one opens the prospect.

    The first column is where the keyboard enters the table: going there must not leave the page, so
    it only answers with the prospect, which then gets a button of its own.
    """
    rows = [
        (
            one.verdict,
            shorten(one.client_id, LONGEST_CELL),
            # Whole percents: more digits would claim more than is known.
            None if one.chance is None else round(one.chance, 2),
            shorten(one.reason, LONGEST_CELL),
            one.next_step,
            one.expected_value,
            one.last_heard and one.last_heard.strftime("%Y-%m-%d %H:%M:%S"),
            shorten(one.engagement_id, LONGEST_CELL),
        )
        for one in found
    ]
    picked = st.dataframe(
        table(SCHEMA, rows),
        column_config=COLUMNS,
        hide_index=True,
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        key="rows",
        height=min(38 + 35 * len(found), 620),
        placeholder="–",
        alt="Open prospects with chance, main reason and next step; select a row to see why",
    )["selection"]
    if picked["rows"]:
        open_page(found[picked["rows"][0]])
    for row, column in picked["cells"]:
        if column != SCHEMA.names[0]:
            open_page(found[row])
        return found[row]
    return None


def open_page(one: Prospect) -> None:
    """Go to a prospect's page."""
    st.switch_page("views/prospect.py", query_params={"id": one.engagement_id})


opened = frame.opened()
if opened is not None:
    show(opened)
