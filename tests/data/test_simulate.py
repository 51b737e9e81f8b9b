"""The simulated book: whole, deterministic, full of individual clients, and without a leak."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from data.contract import (
    CHANNELS,
    DIRECTIONS,
    ENGAGEMENTS,
    INTERACTIONS,
    KINDS,
    PARTIES,
    ROLES,
    STATUSES,
)
from data.outcome import outcomes
from data.readers import read_table
from data.simulate import HOURLY_COST, simulate
from data.simulate.histories import histories
from data.simulate.outcome import ESSAYS
from data.simulate.working_days import FIRST_DAY, LAST_DAY

CLOSED, OPEN = 600, 60


@pytest.fixture(scope="module")
def book() -> tuple[pa.Table, pa.Table]:
    return simulate(seed=3, closed=CLOSED, open=OPEN)


@pytest.fixture(scope="module")
def rows(book: tuple[pa.Table, pa.Table]) -> list[dict]:
    return book[0].to_pylist()


@pytest.fixture(scope="module")
def engagements(book: tuple[pa.Table, pa.Table]) -> dict[str, dict]:
    return {e["engagement_id"]: e for e in book[1].to_pylist()}


def paid_off(engagements: dict[str, dict], rows: list[dict]) -> dict[str, bool]:
    hours: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        hours[row["engagement_id"]] += Decimal(str(row["effort_hours"] or 0))
    answer = {}
    for key, e in engagements.items():
        if e["closed_at"] is None:
            continue
        by_word = e["paid_off"]
        by_money = None
        if e["revenue"] is not None and e["hourly_cost"] is not None:
            by_money = e["revenue"] - hours[key] * e["hourly_cost"] > 0
        assert by_word is not None or by_money is not None
        if by_word is not None and by_money is not None:
            assert by_word == by_money, key
        answer[key] = by_money if by_word is None else by_word
    return answer


def test_the_same_seed_gives_the_same_book() -> None:
    first, again = simulate(5, 40, 10), simulate(5, 40, 10)
    assert first[0].equals(again[0])
    assert first[1].equals(again[1])


def test_the_global_random_state_plays_no_part() -> None:
    np.random.seed(1)
    first = simulate(5, 10, 2)
    np.random.seed(2)
    state = np.random.get_state()[1].copy()
    assert first[0].equals(simulate(5, 10, 2)[0])
    assert (np.random.get_state()[1] == state).all()


def test_another_seed_gives_another_book() -> None:
    assert not simulate(5, 40, 10)[0].equals(simulate(6, 40, 10)[0])


@pytest.mark.parametrize(("closed", "open"), [(0, 0), (1, 0), (0, 1), (0, 7), (13, 4), (3, 30)])
def test_there_are_exactly_as_many_as_asked_for(closed: int, open: int) -> None:
    interactions, engagements = simulate(7, closed, open)
    assert engagements["closed_at"].null_count == open
    assert engagements.num_rows == closed + open
    assert set(interactions["engagement_id"].to_pylist()) == set(
        engagements["engagement_id"].to_pylist()
    )


def test_both_tables_have_the_contracts_schema(book: tuple[pa.Table, pa.Table]) -> None:
    assert book[0].schema.equals(INTERACTIONS.schema)
    assert book[1].schema.equals(ENGAGEMENTS.schema)


def test_every_word_of_an_enum_is_the_contracts(rows: list[dict]) -> None:
    for row in rows:
        assert row["kind"] in KINDS
        assert row["direction"] in DIRECTIONS
        assert row["party"] in (None, *PARTIES)
        assert row["channel"] in (None, *CHANNELS)
        assert row["role"] in (None, *ROLES)
        assert row["status"] in STATUSES.get(row["kind"], (None,))


def test_every_kind_and_every_status_occurs(rows: list[dict]) -> None:
    seen = {(row["kind"], row["status"]) for row in rows}
    assert {kind for kind, _ in seen} == set(KINDS)
    for kind, statuses in STATUSES.items():
        assert {(kind, status) for status in statuses} <= seen


def test_ids_are_unique(book: tuple[pa.Table, pa.Table]) -> None:
    for table, name in zip(book, ("interaction_id", "engagement_id"), strict=True):
        assert pc.count_distinct(table[name]).as_py() == table.num_rows


def test_what_a_row_refers_to_exists_in_its_engagement_and_is_not_later(rows: list[dict]) -> None:
    by_id = {row["interaction_id"]: row for row in rows}
    referring = [row for row in rows if row["refers_to"] is not None]
    assert len(referring) > len(rows) / 5
    for row in referring:
        about = by_id[row["refers_to"]]
        assert about["engagement_id"] == row["engagement_id"]
        assert about["occurred_at"] <= row["occurred_at"]
        assert about is not row


def test_every_later_row_of_a_meeting_refers_to_its_first(rows: list[dict]) -> None:
    by_id = {row["interaction_id"]: row for row in rows}
    for row in rows:
        if row["kind"] == "meeting" and row["refers_to"] is not None:
            first = by_id[row["refers_to"]]
            assert (first["kind"], first["refers_to"]) == ("meeting", None)


def test_times_are_ordered_and_within_the_books_calendar(
    rows: list[dict], engagements: dict[str, dict]
) -> None:
    times = [row["occurred_at"] for row in rows]
    assert times == sorted(times)
    assert times[-1] <= LAST_DAY
    assert times[0] >= FIRST_DAY - timedelta(days=550)
    for row in rows:
        assert row["recorded_at"] is None or row["occurred_at"] <= row["recorded_at"] <= LAST_DAY
        end = engagements[row["engagement_id"]]["closed_at"] or LAST_DAY
        assert engagements[row["engagement_id"]]["opened_at"] <= row["occurred_at"] <= end
    assert all(e["closed_at"] is None or e["closed_at"] <= LAST_DAY for e in engagements.values())


def test_some_rows_are_known_only_days_later(rows: list[dict]) -> None:
    late = [
        row
        for row in rows
        if row["recorded_at"] and row["recorded_at"] - row["occurred_at"] > timedelta(days=1)
    ]
    assert 0.01 * len(rows) < len(late) < 0.2 * len(rows)
    assert sum(row["recorded_at"] is None for row in rows) > len(rows) / 2


def test_an_open_engagement_has_no_outcome(engagements: dict[str, dict]) -> None:
    for e in engagements.values():
        if e["closed_at"] is None:
            assert e["revenue"] is None
            assert e["paid_off"] is None


def test_open_engagements_are_in_flight_at_all_stages(
    rows: list[dict], engagements: dict[str, dict]
) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if engagements[row["engagement_id"]]["closed_at"] is None:
            kinds[row["engagement_id"]].add(row["kind"])
    assert sum("order" in k for k in kinds.values()) >= OPEN / 8
    assert sum("proposal" in k and "order" not in k for k in kinds.values()) >= OPEN / 12
    assert sum("proposal" not in k for k in kinds.values()) >= OPEN / 12


def test_word_and_money_of_an_outcome_agree_and_three_in_five_pay_off(
    engagements: dict[str, dict], rows: list[dict]
) -> None:
    outcome = paid_off(engagements, rows)
    assert len(outcome) == CLOSED
    assert 0.53 < np.mean(list(outcome.values())) < 0.66
    explicit = [e["paid_off"] for e in engagements.values() if e["paid_off"] is not None]
    assert CLOSED / 5 < len(explicit) < CLOSED * 0.8


def test_the_usual_hour_is_near_the_books_default(engagements: dict[str, dict]) -> None:
    known = [float(e["hourly_cost"]) for e in engagements.values() if e["hourly_cost"] is not None]
    assert abs(np.median(known) - HOURLY_COST) < 3


def test_no_column_of_an_engagement_gives_the_outcome_away(
    engagements: dict[str, dict], rows: list[dict]
) -> None:
    outcome = paid_off(engagements, rows)
    base = np.mean(list(outcome.values()))
    for column in ("segment", "owner", "source", "industry"):
        groups = defaultdict(list)
        for key, good in outcome.items():
            groups[engagements[key][column]].append(good)
        for word, answers in groups.items():
            if len(answers) >= 60:
                assert abs(np.mean(answers) - base) < 0.2, (column, word)
    for column in ("expected_value", "hourly_cost", "paid_off", "revenue"):
        if column in ("expected_value", "hourly_cost"):
            given = [g for k, g in outcome.items() if engagements[k][column] is not None]
            values = [
                (float(engagements[k][column]), g)
                for k, g in outcome.items()
                if engagements[k][column] is not None
            ]
            middle = np.median([v for v, _ in values])
            above = np.mean([g for v, g in values if v > middle])
            assert abs(above - np.mean(given)) < 0.12, column
        missing = [g for k, g in outcome.items() if engagements[k][column] is None]
        if len(missing) >= 60:
            assert abs(np.mean(missing) - base) < 0.15, column


def test_ids_do_not_give_the_outcome_away(engagements: dict[str, dict], rows: list[dict]) -> None:
    outcome = paid_off(engagements, rows)
    keys = sorted(outcome)
    odd = np.mean([outcome[k] for k in keys[::2]])
    even = np.mean([outcome[k] for k in keys[1::2]])
    assert abs(odd - even) < 0.1


def test_many_clients_come_back(engagements: dict[str, dict]) -> None:
    counts: dict[str, int] = defaultdict(int)
    for e in engagements.values():
        counts[e["client_id"]] += 1
    assert sum(n > 1 for n in counts.values()) > len(counts) / 4
    assert max(counts.values()) <= 6
    assert sum(n == 1 for n in counts.values()) > len(counts) / 5


def test_histories_have_a_readable_length_and_a_few_are_almost_empty(rows: list[dict]) -> None:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row["engagement_id"]] += 1
    lengths = np.array(list(counts.values()))
    assert 19 <= lengths.mean() <= 26
    assert lengths.max() <= 45
    assert 0.005 < (lengths < 5).mean() < 0.12
    assert (lengths >= 8).mean() > 0.85


def test_nothing_of_a_log_is_complete(rows: list[dict]) -> None:
    def share_missing(column: str, kind: str) -> float:
        of_kind = [row for row in rows if row["kind"] == kind]
        return float(np.mean([row[column] is None for row in of_kind]))

    assert 0.04 < share_missing("text", "message") < 0.25
    assert 0.03 < share_missing("channel", "message") < 0.2
    assert 0.05 < share_missing("refers_to", "payment") < 0.4
    assert 0.85 < share_missing("label", "message") < 0.99
    assert (
        0.01
        < np.mean(
            [
                r["party"] is None
                for r in rows
                if (r["kind"], r["status"]) == ("meeting", "cancelled")
            ]
        )
        < 0.4
    )


def test_some_money_comes_before_the_delivery(rows: list[dict]) -> None:
    delivered = {}
    for row in rows:
        if row["kind"] == "delivery":
            delivered.setdefault(row["engagement_id"], row["occurred_at"])
    early = {
        row["engagement_id"]
        for row in rows
        if row["kind"] == "payment"
        and row["engagement_id"] in delivered
        and row["occurred_at"] < delivered[row["engagement_id"]]
    }
    assert 0.08 * len(delivered) < len(early) < 0.6 * len(delivered)


@pytest.mark.parametrize("place", [0, 1])
def test_the_contracts_own_checks_set_nothing_aside(
    book: tuple[pa.Table, pa.Table], tmp_path: Path, place: int
) -> None:
    contract = (INTERACTIONS, ENGAGEMENTS)[place]
    pq.write_table(book[place], tmp_path / "table.parquet")
    read = read_table(tmp_path / "table.parquet", contract.name)
    assert read.set_aside.num_rows == 0
    assert read.accepted.num_rows == book[place].num_rows


def test_the_contracts_outcome_is_the_ending_that_was_told(book: tuple[pa.Table, pa.Table]) -> None:
    told = histories(seed=3, closed=CLOSED, open=OPEN, world=ESSAYS)
    truth = [h.engagement.ending == "pays off" if h.end is not None else None for h in told]
    assert outcomes(*book, HOURLY_COST)["paid_off"].to_pylist() == truth
