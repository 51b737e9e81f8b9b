import json
import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from app.chart import MOST, spec, steps
from tests.app.sheet import explanation, four_prospects, part

weights = some.floats(-3, 3).map(lambda weight: round(weight, 4))


@given(some.lists(some.tuples(some.sampled_from(["flag", "strength", "other"]), weights)), weights)
def test_every_bar_begins_where_the_last_one_ended_and_the_last_is_the_score(found, start):
    parts = [part(f"h-{place}", kind, weight) for place, (kind, weight) in enumerate(found)]
    told = explanation("P", parts, start=start)
    bars = steps(told)
    assert bars[0].end == start
    for before, after in pairwise(bars):
        assert math.isclose(before.end, after.begin, abs_tol=1e-9)
    assert bars[-1].end == told["log_odds"]
    assert len(bars) <= MOST + 3


def test_bars_of_the_same_weight_are_all_counted():
    parts = [part("same", "flag", -0.1) for _ in range(12)]
    bars = steps(explanation("P", parts, start=0.0))
    assert math.isclose(bars[-2].end, -1.2)
    assert bars[-2].label == "5 smaller parts together"


def test_a_waiver_follows_the_flag_that_it_softens():
    bars = steps(four_prospects()[2][0])
    assert [bar.label for bar in bars] == [
        "A usual client of this book",
        "Tomorrow, or not at all",
        "Waived by: Moves a meeting honestly",
        "Everything else on record",
        "This prospect",
    ]
    assert [bar.kind for bar in bars] == ["chance", "against", "for", "against", "chance"]


def test_the_figure_is_data_and_fetches_nothing():
    text = json.dumps(spec(steps(four_prospects()[2][0]), dark=True))
    assert "http" not in text
    assert '"url"' not in text


@given(some.floats(-2.5, 3.5), some.floats(0.05, 1.0))
def test_the_axis_names_at_least_one_round_chance(start, size):
    told = explanation("P", [part("low-ball", "flag", -size)], start=start)
    drawn = spec(steps(told), dark=False)
    scale, axis = (drawn["layer"][0]["encoding"]["x"][name] for name in ("scale", "axis"))
    assert axis["values"]
    assert all(scale["domain"][0] <= place <= scale["domain"][1] for place in axis["values"])
