"""Mappings: a small TOML file that says which column of a source becomes which column here.

``[source]`` names the source and its format; every ``[[interactions]]`` or ``[[engagements]]``
block makes one row out of each source row it takes (``where``, ``unless``), or one row out of each
group of them (``group_by``); ``[….columns]`` has one rule per column of the contract. A mapping
that differs from another in little ``extends`` it.
"""

import tomllib
from pathlib import Path
from typing import Any

from data.declaration import Declaration
from data.errors import DataRefused
from data.rules import Mapping

__all__ = ["SHIPPED", "Mapping", "find", "load"]

SHIPPED = Path(__file__).parent / "mappings"


def find(name_or_path: str | Path) -> Mapping:
    """Load a mapping by path, or a shipped one by its name.

    >>> find("bpic2012").format
    'xes'
    """
    return load(_found(name_or_path, Path()))


def _found(name_or_path: str | Path, folder: Path) -> Path:
    """The file of a shipped mapping, or of a path that starts from ``folder``."""
    shipped = SHIPPED / f"{name_or_path}.toml"
    path = folder / name_or_path
    if path.suffix != ".toml" and not path.exists():
        if shipped.is_file():
            return shipped
        names = ", ".join(sorted(each.stem for each in SHIPPED.glob("*.toml")))
        raise DataRefused(
            f"there is no mapping called {name_or_path}",
            next_step=f"give a .toml file or one of: {names}",
        )
    return path


def load(path: str | Path) -> Mapping:
    """Read and check a mapping file. Raises DataRefused naming the key that is wrong."""
    path = Path(path)
    return Declaration(str(path)).mapping(_declared(path, ()), path.stem)


def _declared(path: Path, extended_by: tuple[Path, ...]) -> dict[str, Any]:
    """The tables of a mapping file on those of the one it extends."""
    where = str(path)
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise DataRefused(
            "the mapping cannot be read", where=where, next_step="check the path"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataRefused(f"the mapping is not TOML: {error}", where=where) from None
    if "extends" not in declared:
        return declared
    extended = declared.pop("extends")
    if not isinstance(extended, str):
        raise DataRefused("extends must be text in quotes", where=where)
    base = _found(extended, path.parent)
    chain = (*extended_by, path.resolve())
    if base.resolve() in chain:
        raise DataRefused(
            "the mapping extends itself", where=where, next_step="extend one that stands alone"
        )
    return _overlaid(_declared(base, chain), declared)


def _overlaid(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Tables are laid over each other key by key; anything else, lists too, replaces.

    >>> _overlaid({"a": {"b": 1, "c": [2, 3]}}, {"a": {"c": [4]}, "d": 5})
    {'a': {'b': 1, 'c': [4]}, 'd': 5}
    """
    both = {
        key: _overlaid(below[key], value)
        for key, value in above.items()
        if isinstance(value, dict) and isinstance(below.get(key), dict)
    }
    return below | above | both
