"""The clients of a simulated book: who they are, what they say, and how it decides."""

from collections import defaultdict

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from data.simulate.characters import BY_NAME, CHARACTERS, GOOD, NEUTRAL, USUAL_LEANING
from data.simulate.clients import draw_client
from data.simulate.dice import Dice
from data.simulate.histories import HALF_A_YEAR, History, histories
from data.simulate.outcome import ESSAYS
from data.simulate.phrasings import LANGUAGES
from data.simulate.sayings import CUES_OF, NOTED, SAID_BY_CLIENT, SAID_BY_US
from data.simulate.story import tell

CUES = {
    "ultimatum",
    "in-person-only",
    "vague",
    "dismissal",
    "refusal",
    "defers-to-others",
    "gatekeeper",
    "put-off",
    "new-date",
    "time-candour",
    "discount",
    "price-reopened",
    "unpaid-work",
    "scope-shrink",
    "payment-excuse",
    "up-front",
    "blame",
    "complaint",
    "rush",
    "scope-addition",
    "command",
    "guilt",
    "agreement",
    "disagreement",
    "confirms-receipt",
    "asks-question",
    "offers-alternative",
    "offers-remote",
    "concession",
    "conciliatory",
    "offers-help",
    "sends-minutes",
}


@pytest.fixture(scope="module")
def told() -> list[History]:
    return histories(7, 1500, 50, ESSAYS)


def test_shares_make_a_whole_and_more_than_half_are_ordinary_people() -> None:
    assert sum(c.share for c in CHARACTERS) == pytest.approx(1.0)
    assert sum(c.share for c in CHARACTERS if c.name.startswith("ordinary")) > 0.5
    assert len(CHARACTERS) >= 15


def test_a_character_names_only_declared_traits() -> None:
    for character in CHARACTERS:
        assert set(character.leanings) <= set(USUAL_LEANING), character.name
    assert set(USUAL_LEANING) >= (GOOD | NEUTRAL)


def test_every_character_occurs_in_a_book(told: list[History]) -> None:
    assert {h.engagement.client.character.name for h in told} == set(BY_NAME)


def test_no_two_clients_have_the_same_temperament(told: list[History]) -> None:
    late = {}
    for h in told:
        client = h.engagement.client
        if client.character.name == "late payer with excuses":
            late[client.number] = client.leanings["lateness"]
    assert len(set(late.values())) == len(late) > 5


def test_both_languages_say_everything_in_at_least_eight_ways() -> None:
    for language in LANGUAGES.values():
        assert set(language.sayings) == set(CUES_OF)
        for key, phrasings in language.sayings.items():
            assert len(set(phrasings)) == len(phrasings) >= 8, key
            assert all(p.strip() for p in phrasings)


def test_the_russian_is_russian_and_the_english_is_not() -> None:
    def cyrillic(text: str) -> bool:
        return any("а" <= letter <= "я" for letter in text.lower())

    assert all(cyrillic(p) for ps in LANGUAGES["russian"].sayings.values() for p in ps)
    assert not any(cyrillic(p) for ps in LANGUAGES["english"].sayings.values() for p in ps)


def test_sayings_are_declared_once() -> None:
    assert len(CUES_OF) == len(SAID_BY_CLIENT) + len(SAID_BY_US) + len(NOTED)
    assert {cue for cues in CUES_OF.values() for cue in cues} == CUES


@pytest.mark.parametrize("language", ["english", "russian"])
def test_every_cue_and_every_innocent_saying_occurs_in_both_languages(
    told: list[History], language: str
) -> None:
    said = {
        key
        for h in told
        if h.engagement.client.language == language
        for row in h.engagement.rows
        if row.text
        for key in row.said
    }
    assert {cue for key in said for cue in CUES_OF[key]} == CUES
    assert set(CUES_OF) - said == set()


def test_a_client_writes_in_one_language_and_about_six_in_ten_in_english(
    told: list[History],
) -> None:
    languages = {h.engagement.client.number: h.engagement.client.language for h in told}
    english = np.mean([word == "english" for word in languages.values()])
    assert 0.52 < english < 0.68


def test_wordings_vary(told: list[History]) -> None:
    texts = [row.text for h in told for row in h.engagement.rows if row.text]
    assert len(set(texts)) > 0.6 * len(texts)
    assert any("\n> " in text for text in texts)


