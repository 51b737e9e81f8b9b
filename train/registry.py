"""The versions of a store and what is remembered of their life: aliases, verdicts, moves."""

from __future__ import annotations

import getpass
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from data.errors import ModelRefused, UsageError
from data.whole_file import replace_file
from features.matrix import fingerprint
from model import store
from model.store import StoredModel
from train import tracking
from train.tracking import ARTIFACTS, MODEL_NAME, Registered, Store

Alias = Literal["champion", "challenger"]
CHAMPION: Alias = "champion"
CHALLENGER: Alias = "challenger"
MOVE = "move."
VERDICT, OVERRIDE = "verdict", "override"
LOCK = "alias.lock"
LONGEST_WAIT = 60  # seconds for another promotion or rollback to finish


@dataclass(frozen=True)
class Version:
    """A registered version as the registry lists it, without its files."""

    version: str
    run_id: str
    made_at: datetime
    aliases: tuple[str, ...]
    tags: dict[str, str]

    @property
    def label(self) -> str:
        """``name/version``, as it stands in every output."""
        return labelled(self.version)


@dataclass(frozen=True)
class Move:
    """The champion's alias on its way from version ``before`` (None: nobody served) to another.

    ``at`` is UTC (ISO 8601); ``overridden`` holds what the gate said against it.
    """

    at: str
    kind: Literal["promote", "rollback"]
    version: str
    before: str | None
    by: str
    reason: str | None
    overridden: tuple[str, ...] = ()


def labelled(version: str) -> str:
    """The label of a version's number.

    >>> labelled("3")
    'client-risk/3'
    """
    return f"{MODEL_NAME}/{version}"


def versions(place: Store) -> list[Version]:
    """All registered versions, newest first; none where there is no store yet."""
    if not exists(place):
        return []
    with tracking.answering(place, "no model is registered"):
        opened = tracking.client(place)
        listed = opened.search_model_versions(f"name = '{MODEL_NAME}'")
        # A version found by a search does not know its aliases.
        aliases = opened.get_registered_model(MODEL_NAME).aliases if listed else {}
    found = [
        Version(
            version=str(each.version),
            run_id=each.run_id,
            made_at=datetime.fromtimestamp(each.creation_timestamp / 1000, UTC),
            aliases=tuple(
                sorted(name for name, number in aliases.items() if str(number) == str(each.version))
            ),
            tags=dict(each.tags),
        )
        for each in listed
    ]
    return sorted(found, key=lambda each: -int(each.version))


def exists(place: Store) -> bool:
    """Whether there is a store to ask; a tracking server is taken to be there."""
    return place.folder is None or (place.folder / tracking.DATABASE).exists()


def standing(place: Store, alias: Alias) -> str | None:
    """The number of the version that has the alias, whatever its files are worth, or None."""
    return next((each.version for each in versions(place) if alias in each.aliases), None)


def having(place: Store, alias: Alias) -> Registered | None:
    """The version that has the alias, with its files, or None."""
    number = standing(place, alias)
    return None if number is None else tracking.resolve(place, labelled(number))


def numbered(place: Store, number: str) -> Registered:
    """The version of that number. Raises `ModelRefused` when there is none."""
    if not number.isdecimal():
        raise UsageError(
            f"{number!r} is no version", next_step="write a number; `clientrisk models` lists them"
        )
    return tracking.resolve(place, labelled(number))


def load(registered: Registered) -> StoredModel:
    """A version's model, checked against the registry and the catalogue in use, re-scored.

    Raises `ModelRefused` for whatever is wrong, and where the registry holds no digest of it.
    """
    if registered.sha256 is None:
        raise ModelRefused("the registry holds no digest of it", where=registered.label)
    return store.load(
        registered.folder,
        expected_sha256=registered.sha256,
        expected_fingerprint=fingerprint(),
    )


def twin(registered: Registered) -> StoredModel:
    """The judged twin of a version: the same recipe fitted on the older engagements only.

    Raises `ModelRefused` when it was registered without one, or for whatever is wrong with it.
    """
    expected = registered.tags.get("judged_sha256")
    if expected is None:
        raise ModelRefused("it was registered without a judged twin", where=registered.label)
    return store.load(
        registered.folder / store.JUDGED,
        expected_sha256=expected,
        expected_fingerprint=fingerprint(),
        reader_folder=registered.folder,
    )


def set_alias(place: Store, alias: Alias, registered: Registered) -> None:
    """Move the alias to a version, in one transaction; the caller has loaded the model before."""
    tracking.client(place).set_registered_model_alias(registered.name, alias, registered.version)


def drop_alias(place: Store, alias: Alias) -> None:
    """Take the alias from whatever version has it."""
    tracking.client(place).delete_registered_model_alias(MODEL_NAME, alias)


