"""UPNs: the published arithmetic, and the SQL that must agree with it."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehe_rules.exports.identity import UPN_OK
from ehe_rules.exports.upn import ALPHABET, check_letter, is_valid


@pytest.mark.parametrize(
    "upn",
    [
        "R810204624001",
        "G332213525117",
        "C81020462400A",
        "V81020462407T",
        "B801200005001",
        "G335311012004",
        "Z801209809069",
    ],
)
def test_known_upns_are_valid(upn: str) -> None:
    assert check_letter(upn[1:]) == upn[0]
    assert is_valid(upn)


@pytest.mark.parametrize(
    "upn",
    [
        "U865346313703",
        "J933207636549",
        "M86534630235G",
        "X1000010001",
        "",
        "r810204624001",
        "R81020462400O",
        "R8102046240011",
        "R81020462400\u0661",
    ],
)
def test_bad_upns_are_not(upn: str) -> None:
    assert not is_valid(upn)


def test_check_letter_refuses_what_is_not_twelve_characters() -> None:
    with pytest.raises(ValueError, match="not eleven digits"):
        check_letter("81020462400")


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 11), st.sampled_from("0123456789"))
def test_a_wrong_digit_is_found(twelve: str, place: int, digit: str) -> None:
    upn = check_letter(twelve) + twelve
    wrong = upn[: place + 1] + digit + upn[place + 2 :]
    assert is_valid(upn)
    # weights 2 to 13 are prime to 23, so no single wrong digit can pass
    assert is_valid(wrong) == (wrong == upn)


def test_the_sql_check_agrees() -> None:
    con = duckdb.connect()
    con.execute(UPN_OK)
    known = [
        "R810204624001",
        "C81020462400A",
        "V81020462407T",
        "U865346313703",
        "M86534630235G",
        "UN1",
        "",
        "R81020462400O",
    ]
    made = [
        check_letter(f"{n:011d}{ALPHABET[n % 23]}") + f"{n:011d}{ALPHABET[n % 23]}"
        for n in range(0, 10**11, 10**9 + 7)
    ]
    shifted = ["A" + upn[1:] for upn in made]
    said = con.execute(
        "SELECT u, upn_ok(u) FROM (SELECT unnest(?) AS u)", [known + made + shifted]
    ).fetchall()
    assert [ok for _, ok in said] == [is_valid(upn) for upn, _ in said]
