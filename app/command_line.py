"""`clientrisk`: the command line. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import os
import sys

import click

from app.commands import (
    batch,
    catalogue,
    demo,
    models,
    monitor,
    registry,
    replay,
    review,
    sources,
)
from data.errors import ClientRiskError


class Commands(click.Group):
    """A group whose reader may leave early, as `head` does, without that being an error."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Left open, the interpreter would complain of the pipe once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="client-risk")
def clientrisk() -> None:
    """Is this client likely to be worth our work?

    Results go to standard output or the named file, everything else to standard error. An error
    is one line: what, where, and the next step.

    Exit codes: 0 good, 2 usage, 3 data refused, 4 no or untrusted model, 5 action is due, 6 refused
    by the gate, 1 our fault.
    """


COMMANDS = (
    sources.import_,
    models.train,
    models.train_cues,
    review.review,
    registry.judge,
    registry.promote,
    registry.rollback,
    registry.models,
    registry.card,
    registry.doctor,
    monitor.monitor,
    batch.predict,
    batch.explain,
    replay.replay,
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
        # Without its own handling of errors click returns the code a command leaves with.
        code = clientrisk.main(prog_name="clientrisk", standalone_mode=False)
    except ClientRiskError as error:
        _leave(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        hint = "see `clientrisk --help`"
        if isinstance(error, click.UsageError) and error.ctx:
            hint = f"see `{error.ctx.command_path} --help`"
        _leave(f"{error.format_message().rstrip('.')}; {hint}", 2)
    except click.Abort:
        _leave("stopped", 130)
    except Exception as error:
        if os.environ.get("CLIENTRISK_DEBUG"):
            raise
        # The message of a foreign error may hold a client's words: only its kind is told.
        _leave(
            f"a fault of ours ({type(error).__name__}); run again with CLIENTRISK_DEBUG=1 to see "
            "where, and report it",
            1,
        )
    sys.exit(code if isinstance(code, int) else 0)


def _leave(line: str, code: int) -> None:
    print(" ".join(line.split()), file=sys.stderr)  # noqa: T201
    sys.exit(code)
