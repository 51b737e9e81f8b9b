"""The labelled messages the cue reader learns from: `data/cues/`, one JSON Lines file per hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from data.errors import DataRefused

CORPUS = Path(__file__).with_name("cues")


@dataclass(frozen=True)
class LabelledMessage:
    """One message with the cues a careful reader hears in it.

    ``hand``: who wrote it; ``tempting``: cues whose words or situation are there without the
    meaning; ``after``: what the other side had written just before, where the reading depends on
    it.
    """

    id: str
    hand: str
    language: Literal["english", "russian"]
    direction: Literal["inbound", "outbound"]
    text: str
    cues: frozenset[str]
    tempting: frozenset[str]
    after: str | None = None


@dataclass(frozen=True)
class Corpus:
    """All messages, ordered by hand; ``digest`` (hex) changes with any of them."""

    messages: tuple[LabelledMessage, ...]
    digest: str

    @property
    def hands(self) -> tuple[str, ...]:
        """Names of the hands, in order."""
        return tuple(dict.fromkeys(message.hand for message in self.messages))


def read_corpus(folder: Path = CORPUS, known: Sequence[str] = ()) -> Corpus:
    """Read every ``*.jsonl`` of ``folder``; ``known``: the cues there are (empty: any).

    The file name is the hand, ``en-`` or ``ru-`` first. Raises `DataRefused` naming the file and
    line of the first message that cannot be used, or when there is none at all.
    """
    digest = hashlib.sha256()
    messages: list[LabelledMessage] = []
    for path in sorted(folder.glob("*.jsonl")):
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + data)
        for number, line in enumerate(data.decode("utf-8").splitlines(), 1):
            try:
                messages.append(_message(json.loads(line), path.stem, known))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                reason = str(error) if type(error) is ValueError else "is no labelled message"
                raise DataRefused(
                    f"the line {reason}",
                    where=f"{path.name} line {number}",
                    next_step="mend or remove the line; data/cues/README.md describes the fields",
                ) from error
    if not messages:
        raise DataRefused(
            "there are no labelled messages", where=str(folder), next_step="name another folder"
        )
    return Corpus(tuple(messages), digest.hexdigest())


def _message(plain: Mapping[str, Any], hand: str, known: Sequence[str]) -> LabelledMessage:
    languages: dict[str, Literal["english", "russian"]] = {"en": "english", "ru": "russian"}
    if plain["direction"] not in ("inbound", "outbound"):
        raise ValueError("has a direction that is neither inbound nor outbound")
    if hand[:2] not in languages:
        raise ValueError("stands in a file whose name begins with neither en- nor ru-")
    cues, tempting = frozenset(plain["cues"]), frozenset(plain.get("tempting", ()))
    strange = sorted((cues | tempting) - set(known)) if known else []
    if strange:
        raise ValueError(f"names the cue {strange[0]!r}, which is not declared")
    if not isinstance(plain["text"], str) or not plain["text"].strip():
        raise ValueError("has no text")
    return LabelledMessage(
        id=f"{hand}-{plain['id']}",
        hand=hand,
        language=languages[hand[:2]],
        direction=plain["direction"],
        text=plain["text"],
        cues=cues,
        tempting=tempting,
        after=plain.get("after"),
    )
