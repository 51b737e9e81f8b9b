"""MLflow, and nothing else touches it: the store, runs, the registry and its aliases."""

from __future__ import annotations

import os
import re
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import numpy as np
from filelock import FileLock

from data.errors import ModelRefused, UsageError

MODEL_NAME = "client-risk"
CHAMPION = f"{MODEL_NAME}@champion"
EXPERIMENT = "client-risk"
DATABASE = "mlflow.db"
ARTIFACTS = "artifacts"
#: How the name of a folder begins in which something is made; what a kill leaves is known by it.
WORKPLACE = ".model-"
#: Where a person names a tracking server.
ADDRESS = "MLFLOW_TRACKING_URI"
#: Tag of a run: the machine and process that make it, so that a dead one is known at once.
PROCESS = "process"
_SETTING = threading.Lock()
REQUIREMENTS = ["scikit-learn", "skops", "numpy"]
# Both what MLflow itself must be told and nothing more; our own loader has its own fixed list.
SKOPS_TYPES = [
    "model.payoff.PayoffClassifier",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
]


@dataclass(frozen=True)
class Store:
    """Where runs and models are kept: a tracking URI, and a folder when it is our own sqlite."""

    uri: str
    folder: Path | None

    @property
    def artifacts(self) -> str | None:
        """Artefact root of a new experiment; None leaves it to the server."""
        return None if self.folder is None else (self.folder / ARTIFACTS).as_uri()


@dataclass(frozen=True)
class Registered:
    """A registered version: its name, number, folder on this machine, and tags."""

    name: str
    version: str
    folder: Path
    tags: dict[str, str]

    @property
    def label(self) -> str:
        """``name/version``, as it stands in every output."""
        return f"{self.name}/{self.version}"

    @property
    def sha256(self) -> str | None:
        """Digest the registry holds for the model file."""
        return self.tags.get("sha256")


def locate(book: Path | None = None, models: Path | None = None) -> Store:
    """The store to use: ``models``, else MLFLOW_TRACKING_URI, else ``models`` beside the book,
    without a book the demo's.

    >>> locate(models=Path("/x/models")).uri
    'sqlite:////x/models/mlflow.db'
    """
    with _SETTING:
        uri = os.environ.get(ADDRESS)
    if models is None and uri:
        return Store(uri, None)
    if models is None:
        demo = Path(__file__).resolve().parent.parent / "demo" / "book"
        models = (book or demo).resolve().parent / "models"
    models = models.resolve()
    return Store(f"sqlite:///{models / DATABASE}", models)


def client(store: Store) -> Any:
    """An `MlflowClient` on the store, telemetry off, the database made safely when new."""
    mlflow = _imported()
    if store.folder is not None:
        _make_database(store.folder / DATABASE)
    # One thread at a time: another one would take what MLflow writes there for the person's wish.
    with _SETTING:
        asked = os.environ.get(ADDRESS)
        mlflow.set_tracking_uri(store.uri)
        mlflow.set_registry_uri(store.uri)
        os.environ.pop(ADDRESS, None)
        if asked is not None:
            os.environ[ADDRESS] = asked
    return mlflow.MlflowClient(store.uri, store.uri)


