"""Gut against numbers: whose chances were closer to what came, and what overrides were worth."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from app.tables import table, texts
from app.viewer import N_, _, day, ngettext, number, percent
from app.views import frame
from app.views.address import chosen
from app.views.recording import unreachable
from app.words import md_escape
from data.errors import ClientRiskError
from data.logbook import Logbook

if TYPE_CHECKING:
    from app.gut import Call, Comparison, Overruled
    from train.judge import Figure

ANSWERS = {
    "too few": N_("Too few to say who is closer."),
    "gut": N_("Gut was closer than the model to what came."),
    "model": N_("The model was closer than gut to what came."),
    "even": N_("No clear difference between gut and the model so far."),
}
#: Why a call counts, or why not.
COUNTED = {
    "counted": N_("counted"),
    "shown": N_("not counted: the score had been seen"),
    "late": N_("not counted: made after the end"),
    "no number": N_("not counted: the model gave no number"),
    "waiting": N_("waiting for the end"),
}
EVERYBODY = ""


def show(opened: frame.Opened) -> None:
    """The answer, the cards behind it, the calls, and the setting that makes calls fair."""
    st.header(_("Gut against numbers"), anchor=False)
    logbook = frame.logbook(opened)
    try:
        contents(opened, logbook)
        setting(logbook)
    except ClientRiskError as problem:
        unreachable(problem)


def contents(opened: frame.Opened, logbook: Logbook) -> None:
    """Everything that was said, of everybody or of one person."""
    noted, overrides = logbook.gut_calls(withdrawn=True), logbook.overrides(withdrawn=True)
    if not noted and not overrides:
        begin()
        return
    with st.spinner(_("Comparing …")):
        from app.gut import calls, compare, known, overruled

        ids = [each.engagement_id for each in (*noted, *overrides)]
        engagements = known(opened.book, logbook.outcomes(), ids)
    by = person(sorted({each.by for each in (*noted, *overrides)}))
    mine = calls([each for each in noted if by in (EVERYBODY, each.by)], engagements)
    compared = compare(mine)
    answer(compared, mine)
    if compared is not None:
        cards(compared)
        over_time(compared)
    listed(mine)
    decided(overruled([each for each in overrides if by in (EVERYBODY, each.by)], engagements))


def begin() -> None:
    """How to begin, where nobody has said anything yet."""
    with st.container(border=True):
        st.markdown(_("**Nobody has made a call yet.**"))
        st.text(
            _(
                "Switch on the setting below: a prospect's page then asks for your own chance "
                "before it shows the score. Record on the same page how the engagement ended. "
                "From the first end on, this page shows whose chances were closer."
            )
        )
        st.page_link("views/prospects.py", label=_("All prospects"), icon=":material/list:")


def person(names: list[str]) -> str:
    """Whose calls are looked at; in the address, so that a view can be sent on."""
    if len(names) < 2:
        return EVERYBODY
    return chosen(_("Whose calls"), "by", [EVERYBODY, *names], lambda each: each or _("Everybody"))


def answer(compared: Comparison | None, mine: list[Call]) -> None:
    """Who was closer, in a sentence, and on how much it stands."""
    waiting = sum(each.kind == "waiting" for each in mine)
    with st.container(border=True, gap="xsmall"):
        if compared is None:
            st.markdown(_("**No call can be compared yet.**"))
        else:
            st.markdown(f"**{_(ANSWERS[compared.verdict])}**")
            told = ngettext(
                "{count} call with a known end", "{count} calls with a known end", compared.calls
            ).format(count=number(compared.calls))
            st.text(f"{told}. {_basis(compared)}")
        if waiting:
            told = ngettext(
                "{count} call waits for its end.", "{count} calls wait for their end.", waiting
            )
            st.caption(told.format(count=number(waiting)))


def _basis(compared: Comparison) -> str:
    from app.gut import FEWEST, FEWEST_CLIENTS

    if compared.verdict == "too few":
        told = _("Needed: {fewest} engagements of {clients} clients; so far {now} of {those}.")
        return told.format(
            fewest=FEWEST,
            clients=FEWEST_CLIENTS,
            now=number(compared.engagements),
            those=number(compared.clients),
        )
    told = _("Brier score of gut less the model's: {difference}; below zero gut is closer.")
    return told.format(difference=_with_interval(compared.difference, _score))


def cards(compared: Comparison) -> None:
    """Brier scores of both beside the base rate's, and right calls."""
    brier = _(
        "Brier score: the mean squared distance between the chance and what came (1 paid off, 0 "
        "did not). 0 is perfect, always saying 50% gives 0.25. Below it the 95% interval, clients "
        "drawn with replacement. A call is right at or above the cut-off if it paid off, below it "
        "if it did not."
    )
    rate = _("What always saying the share of the past would have scored on the same calls.")
    shown = (
        (_("Gut"), compared.gut, compared.gut_right, brier),
        (_("Model"), compared.model, compared.model_right, brier),
        (_("Base rate"), compared.base, None, rate),
    )
    st.caption(_("Brier score, lower is better:"))
    with st.grid(3, min_column_width=150):
        for name, figure, right, meaning in shown:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(
                    name,
                    _score(figure.value),
                    _interval(figure, _score),
                    delta_color="off",
                    delta_arrow="off",
                    help=meaning,
                )
                if right is not None:
                    told = _("Right calls: {share}").format(share=_share(right.value))
                    st.caption(f"{told} ({_interval(right, _share)})")


