"""What every page stands in: who looks, the opened sheet, the model at hand, the footer."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from app import scores
from app.champion import Watch
from app.prospects import BookFacts, Prospect, book_facts, by_urgency
from app.recording import owed
from app.scores import ScoreSheet, StoredSheet
from app.veil import seen_by
from app.viewer import N_, _, day, language, look_as
from app.views.ink import ink
from app.words import md_escape
from data.entries import RecordedOutcome, latest
from data.errors import ClientRiskError
from data.logbook import Logbook
from data.rulings import plain_words
from features.telling import Language

if TYPE_CHECKING:
    from app.live import Live

PROJECT = Path(__file__).parents[2]
LANGUAGES = {"en": "English", "ru": "Русский"}
LONGEST_NAME = 80
FRESHNESS = {
    None: N_("model not checked yet"),
    True: N_("model checked"),
    False: N_("model could not be checked"),
}


@dataclass(frozen=True)
class Opened:
    """A book, its sheet, and the open prospects in the viewer's language."""

    book: BookFacts
    sheet: StoredSheet
    prospects: list[Prospect]
    key: tuple[Any, ...]  # of all that the list depends on, for what is derived from it
    ended: Mapping[str, RecordedOutcome] = field(default_factory=dict)  # as people recorded it
    _rows: dict[str, dict[str, Any]] = field(repr=False, default_factory=dict)

    @property
    def header(self) -> dict[str, Any]:
        """What the sheet was made of: as_of, model_version, base_rate, settings, cautions."""
        return self.sheet.header

    def explanation(self, engagement_id: str) -> dict[str, Any]:
        """A prospect's explanation in the viewer's language. Raises DataRefused, KeyError."""
        return self.sheet.explanation(self._rows[engagement_id], language())

    def extra(self, name: str) -> Any:
        """What scoring kept for one page, read once per sheet; None where it kept nothing."""
        return _extra(self.sheet.folder, name, self.header[scores.SEAL].get(name), self.sheet)

    def prospect(self, engagement_id: str | None) -> Prospect | None:
        """The open prospect of that id, None where there is none."""
        return next((one for one in self.prospects if one.engagement_id == engagement_id), None)

    def scored(self, engagement_id: str) -> Prospect:
        """The prospect of that id as it was scored, veiled or not. Raises KeyError."""
        return Prospect.of(self._rows[engagement_id], language())

    def that_ended(self, engagement_id: str | None) -> Prospect | None:
        """The prospect of that id, if somebody recorded how it ended."""
        if engagement_id not in self.ended or engagement_id not in self._rows:
            return None
        return self.scored(engagement_id)


def book_path() -> Path:
    """The book in CLIENTRISK_BOOK, else the demo's."""
    return Path(os.environ.get("CLIENTRISK_BOOK") or PROJECT / "demo" / "book")


def look() -> None:
    """Speak the viewer's language and zone: what they chose, else what their browser says."""
    chosen = st.session_state.get("lang") or st.query_params.get("lang")
    look_as(chosen if chosen in LANGUAGES else browser(), st.context.timezone)


def browser() -> str:
    """The language that the browser asks for, where we speak it; else English."""
    asked = (st.context.locale or "")[:2]
    return asked if asked in LANGUAGES else "en"


def head() -> None:
    """The label of a simulated book, the language, and who is looking."""
    ink()
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            simulated()
        st.session_state["lang"] = language()
        st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            key="lang",
            format_func=lambda each: LANGUAGES[each],
            label_visibility="collapsed",
            required=True,
        )
        if st.query_params.get("lang") != language() != browser():
            st.query_params["lang"] = language()
        with st.popover(md_escape(user(), most=20), icon=":material/person:", type="tertiary"):
            st.text_input(
                _("Your name"),
                value=user(),
                key="named",
                max_chars=LONGEST_NAME,
                persist_state="session",
                help=_("Stands beside what you record. Kept for this visit."),
            )
            st.caption(_("Times are in {zone}.").format(zone=st.context.timezone or "UTC"))


def user() -> str:
    """Who is looking: as they are logged in, as they call themselves, or the login's name."""
    mail = st.user.get("email")
    named = mail or plain_words(st.session_state.get("named") or "")[:LONGEST_NAME]
    return str(named) or _login()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "me"


def simulated() -> None:
    """Say on every page that a simulated book is simulated."""
    try:
        invented = book_facts(book_path()).simulated
    except ClientRiskError:
        return
    if invented:
        words = _("Simulated: invented clients, no real ones")
        st.badge(words, icon=":material/science:", color="orange")


@st.cache_resource(max_entries=4, show_spinner=False)
def watch(path: Path) -> Watch:
    """Start looking after the model, once per book and server."""
    watched = Watch(path)
    watched.start()
    return watched


def opened() -> Opened | None:
    """The book as scored; scores it first where that is missing. None once a problem is shown."""
    path = book_path()
    watched = watch(path)
    watched.look_if_changed()
    try:
        kept = _read(path, _stamp(path), language())
        if kept is None:
            kept = _score(path, watched, None)
        elif watched.version not in (None, kept.header["model_version"], *watched.refused):
            try:
                kept = _score(path, watched, watched.version)
            except ClientRiskError:
                watched.refused.add(str(watched.version))
    except ClientRiskError as problem:
        trouble(problem)
        return None
    for caution in kept.header["cautions"]:
        st.warning(md_escape(caution, most=400))
    return _for_user(kept)


