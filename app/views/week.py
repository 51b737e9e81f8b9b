"""This week: what to do with the hours there are, as a list to tick off."""

from __future__ import annotations

from itertools import groupby

import pyarrow as pa
import streamlit as st

from app.tables import table
from app.viewer import N_, _, day, moment_of, money, ngettext, number
from app.views import frame
from app.views.kept import card, kept
from app.week import ASK, NO, STEP, WORK, Chosen, Left, Limits, Plan, plan
from app.words import md_escape, shorten
from data.errors import ClientRiskError

MOST_HOURS, LONGEST_CELL, FIRST_TASKS, TICK_WIDTH = 1000.0, 300, 7, 230
#: What each kind of task is headed with, in the order of the page.
HEADINGS = {
    WORK: N_("Work on these"),
    ASK: N_("Ask these one question"),
    NO: N_("Say a short, friendly no to these"),
}
LEFT = pa.schema(
    [("client", pa.string()), ("why", pa.string()), ("hour", pa.float64()), ("id", pa.string())]
)


def show(opened: frame.Opened) -> None:
    """The answer, the list, what is left out, and what was assumed."""
    if not opened.prospects:
        st.header(_("This week"), anchor=False)
        st.info(_("No engagement in this book is open, so there is nothing to plan."))
        return
    staked = kept(opened, "week")
    now = moment_of(opened.header["as_of"])
    if staked is None or now is None:
        return
    answer = st.container()
    found = plan(opened.prospects, staked, limits(usual_hours(opened)), now)
    currency = opened.book.currency
    with answer:
        headline(found, currency)
    tasks(found, currency)
    left_out(found, currency)
    assumptions()


def usual_hours(opened: frame.Opened) -> float:
    """The hours a week of whoever looks, as far as they said so."""
    try:
        said = frame.logbook(opened).settings(frame.user()).hours_per_week
    except ClientRiskError:
        return Limits.hours  # `frame.opened` has said that the logbook cannot be reached
    return Limits.hours if said is None else said


