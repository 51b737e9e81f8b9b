"""From what is said to a written text: wording, greeting, register, slips, quoted lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.simulate.dice import Dice
from data.simulate.phrasings import LANGUAGES, Language

if TYPE_CHECKING:
    from data.simulate.engagement import Engagement, Row


def write(said: tuple[str, ...], e: Engagement, row: Row) -> str:
    """The text of a row that says these things, in the client's language."""
    dice, language = e.dice, LANGUAGES[e.client.language]
    weeks = round((row.scheduled_day - row.day) / 5) if row.scheduled_day is not None else 0
    body = " ".join(_phrase(key, e, language, weeks) for key in said)
    if row.direction == "internal":
        return body
    ours = row.direction == "outbound"
    formal = e.client.formal
    if not ours:
        body = _slips(body, dice, formal)
    if row.kind not in ("message", "minutes", "complaint") and dice.chance(0.6):
        return body
    parts = []
    if dice.chance(0.35):
        parts.append(dice.pick(language.subjects).format(thing=e.thing) + "\n")
    if dice.chance(0.75):
        name = e.contact.name if ours else e.client.owner_in(language)
        if not formal:
            name = name.split()[0]
        greetings = language.greetings_formal if formal else language.greetings_plain
        parts.append(dice.pick(greetings).format(name=name))
    if dice.chance(0.15):
        body = dice.pick(language.small_talk) + " " + body
    parts.append(body)
    if dice.chance(0.7):
        closings = language.closings_formal if formal else language.closings_plain
        name = e.client.owner_in(language) if ours else (row.person or e.contact).name
        parts.append(dice.pick(closings) + "\n" + name)
        if e.client.signs and not ours:
            parts.append(dice.pick(language.signatures))
    if dice.chance(0.12):
        parts.append(_quote(e, language))
    return "\n".join(part for part in parts if part)


def _phrase(key: str, e: Engagement, language: Language, weeks: int) -> str:
    phrasings = language.sayings[key]
    chosen = e.dice.pick(phrasings)
    if chosen in e.used:
        chosen = e.dice.pick(phrasings)
    e.used.add(chosen)
    if "{" not in chosen:
        return chosen
    dice = e.dice
    return chosen.format(
        thing=e.thing,
        day=dice.pick(language.days),
        hour=dice.whole(9, 17),
        percent=dice.pick((10, 15, 20, 25, 30)),
        money=dice.pick((300, 500, 800, 1200, 1500, 2000, 3000)),
        number=dice.whole(2, 9),
        weeks=weeks,
    )


def _slips(text: str, dice: Dice, formal: bool) -> str:
    if not formal and dice.chance(0.15):
        text = text.lower()
    if dice.chance(0.14):
        place = dice.whole(1, max(1, len(text) - 3))
        if text[place].isalpha() and text[place + 1].isalpha():
            if dice.chance(0.5):
                text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            else:
                text = text[:place] + text[place + 1 :]
    if not formal and dice.chance(0.06):
        text += dice.pick((" :)", "!!", " ...", " ;)"))
    return text


def _quote(e: Engagement, language: Language) -> str:
    """The last written lines once more, as mail programs do."""
    for row in reversed(e.rows[-4:]):
        if row.text and row.direction != "internal":
            lines = [line for line in row.text.split("\n") if line and line[0] != ">"][:5]
            return language.wrote + "\n" + "\n".join("> " + line for line in lines)
    return ""
