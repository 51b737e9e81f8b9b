"""The labelled messages: enough of everything, by the rules, and what the reader learned from."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from data.corpus import CORPUS, Corpus, read_corpus
from data.errors import DataRefused
from features.cues import BY_ID, CUES
from features.cues.stored import shipped_reader

LANGUAGES = ("english", "russian")
ENOUGH = 60


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(known=tuple(BY_ID))


def test_there_are_enough_messages_of_several_hands_in_both_languages(corpus):
    messages = Counter(message.language for message in corpus.messages)
    assert messages.total() >= 4000
    assert 0.5 < messages["english"] / messages.total() < 0.7
    hands = {(message.language, message.hand) for message in corpus.messages}
    assert all(sum(tongue == each for tongue, _ in hands) >= 5 for each in LANGUAGES)


@pytest.mark.parametrize("kind", ["cues", "tempting"])
def test_every_cue_is_carried_and_tempted_to_often_enough(corpus, kind):
    counted = Counter(
        (message.language, cue) for message in corpus.messages for cue in getattr(message, kind)
    )
    few = {
        (language, cue.id): counted[language, cue.id]
        for language in LANGUAGES
        for cue in CUES
        if counted[language, cue.id] < ENOUGH
    }
    assert few == {}


def test_a_message_carries_only_cues_of_its_side(corpus):
    wrong = [
        (message.id, cue)
        for message in corpus.messages
        for cue in message.cues
        if not BY_ID[cue].stands_in(message.direction)
    ]
    assert wrong == []


def test_no_message_stands_twice_or_both_carries_and_tempts(corpus):
    texts = Counter(" ".join(message.text.lower().split()) for message in corpus.messages)
    assert [text for text, number in texts.items() if number > 1] == []
    assert [message.id for message in corpus.messages if message.cues & message.tempting] == []


def test_the_shipped_reader_was_trained_on_these_messages(corpus):
    reader = shipped_reader().reader
    assert reader.facts["corpus_digest"] == corpus.digest
    assert set(reader.cues) == set(BY_ID)


def test_the_card_tells_how_many_there_are(corpus):
    assert f"{len(corpus.messages):,} messages" in (CORPUS / "README.md").read_text("utf-8")


GOOD = {"id": "1", "direction": "inbound", "cues": ["rush"], "text": "Hurry!"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cues": ["hurry"]}, "is not declared"),
        ({"direction": "internal"}, "neither inbound nor outbound"),
        ({"text": "  "}, "has no text"),
        ({"cues": None}, "is no labelled message"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_without_its_text(tmp_path: Path, change, said):
    lines = [json.dumps(GOOD), json.dumps({**GOOD, "text": "secret", **change})]
    (tmp_path / "en-ann.jsonl").write_text("\n".join(lines), "utf-8")
    with pytest.raises(DataRefused, match=said) as told:
        read_corpus(tmp_path, known=tuple(BY_ID))
    assert "en-ann.jsonl line 2" in str(told.value)
    assert "secret" not in str(told.value)


def test_an_empty_folder_is_refused(tmp_path: Path):
    with pytest.raises(DataRefused, match="no labelled messages"):
        read_corpus(tmp_path)
