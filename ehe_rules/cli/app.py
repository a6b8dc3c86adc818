"""The command `ehe-rules` and its subcommands."""

from __future__ import annotations

import click

from ehe_rules import __version__
from ehe_rules.cli.check import check
from ehe_rules.cli.demo import demo
from ehe_rules.cli.generate import generate
from ehe_rules.cli.guard import GuardedGroup
from ehe_rules.cli.inspect import inspect
from ehe_rules.cli.rules import rules
from ehe_rules.cli.why import why


@click.group(
    cls=GuardedGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="ehe-rules")
@click.option(
    "--debug", is_flag=True, help="Show the whole trace of an internal error (it may hold pupil data)."
)
def main(*, debug: bool) -> None:
    """Check a trust's elective home education (EHE) records against its policy and the law.

    Give it a folder of exports; it writes a report for each school, with the evidence for every verdict.
    Nothing leaves this machine.

    \b
    Exit status:
      0  done
      1  findings at or above --fail-on, a rule's case that fails, something for
         `rules lint`, or a clause that is not accounted for
      2  a wrong command line, ruleset or profile
      3  exports that cannot be read, or that hold nothing recognised
      4  the two engines disagree, or an internal error
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    del debug  # read by the guard, which is outside every command


for command in (demo, check, inspect, why, rules, generate):
    main.add_command(command)
