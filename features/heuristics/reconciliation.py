"""Family 5: partnership. How trouble ends: a new person, a calm answer."""

from typing import Any

from features.heuristic import Heuristic, Signal, client_text, count, days, own
from features.heuristics.partnership import our_doing

SETTLED_IN = 14.0  # days before a second contact counts as a change rather than a colleague


def _since_new_contact(rows: Any) -> Any:
    """Rows of the new person, who speaks for them now: most rows since are his."""
    changed = days(rows.newest_contact_at, rows.first_contact_at) >= SETTLED_IN
    since = rows.inbound & (rows.at >= rows.newest_contact_at)
    return since & changed.fill_null(False) & rows.new_contact_leads.fill_null(False)


def _before_new_contact(rows: Any) -> Any:
    return rows.inbound & (rows.at < rows.newest_contact_at)


def _relief(rows: Any) -> Any:
    """Share of troubled rows before the new contact less the share since, never below 0."""
    since, before = _since_new_contact(rows), _before_new_contact(rows)
    # 0 / 0 is NaN to the engine, which would say "cannot tell" where nobody new came.
    trouble = rows.trouble & ~our_doing(rows)
    trouble_before = (before & trouble).sum().cast("float64") / before.sum().nullif(0)
    trouble_since = (since & trouble).sum().cast("float64") / since.sum().nullif(0)
    return (trouble_before - trouble_since).clip(lower=0.0).fill_null(0.0)


def _calmed(rows: Any) -> Any:
    """The client settles it after a complaint and our calm answer, once for each quarrel."""
    answered = (rows.calmed_at > rows.complained_at).fill_null(False)
    open_still = (rows.settled_before_at < rows.complained_at).fill_null(True)
    return rows.own & rows.settles & answered & open_still


HEURISTICS = (
    Heuristic(
        id="new-contact",
        title="A new person, and the trouble is gone",
        title_ru="Новый человек, и беда ушла",
        essay=("E1",),
        family="partnership",
        polarity="exception",
        softens=(
            "blame-shifting",
            "client-tasks-undone",
            "recurring-complaints",
            "rush-demands",
            "subordinate-tone",
        ),
        scope="client",
        shown_by=_since_new_contact,
        signals=(
            Signal(
                name="relief_since_new_contact",
                meaning="Share of troubled messages before the new contact less the share since",
                measure=_relief,
                needs=lambda rows: rows.inbound & rows.contact.notnull(),
                fires_at=0.04,  # trouble is rare: most rows of a difficult client are plain, too
            ),
        ),
        told="Trouble fell by {relief_since_new_contact:.0%} of messages with the new contact.",
        told_ru="С новым человеком доля трудных сообщений упала на {relief_since_new_contact:.0%}.",
        action="take-control",
        advice="Start anew with this person; leave the old quarrels out of it.",
        advice_ru="Начните с этим человеком заново, без старых споров.",
        asks="Who is our contact from now on?",
        asks_ru="Кто теперь наше контактное лицо?",
    ),
    Heuristic(
        id="high-road",
        title="A calm answer settled it",
        title_ru="Спокойный ответ всё уладил",
        essay=("E1",),
        family="partnership",
        polarity="exception",
        softens=("blame-shifting", "recurring-complaints"),
        shown_by=_calmed,
        signals=(
            Signal(
                name="settled_calmly",
                meaning="Times the client settled a complaint after our calm reply",
                measure=count(_calmed),
                needs=lambda rows: client_text(rows) | own(lambda r: r.kind == "complaint")(rows),
                fires_at=1,
            ),
        ),
        told="Complaints settled after our calm answer: {settled_calmly:.0f}.",
        told_ru="После спокойного ответа жалоба улажена {settled_calmly:.0f} раз.",
        action="high-road",
        advice="Keep to it: the same tone, the same offer of help.",
        advice_ru="Так и держите: тот же тон, то же предложение помощи.",
        asks="Is the complaint settled for you after our answer?",
        asks_ru="Уладил ли наш ответ вашу жалобу?",
    ),
)
