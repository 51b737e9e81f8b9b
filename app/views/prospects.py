"""The list: which open prospects need a decision, and the one reason why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import streamlit as st

from app.prospects import Prospect, as_csv, found_by
from app.tables import chosen_rows, table
from app.trend import arrow, change, moved, week
from app.viewer import N_, _, language, money, ngettext, number, percent
from app.views import frame
from app.views.address import chosen, several
from app.views.kept import card, choose
from app.words import VERDICTS, md_escape, shorten

LONGEST_CELL = 300
ATTENTION = ("Think twice", "Look closer")

SCHEMA = pa.schema(
    [
        ("word", pa.string()),
        ("client", pa.string()),
        ("chance", pa.float64()),
        ("range", pa.string()),
        ("trend", pa.string()),
        ("gain", pa.float64()),
        ("reason", pa.string()),
        ("next", pa.string()),
        ("until", pa.timestamp("s")),
        ("value", pa.float64()),
        ("heard", pa.timestamp("s")),
        ("prospect", pa.string()),
    ]
)
#: Orders to choose from: the list comes by urgency.
ORDERS: dict[str, Callable[[Prospect], Any] | None] = {
    N_("What needs a decision"): None,
    N_("Expected gain"): lambda one: (one.expected_gain is None, -(one.expected_gain or 0.0)),
    N_("Chance"): lambda one: -(one.chance or 0.0),
    N_("Moved most"): lambda one: -abs(change(one) or 0.0),
}


def show(opened: frame.Opened) -> None:
    """Headline, filters, table, export."""
    st.header(_("Which prospects are worth the work?"), anchor=False)
    if not opened.prospects:
        st.info(_("No engagement in this book is open, so there is nothing to decide."))
        st.page_link("views/new.py", label=_("Add a prospect"), icon=":material/add:")
        return
    headline(opened)
    found = filtered(opened.prospects)
    if not found:
        st.info(_("No prospect matches. Clear the search or a filter to see the others."))
        return
    # Above the table, because the Tab key does not find its way out of it.
    bar = st.container(horizontal=True, vertical_alignment="center")
    entered = listed(opened, found)
    with bar:
        told = ngettext("{count} prospect", "{count} prospects", len(found))
        st.caption(
            told.format(count=number(len(found)))
            + ". "
            + _("Gain: what going on is worth on average, beside declining."),
            width="stretch",
        )
        if entered is not None and st.button(
            _("Open {client}").format(client=md_escape(entered.client_id, most=40)),
            key="open",
            type="primary",
        ):
            frame.open_prospect(entered.engagement_id)
        st.download_button(
            _("Download as CSV"),
            lambda: as_csv(found),
            "prospects.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
        )


def headline(opened: frame.Opened) -> None:
    """Four cards over all open prospects, whatever is filtered below."""
    everyone = opened.prospects
    currency = opened.book.currency

    def at_stake(some: list[Prospect]) -> str:
        return money(sum(one.expected_value or 0.0 for one in some), currency)

    attention = [one for one in everyone if one.verdict in ATTENTION]
    gains = [gain for one in everyone if (gain := one.expected_gain or 0.0) > 0]
    since = week(everyone)
    cards = (
        (_("Open prospects"), number(len(everyone)), at_stake(everyone), ""),
        (
            _("Expected gain"),
            money(sum(gains), currency),
            ngettext("of {count} prospect", "of {count} prospects", len(gains)).format(
                count=number(len(gains))
            ),
            _("Of the prospects that are worth going on with, on average, beside declining them."),
        ),
        (
            _("Need attention"),
            number(len(attention)),
            at_stake(attention),
            _("Think twice, or look closer: a decision or a question is due."),
        ),
        (
            _("Moved this week"),
            number(since.up + since.down),
            _("▲ {up} up, ▼ {down} down, {new} new").format(
                up=number(since.up), down=number(since.down), new=number(since.new)
            ),
            _("By five percentage points or more, since a week ago."),
        ),
    )
    with st.grid(4, min_column_width=150):
        for name, figure, beside, meaning in cards:
            card(name, md_escape(figure), md_escape(beside), meaning or None)


def filtered(everyone: list[Prospect]) -> list[Prospect]:
    """The search, the filters and the order; all live in the address: a view can be sent on."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            _("Search"),
            key="q",
            type="search",
            placeholder=_("Client, prospect, reason or owner"),
            bind="query-params",
            live=True,
            max_chars=200,
            width=280,
        )
        verdicts = several(_("Verdict"), "verdict", VERDICTS, _, width=205, placeholder=_("All"))
        segments = choose(_("Segment"), "segment", [one.segment for one in everyone], 150)
        owners = choose(_("Owner"), "owner", [one.owner for one in everyone], 150)
        order = chosen(_("Order"), "order", list(ORDERS), _)
        only_moved = st.checkbox(_("Moved this week"), key="moved", bind="query-params")
    found = [
        one
        for one in everyone
        if (not verdicts or one.verdict in verdicts)
        and (not segments or one.segment in segments)
        and (not owners or one.owner in owners)
        and (not only_moved or moved(one) or one.before is None)
        and found_by(one, words or "")
    ]
    by = ORDERS.get(order)
    return sorted(found, key=by) if by else found


