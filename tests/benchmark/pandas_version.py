"""Some of our signals as one would first write them: pandas group-bys, `re` over every message.

The yardstick of `engine.py` beside it. Same tables, same cutoffs, same rulings and patterns; about
a hundred signals of ours, those that need no reference followed and no invoice settled.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from data.contract import CHANNELS, DIRECTIONS, KINDS
from features.cues import CUES
from features.cues.cue import Cue
from features.cues.fold import fold
from features.cues.new_text import blank_old
from features.cues.pattern import alternation, crosses_sentences

DAY, HOUR = 86_400_000_000.0, 3_600_000_000.0
#: Signal -> cues that a message of the engagement carries, one of them at least.
SAID = {
    "ultimatums": ("ultimatum",),
    "in_person_demands": ("in-person-only",),
    "time_candour": ("time-candour",),
    "vague_messages": ("vague",),
    "dismissals": ("dismissal",),
    "refusals": ("refusal",),
    "deferrals": ("defers-to-others",),
    "gatekept": ("gatekeeper",),
    "put_offs": ("put-off",),
    "discount_asks": ("discount",),
    "scope_shrinks": ("scope-shrink",),
    "price_reopenings": ("price-reopened",),
    "unpaid_work_asks": ("unpaid-work",),
    "payment_excuses": ("payment-excuse",),
    "up_front_offers": ("up-front",),
    "blames": ("blame",),
    "rushes": ("rush",),
    "commands": ("command", "guilt"),
}
SENTENCE_END = re.compile(r"[!?]+|\.+(?=[\s\")]|$)|\n+")


def signals(
    interactions: pd.DataFrame, engagements: pd.DataFrame, cutoffs: pd.DataFrame
) -> pd.DataFrame:
    """A row per cutoff (engagement_id is the index), a column per signal, nan for "cannot tell".

    One cutoff (engagement_id, as_of) per engagement; columns as in `data.contract`.
    """
    rows = _seen(interactions, engagements, cutoffs)
    own = rows[rows["own"]]
    found: dict[str, pd.Series] = {}
    as_of = cutoffs.set_index("engagement_id")["as_of"].astype("int64")
    opened = engagements.set_index("engagement_id")["opened_at"].astype("int64")
    slices = {"any": own}
    slices |= {f"kind_{kind}": own[own["kind"] == kind] for kind in KINDS}
    slices |= {f"direction_{each}": own[own["direction"] == each] for each in DIRECTIONS}
    slices |= {f"channel_{each}": own[own["channel"] == each] for each in CHANNELS}
    total = own.groupby("engagement_id").size()
    for name, inside in slices.items():
        moments = inside.groupby("engagement_id")["at"]
        number = moments.size().reindex(total.index, fill_value=0)
        if name.startswith("channel_"):  # where no channel is on record, nothing is known of it
            number = number.where(own.groupby("engagement_id")["channel"].count() > 0)
        found[f"{name}_count"] = number
        if name != "any":
            found[f"{name}_share"] = number / total
        found[f"{name}_days_since"] = (as_of - moments.max()) / DAY
        gaps = (moments.max() - moments.min()) / DAY
        found[f"{name}_mean_gap_days"] = gaps / (number - 1).where(number > 1)
    age = (as_of - opened.reindex(as_of.index)) / DAY
    found["age_days"] = age.clip(lower=0)
    found["opened_hour"] = opened // HOUR % 24
    found["opened_weekday"] = (opened // DAY + 3) % 7
    last = own.groupby("engagement_id")["at"].max()
    found["last_hour"], found["last_weekday"] = last // HOUR % 24, (last // DAY + 3) % 7
    priced = own[own["amount"] > 0].sort_values(["at", "interaction_id"])
    amounts = priced.groupby("engagement_id")["amount"]
    found["first_amount"], found["last_amount"] = amounts.first(), amounts.last()
    found["largest_amount"] = amounts.max()
    paid = priced[priced["kind"] == "payment"]
    found["paid_amount"] = paid.groupby("engagement_id")["amount"].sum()
    hours = own.groupby("engagement_id")["effort_hours"].sum(min_count=1)
    found["our_hours"] = hours
    found["our_hours_a_month"] = hours / (age / 30).clip(lower=1)
    theirs = own[own["direction"] == "inbound"]
    contacts = theirs.groupby("engagement_id")["contact"].nunique()
    found["contacts"] = contacts.reindex(total.index, fill_value=0)
    others = rows[~rows["own"]].groupby("engagement_id").size()
    found["other_engagements_rows"] = others.reindex(total.index, fill_value=0)
    _meetings(own, found)
    _calls(own, found)
    found["silent_days_after_meeting"] = _silence(own)
    _said(own, found)
    return pd.DataFrame(found, index=cutoffs["engagement_id"])


def _seen(
    interactions: pd.DataFrame, engagements: pd.DataFrame, cutoffs: pd.DataFrame
) -> pd.DataFrame:
    """Rows of the client that were known at the cutoff, for each engagement."""
    rows = interactions.rename(columns={"engagement_id": "of"})
    rows["at"] = rows["occurred_at"].astype("int64")
    known = rows["recorded_at"].fillna(rows["occurred_at"])
    rows["known_at"] = np.maximum(rows["at"], known.astype("int64"))
    rows["amount"] = rows["amount"].astype(float)
    clients = engagements.set_index("engagement_id")["client_id"]
    asked = cutoffs.assign(
        client_id=cutoffs["engagement_id"].map(clients), cutoff=cutoffs["as_of"].astype("int64")
    )
    rows = asked[["engagement_id", "client_id", "cutoff"]].merge(rows, on="client_id")
    rows = rows[rows["known_at"] <= rows["cutoff"]]
    return rows.assign(own=rows["of"] == rows["engagement_id"])


def _by_client(rows: pd.DataFrame) -> pd.Series:
    return (rows["party"] == "client") | (rows["party"].isna() & (rows["direction"] == "inbound"))


def _count(chosen: pd.DataFrame, among: pd.DataFrame) -> pd.Series:
    """How many rows are chosen, per engagement that has any ``among`` which to choose."""
    known = among["engagement_id"].unique()
    return chosen.groupby("engagement_id").size().reindex(known, fill_value=0)


def _meetings(own: pd.DataFrame, found: dict[str, pd.Series]) -> None:
    meetings = own[own["kind"] == "meeting"]
    notice = meetings["scheduled_for"].astype("int64") - meetings["at"]
    burning = (
        _by_client(meetings)
        & (meetings["status"] == "requested")
        & meetings["scheduled_for"].notna()
        & notice.between(0, 2 * DAY)
    )
    found["burning_meeting_requests"] = _count(meetings[burning], meetings)
    missed = meetings[(meetings["status"] == "missed") & _by_client(meetings)]
    found["missed_meetings"] = _count(missed, meetings)


def _calls(own: pd.DataFrame, found: dict[str, pd.Series]) -> None:
    ours = own[(own["kind"] == "call") & (own["direction"] == "outbound")]
    tried = ours[ours["status"].isin(["answered", "unanswered"])]
    missed = _count(tried[tried["status"] == "unanswered"], tried)
    number = _count(tried, tried)
    found["unanswered_calls"] = missed
    found["unanswered_call_share"] = (missed / number).where(number >= 3)


def _silence(own: pd.DataFrame) -> pd.Series:
    """The longest wait for a sign of life after we wrote or called, following a held meeting."""
    rows = own.sort_values(["engagement_id", "at", "interaction_id"])
    held = (rows["kind"] == "meeting") & (rows["status"] == "held")
    answered = (rows["kind"] == "call") & (rows["status"] == "answered")
    alive = (rows["direction"] == "inbound") | held | answered
    ours = (rows["direction"] == "outbound") & rows["kind"].isin(["message", "call", "minutes"])
    before = held.groupby(rows["engagement_id"]).cumsum() - held
    lived = rows["at"].where(alive).groupby(rows["engagement_id"])
    following = lived.shift(-1).groupby(rows["engagement_id"]).bfill()
    waited = (following.fillna(rows["cutoff"]) - rows["at"]) / DAY
    return waited[ours & (before > 0)].groupby(rows["engagement_id"]).max()


# Text --------------------------------------------------------------------------------------------


def _said(own: pd.DataFrame, found: dict[str, pd.Series]) -> None:
    written = own[own["text"].fillna("") != ""]
    heard = written[["engagement_id"]].copy()
    texts = written["text"].map(folded)
    for cue in CUES:  # all of them, as ours: other signals would want the rest
        stands = written["direction"].map(cue.stands_in)
        heard[cue.id] = stands & texts.where(stands, "").map(reader(cue))
    theirs = written[written["direction"] == "inbound"]
    for signal, cues in SAID.items():
        carrying = heard[heard[list(cues)].any(axis=1)]
        found[signal] = _count(carrying, theirs)


def folded(text: str) -> str:
    """A message as the patterns read it: folded, what is not new left out."""
    return blank_old(fold(text).text)


def reader(cue: Cue) -> Callable[[str], bool]:
    """A function that says whether a folded text carries the cue."""
    wordings = []
    for language, letters in (("english", "[a-z]"), ("russian", "[а-я]")):
        patterns = getattr(cue, language)
        unless = getattr(cue, f"unless_{language}")
        for across in (False, True):
            those = [each for each in patterns if crosses_sentences(each) == across]
            if those:
                withdrawn = re.compile(alternation(unless)) if unless else None
                says = re.compile(alternation(those))
                wordings.append((re.compile(letters), across, says, withdrawn))

    def carries(text: str) -> bool:
        ends = [mark.end() for mark in SENTENCE_END.finditer(text)] + [len(text)]
        starts = [0, *ends[:-1]]
        for letters, across, says, withdrawn in wordings:
            if not letters.search(text):
                continue
            for number, start in enumerate(starts):
                sentence = text[start : ends[min(number + across, len(ends) - 1)]]
                if says.search(sentence) and not (withdrawn and withdrawn.search(sentence)):
                    return True
        return False

    return carries
