"""Histories that tell family 2, clarity and decision."""

from __future__ import annotations

import pytest

from tests.features.telling import Case, check, fires, quiet, unknown

ONLY_US = "2026-03-02 10:00 us message"

CASES = (
    fires(
        "vague-goals",
        "cannot say what is wanted",
        """
        2026-03-02 10:00 client message id=fog
            "We want something modern, you will figure it out."
            "Хочется чего-то современного, вы сами придумаете."
        """,
        evidence=["fog"],
    ),
    quiet(
        "vague-goals",
        "clear aims, options asked for; the fog is in our own words",
        """
        2026-03-02 10:00 client message
            "Please give us three options that cut heating costs by a tenth."
            "Предложите три варианта, бюджет и площадь указаны в задании."
        2026-03-03 10:00 us message
            "We are not sure yet what exactly you need."
            "Мы пока сами не знаем, чего вы хотите."
        """,
    ),
    unknown(
        "vague-goals",
        "only we wrote",
        """
        2026-03-02 10:00 us message
            "You will see."
            "Скоро увидите."
        """,
    ),
    fires(
        "unanswered-questions",
        "writes much, answers nothing",
        """
        2026-03-02 10:00 us message id=desks
            "How many desks do you need?"
            "Сколько столов вам нужно?"
        2026-03-03 10:00 client message
            "This is not a priority for us right now."
            "Сейчас нам не до этого."
        2026-03-04 10:00 us message id=budget
            "What is your budget?"
            "Какой у вас бюджет?"
        2026-03-05 10:00 us proposal sent amount=900 id=price
        2026-03-06 10:00 client message about=price
            "The colour is too dark."
            "Цвет слишком тёмный."
        """,
        as_of="2026-03-20T10:00",
        evidence=["desks", "budget"],
        unanswered_questions=2,
        unanswered_share=1,
    ),
    quiet(
        "unanswered-questions",
        "answered by name, in writing without a name, and on the phone; the last is too young",
        """
        2026-03-02 10:00 us message id=desks
            "How many desks do you need?"
            "Сколько столов вам нужно?"
        2026-03-03 10:00 client message about=desks
            "Forty."
            "Сорок."
        2026-03-10 10:00 us message
            "What is your budget?"
            "Какой у вас бюджет?"
        2026-03-12 10:00 client message
            "Our budget is nine thousand."
            "Наш бюджет девять тысяч."
        2026-03-20 10:00 us message
            "Which colour do you want?"
            "Какой цвет вы хотите?"
        2026-03-21 10:00 us call answered
        2026-03-25 10:00 us message
            "When can we start?"
            "Когда можно начинать?"
        """,
        unanswered_questions=0,
    ),
    fires(
        "unanswered-questions",
        "the answer comes too late",
        """
        2026-03-02 10:00 us message id=desks
            "How many desks do you need?"
            "Сколько столов вам нужно?"
        2026-03-20 10:00 client message about=desks
            "Forty."
            "Сорок."
        """,
        evidence=["desks"],
    ),
    unknown(
        "unanswered-questions",
        "our question has not had its week",
        """
        2026-03-02 10:00 us message
            "What is your budget?"
            "Какой у вас бюджет?"
        """,
    ),
    fires(
        "dismisses-expertise",
        "did not ask for advice",
        """
        2026-03-02 09:00 us message
            "We would rather use oil paint here."
            "Здесь мы бы взяли масляную краску."
        2026-03-02 10:00 client message id=wave
            "I didn't ask for your advice."
            "Ваше мнение меня не интересует."
        """,
        evidence=["wave"],
    ),
    quiet(
        "dismisses-expertise",
        "disagrees with an argument",
        """
        2026-03-02 09:00 us message
            "We would rather use oil paint here."
            "Здесь мы бы взяли масляную краску."
        2026-03-02 10:00 client message
            "Oil paint smells for weeks, and the children sleep in that room."
            "Масляная краска неделями пахнет, а в этой комнате спят дети."
        """,
    ),
    unknown("dismisses-expertise", "only we wrote", ONLY_US),
    fires(
        "uncompromising-mismatch",
        "will not bend",
        """
        2026-03-02 09:00 us message
            "June is realistic; May is not."
            "Июнь реален, май нет."
        2026-03-02 10:00 client message id=wall
            "The deadline is non-negotiable, and there will be no compromises."
            "Срок не обсуждается, и никаких компромиссов."
        """,
        evidence=["wall"],
    ),
    quiet(
        "uncompromising-mismatch",
        "declines one point and offers another; we and nobody rejected the rest",
        """
        2026-03-02 10:00 us proposal sent amount=900 id=p
        2026-03-03 10:00 client proposal rejected about=p
            "Thirty days is too long for us, but we could live with twenty."
            "Тридцать дней для нас долго, но двадцать было бы нормально."
        2026-03-04 10:00 us proposal rejected about=p
        2026-03-05 10:00 fact proposal rejected about=p
        """,
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
    unknown("uncompromising-mismatch", "nothing proposed, nothing written", ONLY_US),
    fires(
        "no-decision-authority",
        "leaves it to others",
        """
        2026-03-02 10:00 client message id=others
            "I have to ask my partners first."
            "Мне нужно посоветоваться с партнёрами."
        """,
        evidence=["others"],
    ),
    quiet(
        "no-decision-authority",
        "says who decides and when, and rejects a second, new proposal",
        """
        2026-03-02 10:00 us proposal sent amount=900 id=p
        2026-03-03 10:00 client proposal accepted about=p
            "The board meets on 4 May and decides then."
            "Совет директоров соберётся 4 мая и решит."
        2026-03-08 10:00 us proposal sent amount=5000 id=q
        2026-03-09 10:00 client proposal rejected about=q
        """,
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
    unknown("no-decision-authority", "nothing proposed, nothing written", ONLY_US),
    fires(
        "gatekeeper",
        "will not put us through",
        """
        2026-03-02 10:00 client message id=wall role=assistant
            "The owner is abroad, I can't put you through."
            "Владелец за границей, соединить с ним не могу."
        """,
        evidence=["wall"],
    ),
    quiet(
        "gatekeeper",
        "an assistant who books the slot in which we meet the decider",
        """
        2026-03-02 10:00 client message role=assistant
            "She will see you at nine, ask for her at the desk."
            "Она примет вас в девять, спросите её на входе."
        2026-03-03 10:00 client message role=assistant
            "At the side door."
            "Вход со двора."
        2026-03-04 09:00 us call answered role=decider
        """,
        assistant_share=0,
    ),
    fires(
        "gatekeeper",
        "only the assistant was ever there",
        """
        2026-03-02 10:00 client message role=assistant
            "Forty desks, please."
            "Сорок столов, пожалуйста."
        2026-03-03 10:00 client message role=assistant id=note
            "In oak."
            "Дубовые, пожалуйста."
        2026-03-04 10:00 us call answered role=assistant
        2026-03-05 10:00 client message id=wall
            "I'm afraid I can't put you through to her."
            "Директор занят, соединить вас с ним не могу."
        """,
        evidence=["wall"],
        assistant_share=1,
    ),
    unknown("gatekeeper", "no role is known and nobody wrote", "2026-03-02 10:00 us call answered"),
    fires(
        "friction-resolved",
        "a misunderstanding, then agreement",
        """
        2026-03-02 10:00 client message
            "You misunderstood us, we talked about the north wing."
            "Вы нас неправильно поняли, речь о северном крыле."
        2026-03-03 10:00 us message
            "Here is the second plan."
            "Вот второй вариант."
        2026-03-04 10:00 client message id=peace
            "You're right, let's do it your way."
            "Хорошо, давайте по-вашему."
        2026-03-09 10:00 client message
            "Agreed, please start on Monday."
            "Согласны, приступайте."
        """,
        evidence=["peace"],
        friction_resolved=1,
    ),
    quiet(
        "friction-resolved",
        "agreement without a quarrel before it; ours does not count",
        """
        2026-03-02 10:00 client message
            "Agreed, please start on Monday."
            "Согласны, приступайте."
        2026-03-03 10:00 client message
            "You misunderstood us, we talked about the north wing."
            "Вы нас неправильно поняли, речь о северном крыле."
        2026-03-04 10:00 us message
            "Then we start on Monday."
            "Тогда начинаем в понедельник."
        """,
    ),
    quiet(
        "friction-resolved",
        "settled, and then at odds again",
        """
        2026-03-02 10:00 client message
            "You misunderstood us, we talked about the north wing."
            "Вы нас неправильно поняли, речь о северном крыле."
        2026-03-04 10:00 client message
            "You're right, let's do it your way."
            "Хорошо, давайте по-вашему."
        2026-03-09 10:00 client message
            "You misunderstood us, we talked about the north wing."
            "Вы нас неправильно поняли, речь о северном крыле."
        """,
        friction_resolved=0,
    ),
    unknown("friction-resolved", "only we wrote", ONLY_US),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_history_is_read_as_the_essays_mean_it(case: Case) -> None:
    check(case, CASES)
