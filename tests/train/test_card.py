"""The model card: complete, honest about what is simulated, and never markup from outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.catalogue import HEURISTICS
from train.card import card
from train.page import Page, Points, Section, Table, Text, html, markdown

EVIL = '<script src="https://evil.example/x.js"></script>![x](http://evil.example/p.png) | `a` <b>'
FIGURE = {"value": 0.7, "low": 0.65, "high": 0.75}
COMPARISON = {
    "fired": 40,
    "told": 100,
    "with_it": FIGURE,
    "without_it": FIGURE,
    "difference": {"value": -0.2, "low": None, "high": None},
}


@pytest.fixture
def facts():
    return {
        "book": EVIL,
        "book_digest": "d1",
        "simulated": True,
        "engagements": 84,
        "outcomes": 84,
        "mix": "62 % your own 84 outcomes, 38 % the essays",
        "base_rate": 0.4,
        "seen_until": "2026-01-30T00:00:00+00:00",
        "ages_days": [0.0, 5.5],
        "rulings": {
            "put-off": {
                "heuristic": "put-off",
                "ruling": "released",
                "reason": EVIL,
                "by": "anna",
                "at": "2026-05-01T00:00:00Z",
            }
        },
        "reference": {"ages_days": [0.0, 5.5], "compared": {"a": {}, "b": {}}},
    }


@pytest.fixture
def judgement():
    return {
        "figures": {
            "explained_model": {"auc": FIGURE, "log_loss": FIGURE, "brier": FIGURE},
            "base_rate": {"auc": {"value": 0.5, "low": 0.5, "high": 0.5}, "slope": None},
        },
        "simulated": True,
        "base_rate": 0.4,
        "engagements": 84,
        "train_engagements": 60,
        "test_engagements": 24,
        "grouped": True,
        "ages": [{"days": 5.5, "engagements": 20, "base_rate": 0.4, "figures": {}}],
        "slices": [
            {"by": "segment", "label": EVIL, "engagements": 50, "figures": {"auc": FIGURE}},
            {"by": "segment", "label": "small", "engagements": 3, "figures": {}},
        ],
        "alarms": [
            {"kind": "k", "severity": "alarm", "what": "w", "where": EVIL, "next_step": "n"}
        ],
        "reliability": [{"chance": 0.25, "share": FIGURE, "weight": 1.0}],
        "verdict": {
            "answer": "refused",
            "conditions": [{"name": "no leak", "passed": False, "told": "1 alarm"}],
        },
        "trial": {
            "rules": [
                {
                    "heuristic": "put-off",
                    "declared": "against",
                    "verdict": "contradicted",
                    "comparison": COMPARISON,
                    "effect": None,
                }
            ],
            "waivers": [
                {
                    "exception": "pays-up-front",
                    "rule": "put-off",
                    "verdict": "holds here",
                    "comparison": COMPARISON,
                    "effect": 0.1,
                }
            ],
        },
    }


@pytest.fixture
def whole(facts, judgement):
    return card(
        "client-risk/3",
        facts,
        judgement,
        settings={"max_iter": 80},
        versions={"scikit_learn": "1.9", "sha256": "ab"},
        overrides=[{"by": "tom", "at": "2026-06-01", "reason": EVIL, "overridden": ["slope"]}],
    )


def test_a_model_that_could_not_be_judged_says_so_loudly(facts):
    page = card("m/1", facts, {"unjudged": "there are no outcomes yet", "figures": None})
    (judged,) = (each for each in page.sections if each.title == "How it was judged")
    assert judged.blocks[0].warning
    assert "NOT judged: there are no outcomes yet" in markdown(page)


def test_the_judgement_of_a_training_fits_the_card_as_it_is(small):
    told = read(html(card("m/1", {}, small.report.to_json()))).text
    figures = small.report.judgement.figures["explained_model"]
    assert str(figures["auc"]) in told
    assert str(figures["calibration_error"]) in told


class Tags(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def read(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def test_both_forms_say_the_same_and_say_first_that_it_is_simulated(whole):
    written, shown = markdown(whole), html(whole)
    assert "SIMULATED" in whole.sections[0].blocks[0].text
    for said in (
        "SIMULATED",
        "62 % your own 84 outcomes, 38 % the essays",
        "0.700",
        "contradicted",
    ):
        assert said in read(shown).text
        assert said in re.sub(r"\\(.)", r"\1", written)
    for section in whole.sections:
        assert f"\n## {section.title}\n" in written
        assert f"<h2>{section.title}</h2>" in shown


def test_a_card_of_a_real_book_does_not_call_itself_simulated(facts, judgement):
    real = markdown(card("m/1", facts | {"simulated": False}, judgement | {"simulated": False}))
    assert "SIMULATED" not in real


def test_what_is_not_known_is_left_out_or_said_and_never_a_number(facts, judgement):
    bare = card("m/1", {}, {})
    assert [each.title for each in bare.sections] == [
        "What it is for",
        "What it is not for",
        "Known limits",
    ]
    told = markdown(card("m/1", facts, judgement))
    assert "cannot tell" in told
    assert "too few to say" in told
    assert not re.search(r"\b(nan|None)\b", told.replace("None.", ""))


def test_names_from_outside_are_text_and_nothing_else(whole):
    shown = read(html(whole))
    assert not {tag for tag, _ in shown.tags} & {"script", "b", "img", "a", "link", "iframe"}
    assert not any({"src", "href", "style"} & set(given) for _, given in shown.tags)
    assert EVIL in " ".join(shown.text.split())
    written = markdown(whole)
    assert "<script" not in written.replace("\\<", "")
    assert not re.search(r"(?<!\\)!?\[|https?://", written)


PLAIN = Page("t", (Section("s", (Text("x"), Points(("x",)), Table(("x", "b"), (("x", "c"),)))),))
PLAIN_TAGS = [tag for tag, _ in read(html(PLAIN)).tags]


@given(st.text(min_size=1))
def test_no_text_makes_markup_or_breaks_a_table(text):
    blocks = (Text(text), Points((text,)), Table((text, "b"), ((text, "c"),)))
    page = Page(text, (Section(text, blocks),))
    assert [tag for tag, _ in read(html(page)).tags] == PLAIN_TAGS
    lines = markdown(page).split("\n")
    assert sum(line.startswith("| ") for line in lines) == 3
    assert sum(line.startswith("#") for line in lines) == 2


@pytest.mark.parametrize("heuristic", HEURISTICS, ids=lambda each: each.id)
def test_every_rule_can_stand_on_a_card_by_its_title(heuristic, judgement):
    judgement["trial"]["rules"][0]["heuristic"] = heuristic.id
    assert heuristic.title in read(html(card("m", {}, judgement))).text
