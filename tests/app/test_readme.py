"""What the README says of commands and heuristics is what they are."""

from app.readme import README, written


def test_the_generated_parts_are_current():
    text = README.read_text("utf-8")
    assert "### `clientrisk predict`" in text
    assert "`clockwork-buyer`" in text
    assert written(text) == text, "run `make docs`"


def test_the_picture_and_the_pages_it_names_are_there():
    import re

    for link in re.findall(r"\]\(([^)#:]+)\)", README.read_text("utf-8")):
        assert (README.parent / link).exists(), link
