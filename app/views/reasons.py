"""The blocks that explain one score: answer, reasons with the client's words, bars, unknowns.

What a client wrote goes through st.text and st.dataframe alone, which render no Markdown.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from app.chart import Step, spec, steps
from app.fares import fares, sentence
from app.reasons import Reason, reasons
from app.tables import table, texts
from app.viewer import _, day, language, ngettext, number, percent
from app.words import (
    SLIGHT,
    action,
    chance,
    essays,
    interval,
    md_escape,
    shorten,
    signed,
    strength,
    title,
    verdict,
)
from features.catalogue import BY_ID, SOFTENS
from features.heuristic import Polarity

FIRST_REASONS = 5
FIRST_QUOTES = 3
LONGEST_QUOTE = 600
#: A flag of which less than this share is left once its exceptions were heard is waived.
WAIVED = 0.35


def answer(explanation: dict[str, Any]) -> None:
    """The chance beside a usual client's, and what to do now."""
    scored = verdict(explanation) != "No verdict"
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="medium"):
        if scored:
            usual = percent(chance(explanation["start"]))
            with st.container(width=250, gap="xsmall"):
                st.metric(
                    _("Chance that it pays off"),
                    percent(explanation["payoff_probability"]),
                    _("{usual} for a usual client").format(usual=usual),
                    delta_color="off",
                    delta_arrow="off",
                )
                st.caption(md_escape(interval(explanation)))
        with st.container(width="stretch", gap="xsmall"):
            st.caption(_("What to do"))
            step = action(explanation.get("action")) or _("Decide by yourself")
            st.markdown(f"**{md_escape(step)}**")
            if explanation.get("advice"):
                st.text(explanation["advice"])
            st.caption(_("Because"))
            st.text(explanation["because"]["told"])
            st.caption(_("What would change it"))
            st.text(explanation["would_change"]["told"])


def why(explanation: dict[str, Any], where: dict[str, str], trial: Any = None) -> None:
    """The reasons, heaviest first; the light ones folded away.

    ``where``: when, how and by whom each interaction came; ``trial``: of the rules in this book.
    """
    scored = verdict(explanation) != "No verdict"
    st.subheader(_("Why") if scored else _("What is known so far"), anchor=False)
    speaking = reasons(explanation)
    heavy = [reason for reason in speaking if weighs(reason)][:FIRST_REASONS]
    light = [reason for reason in speaking if reason not in heavy]
    if not heavy:
        st.text(_("Nothing in this history speaks clearly for or against it."))
    for reason in heavy:
        block(explanation, reason, where, trial)
    if light:
        told = ngettext("{count} smaller reason", "{count} smaller reasons", len(light))
        with st.expander(told.format(count=number(len(light)))):
            for reason in (reason for reason in light if reason.fired or reason.seen):
                block(explanation, reason, where, trial)
            unseen([reason for reason in light if not (reason.fired or reason.seen)])


def unseen(quiet: list[Reason]) -> None:
    """What was not seen and yet weighs a little, beside a usual client who shows some of it."""
    if not quiet:
        return
    st.caption(_("Looked for and not seen, or hardly: what that changes beside a usual client."))
    rows = [(title(reason.heuristic), reason.told, signed(reason.net)) for reason in quiet]
    st.dataframe(
        table(texts(_("Reason"), _("What was seen"), _("Effect")), rows),
        hide_index=True,
        alt=_("Reasons that were hardly seen, with their effect"),
    )


def weighs(reason: Reason) -> bool:
    """A reason to show at once: a clear net effect, or a flag that an exception has cancelled."""
    return max(abs(reason.log_odds), abs(reason.net)) >= SLIGHT


