"""A person's gut calls beside the model's chances, on engagements whose end is known.

Fair to both: only calls made before the score was shown and before the end, each beside the chance
that the model gave at that moment. Here is no text: the page says it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from app.prospects import EPOCH, BookFacts
from app.tables import table, texts
from data.entries import Entry, GutCall, Override, RecordedOutcome, latest, latest_of_each
from data.errors import DataRefused
from data.outcome import outcomes
from train.judge import Figure

#: Below these nothing is said: the interval's draws need clients to draw from.
FEWEST, FEWEST_CLIENTS = 20, 10
DRAWS = 1000
#: Where nobody knows the money, the chance from which going on is worth it.
EVEN = 0.5
OPPOSITE = {"Worth the work": "Think twice", "Think twice": "Worth the work"}

#: counted; shown: the score had been seen; late: made after the end; no number: the model gave
#: none; waiting: the end is not known.
Kind = Literal["counted", "shown", "late", "no number", "waiting"]
Verdict = Literal["too few", "gut", "model", "even"]


@dataclass(frozen=True)
class Known:
    """What is known of an engagement: its client, whether it paid off, and when it ended (UTC)."""

    client_id: str
    paid_off: bool | None = None
    ended: datetime | None = None


def known(
    book: BookFacts, recorded: Iterable[RecordedOutcome], wanted: Iterable[str]
) -> dict[str, Known]:
    """What the book knows of the wanted engagements, else what people recorded of them, by id.

    Raises `DataRefused` when a table of the book cannot be read.
    """
    said = latest(recorded)
    found = _of_the_book(book, sorted(set(wanted)))
    for engagement in wanted:
        stood = found.get(engagement, Known(engagement))
        if stood.paid_off is None and engagement in said:
            ended = stood.ended or said[engagement].ended
            stood = Known(stood.client_id, said[engagement].paid_off, ended)
        found[engagement] = stood
    return found


def _of_the_book(book: BookFacts, wanted: list[str]) -> dict[str, Known]:
    ids = table(texts("id"), [(each,) for each in wanted])["id"].combine_chunks()
    tables = []
    try:
        for path, columns in (
            (book.interactions, ["engagement_id", "effort_hours"]),
            (book.engagements, [*_CLIENT, "closed_at", "hourly_cost", "revenue", "paid_off"]),
        ):
            with pq.ParquetFile(path) as file:
                read = file.read(columns=columns)
            tables.append(read.filter(pc.is_in(read["engagement_id"], value_set=ids)))
    except (OSError, ValueError):
        raise DataRefused(
            "a table of the book cannot be read",
            where=str(book.path),
            next_step="import the data again with `clientrisk import`",
        ) from None
    interactions, engagements = tables
    told = outcomes(interactions, engagements, book.hourly_cost)
    # As whole microseconds: Arrow would import pandas to give moments.
    told_of = (
        *(engagements[name] for name in _CLIENT),
        told["paid_off"],
        told["closed_at"].cast("int64"),
    )
    rows = zip(*(each.to_pylist() for each in told_of), strict=True)
    return {
        engagement: Known(
            client, paid_off, None if ended is None else EPOCH + timedelta(microseconds=ended)
        )
        for engagement, client, paid_off, ended in rows
    }


_CLIENT = ("engagement_id", "client_id")


@dataclass(frozen=True)
class Call:
    """One person's call on one engagement, and whether it counts."""

    said: GutCall
    known: Known
    kind: Kind


def calls(noted: Iterable[GutCall], engagements: Mapping[str, Known]) -> list[Call]:
    """Every call that stands, oldest first; ``noted``: those taken back too, oldest first.

    A call that was taken back once the end was known stands: else hindsight would choose.
    """
    seen: set[tuple[str, str]] = set()
    found = []
    for each in noted:
        again = (each.by, each.engagement_id) in seen
        seen.add((each.by, each.engagement_id))
        ended = engagements[each.engagement_id].ended
        if each.chance is not None and _stands(each, ended):
            stood = engagements[each.engagement_id]
            found.append(Call(each, stood, _kind(each, stood, again)))
    return found


def _stands(each: Entry, ended: datetime | None) -> bool:
    return each.withdrawn_at is None or (ended is not None and each.withdrawn_at >= ended)


def _kind(each: GutCall, stood: Known, again: bool) -> Kind:
    if each.shown or again:
        return "shown"
    if stood.paid_off is None:
        return "waiting"
    if stood.ended is not None and each.at >= stood.ended:
        return "late"
    return "counted" if each.model_chance is not None else "no number"


@dataclass(frozen=True)
class Month:
    """Mean Brier scores of the calls made in a month (UTC), and how many."""

    month: str
    calls: int
    gut: float
    model: float
    base: float


