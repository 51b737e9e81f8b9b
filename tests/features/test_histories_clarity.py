"""Histories that tell family 2, clarity and decision."""

# A line of a history stays one line.
# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

ONLY_US = "2026-03-02 10:00 us message"

CASES = (
    fires(
        "vague-goals",
        "cannot say what is wanted",
        '2026-03-02 10:00 client message "Хочется чего-то необычного, вы сами придумаете." id=fog',
        evidence=["fog"],
    ),
    quiet(
        "vague-goals",
        "clear aims, options asked for",
        '2026-03-02 10:00 client message "Please propose three options that cut heating costs by a tenth."',
    ),
    unknown("vague-goals", "only we wrote", '2026-03-02 10:00 us message "You will see."'),
    fires(
        "unanswered-questions",
        "writes much, answers nothing",
        """
        2026-03-02 10:00 us message "How many desks do you need?" id=desks
        2026-03-03 10:00 client message "Call me in three months, this is not a priority for us right now."
        2026-03-04 10:00 us message "What is your budget?" id=budget
        2026-03-05 10:00 us proposal sent amount=900 id=price
        2026-03-06 10:00 client message "The colour is too dark." about=price
        """,
        as_of="2026-03-20T10:00",
        evidence=["desks", "budget"],
        unanswered_questions=2,
        unanswered_share=1,
    ),
    fires(
        "unanswered-questions",
        "the answer comes too late",
        """
        2026-03-02 10:00 us message "How many desks do you need?" id=desks
        2026-03-20 10:00 client message "Forty." about=desks
        """,
        evidence=["desks"],
    ),
    quiet(
        "unanswered-questions",
        "answered by name, in writing without a name, and on the phone; the last is too young",
        """
        2026-03-02 10:00 us message "How many desks do you need?" id=desks
        2026-03-03 10:00 client message "Forty." about=desks
        2026-03-10 10:00 us message "What is your budget?"
        2026-03-12 10:00 client message "Nine thousand."
        2026-03-20 10:00 us message "Which colour do you want?"
        2026-03-21 10:00 us call answered
        2026-03-25 10:00 us message "When can we start?"
        """,
        unanswered_questions=0,
    ),
    unknown(
        "unanswered-questions",
        "our question has not had its week",
        '2026-03-02 10:00 us message "What is your budget?"',
    ),
    fires(
        "dismisses-expertise",
        "did not ask for advice",
        """
        2026-03-02 10:00 client message "I didn't ask for your advice, paint the wall black." id=wave
        """,
        evidence=["wave"],
    ),
    quiet(
        "dismisses-expertise",
        "disagrees with an argument",
        '2026-03-02 10:00 client message "I see your argument about fabrics, but wool is warmer for our climate."',
    ),
    unknown("dismisses-expertise", "only we wrote", ONLY_US),
    fires(
        "uncompromising-mismatch",
        "will not bend",
        '2026-03-02 10:00 client message "Срок не обсуждается." id=wall',
        evidence=["wall"],
    ),
    fires(
        "uncompromising-mismatch",
        "rejects one proposal after the other",
        """
        2026-03-02 10:00 us proposal sent amount=900 id=p
        2026-03-03 10:00 client proposal rejected about=p id=no1
        2026-03-04 10:00 us proposal sent amount=800 about=p
        2026-03-05 10:00 fact proposal rejected by=client about=p id=no2
        """,
        evidence=["no1", "no2"],
    ),
    quiet(
        "uncompromising-mismatch",
        "declines one point and offers another; we and nobody rejected the rest",
        """
        2026-03-02 10:00 us proposal sent amount=900 id=p
        2026-03-03 10:00 client proposal rejected about=p "Thirty days is too long for us, but we could live with twenty."
        2026-03-04 10:00 us proposal rejected about=p
        2026-03-05 10:00 fact proposal rejected about=p
        """,
    ),
    unknown("uncompromising-mismatch", "nothing proposed, nothing written", ONLY_US),
    fires(
        "no-decision-authority",
        "leaves it to others",
        '2026-03-02 10:00 client message "Мне нужно посоветоваться с партнёрами." id=others',
        evidence=["others"],
    ),
    fires(
        "no-decision-authority",
        "takes an acceptance back",
        """
        2026-03-02 10:00 us proposal sent amount=900 id=p
        2026-03-03 10:00 client proposal accepted about=p
        2026-03-09 10:00 client proposal rejected about=p id=back
        """,
        evidence=["back"],
    ),
    quiet(
        "no-decision-authority",
        "says who decides and when, and rejects a second, new proposal",
        """
        2026-03-02 10:00 us proposal sent amount=900 id=p
        2026-03-03 10:00 client proposal accepted about=p "The board meets on 4 May and will decide then."
        2026-03-08 10:00 us proposal sent amount=5000 id=q
        2026-03-09 10:00 client proposal rejected about=q
        """,
    ),
    unknown("no-decision-authority", "nothing proposed, nothing written", ONLY_US),
    fires(
        "gatekeeper",
        "will not put us through",
        '2026-03-02 10:00 client message "Соединить с директором не могу." id=wall role=assistant',
        evidence=["wall"],
    ),
    fires(
        "gatekeeper",
        "only the assistant was ever there",
        """
        2026-03-02 10:00 client message "Forty desks, please." role=assistant
        2026-03-03 10:00 client message "In oak." role=assistant id=note
        2026-03-04 10:00 us call answered role=assistant
        2026-03-05 10:00 client message "I'm afraid I can't put you through to her." id=wall
        """,
        evidence=["wall"],
        assistant_share=1,
    ),
    quiet(
        "gatekeeper",
        "an assistant who books the slot in which we meet the decider",
        """
        2026-03-02 10:00 client message "She will see you at nine, ask for her at the desk." role=assistant
        2026-03-03 10:00 client message "At the side door." role=assistant
        2026-03-04 09:00 us call answered role=decider
        """,
        assistant_share=0,
    ),
    unknown("gatekeeper", "no role is known and nobody wrote", "2026-03-02 10:00 us call answered"),
    fires(
        "friction-resolved",
        "a misunderstanding, then agreement",
        """
        2026-03-02 10:00 client message "That's not what we meant."
        2026-03-03 10:00 us message "Then let us take the second plan."
        2026-03-04 10:00 client message "Fine, let's do it your way." id=peace
        2026-03-09 10:00 client message "Fine, let's do it your way."
        """,
        evidence=["peace"],
        friction_resolved=1,
    ),
    quiet(
        "friction-resolved",
        "agreement without a quarrel before it; ours does not count",
        """
        2026-03-02 10:00 client message "Fine, let's do it your way."
        2026-03-03 10:00 client message "That's not what we meant."
        2026-03-04 10:00 us message "Fine, let's do it your way."
        """,
    ),
    unknown("friction-resolved", "only we wrote", ONLY_US),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
