"""Every text of the pages has its Russian one, in one place, with the same placeholders."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from app import viewer
from app.views.frame import FRESHNESS
from app.words import RECORDED
from data.contract import CHANNELS, KINDS

APP = Path(viewer.__file__).parent
#: Errors are raised far from the pages, in English; the ones a lead meets have a Russian text.
ERRORS = "errors"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
NAMES = re.compile(r"{(\w+)")


def speaking() -> list[Path]:
    """Modules that say something to a viewer."""
    return [
        path
        for path in sorted(APP.rglob("*.py"))
        if path.stem == "viewer" or "app.viewer" in path.read_text("utf-8")
    ]


@cache
def said() -> dict[object, Path]:
    """Every text a module says, and where."""
    return {
        text: path
        for path in speaking()
        for _, text, _, _ in extract_from_file("python", path, keywords=KEYWORDS)
    }


@cache
def russian() -> list[tuple[Path, Message]]:
    found = []
    for path in sorted(viewer.RUSSIAN.glob("*.po")):
        with path.open("rb") as file:
            found += [(path, message) for message in read_po(file, locale="ru") if message.id]
    return found


def test_every_text_has_a_russian_one_and_every_russian_one_is_said():
    translated = {message.id for path, message in russian() if path.stem != ERRORS}
    missing = [f"{path.name}: {text}" for text, path in said().items() if text not in translated]
    assert missing == []
    assert [text for text in translated if text not in said()] == []


def test_every_translated_error_is_one_that_is_raised():
    written = {
        node.value
        for package in ("data", "model", "train", "app")
        for path in (APP.parent / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
    }
    errors = {message.id for path, message in russian() if path.stem == ERRORS}
    assert errors
    assert errors <= written


def test_a_text_is_translated_in_one_place():
    counted = Counter(message.id for _, message in russian())
    assert [text for text, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("path", sorted(viewer.RUSSIAN.glob("*.po")), ids=lambda path: path.stem)
def test_russian_texts_are_whole_and_take_the_same_values(path):
    for place, message in russian():
        if place != path:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        assert len(forms) == (3 if isinstance(message.id, tuple) else 1), message.id
        for form in forms:
            assert form.strip(), message.id
            assert set(NAMES.findall(form)) == set(NAMES.findall(sources[-1])), message.id


def test_nothing_is_said_that_cannot_be_translated():
    """`_(f"…")` or `_(a + b)` would be looked for in vain."""
    for path in speaking():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "N_"):
                assert not isinstance(node.args[0], ast.JoinedStr | ast.BinOp), (path, node.lineno)


def test_the_words_of_the_contract_are_all_known():
    assert set(RECORDED) == {*KINDS, *CHANNELS}
    assert set(FRESHNESS) == {None, True, False}
