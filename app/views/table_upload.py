"""An uploaded table: read as it was mapped before, or mapped by hand, with a preview."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import streamlit as st

from app.tables import table, texts
from app.viewer import _, moment, number, viewer
from app.views import frame
from app.views.column_choices import MEANINGS, WORDS, ask_all, shown_word
from app.views.uploads import KEPT_IN_MEMORY, choose_encoding, safe_name
from app.words import RECORDED, md_escape, shorten
from data.errors import ClientRiskError, DataRefused, UsageError

if TYPE_CHECKING:
    from app.newcomer import Facts, Newcomer
    from data.hand_mapping import Rows
    from data.rules import Mapping as SourceMapping
    from data.sources.raw import Raw

TYPES = ["csv", "tsv", "txt"]
MOST_ROWS = 50_000
FIRST = 5  # rows of a preview


def uploaded(opened: frame.Opened) -> Newcomer | None:
    """A table as a file: mapped as it was before, else by hand; None until it can be read."""
    st.subheader(_("1. What is on record"), anchor=False)
    file = st.file_uploader(
        _("A table (.csv), one row for each thing that happened"),
        TYPES,
        key="table",
        help=_("As HubSpot, Salesforce, Pipedrive or any other program exports its activities."),
    )
    if file is None:
        return None
    from app.newcomer import from_rows
    from data.hand_mapping import folder_of, kept_for

    content, name = file.getvalue(), safe_name(file.name)
    raw, encoding = read(name, content)
    if raw is None:
        return None
    told = _("{rows} rows, {columns} columns").format(
        rows=number(raw.rows), columns=number(len(raw.columns))
    )
    st.caption(told)
    kept = kept_for(folder_of(opened.book.path), raw.columns)
    if kept and st.session_state.get("by hand") != name:
        mapping: SourceMapping | None = kept[0]
        st.caption(_("Read as “{name}”, mapped before.").format(name=md_escape(kept[0].name)))
        st.button(
            _("Map the columns anew"), key="anew", on_click=_by_hand, args=(name,), type="tertiary"
        )
    else:
        mapping = mapped(opened, raw, name, encoding)
    if mapping is None:
        return None
    rows = _rows(name, content, mapping, opened.book.currency)
    preview(rows)
    if not rows.interactions.accepted.num_rows:
        st.info(_("Every row would be set aside. Look at the reasons, then change a column."))
        return None
    facts = of_one_prospect(opened, rows)
    if facts is not None and not facts.client:
        st.info(_("Give the client a name."))
        return None
    return from_rows(rows, mapping, facts, name)


def _by_hand(name: str) -> None:
    st.session_state["by hand"] = name


def read(name: str, content: bytes) -> tuple[Raw | None, str | None]:
    """The columns as written, None until its encoding is known; and the encoding if chosen."""
    raw = _raw(name, content, None)
    if not any("Windows-1252" in note for note in raw.notes):
        return raw, None
    encoding = choose_encoding("table encoding")
    return (_raw(name, content, encoding), encoding) if encoding else (None, None)


@st.cache_resource(max_entries=8, ttl=KEPT_IN_MEMORY, show_spinner=False)
def _raw(name: str, content: bytes, encoding: str | None) -> Raw:
    from data.sources.csv_source import read_csv

    with TemporaryDirectory() as folder, st.spinner(_("Reading …")):
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            raw = read_csv(path, encoding=encoding)
        except ClientRiskError as problem:
            raise DataRefused(problem.what, where=name, next_step=problem.next_step) from None
    if raw.rows > MOST_ROWS:
        raise UsageError(
            f"the table has {raw.rows:,} rows, more than {MOST_ROWS:,}",
            where=name,
            next_step="import it with `clientrisk import`",
        )
    return raw


@st.cache_resource(
    max_entries=8, ttl=KEPT_IN_MEMORY, show_spinner=False, hash_funcs={"data.rules.Mapping": repr}
)
def _rows(name: str, content: bytes, mapping: SourceMapping, currency: str | None) -> Rows:
    from data.hand_mapping import read_rows

    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read_rows(path, mapping, currency)


def mapped(opened: frame.Opened, raw: Raw, name: str, encoding: str | None) -> SourceMapping | None:
    """What each column is, asked with a proposal; None until all that must be said is said."""
    from data.hand_mapping import declared, folder_of, mapping_of, save
    from data.proposal import unsettled

    st.subheader(_("2. What its columns are"), anchor=False)
    zone = str(viewer().zone)
    mark = hashlib.sha256(repr(list(raw.columns)).encode("utf-8", "replace")).hexdigest()[:8]
    choices = ask_all(raw, zone, f"{name}-{mark}")
    missing = unsettled(choices)
    if missing:
        names = ", ".join(_(MEANINGS[each]) for each in missing)
        st.info(_("Still to say: {names}.").format(names=names))
        return None
    kept_as = st.text_input(
        _("Remember these columns as"), value=Path(name).stem, key=f"as-{mark}", max_chars=60
    )
    tables = declared(choices, kept_as or Path(name).stem, zone, encoding)
    if st.button(_("Remember"), key="remember", help=_("The next table with them asks nothing.")):
        save(folder_of(opened.book.path), tables)
        st.session_state["by hand"] = None
        st.rerun()
    return mapping_of(tables)


def preview(rows: Rows) -> None:
    """How many rows are read and set aside, why, and the first ones as they are read."""
    read_, aside = rows.interactions, rows.set_aside
    with st.container(horizontal=True):
        st.metric(_("Rows read"), number(read_.read))
        st.metric(_("Accepted"), number(read_.accepted.num_rows))
        st.metric(_("Set aside"), number(read_.set_aside.num_rows))
    for note in read_.notes:
        st.caption(md_escape(note, most=300))
    if aside.num_rows:
        with st.expander(_("Why rows are set aside"), expanded=not read_.accepted.num_rows):
            found = [
                (str(row["line"]), row["column"] or "", row["value"] or "", row["reason"])
                for row in aside.slice(0, 2 * FIRST).to_pylist()
            ]
            st.dataframe(
                table(texts(_("Line"), _("Column"), _("Value"), _("Reason")), found),
                hide_index=True,
                alt=_("The first rows that are set aside, with their reasons"),
            )
    with st.expander(_("The first rows as they are read")):
        st.dataframe(
            as_read(read_.accepted.slice(0, FIRST).to_pylist()),
            hide_index=True,
            alt=_("The first rows as they are read"),
        )


def as_read(rows: list[Mapping[str, Any]]) -> Any:
    """Accepted rows under the names the page uses, without the columns that are empty."""
    names = [name for name in MEANINGS if any(row.get(name) is not None for row in rows)]
    return table(
        texts(*(_(MEANINGS[name]) for name in names)),
        [tuple(_shown(row.get(name)) for name in names) for row in rows],
    )


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "tzinfo"):
        return moment(value)
    word = str(value)
    return shown_word(word) if word in WORDS or word in RECORDED else shorten(word, 160)


def of_one_prospect(opened: frame.Opened, rows: Rows) -> Facts | None:
    """Who it is about, where the table names neither deals nor clients."""
    import pyarrow.compute as pc

    from app.newcomer import Facts
    from data.hand_mapping import THIS_PROSPECT

    accepted = rows.interactions.accepted
    if not pc.all(pc.equal(accepted["engagement_id"], THIS_PROSPECT)).as_py():
        return None
    called = st.text_input(_("Client"), key="table client", max_chars=200) or ""
    return Facts(" ".join(called.split()))
