"""The data contract: both tables, declared once; checks, readers and documents derive from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

Need = Literal["must", "may", "by kind"]
BookTable = Literal["interactions", "engagements"]
TableName = BookTable | Literal["signals"]

TIME = pa.timestamp("us", tz="UTC")
MONEY = pa.decimal128(18, 4)

#: The statuses each kind of interaction may have; a kind that is not a key here has none.
STATUSES: dict[str, tuple[str, ...]] = {
    "meeting": ("requested", "scheduled", "rescheduled", "cancelled", "held", "missed"),
    "call": ("scheduled", "answered", "unanswered"),
    "proposal": ("sent", "countered", "accepted", "rejected"),
    "invoice": ("issued", "cancelled"),
    "delivery": ("sent", "accepted", "rejected"),
    "task": ("open", "done", "moved", "withdrawn", "blocked"),
    "complaint": ("open", "resolved"),
}
KINDS = (
    "message",
    "call",
    "meeting",
    "proposal",
    "order",
    "invoice",
    "payment",
    "delivery",
    "task",
    "complaint",
    "minutes",
    "note",
)
DIRECTIONS = ("inbound", "outbound", "internal")
PARTIES = ("client", "us")
CHANNELS = ("email", "phone", "video", "in_person", "chat", "web", "post")
ROLES = ("decider", "assistant", "user", "other")


@dataclass(frozen=True)
class Column:
    """One column: its type, whether it must be there, and what it means to a person.

    ``words`` are the only values an enum may have; ``least`` is the smallest allowed number.
    """

    name: str
    type: pa.DataType
    need: Need
    meaning: str
    words: tuple[str, ...] = ()
    least: int | None = None


@dataclass(frozen=True)
class TableContract:
    """One table of the contract; its first column is the id that is unique within it.

    >>> INTERACTIONS.id, ENGAGEMENTS.id
    ('interaction_id', 'engagement_id')
    >>> ENGAGEMENTS.schema.field("paid_off").type
    DataType(bool)
    """

    name: TableName
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """Arrow schema, columns in the order of the contract."""
        return pa.schema([pa.field(column.name, column.type) for column in self.columns])

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in the order of the contract."""
        return tuple(column.name for column in self.columns)

    @property
    def musts(self) -> tuple[str, ...]:
        """Columns without which a source is refused as a whole."""
        return tuple(column.name for column in self.columns if column.need == "must")

    @property
    def id(self) -> str:
        """The column that is unique."""
        return self.columns[0].name

    def empty(self) -> pa.Table:
        """Return a table of this contract without rows."""
        return self.schema.empty_table()


def _text(name: str, need: Need, meaning: str, words: tuple[str, ...] = ()) -> Column:
    return Column(name, pa.string(), need, meaning, words)


INTERACTIONS = TableContract(
    "interactions",
    (
        _text("interaction_id", "must", "the source's own id where it has one; unique"),
        _text("engagement_id", "must", "the prospect, deal or project that is scored"),
        _text("client_id", "must", "the company or person across engagements"),
        Column("occurred_at", TIME, "must", "when it happened"),
        Column("recorded_at", TIME, "may", "when the source first knew it; absent: occurred_at"),
        _text("kind", "must", "what happened", KINDS),
        _text(
            "direction", "must", "who wrote or acted: client, us, or a fact on record", DIRECTIONS
        ),
        _text("status", "by kind", "how it stands, in the words its kind allows"),
        _text("party", "may", "whose doing it was; unknown speaks against nobody", PARTIES),
        _text("channel", "may", "the way it took", CHANNELS),
        _text("text", "may", "subject and body, as written, any language"),
        _text("label", "may", "the source's own word for the step"),
        _text("contact", "may", "who on the client's side"),
        _text("role", "may", "what that contact may decide", ROLES),
        _text("refers_to", "may", "interaction_id of the thing it is about"),
        Column("scheduled_for", TIME, "may", "the agreed or promised time, or the due date"),
        Column(
            "duration_minutes", pa.float64(), "may", "planned length of a meeting or call", least=0
        ),
        Column("effort_hours", pa.float64(), "may", "what it cost us", least=0),
        Column("invited", pa.int64(), "may", "people invited on the client's side", least=0),
        Column("attended", pa.int64(), "may", "people who came from the client's side", least=0),
        Column("amount", MONEY, "may", "money of a proposal, counter, order, invoice, payment"),
        _text("currency", "may", "ISO 4217 code; absent means the book's own"),
    ),
)

ENGAGEMENTS = TableContract(
    "engagements",
    (
        _text("engagement_id", "must", "the prospect, deal or project that is scored; unique"),
        _text("client_id", "must", "the company or person across engagements"),
        Column("opened_at", TIME, "must", "when it began"),
        Column("closed_at", TIME, "may", "when it ended; absent: still open, so no outcome"),
        Column("expected_value", MONEY, "may", "what we hope to invoice"),
        Column("hourly_cost", MONEY, "may", "what an hour of ours costs"),
        Column("revenue", MONEY, "may", "what was really received; known only after closing"),
        Column("paid_off", pa.bool_(), "may", "the outcome where the book says it outright"),
        _text("segment", "may", "for slices and filters"),
        _text("owner", "may", "for slices and filters"),
        _text("source", "may", "for slices and filters"),
        _text("industry", "may", "for slices and filters"),
    ),
)

TABLES: dict[BookTable, TableContract] = {"interactions": INTERACTIONS, "engagements": ENGAGEMENTS}

#: How a signal begins that no essay speaks of; every other one is of the catalogue.
GIVEN = "given_"


def signals_contract(names: Iterable[str]) -> TableContract:
    """Signals that somebody filled in, where there is no history: ids, outcome, a number for each.

    A signal that is null cannot be told. It is no table of a book.

    >>> signals_contract(["put_offs", "given_size"]).names[-2:]
    ('put_offs', 'given_size')
    """
    own = (
        _text("engagement_id", "must", "the prospect, deal or project that is scored; unique"),
        _text("client_id", "may", "the company or person; absent: a client of its own"),
        Column("paid_off", pa.bool_(), "must", "the outcome"),
    )
    known = {column.name for column in own}
    return TableContract(
        "signals",
        own
        + tuple(
            Column(
                name,
                pa.float64(),
                "may",
                "a signal; null cannot be told",
                least=None if name.startswith(GIVEN) else 0,
            )
            for name in names
            if name not in known
        ),
    )
