"""A stored model comes back the same, and a tampered one never comes back at all."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import os
import pickle
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.linear_model import LogisticRegression

from data.errors import ModelRefused
from features.cues.stored import shipped_reader
from model import opening, store
from model.calibration import HeldOut
from model.decomposition import decompose
from model.refits import refit
from tests.archives import parts_of, zipped

NAMES = [f"signal_{number}" for number in range(9)]
ABOUT = {
    "names": NAMES,
    "fingerprint": "f" * 64,
    "usual": {"hours": 2.5},
    "facts": {"rows": 800},
    "reader": shipped_reader(),
}


@pytest.fixture(scope="module")
def saved(fitted, world, tmp_path_factory):
    """Return the folder of a good model and its registered sha256; nobody changes it."""
    folder = tmp_path_factory.mktemp("store") / "модель 1"
    return folder, store.save(fitted, folder, sample=world[0][:20], **ABOUT)


@pytest.fixture
def stored(saved, tmp_path):
    """Return a copy of the good model to tamper with."""
    folder = tmp_path / "model"
    folder.mkdir()
    for part in saved[0].iterdir():
        (folder / part.name).write_bytes(part.read_bytes())
    return folder


def put(folder: Path, data: bytes) -> None:
    """Put another model.skops in place, with a model.json that agrees to it."""
    (folder / "model.skops").write_bytes(data)
    edit(folder, lambda described: described.update(sha256=hashlib.sha256(data).hexdigest()))


def edit(folder: Path, change) -> None:
    described = json.loads((folder / "model.json").read_text())
    change(described)
    (folder / "model.json").write_text(json.dumps(described))


def rebuild(folder: Path, change) -> None:
    """Change the classifier in memory and store it with every digest in order."""
    data = (folder / "model.skops").read_bytes()
    content = skops.io.loads(data, trusted=list(opening.TRUSTED_TYPES))
    content = change(content) or content
    put(folder, skops.io.dumps(content))


def in_tree(field: str, value, node: int = 0, tree: int = 0):
    def change(content) -> None:
        content["classifier"].boosting_._predictors[tree][0].nodes[field][node] = value

    return lambda folder: rebuild(folder, change)


def attribute(path: str, value):
    def change(content) -> None:
        *way, last = path.split(".")
        target = content["classifier"]
        for step in way:
            target = getattr(target, step)
        setattr(target, last, value)

    return lambda folder: rebuild(folder, change)


def in_schema(old: str, new: str):
    def change(folder: Path) -> None:
        parts = parts_of((folder / "model.skops").read_bytes())
        assert old.encode() in parts["schema.json"]
        parts["schema.json"] = parts["schema.json"].replace(old.encode(), new.encode())
        put(folder, zipped(parts))

    return change


def described(**changes):
    return lambda folder: edit(folder, lambda description: description.update(changes))


def bytes_of(part: str, change):
    def write(folder: Path) -> None:
        (folder / part).write_bytes(change((folder / part).read_bytes()))

    return write


def both(change):
    """Change model.skops bytes and make model.json agree."""
    return lambda folder: put(folder, change((folder / "model.skops").read_bytes()))


def flipped(data: bytes) -> bytes:
    """One bit of the largest part's content: a bit of the archive's own dates would say nothing."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = max(archive.infolist(), key=lambda part: part.compress_size)
    name_and_extra = sum(struct.unpack("<HH", data[part.header_offset + 26 :][:4]))
    middle = part.header_offset + 30 + name_and_extra + part.compress_size // 2
    return data[:middle] + bytes([data[middle] ^ 0x10]) + data[middle + 1 :]


class Evil:
    """A pickle that would leave a mark."""

    def __reduce__(self):
        return os.mkdir, ("pickle-was-executed",)


def bomb(data: bytes) -> bytes:
    return zipped(parts_of(data) | {"0.npy": bytes(opening.MAX_UNPACKED + 1)})


