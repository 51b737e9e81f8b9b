"""The house as it is drawn: imports point one way, and heavy guests stay in their rooms."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = ("data", "features", "model", "train", "app")


def imported(path: Path) -> set[str]:
    """Names of the modules a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: say where it comes from"
            found.add(node.module)
    return found


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def top(module: str) -> str:
    return module.split(".")[0]


@pytest.mark.parametrize("package", ORDER)
def test_imports_point_one_way(package):
    later = set(ORDER[ORDER.index(package) + 1 :]) | {"tests"}
    for path in sources(package):
        if path.name == "conftest.py":
            continue
        upward = {module for module in imported(path) if top(module) in later}
        assert not upward, f"{path.relative_to(ROOT)} imports {upward}"


@pytest.mark.parametrize(
    ("guest", "rooms"),
    [("streamlit", ("app/main.py", "app/views/")), ("mlflow", ("train/tracking.py",))],
)
def test_heavy_guests_stay_in_their_rooms(guest, rooms):
    found = [
        path.relative_to(ROOT).as_posix()
        for package in ORDER
        for path in sources(package)
        if guest in {top(module) for module in imported(path)}
    ]
    assert found, f"nothing imports {guest}: this test looks in the wrong place"
    assert [path for path in found if not path.startswith(rooms)] == []


@pytest.mark.parametrize("module", ["pickle", "cloudpickle", "dill", "marshal", "shelve"])
def test_nothing_that_runs_code_when_it_loads_is_imported(module):
    users = [
        path for package in ORDER for path in sources(package) if module in map(top, imported(path))
    ]
    assert users == []


def test_no_file_name_says_nothing():
    vague = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert [path for package in ORDER for path in sources(package) if path.stem in vague] == []
