"""A PostgreSQL server of the tests' own, in a folder that goes away with it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.not_run import set_aside

NO_SERVER = "the logbook was not tested on PostgreSQL: this machine has no server"
HOW_TO_GET = "get it with `apt-get install postgresql` (it need not run) and run again"
PATIENCE = 30  # seconds for a server to come up


def _programs() -> Path | None:
    """The folder that holds initdb and postgres."""
    places = [
        Path(found).resolve().parent
        for name in ("initdb", "postgres")
        if (found := shutil.which(name))
    ]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in places if (each / "initdb").exists()), None)


def _user() -> str | None:
    """Whom the server runs as: it refuses root. None: as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


@contextmanager
def server(config: pytest.Config) -> Iterator[str]:
    """The URL of an empty database; without a server the test is set aside."""
    programs, user = _programs(), _user()
    if programs is None or (user is None and os.geteuid() == 0):
        set_aside(config, NO_SERVER, HOW_TO_GET)
    folder = Path(tempfile.mkdtemp(prefix="logbook-postgres-"))
    try:
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        settled = {"user": user, "cwd": folder, "stdout": subprocess.DEVNULL}
        made = ["--pgdata", folder / "data", "--username", "tests", "--auth", "trust", "--no-sync"]
        subprocess.run([programs / "initdb", *made], check=True, **settled)
        port = _free_port()
        asked = ["-D", folder / "data", "-p", str(port), "-k", folder, "-h", "127.0.0.1", "-F"]
        running = subprocess.Popen(
            [programs / "postgres", *asked], stderr=subprocess.DEVNULL, **settled
        )
        try:
            _wait(programs, port)
            yield f"postgresql://tests@127.0.0.1:{port}/postgres"
        finally:
            running.send_signal(signal.SIGINT)  # fast: it waits for no client
            running.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait(programs: Path, port: int) -> None:
    until = time.monotonic() + PATIENCE
    ask = [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-q"]
    while subprocess.run(ask, check=False).returncode:
        assert time.monotonic() < until, "the server does not come up"
        time.sleep(0.1)
