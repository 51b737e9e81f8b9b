"""A prospect that is in no book yet: from a thread or from rows to the contract's two tables.

Nothing is stored here. What cannot be used is set aside with its reason and counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from data.contract import ENGAGEMENTS, INTERACTIONS, TIME
from data.errors import DataRefused
from data.hand_mapping import LINE, THIS_PROSPECT, Rows
from data.rules import Mapping as SourceMapping
from data.set_aside import SCHEMA, Entry, set_aside_rows
from data.thread import Message, Thread, subject_of
from data.thread_marks import Sender

Side = Literal["client", "us"]
#: What the book calls a thread that somebody pasted.
PASTED = "pasted thread"


@dataclass(frozen=True)
class Facts:
    """What a person knows of a prospect beside what was written; money in the book's currency."""

    client: str
    opened_at: datetime | None = None
    expected_value: Decimal | None = None
    hourly_cost: Decimal | None = None


@dataclass(frozen=True)
class Answer:
    """What a person says of a message that does not say it itself."""

    side: Side | None = None
    moment: datetime | None = None


@dataclass(frozen=True)
class Newcomer:
    """Rows that keep the contract, of one prospect or several, and the rows set aside."""

    interactions: pa.Table
    engagements: pa.Table
    source: str
    set_aside: pa.Table = field(default_factory=SCHEMA.empty_table)

    @property
    def ids(self) -> list[str]:
        """Of the engagements that can be scored: those that something happened in."""
        return pc.unique(self.interactions["engagement_id"]).to_pylist()

    @property
    def newest(self) -> datetime:
        """The latest moment in it (UTC)."""
        return pc.max(self.interactions["occurred_at"]).as_py()


def from_thread(
    thread: Thread,
    ours: Collection[Sender],
    facts: Facts,
    answers: Mapping[int, Answer] | None = None,
    source: str = PASTED,
) -> Newcomer:
    """A thread as one prospect: who is not one of ``ours`` writes for the client.

    ``answers``: what a person said of messages that name no sender or no moment, by their place in
    the thread; the others of that kind are set aside. Raises DataRefused when nothing of the
    client's is left: what only we wrote tells nothing of them.
    """
    said = answers or {}
    rows: list[dict[str, Any]] = []
    aside: list[Entry] = []
    subjects: set[str] = set()
    for place, message in enumerate(thread.messages):
        answer = said.get(place, Answer())
        side, moment = answer.side or side_of(message, ours), message.moment or answer.moment
        if side is None or moment is None:
            column, reason = _missing(message, side)
            aside.append((place + 1, column, message.written or None, reason))
        elif message.text or message.subject:
            rows.append(_row(message, side, moment, subjects))
    if not any(row["direction"] == "inbound" for row in rows):
        raise DataRefused(
            "no message of the client's is left", next_step="say which of the senders are yours"
        )
    first = min(row["occurred_at"] for row in rows)
    engagement = _engagement(facts, first)
    ids = {name: engagement[name][0].as_py() for name in ("engagement_id", "client_id")}
    interactions = pa.Table.from_pylist([ids | row for row in rows], schema=INTERACTIONS.schema)
    # Set-aside rows are renewed source by source, so each thread is a source of its own.
    source = f"{source}, {ids['engagement_id']}"
    return Newcomer(
        _own_ids(interactions, pc.is_null(interactions["interaction_id"])),
        engagement,
        source,
        set_aside_rows(source, "interactions", aside),
    )


def _engagement(facts: Facts, first: datetime) -> pa.Table:
    """The row of one prospect, named after its client and the day of its first word."""
    row = {
        "engagement_id": f"{_slug(facts.client)}-{first:%Y-%m-%d}",
        "client_id": facts.client,
        "opened_at": facts.opened_at or first,
        "expected_value": facts.expected_value,
        "hourly_cost": facts.hourly_cost,
    }
    return pa.Table.from_pylist([row], schema=ENGAGEMENTS.schema)


def side_of(message: Message, ours: Collection[Sender]) -> Side | None:
    """Whose message it is; None where nobody is named."""
    if not message.sender.shown:
        return None
    return "us" if message.sender in ours else "client"


def _missing(message: Message, side: Side | None) -> tuple[str, str]:
    if side is None:
        return "direction", "names no sender"
    return "occurred_at", message.time.why or "has no time"


