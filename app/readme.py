"""The generated parts of README.md: `make docs` writes them, a test holds them current."""

from __future__ import annotations

import re
from pathlib import Path

from features.heuristic import MARKS

README = Path(__file__).resolve().parents[1] / "README.md"


def heuristics() -> str:
    """Markdown table of the catalogue."""
    from features.catalogue import HEURISTICS

    rows = [
        f"| {MARKS[heuristic.polarity]} | `{heuristic.id}` | {heuristic.title} | "
        f"{', '.join(heuristic.essay)} | {', '.join(f'`{rule}`' for rule in heuristic.softens)} |"
        for heuristic in HEURISTICS
    ]
    head = ["| | id | this client shows: | essay | softens |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *rows])


def written(text: str) -> str:
    """The README with its generated parts as they should be.

    >>> "clientrisk predict" in written("<!-- commands -->\\n<!-- /commands -->")
    True
    """
    from app.commands.reference import reference

    for name, part in (("heuristics", heuristics()), ("commands", reference())):
        text = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
            lambda match, part=part: f"{match[1]}{part.rstrip()}\n{match[2]}",  # type: ignore[misc]
            text,
            flags=re.DOTALL,
        )
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
