"""The national codes: those of the Schedule to SI 2024/208, and those withdrawn."""

from __future__ import annotations

from ehe_rules.exports.marks import read_codes

SCHEDULE = {
    "PRES": ["/", "L", "\\"],
    "AEA": ["B", "K", "P", "V", "W"],
    "AUTH": ["C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T"],
    "UNAUTH": ["G", "N", "O", "U"],
    "NPA": ["D", "Q", "X", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"],
    "ADMIN": ["#", "Z"],
}
NEW = ["C1", "C2", "J1", "K", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"]


def test_there_are_thirty_four_codes_each_in_its_class() -> None:
    in_force = [(code, kind) for code, kind, _, last in read_codes() if last is None]
    assert sorted(in_force) == sorted((code, kind) for kind, codes in SCHEDULE.items() for code in codes)
    assert len(in_force) == 34


def test_new_codes_begin_with_the_regulations() -> None:
    assert sorted(code for code, _, first, _ in read_codes() if first is not None) == NEW
    assert {first for _, _, first, _ in read_codes()} == {None, "2024-08-19"}


def test_withdrawn_codes_end_on_their_day() -> None:
    withdrawn = {code: last for code, _, _, last in read_codes() if last is not None}
    assert withdrawn == {"F": "2013-08-31", "H": "2024-08-18", "J": "2024-08-18", "Y": "2024-08-18"}
