"""How the models of a book are: who serves, who waits, what is kept of them and of their moves.

Reads only what a store has kept; what must be computed (a verdict, a look for drift, a move of the
champion's alias) is asked for by name, and goes the way the commands go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from data.errors import ModelRefused, UsageError
from data.recorded import open_recorded
from data.rulings import Ruling, current, history, plain_words
from train import promotion, registry, tracking
from train.page import Page
from train.promotion import Promotion
from train.registered_card import JUDGEMENT, VERDICT, registered_card
from train.registry import CHALLENGER, CHAMPION, Alias, Move, Version

#: What the last look for drift found, kept with the version that was looked at.
WATCHED = "monitoring.json"
Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """A version and what is kept of it; None: nothing was.

    ``judgement`` and ``settings`` of its training, the ``verdict`` beside the champion of that day,
    what it was last ``watched`` for, and the finished move by which it serves.
    """

    version: Version
    judgement: Plain | None
    settings: Plain | None
    verdict: Plain | None
    watched: Plain | None
    promoted: Move | None


@dataclass(frozen=True)
class Health:
    """All of it. Moves are oldest first, ``done`` the moments of those that were finished.

    ``before``: the version that a rollback would give the alias back to. ``ruled_since``:
    rulings that the champion does not know of.
    """

    address: str
    champion: Kept | None
    challenger: Kept | None
    versions: tuple[Version, ...]
    moves: tuple[Move, ...]
    done: frozenset[str]
    before: str | None
    rulings: tuple[Ruling, ...]
    ruled_since: tuple[Ruling, ...]


def read(book: Path) -> Health:
    """The health of a book's models. Raises `ModelRefused` where the store does not answer."""
    place = tracking.locate(book)
    with tracking.answering(place, "no model is registered"):
        versions = registry.versions(place)
        moves = registry.history(place)
        champion = _kept(place, versions, CHAMPION, moves)
        challenger = _kept(place, versions, CHALLENGER, moves)
    serving = champion.version.version if champion else None
    ruled_since = [each for each in history(book) if champion and each.at > _iso(champion.version)]
    return Health(
        address=shown_address(place.uri),
        champion=champion,
        challenger=challenger,
        versions=tuple(versions),
        moves=tuple(moves),
        done=frozenset(each.at for each in registry.done(moves, serving)),
        before=next(iter(registry.earlier(moves, serving)[-1:]), None) if serving else None,
        rulings=tuple(current(book).values()),
        ruled_since=tuple(ruled_since),
    )


def fresh(
    verdict: Plain | None, challenger: Version, champion: Version | None, digest: str
) -> bool:
    """Whether a verdict is of exactly these two versions, on a book of this digest."""
    stored = registry.tagged(challenger.tags, registry.VERDICT)
    if verdict is None or not isinstance(stored, dict):
        return False
    wanted = {
        "challenger_sha256": challenger.tags.get("sha256"),
        "champion_sha256": champion.tags.get("sha256") if champion else None,
        "book_digest": digest,
    }
    return all(stored.get(name) == each for name, each in wanted.items())


def digest(book: Path) -> str:
    """Of the book as a model is judged on it now. Raises `DataRefused`."""
    return open_recorded(book)[0].digest


def judge(book: Path, number: str) -> None:
    """Compare a version with the champion; the verdict is kept with it. Raises `CannotJudge`."""
    opened, _ = open_recorded(book)
    promotion.judge(tracking.locate(opened.path), opened, number)


def promote(book: Path, number: str, reason: str, by: str, *, override: bool = False) -> Promotion:
    """Make a version the champion if the gate lets it, or even so with ``override``.

    Raises `UsageError` without a reason, `ModelRefused` for a model that is not to be trusted.
    """
    opened, _ = open_recorded(book)
    return promotion.promote(
        tracking.locate(opened.path),
        opened,
        number,
        reason=_reason(reason),
        by=plain_words(by),
        override=override,
    )


def roll_back(book: Path, reason: str, by: str) -> Move:
    """Give the alias back to the champion before. Raises `UsageError` without a reason."""
    told = _reason(reason)
    return promotion.rollback(tracking.locate(book), reason=told, by=plain_words(by))


def look_for_drift(
    book: Path, progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Watch the champion on the book as it is now, and keep what was found with it.

    Raises `ModelRefused` where there is no champion, or it is not to be trusted.
    """
    from train.monitor import monitor

    place = tracking.locate(book)
    champion = registry.having(place, CHAMPION)
    if champion is None:
        raise ModelRefused("no model serves", next_step="train one")
    stored = registry.load(champion)
    opened, _ = open_recorded(book)
    found = monitor(opened, stored, champion.label, progress=progress)
    told = found.to_json() | {"looked_at": registry.now()}
    registry.keep(place, champion, WATCHED, json.dumps(told, ensure_ascii=False, allow_nan=False))
    return told


def card(book: Path, number: str) -> Page:
    """The model card of a version, as of now. Raises `ModelRefused`."""
    place = tracking.locate(book)
    return registered_card(place, registry.numbered(place, number))


def shown_address(uri: str) -> str:
    """A store's address as a person may see it: without anybody's password.

    >>> shown_address("https://ann:secret@mlflow.example/team")
    'https://mlflow.example/team'
    >>> shown_address("sqlite:////x/models/mlflow.db")
    'sqlite:////x/models/mlflow.db'
    """
    parts = urlsplit(uri)
    if "@" not in parts.netloc:
        return uri
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _reason(reason: str) -> str:
    told = plain_words(reason)
    if not told:
        raise UsageError("a move of the champion needs a reason", next_step="say why")
    return told


def _kept(
    place: tracking.Store, versions: list[Version], alias: Alias, moves: list[Move]
) -> Kept | None:
    version = next((each for each in versions if alias in each.aliases), None)
    if version is None:
        return None
    told = _plain(registry.recall(place, version, JUDGEMENT)) or {}
    serves = registry.done(moves, version.version)[-1:] if alias == CHAMPION else []
    return Kept(
        version=version,
        judgement=told.get("judgement"),
        settings=told.get("settings"),
        verdict=_plain(registry.recall(place, version, VERDICT)),
        watched=_plain(registry.recall(place, version, WATCHED)),
        promoted=next((each for each in serves if each.version == version.version), None),
    )


def _plain(text: str | None) -> dict[str, Any] | None:
    try:
        found = json.loads(text or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _iso(version: Version) -> str:
    return version.made_at.isoformat().replace("+00:00", "Z")