def limits(usual: float) -> Limits:
    """The hours there are and the most for one prospect; both live in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        hours = st.number_input(
            _("Hours this week"),
            min_value=0.0,
            max_value=MOST_HOURS,
            value=usual,
            step=STEP,
            format="%g",
            key="hours",
            bind="query-params",
            width=190,
        )
        most = st.number_input(
            _("At most for one prospect"),
            min_value=STEP,
            max_value=MOST_HOURS,
            value=Limits.most,
            step=STEP,
            format="%g",
            key="most",
            bind="query-params",
            width=230,
            help=_("Nobody gets all of a week: the other side has to answer in between."),
        )
    return Limits(hours or 0.0, most or STEP)


def headline(found: Plan, currency: str | None) -> None:
    """What the hours can bring, and three cards."""
    gain = money(found.gain(), currency)
    hours = time(found.limits.hours)
    if not found.chosen:
        st.header(_("Nothing to plan for {hours}").format(hours=hours), anchor=False)
        return
    answer = _("{hours} can bring about {gain} this week")
    st.header(md_escape(answer.format(hours=hours, gain=gain)), anchor=False)
    ends = _("{low} to {high}").format(
        low=money(found.low, currency), high=money(found.high, currency)
    )
    with st.grid(4, min_column_width=240):
        card(
            _("Expected gain"),
            md_escape(gain),
            md_escape(ends),
            _(
                "Below: if all chances lay at the low or at the high end of their intervals, which "
                "hold in four of five cases. What one week really brings varies more."
            ),
        )
        card(
            _("Of it spared by saying no"),
            md_escape(money(found.gain(NO), currency)),
            meaning=_("What going on would lose with this week's hours."),
        )
        card(_("Hours in the plan"), md_escape(time(found.hours)))
        card(
            _("One hour more would bring"),
            md_escape(money(found.next_hour, currency)),
            meaning=_("The difference to the best plan with one hour more."),
        )


def tasks(found: Plan, currency: str | None) -> None:
    """The list by kind, the best hour first."""
    by_kind = sorted(found.chosen, key=lambda each: list(HEADINGS).index(each.task.kind))
    for kind, same in groupby(by_kind, key=lambda each: each.task.kind):
        some = list(same)
        hours = time(sum(each.hours for each in some))
        st.subheader(f"{_(HEADINGS[kind])} · {hours}", anchor=False)
        with st.container(border=True):
            for each in some[:FIRST_TASKS]:
                item(each, currency)
            if rest := some[FIRST_TASKS:]:
                told = ngettext("{count} more", "{count} more", len(rest))
                with st.expander(told.format(count=number(len(rest)))):
                    for each in rest:
                        item(each, currency)


def item(each: Chosen, currency: str | None) -> None:
    """One task: a box to tick, why it is there, and the way to its prospect."""
    one = each.task.prospect
    with st.container(horizontal=True, vertical_alignment="center"):
        st.checkbox(
            f"**{md_escape(one.client_id, most=60)}** · {time(each.hours)}",
            key=f"done {each.task.kind} {one.engagement_id}",
            width=TICK_WIDTH,
            persist_state="session",
        )
        st.text(because(each, currency), width="stretch")
        st.page_link(
            "views/prospect.py",
            label=_("Open"),
            icon=":material/open_in_new:",
            query_params={"id": one.engagement_id},
        )


def because(each: Chosen, currency: str | None) -> str:
    """Why a task is in the plan, in a sentence."""
    gain = money(each.gain, currency)
    if each.task.kind == NO:
        return _("Going on would lose {gain} with this week's hours alone.").format(gain=gain)
    if each.task.kind == ASK:
        told = _("The answer can turn the decision, which is worth {gain}.").format(gain=gain)
        return f"{told} {shorten(each.task.prospect.question or '', LONGEST_CELL)}".rstrip()
    hourly = money(each.per_hour, currency)
    told = _("{gain}: each hour brings {hourly}, and {whole} are still to work. {step}.")
    return told.format(
        gain=gain,
        hourly=hourly,
        whole=time(round(each.task.whole) or round(each.task.whole, 2)),
        step=each.task.prospect.next_step,
    )


def time(hours: float) -> str:
    """Hours in figures."""
    digits = next(each for each in (0, 1, 2) if each == 2 or round(hours, each) == hours)
    return _("{hours} h").format(hours=number(hours, digits))


def left_out(found: Plan, currency: str | None) -> None:
    """Who is not in the plan, and why."""
    if not found.left:
        return
    count = len(found.left)
    told = ngettext("{count} prospect left out", "{count} prospects left out", count)
    with st.expander(told.format(count=number(count))):
        picked = st.dataframe(
            table(LEFT, [left_row(each) for each in found.left]),
            column_config={
                "client": st.column_config.TextColumn(_("Client")),
                "why": st.column_config.TextColumn(_("Why")),
                "hour": st.column_config.NumberColumn(
                    _("An hour would bring"),
                    format="localized",
                    help=md_escape(currency or "") or None,
                ),
                "id": st.column_config.TextColumn(_("Prospect")),
            },
            hide_index=True,
            placeholder="–",
            on_select="rerun",
            selection_mode="single-row",
            key="left",
            alt=_("Prospects left out of the plan, with the reason; select a row to open it"),
        )["selection"]
    if picked["rows"]:
        frame.open_prospect(found.left[picked["rows"][0]].prospect.engagement_id)


def left_row(each: Left) -> tuple[str, str, float | None, str]:
    """Someone left out as `LEFT` has it."""
    one = each.prospect
    why = _(each.why)
    if one.action == "wait" and one.until:
        why = _("{why}: until {day}").format(why=why, day=day(one.until))
    hour = None if each.per_hour is None else round(each.per_hour)
    return shorten(one.client_id, LONGEST_CELL), why, hour, shorten(one.engagement_id, LONGEST_CELL)


def assumptions() -> None:
    """How it is reckoned, for those who ask."""
    with st.expander(_("What this takes for granted")):
        for line in (
            _("The gain of a prospect comes evenly over the hours still to work on it."),
            _("Work is planned in half hours, a question takes half an hour, a no a quarter."),
            _("Both answers to a question are taken as equally likely."),
            _("Without a no, a prospect takes as many hours this week as the others."),
            _("Who asked to wait, or whose money cannot be told, is left out."),
            _("No other plan for these hours brings more: the choice is exact."),
        ):
            st.markdown(f"- {line}")


opened = frame.opened()
if opened is not None:
    show(opened)
