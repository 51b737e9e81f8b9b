"""One prospect: the verdict, what to do, the few reasons with the client's own words.

What a client wrote goes through st.text and st.dataframe alone, which render no Markdown.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from app.chart import spec, steps
from app.prospects import Prospect, Reason, reasons, sources
from app.tables import table, texts
from app.views import frame
from app.words import (
    SLIGHT,
    chance,
    count,
    day,
    essays,
    interval,
    md_escape,
    money,
    plain,
    shorten,
    signed,
    strength,
    title,
    verdict_sentence,
)
from features.telling import percent

FIRST_REASONS = 5
FIRST_QUOTES = 3
LONGEST_QUOTE = 600


def show(opened: frame.Opened) -> None:
    """The prospect whose id stands in the address."""
    st.page_link("views/prospects.py", label="All prospects", icon=":material/arrow_back:")
    wanted = st.query_params.get("id")
    one = next((one for one in opened.prospects if one.engagement_id == wanted), None)
    if one is not None:
        prospect(opened, one)
    elif wanted is None:
        st.header("No prospect chosen", anchor=False)
        st.text("Choose one in the list to see its verdict and the reasons for it.")
    else:
        st.header("This prospect is not in the list", anchor=False)
        st.text(f"No open engagement of this book is called “{shorten(wanted, 80)}”.")
        st.caption("It may have been closed since the link was made. The list shows what is open.")


def prospect(opened: frame.Opened, one: Prospect) -> None:
    """The whole page, the answer first."""
    st.text(f"{shorten(one.client_id, 80)} · {shorten(one.engagement_id, 80)}")
    st.header(verdict_sentence(one.explanation), anchor=False)
    answer(one)
    where = sources(opened.book, one.client_id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        why(one, where)
    with right:
        if one.chance is not None:
            waterfall(one)
        ledger(opened, one)
        cannot_tell(one.explanation["cannot_tell"])
        switched_off(one.explanation.get("ruled", []))
        facts(opened, one)


def answer(one: Prospect) -> None:
    """The chance beside a usual client's, and what to do now."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="medium"):
        if one.chance is not None:
            usual = percent(chance(one.explanation["start"]))
            st.metric(
                "Chance that it pays off",
                percent(one.chance),
                f"{usual} for a usual client",
                delta_color="off",
                delta_arrow="off",
                width="content",
            )
        with st.container(width="stretch", gap="xsmall"):
            if one.chance is not None:
                st.caption(md_escape(interval(one.explanation)))
            st.caption("What to do")
            st.markdown(f"**{md_escape(one.next_step or 'Decide by yourself')}**")
            if one.explanation.get("advice"):
                st.text(one.explanation["advice"])
            st.caption("Because")
            st.text(one.explanation["because"]["told"])
            st.caption("What would change it")
            st.text(one.explanation["would_change"]["told"])


def ledger(opened: frame.Opened, one: Prospect) -> None:
    """Both sides of going on in the same money, or why they cannot be told."""
    st.subheader("In money", anchor=False)
    sides = one.explanation["ledger"]
    if "cannot_tell" in sides:
        st.text(sides["cannot_tell"])
        return
    currency = opened.book.currency
    total = [{"told": "Going on, beside declining", "if_pays_off": sides["gain"]}]
    total[0]["if_not"] = sides["loss"]
    rows = [
        (line["told"], money(line["if_pays_off"], currency), money(line["if_not"], currency))
        for line in [*sides["lines"], *total]
    ]
    st.dataframe(
        table(texts("What is still ahead", "If it pays off", "If not"), rows),
        hide_index=True,
        alt="Both sides of the ledger, one line each",
    )
    if one.chance is not None:
        gain = md_escape(money(sides["expected_gain"], currency))
        st.caption(f"At this chance going on is worth {gain} on average, beside declining.")
    if sides["settings"]["loss_aversion"] > 1:
        times = f"{sides['settings']['loss_aversion']:g}"
        st.caption(md_escape(f"A loss counts {times} times: a setting, not the data."))


def why(one: Prospect, where: dict[str, str]) -> None:
    """The reasons, heaviest first; the light ones folded away."""
    st.subheader("Why" if one.chance is not None else "What is known so far", anchor=False)
    speaking = reasons(one.explanation)
    heavy = [reason for reason in speaking if weighs(reason)][:FIRST_REASONS]
    light = [reason for reason in speaking if reason not in heavy]
    if not heavy:
        st.text("Nothing in this history speaks clearly for or against it.")
    for reason in heavy:
        block(one, reason, where)
    if light:
        with st.expander(f"{count(len(light), 'smaller reason')}"):
            for reason in (reason for reason in light if reason.fired or reason.seen):
                block(one, reason, where)
            unseen([reason for reason in light if not (reason.fired or reason.seen)])


def unseen(quiet: list[Reason]) -> None:
    """What was not seen and yet weighs a little, beside a usual client who shows some of it."""
    if not quiet:
        return
    st.caption("Looked for and not seen, or hardly: what that changes beside a usual client.")
    rows = [(title(reason.heuristic), reason.told, signed(reason.net)) for reason in quiet]
    st.dataframe(
        table(texts("Reason", "What was seen", "Effect"), rows),
        hide_index=True,
        alt="Reasons that were hardly seen, with their effect",
    )


def weighs(reason: Reason) -> bool:
    """A reason to show at once: a clear net effect, or a flag that an exception has cancelled."""
    return max(abs(reason.log_odds), abs(reason.net)) >= SLIGHT


