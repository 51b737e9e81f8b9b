"""Labels out of a book as it stood at the cutoff, and figures only where there are enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from data.contract import ENGAGEMENTS, INTERACTIONS
from train.slices import FEWEST, SEGMENTS, SLICED, labels_of, lines, slices
from train.snapshots import Snapshots

START = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def table(contract, rows):
    names = contract.schema.names
    return pa.Table.from_pylist(
        [dict.fromkeys(names) | row for row in rows], schema=contract.schema
    )


def engagement(name, client="c", opened=0, **more):
    return {
        "engagement_id": name,
        "client_id": client,
        "opened_at": START + opened * DAY,
        **more,
    }


def message(number, of, text, day, direction="inbound", **more):
    return {
        "interaction_id": str(number),
        "engagement_id": of,
        "client_id": "c",
        "occurred_at": START + day * DAY,
        "kind": "message",
        "direction": direction,
        "text": text,
        **more,
    }


def asked(*moments):
    """Snapshots (engagement, day) of engagements of one client each."""
    names = [name for name, _ in moments]
    number = len(moments)
    as_of = pa.array([START + day * DAY for _, day in moments], pa.timestamp("us", "UTC"))
    start = np.full(number, np.datetime64("2024-01-01", "us"))
    return Snapshots(
        cutoffs=pa.table({"engagement_id": pa.array(names, pa.string()), "as_of": as_of}),
        paid_off=np.arange(number) % 2 == 0,
        clients=np.array(names),
        opened=start,
        closed=start + np.timedelta64(99, "D"),
        weight=np.ones(number),
    )


def found(by, interactions, engagements, rows):
    given = labels_of(table(INTERACTIONS, interactions), table(ENGAGEMENTS, engagements), rows)
    return given[by].tolist()


def test_the_language_is_that_of_what_the_client_had_written_by_the_cutoff():
    said = [
        message(1, "e", "Good morning, here is the brief", 1),
        message(2, "e", "Добрый день, мы согласны, договор подпишем завтра, спасибо вам", 3),
        message(3, "e", "Давайте созвонимся во вторник и обсудим всё остальное спокойно", 5),
        message(4, "e", "Ещё раз спасибо, ждём счёт, оплатим сразу, как только он придёт", 5),
        message(5, "f", "We are a Russian company but write English", 1),
        message(6, "f", "Всё по-русски", 1, "outbound"),
    ]
    rows = asked(("f", 9), ("e", 0), ("e", 2), ("e", 4), ("e", 6), ("g", 9))
    assert found("language", said, [engagement("e"), engagement("f"), engagement("g")], rows) == [
        "English",
        "mixed or none yet",
        "English",
        "mixed or none yet",
        "Russian",
        "mixed or none yet",
    ]


def test_a_message_recorded_late_has_no_language_before():
    said = [message(1, "e", "Hello there", 1, recorded_at=START + 5 * DAY)]
    rows = asked(("e", 4), ("e", 5))
    assert found("language", said, [engagement("e")], rows) == ["mixed or none yet", "English"]


def test_small_segments_are_told_together_and_cannot_move_the_cursor():
    given = [engagement(f"large {n}-{m}", segment=f"s{n}\x1b") for n in range(8) for m in (0, 1)]
    given += [engagement("small a", segment="t"), engagement("small b", segment="u")]
    rows = asked(*((each["engagement_id"], 1) for each in given))
    told = found("segment", [], given, rows)
    assert told == [f"s{n}" for n in range(SEGMENTS) for _ in (0, 1)] + ["all others"] * 2


def test_sizes_are_thirds_of_what_is_known():
    given = [engagement(f"e{n}", expected_value=n * 100) for n in range(1, 7)] + [engagement("?")]
    rows = asked(*((each["engagement_id"], 1) for each in given))
    thirds = ["smallest third", "middle third", "largest third"]
    assert found("size", [], given, rows) == [each for each in thirds for _ in (0, 1)] + ["unknown"]
    assert found("size", [], [engagement("?")], asked(("?", 1))) == ["unknown"]


def test_a_client_is_known_from_the_second_engagement_on():
    given = [
        engagement("first", "a", 0),
        engagement("second", "a", 5),
        engagement("only", "b", 9),
        engagement("same day", "c", 3),
        engagement("as well", "c", 3),
    ]
    rows = asked(*((each["engagement_id"], 20) for each in given))
    known = ["new client", "known client", "new client", "new client", "new client"]
    assert found("client", [], given, rows) == known


@pytest.fixture
def judged():
    rng = np.random.default_rng(0)
    rows = asked(*((f"e{n}", 1) for n in range(200)))
    chance = np.where(rows.paid_off, 0.6, 0.4) + rng.normal(0, 0.15, 200)
    return rows, np.clip(chance, 0.05, 0.95)


def test_a_slice_has_the_figures_of_its_rows(judged):
    rows, chance = judged
    label = np.where(np.arange(200) < 120, "large", "small")
    large, small = slices(rows, chance, 0.5, {"segment": label})
    assert (large.by, large.label, large.engagements) == ("segment", "large", 120)
    assert large.figures.keys() == small.figures.keys() == set(SLICED)
    assert large.figures["mean_chance"].value == pytest.approx(chance[:120].mean())
    assert large.figures["paid_off"].value == pytest.approx(0.5)
    assert large.figures["log_loss_skill"].low > 0
    assert large.figures["auc"].low < large.figures["auc"].value < large.figures["auc"].high
    told = lines([large, small])
    assert len(told) == 3
    assert "50% [4" in told[1]


def test_few_engagements_are_too_few_to_say_however_many_rows_they_have(judged):
    rows, chance = judged
    names = pa.array([f"e{n % (FEWEST - 1)}" if n < 100 else f"f{n}" for n in range(200)])
    rows = Snapshots(
        **{**vars(rows), "cutoffs": rows.cutoffs.set_column(0, "engagement_id", names)}
    )
    few, many = slices(rows, chance, 0.5, {"size": np.repeat(["few", "many"], 100)})
    assert (few.engagements, few.figures) == (FEWEST - 1, {})
    assert many.figures
    assert "too few to say" in lines([few])[1]


def test_a_slice_that_ended_all_alike_has_no_figures(judged):
    rows, chance = judged
    label = np.where(rows.paid_off, "good", "bad")
    assert [each.figures for each in slices(rows, chance, 0.5, {"size": label})] == [{}, {}]


def test_what_all_rows_share_is_no_slice(judged):
    rows, chance = judged
    assert slices(rows, chance, 0.5, {"client": np.full(200, "new client")}) == []
    assert lines([]) == []