def listed(opened: frame.Opened, found: list[Prospect]) -> Prospect | None:
    """The rows; a click in one opens the prospect.

    The first column is where the keyboard enters the table: going there must not leave the page, so
    it only answers with the prospect, which then gets a button of its own.
    """
    place = {id(one): number for number, one in enumerate(opened.prospects)}
    picked = st.dataframe(
        chosen_rows(everything(opened.key, opened), [place[id(one)] for one in found]),
        column_config=columns(),
        hide_index=True,
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        key="rows",
        height=min(38 + 35 * len(found), 620),
        placeholder="–",
        alt=_("Open prospects with chance, main reason and next step; select a row to see why"),
    )["selection"]
    if picked["rows"]:
        frame.open_prospect(found[picked["rows"][0]].engagement_id)
    for position, column in picked["cells"]:
        if column != SCHEMA.names[0]:
            frame.open_prospect(found[position].engagement_id)
        return found[position]
    return None


@st.cache_resource(max_entries=4, show_spinner=False)
def everything(key: tuple[Any, ...], _opened: frame.Opened) -> pa.Table:
    """All rows: making ten thousand of them takes longer than a click may."""
    return table(SCHEMA, [row(one) for one in _opened.prospects])


def row(one: Prospect) -> tuple[Any, ...]:
    """A prospect as `SCHEMA` has it."""
    span = None
    if one.chance is not None and one.low is not None and one.high is not None:
        span = f"{percent(one.low)} – {percent(one.high)}"
    return (
        _(one.verdict),
        shorten(one.client_id, LONGEST_CELL),
        # Whole percents: more digits would claim more than is known.
        None if one.chance is None else round(one.chance, 2),
        span,
        arrow(one),
        None if one.expected_gain is None else round(one.expected_gain),
        shorten(one.reason, LONGEST_CELL),
        one.next_step,
        one.until and f"{one.until:%Y-%m-%d %H:%M:%S}",
        one.expected_value,
        one.last_heard and f"{one.last_heard:%Y-%m-%d %H:%M:%S}",
        shorten(one.engagement_id, LONGEST_CELL),
    )


def columns() -> dict[str, Any]:
    """How each column of `SCHEMA` is headed and drawn."""
    return {
        "word": st.column_config.TextColumn(_("Verdict"), width=95 if language() == "en" else 130),
        "client": st.column_config.TextColumn(_("Client"), width=125),
        "chance": st.column_config.ProgressColumn(
            _("Chance"), format="percent", min_value=0.0, max_value=1.0, width=110
        ),
        "range": st.column_config.TextColumn(
            _("Range"), width=95, help=_("Where the chance lies in four of five cases")
        ),
        "trend": st.column_config.TextColumn(
            _("Week"), width=65, help=_("Percentage points since a week ago")
        ),
        "gain": st.column_config.NumberColumn(
            _("Gain"),
            format="localized",
            width=85,
            help=_("What going on is worth on average, beside declining"),
        ),
        "reason": st.column_config.TextColumn(_("Main reason"), width=330),
        "next": st.column_config.TextColumn(_("Next step"), width=150),
        "until": st.column_config.DateColumn(
            _("Wait until"), format="D MMM YYYY", width=95, help=_("By their word or habit")
        ),
        "value": st.column_config.NumberColumn(_("Expected value"), format="localized", width=110),
        "heard": st.column_config.DateColumn(_("Last heard from"), format="D MMM YYYY", width=115),
        "prospect": st.column_config.TextColumn(_("Prospect"), width=85),
    }


opened = frame.opened()
if opened is not None:
    show(opened)
