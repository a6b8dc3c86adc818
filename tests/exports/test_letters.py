"""The trust's letters: named in an entry, they say what it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exports.helping import rows, upn, write
from exports.systems import INCIDENTS, events, incident, real_words, take

from ehe_rules.exports import load
from ehe_rules.exports.profile import ProfileError

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = """
templates:
  - name: "Intent letter"
    event: intent_letter_sent
    covers: responsibilities
  - {name: Intent letter v3, event: intent_letter_sent, covers: [responsibilities, meeting_invitation]}
"""
BOTH = ["meeting_invitation", "responsibilities"]


@pytest.mark.parametrize(
    ("text", "covers"),
    [
        ("Used intent  letter V3.", BOTH),
        ("Intent letter", ["responsibilities"]),
        ("Intent letter v30", ["responsibilities"]),
    ],
)
def test_an_entry_that_names_a_letter_covers_what_it_contains(
    tmp_path: Path, text: str, covers: list[str]
) -> None:
    line = incident(1, text, sub="Letter sent")
    tables = take(tmp_path, {"100001/a.csv": INCIDENTS + line, "templates.yaml": LETTERS})
    assert events(tables, "covers, list_contains(unsure, 'covers')") == [(covers, False)]
    assert rows(tables, "SELECT taken_for, system, rows FROM files WHERE file = 'templates.yaml'") == [
        ("templates", "native", 2)
    ]


def test_an_entry_that_names_none_is_unknown_where_covers_is_no_column(tmp_path: Path) -> None:
    native = "school,upn,event,date,note\n" + "".join(
        f"100001,{upn(1)},{event},2026-01-12,{note}\n"
        for event, note in (
            ("intent_letter_sent", "our Intent letter v3"),
            ("intent_letter_sent", "a letter"),
            ("meeting_held", "x"),
        )
    )
    tables = take(tmp_path, {"e.csv": native, "t.yml": LETTERS})
    assert rows(tables, "SELECT covers, unsure FROM events ORDER BY row") == [
        (BOTH, []),
        ([], ["covers"]),
        ([], []),
    ]


def test_a_covers_column_says_what_it_says(tmp_path: Path) -> None:
    native = f"school,upn,event,date,covers\n100001,{upn(1)},intent_letter_sent,2026-01-12,\n"
    tables = take(tmp_path, {"e.csv": native, "templates.yaml": LETTERS})
    assert events(tables, "covers, unsure") == [([], [])]


def test_the_list_may_be_given_apart(tmp_path: Path) -> None:
    path = write(tmp_path, {"letters.yaml": LETTERS}) / "letters.yaml"
    folder = write(
        tmp_path / "in", {"100001/a.csv": INCIDENTS + incident(1, "Intent letter v3", sub="Letter sent")}
    )
    assert events(load([folder], real_words(), templates=[path]), "covers") == [(BOTH,)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "templates:\n  - {name: A, event: intent_leter_sent}",
            "no event 'intent_leter_sent' (nearest: intent_letter_sent)",
        ),
        (
            "templates:\n  - {name: A, event: intent_letter_sent, covers: aims}",
            "no word for covers of intent_letter_sent 'aims' (nearest: aim)",
        ),
        ("templates:\n  - {name: A}", "event: Field required"),
        ("templates:\n  - [", "is not YAML"),
        ("templates:\n  - " + "[" * 50_000 + "]" * 50_000, "nested more than"),
    ],
)
def test_a_list_that_cannot_be_used_stops_the_run(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ProfileError) as raised:
        take(tmp_path, {"100001/a.csv": INCIDENTS + incident(1, "x"), "templates.yaml": text})
    assert str(raised.value).startswith("templates.yaml: ")
    assert said in str(raised.value)
    assert raised.value.exit_status == 2
