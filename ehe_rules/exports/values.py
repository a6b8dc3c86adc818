"""What a cell says: a date, yes or no, a number, a UPN. NULL where it says nothing of the kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DAY = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_NAMED_DAY = r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[- ]([A-Za-z]{3})[A-Za-z]*,?[- ](\d{4})"
_HOUR = r"([01]?\d|2[0-3])[:.][0-5]\d(:[0-5]\d([.,]\d+)?)?( ?[AaPp][Mm])?|(0?[1-9]|1[0-2]) ?[AaPp][Mm]"
_CLOCK = rf"([T ]+|, ?| at | - | ?@ ?)({_HOUR})( ?(Z|UTC|GMT|BST|[+-]\d{{2}}(:?\d{{2}})?))?"
_WEEKDAY = r"(?i)^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +"

_MACROS = (
    # "Tuesday the 17th": a date that names another day of the week than its own is not known
    f"""CREATE MACRO without_weekday(cell) AS regexp_replace(regexp_replace(cell, '{_WEEKDAY}', ''), '(?i)^the ', '')""",
    f"""CREATE MACRO fits_weekday(cell, day) AS
        lower(regexp_extract(cell, '{_WEEKDAY}', 1)) IN ('', lower(left(dayname(day), 3)))""",
    # The day as written: a time zone moves no date.
    f"""CREATE MACRO plain_day(cell) AS CASE
        WHEN cell IS NULL THEN NULL
        WHEN regexp_matches(cell, '(?i)jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec')
        THEN try_strptime(regexp_replace(cell, '(?i)^{_NAMED_DAY}({_CLOCK})?$', '\\1-\\2-\\3'), '%d-%b-%Y')::DATE
        ELSE try_strptime(replace(replace(regexp_extract(cell, '^({_DAY})({_CLOCK})?$', 1), '/', '-'), '.', '-'),
            ['%Y-%m-%d', '%d-%m-%Y'])::DATE END""",
    # a list of one, so that what is looked at several times is worked out, and planned, once
    "CREATE MACRO day_of(cell) AS list_transform([without_weekday(cell)], lambda text: plain_day(text))[1]",
    # Excel's own count of days (1990 to 2058), in a cell that was never formatted as a date; behind the point stands the time of day
    r"""CREATE MACRO is_serial(cell) AS
        coalesce(regexp_full_match(cell, '\d{5}(\.\d+)?') AND try_cast(cell[1:5] AS INTEGER) BETWEEN 32874 AND 58000, false)""",
    # most dates are in one of these two forms, and to look no further saves most of the time that dates take
    r"""CREATE MACRO is_usual(cell) AS regexp_full_match(cell, '\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}')""",
    "CREATE MACRO usual_day(cell) AS try_strptime(cell, ['%Y-%m-%d', '%d/%m/%Y'])::DATE",
    """CREATE MACRO date_of(cell) AS CASE
        WHEN is_usual(cell) THEN CASE WHEN year(usual_day(cell)) BETWEEN 1900 AND 2100 THEN usual_day(cell) END
        WHEN is_serial(cell) THEN DATE '1899-12-30' + try_cast(cell[1:5] AS INTEGER)
        ELSE list_transform([day_of(cell)], lambda day: CASE
            WHEN year(day) BETWEEN 1900 AND 2100 AND fits_weekday(cell, day) THEN day END)[1] END""",
    # what stands for "has not left" where every row must say something
    """CREATE MACRO is_no_day(cell) AS coalesce(lower(cell) IN ('-', '--', 'n/a', 'na', 'none', 'nil', 'null', '00/00/0000')
        OR contains(cell, '9999'), false)""",
    r"""CREATE MACRO is_short_year(cell) AS
        regexp_matches(without_weekday(cell), '^\d{1,2}(st|nd|rd|th)?[-/. ]([A-Za-z]+|\d{1,2})[-/. ]\d{2}(\D|$)')""",
    """CREATE MACRO yes_no(cell) AS CASE
        WHEN lower(cell) IN ('yes', 'y', 'true', 't', '1') THEN 'yes'
        WHEN lower(cell) IN ('no', 'n', 'false', 'f', '0') THEN 'no' END""",
    """CREATE MACRO known(cell) AS
        CASE WHEN lower(cell) IN ('unknown', 'not known') THEN 'unknown' ELSE yes_no(cell) END""",
    r"""CREATE MACRO whole(cell) AS CASE WHEN regexp_full_match(cell, '\d{1,3}(,\d{3})+|\d{1,8}')
        THEN try_cast(replace(cell, ',', '') AS INTEGER) END""",
    # a column of numbers with gaps has "12.0" where the school wrote 12
    # UN1 to UN5 are the codes of "UPN not known yet", others write N/A or TBC, and a formula may fail: no key, or all such pupils would be one
    r"""CREATE MACRO is_placeholder(cell) AS regexp_full_match(lower(regexp_replace(cell, '[^\p{L}\p{N}]+', '', 'g')), '|un\d|na|nan|nil|none|null|tbc|tba|tbd|nk|unk|unknown|(not|un|notyet)'
        || '(yet)?(known|issued|allocated|assigned|available)|noupn|pending|await(ed|ing)(upn)?|0+|x+|ref|value|name|div0|num')""",
    r"CREATE MACRO is_name(cell) AS contains(cell, ' ') AND NOT regexp_matches(cell, '\d') AND NOT is_placeholder(cell)",
    "CREATE MACRO is_key(cell) AS NOT is_placeholder(cell) AND NOT is_name(cell)",
    r"CREATE MACRO admission_of(cell) AS CASE WHEN is_key(cell) THEN regexp_replace(cell, '^(\d+)\.0$', '\1') END",
    "CREATE MACRO upn_of(cell) AS CASE WHEN is_key(cell) THEN upper(replace(cell, ' ', '')) END",
)


def create_macros(con: DuckDBPyConnection) -> None:
    """Define the functions that type cells, for this connection."""
    for macro in _MACROS:
        con.execute(macro)
