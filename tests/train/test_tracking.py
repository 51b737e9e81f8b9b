"""The model store: what a training leaves there, and what it survives."""

from __future__ import annotations

import math
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.errors import ModelRefused, UsageError
from features.matrix import fingerprint
from model import store
from train import run, tracking

PROJECT = Path(__file__).parents[2]


def python(program, *words):
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def kept(small):
    """The client, the newest run and the champion's version in the small book's store."""
    opened = tracking.client(tracking.locate(models=small.models))
    version = opened.get_model_version_by_alias("client-risk", "champion")
    return opened, opened.get_run(version.run_id), version


def test_parameters_and_metrics_are_kept(kept, small):
    data = kept[1].data
    assert data.params["max_iter"] == "15"
    assert data.params["split"] == "forward in time"
    assert data.params["train_engagements"] == str(small.report.judgement.train_engagements)
    for name, measured in small.report.judgement.figures.items():
        for measure, figure in measured.items():
            key = f"{name}.{measure}"
            for kept_as, value in ((key, figure.value), (f"{key}.low", figure.low)):
                # What cannot be told is no number, and is not logged as one.
                assert data.metrics.get(kept_as) == (value if math.isfinite(value) else None)
    beside = {"base_rate", "rules_alone", "logistic_regression", "unconstrained_boosting"}
    assert set(small.report.judgement.figures) == beside | {"explained_model"}
    assert {"base_rate", "price_of_being_explainable.auc", "worth_of_learning.auc"} <= set(
        data.metrics
    )


def test_the_run_and_the_version_name_book_and_catalogue(kept, small):
    _, flow, version = kept
    for tags in (flow.data.tags, version.tags):
        assert tags["dataset_digest"] == small.book.digest
        assert tags["catalogue_fingerprint"] == fingerprint()
        assert tags["simulated"] == "true"
    assert [each.dataset.digest for each in flow.inputs.dataset_inputs] == [small.book.digest[:36]]


def test_the_reliability_plot_and_the_judgement_are_kept(kept):
    opened, flow, _ = kept
    paths = {each.path for each in opened.list_artifacts(flow.info.run_id)}
    assert {"reliability.png", "judgement.txt"} <= paths


def test_the_model_is_kept_with_its_signature_and_scores_alike(small):
    registered = tracking.resolve(tracking.locate(models=small.models))
    assert registered == small.report.registered
    described = (registered.folder / "MLmodel").read_text("utf-8")
    assert "signature:" in described
    assert "skops" in described
    stored = store.load(registered.folder, expected_sha256=registered.sha256)
    assert f'"name": "{stored.names[0]}"' in described
    assert stored.facts["book_digest"] == small.book.digest
    assert not list(registered.folder.rglob("*.pkl"))


def test_the_alias_moves_only_after_the_stored_model_was_loaded_again(small, tmp_path, monkeypatch):
    def refuses(*words, **named):
        raise ModelRefused("broken on the disk")

    unreadable = SimpleNamespace(save=store.save, load=refuses, JUDGED=store.JUDGED)
    monkeypatch.setattr(run, "store", unreadable)
    with pytest.raises(ModelRefused):
        run.train(small.book, tmp_path, settings={"max_iter": 3}, pseudo_engagements=0)
    place = tracking.locate(models=tmp_path)
    assert tracking.resolve(place, "client-risk/1").folder.is_dir()
    for alias in ("champion", "challenger"):
        with pytest.raises(ModelRefused, match=f"no model client-risk@{alias}"):
            tracking.resolve(place, f"client-risk@{alias}")


def test_four_first_starts_at_once_all_find_a_whole_store(tmp_path):
    program = (
        "import sys; from pathlib import Path; from train import tracking\n"
        "opened = tracking.client(tracking.locate(models=Path(sys.argv[1])))\n"
        "print(len(opened.search_experiments()))"
    )
    started = [python(program, tmp_path / "models") for _ in range(4)]
    ended = [(each.communicate(timeout=240), each.returncode) for each in started]
    assert [code for _, code in ended] == [0] * 4, ended
    assert [out.strip() for (out, _), _ in ended] == ["1"] * 4


