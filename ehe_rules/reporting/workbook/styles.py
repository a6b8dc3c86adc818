"""How the cells of the workbook look: one named style for each kind of cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.styles import NamedStyle
    from openpyxl.workbook import Workbook

_FORMATS = {"text": "General", "identifier": "0", "number": "#,##0", "date": "dd mmm yyyy", "percent": "0%"}
_LOOKS = {
    "bad": ("F6D5D0", "7A1B10"),
    "due": ("D9E6F5", "173F6B"),
    "late": ("FBE6C4", "6B4300"),
    "unknown": ("E7E3EE", "43355E"),
    "quiet": ("ECECEC", "3C3C3C"),
    "pattern": ("DDEFEA", "14493D"),
    "good": ("DDEFD9", "1F4A17"),
}
"""Ground and ink of each look of a status: dark on light, and never without its words."""

_INK, _BLUE, _LINE = "202020", "1F3A5F", "BFBFBF"


def style_name(kind: str) -> str:
    """Return the name of the style for a kind of column, a look of a status, or a place on the cover."""
    return f"ehe {kind}"


def add_styles(workbook: Workbook) -> None:
    """Add every style to a workbook."""
    for kind, number_format in _FORMATS.items():
        style = _style(kind, left=kind not in ("number", "percent"), line=True)
        style.number_format = number_format
        workbook.add_named_style(style)
    for look, (ground, ink) in _LOOKS.items():
        workbook.add_named_style(_style(look, ground=ground, ink=ink, bold=True, line=True))
    day = _style("day")
    day.number_format = _FORMATS["date"]
    for style in (
        day,
        _style("heading", ground=_BLUE, ink="FFFFFF", bold=True),
        _style("heading right", ground=_BLUE, ink="FFFFFF", bold=True, left=False),
        _style("title", size=15, ink=_BLUE, bold=True, wrap=False),
        _style("section", size=12, ink=_BLUE, bold=True, wrap=False, low=True),
        _style("lead"),
        _style("label", bold=True),
        _style("value"),
        _style("warning", ground="FBE6C4", ink="6B4300", bold=True),
    ):
        workbook.add_named_style(style)


def _style(  # noqa: PLR0913 - each is a property of the look, by name
    kind: str,
    *,
    size: int = 10,
    ink: str = _INK,
    ground: str = "",
    bold: bool = False,
    wrap: bool = True,
    left: bool = True,
    low: bool = False,
    line: bool = False,
) -> NamedStyle:
    from openpyxl.styles import (  # noqa: PLC0415 - slow to import; only where a workbook is written
        Alignment,
        Border,
        Font,
        NamedStyle,
        PatternFill,
        Side,
    )

    return NamedStyle(
        style_name(kind),
        font=Font(name="Arial", size=size, bold=bold, color=ink),
        fill=PatternFill("solid", fgColor=ground) if ground else PatternFill(),
        alignment=Alignment(
            horizontal="left" if left else "right",
            indent=0 if left else 1,
            vertical="bottom" if low else "top",
            wrap_text=wrap,
        ),
        border=Border(bottom=Side("thin", color=_LINE)) if line else Border(),
    )
