"""Differences between the engines are found in both directions and said without a name."""

from __future__ import annotations

import duckdb
import pytest

from ehe_rules.engines.agree import Disagreement, check_agreement, compare
from ehe_rules.engines.durable import DurableVerdicts
from ehe_rules.errors import EnginesDisagreeError


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """Three cases; the evaluator of record on two rules."""
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE facts_case AS SELECT i AS subject, 'case/100001/X' || i || '/2026-01-12' AS id FROM range(1, 4) t(i)"
    )
    con.execute("CREATE TABLE verdicts (about VARCHAR, subject INTEGER, rule VARCHAR, status VARCHAR)")
    con.execute("""INSERT INTO verdicts VALUES ('case', 1, 'p:a', 'met'), ('case', 2, 'p:a', 'not_applicable'),
      ('case', 3, 'p:a', 'late'), ('case', 1, 'p:b', 'due'), ('case', 2, 'p:b', 'not_met'), ('case', 3, 'p:b', 'met')""")
    return con


AGREED = [("case", 1, "p:a", "met"), ("case", 1, "p:b", "due"), ("case", 2, "p:b", "not_met")]


def said(*verdicts: tuple[str, int, str, str]) -> DurableVerdicts:
    """Subject 3 is not in the sample."""
    return DurableVerdicts(verdicts, {"case": [1, 2]}, {"case": 3}, {"case": 2})


def test_silence_is_not_applicable_and_only_the_sample_counts(con: duckdb.DuckDBPyConnection) -> None:
    assert compare(con, said(*AGREED)) == []
    check_agreement(con, said(*AGREED))


def test_a_verdict_that_the_second_engine_lost_is_found(con: duckdb.DuckDBPyConnection) -> None:
    assert compare(con, said(*AGREED[1:])) == [
        Disagreement("p:a", "case/100001/X1/2026-01-12", "met", "not_applicable")
    ]


def test_a_verdict_that_only_the_second_engine_gave_is_found(con: duckdb.DuckDBPyConnection) -> None:
    extra = ("case", 2, "p:a", "late")
    assert compare(con, said(*AGREED, extra)) == [
        Disagreement("p:a", "case/100001/X2/2026-01-12", "not_applicable", "late")
    ]


def test_another_status_stops_the_run_with_rule_subject_and_both(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(EnginesDisagreeError) as raised:
        check_agreement(con, said(("case", 1, "p:a", "late"), *AGREED[1:]))
    line = "  p:a on case/100001/X1/2026-01-12: met by the evaluator of record, late by durable-rules"
    assert str(raised.value).splitlines()[1:] == [line]
    assert raised.value.exit_status == 4


def test_a_long_list_is_cut(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO verdicts SELECT 'case', 1, 'p:' || i, 'met' FROM range(30) t(i)")
    with pytest.raises(EnginesDisagreeError, match=r"and 10 more$"):
        check_agreement(con, said(*AGREED))
