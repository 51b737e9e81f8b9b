"""For whom rules were broken, and did it pay: closed engagements as they last stood.

A rule is broken where it had fired and we went on all the same: because an exception softens it,
or without any, or against a verdict. What follows is an association, not a cause: nobody drew lots.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.shares import Share, beside
from features.catalogue import BY_ID, HEURISTICS, SOFTENS

if TYPE_CHECKING:
    from data.entries import Override, RecordedOutcome

RULES = tuple(each.id for each in HEURISTICS if each.polarity == "against")
#: Not a rule of the essays: what we ourselves decided against the verdict of the model.
AGAINST_VERDICT = "verdict"
GOING_ON, DECLINING = "Worth the work", "Think twice"  # of `app.words.VERDICTS`


@dataclass(frozen=True)
class Case:
    """A closed engagement: how it ended, and which rules had fired, with the exceptions of each.

    ``net``: what it brought beyond its cost, None where that is not on record; ``went_on``:
    whether we worked on after that.
    """

    engagement_id: str
    client_id: str
    segment: str | None
    owner: str | None
    paid_off: bool
    net: float | None
    fired: dict[str, tuple[str, ...]]
    went_on: bool

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Case:
        """From a row of `app.broken.ledger`."""
        exceptions = {rule: tuple(those) for rule, those in plain["fired"].items()}
        return cls(**{**plain, "fired": exceptions})

    @property
    def broken(self) -> dict[str, tuple[str, ...]]:
        """The rules that were broken."""
        return self.fired if self.went_on else {}


def overridden(
    cases: Iterable[Case],
    overrides: Iterable[Override],
    outcomes: Mapping[str, RecordedOutcome],
    clients: Mapping[str, str],
) -> list[Case]:
    """The cases, with those that went on against a verdict and have since ended.

    ``overrides`` oldest first; ``outcomes`` recorded by people, and ``clients``, by engagement. The
    book's own outcome wins; one it does not have comes without its cost, so without money.
    """
    last = {each.engagement_id: each for each in overrides}
    against = {
        name
        for name, each in last.items()
        if each.verdict == GOING_ON and each.model_verdict == DECLINING
    }
    found = [
        replace(case, fired=case.broken | {AGAINST_VERDICT: ()}, went_on=True)
        if case.engagement_id in against
        else case
        for case in cases
    ]
    known = {case.engagement_id for case in found}
    for name in sorted(against - known):
        if name in outcomes and name in clients:
            paid_off = outcomes[name].paid_off
            rules: dict[str, tuple[str, ...]] = {AGAINST_VERDICT: ()}
            found.append(Case(name, clients[name], None, None, paid_off, None, rules, True))
    return found


@dataclass(frozen=True)
class Line:
    """A rule broken by an exception (None: without any), beside the same rule without one.

    Without an exception it stands beside engagements in which we went on and no rule had fired
    (`calm`). ``won`` and
    ``lost``: sums of what is on record; ``unpriced``: engagements without.
    """

    rule: str
    exception: str | None
    broken: Share
    others: Share
    word: str
    won: float
    lost: float
    unpriced: int


def lines(cases: Sequence[Case]) -> list[Line]:
    """One per rule and exception that occurs, in the order of the catalogue.

    A case with two exceptions stands in the line of each.
    """
    unbroken = Share.of(ended(calm(cases)))
    found = []
    for rule in (*RULES, AGAINST_VERDICT):
        mine = [case for case in cases if rule in case.broken]
        plain = [case for case in mine if not case.broken[rule]]
        without = Share.of(ended(plain))
        if plain:
            found.append(_line(rule, None, plain, unbroken))
        for exception in dict.fromkeys(each for each, softened in SOFTENS if softened == rule):
            excused = [case for case in mine if exception in case.broken[rule]]
            if excused:
                found.append(_line(rule, exception, excused, without))
    return found


def calm(cases: Iterable[Case]) -> list[Case]:
    """Cases in which we went on, too, and no rule had fired: only who went on compares with them.

    Who stopped, or was left by the client early, ended otherwise for that alone.
    """
    return [case for case in cases if case.went_on and not case.fired]


def ended(cases: Iterable[Case]) -> list[tuple[str, bool]]:
    """(client, paid off) of each case."""
    return [(case.client_id, case.paid_off) for case in cases]


def _line(rule: str, exception: str | None, cases: Sequence[Case], others: Share) -> Line:
    broken = Share.of(ended(cases))
    net = [case.net for case in cases if case.net is not None]
    won, lost = math.fsum(max(each, 0.0) for each in net), math.fsum(min(each, 0.0) for each in net)
    word = beside(broken, others)
    return Line(rule, exception, broken, others, word, won, lost, len(cases) - len(net))


@dataclass(frozen=True)
class Client:
    """A client with some of the engagements."""

    client_id: str
    cases: tuple[Case, ...]

    @property
    def net(self) -> float | None:
        """What these engagements brought together, None where not all of it is on record."""
        known = [case.net for case in self.cases if case.net is not None]
        return math.fsum(known) if len(known) == len(self.cases) else None

    @property
    def paid(self) -> bool:
        """Whether it paid: by the money, where that is not known by how most of them ended."""
        if self.net is not None:
            return self.net > 0
        return 2 * sum(case.paid_off for case in self.cases) > len(self.cases)


def clients(cases: Iterable[Case]) -> list[Client]:
    """The clients of these cases, those who cost most first."""
    of: dict[str, list[Case]] = {}
    for case in cases:
        of.setdefault(case.client_id, []).append(case)
    found = [Client(client, tuple(mine)) for client, mine in of.items()]
    return sorted(found, key=lambda each: (each.net is None, each.net or 0.0, each.client_id))


def only(
    cases: Iterable[Case],
    rule: str | None,
    exception: str | None,
    segments: Sequence[str],
    owners: Sequence[str],
) -> list[Case]:
    """The cases of these segments and owners (none: all); of the broken ones, those of the rule.

    ``exception``: only where it softened a broken rule; "" only rules broken without any. Cases in
    which nothing was broken stay: the others are told beside them.
    """
    found = []
    for case in cases:
        if (segments and case.segment not in segments) or (owners and case.owner not in owners):
            continue
        kept = {each: by for each, by in case.fired.items() if matches(each, by, rule, exception)}
        if kept or not case.broken:
            found.append(replace(case, fired=kept))
    return found


def matches(fired: str, by: Sequence[str], rule: str | None, exception: str | None) -> bool:
    """Whether a rule that fired, with its exceptions, is of the ones looked for (None: any)."""
    if rule is not None and fired != rule:
        return False
    return exception is None or (exception in by if exception else not by)


def known_rules(cases: Iterable[Case]) -> list[str]:
    """The rules that were broken, in the order of the catalogue."""
    found = {rule for case in cases for rule in case.broken}
    return [rule for rule in (*RULES, AGAINST_VERDICT) if rule in found]


def known_exceptions(cases: Iterable[Case]) -> list[str]:
    """The exceptions by which rules were broken, in the order of the catalogue."""
    found = {each for case in cases for by in case.broken.values() for each in by}
    return [each for each in BY_ID if each in found]
