"""What the supposed changes come to: the answer, the reasons that moved, the bars between.

The words of a pasted mail go through st.text alone, which renders no Markdown.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from app.chart import moves, spec
from app.viewer import _, day, ngettext, number, percent
from app.views.reasons import figures, quotes
from app.what_if import MOVED_FROM, Difference, Moved, Supposed
from app.words import interval, md_escape, strength, title, verdict

FIRST_MOVED = 6


def answer(supposed: Supposed) -> None:
    """The chance before and after with its interval, and what becomes of the verdict."""
    before, after = supposed.difference.before, supposed.difference.after
    st.subheader(sentence(supposed), anchor=False)
    with st.container(border=True, horizontal=True, gap="large"):
        side(_("Now"), before, None)
        if supposed.steps:
            points = 100 * (after["payoff_probability"] - before["payoff_probability"])
            side(_("Then"), after, points)


def side(label: str, explanation: dict[str, Any], points: float | None) -> None:
    """One side: the chance with its interval and the verdict; no figure where there is none."""
    with st.container(width=250, gap="xsmall"):
        if verdict(explanation) == "No verdict":
            st.metric(label, "–")
        else:
            delta = None
            if points is not None:
                told = ngettext("{points} point", "{points} points", round(abs(points)))
                sign = "−" if round(points) < 0 else "+" if round(points) > 0 else ""
                delta = told.format(points=f"{sign}{number(abs(points))}")
            flat = points is not None and not round(points)
            st.metric(
                label,
                percent(explanation["payoff_probability"]),
                # The arrow follows a hyphen, which is no minus sign to a reader.
                delta.replace("−", "-") if delta else None,
                delta_color="off" if flat else "normal",
                delta_arrow="off" if flat else "auto",
            )
            st.caption(md_escape(interval(explanation)))
        st.markdown(f"**{md_escape(_(verdict(explanation)))}**")


def sentence(supposed: Supposed) -> str:
    """The answer in a line."""
    if not supposed.steps:
        return _("Suppose something, and see what it would do")
    was, is_now = (
        _(verdict(each)) for each in (supposed.difference.before, supposed.difference.after)
    )
    if was == is_now:
        return _("The verdict stays “{verdict}”").format(verdict=was)
    return _("From “{was}” to “{is_now}”").format(was=was, is_now=is_now)


def moved(supposed: Supposed) -> None:
    """The reasons that moved, with the words that moved them."""
    st.subheader(_("What moves it"), anchor=False)
    found = [each for each in supposed.difference.moved if tells(each)]
    if not found:
        st.text(_("Nothing that was supposed changes what the model sees."))
        return
    for each in found[:FIRST_MOVED]:
        reason(each)
    if len(found) > FIRST_MOVED:
        more = len(found) - FIRST_MOVED
        told = ngettext("{count} smaller change", "{count} smaller changes", more)
        with st.expander(told.format(count=number(more))):
            for each in found[FIRST_MOVED:]:
                reason(each)


def tells(each: Moved) -> bool:
    """Whether a person is told: it moved, or is newly seen or heard, or is gone."""
    heard = each.heuristic is not None and (each.evidence or each.firing in ("newly", "no longer"))
    return abs(each.by) >= MOVED_FROM or bool(heard)


def reason(each: Moved) -> None:
    """One reason: which way it moved the chance and how much, and what of the changes shows it."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{md_escape(title(each.heuristic))}**", width="stretch")
            seen(each)
            weight(each)
        st.text(each.told)
        heard = [piece for piece in each.evidence if piece.get("quote")]
        where = {
            piece["interaction_id"]: _("Supposed for {day}").format(day=day(piece["occurred_at"]))
            for piece in heard
        }
        quotes(heard, where)


def seen(each: Moved) -> None:
    """Whether a person is told of it now and was not, or the other way round."""
    if each.firing == "newly":
        st.badge(_("newly seen"), color="violet")
    elif each.firing == "no longer":
        st.badge(_("no longer seen"), color="violet")
    elif each.now_known:
        st.badge(_("could not be told before"), color="gray")


def weight(each: Moved) -> None:
    """The move in a word and a colour."""
    word = strength(each.by)
    if word == "no weight":
        st.badge(_(word), color="gray")
    elif each.by > 0:
        st.badge(_("{weight}, up").format(weight=_(word)), icon=":material/add:", color="blue")
    else:
        words = _("{weight}, down").format(weight=_(word))
        st.badge(words, icon=":material/remove:", color="orange")


def waterfall(found: Difference) -> None:
    """From the chance now to the chance then, in bars that sum; the same as a table."""
    if verdict(found.before) == "No verdict" or verdict(found.after) == "No verdict":
        return
    st.subheader(_("How the change comes about"), anchor=False)
    weights = [(each.heuristic, each.by) for each in found.moved]
    bars = moves(found.before["log_odds"], weights, found.after["log_odds"])
    spoken = _("From {before} now to {after} then").format(
        before=bars[0].figure, after=bars[-1].figure
    )
    dark = st.context.theme.type == "dark"
    st.vega_lite_chart(spec(bars, dark), alt=spoken, width="stretch")
    figures(bars)
