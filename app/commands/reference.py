"""The command reference of the README, from the commands' own `--help`."""

from __future__ import annotations

from typing import Any

import click

WIDTH = 100


def reference() -> str:
    """Markdown: the help of `clientrisk` and of each of its commands, in their order.

    >>> reference().splitlines()[0]
    '### `clientrisk`'
    """
    from app.command_line import COMMANDS, clientrisk

    whole = click.Context(clientrisk, info_name="clientrisk", **_settings())
    pages = [("clientrisk", clientrisk.get_help(whole))]
    for command in COMMANDS:
        inside = click.Context(command, parent=whole, info_name=command.name, **_settings())
        pages.append((f"clientrisk {command.name}", command.get_help(inside)))
    return "\n".join(f"### `{name}`\n\n```text\n{page}\n```\n" for name, page in pages)


def _settings() -> dict[str, Any]:
    return {"terminal_width": WIDTH, "help_option_names": ["-h", "--help"]}
