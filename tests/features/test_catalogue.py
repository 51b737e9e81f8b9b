"""Claims about every declaration of the catalogue."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from typing import get_args

import pytest

from features import catalogue, context
from features.catalogue import BY_ID, HEURISTICS, SOFTENS, declarations, described
from features.cues import BY_ID as CUES_BY_ID
from features.heuristic import ESSAYS, Action, Heuristic
from features.telling import named

# As the five essays are read: family -> heuristic -> polarity.
CLAIMS = {
    "meetings": {
        "ultimatum-meeting": "against",
        "channel-rigidity": "against",
        "no-show": "against",
        "cancelled-meetings": "against",
        "honest-reschedule": "exception",
        "kept-commitment": "for",
        "short-slot": "against",
        "orderly-start": "for",
    },
    "clarity": {
        "vague-goals": "against",
        "unanswered-questions": "against",
        "dismisses-expertise": "against",
        "uncompromising-mismatch": "against",
        "no-decision-authority": "against",
        "gatekeeper": "against",
        "friction-resolved": "exception",
    },
    "responsiveness": {
        "silence-after-meeting": "against",
        "minutes-unconfirmed": "against",
        "put-off": "against",
        "hard-to-reach": "against",
        "put-off-honoured": "exception",
    },
    "money": {
        "low-ball": "against",
        "work-before-payment": "against",
        "small-steps": "against",
        "late-payment": "against",
        "price-reopened": "against",
        "pays-up-front": "exception",
        "growing-jobs": "exception",
        "clockwork-buyer": "exception",
        "serious-contract": "exception",
    },
    "partnership": {
        "blame-shifting": "against",
        "client-tasks-undone": "against",
        "recurring-complaints": "against",
        "rush-demands": "against",
        "one-sided-concessions": "against",
        "subordinate-tone": "against",
        "effort-imbalance": "against",
        "new-contact": "exception",
        "high-road": "exception",
    },
}

# exception -> rule -> what the essay says of the two together.
SOFTENED = {
    "honest-reschedule": {  # E3
        "cancelled-meetings": "a move with a reason and a date is no cancellation",
        "short-slot": "half an hour is better moved than squeezed",
        "put-off": "to postpone openly is no brush-off",
    },
    "friction-resolved": {  # E2: early misunderstanding is cleared up, then it goes well
        "vague-goals": "he did not know how to say it",
        "dismisses-expertise": "he did not trust us yet",
        "uncompromising-mismatch": "the wall was a misunderstanding",
    },
    "put-off-honoured": {  # E4, option C: taken at his word
        "put-off": "he said when, and came",
        "silence-after-meeting": "the silence was the waiting that he had asked for",
        "hard-to-reach": "nobody to be reached before the time he named",
        "gatekeeper": "the owner really was abroad",
    },
    "growing-jobs": {  # E4, the hard-headed worker whose couple of hundred became ten thousand
        "small-steps": "the small job was the first step",
        "low-ball": "he likes to negotiate",
        "late-payment": "pays late at times, and comes back with more",
        "cancelled-meetings": "two of three meetings cancelled",
        "hard-to-reach": "weeks without getting hold of him",
        "put-off": "always an excuse, until he wants it done",
    },
    "pays-up-front": {  # E4, the same man
        "low-ball": "he likes to negotiate",
        "late-payment": "delays sometimes, and mostly pays before",
        "hard-to-reach": "hard to reach until he wants it done",
        "cancelled-meetings": "the meetings fall through, the money does not",
        "work-before-payment": "who pays before does not want it for nothing",
    },
    "clockwork-buyer": {  # E4, the six-month buyer
        "silence-after-meeting": "silent until it is due",
        "put-off": "not now means: when it is due",
        "hard-to-reach": "a minute on the phone twice a year is enough",
        "small-steps": "the same small thing every time is all he wants",
        "uncompromising-mismatch": "refuses whatever is offered beside it",
    },
    "serious-contract": {  # E1, Steve: as troublesome as before, but a serious contract
        "blame-shifting": "blamed us for his own data",
        "client-tasks-undone": "the data were never entered",
        "recurring-complaints": "finds a fault even when all goes well",
        "rush-demands": "what he wants, he wants at once",
        "one-sided-concessions": "we make him happy, he does not thank us",
        "subordinate-tone": "talks to us as to his staff",
    },
    "new-contact": {  # E1, Steve retires
        "blame-shifting": "the new one is reasonable",
        "client-tasks-undone": "the new one does his part",
        "recurring-complaints": "the new one does not look for faults",
        "rush-demands": "the new one plans",
        "subordinate-tone": "the new one talks as a partner",
    },
    "high-road": {  # E1: a calm answer and an offer of help
        "blame-shifting": "turned by an apology for what we had not said",
        "recurring-complaints": "turned by help and a date",
    },
}

every_heuristic = pytest.mark.parametrize("heuristic", HEURISTICS, ids=lambda each: each.id)


def test_the_catalogue_holds_exactly_the_claims_of_the_essays() -> None:
    declared: dict[str, dict[str, str]] = {family: {} for family in CLAIMS}
    for heuristic in HEURISTICS:
        declared[heuristic.family][heuristic.id] = heuristic.polarity
    assert declared == CLAIMS


def test_no_id_is_declared_twice() -> None:
    assert [name for name, times in Counter(h.id for h in HEURISTICS).items() if times > 1] == []


def test_no_signal_name_is_used_twice_in_catalogue_and_context() -> None:
    names = [s.name for h in HEURISTICS for s in h.signals] + list(context.names())
    assert [name for name, times in Counter(names).items() if times > 1] == []


@every_heuristic
def test_only_exceptions_soften_and_they_soften_rules(heuristic: Heuristic) -> None:
    assert bool(heuristic.softens) == (heuristic.polarity == "exception")
    assert {BY_ID[rule].polarity for rule in heuristic.softens} <= {"against"}
    assert len(set(heuristic.softens)) == len(heuristic.softens)


@every_heuristic
def test_every_signal_is_told_and_nothing_else(heuristic: Heuristic) -> None:
    own_signals = {signal.name for signal in heuristic.signals}
    assert named(heuristic.told) == own_signals
    assert named(heuristic.told_ru) == own_signals


@every_heuristic
def test_a_clause_tells_one_signal_so_that_an_unknown_one_silences_no_other(
    heuristic: Heuristic,
) -> None:
    for template in (heuristic.told, heuristic.told_ru):
        assert [len(named(clause)) for clause in template.split("; ")] == [1] * len(
            heuristic.signals
        )


@every_heuristic
def test_words_for_people_stand_in_both_languages(heuristic: Heuristic) -> None:
    for english, russian in (
        (heuristic.title, heuristic.title_ru),
        (heuristic.told, heuristic.told_ru),
        (heuristic.advice, heuristic.advice_ru),
    ):
        assert english.strip()
        assert english.isascii()
        assert any("а" <= letter <= "я" for letter in russian.lower())
    assert heuristic.told.endswith(".")
    assert heuristic.advice.endswith(".")


@every_heuristic
def test_a_question_is_one_in_both_languages_or_in_none(heuristic: Heuristic) -> None:
    assert bool(heuristic.asks) == bool(heuristic.asks_ru)
    if heuristic.asks:
        assert heuristic.asks.isascii()
        assert heuristic.asks.endswith("?")
        assert heuristic.asks_ru.endswith("?")
        assert any("а" <= letter <= "я" for letter in heuristic.asks_ru.lower())


def test_only_a_tone_cannot_be_asked_about() -> None:
    assert [heuristic.id for heuristic in HEURISTICS if not heuristic.asks] == ["subordinate-tone"]


@every_heuristic
def test_everything_a_declaration_names_exists(heuristic: Heuristic) -> None:
    assert heuristic.essay
    assert set(heuristic.essay) <= set(ESSAYS)
    assert set(heuristic.cues) <= set(CUES_BY_ID)
    assert heuristic.action in get_args(Action)
    assert heuristic.signals
    assert heuristic.cues or heuristic.shown_by, "nothing could ever be shown as its evidence"


@every_heuristic
def test_marks_are_above_nothing_seen(heuristic: Heuristic) -> None:
    assert all(signal.fires_at > 0 for signal in heuristic.signals)
    nothing_seen = {signal.name: 0.0 for signal in heuristic.signals}
    assert not heuristic.fired(nothing_seen)
    assert not heuristic.unknown(nothing_seen)


@every_heuristic
def test_what_cannot_be_told_never_fires(heuristic: Heuristic) -> None:
    unknown = {signal.name: float("nan") for signal in heuristic.signals}
    assert not heuristic.fired(unknown)
    assert heuristic.unknown(unknown)


@every_heuristic
def test_a_declaration_is_plain_data_for_other_programs(heuristic: Heuristic) -> None:
    plain = json.loads(json.dumps(described(heuristic)))
    assert plain["id"] == heuristic.id
    assert [signal["name"] for signal in plain["signals"]] == [s.name for s in heuristic.signals]


def test_every_cue_that_speaks_for_a_heuristic_is_heard_by_one() -> None:
    # Inbound cues speak of the client: each but those that only help to read a history.
    helping = {"agreement", "disagreement", "confirms-receipt", "asks-question"}
    inbound = {cue.id for cue in CUES_BY_ID.values() if cue.direction == "inbound"}
    assert inbound - {cue for h in HEURISTICS for cue in h.cues} <= helping


def test_exceptions_soften_exactly_the_rules_the_essays_say() -> None:
    declared = {h.id: set(h.softens) for h in HEURISTICS if h.softens}
    assert declared == {exception: set(rules) for exception, rules in SOFTENED.items()}
    assert set(SOFTENS) == {(each, rule) for each, rules in SOFTENED.items() for rule in rules}


@pytest.mark.parametrize(
    "change",
    [
        {"polarity": "for"},
        {"softens": ("put-off",)},
        {"signals": ()},
        {"id": "another-name"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_declaration_changes_the_fingerprint(
    change: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = declarations()
    changed = (replace(HEURISTICS[0], **change), *HEURISTICS[1:])
    monkeypatch.setattr(catalogue, "HEURISTICS", changed)
    assert declarations() != before


def test_words_alone_do_not_change_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = declarations()
    changed = (replace(HEURISTICS[0], advice="Say it otherwise."), *HEURISTICS[1:])
    monkeypatch.setattr(catalogue, "HEURISTICS", changed)
    assert declarations() == before


def test_reading_the_catalogue_loads_no_engine() -> None:
    heavy = "ibis", "duckdb", "sklearn", "pandas", "mlflow", "streamlit"
    code = f"import sys, features.catalogue; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
