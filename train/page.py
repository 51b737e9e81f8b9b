"""A page of headings, sentences, points and tables, as Markdown and as HTML from one structure.

Nothing of it is ever markup: names of books and segments come from outside, so every text is
escaped, and the HTML forbids itself all outside requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Text:
    """A paragraph; ``warning`` is one that nobody may overlook."""

    text: str
    warning: bool = False


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    points: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells under their headings (all empty: none); the first cell of a row names it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Text | Points | Table


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """A title and its sections, in order."""

    title: str
    sections: tuple[Section, ...]


def markdown(page: Page) -> str:
    r"""The page as Markdown.

    >>> print(markdown(Page("a|b", (Section("<i>", (Text("x", warning=True),)),))), end="")
    # a\|b
    <BLANKLINE>
    ## \<i\>
    <BLANKLINE>
    > **x**
    """
    parts = [f"# {_plain(page.title)}"]
    for section in page.sections:
        parts.append(f"## {_plain(section.title)}")
        parts += [_markdown(block) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def _markdown(block: Block) -> str:
    if isinstance(block, Text):
        return f"> **{_plain(block.text)}**" if block.warning else _plain(block.text)
    if isinstance(block, Points):
        return "\n".join(f"- {_plain(point)}" for point in block.points)
    rows = (block.headings, ("---",) * len(block.headings), *block.rows)
    return "\n".join(
        f"| {' | '.join(cell if cell == '---' else _plain(cell) for cell in row)} |" for row in rows
    )


def _plain(text: str) -> str:
    r"""A text as Markdown that shows it as it is.

    >>> _plain("![x](http://a) *b*")
    '!\\[x\\](http:\u200b//a) \\*b\\*'
    """
    # Bare addresses become links by themselves: an invisible space keeps them text.
    shown = re.sub(r"([\\`*_{}\[\]<>|#~])", r"\\\1", " ".join(text.split()))
    return re.sub(r"(?i)(https?:|www\.)", "\\1\u200b", shown.replace("&", "&amp;"))


STYLE = """
:root { color-scheme: light dark; --line: #8886; --mark: #b45309; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
.warning { border-left: .4rem solid var(--mark); padding: .5rem 1rem; font-weight: 700; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; margin: .75rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; }
th, td { border-bottom: 1px solid var(--line); }
td:nth-child(2):last-child { overflow-wrap: anywhere; }
td { font-variant-numeric: tabular-nums; }
tbody th { font-weight: 600; }
@media print {
  body { max-width: none; margin: 0; font-size: 11px; }
  table { font-size: 9.5px; }
  h2, tr { break-inside: avoid; break-after: avoid-page; }
  .wide { overflow: visible; }
}
""".strip()
#: Nothing is loaded from anywhere, whatever the page may hold.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(page: Page) -> str:
    """The page as one HTML file without scripts or outside requests, for screen and print.

    >>> "<b>" in html(Page("t", (Section("s", (Text("<b>"),)),)))
    False
    """
    body = [f"<h1>{_shown(page.title)}</h1>"]
    for section in page.sections:
        body.append(f"<section>\n<h2>{_shown(section.title)}</h2>")
        for block in section.blocks:
            body += _html(block)
        body.append("</section>")
    head = [
        "<!doctype html>",
        '<html lang="en">',
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{_shown(page.title)}</title>",
        f"<style>\n{STYLE}\n</style>",
    ]
    return "\n".join([*head, "<main>", *body, "</main>", "</html>", ""])


def _html(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        kind = ' class="warning"' if block.warning else ""
        yield f"<p{kind}>{_shown(block.text)}</p>"
    elif isinstance(block, Points):
        yield "<ul>"
        yield from (f"<li>{_shown(point)}</li>" for point in block.points)
        yield "</ul>"
    else:
        yield '<div class="wide"><table>'
        if any(block.headings):
            cells = "".join(f'<th scope="col">{_shown(each)}</th>' for each in block.headings)
            yield f"<thead><tr>{cells}</tr></thead>"
        yield "<tbody>"
        for name, *rest in block.rows:
            cells = "".join(f"<td>{_shown(each)}</td>" for each in rest)
            yield f'<tr><th scope="row">{_shown(name)}</th>{cells}</tr>'
        yield "</tbody></table></div>"


def _shown(text: str) -> str:
    return escape(" ".join(text.split()))
