"""A test that this machine cannot run is set aside, and the summary says so and how to get it."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest

_MISSED = pytest.StashKey[dict[str, str]]()


def set_aside(config: pytest.Config, what: str, how_to_get: str) -> NoReturn:
    """Skip the test; ``what`` did not run and ``how_to_get`` it are told once at the end."""
    config.stash.setdefault(_MISSED, {})[what] = how_to_get
    pytest.skip(what)


def tell(terminalreporter: Any, config: pytest.Config) -> None:
    """A section of the summary, where anything was set aside."""
    missed = config.stash.get(_MISSED, {})
    if missed:
        terminalreporter.section("not run on this machine")
    for what, how_to_get in missed.items():
        terminalreporter.line(f"{what}; {how_to_get}")
