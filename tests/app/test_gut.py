"""Gut against numbers: fair to both, silent where there is too little."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.gut import Known, calls, compare, known, means, overruled
from app.prospects import book_facts
from data.entries import GutCall, Override, RecordedOutcome
from tests.app.sheet import AS_OF, engagement, interaction, write_rows

MADE = datetime(2026, 4, 1, 9, tzinfo=UTC)
ENDED = MADE + timedelta(days=30)


def gut(engagement="E-1", chance=0.7, **more):
    said = {"at": MADE, "by": "Ann", "model_chance": 0.4, "cut_off": 0.5, "base_rate": 0.5}
    return GutCall(
        **{"id": "g", "engagement_id": engagement, "chance": chance, "shown": False, **said, **more}
    )


def override(engagement="E-1", verdict="Think twice", **more):
    said = {"at": MADE, "by": "Ann", "model_verdict": "Worth the work", "reason": "A hunch"}
    return Override(**{"id": "o", "engagement_id": engagement, "verdict": verdict, **said, **more})


PAID = Known("c", True, ENDED)


def kinds(*noted, stood=PAID):
    return [each.kind for each in calls(noted, {"E-1": stood})]


def test_a_call_before_the_score_and_before_the_end_counts():
    assert kinds(gut()) == ["counted"]


@pytest.mark.parametrize(
    ("said", "stood", "kind"),
    [
        ({"shown": True}, PAID, "shown"),
        ({"at": ENDED}, PAID, "late"),
        ({"model_chance": None}, PAID, "no number"),
        ({}, Known("c"), "waiting"),
        ({}, Known("c", None, ENDED), "waiting"),
    ],
)
def test_any_other_call_is_listed_apart(said, stood, kind):
    assert kinds(gut(**said), stood=stood) == [kind]


def test_only_the_first_call_of_a_person_was_made_before_the_score():
    assert kinds(gut(), gut(chance=0.2), gut(by="Ben")) == ["counted", "shown", "counted"]


def test_whoever_asked_for_the_score_makes_no_gut_call_any_more():
    assert kinds(gut(chance=None, shown=True), gut()) == ["shown"]


def test_a_call_taken_back_in_time_is_gone_and_hindsight_takes_nothing_back():
    assert kinds(gut(withdrawn_at=MADE)) == []
    assert kinds(gut(withdrawn_at=MADE), stood=Known("c")) == []
    assert kinds(gut(withdrawn_at=ENDED)) == ["counted"]


def many(number, gut_error, model_error, clients=None):
    """Calls on as many engagements, each off by an error of its own size."""
    rng = np.random.default_rng(1)
    noted, engagements = [], {}
    for place in range(number):
        paid_off = bool(rng.random() < 0.5)
        off = rng.uniform(0.8, 1.2)
        chances = [abs(paid_off - error * off) for error in (gut_error, model_error)]
        name = f"E-{place}"
        at = MADE + timedelta(days=place)
        noted.append(gut(name, chances[0], model_chance=chances[1], at=at))
        client = f"c{place % (clients or number)}"
        engagements[name] = Known(client, paid_off, at + timedelta(days=5))
    return compare(calls(noted, engagements))


def test_nothing_is_compared_where_nothing_counts():
    assert compare(calls([gut(shown=True)], {"E-1": PAID})) is None


@pytest.mark.parametrize(("number", "clients"), [(19, 19), (60, 9)])
def test_below_twenty_engagements_of_ten_clients_nothing_is_said(number, clients):
    assert many(number, 0.1, 0.6, clients).verdict == "too few"


@pytest.mark.parametrize(
    ("gut_error", "model_error", "verdict"),
    [(0.1, 0.4, "gut"), (0.4, 0.1, "model"), (0.3, 0.3, "even")],
)
def test_who_was_closer_is_said_where_chance_does_not_explain_it(gut_error, model_error, verdict):
    found = many(40, gut_error, model_error)
    assert found.verdict == verdict
    assert (found.calls, found.engagements, found.clients) == (40, 40, 40)


def test_the_figures_of_a_small_example_are_exact():
    noted = [gut("E-1", 0.8, model_chance=0.6, cut_off=None), gut("E-2", 0.6, model_chance=0.2)]
    noted.append(gut("E-2", 0.1, by="Ben", model_chance=0.2, base_rate=None, at=ENDED))
    later = ENDED + timedelta(days=30)
    stood = {"E-1": Known("a", True, ENDED), "E-2": Known("b", False, later)}
    found = compare(calls(noted, stood))
    assert found.gut.value == pytest.approx((0.04 + 0.36 + 0.01) / 3)
    assert found.model.value == pytest.approx((0.16 + 0.04 + 0.04) / 3)
    assert found.difference.value == pytest.approx(found.gut.value - found.model.value)
    assert found.gut_right.value == pytest.approx(2 / 3)
    assert found.model_right.value == 1.0
    assert np.isnan(found.base.value), "a base rate that is not known is not zero"
    assert [(each.month, each.calls) for each in found.months] == [("2026-04", 2), ("2026-05", 1)]
    assert found.months[0].gut == pytest.approx(0.2)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(-1, 1), st.sampled_from("abcd")), min_size=2, max_size=40))
def test_an_interval_holds_its_mean_and_draws_clients_not_calls(rows):
    values = np.array([[value] for value, _ in rows])
    clients = [client for _, client in rows]
    (figure,) = means(values, clients)
    assert figure.value == pytest.approx(values.mean())
    if len(set(clients)) < 2:
        assert np.isnan(figure.low)
    else:
        assert values.min() - 1e-9 <= figure.low <= figure.high <= values.max() + 1e-9


def test_one_client_told_many_times_makes_no_certainty():
    one = np.array([[0.0]] * 50 + [[1.0]] * 2)
    spread = means(one, [f"c{place}" for place in range(52)])[0]
    clustered = means(one, ["a"] * 50 + ["b", "b"])[0]
    assert clustered.high - clustered.low > 5 * (spread.high - spread.low)


def test_an_override_is_right_where_the_model_was_wrong():
    stood = {
        "E-1": Known("a", False, ENDED),
        "E-2": Known("b", True, ENDED),
        "E-3": Known("c", True, ENDED),
        "E-4": Known("d"),
        "E-5": Known("e", True, ENDED),
    }
    said = [
        override("E-1", "Worth the work"),  # Ann thought again:
        override("E-1", "Think twice"),
        override("E-2", "Think twice"),
        override("E-3", "Worth the work", model_verdict="Look closer"),
        override("E-4"),
        override("E-5", "Think twice", at=ENDED),  # after the end
        override("E-5", "Think twice", by="Ben", withdrawn_at=MADE),
    ]
    found = overruled(said, stood)
    assert [each.right for each in found.decided] == [True, False, True, None, None]
    assert (found.against, found.silent) == (2, 1)
    assert found.share.value == 0.5


def test_without_an_end_there_is_no_share():
    found = overruled([override()], {"E-1": Known("c")})
    assert (found.against, found.silent, found.share) == (0, 0, None)


def test_the_book_wins_over_what_people_recorded_and_strangers_are_known_by_their_id(tmp_path):
    ended = {"closed_at": AS_OF - timedelta(days=3)}
    rows = [
        engagement("E-1", "A", paid_off=False, **ended),
        engagement("E-2", "B"),
        engagement("E-3", "C", **ended),
    ]
    book = book_facts(write_rows(tmp_path, rows, [interaction("i-1", "E-1", "A")]))
    said = [
        RecordedOutcome(id="r", at=AS_OF, by="Ann", engagement_id=each, paid_off=True)
        for each in ("E-1", "E-2", "E-3", "E-9")
    ]
    assert known(book, said, ["E-1", "E-2", "E-3", "E-8", "E-9"]) == {
        "E-1": Known("A", False, ended["closed_at"]),
        "E-2": Known("B", True, AS_OF),
        "E-3": Known("C", True, ended["closed_at"]),
        "E-8": Known("E-8"),
        "E-9": Known("E-9", True, AS_OF),
    }
