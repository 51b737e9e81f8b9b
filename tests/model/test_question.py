"""The one question: found by trying the answers, exactly as if each row were scored with them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from model.payoff import PayoffClassifier
from model.question import FEWEST, Tried, best_question, learn_answers, try_answers

NAMES = (
    "unanswered_questions",
    "unanswered_share",
    "deferrals",
    "up_front_offers",
    "commands",
    "x",
)
OWNERS = ["unanswered-questions"] * 2 + ["no-decision-authority", "pays-up-front"]
OWNERS += ["subordinate-tone", None]


@pytest.fixture(scope="module")
def asked():
    """A classifier with one exception, its rows, and the answers learned from them."""
    rng = np.random.default_rng(3)
    X = rng.integers(0, 4, size=(600, 6)).astype(float)
    X[:, 1] /= 3.0
    trouble = X[:, 0] * (X[:, 3] < 1) + X[:, 2]
    paid_off = rng.random(600) < 1 / (1 + np.exp(trouble - 2 + 0.2 * X[:, 5]))
    X[rng.random(X.shape) < 0.25] = np.nan
    model = PayoffClassifier(
        signs=[-1, -1, -1, 1, -1, 0],
        owners=OWNERS,
        softens=[("pays-up-front", "unanswered-questions")],
        max_iter=30,
        max_features=1.0,
    ).fit(X, paid_off)
    return model, X, learn_answers(X, NAMES, np.ones(600))


def test_a_typical_yes_shows_the_heuristic_and_a_typical_no_does_not(asked):
    _, _, answers = asked
    assert set(answers) == set(OWNERS) - {None}
    for answer in answers.values():
        assert 0 < answer["fires"] < 1
    assert answers["no-decision-authority"]["yes"]["deferrals"] >= 1
    assert answers["no-decision-authority"]["no"]["deferrals"] == 0


def test_a_yes_shows_even_where_each_engagement_showed_it_by_another_signal():
    # Neither signal reaches its mark in the median of those that fired.
    rows = [[2.0, 0.0], [0.0, 0.8]] * 3 + [[0.0, 0.0]] * 4 + [[2.0, 0.0]]
    answers = learn_answers(np.array(rows), NAMES[:2], np.ones(len(rows)))
    yes = answers["unanswered-questions"]["yes"]
    assert yes["unanswered_questions"] >= 2 or yes["unanswered_share"] >= 0.75


def test_what_was_seen_too_seldom_has_no_answers():
    rows = np.array([[1.0]] * int(FEWEST - 1) + [[0.0]] * 50)
    assert learn_answers(rows, ["deferrals"], np.ones(len(rows))) == {}
    never_known = np.full((50, 1), np.nan)
    assert learn_answers(never_known, ["deferrals"], np.ones(50)) == {}


def test_trying_an_answer_is_scoring_the_row_with_it(asked):
    model, X, answers = asked
    tried = try_answers(model, NAMES, model.steps(X), answers)
    now = model.decision_function(X)
    for column, heuristic in enumerate(tried.heuristics):
        for answer, changes in (("yes", tried.yes), ("no", tried.no)):
            rows = X.copy()
            for name, value in answers[heuristic][answer].items():
                rows[:, NAMES.index(name)] = np.nan if value is None else value
            change = model.decision_function(rows) - now
            np.testing.assert_allclose(changes[:, column], change, atol=1e-12)


def test_a_heuristic_the_model_does_not_know_is_not_tried(asked):
    model, X, answers = asked
    beside = {**answers, "no-such-rule": answers["pays-up-front"]}
    beside["gatekeeper"] = {"fires": 0.5, "yes": {"gatekept": 1.0}, "no": {"gatekept": 0.0}}
    tried = try_answers(model, NAMES, model.steps(X[:3]), beside)
    assert set(tried.heuristics) == set(answers)


def tried(**moves: tuple[float, float, float]) -> Tried:
    """Changes (if yes, if no) and how often it fires, by heuristic."""
    names = tuple(name.replace("_", "-") for name in moves)
    yes, no, fires = (np.array(column) for column in zip(*moves.values(), strict=True))
    return Tried(names, yes[None, :], no[None, :], fires)


def test_the_question_asked_is_the_one_whose_answer_moves_the_score_most():
    found = best_question(
        tried(gatekeeper=(-0.4, 0.1, 0.5), low_ball=(-1.0, 0.2, 0.5)), 0, 0.3, [], ["low-ball"]
    )
    assert found is not None
    assert (found.heuristic, found.if_yes, found.if_no) == ("low-ball", -0.7, 0.5)


def test_a_question_whose_answer_is_sure_loses_to_one_that_is_open():
    rare = (-1.0, 0.0, 0.002)
    found = best_question(tried(gatekeeper=rare, low_ball=(-0.4, 0.0, 0.5)), 0, 0.0, [], [])
    assert found is not None
    assert found.heuristic == "low-ball"


def test_a_no_changes_nothing_where_it_is_already_quiet():
    found = best_question(tried(low_ball=(-1.0, 0.5, 0.5)), 0, 0.3, fired=[], unknown=[])
    assert found is not None
    assert found.if_no == 0.3


@pytest.mark.parametrize(
    ("moves", "fired"),
    [
        ({"low_ball": (-1.0, 0.5, 0.5)}, ["low-ball"]),  # it shows already
        ({"subordinate_tone": (-1.0, 0.5, 0.5)}, []),  # nobody can be asked
        ({"low_ball": (-0.01, 0.0, 0.5)}, []),  # nothing would move
    ],
)
def test_nothing_is_asked_in_vain(moves, fired):
    assert best_question(tried(**moves), 0, 0.0, fired, []) is None


@given(some.floats(-3, 3), some.floats(-3, 3), some.floats(0, 1))
def test_more_can_never_be_told_by_a_question_than_by_the_same_with_wider_answers(yes, no, fires):
    pair = tried(gatekeeper=(yes, no, fires), low_ball=(2 * yes, 2 * no, fires))
    found = best_question(pair, 0, 0.0, [], ["gatekeeper", "low-ball"])
    assert found is None or found.heuristic == "low-ball"
