"""Rows of a safeguarding log made ready for mapping: whose they are, what they are filed under, how they begin.

An action under an incident is about the incident's pupils and filed under its categories, unless it says otherwise.
The text itself goes no further than this step and the patterns of mapping.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.plans import know_plans
from ehe_rules.exports.profile_table import squash
from ehe_rules.exports.schema import literal
from ehe_rules.exports.versions import choose_versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_MONTHS = "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)"

_MACROS = (
    # Several categories in one cell, a category with its subcategory: every piece that could be a name, and the whole
    r"""CREATE MACRO names_in(cell) AS list_filter(list_distinct(list_transform(
        coalesce([cell] || string_split_regex(cell, '[;|\n]') || string_split_regex(cell, '[;,|\n]')
            || string_split_regex(cell, '[;,|\n/]') || string_split_regex(cell, '[;,|\n/>:]|\s[-\x{2013}]\s'), []),
        lambda piece: squashed(piece))), lambda name: name <> '')""",
    r"""CREATE MACRO without_tag(said) AS regexp_replace(said, '(?i)^\s*(EHE\s*[:\x{2013}-]\s*)?', '')""",
    r"""CREATE MACRO prefix_of(said) AS
        regexp_extract(without_tag(said), '^([A-Za-z][A-Za-z ]{1,24}(?:[/+&][A-Za-z ]{2,25})*):', 1)""",
    r"""CREATE MACRO begun_with(begins) AS list_filter([squashed(begins), squashed(regexp_replace(begins, '(?i)^EHE ', ''))],
        lambda name: name <> '')""",
    # The first words of an entry, up to a mark, a date or a word that leads on
    r"""CREATE MACRO first_words(said) AS
        trim(regexp_replace(regexp_extract(said, '^\s*([^:.,;(\n\x{2013}]{2,60})', 1), '(?i)\s((with|by|on|at|to|for)\s'
            || '|\d{1,2}[-/]|\d{4}-|\d{1,2}(st|nd|rd|th)?\s{months}\b).*$', ''))""".replace(
        "{months}", _MONTHS
    ),
)

_KNOWN = """
CREATE TABLE log_rows AS
SELECT l.* EXCLUDE (school), l.school AS school_cell, k.school, o.file, o.sheet, o.system, l.src IN ({actions}) AS is_action
FROM logged l JOIN sources o USING (src) LEFT JOIN school_cells k ON k.cell = l.school
WHERE o.part_of IS NULL OR coalesce(l.date, l.text) IS NOT NULL -- where incident and action share a row there may be no action
"""

_INCIDENTS = """
CREATE TABLE incident_names AS
SELECT system, school, incident, string_agg(DISTINCT category, '; ' ORDER BY category) AS category
FROM log_rows WHERE incident IS NOT NULL AND NOT is_action GROUP BY ALL;
CREATE TABLE incident_pupils AS
SELECT DISTINCT system, school, incident, upn, CASE WHEN upn IS NULL THEN admission_no END AS admission_no
FROM log_rows WHERE incident IS NOT NULL AND NOT is_action AND coalesce(upn, admission_no) IS NOT NULL
"""

_READY = """
CREATE TABLE ready_rows AS
WITH joined AS (
    SELECT r.* REPLACE (coalesce(r.upn, p.upn) AS upn, coalesce(r.admission_no, p.admission_no) AS admission_no,
        coalesce(r.category, CASE WHEN r.is_action THEN n.category END) AS category)
    FROM log_rows r
    LEFT JOIN incident_names n ON n.system = r.system AND n.school IS NOT DISTINCT FROM r.school AND n.incident = r.incident
    LEFT JOIN incident_pupils p ON r.is_action AND coalesce(r.upn, r.admission_no) IS NULL AND p.system = r.system
        AND p.school IS NOT DISTINCT FROM r.school AND p.incident = r.incident),
