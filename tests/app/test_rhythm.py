"""Clients who buy like clockwork: states, what scoring stores, and the calendar."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.asking import Histories
from app.rhythm import Clockwork, ahead, by_state, calendar, rhythms, shown_name
from data.contract import ENGAGEMENTS, INTERACTIONS
from features.purchases import purchases
from tests.app.sheet import AS_OF, engagement, interaction

MOSCOW = ZoneInfo("Europe/Moscow")
BEGUN = datetime(2025, 1, 1, 9, tzinfo=UTC)
NAMES = st.text(min_size=1, max_size=60).filter(lambda name: shown_name(name))


def client(name: str = "Harbour & Sons", first: datetime = BEGUN, **more: Any) -> Clockwork:
    known: dict[str, Any] = {"segment": None, "owner": None, "bought": (), "usual_days": 180.0}
    known |= {"evenness": 0.95, "first": first, "last": first + timedelta(days=36), "open": ()}
    return Clockwork(client_id=name, **known | more)


def histories(rows: list[tuple[str, str, float, dict[str, Any]]]) -> Histories:
    """From (engagement, client, days ago, more) of each interaction."""
    happened = [
        interaction(f"i{place}", of, who, occurred_at=AS_OF - timedelta(days=ago), **more)
        for place, (of, who, ago, more) in enumerate(rows)
    ]
    begun = AS_OF - timedelta(days=900)
    opened = [
        engagement(of, who, opened_at=begun) for of, who in {(of, who) for of, who, *_ in rows}
    ]
    tables = (
        pa.Table.from_pylist(rows, schema=contract.schema)
        for rows, contract in ((happened, INTERACTIONS), (opened, ENGAGEMENTS))
    )
    return Histories(*tables, name="hand-made")


ORDER = {"kind": "order", "amount": 100}
INVOICE = {"kind": "invoice", "direction": "outbound", "status": "sent", "amount": 70}


def test_only_what_the_heuristic_calls_a_purchase_makes_a_rhythm() -> None:
    found = rhythms(
        histories(
            [
                *(("E1", "Even", ago, ORDER) for ago in (640, 460, 280, 100)),
                # Invoices beside orders are no purchases of their own.
                *(("E1", "Even", ago, INVOICE) for ago in (600, 444, 130)),
                *(("E2", "Uneven", ago, ORDER) for ago in (800, 460, 400, 100)),
                # The first invoice of each engagement without orders is one.
                *((f"E{ago}", "Billed", ago, INVOICE) for ago in (700, 500, 300)),
                *((f"E{ago}", "Billed", ago - 60, INVOICE) for ago in (700, 500, 300)),
                ("E4", "Silent", 10, {}),
            ]
        ),
        AS_OF,
    )
    even, billed = sorted(
        (Clockwork.of(each) for each in found), key=lambda each: -len(each.bought)
    )
    assert json.loads(json.dumps(found)) == found
    assert (even.client_id, even.usual_days, even.usual_amount) == ("Even", 180.0, 100.0)
    assert even.first == AS_OF + timedelta(days=80 - 18)
    assert (billed.client_id, billed.usual_days) == ("Billed", 200.0)
    assert billed.open == ("E300", "E500", "E700")


def test_nothing_of_later_than_the_moment_is_seen() -> None:
    known = histories([("E1", "Even", ago, ORDER) for ago in (640, 460, 280, 100)])
    before = AS_OF - timedelta(days=101)
    assert len(purchases(known.interactions, known.engagements, before)["Even"]) == 3


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (-31, "Later"),
        (-30, "Due soon"),
        (0, "Due now"),
        (36, "Due now"),
        (37, "Overdue"),
        (36 + 180, "Overdue"),
        (36 + 181, "Lost"),
    ],
)
def test_a_client_stands_by_the_day(day: int, state: str) -> None:
    assert client().state(BEGUN + timedelta(days=day)) == state


def test_the_ones_to_call_first_come_first_and_a_calendar_looks_ahead() -> None:
    moved = {
        name: client(name, BEGUN + timedelta(days=days))
        for name, days in {
            "lost": -300,
            "later": 90,
            "overdue": -40,
            "long overdue": -90,
            "now": -3,
            "soon": 10,
        }.items()
    }
    assert [each.client_id for each in by_state(moved.values(), BEGUN)] == [
        *("now", "overdue", "long overdue", "soon", "later", "lost")
    ]
    assert {each.client_id for each in ahead(moved.values(), BEGUN)} == {"now", "soon", "later"}


def test_the_usual_amount_is_the_middle_of_what_is_named() -> None:
    bought = tuple((BEGUN, amount) for amount in (10.0, None, 40.0, 20.0, 30.0))
    assert client(bought=bought).usual_amount == 25.0
    assert client(bought=((BEGUN, None),)).usual_amount is None


def written(clients: list[Clockwork], **more: Any) -> bytes:
    return calendar(
        clients,
        AS_OF,
        lambda each: f"{shown_name(each.client_id)} is due",
        lambda each: "Last purchase: 1 Jan 2025.\nBy habit, not by their word.",
        **{"name": "Rhythm", **more},
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=4, unique=True))
def test_whatever_a_client_is_called_comes_back_from_the_file(names: list[str]) -> None:
    file = written([client(name) for name in names])
    events = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [
        f"{shown_name(name)} is due" for name in names
    ]
    assert len({str(event["uid"]) for event in events}) == len(names)
    assert all(set(event) == set(events[0]) for event in events)  # no property was smuggled in
    lines = file.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)


@pytest.mark.parametrize(
    "name", ["a\nEND:VEVENT\nBEGIN:VALARM", "\\N\\n\\;,", "x" * 10**6, "\ud800a"]
)
def test_a_name_that_would_do_harm_stays_a_name(name: str) -> None:
    (event,) = icalendar.Calendar.from_ical(written([client(name)])).walk("VEVENT")
    assert str(event["summary"]) == f"{shown_name(name)} is due"
    assert not event.subcomponents


def test_an_event_lasts_from_the_first_day_to_the_last_in_the_viewers_zone() -> None:
    late = datetime(2025, 3, 1, 22, tzinfo=UTC)
    (event,) = icalendar.Calendar.from_ical(written([client(first=late)], zone=MOSCOW)).walk(
        "VEVENT"
    )
    assert event.decoded("dtstart") == date(2025, 3, 2)
    assert event.decoded("dtend") == date(2025, 4, 8)
    assert event.decoded("dtstamp") == AS_OF


def test_the_id_of_an_event_is_the_clients_and_the_windows() -> None:
    def uid(each: Clockwork, **more: Any) -> str:
        (event,) = icalendar.Calendar.from_ical(written([each], **more)).walk("VEVENT")
        return str(event["uid"])

    moved = client(first=BEGUN + timedelta(days=90))
    assert uid(client()) == uid(client(owner="Ann"), remind=True, zone=MOSCOW)
    assert len({uid(client()), uid(client("Another")), uid(moved)}) == 3


def test_a_reminder_comes_only_where_it_was_asked_for() -> None:
    (event,) = icalendar.Calendar.from_ical(written([client()], remind=True)).walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=9)
    assert b"VALARM" not in written([client()])
