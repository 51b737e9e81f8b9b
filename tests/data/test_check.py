"""Every rule of the contract, one bad row each: set aside with line, column, value and reason."""

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.check import Draft, check_draft, check_whole
from data.contract import ENGAGEMENTS, INTERACTIONS, KINDS
from data.errors import DataRefused
from data.readers import read_table

BAD_INTERACTIONS = {
    "empty_must": ({"client_id": ""}, "client_id", "is empty"),
    "blank_must": ({"engagement_id": "   "}, "engagement_id", "is empty"),
    "naive_time": ({"occurred_at": "2024-01-05 10:00:00"}, "occurred_at", "no time zone"),
    "date_only": ({"occurred_at": "2024-01-05"}, "occurred_at", "no time zone"),
    "no_time": ({"occurred_at": "yesterday"}, "occurred_at", "is not an ISO 8601 time"),
    "no_such_day": ({"occurred_at": "2024-02-30T10:00:00Z"}, "occurred_at", "is not an ISO"),
    "placeholder": ({"occurred_at": "0001-01-01T00:00:00Z"}, "occurred_at", "outside the years"),
    "naive_due": ({"scheduled_for": "2024-01-05 10:00"}, "scheduled_for", "no time zone"),
    "kind": ({"kind": "mail"}, "kind", "is none of: message, call"),
    "kind_case": ({"kind": "Message"}, "kind", "is none of"),
    "direction": ({"direction": "in"}, "direction", "is none of: inbound"),
    "party": ({"party": "they"}, "party", "is none of: client, us"),
    "channel": ({"channel": "fax"}, "channel", "is none of"),
    "role": ({"role": "boss"}, "role", "is none of"),
    "status_of_kind": ({"kind": "meeting", "status": "sent"}, "status", "a meeting may be"),
    "status_of_none": ({"kind": "payment", "status": "sent"}, "status", "a payment has none"),
    "minus_duration": ({"duration_minutes": "-1"}, "duration_minutes", "is less than 0"),
    "minus_effort": ({"effort_hours": "-0.5"}, "effort_hours", "is less than 0"),
    "minus_invited": ({"invited": "-1"}, "invited", "is less than 0"),
    "minus_attended": ({"attended": "-2"}, "attended", "is less than 0"),
    "half_a_person": ({"attended": "1.5"}, "attended", "is not a whole number"),
    "no_number": ({"effort_hours": "two"}, "effort_hours", "is not a number"),
    "endless": ({"duration_minutes": "1e999"}, "duration_minutes", "is not a finite number"),
    "no_money": ({"amount": "1,000.00"}, "amount", "is not a number"),
    "nan_money": ({"amount": "NaN"}, "amount", "is not a finite number"),
    "fine_money": ({"amount": "1.00001"}, "amount", "more than four decimals"),
    "huge_money": ({"amount": "1e15"}, "amount", "larger than any money"),
    "currency": ({"currency": "euro"}, "currency", "three-letter ISO 4217"),
}
BAD_ENGAGEMENTS = {
    "closed_first": ({"closed_at": "2023-12-31T00:00:00Z"}, "closed_at", "is before opened_at"),
    "maybe": ({"paid_off": "maybe"}, "paid_off", "is neither true nor false"),
    "no_opening": ({"opened_at": ""}, "opened_at", "is empty"),
    "revenue": ({"revenue": "lots"}, "revenue", "is not a number"),
}


@pytest.mark.parametrize(
    ("change", "column", "reason"), BAD_INTERACTIONS.values(), ids=list(BAD_INTERACTIONS)
)
def test_a_bad_interaction_is_set_aside_with_its_place_and_reason(
    interactions, change, column, reason
):
    read = read_table(interactions({}, change, {}), "interactions")
    assert read.accepted["interaction_id"].to_pylist() == ["i1", "i3"]
    (row,) = read.set_aside.to_pylist()
    assert (row["source"], row["table"], row["line"]) == ("interactions.csv", "interactions", 3)
    assert row["column"] == column
    assert row["value"] == (change[column].strip() or None)
    assert reason in row["reason"]


@pytest.mark.parametrize(
    ("change", "column", "reason"), BAD_ENGAGEMENTS.values(), ids=list(BAD_ENGAGEMENTS)
)
def test_a_bad_engagement_is_set_aside_with_its_place_and_reason(
    engagements, change, column, reason
):
    read = read_table(engagements(change, {}), "engagements")
    (row,) = read.set_aside.to_pylist()
    assert (row["line"], row["column"]) == (2, column)
    assert reason in row["reason"]
    assert read.accepted.num_rows == 1


GOOD_VALUES = [
    ({"amount": "1e3"}, "amount", Decimal("1000.0000")),
    ({"amount": "-20.5"}, "amount", Decimal("-20.5000")),
    ({"amount": "0.30000000000000004"}, "amount", Decimal("0.3000")),
    ({"attended": "3.0"}, "attended", 3),
    ({"effort_hours": "0"}, "effort_hours", 0.0),
    ({"kind": "meeting", "status": ""}, "status", None),
    ({"text": "  as written \n"}, "text", "  as written \n"),
    ({"text": "   "}, "text", None),
]