def boastful(data: bytes) -> bytes:
    """An array whose header claims a terabyte."""
    parts = parts_of(data)
    name = next(name for name in parts if name.endswith(".npy"))
    stream = io.BytesIO()
    header = {"descr": "<f8", "fortran_order": False, "shape": (2**37,)}
    np.lib.format.write_array_header_1_0(stream, header)
    return zipped(parts | {name: stream.getvalue() + bytes(8)})


def deep(data: bytes) -> bytes:
    return zipped(parts_of(data) | {"schema.json": b'{"protocol": 2, "x": ' + b"[" * 200_000})


def missing(part: str):
    return lambda folder: (folder / part).unlink()


def a_pipe(folder: Path) -> None:
    (folder / "model.skops").unlink()
    os.mkfifo(folder / "model.skops")


def unlike(content) -> None:
    content["classifier"].signs = [-1, -1, -1, -1, 1, 1, 1, 0, -1]
    content["classifier"].boosting_.monotonic_cst = content["classifier"].signs


def meeting(content) -> None:
    """Let a path go from one rule to another that it must not meet."""
    for (tree,) in content["classifier"].boosting_._predictors:
        inner = np.flatnonzero(tree.nodes["is_leaf"] == 0)
        if len(inner) > 1:
            tree.nodes["feature_idx"][inner[:2]] = 2, 3
            return


def circling(content) -> None:
    """Cut a fork off from the root and let it be its own child: every node is still used once."""
    for (tree,) in content["classifier"].boosting_._predictors:
        fork = tree.nodes["left"][0]
        if not tree.nodes["is_leaf"][0] and not tree.nodes["is_leaf"][fork]:
            tree.nodes["left"][[0, fork]] = tree.nodes["left"][fork], fork
            return


def shortened(content) -> None:
    del content["classifier"].boosting_._predictors[-1]


def other_leaf(content) -> None:
    for (tree,) in content["classifier"].boosting_._predictors:
        tree.nodes["value"][tree.nodes["is_leaf"] == 1] += 1e-3


def cut(content) -> None:
    content["classifier"].cuts_ = content["classifier"].cuts_[:, ::-1].copy()


