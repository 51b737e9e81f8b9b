"""The generated parts of the README: the commands from their own `--help`, the heuristics from
their declarations. `make docs` writes them again; a test holds the README to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

README = Path(__file__).resolve().parents[2] / "README.md"
WIDTH = 100
SIGN = {"against": "-", "for": "+", "exception": "x"}


def reference() -> str:
    """Markdown: the help of `clientrisk` and of each of its commands, in their order.

    >>> reference().splitlines()[0]
    '### `clientrisk`'
    """
    from app.command_line import COMMANDS, clientrisk

    whole = click.Context(clientrisk, info_name="clientrisk", **_settings())
    pages = [("clientrisk", clientrisk.get_help(whole))]
    for command in COMMANDS:
        inside = click.Context(command, parent=whole, info_name=command.name, **_settings())
        pages.append((f"clientrisk {command.name}", command.get_help(inside)))
    return "\n".join(f"### `{name}`\n\n```text\n{page}\n```\n" for name, page in pages)


def heuristics() -> str:
    """Markdown table of every heuristic as declared.

    >>> heuristics().splitlines()[0]
    '| | Heuristic | Says | Essay | Softens |'
    """
    from features.catalogue import HEURISTICS, SOFTENS

    rows = ["| | Heuristic | Says | Essay | Softens |", "|---|---|---|---|---|"]
    for each in HEURISTICS:
        softened = ", ".join(f"`{rule}`" for exception, rule in SOFTENS if exception == each.id)
        essays = ", ".join(each.essay)
        rows.append(
            f"| `{SIGN[each.polarity]}` | `{each.id}` | {each.title} | {essays} | {softened} |"
        )
    return "\n".join(rows) + "\n"


SECTIONS = {"commands": reference, "heuristics": heuristics}


def section(text: str, name: str) -> str:
    """What stands between the markers of a section.

    >>> section("x <!-- a -->\\nhello\\n<!-- /a --> y", "a")
    'hello\\n'
    """
    _, _, rest = text.partition(f"<!-- {name} -->\n")
    return rest.partition(f"<!-- /{name} -->")[0]


def written_again(text: str) -> str:
    """The README with its generated sections as they are now."""
    for name, made in SECTIONS.items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(start)
        _, found, after = rest.partition(end)
        if found:
            text = before + start + made() + end + after
    return text


def _settings() -> dict[str, Any]:
    return {"terminal_width": WIDTH, "help_option_names": ["-h", "--help"]}


if __name__ == "__main__":
    README.write_text(written_again(README.read_text("utf-8")), "utf-8")
