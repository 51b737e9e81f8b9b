"""Mappings: a small TOML file that says which column of a source becomes which column here.

``[source]`` names the source and its format; every ``[[interactions]]`` or ``[[engagements]]``
block makes one row out of each source row it takes (``where``, ``unless``), or one row out of each
group of them (``group_by``); ``[….columns]`` has one rule per column of the contract.
"""

import tomllib
from pathlib import Path

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
    shipped = SHIPPED / f"{name_or_path}.toml"
    path = Path(name_or_path)
    if path.suffix != ".toml" and not path.exists():
        if shipped.is_file():
            return load(shipped)
        names = ", ".join(sorted(each.stem for each in SHIPPED.glob("*.toml")))
        raise DataRefused(
            f"there is no mapping called {name_or_path}",
            next_step=f"give a .toml file or one of: {names}",
        )
    return load(path)


def load(path: str | Path) -> Mapping:
    """Read and check a mapping file. Raises DataRefused naming the key that is wrong."""
    path, where = Path(path), str(path)
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise DataRefused(
            "the mapping cannot be read", where=where, next_step="check the path"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataRefused(f"the mapping is not TOML: {error}", where=where) from None
    return Declaration(where).mapping(declared, path.stem)