HUGE = 2**31 - 1
UNREADABLE, OUTSIDE = "cannot be read", "points outside itself"
MUTATIONS = {
    "no model.json": (missing("model.json"), "model.json is missing"),
    "no model.skops": (missing("model.skops"), "model.skops is missing"),
    "a pipe for a file": (a_pipe, "no plain file"),
    "json cut short": (bytes_of("model.json", lambda data: data[:-40]), UNREADABLE),
    "json empty": (bytes_of("model.json", lambda data: b""), UNREADABLE),
    "json a list": (bytes_of("model.json", lambda data: b"[]"), "does not describe"),
    "json not text": (bytes_of("model.json", lambda data: b"\xff\xfe\x00"), UNREADABLE),
    "json with NaN": (described(facts={"x": float("nan")}), "NaN where a number belongs"),
    "json too deep": (bytes_of("model.json", lambda data: b"[" * 10**6), UNREADABLE),
    "json with one key more": (described(trusted=["os.system"]), "does not describe"),
    "json with another type": (described(usual=[]), "no usable usual"),
    "json without names": (described(names=[]), "does not name"),
    "facts edited": (described(facts={"rows": 9}), "not the description"),
    "usual edited": (described(usual={"hours": 9}), "not the description"),
    "names swapped": (described(names=NAMES[::-1]), "not the description"),
    "golden rows edited": (described(golden_rows=[[0.0] * 9]), "not the description"),
    "sha256 edited": (described(sha256="0" * 64), "not the file that model.json describes"),
    "another scikit-learn": (described(scikit_learn="1.8.0"), "another scikit-learn.*train again"),
    "skops cut short": (
        bytes_of("model.skops", lambda d: d[:-100]),
        "not the file that model.json",
    ),
    "skops cut short, agreed": (both(lambda data: data[:-100]), UNREADABLE),
    "skops empty, agreed": (both(lambda data: b""), UNREADABLE),
    "one bit flipped": (bytes_of("model.skops", flipped), "not the file that model.json"),
    "one bit flipped, agreed": (both(flipped), "cannot be read|asks for|is not as long"),
    "a pickle": (both(lambda data: pickle.dumps(Evil())), UNREADABLE),
    "a pickle inside": (
        both(lambda data: zipped(parts_of(data) | {"0.npy": pickle.dumps(Evil())})),
        UNREADABLE,
    ),
    "a foreign estimator": (
        both(lambda data: skops.io.dumps(LogisticRegression())),
        "a type that no model of ours",
    ),
    "a foreign estimator of known parts": (
        lambda folder: rebuild(
            folder, lambda c: {**c, "classifier": copy.deepcopy(c["classifier"].boosting_)}
        ),
        "no payoff classifier",
    ),
    "a list of models": (lambda folder: rebuild(folder, lambda c: [c]), "something else than"),
    "a function named": (in_schema('"LogitLink"', '"os.system"'), "a type that no model of ours"),
    "another way to build": (in_schema('"LossNode"', '"ObjectNode"'), "a type that no model"),
    "a partial": (in_schema('"_BinMapper"', '"partial"'), "a type that no model of ours"),
    "an older protocol": (in_schema('"protocol": 2', '"protocol": 0'), "another skops protocol"),
    "parts from another scikit-learn": (
        in_schema('\\"1.9', '\\"1.7'),
        "written with another scikit-learn",
    ),
    "a zip bomb": (both(bomb), "unpacks to more"),
    "an array that boasts": (both(boastful), "not as long as it says"),
    "a schema without end": (both(deep), UNREADABLE),
    "no schema": (
        both(lambda d: zipped({k: v for k, v in parts_of(d).items() if k != "schema.json"})),
        UNREADABLE,
    ),
    "child out of range": (in_tree("left", 4000), OUTSIDE),
    "child far out of range": (in_tree("right", HUGE), OUTSIDE),
    "child that is its parent": (in_tree("left", 0), OUTSIDE),
    "fork that is its own child": (lambda f: rebuild(f, circling), "points backwards"),
    "child used twice": (in_tree("right", 1), OUTSIDE),
    "leaf that became a fork": (in_tree("is_leaf", 0, node=-1), OUTSIDE),
    "node of no kind": (in_tree("is_leaf", 7), "no kind"),
    "column out of range": (in_tree("feature_idx", 9), "reads a missing column"),
    "column far out of range": (in_tree("feature_idx", 2**40), "reads a missing column"),
    "column below zero": (in_tree("feature_idx", -1), "reads a missing column"),
    "threshold no number": (in_tree("num_threshold", np.nan), "compares with no number"),
    "value no number": (in_tree("value", np.nan, node=-1), "value that is no number"),
    "value endless": (in_tree("value", np.inf, node=-1), "value that is no number"),
    "categories in a tree": (in_tree("is_categorical", 1), "has categories"),
    "leaves moved a little": (lambda f: rebuild(f, other_leaf), "no longer scores its own sample"),
    "rules that meet": (lambda f: rebuild(f, meeting), "mixes rules"),
    "a tree too few": (lambda f: rebuild(f, shortened), "lacks trees"),
    "steps that fall": (lambda f: rebuild(f, cut), "steps fall"),
    "signs of its own": (lambda f: rebuild(f, unlike), "differ in their signs"),
    "owners of its own": (attribute("owners", ["late"] * 2 + [None] * 7), "cannot go together"),
    "released of its own": (attribute("released", ["late"]), "otherwise"),
    "softens of its own": (attribute("softens", [("kept", "late")]), "otherwise"),
    "slope falls": (attribute("slope_", -1.0), "no rising line"),
    "slope no number": (attribute("slope_", float("nan")), "no rising line"),
    "intercept text": (attribute("intercept_", "0"), "no rising line"),
    "usual client too short": (attribute("reference_", np.zeros(3)), "usual client"),
    "three classes": (attribute("classes_", np.arange(3)), "two classes"),
    "columns miscounted": (attribute("n_features_in_", 90), "another number of columns"),
    "trees' columns miscounted": (attribute("boosting_._n_features", 90), "other columns"),
    "baseline no number": (
        attribute("boosting_._baseline_prediction", np.array([[np.nan]])),
        "starting point",
    ),
    "bins with categories": (
        attribute("boosting_._bin_mapper.is_categorical_", np.ones(9, dtype=np.uint8)),
        "has categories",
    ),
    "a method replaced": (attribute("boosting_.decision_function", "x"), "other attributes"),
    "still fitting": (attribute("boosting_._in_fit", True), "other attributes"),
    "a step before the trees": (attribute("boosting_._preprocessor", "x"), "another type"),
}


