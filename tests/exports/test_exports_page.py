"""docs/exports.md says what the profiles do: what it tells people to type is read, and every key is named."""

from __future__ import annotations

import re
from pathlib import Path

from exports.helping import rows
from exports.systems import INCIDENTS, incident, take

from ehe_rules.exports.profile_table import TableProfile
from ehe_rules.exports.schema import SYSTEM

PAGE = (Path(__file__).parents[2] / "docs/exports.md").read_text(encoding="utf-8")


def test_every_entry_that_the_page_tells_to_type_is_read(tmp_path: Path) -> None:
    table = PAGE.split("| step | subcategory, or first words |")[1].split("\n\n")[0]
    steps = [line.split("|")[2] for line in table.splitlines() if line.count("|") == 3]
    typed = [text for cell in steps for text in re.findall(r"`([^`]+)`", cell)]
    # alternatives to the entry before them: `Referral to MASH` (or `early help`, `LA`)
    typed = [text for text in typed if text not in {"early help", "LA", "stage 2"}]
    assert len(typed) > 30
    lines = "".join(incident(number, text) for number, text in enumerate(typed))
    tables = take(tmp_path, {"100001/log.csv": INCIDENTS + lines})
    read = {row for (row,) in rows(tables, "SELECT DISTINCT row FROM events")}
    assert [text for number, text in enumerate(typed) if number + 2 not in read] == []


def test_the_checklist_of_the_page_is_read(tmp_path: Path) -> None:
    (checklist,) = re.findall(r"^    EHE checklist\n    (.+)$", PAGE, flags=re.MULTILINE)
    tables = take(tmp_path, {"100001/log.csv": INCIDENTS + incident(1, f"EHE checklist\n{checklist}")})
    assert rows(tables, "SELECT count(DISTINCT event) FROM events") == [(6,)]


def test_the_page_names_every_key_and_every_column_of_a_profile() -> None:
    for name in (*TableProfile.model_fields, *SYSTEM):
        assert f"`{name}" in PAGE, name
