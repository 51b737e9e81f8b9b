import json
from pathlib import Path

import pytest

from app.scores import ScoreSheet, load_scores, save_scores, sheet_path
from data.errors import DataRefused
from tests.app.sheet import explanation, part, sheet, write_four


def header_of(book: Path) -> Path:
    return sheet_path(book) / "header.json"


def explanations_of(book: Path) -> Path:
    return sheet_path(book) / "explanations.jsonl"


def test_a_saved_sheet_is_loaded_again_unchanged(tmp_path):
    book = write_four(tmp_path)
    # Every line end that Unicode knows may stand in a quote.
    told = "one\u2028two\u0085three\r\nfour\x1cfive"
    kept = sheet(book, [explanation("P-9", [part("low-ball", "flag", -0.25, told)])])
    save_scores(book, kept)
    assert load_scores(book) == kept


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


def test_explanations_that_their_header_does_not_know_are_no_sheet(tmp_path):
    book = write_four(tmp_path)
    lines = explanations_of(book).read_bytes()
    for changed in (b"", lines[:-20], lines.replace(b"P-1", b"P-7"), lines + b"{}\n"):
        explanations_of(book).write_bytes(changed)
        assert load_scores(book) is None
    explanations_of(book).write_bytes(lines)
    assert load_scores(book) is not None


def test_an_explanation_without_its_numbers_is_no_sheet(tmp_path):
    book = write_four(tmp_path)
    broken = explanation("P-1", [])
    del broken["log_odds"]
    save_scores(book, sheet(book, [broken]))
    assert load_scores(book) is None


def test_a_sheet_with_a_number_that_is_none_is_refused_when_saved(tmp_path):
    book = write_four(tmp_path)
    with pytest.raises(ValueError, match="JSON"):
        save_scores(book, sheet(book, [explanation("P-1", [part("x", "flag", float("nan"))])]))
    assert load_scores(book) is not None  # the one before it is still whole


def test_saving_leaves_nothing_beside_the_two_files(tmp_path):
    book = write_four(tmp_path)
    save_scores(book, sheet(book, []))
    assert sorted(path.name for path in sheet_path(book).iterdir()) == [
        "explanations.jsonl",
        "header.json",
    ]
    assert load_scores(book) == ScoreSheet(sheet(book, []).header, [])


def test_a_sheet_that_cannot_be_written_is_refused_with_its_place(tmp_path):
    book = write_four(tmp_path)
    kept = load_scores(book)
    folder = sheet_path(book)
    folder.rename(folder.with_name("moved"))
    folder.write_text("a file where the folder should be", "utf-8")
    with pytest.raises(DataRefused, match="scores"):
        save_scores(book, kept)