def tag(place: Store, registered: Registered, name: str, content: Any) -> None:
    """Keep plain data with a version, as JSON in a tag."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    tracking.client(place).set_model_version_tag(registered.name, registered.version, name, text)


def tagged(tags: dict[str, str], name: str) -> Any:
    """What `tag` kept, or None; a tag that somebody else wrote counts as none.

    >>> tagged({"verdict": '{"answer": 1}'}, "verdict"), tagged({"verdict": "fine"}, "verdict")
    ({'answer': 1}, None)
    """
    try:
        return json.loads(tags.get(name, "null"))
    except ValueError:
        return None


def keep(place: Store, registered: Registered | Version, name: str, text: str) -> None:
    """Keep a text with the run that made a version, in place of an earlier one of that name."""
    run_id = _run_of(place, registered)
    if place.folder is None:
        tracking.client(place).log_text(run_id, text, name)
        return
    beside = _kept(place.folder, run_id, name)
    beside.parent.mkdir(parents=True, exist_ok=True)
    replace_file(beside, lambda unfinished: unfinished.write_text(text, "utf-8"))


def recall(place: Store, registered: Registered | Version, name: str) -> str | None:
    """The text that `keep`, or the training itself, kept under a name; None where there is none."""
    run_id = _run_of(place, registered)
    if place.folder is not None:
        path = _kept(place.folder, run_id, name)
        return path.read_text("utf-8") if path.is_file() else None
    opened = tracking.client(place)
    if name not in {each.path for each in opened.list_artifacts(run_id)}:
        return None
    with tempfile.TemporaryDirectory() as folder:
        return Path(opened.download_artifacts(run_id, name, folder)).read_text("utf-8")


def _run_of(place: Store, registered: Registered | Version) -> str:
    if isinstance(registered, Version):
        return registered.run_id
    found = tracking.client(place).get_model_version(registered.name, registered.version)
    return str(found.run_id)


def _kept(folder: Path, run_id: str, name: str) -> Path:
    # MLflow would look where the run was once made, which is elsewhere after a move.
    return folder / ARTIFACTS / run_id / "artifacts" / name


@contextmanager
def moving(place: Store) -> Iterator[None]:
    """One promotion or rollback at a time in a store of our own."""
    if place.folder is None:
        yield
        return
    try:
        with FileLock(place.folder / LOCK, timeout=LONGEST_WAIT):
            yield
    except Timeout:
        raise ModelRefused(
            "another process is promoting", where=str(place.folder), next_step="try again later"
        ) from None


def move(place: Store, registered: Registered, planned: Move) -> None:
    """Write the move down, then move the champion's alias.

    Killed between the two, the earlier champion serves and `history` tells the move as not done.
    """
    opened = tracking.client(place)
    text = json.dumps(asdict(planned), ensure_ascii=False)
    opened.set_registered_model_tag(MODEL_NAME, f"{MOVE}{planned.at}", text)
    set_alias(place, CHAMPION, registered)


def history(place: Store) -> list[Move]:
    """All moves that were begun, oldest first; `done` tells which were finished."""
    if not versions(place):
        return []
    with tracking.answering(place, "no model is registered"):
        tags = tracking.client(place).get_registered_model(MODEL_NAME).tags
    moves = [tagged(tags, name) for name in sorted(tags) if name.startswith(MOVE)]
    return [
        Move(**{**each, "overridden": tuple(each["overridden"])})
        for each in moves
        if isinstance(each, dict)
    ]


def done(moves: list[Move], serving: str | None) -> list[Move]:
    """The moves that were finished: the next one began where they ended, or their version serves.

    >>> first = Move("1", "promote", "1", None, "me", None)
    >>> killed = Move("2", "promote", "2", "1", "me", None)
    >>> [each.at for each in done([first, killed], serving="1")]
    ['1']
    """
    after = [*(each.before for each in moves), serving][1:]
    return [each for each, then in zip(moves, after, strict=True) if each.version == then]


def earlier(moves: list[Move], serving: str) -> list[str]:
    """The champions before the one that serves, the latest last; a rollback takes its way back.

    >>> go = [Move("1", "promote", "1", None, "me", None), Move("2", "promote", "2", "1", "me", "")]
    >>> earlier(go, "2"), earlier([*go, Move("3", "rollback", "1", "2", "me", None)], "1")
    (['1'], [])
    """
    line: list[str] = []
    for each in done(moves, serving):
        if each.kind == "rollback":
            line = line[:-1]
        elif each.before is not None:
            line = [*line, each.before]
    return line


def now() -> str:
    """This moment (UTC, ISO 8601 to the microsecond), which orders moves."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def login() -> str:
    """Who asks: the name this person is logged in by, or ``unknown``."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
