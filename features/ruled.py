"""What an explanation says of a heuristic that the data team has ruled on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from features.telling import Language

TOLD = {
    ("released", "en"): "Released from its declared direction by a decision of {day} ({by}): {why}",
    ("released", "ru"): "Заявленное направление снято решением от {day} ({by}): {why}",
    ("off", "en"): "Switched off by a decision of {day} ({by}): {why}",
    ("off", "ru"): "Отключено решением от {day} ({by}): {why}",
}
EVEN_SO = {
    "en": "The outcomes on record did not ask for it ({verdict}).",
    "ru": "Известные исходы этого не требовали ({verdict}).",
}
VERDICTS_RU = {
    "supported": "правило подтверждается",
    "not seen here": "здесь не встречалось",
    "contradicted": "правило опровергается",
    "too few to say": "данных мало",
}


def tell_ruling(ruling: Mapping[str, Any], language: Language = "en") -> str:
    """One or two sentences from an entry of ``facts["rulings"]`` (`data.rulings.Ruling.to_json`).

    The reason is the data team's own words, in the language they were written in.

    >>> tell_ruling({"ruling": "off", "reason": "We sell by letter only", "by": "Ann",
    ...     "at": "2026-05-01T09:00:00Z", "even_so": False, "figures": {}})
    'Switched off by a decision of 2026-05-01 (Ann): We sell by letter only.'
    """
    why = ruling["reason"].strip()
    told = TOLD[ruling["ruling"], language].format(day=ruling["at"][:10], by=ruling["by"], why=why)
    told += "" if why.endswith((".", "!", "?", "…")) else "."
    if not ruling["even_so"]:
        return told
    verdict = str(ruling["figures"].get("verdict", ""))
    shown = verdict if language == "en" else VERDICTS_RU.get(verdict, verdict)
    return f"{told} {EVEN_SO[language].format(verdict=shown)}"