def logbook(opened: Opened) -> Logbook:
    """What people said of this book's prospects; opens nothing by itself."""
    return Logbook.open(opened.book.path)


def _for_user(kept: Opened) -> Opened:
    """Without what people recorded as ended, and without scores that a gut call comes before.

    A logbook that cannot be read is told, and the list stays as the book has it.
    """
    book = logbook(kept)
    try:
        ended = latest(book.outcomes())
        hidden = frozenset[str]()
        if book.settings(user()).gut_first:
            ids = [one.engagement_id for one in kept.prospects]
            hidden = frozenset(owed(book.gut_calls(withdrawn=True), user(), ids))
    except ClientRiskError as problem:
        st.warning(md_escape(told(problem), most=400), icon=":material/cloud_off:")
        return kept
    if not (ended or hidden):
        return kept
    seen = seen_by(kept.prospects, ended, hidden)
    key = (*kept.key, frozenset(ended), hidden)
    return replace(kept, prospects=seen, key=key, ended=ended)


def told(problem: ClientRiskError) -> str:
    """An error in one sentence or two: what, and the next step."""
    return " ".join(map(sentence, filter(None, (problem.what, problem.next_step))))


def sentence(words: str) -> str:
    """A piece of an error as a sentence; the ones a lead meets are translated (errors.po)."""
    said = _(words)
    return f"{said[:1].upper()}{said[1:]}."


def trouble(problem: ClientRiskError) -> None:
    """One calm page instead of a traceback: what, where, and the next step."""
    st.header(_("Nothing to show yet"), anchor=False)
    st.text(sentence(problem.what))
    if problem.where:
        st.caption(_("Where"))
        st.code(problem.where, language=None, wrap_lines=True)
    if problem.next_step:
        st.caption(_("What to do"))
        st.text(sentence(problem.next_step))
    st.button(_("Try again"), icon=":material/refresh:", key="again")


def footer() -> None:
    """Where the figures come from, in one quiet line."""
    path = book_path()
    kept = _read(path, _stamp(path), language())
    if kept is None:
        return
    header, watched = kept.header, watch(path)
    refused = _("a newer model could not score this book")
    words = [
        _("Book {name}").format(name=header["book_name"]),
        _("as of {day}").format(day=day(header["as_of"])),
        _("model {version}").format(version=header["model_version"]),
        _("scored {day}").format(day=day(header["made_at"])),
        refused if watched.refused else _(FRESHNESS[watched.reached]),
    ]
    st.space("small")
    st.caption(md_escape(" · ".join(words), most=400))


def open_prospect(engagement_id: str) -> None:
    """Go to a prospect's page."""
    st.switch_page("views/prospect.py", query_params={"id": engagement_id})


def live(opened: Opened) -> Live:
    """The model and the histories, loaded once per model and state of the book.

    Raises ClientRiskError, which the caller shows by `trouble`.
    """
    with st.spinner(_("Loading the model …")):
        return watch(opened.book.path).live(opened.header["model_version"], opened.book.digest)


def _stamp(path: Path) -> tuple[tuple[int, int] | None, ...]:
    """Changes when a stored file of the book or its sheet does."""
    folder = scores.sheet_path(path)
    found: list[tuple[int, int] | None] = []
    for file in (path / "book.json", folder / scores.HEADER, folder / scores.PROSPECTS):
        try:
            seen = file.stat()
            found.append((seen.st_mtime_ns, seen.st_size))
        except OSError:
            found.append(None)
    return tuple(found)


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(
    path: Path, stamp: tuple[tuple[int, int] | None, ...], told_in: Language
) -> Opened | None:
    try:
        book = book_facts(path)
    except ClientRiskError:
        return None
    sheet = scores.load_scores(path)
    if sheet is None:
        return None
    found = by_urgency(Prospect.of(row, told_in) for row in sheet.rows)
    rows = {row["engagement_id"]: row for row in sheet.rows}
    return Opened(book, sheet, found, (path, stamp, told_in), {}, rows)


@st.cache_resource(max_entries=8, show_spinner=False)
def _extra(folder: Path, name: str, digest: str | None, _sheet: StoredSheet) -> Any:
    return _sheet.extra(name)


def score_book(path: Path, progress: Callable[[float], None]) -> ScoreSheet:
    """Score every open engagement; imports the model's libraries, which takes seconds."""
    from app.score_book import score_book as score

    return score(path, progress=progress)


def _score(path: Path, watched: Watch, version: str | None) -> Opened:
    """Score the book and keep the sheet; whoever comes meanwhile waits and takes the same one."""
    book_facts(path)
    words = _("Reading every open prospect's history …")
    bar = st.progress(0.0, text=words)

    def advance(share: float) -> None:
        bar.progress(min(max(share, 0.0), 1.0), text=words)

    try:
        with watched.scoring:
            kept = _read(path, _stamp(path), language())
            if kept is not None and version in (None, kept.header["model_version"]):
                return kept
            scores.save_scores(path, score_book(path, progress=advance))
            kept = _read(path, _stamp(path), language())
    finally:
        bar.empty()
    if kept is None:
        raise ClientRiskError(
            "the book was changed while it was scored", where=str(path), next_step="try again"
        )
    return kept
