"""What every page stands in: the opened sheet, the label of a simulated book, the footer."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from app import scores
from app.prospects import BookFacts, Prospect, book_facts, prospects
from app.scores import ScoreSheet
from app.words import day, md_escape
from data.errors import ClientRiskError

PROJECT = Path(__file__).parents[2]
# The first look at the model imports for seconds: not while somebody waits for the first page.
FIRST_LOOK, NEXT_LOOK = 10.0, 30.0


@dataclass(frozen=True)
class Opened:
    """A book, its sheet and the prospects in it."""

    book: BookFacts
    sheet: ScoreSheet
    prospects: list[Prospect]
    note: str  # on the model's freshness, for the footer


@dataclass
class Watch:
    """What the background thread knows about the model in charge."""

    version: str | None = None
    note: str = "model not checked yet"
    refused: set[str] = field(default_factory=set)  # versions that could not score: not retried
    scoring: threading.Lock = field(default_factory=threading.Lock)

    def look(self, book_path: Path) -> None:
        """Ask once which version is in charge; a failure is a note, never an error of the page."""
        try:
            from app.scoring import current_model_version

            self.version = current_model_version(book_path)
            self.note = "model checked" if self.version else "model could not be checked"
        except Exception:
            self.version, self.note = None, "model could not be checked"


def book_path() -> Path:
    """The book in CLIENTRISK_BOOK, else the demo's."""
    return Path(os.environ.get("CLIENTRISK_BOOK") or PROJECT / "demo" / "book")


@st.cache_resource(max_entries=4, show_spinner=False)
def watch(path: Path) -> Watch:
    """Start looking after the model, once per book and server."""
    watched, rest = Watch(), threading.Event()

    def go_on() -> None:
        rest.wait(FIRST_LOOK)
        while True:
            watched.look(path)
            rest.wait(NEXT_LOOK)

    threading.Thread(target=go_on, name="model watch", daemon=True).start()
    return watched


def opened() -> Opened | None:
    """The book as scored; scores it first where that is missing. None once a problem is shown."""
    path = book_path()
    watched = watch(path)
    try:
        kept = _read(path, _stamp(path))
        note = watched.note
        if kept is None:
            kept = _score(path, watched, None)
        elif watched.version not in (None, kept.sheet.header["model_version"], *watched.refused):
            try:
                kept = _score(path, watched, watched.version)
            except ClientRiskError as problem:
                watched.refused.add(str(watched.version))
                note = f"a newer model could not score this book ({problem.what})"
        elif watched.refused:
            note = "a newer model could not score this book"
    except ClientRiskError as problem:
        trouble(problem)
        return None
    return Opened(kept.book, kept.sheet, kept.prospects, note)


def trouble(problem: ClientRiskError) -> None:
    """One calm page instead of a traceback: what, where, and the next step."""
    st.header("Nothing to show yet", anchor=False)
    st.text(f"{problem.what[:1].upper()}{problem.what[1:]}.")
    if problem.where:
        st.caption("Where")
        st.code(problem.where, language=None, wrap_lines=True)
    if problem.next_step:
        st.caption("What to do")
        st.text(f"{problem.next_step[:1].upper()}{problem.next_step[1:]}.")
    st.button("Try again", icon=":material/refresh:")


def label(shown: Opened) -> None:
    """Say on every page that a simulated book is simulated."""
    if shown.sheet.header["simulated"] or shown.book.simulated:
        st.badge(
            "Simulated: invented clients, no real ones", icon=":material/science:", color="orange"
        )


def cautions(shown: Opened) -> None:
    """What must be known of the whole book before any score of it is trusted."""
    for caution in shown.sheet.header["cautions"]:
        st.warning(md_escape(caution, most=400))


def footer(shown: Opened) -> None:
    """Where the figures come from, in one quiet line."""
    header = shown.sheet.header
    words = [
        f"Book {header['book_name']}",
        f"as of {day(header['as_of'])}",
        f"model {header['model_version']}",
        f"scored {day(header['made_at'])}",
        shown.note,
    ]
    st.space("small")
    st.caption(md_escape(" · ".join(words), most=400))


def _stamp(path: Path) -> tuple[tuple[int, int] | None, ...]:
    """Changes when a stored file of the book or its sheet does."""
    folder = scores.sheet_path(path)
    found: list[tuple[int, int] | None] = []
    for file in (path / "book.json", folder / scores.HEADER, folder / scores.EXPLANATIONS):
        try:
            seen = file.stat()
            found.append((seen.st_mtime_ns, seen.st_size))
        except OSError:
            found.append(None)
    return tuple(found)


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(path: Path, stamp: tuple[tuple[int, int] | None, ...]) -> Opened | None:
    book = book_facts(path)
    sheet = scores.load_scores(path)
    return None if sheet is None else Opened(book, sheet, prospects(book, sheet), "")


def score_book(path: Path, progress: Callable[[float], None]) -> scores.ScoreSheet:
    """Score every open engagement; imports the model's libraries, which takes seconds."""
    from app.scoring import score_book as score

    return score(path, progress=progress)


def _score(path: Path, watched: Watch, version: str | None) -> Opened:
    """Score the book and keep the sheet; whoever comes meanwhile waits and takes the same one."""
    book = book_facts(path)
    words = "Reading every open prospect's history …"
    bar = st.progress(0.0, text=words)

    def advance(share: float) -> None:
        bar.progress(min(max(share, 0.0), 1.0), text=words)

    try:
        with watched.scoring:
            kept = _read(path, _stamp(path))
            if kept is not None and version in (None, kept.sheet.header["model_version"]):
                return kept
            sheet = score_book(path, progress=advance)
            scores.save_scores(path, sheet)
    finally:
        bar.empty()
    return Opened(book, sheet, prospects(book, sheet), "")