def _imported() -> Any:
    """The mlflow module, with the settings that must stand before it is first imported."""
    # Only the literal "true" counts, and only before the import.
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
    # As shipped, a server that is away is asked for many minutes before that is said.
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "20")
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # a machine without git is no trouble
    import logging

    import mlflow

    for name in ("mlflow", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return mlflow


def _make_database(path: Path) -> None:
    """Create MLflow's tables in a temporary file and rename it: others see none or all of them."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(str(path) + ".lock"):
        if path.exists():
            return
        from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

        with tempfile.TemporaryDirectory(prefix=WORKPLACE, dir=path.parent) as folder:
            fresh = Path(folder) / DATABASE
            made = SqlAlchemyStore(f"sqlite:///{fresh}", (path.parent / ARTIFACTS).as_uri())
            made.engine.dispose()
            os.replace(fresh, path)


@contextmanager
def run(store: Store, name: str) -> Iterator[Any]:
    """An active MLflow run in our experiment; yields the mlflow module."""
    opened = client(store)
    import mlflow

    name_of = EXPERIMENT
    found = opened.get_experiment_by_name(name_of)
    if found and store.artifacts not in (None, found.artifact_location):
        # The folder was moved: the old experiment would go on writing to the old place.
        name_of = f"{EXPERIMENT} in {store.folder}"
        found = opened.get_experiment_by_name(name_of)
    if not found:
        with _unless_there():
            opened.create_experiment(name_of, artifact_location=store.artifacts)
        found = opened.get_experiment_by_name(name_of)
    made_by = {PROCESS: f"{socket.gethostname()} {os.getpid()}"}
    experiment = found.experiment_id
    with workplace(store), mlflow.start_run(experiment_id=experiment, run_name=name, tags=made_by):
        yield mlflow


@contextmanager
def workplace(store: Store) -> Iterator[Path]:
    """A folder in the store for unfinished files, ours and MLflow's; gone at the end.

    Whatever is made in the system's temporary folder would stay there for ever after a kill.
    """
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix=WORKPLACE, dir=store.folder) as folder:
        tempfile.tempdir = folder
        try:
            yield Path(folder)
        finally:
            tempfile.tempdir = before


@contextmanager
def _unless_there() -> Iterator[None]:
    """Make something unless another process has just made it."""
    from mlflow.exceptions import MlflowException

    try:
        yield
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise


def register(
    store: Store,
    mlflow: Any,
    bundle: Path,
    classifier: Any,
    sample: np.ndarray,
    names: tuple[str, ...],
    tags: dict[str, str],
) -> Registered:
    """Log the classifier with its bundle (`model.store.save`) and register it; no alias moves.

    The bundle's files lie beside MLflow's own, so that the registered folder is what our loader
    reads; ``tags`` must hold its ``sha256``.
    """
    import pandas as pd
    from mlflow.models import infer_signature

    rows = pd.DataFrame(sample.astype(np.float64), columns=list(names))
    logged = mlflow.sklearn.log_model(
        classifier,
        name="model",
        signature=infer_signature(rows, classifier.predict_proba(sample)),
        pip_requirements=REQUIREMENTS,
        serialization_format="skops",
        skops_trusted_types=SKOPS_TYPES,
        pyfunc_predict_fn="predict_proba",
    )
    opened = mlflow.MlflowClient(store.uri, store.uri)
    opened.log_model_artifacts(logged.model_id, str(bundle))
    if not opened.search_registered_models(f"name = '{MODEL_NAME}'"):
        with _unless_there():
            opened.create_registered_model(MODEL_NAME)
    version = opened.create_model_version(
        MODEL_NAME,
        source=f"models:/{logged.model_id}",
        run_id=mlflow.active_run().info.run_id,
        model_id=logged.model_id,
        tags=tags,
    )
    return resolve(store, f"{MODEL_NAME}/{version.version}")


def resolve(store: Store, reference: str = CHAMPION) -> Registered:
    """Find ``NAME@ALIAS`` or ``NAME/VERSION`` and its files on this machine.

    Raises `UsageError` for a reference of another form and `ModelRefused` when there is none.
    """
    match = re.fullmatch(r"([\w.-]+)(?:@([\w-]+)|/(\d+))", reference)
    if not match:
        if "@" in reference:
            raise UsageError(
                f"{reference!r} names no model",
                next_step="write NAME@ALIAS, NAME/VERSION or a folder",
            )
        raise ModelRefused(
            "there is no such model folder",
            where=reference,
            next_step="write a folder, NAME@ALIAS or NAME/VERSION",
        )
    name, alias, number = match.groups()
    if store.folder is not None and not (store.folder / DATABASE).exists():
        raise ModelRefused(
            "there is no model yet",
            where=str(store.folder),
            next_step="run `clientrisk train`, or `make demo`",
        )
    with answering(store, f"no model {reference} is registered"):
        opened = client(store)
        version = (
            opened.get_model_version_by_alias(name, alias)
            if alias
            else opened.get_model_version(name, number)
        )
        folder = _folder(store, opened, version)
    return Registered(name, str(version.version), folder, dict(version.tags))


@contextmanager
def answering(store: Store, absent: str) -> Iterator[None]:
    """MLflow's errors as one refusal: it has no such thing (``absent``), or no answer at all."""
    _imported()
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except MlflowException as error:
        # A missing alias is an invalid parameter to MLflow.
        if error.error_code in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
            raise ModelRefused(absent, next_step="run `clientrisk train` first") from error
        raise _no_answer(store) from error
    except (OSError, SQLAlchemyError) as error:
        raise _no_answer(store) from error


def _no_answer(store: Store) -> ModelRefused:
    return ModelRefused(
        "the model store does not answer or is damaged",
        where=str(store.folder) if store.folder else ADDRESS,
        next_step="check that address; with --models FOLDER a store on this machine is used",
    )


def check(store: Store) -> None:
    """Refuse a store that cannot be written or does not answer, before any training."""
    if store.folder is not None:
        try:
            store.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"the model store cannot be made ({error.strerror})",
                where=str(store.folder),
                next_step="name a folder with --models",
            ) from None
    with answering(store, "the model store has no experiments"):
        client(store).search_experiments(max_results=1)


def _folder(store: Store, opened: Any, version: Any) -> Path:
    """Local folder of a version's files; a remote store's files are fetched to a temporary one.

    Our own store is read only below its own folder: wherever a registry points, and also after
    the folder was moved, which MLflow's absolute addresses do not survive.
    """
    location = opened.get_logged_model(version.source.rpartition("/")[2]).artifact_location
    parsed = urlparse(location)
    if store.folder is not None:
        inside = Path(unquote(parsed.path)).parts[-3:]
        return store.folder.joinpath(ARTIFACTS, *inside)
    if parsed.scheme in ("", "file"):
        return Path(unquote(parsed.path))
    from mlflow.artifacts import download_artifacts

    return Path(download_artifacts(artifact_uri=location))