def block(one: Prospect, reason: Reason, where: dict[str, str]) -> None:
    """One reason: what it is, what was seen, what it weighs, and the words behind it."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{md_escape(title(reason.heuristic))}**", width="stretch")
            effect(reason)
        st.text(reason.told or unspoken(reason))
        quotes(reason.evidence, where)
        for waiver in reason.waivers:
            waived(waiver, where)
        st.caption(footnote(one, reason))


def effect(reason: Reason) -> None:
    """For or against, in a word and a colour."""
    weight = strength(reason.net)
    cancelled = bool(reason.waivers) and abs(reason.net) < 0.35 * abs(reason.log_odds)
    if cancelled:
        st.badge("waived", icon=":material/undo:", color="gray")
    elif weight == "no weight":
        st.badge("no weight", color="gray")
    elif reason.net > 0:
        st.badge(f"{weight}, for", icon=":material/add:", color="blue")
    else:
        st.badge(f"{weight}, against", icon=":material/remove:", color="orange")


def unspoken(reason: Reason) -> str:
    """What a part means that comes with no sentence: bars read against a usual client."""
    better = "Better" if reason.net > 0 else "Worse"
    return f"{better} here than with a usual client of this book."


def waived(waiver: Reason, where: dict[str, str]) -> None:
    """The exception that softens the flag above it."""
    st.markdown(f":material/undo: **{md_escape(title(waiver.heuristic))}**")
    st.text(waiver.told or ("Softens it." if waiver.log_odds > 0 else "Makes it worse."))
    quotes(waiver.evidence, where)


def quotes(evidence: list[dict[str, Any]], where: dict[str, str]) -> None:
    """The words as written, each under its date, channel and sender."""
    for piece in evidence[:FIRST_QUOTES]:
        source = where.get(piece["interaction_id"]) or day(piece.get("occurred_at"))
        if piece.get("quote"):
            st.caption(md_escape(source))
            st.text(f"“{shorten(piece['quote'], LONGEST_QUOTE)}”")
        else:
            st.caption(md_escape(source))
            if piece.get("what"):
                st.text(shorten(piece["what"], LONGEST_QUOTE))
    if len(evidence) > FIRST_QUOTES:
        st.caption(f"and {count(len(evidence) - FIRST_QUOTES, 'more time')}")


def footnote(one: Prospect, reason: Reason) -> str:
    """The essay it comes from and what the chance would be without it (exact: parts add up)."""
    said = [f"From {essays(reason.heuristic)}"] if essays(reason.heuristic) else []
    if one.chance is not None and abs(reason.net) >= SLIGHT:
        without = percent(chance(one.explanation["log_odds"] - reason.net))
        both = "Without both" if reason.waivers else "Without it"
        said.append(f"{both} the chance would be {without}")
    return md_escape(" · ".join(said), most=300)


def waterfall(one: Prospect) -> None:
    """From a usual client to this one, and the same as a table."""
    st.subheader("How the chance comes about", anchor=False)
    bars = steps(one.explanation)
    dark = st.context.theme.type == "dark"
    spoken = f"From {bars[0].figure} for a usual client to {bars[-1].figure} for this prospect"
    st.vega_lite_chart(spec(bars, dark), alt=spoken, width="stretch")
    with st.expander("The same in figures"):
        rows = [
            (
                bar.label,
                bar.figure if bar.kind != "chance" else "",
                percent(chance(bar.end)),
            )
            for bar in bars
        ]
        st.dataframe(
            table(texts("Part", "Effect", "Chance after it"), rows),
            hide_index=True,
            alt="The parts of the chance, one row each",
        )
        st.caption("Effects are log-odds: they add up, from the first row to the last, exactly.")


def cannot_tell(ids: list[str]) -> None:
    """What this history does not show; never counted for or against."""
    if not ids:
        return
    st.subheader("What cannot be told", anchor=False)
    names = [title(one) for one in ids]
    st.caption("The history does not show these, so they count neither for nor against.")
    with st.container(horizontal=True, gap="xsmall"):
        for name in names[:6]:
            st.badge(md_escape(name), color="gray")
    if len(names) > 6:
        with st.expander(f"{len(names) - 6} more"):
            st.text("\n".join(names[6:]))


def switched_off(rulings: list[dict[str, str]]) -> None:
    """Rules the data team has switched off, with its reason."""
    off = [each for each in rulings if each["ruling"] == "off"]
    if not off:
        return
    st.subheader("Switched off by the data team", anchor=False)
    for each in off:
        st.text(f"{title(each['heuristic'])}. {each['told']}")


def facts(opened: frame.Opened, one: Prospect) -> None:
    """What the book says about the engagement."""
    with st.expander("About this engagement"):
        known = {
            "Client": one.client_id,
            "Engagement": one.engagement_id,
            "Opened": day(one.opened_at),
            "Last heard from": day(one.last_heard),
            "Expected value": money(one.expected_value, opened.book.currency),
            "Segment": one.segment,
            "Owner": one.owner,
            "Source": plain(one.source),
            "Industry": one.industry,
        }
        rows = [(name, shorten(value, 200)) for name, value in known.items() if value]
        st.dataframe(
            table(texts("What", "On record"), rows),
            hide_index=True,
            alt="Facts of this engagement",
        )


opened = frame.opened()
if opened is not None:
    show(opened)
