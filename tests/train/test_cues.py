"""Training the reader: judged on hands left out, at thresholds chosen without them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from data.corpus import Corpus, LabelledMessage
from data.errors import DataRefused
from train import cues

ASKS = "Could you do the {thing} for less money, please"
THANKS = "Thank you for the {thing}, all is well"
THINGS = ("fence", "roof", "site", "report", "garden", "flyer", "oven", "door", "app", "desk")
RUSSIAN = ("Сделайте {thing} дешевле, пожалуйста", "Спасибо за {thing}, всё хорошо")


def messages(hand: str, language: str) -> list[LabelledMessage]:
    asks, thanks = (ASKS, THANKS) if language == "english" else RUSSIAN
    return [
        LabelledMessage(
            id=f"{hand}-{thing}-{number}",
            hand=hand,
            language=language,  # type: ignore[arg-type]
            direction="inbound",
            text=f"{text.format(thing=thing)} ({hand}).",
            cues=frozenset(["discount"] if number == 0 else []),
            tempting=frozenset(),
        )
        for thing in THINGS
        for number, text in enumerate((asks, thanks))
    ]


@pytest.fixture(scope="module")
def small_corpus() -> Corpus:
    hands = {"english": ("en-ann", "en-bob", "en-cat"), "russian": ("ru-аня", "ru-боря")}
    return Corpus(
        tuple(
            message
            for language, names in hands.items()
            for hand in names
            for message in messages(hand, language)
        ),
        digest="d" * 64,
    )


def test_a_reader_hears_what_its_messages_say_and_reports_it(small_corpus):
    reader, report = cues.train_reader(small_corpus)
    texts = [ASKS.format(thing="boat"), THANKS.format(thing="boat"), *RUSSIAN]
    heard = {hit.row for hit in reader.hear(texts, ["inbound"] * 4) if hit.cue == "discount"}
    assert heard == {0, 2}
    assert reader.facts["corpus_digest"] == small_corpus.digest
    for each in report.languages:
        (found,) = (figure for figure in each.cues if figure.cue == "discount")
        assert found.labelled == len(THINGS) * each.hands
        assert found.recall.value > 0.5
    assert json.loads(json.dumps(report.to_json(), allow_nan=False))["corpus_digest"] == "d" * 64
    assert "hands left out" in report.text


def test_a_hand_is_judged_by_an_ear_and_thresholds_that_never_saw_it(small_corpus, monkeypatch):
    own = [message for message in small_corpus.messages if message.language == "english"]
    taught = cues.lesson(own, "english")
    fitted: list[set[str]] = []
    monkeypatch.setattr(
        cues, "thresholds", lambda scores, others: fitted.append(set(others.hands)) or np.zeros(32)
    )
    cues.heard_unseen(np.zeros(taught.said.shape), taught)
    assert fitted == [
        {"en-bob", "en-cat"},
        {"en-ann", "en-cat"},
        {"en-ann", "en-bob"},
    ]


def test_one_hand_proves_nothing(small_corpus):
    alone = Corpus(tuple(m for m in small_corpus.messages if m.hand != "ru-боря"), "d")
    with pytest.raises(DataRefused, match="fewer than two hands"):
        cues.train_reader(alone)
