"""For whom rules were broken: what counts as broken, and what is said of how it ended."""

from __future__ import annotations

import json
import math
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.asking import Histories
from app.broken import FAREWELL_HOURS, ended_lately, last_looks, ledger
from app.exceptions import (
    AGAINST_VERDICT,
    RULES,
    Case,
    calm,
    clients,
    known_exceptions,
    known_rules,
    lines,
    only,
    overridden,
)
from app.shares import ALIKE, PAID_LESS, PAID_MORE, TOO_FEW, Share, beside
from data.contract import ENGAGEMENTS, INTERACTIONS
from features import matrix
from features.engine import prepare
from features.usual import Usual
from tests.app.sheet import AS_OF, engagement, interaction
from train.snapshots import Snapshots


def case(name: str = "E-1", client: str | None = None, **more: Any) -> Case:
    known: dict[str, Any] = {"segment": None, "owner": None, "paid_off": True, "net": 100.0}
    known |= {"fired": {}, "went_on": True}
    return Case(name, client or f"client of {name}", **known | more)


def many(number: int, **more: Any) -> list[Case]:
    return [case(f"{more}-{place}", **more) for place in range(number)]


def test_only_who_went_on_broke_a_rule_and_only_they_are_compared() -> None:
    stopped = case(fired={"low-ball": ()}, went_on=False)
    assert stopped.broken == {}
    assert calm([stopped, case(went_on=False), case("E-2")]) == [case("E-2")]


def test_a_rule_by_an_exception_stands_beside_the_same_rule_without() -> None:
    cases = [
        *many(12, fired={"low-ball": ("pays-up-front",)}),
        *many(12, fired={"low-ball": ()}, paid_off=False, net=-50.0),
        *many(12),
    ]
    plain, excused = lines(cases)
    assert (plain.rule, plain.exception, plain.word) == ("low-ball", None, PAID_LESS)
    assert (plain.won, plain.lost, plain.unpriced) == (0.0, -600.0, 0)
    assert plain.others.number == 12
    assert (excused.exception, excused.word) == ("pays-up-front", PAID_MORE)
    assert (excused.broken.value, excused.others.value) == (1.0, 0.0)


def test_under_ten_is_too_few_to_say_and_unknown_money_is_counted_apart() -> None:
    (line,) = lines([*many(9, fired={"low-ball": ()}, net=None), *many(30)])
    assert (line.word, line.unpriced, line.won) == (TOO_FEW, 9, 0.0)


def test_a_client_is_told_by_the_money_and_without_it_by_most_endings() -> None:
    paid, lost = case("E-1", "A", net=300.0), case("E-2", "A", net=-100.0, paid_off=False)
    (client,) = clients([paid, lost])
    assert (client.net, client.paid) == (200.0, True)
    (client,) = clients([case("E-1", "A", net=None), lost])
    assert (client.net, client.paid) == (None, False)  # one of two is not most


def test_those_who_cost_most_come_first_and_unknown_money_last() -> None:
    nets = {"A": 5.0, "B": -9.0, "C": None}
    found = clients([case(name, name, net=net) for name, net in nets.items()])
    assert [each.client_id for each in found] == ["B", "A", "C"]


def test_filters_keep_what_nothing_was_broken_for_to_compare_with() -> None:
    by, without = case("E-1", fired={"low-ball": ("pays-up-front",), "put-off": ()}), case("E-2")
    other = case("E-3", fired={"put-off": ()}, segment="retail")
    assert only([by, without, other], "low-ball", None, [], []) == [
        case("E-1", fired={"low-ball": ("pays-up-front",)}),
        without,
    ]
    assert only([by, other], None, "", [], [])[0].fired == {"put-off": ()}
    assert only([by, without, other], None, None, ["retail"], []) == [other]
    assert known_rules([by, other]) == [each for each in RULES if each in ("put-off", "low-ball")]
    assert known_exceptions([by, other]) == ["pays-up-front"]


def override(name: str, verdict: str = "Worth the work", model: str = "Think twice") -> Any:
    return SimpleNamespace(engagement_id=name, verdict=verdict, model_verdict=model)


def test_going_on_against_a_verdict_breaks_one_once_it_has_ended() -> None:
    said = [
        override("E-1"),
        override("E-2", "Think twice", "Worth the work"),
        override("new"),
        override("open"),
    ]
    outcomes: Any = {"new": SimpleNamespace(paid_off=False)}
    found = overridden(
        [case("E-1", fired={"low-ball": ()}), case("E-2")], said, outcomes, {"new": "N"}
    )
    assert [each.engagement_id for each in found] == ["E-1", "E-2", "new"]
    assert found[0].broken == {"low-ball": (), AGAINST_VERDICT: ()}
    assert found[1].broken == {}
    assert (found[2].client_id, found[2].paid_off, found[2].net) == ("N", False, None)
    assert [line.rule for line in lines(found)][-1] == AGAINST_VERDICT


