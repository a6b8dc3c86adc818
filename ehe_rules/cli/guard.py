"""What stands between an error and the person at the keyboard: a sentence and an exit status, never a traceback."""

from __future__ import annotations

import gc
import os
import sys
import traceback
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ehe_rules.errors import EheRulesError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WRONG_COMMAND = 2
INTERNAL_ERROR = 4
STOPPED = 130
"""As a shell reports a command that Ctrl-C ended."""
NOBODY_READS = 141
"""As a shell reports a command whose output nobody reads any more (`| head`)."""

PACKAGE = Path(__file__).resolve().parent.parent


class NobodyReadsError(Exception):
    """The output goes nowhere any more; click would end with 1, which is for findings."""


class GuardedGroup(click.Group):
    """A group of commands none of which ends in a traceback, unless `--debug` asks for one."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's own signature
        **more: Any,  # noqa: ANN401 - click's own
    ) -> Any:  # noqa: ANN401 - click's own
        """Run a command and exit with its status (as click's own `main`)."""
        given = list(sys.argv[1:] if args is None else args)
        run = partial(super().main, given, prog_name, complete_var, standalone_mode=False, **more)
        if not standalone_mode:
            return run()
        collect_rarely()
        sys.exit(guarded(run, debug="--debug" in given))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own
        """Run the command, and tell an output that nobody reads from every other error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise NobodyReadsError from error


def collect_rarely() -> None:
    """Look for unused objects less often, in a process that is ours and soon over: what a command makes it mostly needs to its end."""
    gc.set_threshold(50_000, 20, 100)


def guarded(run: Callable[[], object], *, debug: bool = False) -> int:
    """Run a command and return the exit status; whatever goes wrong is said in a sentence on stderr."""
    try:
        with warnings.catch_warnings():
            if not debug and not sys.warnoptions:
                warnings.simplefilter("ignore")  # a library's warning quotes what it read
            status = run()
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return WRONG_COMMAND
    except click.Abort:
        click.echo("Stopped.", err=True)
        return STOPPED
    except EheRulesError as error:
        click.echo(f"Error: {error}", err=True)
        return error.exit_status
    except (NobodyReadsError, BrokenPipeError):
        # Python would complain once more when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except Exception as error:  # the last resort; --debug shows all of it
        if debug:
            raise
        click.echo(_internal(error), err=True)
        return INTERNAL_ERROR
    return status if isinstance(status, int) else 0


def _internal(error: Exception) -> str:
    """One line with the kind of error and our own line of code; its message may quote a pupil's data."""
    return (
        f"Internal error: {type(error).__name__} in {_where(error)}. This is a fault of the tool, not of your exports: "
        "please report this line. (`ehe-rules --debug ...` shows more; that may hold pupil data.)"
    )


def _where(error: Exception) -> str:
    """Return the deepest line of this package in the error's trace."""
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE):
            return f"{path.relative_to(PACKAGE.parent).as_posix()}, line {line}"
    return "an unknown place"