filed AS (SELECT DISTINCT category, names_in(category) AS categories FROM joined),
chosen AS (SELECT j.*, f.categories, {known} AS is_known FROM joined j LEFT JOIN filed f ON f.category IS NOT DISTINCT FROM j.category),
-- most rows of a log are of other categories: how they begin is not looked at
begun AS (
    SELECT *, CASE WHEN is_known THEN coalesce(doers_of(src, prefix_of(title)), doers_of(src, prefix_of(text))) END AS doers,
        CASE WHEN is_known THEN beginning(src, title) END AS title_begins,
        CASE WHEN is_known THEN beginning(src, text) END AS text_begins FROM chosen),
named AS (SELECT *, begun_with(title_begins) AS title_names, begun_with(text_begins) AS text_names FROM begun)
SELECT *, CASE WHEN is_known THEN concat_ws(chr(10), title, text) END AS said,
    CASE WHEN is_known THEN list_distinct(names_in(subcategory) || categories || title_names || text_names) ELSE [] END AS subcategories,
    is_known AND is_plan(after(text, text_begins)) AS text_plan, is_known AND is_plan(concat(after(title, title_begins), ': ', text)) AS title_plan,
    is_known AND starts_plan(text) AS begins_plan
FROM named
"""

_LOST = """
SELECT file, sheet, min(row), 'incident', '', count(*) || ' action(s), this the first, name no pupil, and their incident is not among the '
    || 'incidents given: they could not be used.'
FROM ready_rows WHERE is_action AND upn IS NULL AND admission_no IS NULL GROUP BY file, sheet
"""


def make_log_rows(
    con: DuckDBPyConnection,
    log: ProblemLog,
    actions: Sequence[int],
    prefixes: Mapping[int, Mapping[str, str]],
    categories: Sequence[str],
) -> None:
    """Make `ready_rows` from `logged`: all rows, those of other categories without what is read from their text.

    `actions` are the sheets of actions, `prefixes` each sheet's words for roles, `categories` the squashed names of those
    that some line asks for (none: a line asks for every row).
    """
    for macro in (*_MACROS, *_of_prefixes(prefixes)):
        con.execute(macro)
    con.execute(_KNOWN.format(actions=", ".join(map(str, actions)) or "-1"))
    choose_versions(con, log)
    con.execute(_INCIDENTS)
    known = f"list_has_any(f.categories, [{', '.join(map(literal, categories))}])" if categories else "true"
    know_plans(con)
    con.execute(_READY.format(known=known))
    con.execute("CREATE TABLE known_rows AS FROM ready_rows WHERE is_known")
    log.add_rows(
        "error",
        _LOST,
        "Export the incidents too, for the same days, or with the actions the pupil's UPN.",
        of_many=True,
    )


def _of_prefixes(prefixes: Mapping[int, Mapping[str, str]]) -> tuple[str, str]:
    """Give the macros that read "HoS:" or "SLT / DSL:" before an entry: the roles, and the entry without them."""
    listed = "".join(f" WHEN {src} THEN {_map(known)}" for src, known in sorted(prefixes.items()) if known)
    known = f"CASE src{listed} END" if listed else "MAP {'': ''}"
    roles = f"list_transform(string_split_regex(nullif(prefix, ''), '[/+&]'), lambda piece: ({known})[squashed(piece)])"
    doers = (
        "CREATE MACRO doers_of(src, prefix) AS CASE "
        f"WHEN list_contains(list_transform({roles}, lambda role: role IS NULL), true) THEN NULL "
        f"ELSE array_to_string({roles}, '; ') END"
    )
    beginning = (
        "CREATE MACRO beginning(src, said) AS first_words(CASE "
        "WHEN doers_of(src, prefix_of(said)) IS NULL THEN without_tag(said) "
        "ELSE substr(without_tag(said), length(prefix_of(said)) + 2) END)"
    )
    return doers, beginning


def _map(known: Mapping[str, str]) -> str:
    pairs = {squash(said): role for said, role in known.items()}
    return f"MAP {{{', '.join(f'{literal(said)}: {literal(role)}' for said, role in sorted(pairs.items()))}}}"
