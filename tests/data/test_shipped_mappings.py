"""The shipped mappings, on small excerpts written by hand in the form of the real files."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from data.importing import import_into
from data.mapping import SHIPPED, find
from data.outcome import outcomes
from data.readers import read_table


def test_every_shipped_mapping_loads_and_makes_both_tables_or_gives_signals():
    names = {path.stem for path in SHIPPED.glob("*.toml")}
    assert names >= {"bohanec_b2b", "bpic2012", "craigslist_bargain", "ibm_accounts_receivable"}
    for name in names:
        made = {block.table for block in find(name).blocks}
        assert made in ({"interactions", "engagements"}, {"signals"})


def trace(case: str, *events: tuple[str, str]) -> str:
    inner = "".join(
        "<event>"
        '<string key="org:resource" value="112"/>'
        f'<string key="lifecycle:transition" value="{lifecycle}"/>'
        f'<string key="concept:name" value="{name}"/>'
        f'<date key="time:timestamp" value="2011-10-{day:02}T01:00:00.500+02:00"/>'
        "</event>"
        for day, (name, lifecycle) in enumerate(events, 1)
    )
    return (
        '<trace><date key="REG_DATE" value="2011-10-01T00:00:00.000+02:00"/>'
        f'<string key="concept:name" value="{case}"/><string key="AMOUNT_REQ" value="20000"/>'
        f"{inner}</trace>"
    )


@pytest.fixture
def loans(tmp_path):
    done = "COMPLETE"
    path = tmp_path / "log.xes"
    path.write_text(
        '<log xes.version="1.0">'
        + trace(
            "won",
            ("A_SUBMITTED", done), ("W_Completeren aanvraag", "SCHEDULE"), ("O_CREATED", done),
            ("O_SENT", done), ("O_CANCELLED", done), ("O_SENT", done),
            ("W_Nabellen offertes", "START"), ("W_Nabellen offertes", done),
            ("O_SENT_BACK", done), ("A_APPROVED", done), ("O_ACCEPTED", done),
        )
        + trace(
            "lost",
            ("A_SUBMITTED", done), ("O_SENT", done), ("A_CANCELLED", done), ("O_CANCELLED", done),
        )
        + trace("declined", ("A_SUBMITTED", done), ("O_SENT", done), ("O_DECLINED", done))
        + trace("refused", ("A_SUBMITTED", done), ("A_DECLINED", done))
        + trace("running", ("A_SUBMITTED", done), ("O_CANCELLED", done), ("O_SENT", done))
        + "</log>"
    )  # fmt: skip
    return path


def test_loans_lose_no_event_and_close_at_the_first_verdict(tmp_path, loans):
    report = import_into(tmp_path / "b", source=loans, mapping="bpic2012")
    counts = {each.table: (each.read, each.set_aside) for each in report.tables}
    assert counts == {"interactions": (23, 0), "engagements": (5, 0)}
    book = report.book
    found = {
        row["engagement_id"]: row
        for row in outcomes(book.interactions, book.engagements, None).to_pylist()
    }
    assert found["won"]["closed_at"] == datetime(2011, 10, 9, 23, 0, 0, 500_000, tzinfo=UTC)
    assert {case: row["paid_off"] for case, row in found.items()} == {
        "won": True,
        "lost": False,
        "declined": False,
        "refused": None,
        "running": None,
    }
    assert found["running"]["closed_at"] is None


def test_the_second_outcome_of_a_loan_is_whether_it_was_cancelled(loans):
    """The same rows close at the same moments; only a cancelled offer does not pay off."""
    told = {}
    for name in ("bpic2012", "bpic2012_cancelled"):
        accepted = read_table(loans, "engagements", find(name)).accepted
        told[name] = accepted.drop_columns("paid_off"), accepted["paid_off"].to_pylist()
    rows, accepted = told["bpic2012"]
    same_rows, not_cancelled = told["bpic2012_cancelled"]
    assert same_rows == rows
    assert accepted == [True, False, False, None, None]
    assert not_cancelled == [True, False, True, None, None]


def test_loan_events_are_told_as_what_they_are(loans):
    accepted = read_table(loans, "interactions", find("bpic2012")).accepted.to_pylist()
    by_id = {row["interaction_id"]: row for row in accepted}

    def told(event: str) -> tuple[str, str, str | None]:
        return by_id[event]["kind"], by_id[event]["direction"], by_id[event]["status"]

    assert told("won-1") == ("message", "inbound", None)
    assert told("won-2") == ("task", "internal", "open")
    assert told("won-3") == ("note", "internal", None)
    assert told("won-4") == ("proposal", "outbound", "sent")
    assert told("won-7") == ("note", "internal", None)
    assert told("won-8") == ("call", "outbound", None)
    assert told("won-9") == ("message", "inbound", None)
    assert told("won-11") == ("proposal", "inbound", "accepted")
    assert by_id["won-1"]["amount"] == Decimal(20000)
    assert by_id["won-4"]["amount"] is None
    assert by_id["won-8"]["label"] == "W_Nabellen offertes COMPLETE"
    assert all(row["contact"] is None for row in accepted)


INVOICES = """countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,\
InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate
1,c-1,4/6/2013,0001,1/2/2013,2/1/2013,55.94,No,1/15/2013,Paper,13,0
1,c-1,4/6/2013,0002,1/26/2013,2/25/2013,61.74,Yes,3/3/2013,Electronic,36,6
2,c-2,4/6/2013,0003,7/3/2013,8/2/2013,65.88,No,,Paper,,
"""


def test_invoices_close_when_settled_and_pay_off_when_on_time(tmp_path):
    path = tmp_path / "invoices.csv"
    path.write_text(INVOICES)
    report = import_into(tmp_path / "b", source=path, mapping="ibm_accounts_receivable")
    assert [(each.read, each.set_aside) for each in report.tables] == [(5, 0), (3, 0)]
    deals = {row["engagement_id"]: row for row in report.book.engagements.to_pylist()}
    assert [deals[number]["paid_off"] for number in ("0001", "0002", "0003")] == [True, False, None]
    assert deals["0003"]["closed_at"] is None
    rows = {row["interaction_id"]: row for row in report.book.interactions.to_pylist()}
    assert rows["0002-invoice"]["scheduled_for"] == datetime(2013, 2, 25, 12, tzinfo=UTC)
    # A day's settlements come after its invoices: none is judged by what was settled that day.
    assert rows["0002-invoice"]["occurred_at"] == datetime(2013, 1, 26, tzinfo=UTC)
    assert rows["0002-payment"]["occurred_at"] == datetime(2013, 3, 3, 12, tzinfo=UTC)
    assert rows["0002-payment"]["refers_to"] == "0002-invoice"
    assert "0003-payment" not in rows
    assert {row["kind"] for row in rows.values()} == {"invoice", "payment"}


def dialogue(name: str, reward: int | None, *events: tuple[str, int, object]) -> dict[str, object]:
    item = {"Category": "bike", "Title": "A bike", "Price": 100}
    sides = [("buyer", 61), ("seller", 100)]
    return {
        "uuid": name,
        "scenario": {
            "kbs": [
                {"personal": {"Role": side, "Target": target}, "item": item}
                for side, target in sides
            ]
        },
        "outcome": {"reward": reward},
        "events": [
            {
                "action": action,
                "agent": agent,
                "data": data,
                "start_time": f"{1000 + 10 * place}.25" if action == "message" else None,
                "time": f"{1005 + 10 * place}.5",
            }
            for place, (action, agent, data) in enumerate(events)
        ],
    }


@pytest.fixture
def bargains(tmp_path):
    price = {"price": 80.0, "sides": ""}
    path = tmp_path / "split.json"
    path.write_text(
        json.dumps(
            [
                dialogue(
                    "deal", 1, ("message", 0, "would you take 80?"), ("offer", 0, price),
                    ("accept", 1, None), ("message", 0, "thanks"),
                ),
                dialogue("walk", 0, ("message", 1, "hi"), ("offer", 1, price), ("quit", 0, None)),
                dialogue("silence", 0, ("message", 1, "hi"), ("message", 0, "hello")),
                {"uuid": "broken"},
            ]
        )
    )  # fmt: skip
    return path


def test_bargains_close_at_the_first_answer_and_lose_no_dialogue(tmp_path, bargains):
    report = import_into(tmp_path / "b", source=bargains, mapping="craigslist_bargain")
    assert [(each.accepted, each.set_aside) for each in report.tables] == [(12, 1), (3, 1)]
    deals = {row["engagement_id"]: row for row in report.book.engagements.to_pylist()}
    assert deals["deal"]["opened_at"] == datetime.fromtimestamp(1000.25, UTC)
    assert deals["deal"]["closed_at"] == datetime.fromtimestamp(1025.5, UTC)
    assert deals["silence"]["closed_at"] == datetime.fromtimestamp(1015.5, UTC)
    assert [deals[name]["paid_off"] for name in ("deal", "walk", "silence")] == [True, False, False]
    assert report.book.currency == "USD"


def test_bargains_are_told_from_the_sellers_side_without_the_buyers_target(bargains):
    accepted = read_table(bargains, "interactions", find("craigslist_bargain")).accepted
    rows = {row["interaction_id"]: row for row in accepted.to_pylist()}

    def told(event: str) -> tuple[str, str, str | None, Decimal | None]:
        row = rows[event]
        return row["kind"], row["direction"], row["status"], row["amount"]

    assert told("deal-0") == ("proposal", "outbound", "sent", Decimal(100))
    assert told("deal-1") == ("message", "inbound", None, None)
    assert told("deal-2") == ("proposal", "inbound", "countered", Decimal(80))
    assert told("deal-3") == ("proposal", "outbound", "accepted", None)
    assert told("walk-2") == ("proposal", "outbound", "sent", Decimal(80))
    assert told("walk-3") == ("note", "inbound", None, None)
    assert rows["deal-1"]["text"] == "would you take 80?"
    assert rows["deal-2"]["refers_to"] == "deal-0"
    assert all(row["amount"] != 61 and row["text"] != "61" for row in rows.values())
