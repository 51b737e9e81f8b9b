"""Rhythm: which clients who buy like clockwork are due, and a calendar of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pyarrow as pa
import streamlit as st

from app.rhythm import STATES, Clockwork, ahead, by_state, calendar, shown_name
from app.rhythm_chart import spec, window
from app.tables import table
from app.viewer import _, day, moment_of, money, ngettext, number, percent, viewer
from app.views import frame
from app.views.address import several
from app.views.kept import card, choose, kept
from app.words import shorten
from features.rhythm import EVEN

LONGEST_CELL, DRAWN = 300, 12

SCHEMA = pa.schema(
    [
        ("state", pa.string()),
        ("client", pa.string()),
        ("window", pa.string()),
        ("gap", pa.float64()),
        ("even", pa.float64()),
        ("last", pa.timestamp("s")),
        ("amount", pa.float64()),
        ("times", pa.int64()),
        ("open", pa.string()),
    ]
)


def show(opened: frame.Opened) -> None:
    """The answer, filters, the picture, the table, and the calendar."""
    rows, now = kept(opened, "rhythm"), moment_of(opened.header["as_of"])
    if rows is None or now is None:
        return
    everyone = by_state([Clockwork.of(row) for row in rows], now)
    headline(everyone, now)
    if not everyone:
        return
    found = filtered(everyone, now)
    if not found:
        st.info(_("Nobody matches. Clear a filter to see the others."))
        return
    export(opened, found, now)
    picture(found, now)
    listed(found, now)


def headline(everyone: list[Clockwork], now: datetime) -> None:
    """Who is due, and a card for each way to stand."""
    if not everyone:
        st.header(_("Nobody buys like clockwork yet"), anchor=False)
        st.info(
            _("A rhythm shows after three purchases at even distances of a month or more each.")
        )
        return
    counted = {state: sum(each.state(now) == state for each in everyone) for state in STATES}
    due = counted["Due now"]
    told = ngettext("{count} client is due now", "{count} clients are due now", due)
    st.header(told.format(count=number(due)) if due else _("Nobody is due now"), anchor=False)
    meaning = {
        "Due now": _("Today lies in the window in which the next purchase is due by habit."),
        "Overdue": _("The window has passed, by less than one more of their usual gaps."),
        "Due soon": _("The window opens within 30 days."),
        "Later": _("The window opens in more than 30 days."),
        "Lost": _("They have missed a whole further turn as well."),
    }
    with st.grid(5, min_column_width=150):
        for state in STATES:
            card(_(state), number(counted[state]), meaning=meaning[state])


def filtered(everyone: list[Clockwork], now: datetime) -> list[Clockwork]:
    """The filters, kept in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        states = several(_("How they stand"), "state", STATES, _, width=280, placeholder=_("All"))
        segments = choose(_("Segment"), "buyers", [each.segment for each in everyone])
        owners = choose(_("Owner"), "buyers_of", [each.owner for each in everyone])
    return [
        each
        for each in everyone
        if (not states or each.state(now) in states)
        and (not segments or each.segment in segments)
        and (not owners or each.owner in owners)
    ]


def export(opened: frame.Opened, found: list[Clockwork], now: datetime) -> None:
    """The windows that have not passed, for a calendar."""
    coming = ahead(found, now)
    told = ngettext("{count} client", "{count} clients", len(found))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(told.format(count=number(len(found))), width="stretch")
        with st.popover(_("To my calendar"), icon=":material/event:", disabled=not coming):
            amounts = st.checkbox(_("With the usual amount"), key="amounts")
            remind = st.checkbox(_("Remind me at nine on the first day"), key="remind")
            st.caption(_("Importing it again makes no second entry."))
            st.download_button(
                _("Download .ics"),
                lambda: file(opened, coming, amounts, remind),
                "clockwork-clients.ics",
                "text/calendar",
                icon=":material/download:",
                on_click="ignore",
                type="primary",
            )


def file(opened: frame.Opened, coming: list[Clockwork], amounts: bool, remind: bool) -> bytes:
    """The calendar in the viewer's language and zone."""
    currency = opened.book.currency

    def summary(each: Clockwork) -> str:
        told = _("{client}: next purchase due").format(client=shown_name(each.client_id))
        known = each.usual_amount if amounts else None
        return told if known is None else f"{told}, {money(known, currency)}"

    return calendar(
        coming,
        moment_of(opened.header["made_at"]) or coming[0].first,
        summary,
        description,
        name=_("Clockwork clients"),
        zone=viewer().zone,
        remind=remind,
    )


def description(each: Clockwork) -> str:
    """What stands in an entry of the calendar."""
    told = _("By habit, not by their word: they buy every {days} days or so, last on {day}.")
    return told.format(days=number(each.usual_days), day=day(each.bought[-1][0]))


def picture(found: list[Clockwork], now: datetime) -> None:
    """Purchases and windows of the first clients, the ones to call first on top."""
    some = found[:DRAWN]
    told = _("Dots are purchases, the band is when the next one is due, the dashed line is {day}.")
    st.caption(told.format(day=day(now)))
    spoken = _("Purchases and due windows of {count} clients; the table below says the same")
    st.vega_lite_chart(
        spec(some, now, st.context.theme.type == "dark"),
        alt=spoken.format(count=number(len(some))),
        width="stretch",
    )
    if len(found) > DRAWN:
        st.caption(_("Drawn: the first {count}.").format(count=number(DRAWN)))


def listed(found: list[Clockwork], now: datetime) -> None:
    """Every client; a click opens what is under way with them."""
    picked = st.dataframe(
        table(SCHEMA, [row(each, now) for each in found]),
        column_config=columns(),
        hide_index=True,
        placeholder="–",
        on_select="rerun",
        selection_mode="single-row",
        key="rows",
        alt=_("Clients with a rhythm; select a row to open what is under way with them"),
    )["selection"]
    if picked["rows"]:
        one = found[picked["rows"][0]]
        if one.open:
            frame.open_prospect(one.open[0])
        else:
            st.text(_("Nothing is under way with this client."))


def row(each: Clockwork, now: datetime) -> tuple[Any, ...]:
    """A client as `SCHEMA` has it."""
    amount = each.usual_amount
    return (
        _(each.state(now)),
        shorten(each.client_id, LONGEST_CELL),
        window(each),
        round(each.usual_days),
        round(each.evenness, 2),
        f"{each.bought[-1][0]:%Y-%m-%d %H:%M:%S}",
        None if amount is None else round(amount),
        len(each.bought),
        shorten(", ".join(each.open), LONGEST_CELL) or None,
    )


def columns() -> dict[str, Any]:
    """How each column of `SCHEMA` is headed and drawn."""
    return {
        "state": st.column_config.TextColumn(_("How they stand"), width=110),
        "client": st.column_config.TextColumn(_("Client"), width=140),
        "window": st.column_config.TextColumn(_("Due"), width=210),
        "gap": st.column_config.NumberColumn(
            _("Usual gap"), width=95, help=_("Days between two purchases")
        ),
        "even": st.column_config.NumberColumn(
            _("Evenness"),
            format="percent",
            width=90,
            help=_("100% is to the day; {least} make a rhythm").format(least=percent(EVEN)),
        ),
        "last": st.column_config.DateColumn(_("Last purchase"), format="D MMM YYYY", width=115),
        "amount": st.column_config.NumberColumn(_("Usual amount"), format="localized", width=110),
        "times": st.column_config.NumberColumn(_("Purchases"), width=90),
        "open": st.column_config.TextColumn(_("Under way"), width=110),
    }


opened = frame.opened()
if opened is not None:
    show(opened)
