"""The contract's one rule of outcome."""

import pytest

from data.importing import import_into
from data.outcome import outcomes

CLOSED = {"closed_at": "2024-02-01T00:00:00Z"}
CASES = {
    "said_outright": ({**CLOSED, "paid_off": "true", "revenue": "-5"}, "", 80.0, True),
    "said_not": ({**CLOSED, "paid_off": "false", "revenue": "500"}, "", 80.0, False),
    "open_is_none": ({"paid_off": "true", "revenue": "500"}, "", 80.0, None),
    "worth_it": ({**CLOSED, "revenue": "161"}, "2", 80.0, True),
    "even_is_not_above": ({**CLOSED, "revenue": "160"}, "2", 80.0, False),
    "own_cost_first": ({**CLOSED, "revenue": "161", "hourly_cost": "100"}, "2", 80.0, False),
    "no_cost_known": ({**CLOSED, "revenue": "161"}, "2", None, None),
    "no_cost_needed": ({**CLOSED, "revenue": "0"}, "2", None, False),
    "no_hours": ({**CLOSED, "revenue": "1"}, "", None, True),
    "nothing_said": (CLOSED, "2", 80.0, None),
}


@pytest.mark.parametrize(("deal", "hours", "cost", "expected"), CASES.values(), ids=list(CASES))
def test_an_outcome_follows_the_rule(
    tmp_path, interactions, engagements, deal, hours, cost, expected
):
    messages = interactions({"effort_hours": hours}, {"engagement_id": "e2", "effort_hours": "99"})
    book = import_into(tmp_path / "b", interactions=messages, engagements=engagements(deal)).book
    found = outcomes(book.interactions, book.engagements, cost)
    assert found.column_names == ["engagement_id", "closed_at", "paid_off"]
    assert found["paid_off"].to_pylist() == [expected]
