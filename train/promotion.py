"""A challenger becomes the champion, or is refused; and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from data.book import Book
from data.errors import GateRefused, ModelRefused, UsageError
from train import contest, registry
from train.contest import CannotJudge, Verdict
from train.gate import Condition, cannot_tell, refused
from train.registry import CHALLENGER, CHAMPION, OVERRIDE, VERDICT, Move
from train.tracking import Registered, Store

Say = Callable[[str], None]
FIRST = "no champion that loads was there"


@dataclass(frozen=True)
class Promotion:
    """How it went: whether the version serves now, and what the gate said of it."""

    registered: Registered
    promoted: bool
    conditions: tuple[Condition, ...]

    def lines(self) -> list[str]:
        """One line per condition that was not met."""
        return [f"{each.name}: {each.told}" for each in self.conditions if not each.passed]


def serving(place: Store) -> Registered | None:
    """The champion if it loads: None where there is none, or it was made with other parts."""
    try:
        champion = registry.having(place, CHAMPION)
        if champion is not None:
            registry.load(champion)
    except ModelRefused:
        return None
    return champion


def challenger(place: Store, number: str | None = None) -> Registered:
    """The version to judge: of that number, else the challenger. Raises `ModelRefused`."""
    found = registry.numbered(place, number) if number else registry.having(place, CHALLENGER)
    if found is None:
        raise ModelRefused(
            "there is no challenger",
            where=str(place.folder or place.uri),
            next_step="run `clientrisk train`, or name a version with --version",
        )
    return found


def judge(place: Store, book: Book, number: str | None = None) -> Verdict:
    """Judge a version (default: the challenger) beside the champion, and keep the verdict with it.

    Raises `CannotJudge` (a `DataRefused`) when the book has too little for a fair comparison.
    """
    chosen = challenger(place, number)
    champion = serving(place)
    if champion is not None and champion.version == chosen.version:
        raise UsageError(
            f"{chosen.label} is the champion already",
            next_step="name another one with --version; `clientrisk models` lists them",
        )
    verdict = contest.compare(book, chosen, champion)
    registry.keep(place, chosen, "verdict.txt", "\n".join(verdict.lines()) + "\n")
    registry.keep(place, chosen, "verdict.json", verdict.text())
    registry.tag(place, chosen, VERDICT, verdict.summary())
    return verdict


def promote(
    place: Store,
    book: Book,
    number: str | None = None,
    *,
    reason: str | None = None,
    by: str | None = None,
    say: Say = lambda line: None,
    override: bool = True,
) -> Promotion:
    """Move the champion's alias to a version if the gate lets it, or a reason overrides the gate.

    Without ``override`` a reason overrides nothing: it is only recorded with the move.
    A stored verdict is used if it is of exactly this champion, version and book. Before the alias
    moves the version is loaded, checked and re-scored. Raises `ModelRefused` when that fails.
    """
    chosen = challenger(place, number)
    registry.load(chosen)
    standing, champion = registry.standing(place, CHAMPION), serving(place)
    if champion is not None and champion.version == chosen.version:
        say(f"{chosen.label} is the champion already")
        return Promotion(chosen, True, ())
    conditions = _conditions(place, book, chosen, champion, say)
    against = refused(conditions, champion is not None)
    if against and not (override and reason and reason.strip()):
        return Promotion(chosen, False, tuple(conditions))
    overridden = tuple(f"{each.name}: {each.told}" for each in against)
    _move(place, chosen, standing, _Wish("promote", reason, by, overridden))
    return Promotion(chosen, True, tuple(conditions))


def settle(
    place: Store, book: Book, registered: Registered, say: Say = lambda line: None
) -> Promotion:
    """Make a new version the challenger; where no champion loads, the gate decides at once.

    The caller has loaded and re-scored it.
    """
    registry.set_alias(place, CHALLENGER, registered)
    standing = registry.standing(place, CHAMPION)
    if serving(place) is not None:
        say(f"challenger: {registered.label}; `clientrisk judge` compares it with the champion")
        return Promotion(registered, False, ())
    conditions = tuple(_conditions(place, book, registered, None, say))
    found = Promotion(registered, not refused(list(conditions), False), conditions)
    for line in found.lines():
        say(line)
    if not found.promoted:
        say(f"{registered.label} stays a challenger: the gate refuses it, and no champion serves")
        return found
    _move(place, registered, standing, _Wish("promote", FIRST))
    say(f"champion: {registered.label}; {FIRST}")
    return found


def rollback(place: Store, *, reason: str | None = None, by: str | None = None) -> Move:
    """Give the alias back to the champion before, once that one was loaded and re-scored.

    Raises `ModelRefused` when there is none, or it is not to be trusted.
    """
    standing = registry.standing(place, CHAMPION)
    line = registry.earlier(registry.history(place), standing) if standing else []
    if not line:
        raise ModelRefused(
            "there is no champion before this one",
            where=str(place.folder or place.uri),
            next_step="`clientrisk models` lists the versions, `clientrisk promote` takes one",
        )
    before = registry.numbered(place, line[-1])
    registry.load(before)
    return _move(place, before, standing, _Wish("rollback", reason, by))


def gate_refused(found: Promotion) -> GateRefused:
    """The refusal as an error, for the command that has told the conditions already."""
    number = len(found.lines())
    return GateRefused(
        f"the gate refuses it: {number} condition{'s' if number > 1 else ''} not met",
        where=found.registered.label,
        next_step='train a better one, or override with --reason "…", which is recorded',
    )


def _conditions(
    place: Store, book: Book, chosen: Registered, champion: Registered | None, say: Say
) -> list[Condition]:
    stored = contest.kept(chosen, champion, book.digest)
    if stored is not None:
        say("judged before, on this book against this champion")
        return stored
    say(f"judging {chosen.label} {f'against {champion.label}' if champion else 'by itself'}")
    try:
        return list(judge(place, book, chosen.version).conditions)
    except CannotJudge as error:
        return [cannot_tell(str(error))]


@dataclass(frozen=True)
class _Wish:
    """Why the alias shall move, and what the gate said against it."""

    kind: Literal["promote", "rollback"]
    reason: str | None = None
    by: str | None = None
    overridden: tuple[str, ...] = ()


def _move(place: Store, chosen: Registered, standing: str | None, wish: _Wish) -> Move:
    """Move the alias from the version ``standing``, unless another process was faster."""
    planned = Move(
        at=registry.now(),
        kind=wish.kind,
        version=chosen.version,
        before=standing,
        by=wish.by or registry.login(),
        reason=wish.reason,
        overridden=wish.overridden,
    )
    with registry.moving(place):
        if registry.standing(place, CHAMPION) != standing:
            raise ModelRefused(
                "another process has changed the champion meanwhile",
                where=chosen.label,
                next_step="judge again against the new one",
            )
        if wish.overridden:
            told = {"at": planned.at, "by": planned.by, "reason": wish.reason}
            registry.tag(place, chosen, OVERRIDE, {**told, "overridden": list(wish.overridden)})
        registry.move(place, chosen, planned)
        if registry.standing(place, CHALLENGER) == chosen.version:
            registry.drop_alias(place, CHALLENGER)
    return planned
