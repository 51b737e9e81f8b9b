"""Family 2: clarity and decision."""

from typing import Any

from features.heuristic import Heuristic, Signal, client_text, count, days, own, said

ANSWER_DAYS = 7.0  # a working week to answer a question
FEWEST_SIGNS = 3  # one mail from an assistant is a courtesy; three and nobody else are a wall


def _question(rows: Any) -> Any:
    return rows.own & rows.outbound & rows.cue_asks_question


def _unanswered(rows: Any) -> Any:
    """A question of ours that nothing answered within a week.

    An answer refers to the question; where it refers to nothing it may be any writing that does
    not evade, or a talk. Writing much about other things is not answering.
    """
    by_name = days(rows.reply_at.fill_null(rows.as_of), rows.at)
    by_order = days(rows.next_answer_at.fill_null(rows.as_of), rows.at)
    return _question(rows) & (by_name > ANSWER_DAYS) & (by_order > ANSWER_DAYS)


def _due_question(rows: Any) -> Any:
    """A question that had its week, or was answered sooner."""
    answered = rows.reply_at.notnull() | rows.next_answer_at.notnull()
    return _question(rows) & (answered | (days(rows.as_of, rows.at) > ANSWER_DAYS))


def _rejected(rows: Any) -> Any:
    return rows.own & (rows.kind == "proposal") & (rows.status == "rejected") & rows.by_client


def _reversed(rows: Any) -> Any:
    """A proposal rejected after it was accepted, no newer one of ours being on the table.

    A price that is countered again is price-reopened's business, not a want of authority.
    """
    newer = (rows.offered_at > rows.bought_before_at).fill_null(False)
    return _rejected(rows) & rows.bought_before_at.notnull() & ~newer


def _named_role(rows: Any) -> Any:
    """A sign of life of somebody whose role we know."""
    return rows.own & rows.alive & rows.role.notnull()


def _assistant_share(rows: Any) -> Any:
    """0 once a decider was met; unknown before three signs of life, for one is no wall."""
    named = _named_role(rows).sum()
    share = (_named_role(rows) & (rows.role == "assistant")).sum() / named
    met = (_named_role(rows) & (rows.role == "decider")).any()
    return (named >= FEWEST_SIGNS).ifelse(met.ifelse(0.0, share), None)


def _cleared_up(rows: Any) -> Any:
    """Settled by the client after a disagreement that had not been settled yet, for good so far."""
    open_still = (rows.settled_before_at < rows.disagreed_at).fill_null(True)
    for_good = rows.disagreed_at.notnull() & rows.next_disagreed_at.isnull()
    return rows.own & rows.settles & open_still & for_good


