"""findings.xlsx, the reviewer's workbook: what the pages show, as lists to filter and sort. It names children."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.workbook.cover import TITLE, cover
from ehe_rules.reporting.workbook.data import files, problems
from ehe_rules.reporting.workbook.draw import draw_cover, draw_list
from ehe_rules.reporting.workbook.findings import findings, patterns, undecided
from ehe_rules.reporting.workbook.leavers import leavers
from ehe_rules.reporting.workbook.material import material
from ehe_rules.reporting.workbook.packing import packed
from ehe_rules.reporting.workbook.rules import rules
from ehe_rules.reporting.workbook.schools import schools
from ehe_rules.reporting.workbook.sheets import unless_blank
from ehe_rules.reporting.workbook.styles import add_styles
from ehe_rules.reporting.workbook.summary import by_part, prohibitions, summary
from ehe_rules.reporting.workbook.todo import to_do

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.workbook import Workbook

    from ehe_rules.reporting.index import IndexPage
    from ehe_rules.reporting.school import SchoolPage
    from ehe_rules.reporting.verdicts import Rules
    from ehe_rules.reporting.workbook.sheets import Sheet
    from ehe_rules.result import Result

_SHEETS = (
    summary, schools, by_part, prohibitions, to_do, findings, undecided, patterns, leavers, problems, files, rules
)  # fmt: skip


WAIVED = "Waived"
"""The heading of what is waived: where nothing is, no sheet has it."""


def findings_xlsx(result: Result, overview: IndexPage, pages: Sequence[SchoolPage], known: Rules) -> bytes:
    """Return the workbook: a cover and one sheet for each list, in the words and the order of the pages.

    The same result gives the same bytes. At most `sheets.MOST_ROWS` rows of a list are listed.
    """
    content = material(result, overview, pages, known)
    lists = [unless_blank(sheet(content), WAIVED) for sheet in _SHEETS]
    workbook = _empty()
    foot = f"Audit date {overview.run.date}".replace("&", "and")
    draw_cover(workbook.create_sheet("Cover"), TITLE, cover(content, lists), foot)
    for one in lists:
        draw_list(workbook.create_sheet(one.name), one, _table_name(one), foot)
    return packed(workbook, _moment(overview.run.on))


def _empty() -> Workbook:
    from openpyxl import Workbook as New  # noqa: PLC0415 - slow to import; only where a workbook is written

    workbook = New()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "ehe-rules"
    workbook.properties.title = TITLE
    add_styles(workbook)
    return workbook


def _table_name(sheet: Sheet) -> str:
    """`table_to_do`: letters and underscores, unlike the name of any cell."""
    return f"table_{sheet.name.lower().replace(' ', '_')}"


def _moment(on: str) -> datetime:
    """Return the midnight that begins the audit date: no clock is read."""
    found = words.parsed(on)
    return (
        datetime(found.year, found.month, found.day, tzinfo=UTC)
        if found
        else datetime(2000, 1, 1, tzinfo=UTC)
    )
