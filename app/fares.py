"""How a rule fares in this book: what its trial says of it, in a sentence for whoever works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.viewer import N_, _, number, percent
from app.words import title
from features.heuristic import Polarity

Interval = tuple[float, float, float]
#: What the trial's verdicts mean, by who is on trial.
VERDICTS = {
    "supported": N_("Your outcomes support it."),
    "contradicted": N_("Your outcomes contradict it."),
    "not seen here": N_("It was not seen here."),
    "too few to say": N_("Too few to say whether it holds here."),
    "holds here": N_("Softening holds here."),
    "does not hold here": N_("Softening does not hold here."),
}
SAYS: dict[Polarity, str] = {
    "against": N_("The essays count it against."),
    "for": N_("The essays count it in favour."),
    "exception": N_("The essays let it soften."),
}


@dataclass(frozen=True)
class Fares:
    """A heuristic, or (with ``softens``) an exception beside one rule, on trial in a book.

    ``told``: closed engagements that could tell, ``fired``: those in which it showed; of a waiver,
    those where the rule had fired. Shares and their ``difference`` (with less without) are values
    with 95 % intervals; None where there is not enough to say. ``simulated``: invented outcomes.
    """

    heuristic: str
    softens: str | None
    declared: Polarity
    told: int
    fired: int
    with_it: float | None
    without_it: float | None
    difference: Interval | None
    verdict: str
    simulated: bool


def fares(
    trial: Mapping[str, Any] | None, heuristic: str, softens: str | None = None
) -> Fares | None:
    """What a stored trial (`train.trial.Trial.to_json`) says of a heuristic, or of one waiver.

    None where no trial was held, or it does not know the heuristic.
    """
    return next(
        (each for each in of_all(trial) if (each.heuristic, each.softens) == (heuristic, softens)),
        None,
    )


def of_all(trial: Mapping[str, Any] | None) -> list[Fares]:
    """All heuristics of a stored trial, then all waivers, in the catalogue's order."""
    if not trial:
        return []
    simulated = bool(trial.get("simulated"))
    rules = [
        _fares(each, each["heuristic"], None, each["declared"], simulated)
        for each in trial["rules"]
    ]
    waivers = [
        _fares(each, each["exception"], each["rule"], "exception", simulated)
        for each in trial["waivers"]
    ]
    return rules + waivers


def sentence(found: Fares) -> str:
    """How it fares, with figures and intervals, in the viewer's language; honest where few.

    >>> sentence(Fares("low-ball", None, "against", 610, 92, 0.41, 0.66, (-0.25, -0.35, -0.14),
    ...     "supported", False))  # doctest: +NORMALIZE_WHITESPACE
    'Showed in 92 of 610 closed engagements: 41% paid off, beside 66% without it (difference −25
    points, −35 to −14). The essays count it against. Your outcomes support it.'
    """
    said = [_counted(found)]
    if found.fired:
        said += [_(SAYS[found.declared])] if found.softens is None else []
        said.append(_(VERDICTS[found.verdict]))
    if found.simulated:
        said.append(_("These outcomes are simulated."))
    return " ".join(said)


def _counted(found: Fares) -> str:
    counts = {"fired": number(found.fired), "told": number(found.told)}
    if not found.told:
        return _("No closed engagement here could tell.")
    if found.softens is not None:
        counts["rule"] = title(found.softens)
        where = _("Showed in {fired} of {told} closed engagements with “{rule}”")
    else:
        where = _("Showed in {fired} of {told} closed engagements")
    shown = where.format(**counts)
    if (
        not found.fired
        or found.difference is None
        or found.with_it is None
        or found.without_it is None
    ):
        return f"{shown}."
    return _("{shown}: {with_it} paid off, beside {without_it} without it ({difference}).").format(
        shown=shown,
        with_it=percent(found.with_it),
        without_it=percent(found.without_it),
        difference=difference(found.difference),
    )


def difference(apart: Interval) -> str:
    """A difference of shares in points, with its interval, in words.

    >>> difference((0.081, 0.021, 0.128))
    'difference +8 points, +2 to +13'
    """
    value, low, high = (signed(each) for each in apart)
    return _("difference {value} points, {low} to {high}").format(value=value, low=low, high=high)


def points(apart: Interval) -> str:
    """A difference of shares in points, with its interval, where there is little room.

    >>> points((0.081, 0.021, 0.128))
    '+8 [+2 to +13]'
    """
    value, low, high = (signed(each) for each in apart)
    return _("{value} [{low} to {high}]").format(value=value, low=low, high=high)


def signed(share: float) -> str:
    """A difference of shares in points with its sign.

    >>> signed(-0.25), signed(0.081), signed(-0.001)
    ('−25', '+8', '0')
    """
    rounded = round(100 * share)
    return "0" if not rounded else f"{'+' if rounded > 0 else '−'}{number(abs(rounded))}"


def _fares(
    tried: Mapping[str, Any],
    heuristic: str,
    softens: str | None,
    declared: Polarity,
    simulated: bool,
) -> Fares:
    compared = tried["comparison"]
    apart = [compared["difference"][each] for each in ("value", "low", "high")]
    return Fares(
        heuristic=heuristic,
        softens=softens,
        declared=declared,
        told=compared["told"],
        fired=compared["fired"],
        with_it=compared["with_it"]["value"],
        without_it=compared["without_it"]["value"],
        difference=None if None in apart else (apart[0], apart[1], apart[2]),
        verdict=tried["verdict"],
        simulated=simulated,
    )
