"""A replay as a page to read in a terminal, in English or Russian."""

from __future__ import annotations

import textwrap

from app.page import VERDICT, printable
from app.replay import Moment, Replay
from features.telling import Language

BAR = 20  # letters from a chance of 0 to one of 1
TITLE = 36
WIDTH = 100

KINDS = {
    "message": "сообщения",
    "call": "звонки",
    "meeting": "встречи",
    "proposal": "предложения",
    "order": "заказы",
    "invoice": "счета",
    "payment": "оплаты",
    "delivery": "сдача работ",
    "task": "задачи",
    "complaint": "жалобы",
    "minutes": "протоколы",
    "note": "заметки",
}
WORDS = {
    "simulated": {
        "en": "SIMULATED book; it says nothing of real clients",
        "ru": "Книга СМОДЕЛИРОВАНА; о настоящих клиентах она ничего не говорит",
    },
    "head": {
        "en": "{engagement} by {model}: opened {opened}, {ended}",
        "ru": "{engagement} по модели {model}: начат {opened}, {ended}",
    },
    "closed": {"en": "closed {day}", "ru": "закрыт {day}"},
    "open": {"en": "still open on {day}", "ru": "на {day} ещё открыт"},
    "paid off": {"en": ", paid off", "ru": ", окупился"},
    "did not": {"en": ", did not pay off", "ru": ", не окупился"},
    "note": {"en": "note: {note}", "ru": "учтите: {note}"},
    "never": {
        "en": "no warning: the chance never lay below the cut-off",
        "ru": "предупреждения не было: шанс ни разу не опускался ниже порога",
    },
    "unsure": {
        "en": "no warning: from {day} the chance lay below the cut-off, too unsure for a verdict",
        "ru": "предупреждения не было: с {day} шанс ниже порога, но слишком неточен для вывода",
    },
    "first": {
        "en": "first warning: {day}, {days:.0f} days {end}, {stayed}",
        "ru": "первое предупреждение: {day}, дней {end}: {days:.0f}; {stayed}",
    },
    "before the end": {"en": "before the end", "ru": "до конца"},
    "ago": {"en": "ago", "ru": "с тех пор"},
    "went": {
        "en": "but the last verdict was to go on",
        "ru": "но последний вывод был продолжать",
    },
    "lasting": {"en": "and lasting from {day}", "ru": "окончательно с {day}"},
    "stayed": {"en": "and it stayed", "ru": "и оно осталось в силе"},
    "hours": {"en": "hours of ours after it: {hours:.1f}", "ru": "наших часов после: {hours:.1f}"},
    "cost": {"en": ", which cost {cost:,.0f}", "ru": ", их цена {cost:,.0f}"},
    "done": {"en": "{count:,} moments of {engagement}", "ru": "моментов {engagement}: {count:,}"},
    "false": {
        "en": "it paid off all the same: a false alarm",
        "ru": "проект всё же окупился: ложная тревога",
    },
}


def lines(told: Replay, language: Language = "en") -> list[str]:
    """A replay to read in a terminal."""
    ended = WORDS["closed" if told.closed else "open"][language].format(day=told.ended_at[:10])
    if told.paid_off is not None:
        ended += WORDS["paid off" if told.paid_off else "did not"][language]
    shown = [WORDS["simulated"][language]] * told.simulated
    shown.append(
        WORDS["head"][language].format(
            engagement=told.engagement_id,
            model=told.model_version,
            opened=told.opened_at[:10],
            ended=ended,
        )
    )
    shown += [WORDS["note"][language].format(note=note) for note in told.notes]
    shown += [_row(moment, language) for moment in told.moments]
    for line in _told(told, language):
        shown += textwrap.wrap(line, WIDTH, subsequent_indent="  ")
    return [printable(line) for line in shown]


def done(told: Replay, language: Language) -> str:
    """How much was told, in one line."""
    return WORDS["done"][language].format(count=len(told.moments), engagement=told.engagement_id)


def _row(moment: Moment, language: Language) -> str:
    change = moment.change
    moved = "" if change is None else f"{change.log_odds:+.2f} {change.title[:TITLE]}"
    when = moment.as_of[:16].replace("T", " ")
    news = f"{moment.new:+d}" if moment.new else ""
    # "none" is short in English; the words of a page are not.
    verdict = moment.verdict if language == "en" else VERDICT[moment.verdict][language]
    widest = 8 if language == "en" else max(len(each[language]) for each in VERDICT.values())
    told = f"{when} {news:>3} {bar(moment)} {moment.chance:4.0%} {verdict:{widest}} {moved}"
    return told[:WIDTH].rstrip()


def bar(moment: Moment) -> str:
    """The chance, its interval and the cut-off as text of one width."""

    def place(chance: float) -> int:
        return round(chance * BAR)

    letters = ["·"] * (BAR + 1)
    if moment.low is not None and moment.high is not None:
        for position in range(place(moment.low), place(moment.high) + 1):
            letters[position] = "="
    letters[place(moment.cut_off)] = "|"
    letters[place(moment.chance)] = "●"
    return "".join(letters)


def _told(told: Replay, language: Language) -> list[str]:
    def words(name: str, **filled: object) -> str:
        return WORDS[name][language].format(**filled)

    warned = told.warned
    if warned is None:
        if told.first_below is None:
            return [words("never")]
        return [words("unsure", day=told.first_below[:10])]
    stayed = words("went")
    if warned.lasted_from is not None:
        again = warned.lasted_from != warned.at
        stayed = words("lasting", day=warned.lasted_from[:10]) if again else words("stayed")
    end = words("before the end" if told.closed else "ago")
    cost = "" if warned.cost_after is None else words("cost", cost=warned.cost_after)
    kinds = ", ".join(
        f"{kind if language == 'en' else KINDS[kind]} {each:.1f}"
        for kind, each in warned.hours_after.items()
    )
    shown = [
        words("first", day=warned.at[:10], days=warned.lead_days, end=end, stayed=stayed),
        words("hours", hours=sum(warned.hours_after.values()))
        + cost
        + (f" ({kinds})" if kinds else ""),
    ]
    if told.paid_off:
        shown.append(words("false"))
    return shown
