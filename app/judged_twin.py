"""Which model may tell an engagement again: one that has not learned how it ended."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from features.telling import Language
from model.store import StoredModel
from train import registry, tracking

TWIN = {"en": "judged twin", "ru": "контрольный двойник"}
NOT_KNOWN = {
    "en": "whether the model has learned how this one ended is not known",
    "ru": "неизвестно, училась ли модель на том, чем кончился этот проект",
}
FLATTERS = {
    "en": "the model has learned how this one ended: this replay flatters it",
    "ru": "модель училась на том, чем кончился этот проект: здесь она выглядит лучше, чем есть",
}


def judged_twin(
    reference: str | None, book: Path | None = None, models: Path | None = None
) -> StoredModel | None:
    """The judged twin of a registered model (default: the champion); None where it has none.

    A folder has none: nothing but a registry says which twin is its own. Raises `ModelRefused` when
    it is not to be trusted.
    """
    if reference and Path(reference).is_dir():
        return None
    found = tracking.resolve(tracking.locate(book, models), reference or tracking.CHAMPION)
    return registry.twin(found) if "judged_sha256" in found.tags else None


def fair(
    stored: StoredModel,
    twin: StoredModel | None,
    opened: datetime,
    closed: datetime | None,
    language: Language = "en",
) -> tuple[StoredModel, str | None]:
    """The model that has not learned how this engagement ended, and what to say where none has."""
    if closed is None:
        return stored, None
    if "seen_until" not in stored.facts:
        return stored, NOT_KNOWN[language]
    learned = stored.facts["seen_until"]
    if learned is None or closed > datetime.fromisoformat(learned):
        return stored, None
    if twin is not None and opened >= datetime.fromisoformat(twin.facts["split_at"]):
        return twin, None
    return stored, FLATTERS[language]