def test_predictions_come_back_bit_for_bit(saved, fitted, world):
    folder, sha256 = saved
    model = store.load(folder, expected_sha256=sha256, expected_fingerprint="f" * 64)
    for method in ("decision_function", "predict_proba", "predict"):
        np.testing.assert_array_equal(
            getattr(model.classifier, method)(world[0]), getattr(fitted, method)(world[0])
        )
    before, after = decompose(fitted, world[0]), decompose(model.classifier, world[0])
    for pair in fitted.softens:
        np.testing.assert_array_equal(after.waivers[pair], before.waivers[pair])
    assert (model.names, model.usual, model.facts) == (tuple(NAMES), {"hours": 2.5}, {"rows": 800})
    assert (model.sha256, model.folder, model.fingerprint) == (sha256, folder, "f" * 64)


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_tampered_model_is_refused_in_one_line(stored, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    change, said = MUTATIONS[name]
    change(stored)
    with pytest.raises(ModelRefused, match=said) as told:
        store.load(stored)
    assert str(told.value).startswith(f"{stored}: ")
    assert told.value.next_step
    assert "\n" not in str(told.value)
    assert not Path("pickle-was-executed").exists()


def test_the_untampered_copy_is_accepted_by_the_same_tools(stored):
    rebuild(stored, lambda content: None)
    store.load(stored)


def test_a_tampered_tree_would_have_crashed_the_process(stored):
    """The bounds are no formality: without them this very file kills Python."""
    in_tree("left", HUGE)(stored)
    script = (
        "import skops.io, numpy, sys\n"
        "from model.opening import TRUSTED_TYPES\n"
        "content = skops.io.load(sys.argv[1], trusted=list(TRUSTED_TYPES))\n"
        "content['classifier'].predict(numpy.zeros((50, 9)))\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, stored / "model.skops"], check=False)
    assert ended.returncode < 0


@pytest.mark.parametrize("part", ["model.skops", "model.json"])
def test_a_file_beyond_the_cap_is_not_even_read_to_its_end(stored, monkeypatch, part):
    monkeypatch.setattr(store, "MAX_MODEL_BYTES", 1000)
    monkeypatch.setattr(store, "MAX_DESCRIPTION_BYTES", 100 if part == "model.json" else 10**6)
    with pytest.raises(ModelRefused, match=f"{part} is larger than"):
        store.load(stored)


def test_a_good_model_that_was_not_registered_is_refused(saved, stored, make, rows):
    X, paid_off = rows(300, seed=9)
    store.save(make(max_iter=5).fit(X, paid_off), stored, sample=X[:5], **ABOUT)
    assert store.load(stored).facts == {"rows": 800}
    with pytest.raises(ModelRefused, match="not the file that was registered"):
        store.load(stored, expected_sha256=saved[1])


def test_another_catalogue_means_train_again(saved):
    with pytest.raises(ModelRefused, match="another catalogue of heuristics; train again"):
        store.load(saved[0], expected_fingerprint="0" * 64)


def test_no_folder_is_no_model(tmp_path):
    with pytest.raises(ModelRefused, match="there is no model here; train one first"):
        store.load(tmp_path / "nothing")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelRefused, match="there is no model here"):
        store.load(tmp_path / "file")


def test_flipped_bits_anywhere_are_refused_or_change_nothing(stored, fitted, world):
    """Even when model.json agrees to the flipped file: no crash, no other score."""
    original = (stored / "model.skops").read_bytes()
    random = np.random.default_rng(0)
    for place in random.integers(0, len(original), 60):
        data = bytearray(original)
        data[place] ^= 1 << random.integers(0, 8)
        put(stored, bytes(data))
        try:
            again = store.load(stored).classifier.decision_function(world[0])
        except ModelRefused:
            continue
        np.testing.assert_array_equal(again, fitted.decision_function(world[0]))


def test_saving_again_replaces_the_model_whole_and_leaves_nothing_behind(stored, make, rows):
    X, paid_off = rows(300, seed=9)
    model = make(max_iter=5).fit(X, paid_off)
    sha256 = store.save(model, stored, sample=X[:5], **ABOUT)
    assert store.load(stored, expected_sha256=sha256).classifier.n_iter_ == 5
    assert sorted(path.name for path in stored.iterdir()) == [
        "model.json",
        "model.skops",
        "reader.npz",
    ]
    assert list(stored.parent.iterdir()) == [stored]


def test_what_cannot_be_saved_leaves_the_old_model_in_place(stored, fitted, world):
    before = (stored / "model.skops").read_bytes()
    with pytest.raises(ModelRefused):
        store.save(fitted, stored, sample=world[0][:5], **(ABOUT | {"names": NAMES[:3]}))
    with pytest.raises(ValueError, match="JSON"):
        store.save(fitted, stored, sample=world[0][:5], **(ABOUT | {"facts": {"x": np.inf}}))
    assert (stored / "model.skops").read_bytes() == before
    assert list(stored.parent.iterdir()) == [stored]


def test_a_plain_boosting_and_numpy_parameters_are_stored_too(tmp_path, make, rows):
    X, paid_off = rows(200)
    plain = make(signs=None, owners=None, softens=None, learning_rate=np.float64(0.1))
    declared = make(signs=np.array([-1, -1, -1, -1, 1, 1, 1, 0, 0]))
    for name, model in (("plain", plain), ("declared", declared)):
        model.fit(X, np.where(paid_off, "yes", "no").astype(object))
        store.save(model, tmp_path / name, sample=X[:5], **ABOUT)
        again = store.load(tmp_path / name).classifier
        np.testing.assert_array_equal(again.predict(X), model.predict(X).astype(str))


@pytest.fixture
def with_refits(fitted, world, tmp_path):
    """A good model with refits, to tamper with."""
    X, paid_off = world
    rest = np.arange(len(X)) % 2 == 0
    raw = fitted.held_out_scores(X, paid_off, np.ones(len(X)), [(rest, ~rest)])
    held_out = HeldOut(raw, np.ones(len(X)))
    drawn = refit(fitted, X, paid_off, np.ones(len(X)), np.arange(len(X)), held_out, number=3)
    folder = tmp_path / "refitted"
    store.save(fitted, folder, sample=X[:5], refits=drawn, **ABOUT)
    return folder, drawn


def test_refits_come_back_with_their_model(with_refits, fitted, world):
    folder, drawn = with_refits
    steps = fitted.steps(world[0][:9])
    found = store.load(folder).refits
    assert found is not None
    np.testing.assert_array_equal(found.spread(steps), drawn.spread(steps))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (missing("refits.npz"), "refits.npz is missing"),
        (bytes_of("refits.npz", lambda data: data[:-9]), "refits.npz is not the file"),
        (bytes_of("refits.npz", lambda data: pickle.dumps(Evil())), "refits.npz is not the file"),
        (described(refits_sha256=None), "not the description"),
        (described(refits_sha256="0" * 64), "not the description"),
    ],
    ids=["missing", "cut short", "a pickle", "denied", "of another file"],
)
def test_refits_that_are_not_those_that_were_stored_are_refused(with_refits, change, said):
    folder, _ = with_refits
    change(folder)
    with pytest.raises(ModelRefused, match=said):
        store.load(folder)


def test_a_twin_shares_its_models_reader_and_is_not_loaded_without_it(saved, fitted, world):
    folder, _ = saved
    twin = folder.parent / "twin"
    store.save(fitted, twin, sample=world[0][:5], reader_folder=folder, **ABOUT)
    assert not (twin / "reader.npz").exists()
    assert store.load(twin, reader_folder=folder).reader.cues
    with pytest.raises(ModelRefused, match=r"reader\.npz is missing"):
        store.load(twin)
