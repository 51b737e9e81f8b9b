"""A model file looked at as bytes, before anything is built from it.

skops itself trusts every scikit-learn estimator and more; we allow exactly the types that a
PayoffClassifier consists of, whatever the file asks for. Nothing here constructs or imports.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import skops.io
from skops.io._protocol import PROTOCOL

from data.safe_arrays import check_array

MAX_UNPACKED = 64 * 2**20
MAX_ENTRIES = 50_000

# Beyond skops' own defaults; TreePredictor is safe only after model.bounds has seen every tree.
_TREES = "sklearn.ensemble._hist_gradient_boosting."
TRUSTED_TYPES = ("model.payoff.PayoffClassifier", _TREES + "predictor.TreePredictor")
# Everything a file may name: (type, how skops rebuilds it).
_ALLOWED = frozenset(
    {(name, "ObjectNode") for name in TRUSTED_TYPES}
    | {
        (_TREES + "gradient_boosting.HistGradientBoostingClassifier", "ObjectNode"),
        (_TREES + "binning._BinMapper", "ObjectNode"),
        ("sklearn.preprocessing._label.LabelEncoder", "ObjectNode"),
        ("sklearn._loss.loss.HalfBinomialLoss", "ObjectNode"),
        ("sklearn._loss._loss.CyHalfBinomialLoss", "LossNode"),
        ("sklearn._loss.link.LogitLink", "ObjectNode"),
        ("sklearn._loss.link.Interval", "ObjectNode"),
        ("numpy.ndarray", "NdArrayNode"),
        ("numpy.uint64", "NdArrayNode"),
        ("builtins.dict", "DictNode"),
        ("builtins.list", "ListNode"),
        ("builtins.tuple", "TupleNode"),
        ("builtins.str", "TypeNode"),
        ("builtins.str", "JsonNode"),
    }
)
_NODE_KEYS = {"__class__", "__module__", "__loader__"}


class Suspicious(Exception):
    """What is wrong with a file, in words; the loader turns it into ModelRefused."""


def open_safely(data: bytes, sklearn_version: str) -> Any:
    """Return the object in a skops file given as bytes, or raise Suspicious (or whatever broke).

    Checks the unpacked size, every type the file names, every array's header against its length,
    and the scikit-learn version it was written with, all before skops builds anything.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED:
            raise Suspicious("it unpacks to more than a model can need")
        if len({entry.filename for entry in entries}) != len(entries):
            raise Suspicious("it holds two parts of one name")
        schema = json.loads(archive.read("schema.json"))
        if not isinstance(schema, dict) or schema.get("protocol") != PROTOCOL:
            raise Suspicious("it is written in another skops protocol")
        _check_names(schema, sklearn_version)
        for entry in entries:
            if entry.filename != "schema.json":
                try:
                    check_array(archive.read(entry))
                except ValueError as error:
                    raise Suspicious(str(error)) from error
    return skops.io.loads(data, trusted=list(TRUSTED_TYPES))


def _check_names(schema: dict, sklearn_version: str) -> None:
    waiting: list[Any] = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(node)
        if not isinstance(node, dict):
            continue
        if _NODE_KEYS & node.keys():
            name = f"{node.get('__module__')}.{node.get('__class__')}"
            if (name, node.get("__loader__")) not in _ALLOWED:
                raise Suspicious("it asks for a type that no model of ours contains")
        if isinstance(written := node.get("_sklearn_version"), dict) and (
            written.get("content") != json.dumps(sklearn_version)
        ):
            raise Suspicious("it was written with another scikit-learn")
        waiting.extend(node.values())
