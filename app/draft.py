"""A message that does what is advised: ours, short and polite, in the language the client writes.

It says nothing that is not known: no name that was not given, no date that was not named, no fault
that was not found. A person sends it, or changes it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from features.catalogue import BY_ID
from features.cues.new_text import blank_old
from features.telling import Language, date

#: Questions that our own records or colleagues answer: no client is asked them.
OUR_OWN = frozenset({"kept-commitment", "put-off-honoured", "growing-jobs", "clockwork-buyer"})
#: Actions whose message ends with the question of the reason they were chosen for.
ASKING = frozenset({"take-control", "high-road", "wait"})
#: A name as people write it; anything else is left out of the greeting.
NAME = re.compile(r"[^\W\d_]+(?:[ '’.\-]{1,2}[^\W\d_]+){0,4}\.?")
LONGEST_NAME = 40
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
LATIN = re.compile(r"[a-z]", re.IGNORECASE)

GREETING = {"en": "Dear {name},", "ru": "Здравствуйте, {name}!"}
NAMELESS = {"en": "Hello,", "ru": "Здравствуйте!"}
CLOSING = {"en": "Kind regards", "ru": "С уважением"}
QUESTION = {"en": "One question so that we plan well: {asks}", "ru": "Один вопрос: {asks}"}
OPEN_QUESTION = {
    "en": "What would have to happen on your side for this to go ahead, and by when?",
    "ru": "Что должно произойти с вашей стороны, чтобы мы двинулись дальше, и к какому сроку?",
}
SUBJECTS = {
    "take-control": {"en": "The next step", "ru": "Следующий шаг"},
    "drop": {"en": "Our answer", "ru": "Наш ответ"},
    "wait": {"en": "When we speak next", "ru": "Когда мы созвонимся"},
    "wait until": {"en": "Talking again on {until}", "ru": "Вернёмся к разговору {until}"},
    "high-road": {"en": "How we can help", "ru": "Чем мы можем помочь"},
    "step-back": {"en": "How we go on from here", "ru": "Как мы продолжим"},
    "quick-call-or-next-week": {
        "en": "A short call, or an hour next week",
        "ru": "Короткий звонок или час на следующей неделе",
    },
    "prepayment": {"en": "Start and payment", "ru": "Начало работ и оплата"},
    "ask": {"en": "One question before we go on", "ru": "Один вопрос, прежде чем продолжить"},
}
BODIES = {
    "take-control": {
        "en": "I would like to agree the next step with you: what we do, who does it, and by what "
        "day.\n\nWould a call in the week of {monday} suit you? Name an hour and I will send the "
        "invitation, with a proposal of the step in writing.",
        "ru": "Предлагаю договориться о следующем шаге: что делаем, кто делает и к какому дню.\n\n"
        "Удобно ли вам созвониться на неделе с {monday}? Назовите час, и я пришлю приглашение и "
        "письменное предложение этого шага.",
    },
    "drop": {
        "en": "Thank you for thinking of us. I have looked at it with care, and we cannot take it "
        "on. I would rather tell you now, so that you lose no time.\n\nIf your plans change, "
        "write to me: you are welcome.",
        "ru": "Спасибо, что обратились к нам. Мы внимательно всё взвесили и не сможем взяться за "
        "эту работу. Говорю об этом сразу, чтобы вы не теряли времени.\n\nЕсли планы изменятся, "
        "напишите: будем рады.",
    },
    "wait": {
        "en": "There is no hurry on our side. Name the day that suits you, and I will call you "
        "then and not before.",
        "ru": "С нашей стороны спешки нет. Назовите удобный вам день, тогда я и позвоню, не "
        "раньше.",
    },
    "wait until": {
        "en": "There is no hurry on our side. I have noted {until} and will call you then.\n\n"
        "If another day suits you better, tell me and I will change it.",
        "ru": "С нашей стороны спешки нет. У меня отмечено {until}, тогда и позвоню.\n\nЕсли "
        "удобнее другой день, напишите, и я его поменяю.",
    },
    "high-road": {
        "en": "If anything on our side has made this harder for you, I am sorry.\n\nWe want it to "
        "work and will help where you need it. Tell me what matters most now, and I will answer "
        "with the day on which you have it.",
        "ru": "Если с нашей стороны что-то усложнило вам работу, приношу извинения.\n\nНам важно, "
        "чтобы всё получилось, и мы поможем там, где это нужно. Напишите, что сейчас важнее всего, "
        "и я отвечу, к какому дню это будет.",
    },
    "step-back": {
        "en": "What is agreed between us we will finish as agreed. Beyond that we take on nothing "
        "new for now.\n\nI say so openly, so that you can plan. Thank you for your trust so far.",
        "ru": "Всё, о чём мы договорились, мы закончим, как договорились. Нового пока брать не "
        "будем.\n\nГоворю об этом открыто, чтобы вы могли планировать. Спасибо за доверие.",
    },
    "quick-call-or-next-week": {
        "en": "If it is urgent, I can call you today for ten minutes: tell me the number and the "
        "hour.\n\nIf it can wait a little, let us take a proper hour in the week of {monday}, with "
        "time for everything. Which do you prefer?",
        "ru": "Если дело срочное, могу позвонить сегодня на десять минут: напишите номер и час.\n\n"
        "Если может немного подождать, давайте возьмём полный час на неделе с {monday} и всё "
        "спокойно обсудим. Как вам удобнее?",
    },
    "prepayment": {
        "en": "I propose that half is paid in advance and half on delivery. As soon as the first "
        "half is here, we start and your dates are fixed.\n\nShall I send you the invoice?",
        "ru": "Предлагаю оплатить половину вперёд, а половину после сдачи. Как только придёт "
        "первая половина, мы начинаем, и сроки за вами закреплены.\n\nПрислать счёт?",
    },
    "ask": {
        "en": "Before we go on, I would like to understand one thing.\n\n{asks}\n\nA line in "
        "answer is enough.",
        "ru": "Прежде чем продолжить, хотелось бы понять одно.\n\n{asks}\n\nДостаточно ответить "
        "одной строкой.",
    },
}


@dataclass(frozen=True)
class Draft:
    """A message ready to be read over and sent."""

    subject: str
    body: str
    language: Language


def draft(explanation: dict[str, Any], contact: str | None, language: Language) -> Draft:
    """The message for the recommended action, in a language; an unknown action asks.

    ``contact``: who is written to, as the book has the name; one that is no plain name is left out.

    >>> told = draft({"action": "drop", "as_of": "2026-03-05T12:00:00Z"}, "Ann", "en")
    >>> told.subject, told.body.splitlines()[0]
    ('Our answer', 'Dear Ann,')
    """
    action = explanation["action"] if explanation["action"] in BODIES else "ask"
    as_of = datetime.fromisoformat(explanation["as_of"])
    until = explanation.get("until") if action == "wait" else None
    filled = {
        "monday": date(as_of + timedelta(days=7 - as_of.weekday()), language),
        "until": date(datetime.fromisoformat(until), language) if until else "",
        "asks": _asked(explanation.get("question"), language) or OPEN_QUESTION[language],
    }
    wording = "wait until" if until else action
    asks = _asked(explanation.get("because"), language)
    paragraphs = [
        _greeting(contact, language),
        BODIES[wording][language].format(**filled),
        *(
            [QUESTION[language].format(asks=asks)]
            if action in ASKING and asks and not until
            else []
        ),
        CLOSING[language],
    ]
    subject = SUBJECTS[wording][language].format(**filled)
    return Draft(subject, "\n\n".join(paragraphs), language)


def language_written(texts: Iterable[str]) -> Language | None:
    """The language of a client's messages by the letters of what is new in them; None: no letters.

    >>> language_written(["ok, завтра созвонимся\\n> see you tomorrow, then"])
    'ru'
    """
    new = [blank_old(text.lower()) for text in texts]
    cyrillic = sum(len(CYRILLIC.findall(text)) for text in new)
    latin = sum(len(LATIN.findall(text)) for text in new)
    if not cyrillic + latin:
        return None
    # Russian letters are full of Latin names and terms, English ones never of Cyrillic: see
    # features.cues.reader.language_of.
    return "ru" if cyrillic * 2 >= latin else "en"


def plain_name(contact: str | None) -> str | None:
    """A contact's name where it is one, and nothing else.

    >>> plain_name("Анна-Мария Штерн"), plain_name("=HYPERLINK(1)"), plain_name("ann@example.com")
    ('Анна-Мария Штерн', None, None)
    """
    name = " ".join((contact or "").split())
    return name if len(name) <= LONGEST_NAME and NAME.fullmatch(name) else None


def _greeting(contact: str | None, language: Language) -> str:
    name = plain_name(contact)
    return GREETING[language].format(name=name) if name else NAMELESS[language]


def _asked(about: dict[str, Any] | None, language: Language) -> str | None:
    """The question of a heuristic in a language, None where it has none for a client."""
    heuristic = BY_ID.get((about or {}).get("heuristic") or "")
    if heuristic is None or heuristic.id in OUR_OWN:
        return None
    return (heuristic.asks if language == "en" else heuristic.asks_ru) or None
