"""Renders the pages. Whatever a cell holds is shown as text: templates escape everything."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ehe_rules.reporting import words

if TYPE_CHECKING:
    from jinja2 import Environment

    from ehe_rules.reporting.focused.page import FocusedPage
    from ehe_rules.reporting.index import IndexPage
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
    environment.filters["plural"] = words.plural
    environment.filters["listed"] = words.listed
    return environment


def school_html(page: SchoolPage) -> bytes:
    """Return a school's page as UTF-8 HTML that needs no other file."""
    return _environment().get_template("school.html").render(page=page).encode()


def index_html(page: IndexPage) -> bytes:
    """Return the trust's overview as UTF-8 HTML that needs no other file."""
    return _environment().get_template("index.html").render(page=page).encode()


def focused_html(page: FocusedPage) -> bytes:
    """Return the page of a focused review as UTF-8 HTML that needs no other file."""
    return _environment().get_template("focused.html").render(page=page).encode()
