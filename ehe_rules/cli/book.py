"""`ehe-rules rules book`: the document and its rules woven into one page, to be read from top to bottom."""

from __future__ import annotations

from pathlib import Path

import click

from ehe_rules import __version__
from ehe_rules.cli import options
from ehe_rules.cli.screen import counted, say


@click.command(short_help="Write the rulebook as one page, clause by clause.")
@options.ruleset
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("reports/rulebook"),
    show_default=True,
    metavar="DIR",
    help="The folder for rulebook.html and rulebook.md.",
)
def book(*, rulesets: tuple[str, ...], out: Path) -> None:
    """Write the rulebook: each clause in order, beside it the rules that execute it, with figures, reasons and cases.

    One web page that needs no other file, and the same as Markdown. It holds no pupil's data.
    """
    from ehe_rules.casebook.book import book as woven  # noqa: PLC0415 - heavy
    from ehe_rules.checking import load_rulesets  # noqa: PLC0415 - heavy
    from ehe_rules.reporting.book import book_page  # noqa: PLC0415 - heavy
    from ehe_rules.reporting.book_text import book_markdown  # noqa: PLC0415 - heavy
    from ehe_rules.reporting.html import book_html  # noqa: PLC0415 - heavy

    documents = woven(load_rulesets(rulesets))
    page = book_page(documents, __version__)
    _write(out, {"rulebook.html": book_html(page), "rulebook.md": book_markdown(page)})
    clauses = sum(len(document.clauses) for document in documents)
    rules = sum(len(document.rules) for document in documents)
    say(f"{counted(clauses, 'clause')}, {counted(rules, 'rule')}. Open {out / 'rulebook.html'}")


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise click.BadParameter(
            f"{folder}: the rulebook cannot be written there ({error.strerror or type(error).__name__}).",
            param_hint="'--out'",
        ) from error
