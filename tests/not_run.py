"""A test that this machine cannot run is set aside, and the summary says so and how to get it."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest

ASIDE = "not run on this machine: "


def set_aside(what: str, how_to_get: str) -> NoReturn:
    """Skip the test; ``what`` did not run and ``how_to_get`` it are told once at the end."""
    pytest.skip(f"{ASIDE}{what}; {how_to_get}")


def tell(terminalreporter: Any) -> None:
    """A section of the summary, where anything was set aside, by whichever process ran it."""
    reasons = (report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    told = [reason.partition(ASIDE)[2] for reason in reasons if ASIDE in reason]
    if told:
        terminalreporter.section("not run on this machine")
    for line in dict.fromkeys(told):
        terminalreporter.line(line)