def block(explanation: dict[str, Any], reason: Reason, where: dict[str, str], trial: Any) -> None:
    """One reason: what it is, what was seen, what it weighs, the words behind it, the rule."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{md_escape(title(reason.heuristic))}**", width="stretch")
            effect(reason)
        st.text(reason.told or unspoken(reason))
        quotes(reason.evidence, where)
        for waiver in reason.waivers:
            waived(waiver, where)
        st.caption(footnote(explanation, reason))
        rule(reason, trial)


def effect(reason: Reason) -> None:
    """For or against, in a word and a colour."""
    weight = strength(reason.net)
    if reason.waivers and abs(reason.net) < WAIVED * abs(reason.log_odds):
        st.badge(_("waived"), icon=":material/undo:", color="gray")
    elif weight == "no weight":
        st.badge(_(weight), color="gray")
    elif reason.net > 0:
        words = _("{weight}, for").format(weight=_(weight))
        st.badge(words, icon=":material/add:", color="blue")
    else:
        words = _("{weight}, against").format(weight=_(weight))
        st.badge(words, icon=":material/remove:", color="orange")


def unspoken(reason: Reason) -> str:
    """What a part means that comes with no sentence: bars read against a usual client."""
    if reason.net > 0:
        return _("Better here than with a usual client of this book.")
    return _("Worse here than with a usual client of this book.")


def waived(waiver: Reason, where: dict[str, str]) -> None:
    """The exception that softens the flag above it."""
    st.markdown(f":material/undo: **{md_escape(title(waiver.heuristic))}**")
    st.text(waiver.told or (_("Softens it.") if waiver.log_odds > 0 else _("Makes it worse.")))
    quotes(waiver.evidence, where)


def quotes(evidence: list[dict[str, Any]], where: dict[str, str]) -> None:
    """The words as written, each under its date, channel and sender."""
    for piece in evidence[:FIRST_QUOTES]:
        source = where.get(piece["interaction_id"]) or day(piece.get("occurred_at"))
        st.caption(md_escape(source))
        if piece.get("quote"):
            st.text(f"“{shorten(piece['quote'], LONGEST_QUOTE)}”")
        elif piece.get("what") and piece["interaction_id"] not in where:
            st.text(shorten(piece["what"], LONGEST_QUOTE))
    more = len(evidence) - FIRST_QUOTES
    if more > 0:
        told = ngettext("and {count} more time", "and {count} more times", more)
        st.caption(told.format(count=number(more)))


def footnote(explanation: dict[str, Any], reason: Reason) -> str:
    """The essay it comes from and what the chance would be without it (exact: parts add up)."""
    known = essays(reason.heuristic)
    said = [_("From {essays}").format(essays=known)] if known else []
    if verdict(explanation) != "No verdict" and abs(reason.net) >= SLIGHT:
        without = percent(chance(explanation["log_odds"] - reason.net))
        told = (
            _("Without both the chance would be {chance}")
            if reason.waivers
            else _("Without it the chance would be {chance}")
        )
        said.append(told.format(chance=without))
    return md_escape(" · ".join(said), most=300)


def rule(reason: Reason, trial: Any) -> None:
    """The rule itself, on demand: what it claims, what softens it, what to do about it."""
    declared = BY_ID.get(reason.heuristic or "")
    if declared is None:
        return
    with st.popover(_("The rule"), icon=":material/menu_book:", type="tertiary"):
        st.markdown(f"**{md_escape(title(reason.heuristic))}**")
        st.text(claims(declared.polarity))
        st.caption(_("From {essays}").format(essays=md_escape(essays(reason.heuristic))))
        softened = [title(each) for each, softens in SOFTENS if softens == reason.heuristic]
        if softened:
            st.caption(_("Softened by"))
            st.text("\n".join(softened))
        for words in fares_here(reason, trial):
            st.text(words)
        st.caption(_("What to do about it"))
        st.text(declared.advice if language() == "en" else declared.advice_ru)


def fares_here(reason: Reason, trial: Any) -> list[str]:
    """How the rule, and each waiver of it, fares in this book."""
    pairs: list[tuple[str, str | None]] = [(str(reason.heuristic), None)]
    pairs += [(str(waiver.heuristic), reason.heuristic) for waiver in reason.waivers]
    found = [fares(trial, *pair) for pair in pairs]
    return [sentence(each) for each in found if each is not None]


def claims(polarity: Polarity) -> str:
    """What a declared polarity means, in a sentence."""
    return {
        "against": _("A rule: it speaks against the client."),
        "for": _("A strength: it speaks for the client."),
        "exception": _("An exception: it softens rules, and may speak for the client itself."),
    }[polarity]


def waterfall(explanation: dict[str, Any], where: dict[str, str], trial: Any = None) -> None:
    """From a usual client to this one in bars; a bar that is clicked opens its reason below."""
    st.subheader(_("How the chance comes about"), anchor=False)
    bars = steps(explanation)
    spoken = _("From {start} for a usual client to {end} for this prospect").format(
        start=bars[0].figure, end=bars[-1].figure
    )
    picked = st.vega_lite_chart(
        spec(bars, st.context.theme.type == "dark"),
        alt=spoken,
        width="stretch",
        on_select="rerun",
        key="bars",
    )
    chosen = picked["selection"].get("bar") or []
    st.caption(_("Choose a bar to see its reason."))
    opened = next((bars[point["place"]] for point in chosen if "place" in point), None)
    if opened is not None and opened.part is not None:
        reason = next((one for one in reasons(explanation) if opened.part in parts_of(one)), None)
        if reason is not None:
            block(explanation, reason, where, trial)
    figures(bars)


def parts_of(reason: Reason) -> list[tuple[str | None, str]]:
    """The parts that a reason brings together: its own, and those of its waivers."""
    return [(each.heuristic, each.kind) for each in (reason, *reason.waivers)]


def figures(bars: list[Step]) -> None:
    """The same bars as a table, for whoever would rather read."""
    with st.expander(_("The same in figures")):
        rows = [
            (bar.label, bar.figure if bar.kind != "chance" else "", percent(chance(bar.end)))
            for bar in bars
        ]
        st.dataframe(
            table(texts(_("Part"), _("Effect"), _("Chance after it")), rows),
            hide_index=True,
            alt=_("The parts of the chance, one row each"),
        )
        st.caption(_("Effects are log-odds: they add up, from the first row to the last, exactly."))


def cannot_tell(explanation: dict[str, Any]) -> None:
    """What this history does not show, never counted for or against, and the one question."""
    question, names = explanation["question"], [title(one) for one in explanation["cannot_tell"]]
    if not (names or question):
        return
    st.subheader(_("What cannot be told"), anchor=False)
    if question:
        st.caption(_("The one question whose answer would move the chance most"))
        st.text(question["text"])
        if verdict(explanation) != "No verdict":
            turns = _("If so: {if_yes}, if not: {if_no}.")
            yes, no = (percent(question[each]) for each in ("if_yes", "if_no"))
            st.caption(turns.format(if_yes=yes, if_no=no))
    if not names:
        return
    st.caption(_("The history does not show these, so they count neither for nor against."))
    with st.container(horizontal=True, gap="xsmall"):
        for name in names[:6]:
            st.badge(md_escape(name), color="gray")
    if len(names) > 6:
        told = ngettext("{count} more", "{count} more", len(names) - 6)
        with st.expander(told.format(count=number(len(names) - 6))):
            st.text("\n".join(names[6:]))
