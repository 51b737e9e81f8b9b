"""What to do: one of the essays' options, its reason and, where the history gives it, a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from features.catalogue import BY_ID, HEURISTICS
from features.evidence import Evidence
from features.heuristic import Heuristic
from features.telling import Language, amount, date, percent
from model.decision import Standing, chance_of
from model.ledger import Ledgers
from model.question import Question

#: A rule or exception whose net part is lighter than this in log-odds decides nothing by itself.
LIGHT = 0.1
GIVING_UP = ("step-back", "drop")

ADVICE = {
    "ask": {
        "en": "Too little is known for a verdict: ask one open question and wait for the answer.",
        "ru": "Для вывода известно слишком мало: задайте один открытый вопрос и дождитесь ответа.",
    },
    "first question": {"en": "Ask first: {asks}", "ru": "Сначала спросите: {asks}"},
    "question": {
        "en": "Ask: {asks} If it then shows “{title}”, the chance is {if_yes}, if not {if_no}.",
        "ru": "Спросите: {asks} Если окажется «{title}», шанс {if_yes}, если нет, {if_no}.",
    },
    "take-control": {
        "en": "Nothing speaks against it: propose the next concrete step and its date.",
        "ru": "Ничто не мешает: предложите следующий конкретный шаг и дату.",
    },
    "in spite": {
        "en": "Put your terms in writing, and propose the next concrete step and its date.",
        "ru": "Изложите условия письменно и предложите следующий конкретный шаг и дату.",
    },
    "drop": {
        "en": "Say a clear and friendly no now, and leave the door open.",
        "ru": "Скажите ясное и вежливое «нет» сейчас и оставьте дверь открытой.",
    },
    "step-back": {
        "en": "Finish what is agreed, take on nothing more, and say so kindly.",
        "ru": "Доделайте оговорённое, не берите нового и вежливо скажите об этом.",
    },
    "wait": {
        "en": "Wait until {first}, when it is due by their word or habit; call then, by {last}.",
        "ru": "Подождите до {first}: таков их срок по слову или привычке; звоните до {last}.",
    },
    "now": {
        "en": "Their time has come ({first} to {last}): call now.",
        "ru": "Их срок настал (с {first} по {last}): позвоните сейчас.",
    },
    "over": {
        "en": "Their time ended on {last}: call, and ask for a yes or a no.",
        "ru": "Их срок вышел {last}: позвоните и попросите «да» или «нет».",
    },
    "next week": {
        "en": " A proper hour fits in the week of {monday}.",
        "ru": " Полный час найдётся на неделе с {monday}.",
    },
    "prepaid": {
        "en": " With half paid up front it is worth going on from {with_it} instead of {without}.",
        "ru": " С половиной вперёд продолжать стоит от {with_it}, а не от {without}.",
    },
}
BECAUSE = {
    "rule": {"en": "“{title}” weighs most. {told}", "ru": "Больше всего весит «{title}». {told}"},
    "strength": {
        "en": "“{title}” speaks most for it. {told}",
        "ru": "Больше всего за него говорит «{title}». {told}",
    },
    "in spite": {
        "en": "It is worth the work in spite of “{title}”. {told}",
        "ru": "Работа окупится, несмотря на «{title}». {told}",
    },
    "dated": {"en": "“{title}” gives the date. {told}", "ru": "Дату даёт «{title}». {told}"},
    "nothing": {"en": "No rule weighs against it.", "ru": "Ни одно правило не весит против."},
    "too little history": {
        "en": "Too few interactions are on record.",
        "ru": "Записано слишком мало взаимодействий.",
    },
    "could go either way": {
        "en": "The chance lies between {low} and {high}, the cut-off of {cut_off} between them.",
        "ru": "Шанс между {low} и {high}, и порог {cut_off} лежит между ними.",
    },
    "money": {
        "en": "At {chance} going on is worth {gain} on average; it pays from {cut_off}.",
        "ru": "При {chance} продолжение даёт в среднем {gain}; оно окупается от {cut_off}.",
    },
    "chance": {
        "en": "The chance of {chance} is below the cut-off of {cut_off}.",
        "ru": "Шанс {chance} ниже порога {cut_off}.",
    },
}


@dataclass(frozen=True)
class Recommended:
    """An action of the essays, or ``ask``; ``until`` is the date to wait for (UTC)."""

    action: str
    advice: str
    because: str
    heuristic: str | None
    until: datetime | None = None


@dataclass(frozen=True)
class Case:
    """All that an action is chosen from.

    ``net``: log-odds of each rule after its waivers and of each strength; ``excuses``: what each
    exception gives, its strength and its waivers; ``told``: sentences of heuristics;
    ``under_way``: something was ordered.
    """

    standing: Standing
    net: Mapping[str, float]
    excuses: Mapping[str, float]
    told: Mapping[str, str]
    fired: Sequence[str]
    evidence: Mapping[str, list[Evidence]]
    as_of: datetime
    under_way: bool
    ledgers: Ledgers | None
    question: Question | None
    language: Language

    def words(self, of: Mapping[str, str], **filled: str) -> str:
        """A sentence in the language asked for."""
        return of[self.language].format(**filled)

    def title(self, heuristic: Heuristic) -> str:
        """The title of a heuristic in the language asked for."""
        return heuristic.title if self.language == "en" else heuristic.title_ru

    def reason(self, kind: str, heuristic: Heuristic) -> str:
        """The rule or exception that decided, and how it is told."""
        told = self.told.get(heuristic.id, "")
        return self.words(BECAUSE[kind], title=self.title(heuristic), told=told).rstrip()


def recommend(case: Case) -> Recommended:
    """The one thing to do.

    Without a verdict: ask. Where going on is worth it, first the date that the client's own history
    gives, then what answers the heaviest rule (after what exceptions waive of it), else what builds
    on the greatest strength; such a client is never given up. Where it is not: wait if an exception
    that weighs says so; step back before a wall, or from work under way; else drop.
    """
    if case.standing.why:
        return _ask(case)
    if case.standing.verdict == "decline":
        return _decline(case)
    return _dated(case, tuple(HEURISTICS)) or _go_on(case)


def _ask(case: Case) -> Recommended:
    standing, question = case.standing, case.question
    because = case.words(
        BECAUSE[str(standing.why)],
        low=percent(standing.low or 0.0),
        high=percent(standing.high or 0.0),
        cut_off=percent(standing.cut_off),
    )
    if question is None:
        return Recommended("ask", case.words(ADVICE["ask"]), because, None)
    heuristic = BY_ID[question.heuristic]
    # With too little on record people get no number, so none for the answers either.
    wording = "first question" if standing.why == "too little history" else "question"
    advice = case.words(
        ADVICE[wording],
        asks=asks(heuristic, case.language),
        title=case.title(heuristic),
        if_yes=percent(chance_of(question.if_yes)),
        if_no=percent(chance_of(question.if_no)),
    )
    return Recommended("ask", advice, because, None)


def asks(heuristic: Heuristic, language: Language) -> str:
    """The question that would tell whether a heuristic holds."""
    return heuristic.asks if language == "en" else heuristic.asks_ru


def _rules(case: Case) -> list[Heuristic]:
    """Rules that weigh, heaviest first."""
    heavy = [h for h in case.net if BY_ID[h].sign < 0 and case.net[h] <= -LIGHT]
    return [BY_ID[h] for h in sorted(heavy, key=case.net.__getitem__)]


def _decline(case: Case) -> Recommended:
    excuses = tuple(
        heuristic
        for heuristic in HEURISTICS
        if heuristic.polarity == "exception"
        and heuristic.action == "wait"
        and heuristic.id in case.fired
        and case.excuses.get(heuristic.id, 0.0) >= LIGHT
    )
    money = _money(case)
    if waiting := _dated(case, (*excuses, *(BY_ID[r] for e in excuses for r in e.softens))):
        return waiting
    if excuses:
        first = max(excuses, key=lambda each: case.excuses[each.id])
        because = f"{case.reason('rule', first)} {money}"
        return Recommended("wait", _advice(case, first), because, first.id)
    rules = _rules(case)
    because = f"{case.reason('rule', rules[0])} {money}" if rules else money
    wall = next((rule for rule in rules if rule.action in GIVING_UP), None)
    if wall is not None:
        because = f"{case.reason('rule', wall)} {money}"
        return Recommended(wall.action, _advice(case, wall), because, wall.id)
    action = "step-back" if case.under_way else "drop"
    decided = rules[0].id if rules else None
    return Recommended(action, case.words(ADVICE[action]), because, decided)


def _money(case: Case) -> str:
    """Why the cut-off says no: in money, or where that cannot be told by the chance."""
    here, cut_off = percent(case.standing.chance), percent(case.standing.cut_off)
    if case.ledgers is None:
        return case.words(BECAUSE["chance"], chance=here, cut_off=cut_off)
    gain = amount(case.ledgers.as_it_is.expected_gain(case.standing.chance), case.language)
    return case.words(BECAUSE["money"], chance=here, gain=gain, cut_off=cut_off)


def _dated(case: Case, among: Sequence[Heuristic]) -> Recommended | None:
    """Wait for the date that the history of a heuristic gives; exceptions before rules."""
    for heuristic in sorted(set(among), key=lambda each: (-each.sign, each.id)):
        span = _awaited(case, heuristic)
        if span is None or span[1] < case.as_of:
            continue
        first, last = (date(moment, case.language) for moment in span)
        because = case.reason("dated", heuristic)
        if span[0] > case.as_of:
            advice = case.words(ADVICE["wait"], first=first, last=last)
            return Recommended("wait", advice, because, heuristic.id, span[0])
        advice = case.words(ADVICE["now"], first=first, last=last)
        return Recommended("take-control", advice, because, heuristic.id)
    return None


def _awaited(case: Case, heuristic: Heuristic) -> tuple[datetime, datetime] | None:
    if heuristic.awaits is None or heuristic.id not in case.fired:
        return None
    return heuristic.awaits(
        [(each.occurred_at, each.quote) for each in case.evidence.get(heuristic.id, [])]
    )


def _go_on(case: Case) -> Recommended:
    rules = _rules(case)
    answered = [rule for rule in rules if rule.action not in GIVING_UP]
    strong = [h for h in case.fired if BY_ID[h].sign > 0 and case.net.get(h, 0.0) >= LIGHT]
    if not answered and rules:
        because = case.reason("in spite", rules[0])
        return Recommended("take-control", case.words(ADVICE["in spite"]), because, rules[0].id)
    if not answered and not strong:
        because = case.words(BECAUSE["nothing"])
        return Recommended("take-control", case.words(ADVICE["take-control"]), because, None)
    chosen = answered[0] if answered else BY_ID[max(strong, key=case.net.__getitem__)]
    because = case.reason("rule" if answered else "strength", chosen)
    span = _awaited(case, chosen)
    if span and span[1] < case.as_of:
        advice = case.words(ADVICE["over"], last=date(span[1], case.language))
        return Recommended("take-control", advice, because, chosen.id)
    return Recommended(chosen.action, _advice(case, chosen), because, chosen.id)


def _advice(case: Case, heuristic: Heuristic) -> str:
    """How the heuristic is answered, with the date or the cut-off that goes with it."""
    advice = heuristic.advice if case.language == "en" else heuristic.advice_ru
    if heuristic.action == "quick-call-or-next-week":
        monday = case.as_of + timedelta(days=7 - case.as_of.weekday())
        advice += case.words(ADVICE["next week"], monday=date(monday, case.language))
    if heuristic.action == "prepayment" and case.ledgers is not None:
        advice += case.words(
            ADVICE["prepaid"],
            with_it=percent(case.ledgers.prepaid.cut_off),
            without=percent(case.standing.cut_off),
        )
    return advice