@dataclass(frozen=True)
class Comparison:
    """Brier scores and right calls of both on the same calls; ``difference``: gut less model."""

    calls: int
    engagements: int
    clients: int
    months: tuple[Month, ...]
    gut: Figure
    model: Figure
    base: Figure
    difference: Figure
    gut_right: Figure
    model_right: Figure

    @property
    def verdict(self) -> Verdict:
        """Who was closer to what came; "even" where chance alone explains the difference."""
        if self.engagements < FEWEST or self.clients < FEWEST_CLIENTS:
            return "too few"
        if self.difference.low > 0:
            return "model"
        return "gut" if self.difference.high < 0 else "even"


def compare(found: Iterable[Call]) -> Comparison | None:
    """Gut against numbers on the calls that count; None where there is none."""
    counted = [each for each in found if each.kind == "counted"]
    if not counted:
        return None
    came = np.array([bool(each.known.paid_off) for each in counted], float)
    gut = np.array([each.said.chance for each in counted], float)
    model = np.array([each.said.model_chance for each in counted], float)
    base = np.array([each.said.base_rate for each in counted], float)  # None: nan
    cut = np.array([EVEN if (at := each.said.cut_off) is None else at for each in counted])
    losses = (np.stack([gut, model, base]) - came) ** 2
    right = (np.stack([gut, model]) >= cut) == came.astype(bool)
    clients = [each.known.client_id for each in counted]
    figures = means(np.vstack([losses, losses[0] - losses[1], right]).T, clients)
    return Comparison(
        len(counted),
        len({each.said.engagement_id for each in counted}),
        len(set(clients)),
        _months([each.said.at for each in counted], losses),
        *figures,
    )


def _months(moments: list[datetime], losses: np.ndarray) -> tuple[Month, ...]:
    rows: dict[str, list[int]] = defaultdict(list)
    for place, moment in enumerate(moments):
        rows[f"{moment:%Y-%m}"].append(place)
    return tuple(
        Month(name, len(mine), *losses[:, mine].mean(axis=1).tolist())
        for name, mine in sorted(rows.items())
    )


def means(values: np.ndarray, clients: list[str]) -> list[Figure]:
    """The mean of each column of ``values`` float (n, k), with 95 % intervals.

    The bootstrap is by cluster (Field & Welsh 2007): calls on one client are not independent. A
    mean needs only each client's sums, so that all draws are one product of matrices. nan where a
    value is not known, no interval for a single client.

    >>> print(*means(np.array([[0.0], [1.0]]), ["a", "a"]))
    0.500 [nan, nan]
    """
    _, client = np.unique(clients, return_inverse=True)
    number = int(client.max()) + 1
    sums = np.stack([np.bincount(client, column, number) for column in values.T], axis=1)
    drawn = np.random.default_rng(0).multinomial(number, np.full(number, 1 / number), DRAWS)
    again = (drawn @ sums) / (drawn @ np.bincount(client, minlength=number))[:, None]
    low, high = np.quantile(again, [0.025, 0.975], axis=0)
    if number < 2:
        low = high = np.full(values.shape[1], np.nan)
    return [
        Figure(float(mean), float(least), float(most))
        for mean, least, most in zip(values.mean(axis=0), low, high, strict=True)
    ]


@dataclass(frozen=True)
class Decided:
    """One person's last override of one engagement; ``right``: None where nobody can say."""

    said: Override
    known: Known
    right: bool | None


@dataclass(frozen=True)
class Overruled:
    """What became of the overrides; ``share`` of those against an opposite verdict was right.

    ``silent``: ended, but the model had no verdict to be against; ``share`` None: none to tell of.
    """

    decided: tuple[Decided, ...]
    against: int
    silent: int
    share: Figure | None


def overruled(said: Iterable[Override], engagements: Mapping[str, Known]) -> Overruled:
    """How the overrides fared; ``said``: those taken back too, oldest first.

    Right against the model's verdict means that the model was wrong: only one of the two can be.
    """
    standing = [each for each in said if _stands(each, engagements[each.engagement_id].ended)]
    decided = tuple(
        Decided(each, stood, _right(each, stood))
        for each in latest_of_each(standing).values()
        for stood in [engagements[each.engagement_id]]
    )
    ended = [each for each in decided if each.right is not None]
    against = [each for each in ended if each.said.model_verdict == OPPOSITE.get(each.said.verdict)]
    share = None
    if against:
        right = np.array([[bool(each.right)] for each in against], float)
        (share,) = means(right, [each.known.client_id for each in against])
    return Overruled(decided, len(against), len(ended) - len(against), share)


def _right(each: Override, stood: Known) -> bool | None:
    late = stood.ended is not None and each.at >= stood.ended
    if stood.paid_off is None or late or each.verdict not in OPPOSITE:
        return None
    return (each.verdict == "Worth the work") == stood.paid_off
