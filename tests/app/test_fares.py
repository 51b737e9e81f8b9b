"""How a rule fares in this book: its trial in figures, an honest word where they are few."""

from __future__ import annotations

from typing import get_args

import pytest

from app.fares import VERDICTS, Fares, fares, of_all, sentence
from app.viewer import speaking
from train.trial import Verdict, WaiverVerdict


def figure(value=None, low=None, high=None) -> dict:
    return {"value": value, "low": low, "high": high}


def compared(fired=92, told=610, difference=(-0.25, -0.35, -0.14)) -> dict:
    return {
        "told": told,
        "fired": fired,
        "with_it": figure(0.41),
        "without_it": figure(0.66),
        "difference": figure(*difference),
    }


def trial(verdict="supported", simulated=False, **more) -> dict:
    rule = {"heuristic": "low-ball", "declared": "against", "verdict": verdict}
    waiver = {"exception": "pays-up-front", "rule": "low-ball", "verdict": "holds here"}
    return {
        "simulated": simulated,
        "rules": [rule | {"comparison": compared(**more)}],
        "waivers": [waiver | {"comparison": compared(9, 38, (0.2, 0.1, 0.3))}],
    }


def told(kept: dict, *asked: str) -> str:
    return sentence(fares(kept, *asked))


def test_the_figures_stand_with_their_interval_and_what_the_essays_say():
    said = told(trial(), "low-ball")
    for expected in ("92 of 610", "41% paid off", "66% without", "−25 points, −35 to −14"):
        assert expected in said
    assert "against" in said
    assert "support" in said


def test_a_contradicted_rule_is_said_to_be_so():
    assert "contradict it" in told(trial("contradicted", difference=(0.2, 0.1, 0.3)), "low-ball")


@pytest.mark.parametrize("asked", [("low-ball",), ("pays-up-front", "low-ball")])
def test_without_an_interval_no_share_is_shown(asked):
    kept = trial("too few to say", fired=3, difference=(-0.25, None, None))
    kept["waivers"][0]["comparison"] = compared(3, 38, (0.2, None, None))
    kept["waivers"][0]["verdict"] = "too few to say"
    said = told(kept, *asked)
    assert "%" not in said
    assert "points" not in said
    assert "Too few to say" in said


def test_what_never_showed_gets_no_verdict_and_what_could_not_be_told_no_figure():
    assert told(trial("not seen here", fired=0), "low-ball").startswith("Showed in 0 of 610")
    assert "%" not in told(trial("not seen here", fired=0), "low-ball")
    cannot = told(trial("not seen here", fired=0, told=0), "low-ball")
    assert cannot == "No closed engagement here could tell."


def test_a_waiver_is_told_among_those_where_its_rule_had_fired():
    said = told(trial(), "pays-up-front", "low-ball")
    assert "9 of 38 closed engagements with “Beats every price down”" in said
    assert "Softening holds here." in said


def test_simulated_outcomes_are_labelled():
    assert "simulated" in told(trial(simulated=True), "low-ball")
    assert "simulated" not in told(trial(), "low-ball")


def test_a_heuristic_that_was_not_tried_has_nothing_to_tell():
    assert fares(trial(), "no-such-rule") is None
    assert fares(trial(), "low-ball", "late-payment") is None
    assert fares(None, "low-ball") is None
    assert of_all({}) == []


def test_every_verdict_of_a_trial_has_its_words():
    assert set(VERDICTS) == {*get_args(Verdict), *get_args(WaiverVerdict)}


def test_it_is_told_in_russian():
    with speaking("ru"):
        said = told(trial(), "low-ball")
    assert "92 из 610" in said
    assert "−25 п. п., от −35 до −14" in said
    assert "paid" not in said


def test_a_real_trial_is_told_in_whole(small):
    from train import registry, tracking

    place = tracking.locate(models=small.models)
    kept = registry.recall(place, registry.numbered(place, "1"), "judgement.json")
    import json

    found = of_all(json.loads(kept)["judgement"]["trial"])
    assert len(found) > 70
    assert all(isinstance(each, Fares) and sentence(each) for each in found)
