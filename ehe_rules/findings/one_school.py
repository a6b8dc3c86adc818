"""A report on one school: what is left of the others, once all were read and judged together.

Nothing of another school's children stays: their verdicts, names and roll go, and so do the problems of rows that are
theirs and the files that hold none but theirs. What is wrong with a file as a whole stays, if the school has rows in
it or no school has; what stood in the cell stays only if it is sure to be the school's own or nobody's data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.errors import RulebookError

if TYPE_CHECKING:
    import duckdb

    from ehe_rules.judge import Judgement

_OF_ONE = "EXISTS (FROM sheet_schools x WHERE x.file = t.file AND x.sheet = t.sheet AND x.school = $1)"
_OF_ANY = "EXISTS (FROM sheet_schools x WHERE x.file = t.file AND x.sheet = t.sheet)"
_OF_OTHERS = "EXISTS (FROM sheet_schools x WHERE x.file = t.file AND x.sheet = t.sheet AND x.school <> $1)"

_PROBLEMS = f"""DELETE FROM problems t WHERE t.school IS DISTINCT FROM $1
  AND NOT ((coalesce(t.of_many, false) OR t.school IS NULL) AND ({_OF_ONE} OR NOT {_OF_ANY}))"""

# A heading, a category, a code: what is no pupil's whatever stands there.
_VALUES = f"""UPDATE problems t SET value = '' WHERE t.school IS DISTINCT FROM $1 AND (NOT {_OF_ONE} OR {_OF_OTHERS})
  AND t."column" NOT IN ('school', 'category', 'code', 'session') AND t.value <> t."column" """


def keep_school(judgement: Judgement, school: str) -> None:
    """Keep only one school's verdicts, subjects, roll, problems and files; `files_of_others` has the hashes of the rest.

    Raises RulebookError, with the schools that there are, where it is none of them.
    """
    con = judgement.con
    known = [row[0] for row in con.execute("SELECT school FROM schools ORDER BY school").fetchall()]
    if school not in known:
        raise RulebookError(f"There is no school {school} in these exports; there are {', '.join(known)}.")
    for kind in judgement.terms:
        con.execute(
            f"DELETE FROM verdicts WHERE about = '{kind}' AND subject IN (SELECT subject FROM subjects_{kind} WHERE school <> ?)",
            [school],
        )
        con.execute(f"DELETE FROM subjects_{kind} WHERE school <> ?", [school])
    con.execute("DELETE FROM spells WHERE school <> ?", [school])
    _keep_files(con, school)
    con.execute("DELETE FROM schools WHERE school <> ?", [school])


def _keep_files(con: duckdb.DuckDBPyConnection, school: str) -> None:
    con.execute(_PROBLEMS, [school])
    con.execute(_VALUES, [school])
    theirs = f"FROM files t WHERE {_OF_ANY} AND NOT {_OF_ONE}"
    con.execute(
        f"CREATE OR REPLACE TABLE files_of_others AS SELECT DISTINCT sha256 {theirs} ORDER BY ALL", [school]
    )
    con.execute(f"DELETE {theirs}", [school])
