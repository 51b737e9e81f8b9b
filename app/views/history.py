"""A prospect's history: what moved the chance, and everything on record, as it was written.

What a client wrote goes through st.text, which renders no Markdown, and into a chart's tooltip,
which shows a text as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import streamlit as st

from app.moves import Move, moves, stretches
from app.prospects import Prospect
from app.time_axis import Span, span, within
from app.timeline import WHO, Event, events
from app.timeline_chart import drawn, history_spec, legend, score_spec
from app.viewer import N_, _, day, language, moment, moment_of, money, ngettext, number, percent
from app.views import frame
from app.words import md_escape, recorded, shorten
from data.errors import ClientRiskError, DataRefused
from features.telling import Language

if TYPE_CHECKING:
    from app.live import Live
    from app.replay import Replay

PER_PAGE = 20
FIRST_NEWS = 3
LONGEST_TEXT = 2_000
#: The badge of what an event is evidence for: its colour, its sign and its word.
BADGES = {
    "flag": ("orange", ":material/remove:", N_("speaks against")),
    "strength": ("blue", ":material/add:", N_("speaks for")),
    "waiver": ("violet", ":material/close:", N_("waives a flag")),
}


@st.fragment
def history_block(opened: frame.Opened, prospect: Prospect, explanation: dict[str, Any]) -> None:
    """Charts, what moved the chance, and the record; the record stands while the past is scored."""
    frame.look()  # a fragment that runs by itself has no viewer yet
    st.subheader(
        _("History"),
        anchor=False,
        help=_("Every past moment is scored with what was known then, by today's model."),
    )
    try:
        rows = _rows(opened.book.digest, opened, prospect.client_id)
    except ClientRiskError as problem:
        frame.trouble(problem)
        return
    on_record = events(rows, explanation)
    if not on_record:
        st.text(_("Nothing is on record of this client yet."))
        return
    charts = st.container()
    record(on_record, opened.book.currency)
    with charts:
        replayed = _told_again(opened, prospect)
        as_of = moment_of(explanation["as_of"])
        assert as_of is not None, "an explanation has its moment"
        moved = moves(replayed, on_record) if replayed else []
        shown = span(replayed, on_record, as_of)
        if replayed:
            score(replayed, moved, shown)
        lanes(on_record, moved, shown)
        if replayed:
            what_moved(moved)


def score(replayed: Replay, moved: Sequence[Move], shown: Span) -> None:
    """The chance as it was then, and in words what the chart shows."""
    words = " → ".join(
        _("{verdict} from {day}").format(verdict=_(each.verdict), day=day(each.begin))
        for each in stretches(replayed)
    )
    st.text(_("The chance as it was then, its interval, and from where it is worth it (dashed)"))
    spec = score_spec(replayed, moved, shown, _dark())
    st.caption(words)
    for note in replayed.notes:
        st.caption(note)
    st.vega_lite_chart(spec=spec, theme=None, key="score-over-time", alt=words)


def lanes(on_record: Sequence[Event], moved: Sequence[Move], shown: Span) -> None:
    """The history over the same time."""
    inside = within(on_record, shown)
    points = drawn(inside)
    evidence = sum(bool(event.marks) for event in inside)
    words = _("{count} on record, {evidence} of them evidence").format(
        count=number(len(inside)), evidence=number(evidence)
    )
    spec = history_spec(points, moved, shown, _dark())
    st.vega_lite_chart(spec=spec, theme=None, key="history-over-time", alt=words)
    st.caption(legend())
    if len(points) < len(inside):
        told = _("{shown} of {all} are drawn, all evidence among them.")
        st.caption(told.format(shown=number(len(points)), all=number(len(inside))))
    before = len(on_record) - len(inside)
    if before:
        told = ngettext(
            "{count} more, from before this engagement, is in the record below.",
            "{count} more, from before this engagement, are in the record below.",
            before,
        )
        st.caption(told.format(count=number(before)))


def what_moved(moved: Sequence[Move]) -> None:
    """The biggest moves in words, under the numbers they have in the charts."""
    st.markdown("**" + _("What moved the chance") + "**")
    if not moved:
        st.text(_("It never moved by two points or more between two moments."))
        return
    for place, move in enumerate(moved, 1):
        with st.container(border=True, gap="xsmall"):
            change = f"{percent(move.before)} → {percent(move.after)}"
            st.text(f"{place}. {day(move.at)}: {change}")
            if move.reason:
                st.text(move.reason)
            told = _together([event.what for event in move.news])
            st.caption(_("New by then: {what}").format(what=told))


def _together(whats: Sequence[str]) -> str:
    """The first few things that came, each once with how often, and how many more."""
    counted = list(Counter(whats).items())
    if not counted:
        return _("nothing new came: time went by")
    told = ", ".join(
        what if times == 1 else f"{what} ({number(times)})" for what, times in counted[:FIRST_NEWS]
    )
    rest = sum(times for _what, times in counted[FIRST_NEWS:])
    if not rest:
        return told
    more = ngettext("and {count} more", "and {count} more", rest).format(count=number(rest))
    return f"{told}, {more}"


def record(on_record: Sequence[Event], currency: str | None) -> None:
    """Everything on record, the newest first, a page at a time."""
    st.markdown("**" + _("Everything on record") + "**")
    counts = [event for event in on_record if event.marks]
    only = st.toggle(
        _("Only what counts ({count})").format(count=number(len(counts))),
        key="only-what-counts",
        disabled=not counts,
        help=_("What is evidence for a reason that weighs in the score."),
    )
    found = list(reversed(counts if only and counts else on_record))
    pages = -(-len(found) // PER_PAGE)
    page = st.pagination(pages, key=f"record-page-{pages}") if pages > 1 else 1
    for event in found[(page - 1) * PER_PAGE : page * PER_PAGE]:
        entry(event, currency)


def entry(event: Event, currency: str | None) -> None:
    """One thing on record: when, who, what, what it is evidence for, and the words as written."""
    with st.container(border=True, gap="xsmall"):
        details = [moment(event.at), _(WHO[event.who])]
        if event.channel:
            details.append(recorded(event.channel))
        if not event.own:
            details.append(_("another engagement"))
        st.caption(md_escape(" · ".join(details)))
        amount = "" if event.amount is None else f", {money(event.amount, currency)}"
        st.text(f"{event.what}{amount}")
        if event.text:
            st.text(shorten(event.text, LONGEST_TEXT))
        if event.marks:
            with st.container(horizontal=True, gap="xsmall"):
                for mark in event.marks:
                    colour, icon, words = BADGES[mark.kind]
                    st.badge(f"{_(words)}: {mark.title}", icon=icon, color=colour)  # type: ignore[arg-type]


def _dark() -> bool:
    return st.context.theme.type == "dark"


@st.cache_resource(max_entries=32, show_spinner=False)
def _rows(digest: str, _opened: frame.Opened, client_id: str) -> pa.Table:
    """What is filed under a client or its engagements. Raises DataRefused."""
    book, of_client = _opened.book, pc.field("client_id") == client_id
    try:
        theirs = pq.read_table(book.engagements, columns=["engagement_id"], filters=of_client)
        of_theirs = pc.field("engagement_id").isin(theirs["engagement_id"].combine_chunks())
        return pq.read_table(book.interactions, filters=of_client | of_theirs)
    except (OSError, pa.ArrowException):
        raise DataRefused(
            "the book's history cannot be read",
            where=str(book.path),
            next_step="import the data again with `clientrisk import`",
        ) from None


def _told_again(opened: frame.Opened, prospect: Prospect) -> Replay | None:
    """The engagement scored at each past moment; None once it was said why it cannot be."""
    try:
        live = frame.live(opened)
        with st.spinner(_("Scoring every past moment …")):
            return _replay(
                prospect.engagement_id,
                prospect.client_id,
                opened.header["model_version"],
                opened.book.digest,
                language(),
                live,
                opened.book.path,
            )
    except ClientRiskError as problem:
        st.text(_("The past cannot be scored: {what}.").format(what=_(problem.what)))
        return None


@st.cache_resource(max_entries=64, show_spinner=False)
def _replay(
    engagement_id: str,
    client_id: str,
    version: str,
    digest: str,
    told_in: Language,
    _live: Live,
    _book: Path,
) -> Replay:
    """The replay of `clientrisk replay`, kept; the judged twin is only fetched for what is over."""
    from app.judged_twin import judged_twin
    from app.replay import replay

    histories = _live.histories(client_id)
    own = pc.field("engagement_id") == engagement_id
    over = histories.engagements.filter(own & pc.field("closed_at").is_valid()).num_rows > 0
    twin = judged_twin(None, _book) if over else None
    return replay(histories, engagement_id, _live.stored, _live.label, twin=twin, language=told_in)
