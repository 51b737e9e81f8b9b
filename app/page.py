"""An explanation as a page to read in a terminal, in English or Russian."""

from __future__ import annotations

from typing import Any

from features.catalogue import BY_ID
from features.telling import Language, amount, percent

#: A part below it is no reason to a person: 0.01 of log-odds moves a chance by a quarter percent.
SHOWN_FROM = 0.01

VERDICT = {
    "go on": {"en": "go on", "ru": "продолжать"},
    "decline": {"en": "decline", "ru": "отказаться"},
    "none": {"en": "no verdict yet", "ru": "вывода пока нет"},
}
WORDS = {
    "as of": {"en": "as of", "ru": "на"},
    "chance": {"en": "{chance} to pay off", "ru": "шанс окупиться {chance}"},
    "interval": {
        "en": " ({low} to {high} in four of five cases)",
        "ru": " (от {low} до {high} в четырёх случаях из пяти)",
    },
    "cut-off": {"en": "cut-off {cut_off}", "ru": "порог {cut_off}"},
    "usual": {"en": "a usual client", "ru": "обычный клиент"},
    "other": {"en": "Other signals", "ru": "Прочие сигналы"},
    "small": {"en": "the rest, which hardly counts", "ru": "остальное, почти без веса"},
    "log-odds": {"en": "log-odds", "ru": "логит шанса"},
    "pays off": {"en": "pays off", "ru": "окупится"},
    "not": {"en": "not", "ru": "нет"},
    "going on": {"en": "Going on, beside declining (0)", "ru": "Продолжать, против отказа (0)"},
    "worth": {
        "en": "worth {gain} on average at this chance",
        "ru": "в среднем {gain} при этом шансе",
    },
    "worth between": {"en": " ({low} to {high})", "ru": " (от {low} до {high})"},
    "bounded": {
        "en": "the cut-off is held at {cut_off}: money alone would put it further out",
        "ru": "порог удержан на {cut_off}: одни деньги отодвинули бы его дальше",
    },
    "averse": {
        "en": "a loss counts {times:g} times (your setting)",
        "ru": "потеря считается {times:g}-кратно (ваша настройка)",
    },
    "next": {"en": "next", "ru": "дальше"},
    "because": {"en": "because", "ru": "потому что"},
    "would change": {"en": "would change it", "ru": "изменило бы"},
}


def page(explanation: dict[str, Any], told_in: str = "en") -> str:
    """Score, reasons, both sides of the ledger, what to do and what would change it.

    Control characters of a client's words are shown, not run.
    """
    language: Language = "ru" if told_in == "ru" else "en"
    lines = [
        _headline(explanation, language),
        *_reasons(explanation, language),
        *_money(explanation, language),
        *_switched_off(explanation, language),
        f"  {WORDS['next'][language]}: {explanation['action']}. {explanation['advice']}",
        f"  {WORDS['because'][language]}: {explanation['because']['told']}",
        f"  {WORDS['would change'][language]}: {explanation['would_change']['told']}",
    ]
    return "\n".join(printable(line) for line in lines) + "\n"


def _headline(explanation: dict[str, Any], language: Language) -> str:
    verdict = VERDICT[explanation["verdict"]][language]
    of = f"{explanation['engagement_id']} {WORDS['as of'][language]} {explanation['as_of']}"
    if explanation["why"] == "too little history":
        return f"{of}: {verdict}"
    chance = WORDS["chance"][language].format(chance=percent(explanation["payoff_probability"]))
    if explanation["low"] is not None:
        chance += WORDS["interval"][language].format(
            low=percent(explanation["low"]), high=percent(explanation["high"])
        )
    cut_off = WORDS["cut-off"][language].format(cut_off=percent(explanation["cut_off"]))
    return f"{of}: {verdict}; {chance}, {cut_off}"


def _reasons(explanation: dict[str, Any], language: Language) -> list[str]:
    lines = [f"  {explanation['start']:+.2f}  {WORDS['usual'][language]}"]
    parts = [part for part in explanation["parts"] if abs(part["log_odds"]) >= SHOWN_FROM]
    small = [part["log_odds"] for part in explanation["parts"] if part not in parts]
    for part in parts:
        name = WORDS["other"][language]
        if part["heuristic"]:
            heuristic = BY_ID[part["heuristic"]]
            name = heuristic.title if language == "en" else heuristic.title_ru
        lines.append(f"  {part['log_odds']:+.2f}  {part['kind']}: {name}. {part['told']}")
        lines += [
            f"           {each['occurred_at'][:10]}  {each['quote'] or each['what']!r}"
            for each in part["evidence"][-3:]
        ]
    if small:
        lines.append(f"  {sum(small):+.2f}  {WORDS['small'][language]}")
    return [*lines, f"  {explanation['log_odds']:+.2f}  {WORDS['log-odds'][language]}"]


def _switched_off(explanation: dict[str, Any], language: Language) -> list[str]:
    """Rules the data team has switched off; what was released is told with its part."""
    lines = []
    for each in explanation["ruled"]:
        if each["ruling"] == "off":
            heuristic = BY_ID[each["heuristic"]]
            name = heuristic.title if language == "en" else heuristic.title_ru
            lines.append(f"         {name}. {each['told']}")
    return lines


def _money(explanation: dict[str, Any], language: Language) -> list[str]:
    """Both sides in the same money, or why they cannot be told."""
    ledger = explanation["ledger"]
    if "cannot_tell" in ledger:
        return [f"  {ledger['cannot_tell']}"]

    def row(if_pays_off: float, if_not: float, what: str) -> str:
        return f"  {amount(if_pays_off, language):>10}{amount(if_not, language):>10}  {what}"

    head = f"  {WORDS['pays off'][language]:>10}{WORDS['not'][language]:>10}"
    lines = [head, *(row(e["if_pays_off"], e["if_not"], e["told"]) for e in ledger["lines"])]
    lines.append(row(ledger["gain"], ledger["loss"], WORDS["going on"][language]))
    if explanation["why"] != "too little history":
        worth = WORDS["worth"][language].format(gain=amount(ledger["expected_gain"], language))
        if ledger["low"] is not None:
            worth += WORDS["worth between"][language].format(
                low=amount(ledger["low"], language), high=amount(ledger["high"], language)
            )
        lines.append(f"  {worth}")
    if ledger["bounded"]:
        lines.append(f"  {WORDS['bounded'][language].format(cut_off=percent(ledger['cut_off']))}")
    if (times := ledger["settings"]["loss_aversion"]) > 1:
        lines.append(f"  {WORDS['averse'][language].format(times=times)}")
    return lines


def printable(line: str) -> str:
    r"""A line without anything that steers a terminal.

    >>> printable("a\x1b[2J")
    'a·[2J'
    """
    return "".join(letter if letter.isprintable() else "·" for letter in line)
