"""What a language needs for writing a client's and our texts."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language; `sayings` maps what is said to its phrasings."""

    sayings: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...]
    our_names: Mapping[str, str]
    things: tuple[str, ...]
    days: tuple[str, ...]
    subjects: tuple[str, ...]
    greetings_formal: tuple[str, ...]
    greetings_plain: tuple[str, ...]
    closings_formal: tuple[str, ...]
    closings_plain: tuple[str, ...]
    small_talk: tuple[str, ...]
    signatures: tuple[str, ...]
    wrote: str


def lines(block: str) -> tuple[str, ...]:
    r"""One phrasing per line.

    >>> lines("\n one\n two\n")
    ('one', 'two')
    """
    return tuple(line.strip() for line in block.strip().splitlines())
