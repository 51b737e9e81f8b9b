"""The declaration itself."""

import pyarrow as pa
import pytest

from data.contract import ENGAGEMENTS, INTERACTIONS, KINDS, STATUSES, TABLES


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_column_has_a_name_of_its_own_and_a_meaning(table):
    assert len(set(table.names)) == len(table.columns)
    assert all(column.meaning for column in table.columns)


def test_a_status_belongs_to_a_kind_that_exists():
    assert set(STATUSES) <= set(KINDS)


def test_every_time_is_in_utc_and_every_money_is_exact():
    for table in TABLES.values():
        for field in table.schema:
            assert not pa.types.is_timestamp(field.type) or field.type.tz == "UTC"
    assert ENGAGEMENTS.schema.field("revenue").type == pa.decimal128(18, 4)
    assert INTERACTIONS.schema.field("amount").type == pa.decimal128(18, 4)


def test_must_columns_are_those_of_the_contract():
    assert INTERACTIONS.musts == (
        "interaction_id", "engagement_id", "client_id", "occurred_at", "kind", "direction",
    )  # fmt: skip
    assert ENGAGEMENTS.musts == ("engagement_id", "client_id", "opened_at")