def test_a_kill_while_the_store_is_made_leaves_it_usable_and_nothing_is_called_home(tmp_path):
    killed = python(
        "import os, signal, sys; from pathlib import Path; from train import tracking\n"
        "os.replace = lambda *names: os.kill(os.getpid(), signal.SIGKILL)\n"
        "tracking.client(tracking.locate(models=Path(sys.argv[1])))",
        tmp_path,
    )
    killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "mlflow.db").exists()
    again = python(
        "import socket, sys; from pathlib import Path; from train import tracking\n"
        "def call(*words): raise SystemExit('called home')\n"
        "socket.socket.connect = socket.getaddrinfo = call\n"
        "opened = tracking.client(tracking.locate(models=Path(sys.argv[1])))\n"
        "from mlflow.telemetry import get_telemetry_client\n"
        "print(len(opened.search_experiments()), get_telemetry_client())",
        tmp_path,
    )
    out, err = again.communicate(timeout=120)
    assert (again.returncode, out.strip()) == (0, "1 None"), err


def test_a_store_that_was_moved_still_has_its_champion(small, tmp_path):
    moved = tmp_path / "models"
    shutil.copytree(small.models, moved)
    found = tracking.resolve(tracking.locate(models=moved))
    assert found.folder.is_relative_to(moved)
    assert store.load(found.folder, expected_sha256=found.sha256).facts["simulated"]
    with tracking.run(tracking.locate(models=moved), "again") as mlflow:
        address = mlflow.get_artifact_uri()
    assert address.startswith(moved.as_uri())


@pytest.mark.parametrize("has_own", [True, False])
def test_scores_come_from_the_models_beside_the_book(tmp_path, monkeypatch, has_own):
    """A book that has no models is told so, not scored by those of another's clients."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    own = tmp_path / "models"
    own.mkdir()
    if has_own:
        (own / tracking.DATABASE).touch()
    assert tracking.locate(tmp_path / "book").folder == own


def test_without_a_book_the_models_are_the_demos(monkeypatch):
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    assert tracking.locate().folder == PROJECT / "demo" / "models"


def test_a_tracking_server_comes_before_folders_and_a_named_folder_before_it(tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
    assert tracking.locate(tmp_path / "book") == tracking.Store("http://127.0.0.1:1", None)
    assert tracking.locate(tmp_path / "book", tmp_path / "m").folder == tmp_path / "m"


@pytest.mark.parametrize("asked", [None, "http://127.0.0.1:1"])
def test_what_the_environment_says_of_a_server_stays_as_it_was(small, monkeypatch, asked):
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    if asked:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", asked)
    tracking.client(tracking.locate(models=small.models))
    assert os.environ.get("MLFLOW_TRACKING_URI") == asked


def test_a_server_that_is_away_is_a_refusal_within_seconds(monkeypatch):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    place = tracking.Store("http://127.0.0.1:1", None)
    for ask in (tracking.resolve, tracking.check):
        with pytest.raises(ModelRefused, match="does not answer"):
            ask(place)


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ("a@b@c", UsageError),
        ("a/b", ModelRefused),
        ("nobody", ModelRefused),
        ("../x", ModelRefused),
    ],
)
def test_what_names_no_model_is_refused(small, reference, kind):
    with pytest.raises(kind):
        tracking.resolve(tracking.locate(models=small.models), reference)


def test_a_damaged_store_is_a_refusal(tmp_path):
    (tmp_path / tracking.DATABASE).write_bytes(b"no database at all" * 100)
    with pytest.raises(ModelRefused, match="damaged"):
        tracking.resolve(tracking.locate(models=tmp_path))
