"""A history in words: who did what, what it is evidence for, and what moved the chance."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import timeline_chart
from app.moves import moves, stretches
from app.replay import Change, Moment, Replay
from app.time_axis import clock as wall_clock
from app.time_axis import span, within
from app.timeline import AGREED, events, evidence_marks, told
from app.timeline_chart import SHAPE_OF, drawn, history_spec, legend, score_spec
from app.viewer import look_as, speaking
from app.words import WHAT
from data.contract import DIRECTIONS, INTERACTIONS, KINDS, PARTIES, STATUSES
from tests.app.sheet import AS_OF, evidence, explanation, interaction, part

BLANK = dict.fromkeys(INTERACTIONS.names)
PAIRS = [(kind, status) for kind in KINDS for status in STATUSES.get(kind, (None,))]


@pytest.fixture(autouse=True)
def an_english_reader_in_utc():
    look_as("en")


def row(kind, status=None, direction="inbound", days_ago=10.0, **more):
    at = AS_OF - timedelta(days=days_ago)
    given = {"kind": kind, "status": status, "direction": direction, "occurred_at": at, **more}
    return BLANK | {"interaction_id": "i", "engagement_id": "P-1", "client_id": "C"} | given


def table(*rows):
    return pa.Table.from_pylist(list(rows), schema=INTERACTIONS.schema)


def moment(days_ago, chance, verdict="go on", why=None, change=None, new=1):
    at = (AS_OF - timedelta(days=days_ago)).isoformat().replace("+00:00", "Z")
    return Moment(at, chance, chance - 0.1, chance + 0.1, 0.4, verdict, new, change, why)


def a_replay(*moments):
    opened = (AS_OF - timedelta(days=60)).isoformat()
    end = AS_OF.isoformat()
    return Replay("P-1", "m/1", False, opened, end, False, None, moments, None, None, ())


def test_every_status_of_the_contract_has_words():
    assert set(WHAT) == {pair for pair in PAIRS if pair[1]}
    assert set(SHAPE_OF) == set(KINDS)
    assert set(AGREED) <= set(KINDS)


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (row("meeting", "rescheduled"), "Meeting moved by the client"),
        (row("meeting", "rescheduled", party="us"), "Meeting moved by us"),
        (row("meeting", "cancelled", "internal"), "Meeting called off"),
        (row("meeting", "held", "internal", invited=3, attended=1), "Meeting held, 1 of 3 came"),
        (row("task", "open", "outbound", party="client"), "Task set, for the client to do"),
        (row("complaint", "resolved", "outbound", party="us"), "Complaint settled, our fault"),
        (row("message"), "Message"),
        (
            row("invoice", "issued", "outbound", scheduled_for=datetime(2026, 3, 5, tzinfo=UTC)),
            "Invoice issued, due 5 Mar 2026",
        ),
        (
            row("message", recorded_at=AS_OF - timedelta(days=2)),
            f"Message, recorded {AS_OF - timedelta(days=2):%-d %b %Y}",
        ),
    ],
)
def test_what_happened_is_told_as_it_is_on_record(record, says):
    assert told(record) == says


@pytest.mark.parametrize(
    ("paid_after", "says"),
    [
        (10.5, "Payment, 10 days late"),
        (1, "Payment, 1 day late"),
        (0.4, "Payment, on time"),
        (-0.4, "Payment, on time"),
        (-3, "Payment, 3 days before it was due"),
    ],
)
def test_a_payment_is_told_beside_the_due_date_of_its_invoice(paid_after, says):
    due = AS_OF - timedelta(days=20)
    invoice = row("invoice", "issued", "outbound", days_ago=40, scheduled_for=due)
    paid = row("payment") | {"occurred_at": due + timedelta(days=paid_after)}
    assert told(paid, invoice) == says
    assert told(paid) == "Payment"
    assert told(paid, invoice | {"scheduled_for": None}) == "Payment"


def test_times_are_the_viewers():
    held = row("meeting", "scheduled", scheduled_for=datetime(2026, 3, 5, 22, tzinfo=UTC))
    assert told(held) == "Meeting set by the client, for 5 Mar 2026, 22:00"
    look_as("en", "Europe/Moscow")
    assert told(held) == "Meeting set by the client, for 6 Mar 2026, 01:00"


@given(
    pair=st.sampled_from(PAIRS),
    direction=st.sampled_from(DIRECTIONS),
    party=st.sampled_from((None, *PARTIES)),
    attended=st.none() | st.integers(0, 5),
    scheduled=st.none() | st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1)),
    language=st.sampled_from(("en", "ru")),
)
def test_whatever_is_on_record_is_told(pair, direction, party, attended, scheduled, language):
    record = row(*pair, direction, party=party, invited=5, attended=attended)
    with speaking(language):
        said = told(record | {"scheduled_for": scheduled})
    assert said
    assert "None" not in said
    assert "{" not in said


def test_events_stand_in_their_order_and_carry_what_they_are_evidence_for():
    late = interaction("i-2", "P-1", "C", text="later", occurred_at=AS_OF - timedelta(days=2))
    other = interaction("i-3", "P-9", "C", occurred_at=AS_OF - timedelta(days=90))
    flag = part("low-ball", "flag", -0.9, "Told.", (evidence("i-1"), evidence("i-2")))
    waiver = part("barter", "waiver", 0.2, "Told.", (evidence("i-2"),), softens="low-ball")
    strength = part("barter", "strength", 0.5, "Told.", (evidence("i-2"),))
    light = part("late-payment", "flag", -0.01, "Told.", (evidence("i-3"),))
    given = explanation("P-1", [waiver, flag, light, strength])
    found = events(table(late, interaction("i-1", "P-1", "C"), other), given)
    assert [event.interaction_id for event in found] == ["i-3", "i-1", "i-2"]
    assert [event.own for event in found] == [False, True, True]
    assert [[mark.kind for mark in event.marks] for event in found] == [
        [],
        ["flag"],
        ["flag", "strength"],
    ]


def test_what_no_essay_speaks_of_marks_nothing():
    given = explanation("P-1", [part(None, "other", 2.0)])
    assert evidence_marks(given) == {}


def test_the_biggest_moves_are_named_with_what_was_new():
    price = Change("low-ball", "flag", None, "Beats every price down", -0.6)
    replayed = a_replay(
        moment(30, 0.7),
        moment(20, 0.5, change=price),
        moment(10, 0.505),
        moment(3, 0.6, change=replace(price, log_odds=0.4)),
    )
    rows = table(
        interaction("i-1", "P-1", "C", occurred_at=AS_OF - timedelta(days=21)),
        interaction("i-2", "P-1", "C", occurred_at=AS_OF - timedelta(days=30)),
    )
    on_record = events(rows, explanation("P-1", []))
    found = moves(replayed, on_record)
    assert [(move.before, move.after) for move in found] == [(0.7, 0.5), (0.505, 0.6)]
    assert [[event.interaction_id for event in move.news] for move in found] == [["i-1"], []]
    assert found[0].reason == "“Beats every price down” speaks more against it"
    assert found[1].reason == "“Beats every price down” speaks less against it"


def test_what_is_evidence_of_the_part_that_moved_is_named_first():
    price = Change("low-ball", "flag", None, "Beats every price down", -0.6)
    rows = table(
        *(
            interaction(f"i-{n}", "P-1", "C", occurred_at=AS_OF - timedelta(days=25 - n))
            for n in (1, 2, 3)
        )
    )
    flag = part("low-ball", "flag", -0.9, "Told.", (evidence("i-2"),))
    on_record = events(rows, explanation("P-1", [flag]))
    (move,) = moves(a_replay(moment(30, 0.7), moment(20, 0.5, change=price)), on_record)
    assert [event.interaction_id for event in move.news] == ["i-2", "i-1", "i-3"]


def test_no_move_is_told_from_a_moment_with_too_little_on_record():
    unknown = moment(30, 0.9, "none", "too little history")
    replayed = a_replay(unknown, moment(20, 0.5), moment(10, 0.5))
    assert moves(replayed, []) == []
    assert [each.verdict for each in stretches(replayed)] == ["No verdict", "Worth the work"]
    spec = score_spec(replayed, [], span(replayed, [], AS_OF), dark=False)
    assert [each["chance"] for each in spec["data"]["values"]] == [None, 0.5, 0.5]


def test_a_verdict_that_comes_again_begins_again():
    verdicts = ("go on", "go on", "decline", "go on")
    replayed = a_replay(*(moment(9 - n, 0.5, each) for n, each in enumerate(verdicts)))
    found = stretches(replayed)
    assert [each.verdict for each in found] == ["Worth the work", "Think twice", "Worth the work"]
    assert all(before.end == after.begin for before, after in pairwise(found))


def many(number, marked=()):
    rows = [
        interaction(f"i-{n:04}", "P-1", "C", occurred_at=AS_OF - timedelta(hours=number - n))
        for n in range(number)
    ]
    flag = part("low-ball", "flag", -0.9, "Told.", tuple(evidence(f"i-{n:04}") for n in marked))
    return events(table(*rows), explanation("P-1", [flag]))


def test_a_long_history_is_thinned_but_for_its_evidence():
    on_record = many(2000, marked=(3, 999, 1500))
    shown = drawn(on_record)
    assert len(shown) <= timeline_chart.MOST_POINTS + 3
    assert sum(bool(event.marks) for event in shown) == 3
    assert shown == sorted(shown, key=lambda event: event.at)
    short = many(50)
    assert drawn(short) == short


def test_both_charts_have_the_same_time_axis():
    on_record = many(100, marked=(5,))
    replayed = a_replay(moment(4, 0.5), moment(2, 0.7))
    shown = span(replayed, on_record, AS_OF)
    found = moves(replayed, on_record)
    history = history_spec(on_record, found, shown, dark=True)
    score = score_spec(replayed, found, shown, dark=True)
    axes = [spec["layer"][-1]["encoding"]["x"]["scale"]["domain"] for spec in (history, score)]
    assert axes[0] == axes[1]
    numbers = [each["number"] for each in score["layer"][-1]["data"]["values"]]
    assert numbers == [str(place) for place in range(1, len(found) + 1)]


def test_a_chart_reads_the_clock_of_the_viewer():
    at = datetime(2026, 3, 5, 22, tzinfo=UTC)
    on_record = [replace(each, at=at) for each in many(1)]
    shown = (at - timedelta(days=2), at + timedelta(days=2))

    def clock():
        (point,) = history_spec(on_record, [], shown, dark=False)["layer"][2]["data"]["values"]
        return datetime.fromtimestamp(point["t"] / 1000, UTC).strftime("%d %H:%M"), point["when"]

    assert clock() == ("05 22:00", "5 Mar 2026, 22:00")
    look_as("ru", "Europe/Moscow")
    assert clock() == ("06 01:00", "6 мар. 2026, 01:00")


@given(
    days=st.floats(0, 4000),
    zone=st.sampled_from(["UTC", "Europe/Moscow", "America/New_York", "Asia/Kathmandu"]),
)
def test_the_axis_has_a_few_dates_in_order_and_inside(days, zone):
    look_as("en", zone)
    shown = (AS_OF - timedelta(days=days, hours=12), AS_OF + timedelta(hours=12))
    axis = history_spec([], [], shown, dark=False)["layer"][0]["encoding"]["x"]["axis"]
    assert 1 <= len(axis["values"]) <= 5
    assert axis["values"] == sorted(set(axis["values"]))
    low, high = (wall_clock(each) for each in shown)
    assert all(low <= value <= high for value in axis["values"])


def test_hostile_words_stay_words_in_a_chart():
    hostile = "\u202e<img src=http://x/y>" + "![a](http://b)" * 20 + "\n=1+1"
    rows = [interaction("i-1", "P-1", "C", text=hostile)]
    on_record = events(table(*rows), explanation("P-1", []))
    spec = history_spec(on_record, [], span(None, on_record, AS_OF), dark=False)
    (point,) = spec["layer"][2]["data"]["values"]
    assert point["words"].startswith("<img src=http://x/y>!")
    assert len(point["words"]) <= timeline_chart.LONGEST_WORDS + 2
    assert on_record[0].text == hostile
    # The tooltip draws a field of this name as an image; none of ours is called so.
    fields = {each["field"] for each in spec["layer"][2]["encoding"]["tooltip"]}
    titles = {each["title"] for each in spec["layer"][2]["encoding"]["tooltip"]}
    assert not {"image", "title"} & (fields | titles)


def test_charts_are_plain_data_and_the_legend_names_every_shape():
    on_record = many(10, marked=(2,))
    shown = span(None, on_record, AS_OF)
    json.dumps(history_spec(within(on_record, shown), [], shown, dark=False), allow_nan=False)
    replayed = a_replay(replace(moment(4, 0.5), low=None, high=None))
    json.dumps(score_spec(replayed, [], shown, dark=False), allow_nan=False)
    assert all(letter in legend() for letter in "●■◆▲▶✚▼−+×")