@pytest.mark.parametrize(("change", "column", "value"), GOOD_VALUES)
def test_an_unusual_but_clear_value_is_accepted(interactions, change, column, value):
    read = read_table(interactions(change), "interactions")
    assert read.accepted[column].to_pylist() == [value]


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-05T10:00:00Z",
        "2024-01-05t10:00:00z",
        "2024-01-05 12:00:00+02:00",
        "2024-01-05 12:00:00 +0200",
        "2024-01-05 05:00:00 -05:00",
        "2024-01-05 10:00:00 Z",
        "2024-01-05T10:00+00",
        "2024-01-05T10:00:00.000000Z",
    ],
)
def test_one_moment_in_any_zone_is_the_same_moment(interactions, written):
    read = read_table(interactions({"occurred_at": written}), "interactions")
    assert read.accepted["occurred_at"].to_pylist() == [datetime(2024, 1, 5, 10, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("written", "value"), [("TRUE", True), ("1", True), ("0", False), ("False", False)]
)
def test_an_outcome_may_be_written_as_a_word_or_a_digit(engagements, written, value):
    assert read_table(engagements({"paid_off": written}), "engagements").accepted[
        "paid_off"
    ].to_pylist() == [value]


def test_a_repeated_id_is_set_aside_naming_the_first_line(interactions):
    read = read_table(interactions({}, {"interaction_id": "i1"}, {}), "interactions")
    (row,) = read.set_aside.to_pylist()
    assert (row["line"], row["value"]) == (3, "i1")
    assert "already used on line 2" in row["reason"]


def test_a_row_with_several_faults_is_one_row_that_names_them_all(interactions):
    read = read_table(
        interactions({"kind": "mail", "party": "they", "effort_hours": "-1"}), "interactions"
    )
    (row,) = read.set_aside.to_pylist()
    assert row["column"] == "kind"
    assert "also party" in row["reason"]
    assert "also effort_hours" in row["reason"]
    assert read.read == 1


def test_a_missing_may_column_is_null(interactions):
    read = read_table(interactions({}), "interactions")
    assert read.accepted.schema == INTERACTIONS.schema
    assert read.accepted["text"].null_count == 1


def test_typed_parquet_values_are_read_and_naive_ones_set_aside(tmp_path):
    moments = [datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 2, tzinfo=UTC)]
    table = pa.table(
        {
            "engagement_id": pa.array([1, 2]),
            "client_id": ["a", "b"],
            "opened_at": pa.array(moments, pa.timestamp("ns", tz="Europe/Berlin")),
            "closed_at": pa.array([None, datetime(2024, 3, 1)], pa.timestamp("ms")),
            "revenue": pa.array([55.94, float("nan")]),
            "paid_off": pa.array([True, None]),
            "owner": pa.array(["x", "y"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "e.parquet")
    read = read_table(tmp_path / "e.parquet", "engagements")
    assert read.accepted["revenue"].to_pylist() == [Decimal("55.9400")]
    assert read.accepted["opened_at"].to_pylist() == moments[:1]
    (row,) = read.set_aside.to_pylist()
    assert (row["line"], row["column"]) == (2, "closed_at")


cells = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "",
            " ",
            "2024-01-01T00:00:00Z",
            "2024-01-01",
            "1",
            "-1",
            "1e400",
            "NaN",
            "EUR",
            "a",
            "held",
        ]
    ),
    st.sampled_from([*KINDS, "inbound", "client", "email", "sent"]),
    st.text(max_size=12),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_accepted_and_set_aside_are_all_that_was_read_whatever_the_table(data):
    contract = data.draw(st.sampled_from([INTERACTIONS, ENGAGEMENTS]))
    rows = data.draw(st.integers(0, 12))
    optional = data.draw(st.sets(st.sampled_from(contract.names)))
    names = [name for name in contract.names if name in optional or name in contract.musts]
    columns = {
        name: pa.array(data.draw(st.lists(cells, min_size=rows, max_size=rows)), pa.string())
        for name in names
    }
    zone = data.draw(st.sampled_from([None, "Europe/Berlin"]))
    draft = Draft(columns, pa.array(range(2, rows + 2), pa.int64()))
    checked = check_whole([check_draft(draft, contract, "wild", zone)], contract)
    assert checked.accepted.num_rows + len(checked.set_aside) == rows
    assert checked.accepted.schema == contract.schema
    seen = [*checked.lines.to_pylist(), *(entry[0] for entry in checked.set_aside)]
    assert sorted(seen) == list(range(2, rows + 2))
    for name in contract.musts:
        assert checked.accepted[name].null_count == 0


def test_a_column_that_is_nearly_one_of_the_contract_is_named(tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text(
        "interaction_id,engagement_id,client_id,ocurred_at,kind,direction\n1,2,3,4,5,6\n"
    )
    with pytest.raises(
        DataRefused, match="'ocurred_at' is not in the contract; did you mean occurred_at"
    ):
        read_table(path, "interactions")
