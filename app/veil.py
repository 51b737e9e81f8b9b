"""The open prospects as one lead may see them: without what has ended, or is owed a gut call."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from app.prospects import Prospect
from app.viewer import _


def seen_by(
    prospects: Iterable[Prospect], ended: Collection[str], owed: Collection[str]
) -> list[Prospect]:
    """Those that have not ended; of the ones a gut call is owed for, nothing that was scored."""
    return [
        veiled(one) if one.engagement_id in owed else one
        for one in prospects
        if one.engagement_id not in ended
    ]


def veiled(one: Prospect) -> Prospect:
    """A prospect whose score is not shown yet."""
    return replace(
        one,
        verdict="No verdict",
        chance=None,
        low=None,
        high=None,
        expected_gain=None,
        action=None,
        until=None,
        before=None,
        hours_ahead=None,
        reason=_("Your gut call comes first"),
        question=None,
        search="",
    )