def test_a_later_override_takes_the_place_of_an_earlier_one() -> None:
    said = [override("E-1"), override("E-1", "Look closer")]
    assert overridden([case("E-1")], said, {}, {})[0].broken == {}


ENDED = st.lists(st.tuples(st.sampled_from("ABCDEFGHIJKLMNOP"), st.booleans()), min_size=1)


@given(ENDED)
def test_an_interval_holds_its_share_and_never_leaves_0_to_1(ended: list[tuple[str, bool]]) -> None:
    share = Share.of(ended)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_engagements_of_one_client_tell_less_than_those_of_many() -> None:
    one, many_ = (Share.of([(who.format(n), n % 2 == 0) for n in range(40)]) for who in ("A", "{}"))
    assert one.high - one.low > 2 * (many_.high - many_.low)
    assert (round(many_.low, 3), round(many_.high, 3)) == (0.352, 0.648)  # Wilson, 20 of 40


def test_nothing_is_no_share() -> None:
    assert math.isnan(Share.of([]).value)
    assert beside(Share.of([]), Share.of([])) == TOO_FEW


def test_two_shares_alike_are_told_so() -> None:
    half = Share.of([(str(number), number % 2 == 0) for number in range(40)])
    assert beside(half, half) == ALIKE


def book(worked_on: float) -> Histories:
    """Two closed engagements with a low counter-offer, and one open."""
    begun = AS_OF - timedelta(days=100)
    closed = {"opened_at": begun, "closed_at": AS_OF, "hourly_cost": Decimal(10)}
    engagements = [
        engagement("E-1", "A", **closed, revenue=Decimal(500), segment="retail"),
        engagement("E-2", "B", **closed, paid_off=False),
        engagement("E-3", "C"),
        # A short life, so that there is an age before the others' end to look at.
        engagement("E-0", "D", **closed | {"closed_at": begun + timedelta(days=9)}, paid_off=True),
    ]
    interactions: list[dict[str, Any]] = []
    for name, client in (("E-1", "A"), ("E-2", "B")):
        for place, more in enumerate(
            (
                {"kind": "proposal", "direction": "outbound", "status": "sent", "amount": 1000},
                {"kind": "proposal", "status": "countered", "amount": 500},
                {"kind": "proposal", "status": "countered", "amount": 500},
            )
        ):
            at = begun + timedelta(days=place)
            interactions.append(interaction(f"{name}{place}", name, client, occurred_at=at, **more))
        interactions.append(
            interaction(
                f"{name}-work",
                name,
                client,
                kind="note",
                direction="internal",
                effort_hours=worked_on,
                occurred_at=AS_OF - timedelta(hours=1),
            )
        )
    tables = (
        pa.Table.from_pylist(rows, schema=contract.schema)
        for rows, contract in ((interactions, INTERACTIONS), (engagements, ENGAGEMENTS))
    )
    return Histories(*tables, name="hand-made")


def looked_at(histories: Histories) -> Snapshots:
    lately = ended_lately(histories)
    return lately.take(last_looks(lately))


@pytest.mark.parametrize("hours", [FAREWELL_HOURS, FAREWELL_HOURS + 1])
def test_what_scoring_keeps_is_plain_and_says_who_went_on(hours: float) -> None:
    histories = book(hours)
    looks = looked_at(histories)
    inputs = prepare(histories.interactions, histories.engagements, looks.cutoffs, Usual())
    open_now = [
        {"engagement_id": "E-3", "fired": ["low-ball", "pays-up-front"]},
        {"engagement_id": "E-4", "fired": ["pays-up-front"]},
    ]
    found = ledger(matrix.compute(inputs), looks, histories, open_now)
    assert json.loads(json.dumps(found)) == found
    assert found["open"] == {"E-3": {"low-ball": ["pays-up-front"]}}
    first, second, short = (Case.of(row) for row in found["closed"])
    assert (first.client_id, first.segment, first.paid_off) == ("A", "retail", True)
    assert first.net == 500 - 10 * hours
    assert (second.paid_off, second.net) == (False, None)
    assert "low-ball" in first.fired
    assert (short.fired, short.went_on) == ({}, False)
    assert first.went_on == (hours > FAREWELL_HOURS)


def test_a_book_without_closed_engagements_has_an_empty_ledger() -> None:
    histories = book(1.0)
    histories = Histories(
        histories.interactions, histories.engagements.slice(2, 1), name="nothing closed"
    )
    looks = looked_at(histories)
    inputs = prepare(histories.interactions, histories.engagements, looks.cutoffs, Usual())
    found = ledger(matrix.compute(inputs), looks, histories, [])
    assert found == {"closed": [], "open": {}}
