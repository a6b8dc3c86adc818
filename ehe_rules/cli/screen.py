"""What the terminal shows: plain text, tables, and progress for whoever sits in front of it."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

    from rich.console import Console

WIDTH_OF_A_FILE = 120
"""Columns where the output goes to a file or another program."""

INDENT = "  "


def safe(text: object) -> str:
    """Return text without control characters: a cell or a file's name must not steer the terminal."""
    return "".join(
        c if c.isprintable() else " " if c in "\t\r\n" else "\N{REPLACEMENT CHARACTER}" for c in str(text)
    )


def counted(number: int, one: str, several: str = "") -> str:
    """Return `1 file`, `2 files`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def say(text: str = "") -> None:
    """Print a line."""
    click.echo(text)


def heading(text: str) -> None:
    """Print a heading, bold on a terminal."""
    click.echo()
    click.echo(click.style(safe(text), bold=True))


def field(label: str, text: object, width: int = 12) -> None:
    """Print `label  text`, further lines of the text below its first; nothing for a blank text."""
    for number, line in enumerate(str(text).splitlines()):
        click.echo(f"{INDENT}{'' if number else label:<{width}} {safe(line)}".rstrip())


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    right: Sequence[str] = (),
    whole: Sequence[str] = (),
) -> None:
    """Print a table; the columns named in `right` are set flush right, the words of those in `whole` are never broken.

    Cells are shown as they are, never as markup.
    """
    from rich import box  # noqa: PLC0415 - only where a table is shown
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for name in headings:
        justify: Literal["left", "right"] = "right" if name in right else "left"
        shown.add_column(name, justify=justify, overflow="fold", no_wrap=name in whole)
    for row in rows:
        shown.add_row(*(Text(safe(cell)) for cell in row))
    _console().print(shown)


def progress(text: str) -> AbstractContextManager[object]:
    """Show on stderr that something is under way, if a person is looking; otherwise nothing."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console  # noqa: PLC0415 - only on a terminal

    return Console(stderr=True, markup=False, highlight=False).status(text)


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 - only where a table is shown

    return Console(
        width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE, markup=False, highlight=False, emoji=False
    )