def _row(message: Message, side: Side, moment: datetime, subjects: set[str]) -> dict[str, Any]:
    """One interaction; a subject is told once, with the first message that has it."""
    subject = subject_of(message.subject)
    told = subject if subject and subject not in subjects else ""
    subjects.add(subject)
    return {
        "occurred_at": moment,
        "kind": "message",
        "direction": "inbound" if side == "client" else "outbound",
        "channel": "chat" if message.chat else "email",
        "text": "\n\n".join(part for part in (told, message.text) if part) or None,
        "contact": (message.sender.shown or None) if side == "client" else None,
    }


def from_rows(rows: Rows, mapping: SourceMapping, facts: Facts | None, source: str) -> Newcomer:
    """Rows of a table as prospects; ``facts`` of the one prospect where the table names none.

    A prospect whose own facts were set aside is taken without them. Raises DataRefused when every
    row was set aside.
    """
    happened = rows.interactions.accepted
    if not happened.num_rows:
        raise DataRefused(
            "every row was set aside",
            where=source,
            next_step="look at the reasons, change a column",
        )
    known = rows.engagements.accepted if rows.engagements else ENGAGEMENTS.empty()
    if facts is not None and pc.all(pc.equal(happened["engagement_id"], THIS_PROSPECT)).as_py():
        known = _engagement(facts, pc.min(happened["occurred_at"]).as_py())
        for name in ("engagement_id", "client_id"):
            happened = _filled(happened, name, known[name][0].as_py())
    else:
        known = _opened(happened, known, _opened_by_first_row(mapping))
    without_id = pc.starts_with(happened["interaction_id"], LINE)
    return Newcomer(_own_ids(happened, without_id), known, source, rows.set_aside)


def _opened_by_first_row(mapping: SourceMapping) -> bool:
    """Whether the mapping takes an engagement's beginning from what happened in it."""
    happened = mapping.blocks_of("interactions")[0].columns["occurred_at"]
    blocks = mapping.blocks_of("engagements")
    return any(block.columns["opened_at"].first == happened.column for block in blocks)


def _opened(happened: pa.Table, known: pa.Table, by_first_row: bool) -> pa.Table:
    """An engagement for each id; what the source says of it was set aside where it has no row.

    Such a one, and each of them ``by_first_row``, was opened when its first row happened, whatever
    the order of the rows.
    """
    groups = happened.group_by("engagement_id", use_threads=False)
    firsts = groups.aggregate([("client_id", "first"), ("occurred_at", "min")])
    firsts = firsts.rename_columns(["engagement_id", "client_id", "opened_at"])
    if by_first_row and known.num_rows:
        place = pc.index_in(known["engagement_id"], firsts["engagement_id"].combine_chunks())
        opened = pc.coalesce(firsts["opened_at"].take(place), known["opened_at"])
        at = known.schema.get_field_index("opened_at")
        known = known.set_column(at, known.schema.field(at), opened.cast(TIME))
    without = pc.is_in(firsts["engagement_id"], known["engagement_id"].combine_chunks())
    missing = firsts.filter(pc.invert(without)).to_pylist()
    return pa.concat_tables([known, pa.Table.from_pylist(missing, schema=ENGAGEMENTS.schema)])


def _own_ids(interactions: pa.Table, needed: pa.ChunkedArray) -> pa.Table:
    """Ids made of what a row says, where it has none: the same row has the same id next time."""
    columns = ("engagement_id", "occurred_at", "kind", "direction", "text")
    rows = interactions.select([*columns, "interaction_id"]).to_pylist()
    ids: list[str] = []
    taken: set[str] = set()
    for row, without in zip(rows, needed.to_pylist(), strict=True):
        said = "\0".join(str(row[name]) for name in columns)
        digest = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:12]
        wanted = f"{row['engagement_id']}-{digest}" if without else row["interaction_id"]
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name)
        ids.append(name)
    return interactions.set_column(
        interactions.schema.get_field_index("interaction_id"),
        INTERACTIONS.schema.field("interaction_id"),
        pa.array(ids, pa.string()),
    )


def _slug(client: str) -> str:
    """A name as the beginning of an id: letters and figures of any language.

    >>> _slug("Harbour & Sons"), _slug("«Мост»"), _slug("!")
    ('harbour-sons', 'мост', 'prospect')
    """
    letters = "".join(each if each.isalnum() else " " for each in client.casefold())
    return "-".join(letters.split())[:40].strip("-") or "prospect"


def _filled(table: pa.Table, column: str, value: str) -> pa.Table:
    at = table.schema.get_field_index(column)
    return table.set_column(at, table.schema.field(at), pa.array([value] * table.num_rows))
