"""Dialogues of the CraigslistBargain set (He et al. 2018): one row per thing said or offered.

The seller is us, the buyer is the client. The list price is our first proposal, at the start of
the dialogue. The buyer's private target is not ours to know and is never read.

The closing moment is the first accept, reject or quit, by either side (failing that, the last
thing said). What comes after it stays on record but no cutoff before closing can see it. A formal
offer stays at its own time, also the one that is then accepted: it was on the table before it was
answered. Whoever judges prefixes should know that offers are made late, once agreement is near.
"""

import json
from pathlib import Path
from typing import Any

from data.set_aside import Entry
from data.sources.files import open_text, refuse
from data.sources.raw import Columns, Progress, Raw

CLOSING = ("accept", "reject", "quit")
NAMES = (
    "dialogue",
    "index",
    "category",
    "title",
    "list_price",
    "side",
    "action",
    "text",
    "price",
    "time",
    "opened",
    "closed",
    "reward",
)


def read_bargains(path: Path, *, progress: Progress | None = None) -> Raw:
    """Read a split of the set (one JSON list); a row's line is the number of its dialogue.

    The file is one long line by nature, so it may be longer than other text may.
    """
    with open_text(path, longest=200_000_000) as (text, notes):
        try:
            dialogues = json.load(text)
        except (ValueError, RecursionError):
            dialogues = None
    if not isinstance(dialogues, list):
        raise refuse("this is no list of dialogues", str(path), "give a split of CraigslistBargain")
    columns, broken = Columns(NAMES, progress), list[Entry]()
    for number, dialogue in enumerate(dialogues, 1):
        try:
            rows = _rows(dialogue)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            broken.append(
                (number, None, None, "is no dialogue with a buyer, a seller and timed events")
            )
            continue
        for row in rows:
            columns.add_row(number, row)
    return columns.raw(broken, notes)


def _rows(dialogue: dict[str, Any]) -> list[list[str | None]]:
    sides = [each["personal"]["Role"] for each in dialogue["scenario"]["kbs"]]
    item = dialogue["scenario"]["kbs"][sides.index("seller")]["item"]
    events = dialogue["events"]
    moments = [event["time"] for event in events]
    opened = events[0].get("start_time") or moments[0]
    closed = next((event["time"] for event in events if event["action"] in CLOSING), moments[-1])
    reward = dialogue["outcome"].get("reward")
    about = [str(dialogue["uuid"]), str(item["Category"]), str(item["Title"]), str(item["Price"])]
    ending = [str(opened), str(closed), None if reward is None else str(reward)]

    def row(
        index: int, side: str, action: str, text: str | None, price: object, time: str
    ) -> list[str | None]:
        amount = None if price is None else str(price)
        return [about[0], str(index), *about[1:], side, action, text, amount, str(time), *ending]

    rows = [row(0, "seller", "list", None, item["Price"], opened)]
    for index, event in enumerate(events, 1):
        data = event["data"]
        said = data if isinstance(data, str) else None
        price = data.get("price") if isinstance(data, dict) else None
        rows.append(row(index, sides[event["agent"]], event["action"], said, price, event["time"]))
    return rows
