"""`clientrisk`: the command line. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import os
import sys

import click

from app.commands import batch, catalogue, demo, models, sources
from data.errors import ClientRiskError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="client-risk")
def clientrisk() -> None:
    """Is this client likely to be worth our work?

    Exit codes: 0 good, 2 usage, 3 data refused, 4 no or untrusted model, 1 our fault.
    """


COMMANDS = (
    sources.import_,
    models.train,
    batch.predict,
    batch.explain,
    batch.cues,
    catalogue.catalogue,
    demo.app,
    demo.demo,
)
for command in COMMANDS:
    clientrisk.add_command(command)


def main() -> None:
    """Run `clientrisk`: every error is one line, and its kind is the exit code."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        clientrisk.main(standalone_mode=False)
    except ClientRiskError as error:
        _leave(str(error), error.exit_code)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as error:
        hint = "see `clientrisk --help`"
        if isinstance(error, click.UsageError) and error.ctx:
            hint = f"see `{error.ctx.command_path} --help`"
        _leave(f"{error.format_message()} ({hint})", 2)
    except click.Abort:
        _leave("stopped", 130)
    except BrokenPipeError:
        # The reader of our output went away: that is its right, and no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("CLIENTRISK_DEBUG"):
            raise
        # The message of a foreign error may hold a client's words: only its kind is told.
        _leave(
            f"a fault of ours ({type(error).__name__}); run again with CLIENTRISK_DEBUG=1 to see "
            "where, and report it",
            1,
        )


def _leave(line: str, code: int) -> None:
    print(" ".join(line.split()), file=sys.stderr)  # noqa: T201
    sys.exit(code)
