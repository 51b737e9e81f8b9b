"""Rules on trial: what the essays say of a client beside what came of it in this book."""

from __future__ import annotations

import streamlit as st

from app import fares
from app.fares import Fares
from app.health import Health
from app.viewer import N_, _, day, number, percent
from app.views.listed import listed
from app.words import speaks, title

#: What a verdict is called in a table, and what asks for a decision first.
VERDICTS = {
    "contradicted": N_("contradicted"),
    "does not hold here": N_("does not hold here"),
    "supported": N_("supported"),
    "holds here": N_("holds here"),
    "too few to say": N_("too few to say"),
    "not seen here": N_("not seen here"),
}
RULINGS = {"released": N_("its sign is released"), "off": N_("switched off")}
ORDER = list(VERDICTS)


def rules(found: Health) -> None:
    """All heuristics and exceptions with their verdicts, and the rulings in force."""
    trial = ((found.champion.judgement or {}) if found.champion else {}).get("trial") or {}
    tried = sorted(fares.of_all(trial), key=lambda each: ORDER.index(each.verdict))
    if not tried or not trial["engagements"]:
        st.text(_("Nothing is on trial yet: that takes closed engagements with an outcome."))
        return
    st.caption(
        _(
            "On {count} closed engagements: what paid off where a rule showed, beside engagements "
            "of the same age where it did not. An association, not a cause."
        ).format(count=number(trial["engagements"]))
    )
    there = [each for each in ORDER if any(one.verdict == each for one in tried)]
    asked = st.query_params.get_all("tried")
    st.session_state.setdefault("tried", [each for each in there if each in asked])
    chosen = st.pills(
        _("Verdict"),
        there,
        selection_mode="multi",
        key="tried",
        format_func=lambda each: _counted(each, tried),
    )
    st.query_params["tried"] = chosen
    shown = [each for each in tried if not chosen or each.verdict in chosen]
    headings = [
        _("Rule"),
        _("Essays"),
        _("Found"),
        _("In points, 95%"),
        _("Paid off with it"),
        _("Without it"),
        _("Showed in"),
    ]
    listed(headings, [_row(each) for each in shown], _("Rules on trial with their figures"))
    contradicted = [each for each in tried if each.verdict in ORDER[:2]]
    if contradicted:
        st.text(_("A data team may release such a rule's sign, or switch it off:"))
        st.code("clientrisk review --help", language=None)
    rulings(found)


def rulings(found: Health) -> None:
    """What the data team has decided about single rules."""
    if not found.rulings:
        return
    st.subheader(_("Rulings in force"), anchor=False)
    rows = [
        (
            title(each.heuristic),
            _(RULINGS[each.ruling]) if each.ruling in RULINGS else each.ruling,
            day(each.at),
            each.by,
            each.reason,
        )
        for each in found.rulings
    ]
    headings = [_("Rule"), _("Ruling"), _("When"), _("Who"), _("Reason")]
    listed(headings, rows, _("Rulings in force"))


def _counted(verdict: str, tried: list[Fares]) -> str:
    count = sum(each.verdict == verdict for each in tried)
    return f"{_(VERDICTS[verdict])} ({number(count)})"


def _row(each: Fares) -> tuple[str, ...]:
    known = each.difference is not None and each.fired > 0
    return (
        title(each.heuristic) if each.softens is None else _waiver(each),
        speaks(each.declared),
        _(VERDICTS[each.verdict]),
        fares.points(each.difference) if each.difference is not None else "–",
        percent(each.with_it) if known and each.with_it is not None else "–",
        percent(each.without_it) if known and each.without_it is not None else "–",
        _("{fired} of {told}").format(fired=number(each.fired), told=number(each.told)),
    )


def _waiver(each: Fares) -> str:
    return _("{exception}, beside “{rule}”").format(
        exception=title(each.heuristic), rule=title(each.softens)
    )