HEURISTICS = (
    Heuristic(
        id="vague-goals",
        title="Goals stay vague",
        title_ru="Цели туманны",
        essay=("E0", "E2"),
        family="clarity",
        polarity="against",
        cues=("vague",),
        signals=(said("vague_messages", "Messages that cannot say what is wanted", "vague"),),
        told="Messages that could not say what is wanted: {vague_messages:.0f}.",
        told_ru="Сообщений без понятной цели: {vague_messages:.0f}.",
        action="take-control",
        advice="Write down three aims yourself and ask them to strike what is wrong.",
        advice_ru="Запишите три цели сами и попросите вычеркнуть лишнее.",
        asks="What will be different for you once this is done?",
        asks_ru="Что у вас изменится, когда это будет сделано?",
    ),
    Heuristic(
        id="unanswered-questions",
        title="Questions stay unanswered",
        title_ru="Вопросы остаются без ответа",
        essay=("E0",),
        family="clarity",
        polarity="against",
        shown_by=_unanswered,
        signals=(
            Signal(
                name="unanswered_questions",
                meaning="Our questions that had no answer within a week",
                measure=count(_unanswered),
                needs=_due_question,
                fires_at=2,
            ),
            Signal(
                name="unanswered_share",
                meaning="Share of our questions that had no answer within a week",
                measure=lambda rows: (
                    _unanswered(rows).sum().cast("float64") / _due_question(rows).sum()
                ),
                needs=_due_question,
                fires_at=0.75,
            ),
        ),
        told="Questions of ours without an answer within a week: {unanswered_questions:.0f}; share of all: {unanswered_share:.0%}.",
        told_ru="Наших вопросов без ответа за неделю: {unanswered_questions:.0f}; это {unanswered_share:.0%}.",
        action="take-control",
        advice="Ask one question only, by phone, and say what waits for the answer.",
        advice_ru="Задайте один вопрос по телефону и скажите, что без ответа стоит.",
        asks="Which of our open questions can you answer now?",
        asks_ru="На какие из наших вопросов вы можете ответить сейчас?",
    ),
    Heuristic(
        id="dismisses-expertise",
        title="Waves our expertise away",
        title_ru="Наше мнение не имеет веса",
        essay=("E2",),
        family="clarity",
        polarity="against",
        cues=("dismissal",),
        signals=(said("dismissals", "Messages that wave our judgement away", "dismissal"),),
        told="Messages that waved our judgement away: {dismissals:.0f}.",
        told_ru="От нашего мнения отмахнулись {dismissals:.0f} раз.",
        action="step-back",
        advice="Put your advice in writing once; step back if it carries no weight.",
        advice_ru="Изложите совет письменно один раз; если он ничего не весит, отступите.",
        asks="What would make you change the plan on our advice?",
        asks_ru="Что убедило бы вас изменить план по нашему совету?",
    ),
    Heuristic(
        id="uncompromising-mismatch",
        title="Will not bend on what we cannot give",
        title_ru="Не уступает в том, чего мы не дадим",
        essay=("E2",),
        family="clarity",
        polarity="against",
        cues=("refusal",),
        shown_by=_rejected,
        signals=(
            said("refusals", "Messages that refuse every compromise", "refusal"),
            Signal(
                name="rejected_proposals",
                meaning="Proposals of ours that the client rejected",
                measure=count(_rejected),
                needs=own(lambda rows: rows.kind == "proposal"),
                fires_at=2,
            ),
        ),
        told="Refusals to compromise: {refusals:.0f}; proposals rejected: {rejected_proposals:.0f}.",
        told_ru="Отказов от компромисса: {refusals:.0f}; отклонено предложений: "
        "{rejected_proposals:.0f}.",
        action="step-back",
        advice="Name what you can give and by when; step back early if it is not enough.",
        advice_ru="Назовите, что можете дать и когда; если мало, отступите рано.",
        asks="If quality, date and price cannot all be had, which of them may give?",
        asks_ru="Если качество, срок и цена вместе невозможны, чем можно поступиться?",
    ),
    Heuristic(
        id="no-decision-authority",
        title="Takes part but does not decide",
        title_ru="Участвует, но не решает",
        essay=("E2",),
        family="clarity",
        polarity="against",
        cues=("defers-to-others",),
        shown_by=_reversed,
        signals=(
            said("deferrals", "Messages that leave the decision to others", "defers-to-others"),
            Signal(
                name="reversed_decisions",
                meaning="Proposals rejected after they had been accepted",
                measure=count(_reversed),
                needs=own(lambda rows: rows.kind == "proposal"),
                fires_at=1,
            ),
        ),
        told="Decisions left to others: {deferrals:.0f}; decisions reversed: {reversed_decisions:.0f}.",
        told_ru="Решение переложили на других: {deferrals:.0f} раз; решений отменено: {reversed_decisions:.0f}.",
        action="take-control",
        advice="Ask who signs and by when, and ask for a meeting with that person.",
        advice_ru="Спросите, кто подписывает и когда, и попросите встречу с ним.",
        asks="Who signs, and who else must agree?",
        asks_ru="Кто подписывает и чьё ещё согласие нужно?",
    ),
    Heuristic(
        id="gatekeeper",
        title="Kept from the person who decides",
        title_ru="Не подпускают к тому, кто решает",
        essay=("E4",),
        family="clarity",
        polarity="against",
        cues=("gatekeeper",),
        signals=(
            said("gatekept", "Messages that keep us from the decider", "gatekeeper"),
            Signal(
                name="assistant_share",
                meaning="Share of the client's rows that come from an assistant while no decider "
                "was ever seen",
                measure=_assistant_share,
                needs=_named_role,
                fires_at=0.6,
            ),
        ),
        told="Times we were kept from the decider: {gatekept:.0f}; share of their messages from an assistant: {assistant_share:.0%}.",
        told_ru="К тому, кто решает, не подпустили: {gatekept:.0f} раз; писем от помощника: {assistant_share:.0%}.",
        action="take-control",
        advice="Ask the assistant for a date in the decider's calendar, not for a call back.",
        advice_ru="Просите у помощника дату в календаре решающего, а не обратный звонок.",
        asks="When can we speak with the person who decides?",
        asks_ru="Когда можно поговорить с тем, кто решает?",
    ),
    Heuristic(
        id="friction-resolved",
        title="A misunderstanding was cleared up",
        title_ru="Недоразумение прояснилось",
        essay=("E2",),
        family="clarity",
        polarity="exception",
        softens=("vague-goals", "dismisses-expertise", "uncompromising-mismatch"),
        cues=(),
        shown_by=_cleared_up,
        signals=(
            Signal(
                name="friction_resolved",
                meaning="Agreements by the client after a disagreement, with none since",
                measure=count(_cleared_up),
                needs=client_text,
                fires_at=1,
            ),
        ),
        told="Disagreements after which they came to terms: {friction_resolved:.0f}.",
        told_ru="После разногласия договорились {friction_resolved:.0f} раз.",
        action="take-control",
        advice="Write the shared understanding down and build on it.",
        advice_ru="Зафиксируйте общее понимание и опирайтесь на него.",
        asks="Is what was misunderstood settled for you now?",
        asks_ru="Улажено ли для вас то, что было понято неверно?",
    ),
)
