"""A model on disk: written whole or not at all, and read as if a stranger had written it.

``model.skops`` holds the classifier and the digest of its description, ``model.json`` the
description, with the SHA-256 of ``reader.npz``, the cue reader whose hearing the model was trained
on, and of ``refits.npz``, where it has any: so the one SHA-256 of model.skops, kept in a registry,
fixes all files. Somebody who can change the registry as well is outside what this protects against.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import stat
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
import skops.io

from data.errors import ModelRefused
from features.cues.reader import Reader
from features.cues.stored import READER_FILE, StoredReader, unpack
from model.bounds import check_bounds
from model.opening import Suspicious, open_safely
from model.payoff import PayoffClassifier
from model.refits import Refits, pack
from model.refits import unpack as unpack_refits

MODEL_FILE, DESCRIPTION_FILE, REFITS_FILE = "model.skops", "model.json", "refits.npz"
#: Folder inside a model's own: the same recipe without the newest engagements, which judged it.
JUDGED = "judged"
MAX_MODEL_BYTES = 32 * 2**20
MAX_DESCRIPTION_BYTES = 8 * 2**20
TOLERANCE = 1e-9

_SET_ASIDE = "do not use it; train a new model or take an earlier one"
_RETRAIN = "train again with what is installed now"
_DESCRIBED = {
    "names": list,
    "owners": list | None,
    "signs": list | None,
    "softens": list | None,
    "released": list | None,
    "fingerprint": str,
    "scikit_learn": str,
    "skops": str,
    "usual": dict,
    "facts": dict,
    "golden_rows": list,
    "golden_log_odds": list,
    "reader_sha256": str,
    "refits_sha256": str | None,
    "sha256": str,
}


@dataclass(frozen=True)
class StoredModel:
    """A model that passed every check; ``sha256`` is that of model.skops."""

    classifier: PayoffClassifier
    reader: Reader
    names: tuple[str, ...]
    usual: dict[str, Any]
    facts: dict[str, Any]
    fingerprint: str
    sha256: str
    folder: Path
    refits: Refits | None = None


def save(
    classifier: PayoffClassifier,
    folder: str | Path,
    *,
    reader: StoredReader,
    names: Sequence[str],
    fingerprint: str,
    usual: Mapping[str, Any],
    sample: np.ndarray,
    facts: Mapping[str, Any],
    refits: Refits | None = None,
    reader_folder: Path | None = None,
) -> str:
    """Write a fitted classifier into ``folder`` and return the sha256 (hex) of model.skops.

    ``reader``: heard the texts; ``names``: the signal of each column; ``fingerprint``: of the
    catalogue; ``usual``, ``facts``: JSON-able; ``sample`` float (n >= 1, columns), NaN allowed:
    rows that load() scores again; ``refits``: for the interval of its scores. Where the reader
    lies in ``reader_folder`` already, it is not written again.
    What was written is loaded once before it takes the folder's place. A reader finds the old
    model, the new one, or for an instant none, never a mixture; killed in that instant, the old
    model lies beside in ``.model-*/old``. Raises ModelRefused, nothing replaced, when what was
    written cannot be loaded again.
    """
    folder = Path(folder)
    sample = np.array(sample, dtype=np.float64)
    stored = _plain(classifier)
    description: dict[str, Any] = {
        "names": [str(name) for name in names],
        "owners": stored.owners,
        "signs": stored.signs,
        "softens": stored.softens,
        "released": stored.released,
        "fingerprint": fingerprint,
        "scikit_learn": sklearn.__version__,
        "skops": skops.__version__,
        "usual": usual,
        "facts": facts,
        "golden_rows": [[None if np.isnan(v) else float(v) for v in row] for row in sample],
        "golden_log_odds": [float(value) for value in stored.decision_function(sample)],
        "reader_sha256": reader.sha256,
        "refits_sha256": None,
    }
    if refits is not None:
        redrawn = pack(refits)
        description["refits_sha256"] = hashlib.sha256(redrawn).hexdigest()
    # Through JSON once, so that the digest is of exactly what a reader will find.
    description = json.loads(_canonical(description))
    content = {"classifier": stored, "description": _digest(description)}
    data = skops.io.dumps(content, compression=zipfile.ZIP_DEFLATED)
    description["sha256"] = hashlib.sha256(data).hexdigest()

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".model-", dir=folder.parent) as workplace:
        new = Path(workplace, "new")
        new.mkdir()
        _write(new / MODEL_FILE, data)
        if refits is not None:
            _write(new / REFITS_FILE, redrawn)
        if reader_folder is None:
            _write(new / READER_FILE, reader.data)
        _write(new / DESCRIPTION_FILE, _canonical(description).encode())
        load(new, expected_sha256=description["sha256"], reader_folder=reader_folder)
        if folder.exists():
            folder.rename(Path(workplace, "old"))
        try:
            new.rename(folder)
        except OSError:
            if Path(workplace, "old").exists():
                Path(workplace, "old").rename(folder)
            raise
    return description["sha256"]


def load(
    folder: str | Path,
    *,
    expected_sha256: str | None = None,
    expected_fingerprint: str | None = None,
    reader_folder: Path | None = None,
) -> StoredModel:
    """Read the model in ``folder``, trusting nothing that is written there.

    ``expected_sha256``: what the registry says of model.skops; ``expected_fingerprint``: of the
    catalogue in use; ``reader_folder``: where its reader lies when not beside it. Each file is read
    once and those bytes are checked and used. No pickle, no code, no prediction before every tree
    was looked at. Raises ModelRefused for whatever is wrong.
    """
    folder = Path(folder)
    where = str(folder)
    if not folder.is_dir():
        raise ModelRefused("there is no model here", where=where, next_step="train one first")
    try:
        described = _description(_read(folder / DESCRIPTION_FILE, MAX_DESCRIPTION_BYTES))
        data = _read(folder / MODEL_FILE, MAX_MODEL_BYTES)
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 != described["sha256"]:
            raise Suspicious("model.skops is not the file that model.json describes")
        if expected_sha256 is not None and sha256 != expected_sha256:
            raise Suspicious("model.skops is not the file that was registered")
        _check_versions(described, expected_fingerprint, where)
        classifier = _classifier(data, described)
        refits = _refits(folder, described)
        heard_by = _read((reader_folder or folder) / READER_FILE, MAX_MODEL_BYTES)
        reader = unpack(heard_by, where, expected_sha256=described["reader_sha256"]).reader
    except ModelRefused:
        raise
    except Suspicious as error:
        raise ModelRefused(str(error), where=where, next_step=_SET_ASIDE) from error
    except Exception as error:
        # Whatever a broken file breaks (zip, JSON, numpy, memory, recursion), the answer is one.
        what = f"the files of the model cannot be read ({type(error).__name__})"
        raise ModelRefused(what, where=where, next_step=_SET_ASIDE) from error
    return StoredModel(
        classifier=classifier,
        reader=reader,
        names=tuple(described["names"]),
        usual=described["usual"],
        facts=described["facts"],
        fingerprint=described["fingerprint"],
        sha256=sha256,
        folder=folder,
        refits=refits,
    )


def _refits(folder: Path, described: dict[str, Any]) -> Refits | None:
    if described["refits_sha256"] is None:
        return None
    data = _read(folder / REFITS_FILE, MAX_MODEL_BYTES)
    if hashlib.sha256(data).hexdigest() != described["refits_sha256"]:
        raise Suspicious("refits.npz is not the file that was stored")
    try:
        return unpack_refits(data, len(described["names"]))
    except ValueError as error:
        raise Suspicious(f"refits.npz cannot be used: {error}") from error


def _check_versions(described: dict, expected_fingerprint: str | None, where: str) -> None:
    if described["scikit_learn"] != sklearn.__version__:
        what = f"it was made with another scikit-learn than {sklearn.__version__}"
        raise ModelRefused(what, where=where, next_step=_RETRAIN)
    if expected_fingerprint is not None and described["fingerprint"] != expected_fingerprint:
        what = "it was made with another catalogue of heuristics"
        raise ModelRefused(what, where=where, next_step=_RETRAIN)


def _classifier(data: bytes, described: dict) -> PayoffClassifier:
    content = open_safely(data, sklearn.__version__)
    if type(content) is not dict or content.keys() != {"classifier", "description"}:
        raise Suspicious("model.skops holds something else than a model")
    if content["description"] != _digest(described):
        raise Suspicious("model.json is not the description this model was saved with")
    classifier, names = content["classifier"], described["names"]
    check_bounds(classifier, len(names))
    for declared in ("owners", "signs", "softens", "released"):
        if _canonical(getattr(classifier, declared)) != _canonical(described[declared]):
            raise Suspicious(f"model.skops and model.json differ in their {declared}")
    rows = np.array(described["golden_rows"], dtype=np.float64)  # None becomes NaN
    if rows.ndim != 2 or rows.shape[1] != len(names):
        raise Suspicious("model.json holds no rows to score again")
    again = classifier.decision_function(rows) - np.array(described["golden_log_odds"], dtype=float)
    if not (np.abs(again) <= TOLERANCE).all():
        raise Suspicious("it no longer scores its own sample as it did when it was saved")
    return classifier


def _plain(classifier: PayoffClassifier) -> PayoffClassifier:
    """Copy a classifier as it is stored: plain parameters, no random state, names elsewhere."""
    stored, boosting = copy.copy(classifier), copy.copy(classifier.boosting_)
    for estimator in (stored, boosting):
        for name, value in estimator.get_params().items():
            if isinstance(value, np.generic):
                setattr(estimator, name, value.item())
    stored.signs = None if stored.signs is None else [int(sign) for sign in stored.signs]
    stored.owners = None if stored.owners is None else list(stored.owners)
    stored.softens = None if stored.softens is None else [(e, r) for e, r in stored.softens]
    stored.released = None if stored.released is None else list(stored.released)
    if hasattr(stored, "feature_names_in_"):
        del stored.feature_names_in_  # model.json has them; rows come as arrays
    if stored.classes_.dtype.hasobject:
        stored.classes_ = stored.classes_.astype(str)
    boosting._feature_subsample_rng = None
    stored.boosting_ = boosting
    return stored


def _description(data: bytes) -> dict[str, Any]:
    described = json.loads(data, parse_constant=_no_constant)
    if type(described) is not dict or described.keys() != _DESCRIBED.keys():
        raise Suspicious("model.json does not describe a model")
    for key, kind in _DESCRIBED.items():
        if not isinstance(described[key], kind):
            raise Suspicious(f"model.json has no usable {key}")
    if not described["names"] or not all(type(name) is str for name in described["names"]):
        raise Suspicious("model.json does not name the signals")
    return described


def _no_constant(name: str) -> None:
    raise Suspicious(f"model.json holds {name} where a number belongs")


def _read(path: Path, limit: int) -> bytes:
    try:
        # Without waiting: a pipe in place of the file must not hold us for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise Suspicious(f"{path.name} is missing or cannot be opened") from error
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Suspicious(f"{path.name} is no plain file")
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise Suspicious(f"{path.name} is larger than {limit // 2**20} MiB")
    return data


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)


def _digest(description: dict[str, Any]) -> str:
    signed = {key: value for key, value in description.items() if key != "sha256"}
    return hashlib.sha256(_canonical(signed).encode()).hexdigest()
