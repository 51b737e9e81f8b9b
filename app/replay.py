"""One engagement told again: every past moment scored with what was known then."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.asking import Histories
from app.judged_twin import TWIN, fair
from app.scoring import prepared
from data.contract import TIME
from data.errors import DataRefused
from data.outcome import outcomes
from features import matrix
from features.catalogue import BY_ID
from features.telling import Language
from model.explanation import explain, iso
from model.store import StoredModel

#: What was recorded within an hour is one piece of news.
TOGETHER = np.timedelta64(1, "h")
#: In a silence we look once a week: that nothing comes is news as well.
SILENCE = np.timedelta64(7, "D")
MOST = 200
#: A closed engagement is last looked at so long before its end: what closes it is the outcome.
JUST_BEFORE = np.timedelta64(1, "s")
#: A part that moved by less did not change the score to a person.
MOVED_FROM = 0.01
#: Where an explanation has no cut-off of its own.
EVEN = 0.5
OTHER = {"en": "Other signals", "ru": "Прочие сигналы"}
THINNED = {
    "en": "{shown} of {all} moments are shown",
    "ru": "показаны не все моменты: {shown} из {all}",
}


@dataclass(frozen=True)
class Change:
    """The part of the score that moved most since the moment before, in log-odds."""

    heuristic: str | None
    kind: str
    softens: str | None
    title: str
    log_odds: float


@dataclass(frozen=True)
class Moment:
    """The score at a moment (``as_of`` ISO 8601, UTC), and how many interactions were new to it.

    ``why`` there is no verdict (of `model.decision`), None where there is one.
    """

    as_of: str
    chance: float
    low: float | None
    high: float | None
    cut_off: float
    verdict: str
    new: int
    change: Change | None
    why: str | None = None

    @property
    def below(self) -> bool:
        """Whether the chance lies below the cut-off, however sure one may be of it."""
        return self.chance < self.cut_off


@dataclass(frozen=True)
class Warned:
    """The first moment a person was told to decline, and what we did after it.

    ``lasted_from``: from when on no verdict was to go on any more; None if the last one was.
    ``lead_days`` from the first warning to the end (or the newest moment). ``hours_after`` it of
    ours by kind; ``cost_after`` None where an hour's cost is not known.
    """

    at: str
    lasted_from: str | None
    lead_days: float
    hours_after: dict[str, float]
    cost_after: float | None


@dataclass(frozen=True)
class Replay:
    """All moments of an engagement, oldest first, and what came of it; moments ISO 8601, UTC.

    ``ended_at`` is the newest moment on record while it is not ``closed``. ``first_below``: when
    the chance first lay below the cut-off, be it too unsure for a verdict. ``notes``: what must be
    known before believing it.
    """

    engagement_id: str
    model_version: str
    simulated: bool
    opened_at: str
    ended_at: str
    closed: bool
    paid_off: bool | None
    moments: tuple[Moment, ...]
    first_below: str | None
    warned: Warned | None
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def replay(
    histories: Histories,
    engagement_id: str,
    stored: StoredModel,
    label: str,
    *,
    twin: StoredModel | None = None,
    language: Language = "en",
    progress: Callable[[int], None] | None = None,
) -> Replay:
    """Score an engagement at each moment something was recorded, weekly in silences, to its end.

    ``label`` names ``stored`` in the result. ``twin``, its judged twin, scores what it has not
    learned from and ``stored`` has. Where both have learned how the engagement ended, the notes say
    so. Titles and notes are in ``language``. Raises `DataRefused` for an engagement that is not
    there.
    """
    card = _card(histories, engagement_id)
    closed = card["closed_at"] is not None and card["closed_at"] <= histories.newest
    end = card["closed_at"] if closed else histories.newest
    own = histories.interactions.filter(
        pc.equal(histories.interactions["engagement_id"], engagement_id)
    )
    seen = np.fmax(*(own[name].to_numpy() for name in ("occurred_at", "recorded_at")))
    seen = np.sort(seen.astype("datetime64[us]"))
    looks = look_at(seen, _moment(card["opened_at"]), _moment(end) - closed * JUST_BEFORE)
    chosen = np.unique(np.linspace(0, len(looks) - 1, min(len(looks), MOST)).astype(int))
    thinned = THINNED[language].format(shown=len(chosen), all=len(looks))
    notes = [thinned] * (len(chosen) < len(looks))
    looks = looks[chosen]
    model, note = fair(stored, twin, card["opened_at"], end if closed else None, language)
    label = f"{label} ({TWIN[language]})" if model is twin else label
    cutoffs = pa.table(
        {
            "engagement_id": pa.array([engagement_id] * len(looks), pa.string()),
            "as_of": pa.array(looks, pa.timestamp("us")).cast(TIME),
        }
    )
    explained = scored(histories, cutoffs, model, label, card["hourly_cost"], language, progress)
    new = np.diff(np.searchsorted(seen, looks, "right"), prepend=0).tolist()
    moments = _moments(explained, new, language)
    return Replay(
        engagement_id=engagement_id,
        model_version=label,
        simulated=histories.simulated,
        opened_at=iso(card["opened_at"]),
        ended_at=iso(end),
        closed=closed,
        paid_off=card["paid_off"] if closed else None,
        moments=moments,
        first_below=next((each.as_of for each in moments if each.below), None),
        warned=_warned(moments, own, end, card["hourly_cost"]),
        notes=(*([note] if note else []), *notes),
    )


def scored(
    histories: Histories,
    cutoffs: pa.Table,
    stored: StoredModel,
    label: str,
    hourly_cost: float | None,
    language: Language,
    progress: Callable[[int], None] | None = None,
) -> list[dict[str, Any]]:
    """Explanations without evidence: no score needs it, and collecting it takes the most time."""
    number = cutoffs.num_rows
    return explain(
        stored,
        label,
        matrix.compute(prepared(histories, cutoffs, stored), progress),
        [{}] * number,
        language,
        hourly_cost=[hourly_cost] * number,
    )


def look_at(seen: np.ndarray, opened: np.datetime64, end: np.datetime64) -> np.ndarray:
    """Moments (datetime64[us], sorted) to look at, from the opening to the end.

    ``seen``: when each interaction was known, sorted. News within an hour is one moment, its last;
    a silence is looked at once a week, and so is the end.

    >>> days = np.array([1, 1, 20], "datetime64[D]").astype("datetime64[us]")
    >>> look_at(days, days[0], days[-1]).astype("datetime64[D]").astype(int).tolist()
    [1, 8, 15, 20]
    """
    inside = np.unique(seen[(seen >= opened) & (seen <= end)])
    stops: list[np.datetime64] = []
    begun = opened
    for moment in inside:
        if stops and moment - begun < TOGETHER:
            stops[-1] = moment
        else:
            stops.append(moment)
            begun = moment
    if not stops:
        stops.append(opened)
    if end - stops[-1] >= TOGETHER:
        stops.append(end)
    looks = stops[:1]
    for before, after in itertools.pairwise(stops):
        looks += [*np.arange(before + SILENCE, after, SILENCE), after]
    return np.array(looks, "datetime64[us]")


def _card(histories: Histories, engagement_id: str) -> dict[str, Any]:
    """The engagement's row, with its outcome, and the book's hourly cost where it has none."""
    row = histories.engagements.filter(
        pc.equal(histories.engagements["engagement_id"], engagement_id)
    )
    if not row.num_rows:
        raise DataRefused(
            f"there is no engagement {engagement_id!r}",
            where=histories.name,
            next_step="`clientrisk explain --all` lists the open ones",
        )
    card: dict[str, Any] = row.to_pylist()[0]
    told = outcomes(histories.interactions, row, histories.hourly_cost)["paid_off"]
    cost = histories.hourly_cost if card["hourly_cost"] is None else float(card["hourly_cost"])
    return {**card, "paid_off": told[0].as_py(), "hourly_cost": cost}


def _moment(when: datetime) -> np.datetime64:
    return np.datetime64(when.replace(tzinfo=None), "us")


def _moments(
    explained: list[dict[str, Any]], new: list[int], language: Language
) -> tuple[Moment, ...]:
    moments: list[Moment] = []
    before: dict[tuple[Any, ...], float] = {}
    for each, number in zip(explained, new, strict=True):
        parts = {
            (part["heuristic"], part["kind"], part["softens"]): part["log_odds"]
            for part in each["parts"]
        }
        chance, cut_off = each["payoff_probability"], each.get("cut_off", EVEN)
        leaning = "go on" if chance >= cut_off else "decline"
        moments.append(
            Moment(
                as_of=each["as_of"],
                chance=chance,
                low=each.get("low"),
                high=each.get("high"),
                cut_off=cut_off,
                verdict=each.get("verdict", leaning if each["status"] == "scored" else "none"),
                new=number,
                change=_change(before, parts, language) if moments else None,
                why=each.get("why"),
            )
        )
        before = parts
    return tuple(moments)


def _change(
    before: dict[tuple[Any, ...], float], after: dict[tuple[Any, ...], float], language: Language
) -> Change | None:
    moved = {key: after.get(key, 0.0) - before.get(key, 0.0) for key in {**before, **after}}
    most = max(moved, key=lambda key: abs(moved[key]))
    if abs(moved[most]) < MOVED_FROM:
        return None
    heuristic, kind, softens = most
    found = BY_ID.get(heuristic)
    titles = {"en": found.title, "ru": found.title_ru} if found else OTHER
    return Change(heuristic, kind, softens, titles[language], moved[most])


def _warned(
    moments: tuple[Moment, ...], own: pa.Table, end: datetime, hourly_cost: float | None
) -> Warned | None:
    first = next((each for each in moments if each.verdict == "decline"), None)
    if first is None:
        return None
    at = datetime.fromisoformat(first.as_of)
    later = own.filter(pc.greater(own["occurred_at"], pa.scalar(at, TIME)))
    spent: dict[str, float] = {}
    for kind, hours in zip(
        later["kind"].to_pylist(), later["effort_hours"].to_pylist(), strict=True
    ):
        if hours:
            spent[kind] = spent.get(kind, 0.0) + hours
    hours = sum(spent.values())
    return Warned(
        at=first.as_of,
        lasted_from=_lasted_from(moments),
        lead_days=(end - at) / timedelta(days=1),
        hours_after=dict(sorted(spent.items(), key=lambda each: -each[1])),
        cost_after=None if hourly_cost is None else hours * hourly_cost,
    )


def _lasted_from(moments: tuple[Moment, ...]) -> str | None:
    since = None
    for each in moments:
        if each.verdict == "go on":
            since = None
        elif each.verdict == "decline" and since is None:
            since = each.as_of
    return since
