"""Renders the pages. Whatever a cell holds is shown as text: templates escape everything."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ehe_rules.reporting import words

if TYPE_CHECKING:
    from jinja2 import Environment

    from ehe_rules.reporting.authority import AuthorityPage
    from ehe_rules.reporting.book_parts import BookPage
    from ehe_rules.reporting.focused.page import FocusedPage
    from ehe_rules.reporting.index import IndexPage
    from ehe_rules.reporting.previews import PreviewPage
    from ehe_rules.reporting.school import SchoolPage


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - slow to import; only where pages are written

    environment = Environment(
        loader=PackageLoader("ehe_rules.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.finalize = _shown
    environment.filters["plural"] = words.plural
    environment.filters["listed"] = words.listed
    environment.filters["lower_first"] = words.lower_first
    return environment


def _shown(value: object) -> object:
    """Return what a page shows of a value: whole numbers with a comma between the thousands, wherever they stand."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


def school_html(page: SchoolPage) -> bytes:
    """Return a school's page as UTF-8 HTML that needs no other file."""
    return _environment().get_template("school.html").render(page=page).encode()


def index_html(page: IndexPage) -> bytes:
    """Return the trust's overview as UTF-8 HTML that needs no other file."""
    return _environment().get_template("index.html").render(page=page).encode()


def preview_html(page: PreviewPage) -> bytes:
    """Return the page of a preview as UTF-8 HTML that needs no other file."""
    return _environment().get_template("preview.html").render(page=page).encode()


def authority_html(page: AuthorityPage) -> bytes:
    """Return the page of an authority's own records as UTF-8 HTML that needs no other file."""
    return _environment().get_template("authority.html").render(page=page).encode()


def focused_html(page: FocusedPage) -> bytes:
    """Return the page of a focused review as UTF-8 HTML that needs no other file."""
    return _environment().get_template("focused.html").render(page=page).encode()


def book_html(page: BookPage) -> bytes:
    """Return the woven rulebook as UTF-8 HTML that needs no other file."""
    return _environment().get_template("book.html").render(page=page).encode()
