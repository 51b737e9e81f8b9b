"""From the contract's tables to the engine's: epoch microseconds, floats, text read once."""

from __future__ import annotations

import os
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from joblib import Parallel, delayed

from data.contract import TIME
from data.errors import DataRefused
from features.cues import CUES
from features.cues.reader import MESSAGE_CUES, QUOTE_LENGTH, Reader
from features.promised import promised
from features.threads import threads
from features.usual import Usual

PUT_OFF = "put-off"


def _moment(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(pc.cast(column, pa.timestamp("us", tz="UTC")), pa.int64())


def _number(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(column, pa.float64())


#: From so many messages on, several processes read: starting them costs about two seconds.
READ_TOGETHER = 50_000
PIECE = 10_000


def heard(interactions: pa.Table, reader: Reader) -> pa.Table:
    """The text cues of the rows: interaction_id, cue, quote, start, end (`Reader.read`)."""
    rows = interactions.select(["interaction_id", "direction", "text"])
    # As lists: a slice of a table is sent to a process with all that it was cut from.
    pieces = (_written(rows.slice(start, PIECE)) for start in range(0, len(rows), PIECE))
    several = len(rows) - rows["text"].null_count >= READ_TOGETHER
    read = Parallel(n_jobs=os.cpu_count() if several else 1)(
        delayed(_heard_in)(piece, reader) for piece in pieces
    )
    return pa.concat_tables([MESSAGE_CUES.empty_table(), *read]).combine_chunks()


def _written(rows: pa.Table) -> dict[str, list[str]]:
    return rows.filter(pc.is_valid(rows["text"])).to_pydict()


def _heard_in(messages: dict[str, list[str]], reader: Reader) -> pa.Table:
    return reader.read(pa.table(messages))


def _cue_bits(interactions: pa.Table, cues: pa.Table) -> pa.Array:
    """Per interaction an int64 in which bit k says that it carries cue k of the catalogue."""
    position = pc.index_in(cues["cue"], pa.array([cue.id for cue in CUES]))
    bits = pc.shift_left(pa.scalar(1, pa.int64()), pc.cast(position, pa.int64()))
    each = pa.table({"id": cues["interaction_id"], "bit": bits}).group_by("id")
    summed = each.aggregate([("bit", "sum")])  # one row per message and cue: the sum is the union
    row = pc.index_in(interactions["interaction_id"], summed["id"].combine_chunks())
    return pc.fill_null(pc.take(summed["bit_sum"].combine_chunks(), row.combine_chunks()), 0)


def _promises(interactions: pa.Table, cues: pa.Table) -> tuple[pa.Array, pa.Array]:
    """First and last moment that a putting-off message names, per interaction (null: none).

    The time on record, where there is one; else that of the sentence that puts off, or of the
    words right after it.
    """
    puts_off = cues.filter(pc.equal(cues["cue"], PUT_OFF))
    row = pc.index_in(puts_off["interaction_id"], interactions["interaction_id"].combine_chunks())
    told = interactions.select(["occurred_at", "scheduled_for", "text"]).take(row)
    spans: dict[int, tuple[datetime, datetime]] = {}
    columns = (row, told["occurred_at"], told["scheduled_for"], told["text"], puts_off["end"])
    for place, at, recorded, text, end, quote in zip(
        *(column.to_pylist() for column in (*columns, puts_off["quote"])), strict=True
    ):
        after = text[end : end + QUOTE_LENGTH]
        span = (recorded, recorded) if recorded else promised(quote, at) or promised(after, at)
        if span:
            spans[place] = span
    places = pa.array(spans, pa.int64())
    every = pa.array(range(interactions.num_rows), pa.int64())
    found = pc.index_in(every, places)
    first, last = (
        pc.take(_moment(pa.chunked_array([[span[side] for span in spans.values()]], TIME)), found)
        for side in (0, 1)
    )
    return first.combine_chunks(), last.combine_chunks()


def engine_interactions(
    interactions: pa.Table, engagements: pa.Table, cues: pa.Table, usual: Usual
) -> pa.Table:
    """The engine's `interactions` (`features.history.INTERACTIONS`).

    The client of a row is its engagement's, where the engagement is known.
    """
    at = _moment(interactions["occurred_at"])
    row = pc.index_in(interactions["engagement_id"], engagements["engagement_id"].combine_chunks())
    client = pc.coalesce(
        pc.take(engagements["client_id"].combine_chunks(), row.combine_chunks()),
        interactions["client_id"].combine_chunks(),
    )
    # Known at the later of the two: a record made before the event tells nothing of it.
    known_at = pc.max_element_wise(at, _moment(interactions["recorded_at"]))
    thread, subject = threads(
        pa.table(
            {
                "interaction_id": interactions["interaction_id"],
                "client_id": client,
                "kind": interactions["kind"],
                "refers_to": interactions["refers_to"],
                "known_at": known_at,
            }
        )
    )
    text = interactions["text"]
    labels = pa.array(usual.labels, pa.string())
    promised_from, promised_until = _promises(interactions, cues)
    return pa.table(
        {
            "interaction_id": interactions["interaction_id"],
            "engagement_id": interactions["engagement_id"],
            "client_id": client,
            "at": at,
            "known_at": known_at,
            "kind": interactions["kind"],
            "direction": interactions["direction"],
            "status": interactions["status"],
            "party": interactions["party"],
            "channel": interactions["channel"],
            "contact": interactions["contact"],
            "role": interactions["role"],
            "refers_to": interactions["refers_to"],
            "thread": thread,
            "subject": subject,
            "due": _moment(interactions["scheduled_for"]),
            "promised_from": promised_from,
            "promised_until": promised_until,
            "minutes": interactions["duration_minutes"],
            "hours": interactions["effort_hours"],
            "invited": _number(interactions["invited"]),
            "attended": _number(interactions["attended"]),
            "amount": _number(interactions["amount"]),
            "has_text": pc.fill_null(pc.greater(pc.utf8_length(text), 0), False),
            "label_slot": pc.cast(pc.index_in(interactions["label"], labels), pa.int64()),
            "cues": _cue_bits(interactions, cues),
        }
    )


def engine_engagements(engagements: pa.Table, hourly_cost: float | None) -> pa.Table:
    """The engine's `engagements` (`features.context.ENGAGEMENTS`)."""
    cost = _number(engagements["hourly_cost"])
    if hourly_cost is not None:
        cost = pc.fill_null(cost, hourly_cost)
    return pa.table(
        {
            "engagement_id": engagements["engagement_id"],
            "client_id": engagements["client_id"],
            "closed": _moment(engagements["closed_at"]),
            "paid_off": engagements["paid_off"],
            "revenue": _number(engagements["revenue"]),
            "hourly_cost": cost,
        }
    )


def engine_cutoffs(cutoffs: pa.Table, engagements: pa.Table, usual: Usual) -> pa.Table:
    """The engine's `cutoffs` (`features.history.CUTOFFS`), ``snapshot`` being the row's number.

    Raises `DataRefused` when a cutoff names an engagement the book does not have.
    """
    row = pc.index_in(
        cutoffs["engagement_id"], engagements["engagement_id"].combine_chunks()
    ).combine_chunks()
    if row.null_count:
        raise DataRefused(
            f"{row.null_count} cutoffs name an engagement that is not in the book",
            where="cutoffs",
            next_step="import those engagements first, or leave the rows out",
        )
    number = cutoffs.num_rows
    found = engagements.take(row)
    return pa.table(
        {
            "snapshot": pa.array(range(number), pa.int64()),
            "engagement_id": cutoffs["engagement_id"],
            "client_id": found["client_id"],
            "as_of": _moment(cutoffs["as_of"]),
            "opened": _moment(found["opened_at"]),
            "expected_value": _number(found["expected_value"]),
            "usual_amount": pa.array([usual.amount] * number, pa.float64()),
            "usual_meeting_minutes": pa.array([usual.meeting_minutes] * number, pa.float64()),
            "payments_recorded": pa.array([usual.payments_recorded] * number, pa.bool_()),
        }
    )
