"""Does the model hold for every kind of client? Its figures by language, segment, size, history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from train.judge import Figure, judge
from train.measures import MEASURES, mean_chance, share_paid_off
from train.snapshots import Snapshots
from train.visible import known_at, moments

#: Fewer engagements than this have intervals that say nothing.
FEWEST = 30
#: Segments told by name; smaller ones are told together.
SEGMENTS = 8
#: A text is in one language from this share of its letters on.
ONE_LANGUAGE = 0.8
UNKNOWN = "unknown"

SLICED = {name: MEASURES[name] for name in ("auc", "log_loss_skill", "slope")} | {
    "mean_chance": mean_chance,
    "paid_off": share_paid_off,
}


@dataclass(frozen=True)
class Slice:
    """The engagements that share a label; without figures where they are too few to say."""

    by: str
    label: str
    engagements: int
    figures: dict[str, Figure]


def slices(
    rows: Snapshots, chance: np.ndarray, rate: float, labels: dict[str, np.ndarray]
) -> list[Slice]:
    """The figures of `SLICED` within each label; ``chance`` float64 (n,) of the test side's rows.

    ``labels``: what is sliced by -> label of each row, str (n,), as of `labels_of`; one that all
    rows share is left out. ``rate``: the training side's base rate, for the skill. No figures
    under `FEWEST` engagements, or where all ended alike.
    """
    identity = rows.cutoffs["engagement_id"].to_numpy(zero_copy_only=False)
    found = []
    for by, label in labels.items():
        names = np.unique(label)
        for name in names if len(names) > 1 else ():
            inside = label == name
            number, y = len(np.unique(identity[inside])), rows.paid_off[inside]
            told = number >= FEWEST and len(np.unique(y)) == 2
            asked = (y, {by: chance[inside]}, rows.weight[inside], rows.clients[inside])
            figures = judge(*asked, measures=SLICED, rate=rate)[by] if told else {}
            found.append(Slice(by, str(name), number, figures))
    return found


def labels_of(
    interactions: pa.Table, engagements: pa.Table, rows: Snapshots
) -> dict[str, np.ndarray]:
    """What is sliced by -> label of each row, str (n,), from a book's tables (`data.contract`).

    The language is that of what the client had written by the cutoff; the thirds of the size are
    those of these rows' engagements; a known client had an engagement opened before this one.
    """
    place = pc.index_in(
        rows.cutoffs["engagement_id"], engagements["engagement_id"].combine_chunks()
    ).combine_chunks()
    about = engagements.take(place)
    return {
        "language": _language(interactions, rows.cutoffs),
        "segment": _segment(about["segment"].to_numpy(zero_copy_only=False), place.to_numpy()),
        "size": _size(
            about["expected_value"].cast(pa.float64()).to_numpy(zero_copy_only=False),
            place.to_numpy(),
        ),
        "client": _history(engagements, about),
    }


def _language(interactions: pa.Table, cutoffs: pa.Table) -> np.ndarray:
    names = pc.unique(cutoffs["engagement_id"])
    asked_for = pc.is_in(interactions["engagement_id"], names)
    written = interactions.filter(
        pc.and_(asked_for, pc.equal(interactions["direction"], "inbound"))
    )
    texts = pc.fill_null(written["text"], "")
    told = pd.DataFrame(
        {
            "engagement": pc.index_in(written["engagement_id"], names).to_numpy(),
            "known_at": known_at(written),
            "cyrillic": pc.count_substring_regex(texts, r"\p{Cyrillic}").to_numpy(),
            "latin": pc.count_substring_regex(texts, r"\p{Latin}").to_numpy(),
        }
    ).sort_values("known_at", kind="stable")
    told[["cyrillic", "latin"]] = told.groupby("engagement")[["cyrillic", "latin"]].cumsum()
    asked = pd.DataFrame(
        {
            "engagement": pc.index_in(cutoffs["engagement_id"], names).to_numpy(),
            "known_at": moments(cutoffs["as_of"]),
        }
    ).sort_values("known_at", kind="stable")
    found = pd.merge_asof(asked, told, on="known_at", by="engagement").set_axis(asked.index)
    found = found.sort_index()
    share = (found["cyrillic"] / (found["cyrillic"] + found["latin"])).to_numpy(float)
    return np.select(
        [share >= ONE_LANGUAGE, share <= 1 - ONE_LANGUAGE],
        ["Russian", "English"],
        "mixed or none yet",
    )


def _segment(segment: np.ndarray, engagement: np.ndarray) -> np.ndarray:
    """Names as they are given; the smaller ones together."""
    names = pd.Series(segment, dtype=object).fillna(UNKNOWN).astype(str)
    # A name comes from outside: nothing of it may move a terminal's cursor.
    names = names.map(lambda name: "".join(filter(str.isprintable, name))[:24])
    sizes = pd.Series(engagement).groupby(names.to_numpy()).nunique()
    large = sizes.sort_values(ascending=False, kind="stable").index[:SEGMENTS]
    return names.where(names.isin(large), "all others").to_numpy(dtype=str)


def _size(value: np.ndarray, engagement: np.ndarray) -> np.ndarray:
    _, first = np.unique(engagement, return_index=True)
    once = value[first]
    known = once[np.isfinite(once)]
    if not len(known):
        return np.full(len(value), UNKNOWN)
    low, high = np.quantile(known, [1 / 3, 2 / 3])
    return np.select(
        [value <= low, value <= high, value > high],
        ["smallest third", "middle third", "largest third"],
        UNKNOWN,
    )


def _history(engagements: pa.Table, about: pa.Table) -> np.ndarray:
    first = engagements.group_by("client_id").aggregate([("opened_at", "min")])
    place = pc.index_in(about["client_id"], first["client_id"].combine_chunks())
    before = first["opened_at_min"].take(place.combine_chunks())
    known = pc.less(before, about["opened_at"]).to_numpy(zero_copy_only=False)
    return np.where(known.astype(bool), "known client", "new client")


def lines(found: list[Slice]) -> list[str]:
    """The slices as a table for the terminal; empty where nothing could be sliced."""
    titles = ("AUC", "skill (log loss)", "slope", "mean chance", "paid off")
    head = f"{'':36}{'engagements':>12}" + "".join(f"{title:>21}" for title in titles)
    rows = [head] if found else []
    for each in found:
        cells = f"{'too few to say':>21}"
        if each.figures:
            told = [f"{each.figures[name]:.2f}" for name in ("auc", "log_loss_skill", "slope")]
            told += [f"{each.figures[name]:.0%}" for name in ("mean_chance", "paid_off")]
            cells = "".join(f"{cell:>21}" for cell in told)
        rows.append(f"{f'{each.by}: {each.label}':36}{each.engagements:>12}{cells}")
    return rows
