"""`clientrisk train` and what a model must be to be served."""

from __future__ import annotations

import json
import shutil

import pyarrow as pa
import pytest

from app import scoring
from data.book import Book, write_book
from data.errors import DataRefused
from features.cues.stored import READER_FILE, read_reader
from model import store
from train.run import train


def few(small, folder, *, closed=None, one_sided=False, silent=False):
    """The small book with fewer closed engagements, one outcome for all, or no interactions."""
    engagements = small.book.engagements
    if closed is not None:
        ended = engagements.filter(engagements["closed_at"].is_valid()).slice(0, closed)
        running = engagements.filter(engagements["closed_at"].is_null())
        engagements = pa.concat_tables([ended, running])
    if one_sided:
        place = engagements.column_names.index("paid_off")
        always = pa.array([True] * engagements.num_rows, pa.bool_())
        engagements = engagements.set_column(place, "paid_off", always)
    interactions = small.book.interactions.slice(0, 0 if silent else None)
    return write_book(folder / "book", interactions, engagements, name="few").path


def test_a_book_without_interactions_is_refused_and_no_store_is_made(clientrisk, small, tmp_path):
    ran = clientrisk("train", "--book", few(small, tmp_path, silent=True))
    assert (ran.code, ran.err.count("\n"), ran.out) == (3, 1, ""), ran.err
    assert "import" in ran.err
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize(
    "kind", [{"closed": 0}, {"closed": 1}, {"closed": 3}, {"one_sided": True}], ids=str
)
def test_a_book_with_too_few_outcomes_is_scored_by_the_essays(clientrisk, small, tmp_path, kind):
    path = few(small, tmp_path, **kind)
    report = train(Book.open(path), settings={"max_iter": 5}, pseudo_engagements=150)
    told = "\n".join(report.lines())
    assert "NOT judged" in told
    assert f"{report.judgement.engagements} outcomes" in told
    ran = clientrisk("predict", "--book", path, "-o", tmp_path / "scores.csv")
    assert ran.code == 0, ran.err
    assert "essays" in ran.err or "one-sided" in ran.err
    assert len((tmp_path / "scores.csv").read_text("utf-8").splitlines()) == 11


def test_without_outcomes_and_without_the_essays_there_is_nothing_to_learn_from(small, tmp_path):
    path = few(small, tmp_path, closed=0)
    with pytest.raises(DataRefused, match="both outcomes"):
        train(Book.open(path), pseudo_engagements=0)


def test_no_book_is_refused(clientrisk, tmp_path):
    ran = clientrisk("train", "--book", tmp_path / "nowhere")
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_made_is_said_before_the_work(clientrisk, small, tmp_path):
    (tmp_path / "file").touch()
    ran = clientrisk("train", "--book", small.book.path, "--models", tmp_path / "file")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


@pytest.fixture
def served(clientrisk, small, tmp_path):
    """Score with the champion of a copy of the small book's store, which may be harmed."""
    models = tmp_path / "models"
    shutil.copytree(small.models, models)
    inside = small.report.registered.folder.relative_to(small.models)

    def predict(*words):
        return clientrisk(
            *("predict", "--book", small.book.path, "--models", models),
            *("-o", tmp_path / "o.csv", *words),
        )

    return predict, models / inside


def test_a_champion_whose_files_are_gone_is_refused(served):
    predict, folder = served
    shutil.rmtree(folder)
    ran = predict()
    assert (ran.code, ran.err.count("\n")) == (4, 1)
    assert "no model here" in ran.err


@pytest.mark.parametrize("name", ["model.skops", "model.json"])
@pytest.mark.parametrize("by_folder", [False, True])
def test_a_champion_whose_files_were_changed_is_refused(served, name, by_folder, tmp_path):
    predict, folder = served
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    ran = predict(*(("--model", folder) if by_folder else ()))
    assert (ran.code, ran.err.count("\n")) == (4, 1), ran.err
    assert not (tmp_path / "o.csv").exists()


def test_another_sound_model_in_the_champions_place_is_refused(served, small):
    predict, folder = served
    stored = store.load(folder)
    described = json.loads((folder / "model.json").read_text("utf-8"))
    sample = [[float("nan") if v is None else v for v in row] for row in described["golden_rows"]]
    store.save(
        stored.classifier,
        folder,
        reader=read_reader(folder / READER_FILE),
        names=stored.names,
        fingerprint=stored.fingerprint,
        usual=stored.usual,
        sample=sample,
        facts={**stored.facts, "base_rate": 0.99},
    )
    assert predict("--model", folder).code == 0
    ran = predict()
    assert ran.code == 4
    assert "not the file that was registered" in ran.err


def test_a_champion_of_another_catalogue_asks_to_train_again(served, monkeypatch):
    predict, _ = served
    monkeypatch.setattr(scoring, "fingerprint", lambda: "another")
    ran = predict()
    assert (ran.code, ran.err.count("\n")) == (4, 1)
    assert "train again" in ran.err


def test_a_server_of_models_that_is_away_is_one_line(clientrisk, small, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
    ran = clientrisk("predict", "--book", small.book.path, "-o", tmp_path / "o.csv")
    assert (ran.code, ran.err.count("\n")) == (4, 1)
    assert "does not answer" in ran.err
