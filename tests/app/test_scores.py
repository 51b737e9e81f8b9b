import json
from pathlib import Path

import pytest

from app.scores import LANGUAGES, load_scores, save_scores, sheet_path
from data.errors import DataRefused
from tests.app.sheet import explanation, part, sheet, write_four


def header_of(book: Path) -> Path:
    return sheet_path(book) / "header.json"


def prospects_of(book: Path) -> Path:
    return sheet_path(book) / "prospects.jsonl"


def test_a_saved_sheet_is_loaded_again_unchanged(tmp_path):
    book = write_four(tmp_path)
    # Every line end that Unicode knows may stand in a quote.
    told = "one\u2028two\u0085three\r\nfour\x1cfive"
    explained = [
        explanation(each, [part("low-ball", "flag", -0.25, told)]) for each in ("P-8", "P-9")
    ]
    kept = sheet(book, explained, before={"P-9": 0.25}, extras={"rhythm": [1, told]})
    save_scores(book, kept)
    found = load_scores(book)
    assert {key: found.header[key] for key in kept.header} == kept.header
    for language in LANGUAGES:
        assert [found.explanation(row, language) for row in found.rows] == explained
    assert [row["before"] for row in found.rows] == [None, 0.25]
    assert found.extra("rhythm") == [1, told]
    assert found.extra("nothing") is None


def test_a_book_without_a_sheet_has_none(tmp_path):
    book = write_four(tmp_path)
    header_of(book).unlink()
    assert load_scores(book) is None
    assert load_scores(tmp_path / "nowhere") is None


def test_a_sheet_of_an_earlier_state_of_the_book_is_not_used(tmp_path):
    book = write_four(tmp_path)
    assert load_scores(book) is not None
    manifest = json.loads((book / "book.json").read_text("utf-8"))
    (book / "book.json").write_text(json.dumps(manifest | {"digest": "other"}), "utf-8")
    assert load_scores(book) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b'"header"'])
def test_an_unreadable_header_is_no_sheet(tmp_path, content):
    book = write_four(tmp_path)
    header_of(book).write_bytes(content)
    assert load_scores(book) is None


def test_prospects_that_their_header_does_not_know_are_no_sheet(tmp_path):
    book = write_four(tmp_path)
    lines = prospects_of(book).read_bytes()
    for changed in (b"", lines[:-20], lines.replace(b"P-1", b"P-7"), lines + b"{}\n"):
        prospects_of(book).write_bytes(changed)
        assert load_scores(book) is None
    prospects_of(book).write_bytes(lines)
    assert load_scores(book) is not None


@pytest.mark.parametrize("change", [lambda old: b"", lambda old: old[:-30], lambda old: b" " + old])
def test_an_explanation_that_is_not_what_was_written_is_refused(tmp_path, change):
    book = write_four(tmp_path)
    found = load_scores(book)
    path = sheet_path(book) / "explanations.ru.jsonl"
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(DataRefused, match="made again"):
        found.explanation(found.rows[-1], "ru")
    assert found.explanation(found.rows[-1], "en")["engagement_id"]


def test_an_extra_that_was_changed_is_none(tmp_path):
    book = write_four(tmp_path)
    save_scores(book, sheet(book, [], extras={"rhythm": [1]}))
    (sheet_path(book) / "extra-rhythm.json").write_text("[2]", "utf-8")
    assert load_scores(book).extra("rhythm") is None


def test_an_explanation_without_its_numbers_is_not_saved(tmp_path):
    book = write_four(tmp_path)
    broken = explanation("P-1", [])
    del broken["log_odds"]
    with pytest.raises(ValueError, match="lacks"):
        save_scores(book, sheet(book, [broken]))
    assert load_scores(book) is not None  # the one before it is still whole


def test_a_sheet_with_a_number_that_is_none_is_refused_when_saved(tmp_path):
    book = write_four(tmp_path)
    with pytest.raises(ValueError, match="lacks"):
        save_scores(book, sheet(book, [explanation("P-1", [part("x", "flag", float("nan"))])]))
    assert load_scores(book) is not None  # the one before it is still whole


def test_saving_leaves_nothing_unfinished(tmp_path):
    book = write_four(tmp_path)
    save_scores(book, sheet(book, []))
    assert sorted(path.name for path in sheet_path(book).iterdir()) == [
        "explanations.en.jsonl",
        "explanations.ru.jsonl",
        "header.json",
        "prospects.jsonl",
    ]
    assert load_scores(book).rows == []


def test_a_sheet_that_cannot_be_written_is_refused_with_its_place(tmp_path):
    book = write_four(tmp_path)
    kept = sheet(book, [])
    folder = sheet_path(book)
    folder.rename(folder.with_name("moved"))
    folder.write_text("a file where the folder should be", "utf-8")
    with pytest.raises(DataRefused, match="scores"):
        save_scores(book, kept)