def test_temperament_decides_much_and_never_all(told: list[History]) -> None:
    closed = [h.engagement for h in told if h.end is not None]
    good = [e.ending == "pays off" for e in closed]
    oracle = roc_auc_score(good, [e.chance for e in closed])
    assert 0.80 < oracle < 0.90


def share(told: list[History], name: str) -> float:
    return float(
        np.mean(
            [
                h.engagement.ending == "pays off"
                for h in told
                if h.engagement.client.character.name == name
            ]
        )
    )


def test_exceptions_waive(told: list[History]) -> None:
    assert share(told, "negotiator who pays up front") > share(told, "low-baller") + 0.15
    assert share(told, "comes back when he said") > share(told, "put-off artist") + 0.1
    assert share(told, "six-month clockwork buyer") > 0.75
    assert share(told, "tomorrow or never") < 0.35


def test_paying_up_front_waives_unreliability_but_not_free_work() -> None:
    client = draw_client(1, Dice(1), BY_NAME["ordinary indifferent"])
    calm = dict.fromkeys(USUAL_LEANING, 0.2)

    def harm(trait: str, prepaying: float) -> float:
        before = {**calm, "prepaying": prepaying}
        return ESSAYS.log_odds(before, client) - ESSAYS.log_odds({**before, trait: 0.9}, client)

    assert harm("unreliability", 0.9) < 0.4 * harm("unreliability", 0.1)
    assert harm("freeloading", 0.9) == pytest.approx(harm("freeloading", 0.1))


def test_a_late_payer_pays_late_again(told: list[History]) -> None:
    late: dict[int, list[float]] = defaultdict(list)
    for h in told:
        for row in h.engagement.rows:
            due = row.about.scheduled_day if row.about is not None else None
            if row.kind == "payment" and due is not None:
                late[h.engagement.client.number].append(max(0.0, row.day - due))
    pairs = [(days[0], np.mean(days[1:])) for days in late.values() if len(days) > 2]
    first, others = np.array(pairs).T
    assert np.corrcoef(first, others)[0, 1] > 0.15


def test_the_clockwork_buyer_comes_every_half_year_for_the_same_price(
    told: list[History],
) -> None:
    starts, prices = defaultdict(list), defaultdict(set)
    for h in told:
        client = h.engagement.client
        if client.character.name == "six-month clockwork buyer" and h.end is not None:
            starts[client.number].append(h.start)
            if h.engagement.index and h.engagement.ending not in ("is lost", "fades early"):
                orders = {row.amount for row in h.engagement.rows if row.kind == "order"}
                prices[client.number] |= orders
    gaps = [
        (b - a).days
        for days in starts.values()
        for a, b in zip(sorted(days), sorted(days)[1:], strict=False)
    ]
    assert len(gaps) > 10
    assert all(abs(gap - HALF_A_YEAR) <= 6 for gap in gaps)
    assert all(len(amounts) <= 1 for amounts in prices.values())
    assert any(prices.values())


def test_a_new_contact_mends_the_blamers_engagement() -> None:
    introduced = 0
    for number in range(40):
        dice = Dice(11, number)
        client = draw_client(number, dice, BY_NAME["blamer whose new contact mends it"])
        e = tell(client, client.mended_at, dice, 100.0, ESSAYS)
        introduced += any("introduces" in row.said for row in e.rows)
    assert introduced > 10


def test_signs_come_more_often_from_those_who_have_the_trait(told: list[History]) -> None:
    signs = {
        "haggling": "discount",
        "indecision": "defers",
        "vagueness": "request_vague",
        "commanding": "command",
        "evasion": "put_off",
        "churning": "scope_addition",
        "lateness": "excuse",
        "blaming": "blame",
        "freeloading": "unpaid_work",
        "prepaying": "up_front",
    }
    for trait, key in signs.items():
        strength = np.array([h.engagement.client.leanings[trait] for h in told])
        shown = np.array([any(key in row.said for row in h.engagement.rows) for h in told])
        strong = strength > np.quantile(strength, 0.9)
        assert shown[strong].mean() > 1.5 * shown[~strong].mean(), trait
        assert 0 < shown[~strong].mean() < 0.5, trait


def test_a_larger_book_has_the_same_clients_and_more() -> None:
    def leanings(closed: int) -> dict[int, object]:
        told = histories(7, closed, 0, ESSAYS)
        return {h.engagement.client.number: h.engagement.client.leanings for h in told}

    small, large = leanings(30), leanings(60)
    assert len(large) > len(small)
    assert all(large[number] == traits for number, traits in small.items())