def _score(value: float) -> str:
    """A Brier score, or a difference of two."""
    return number(value, 3).replace("-", "−") if math.isfinite(value) else _("cannot tell")


def _share(value: float) -> str:
    """A share that was counted: none and all of them are facts, not claims of certainty."""
    return f"{number(100 * value)}%"


def _interval(figure: Figure, told: Callable[[float], str]) -> str:
    if not math.isfinite(figure.low):
        return _("interval: cannot tell")
    return _("{low} to {high}").format(low=told(figure.low), high=told(figure.high))


def over_time(compared: Comparison) -> None:
    """Month by month, once there are two of them."""
    if len(compared.months) < 2:
        return
    from app.monthly_chart import spec

    st.subheader(_("Month by month"), anchor=False)
    dark = st.context.theme.type == "dark"
    first, last = compared.months[0], compared.months[-1]
    spoken = _("Brier scores by month, {first} to {last}; the last: gut {gut}, model {model}")
    st.vega_lite_chart(
        spec(compared.months, dark),
        alt=spoken.format(
            first=first.month, last=last.month, gut=number(last.gut, 3), model=number(last.model, 3)
        ),
        width="stretch",
    )
    st.caption(_("By the month of the call. A single month holds few calls: look at the cards."))


def listed(mine: list[Call]) -> None:
    """Every call with what came, newest first."""
    if not mine:
        return
    st.subheader(_("The calls"), anchor=False)
    rows = [
        (
            day(each.said.at),
            each.said.by,
            each.known.client_id,
            each.said.engagement_id,
            percent(each.said.chance or 0.0),
            _("none") if each.said.model_chance is None else percent(each.said.model_chance),
            came(each.known.paid_off),
            _(COUNTED[each.kind]),
            each.said.note,
        )
        for each in reversed(mine)
    ]
    columns = texts(
        _("When"),
        _("Who"),
        _("Client"),
        _("Engagement"),
        _("Gut"),
        _("Model"),
        _("What came"),
        _("Counts"),
        _("Note"),
    )
    st.dataframe(table(columns, rows), hide_index=True, alt=_("Every gut call, one row each"))


def came(paid_off: bool | None) -> str:
    """How it ended, in words."""
    if paid_off is None:
        return _("not known")
    return _("It paid off") if paid_off else _("It did not pay off")


def decided(found: Overruled) -> None:
    """Overrides, and how often they were right against the model's verdict."""
    if not found.decided:
        return
    st.subheader(_("Overrides"), anchor=False)
    st.text(_overrides_told(found))
    if found.silent:
        told = ngettext(
            "{count} more has ended where the model had no opposite verdict.",
            "{count} more have ended where the model had no opposite verdict.",
            found.silent,
        )
        st.caption(told.format(count=number(found.silent)))
    rows = [
        (
            day(each.said.at),
            each.said.by,
            each.known.client_id,
            each.said.engagement_id,
            _(each.said.model_verdict) if each.said.model_verdict else _("none"),
            _(each.said.verdict),
            came(each.known.paid_off),
            each.said.reason,
        )
        for each in reversed(found.decided)
    ]
    columns = texts(
        _("When"),
        _("Who"),
        _("Client"),
        _("Engagement"),
        _("The model's verdict"),
        _("Your verdict"),
        _("What came"),
        _("Reason"),
    )
    st.dataframe(table(columns, rows), hide_index=True, alt=_("Every override, one row each"))
    st.caption(_("Overrides never become lessons: only how an engagement ended is learned from."))


def _overrides_told(found: Overruled) -> str:
    if found.share is None:
        return _("Too few to say: none has ended against an opposite verdict of the model.")
    right = round(found.share.value * found.against)
    told = _("Right against the model in {right} of {all} that have ended: {share}.")
    shown = told.format(
        right=number(right), all=number(found.against), share=_with_interval(found.share, _share)
    )
    from app.gut import FEWEST

    few = _("Too few to say more.")
    return shown if found.against >= FEWEST else f"{shown} {few}"


def _with_interval(figure: Figure, told: Callable[[float], str]) -> str:
    return f"{told(figure.value)} [{_interval(figure, told)}]"


def setting(logbook: Logbook) -> None:
    """Whether this person is asked for a call before the score is shown."""
    by = frame.user()
    wished = logbook.settings(by).gut_first
    st.subheader(_("Your setting"), anchor=False)
    wanted = st.toggle(
        _("Note my gut call before I see the score"),
        wished,
        help=_(
            "A prospect's page then asks for your chance first. You can always skip it; a call "
            "made after the score was seen is listed apart."
        ),
    )
    if wanted != wished:
        logbook.set_settings(by, gut_first=wanted)
        st.toast(_("Your setting is saved."), icon=":material/check:")
    st.caption(md_escape(_("For {name}.").format(name=by)))


opened = frame.opened()
if opened is not None:
    show(opened)
