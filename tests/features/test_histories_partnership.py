"""Histories that tell family 5, partnership."""

# A line of a history stays one line.
# ruff: noqa: E501

from __future__ import annotations

import pytest

from features.catalogue import HEURISTICS
from tests.features import (
    test_histories_clarity,
    test_histories_meetings,
    test_histories_money,
    test_histories_responsiveness,
)
from tests.features.telling import Case, check, fires, quiet, unknown

ONLY_US = "2026-03-02 10:00 us message"
BLAME = '"Это ваша вина."'

CASES = (
    fires(
        "blame-shifting",
        "puts the guilt on us",
        f"2026-03-02 10:00 client message {BLAME} id=blame",
        evidence=["blame"],
    ),
    fires(
        "blame-shifting",
        "complains of what turned out to be his own doing, or of his own task",
        """
        2026-03-01 10:00 us task open by=client id=data
        2026-03-02 10:00 client complaint open id=c1
        2026-03-05 10:00 us complaint resolved by=client about=c1 id=judged
        2026-03-09 10:00 client complaint open about=data id=c2
        """,
        evidence=["judged", "c2"],
        own_fault_complaints=2,
    ),
    quiet(
        "blame-shifting",
        "the fault was ours; another has no known hand",
        """
        2026-03-02 10:00 client complaint open id=c1
        2026-03-05 10:00 us complaint resolved by=us about=c1
        2026-03-09 10:00 client complaint open
        """,
        own_fault_complaints=0,
    ),
    unknown(
        "blame-shifting",
        "whose fault it was is not known, and nobody wrote",
        "2026-03-02 10:00 client complaint open",
    ),
    fires(
        "client-tasks-undone",
        "past its date, twice moved",
        """
        2026-03-01 10:00 us task open by=client for=2026-03-10T10:00 id=data
        2026-03-09 10:00 client task moved by=client about=data for=2026-03-20T10:00
        """,
        as_of="2026-03-25T10:00",
        evidence=["data"],
        undone_tasks=1,
    ),
    quiet(
        "client-tasks-undone",
        "done late, moved to a later date, withdrawn, waiting for us, or ours",
        """
        2026-03-01 10:00 us task open by=client for=2026-03-10T10:00 id=a
        2026-03-01 10:00 us task open by=client for=2026-03-10T10:00 id=b
        2026-03-01 10:00 us task open by=client for=2026-03-10T10:00 id=c
        2026-03-01 10:00 us task open by=client for=2026-03-10T10:00 id=d
        2026-03-01 10:00 us task open by=us for=2026-03-10T10:00 id=e
        2026-03-15 10:00 client task done about=a
        2026-03-15 10:00 client task moved about=b for=2026-04-10T10:00
        2026-03-15 10:00 us task withdrawn about=c
        2026-03-15 10:00 fact task blocked by=us about=d
        """,
        as_of="2026-03-25T10:00",
        undone_tasks=0,
    ),
    unknown(
        "client-tasks-undone",
        "no task of theirs, as far as we know",
        """
        2026-03-01 10:00 us task open for=2026-03-10T10:00
        2026-03-01 10:00 us task open by=us for=2026-03-10T10:00
        """,
    ),
    fires(
        "recurring-complaints",
        "one after the other",
        """
        2026-03-01 10:00 us delivery sent id=d
        2026-03-02 10:00 client complaint open about=d id=c1
        2026-03-04 10:00 us complaint resolved about=c1
        2026-03-05 10:00 client complaint open about=d id=c2
        """,
        evidence=["c1", "c2"],
        complaints_recorded=2,
    ),
    fires(
        "recurring-complaints",
        "in words",
        """
        2026-03-02 10:00 client message "The report isn't running right." id=c1
        2026-03-09 10:00 client message "The report isn't running right." id=c2
        """,
        evidence=["c1", "c2"],
    ),
    quiet(
        "recurring-complaints",
        "the faults were ours, as it turned out later",
        """
        2026-03-01 10:00 us delivery sent id=d
        2026-03-02 10:00 client complaint open about=d id=c1
        2026-03-02 11:00 client message "The report isn't running right." about=c1
        2026-03-04 10:00 us complaint resolved by=us about=c1
        2026-03-05 10:00 client complaint open by=us about=d id=c2
        2026-03-05 11:00 client message "The report isn't running right." about=c2
        2026-03-09 10:00 client complaint open about=d
        """,
        complaints_voiced=0,
        complaints_recorded=1,
    ),
    unknown("recurring-complaints", "nothing delivered, nothing written", ONLY_US),
    fires(
        "rush-demands",
        "as soon as possible, and again",
        """
        2026-03-02 10:00 client message "I need this ASAP, by tonight!" id=r1
        2026-03-09 10:00 client message "I need this ASAP, by tonight!" id=r2
        """,
        evidence=["r1", "r2"],
    ),
    quiet(
        "rush-demands",
        "one rush in months, and a normal deadline",
        """
        2026-03-02 10:00 client message "I need this ASAP, by tonight!"
        2026-03-09 10:00 client message "The drawings are needed by the end of May."
        2026-03-10 10:00 us message "I need this ASAP, by tonight!"
        """,
    ),
    unknown("rush-demands", "only we wrote", ONLY_US),
    fires(
        "one-sided-concessions",
        "cheaper and cheaper",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p "Here is our price."
        2026-03-03 10:00 us proposal sent amount=900 about=p id=down1
        2026-03-04 10:00 us proposal sent amount=800 about=p id=down2
        """,
        evidence=["down1", "down2"],
    ),
    quiet(
        "one-sided-concessions",
        "each gives something",
        """
        2026-03-02 10:00 us proposal sent amount=1000 id=p "Here is our price."
        2026-03-03 10:00 us proposal sent amount=900 about=p
        2026-03-04 10:00 client message "Fine, let's do it your way."
        2026-03-05 10:00 us proposal sent amount=800 about=p
        2026-03-06 10:00 client order amount=800 about=p
        """,
        concession_balance=0,
    ),
    unknown("one-sided-concessions", "we wrote nothing", "2026-03-02 10:00 client message"),
    fires(
        "subordinate-tone",
        "you will, no discussion",
        '2026-03-02 10:00 client message "You will send three people at nine, no discussion." id=order',
        evidence=["order"],
    ),
    quiet(
        "subordinate-tone",
        "a polite imperative, and our own orders",
        """
        2026-03-02 10:00 client message "Please send the drawings."
        2026-03-03 10:00 us message "You will send three people at nine, no discussion."
        """,
    ),
    unknown("subordinate-tone", "only we wrote", ONLY_US),
    fires(
        "effort-imbalance",
        "we write, they do not",
        """
        2026-03-02 10:00 client message "Hello there."
        2026-03-03 10:00 us message id=a
        2026-03-04 10:00 us message id=b
        2026-03-05 10:00 us call unanswered id=c
        2026-03-06 10:00 us message id=d
        """,
        evidence=["a", "b", "c", "d"],
        effort_ratio=4,
    ),
    quiet(
        "effort-imbalance",
        "word for word",
        """
        2026-03-02 10:00 client message "One."
        2026-03-03 10:00 us message
        2026-03-04 10:00 client message "Two."
        2026-03-05 10:00 us message
        2026-03-06 10:00 us message
        2026-03-07 10:00 us message
        2026-03-08 10:00 client message "Three."
        2026-03-09 10:00 client payment amount=100
        """,
        effort_ratio=1,
    ),
    unknown("effort-imbalance", "we have hardly begun", ONLY_US),
    fires(
        "new-contact",
        "Steve retires, and the trouble with him",
        """
        2025-03-02 10:00 client complaint open contact=Steve in=past
        2025-03-09 10:00 client complaint open contact=Steve in=past
        2026-04-09 10:00 client message "Hello there." contact=Ann id=new1
        2026-04-12 10:00 client message "The drawings are fine." contact=Ann id=new2
        """,
        evidence=["new1", "new2"],
        relief_since_new_contact=1,
    ),
    quiet(
        "new-contact",
        "a colleague wrote once, Steve goes on",
        """
        2026-03-02 10:00 client complaint open contact=Steve
        2026-04-09 10:00 client message "Hello there." contact=Ann
        2026-04-12 10:00 client message "Still me." contact=Steve
        2026-04-13 10:00 client message "Me again." contact=Steve
        """,
        relief_since_new_contact=0,
    ),
    quiet(
        "new-contact",
        "one person all the time",
        '2026-03-02 10:00 client message "Hello there." contact=Ann',
        relief_since_new_contact=0,
    ),
    unknown("new-contact", "who wrote is not known", "2026-03-02 10:00 client complaint open"),
    fires(
        "high-road",
        "complaint, calm answer, settled by the client",
        """
        2026-03-02 10:00 client complaint open id=c
        2026-03-03 10:00 us message "I should have told you; my apologies." about=c
        2026-03-06 10:00 client complaint resolved about=c id=settled
        """,
        evidence=["settled"],
        settled_calmly=1,
    ),
    quiet(
        "high-road",
        "we closed it ourselves, and the next was settled without a calm word",
        """
        2026-03-02 10:00 client complaint open id=c
        2026-03-03 10:00 us message "I should have told you; my apologies." about=c
        2026-03-06 10:00 us complaint resolved about=c
        2026-04-02 10:00 client complaint open id=d
        2026-04-03 10:00 us message "That is how it was agreed." about=d
        2026-04-06 10:00 client complaint resolved about=d
        """,
    ),
    unknown("high-road", "no quarrel on record, and nobody wrote", ONLY_US),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)


@pytest.mark.parametrize("heuristic", [each.id for each in HEURISTICS])
def test_every_heuristic_has_a_history_for_each_answer(heuristic: str) -> None:
    families = (
        test_histories_meetings,
        test_histories_clarity,
        test_histories_responsiveness,
        test_histories_money,
    )
    told = [case for family in families for case in family.CASES] + list(CASES)
    answers = {case.expected for case in told if case.heuristic == heuristic}
    assert answers == {"fires", "quiet", "unknown"}
