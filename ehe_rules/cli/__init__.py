"""The command line: arguments in, exit status out. What it does, the library does."""

from ehe_rules.cli.app import main

__all__ = ["main"]
