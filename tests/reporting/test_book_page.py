"""The rulebook as a page and as Markdown: whole, linked, escaped, and the same bytes each time."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reporting.pages import outline, text
from rulebook.made import RULE, RULESET, load

from ehe_rules.casebook.book import book
from ehe_rules.reporting.book import book_page
from ehe_rules.reporting.book_text import book_markdown
from ehe_rules.reporting.html import book_html
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import find_ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.reporting.book_parts import BookPage

CLAUSES = """\
- {id: "x:1", where: "§1", check: data, about: case, says: "Sent <b>at once</b>.", starts: the parent's word}
- {id: "x:2", where: "§2", check: partly, about: case, says: Kind., why: Kindness leaves no trace., look_at: Read the letter.}
- {id: "x:3", where: "§3", check: none, about: case, says: A wish., why: It is *only* a wish., look_at: Ask.}
- {id: "x:4", where: "§4", check: data, about: case, says: Left out.}
"""
CASES = """\
cases:
  - {name: sent <i>in time</i>, on: 2026-01-30, expect: met}
  - {name: sent a day late, on: 2026-01-30, expect: late}
  - {name: of three families one, on: 2026-01-30, expect: [not_applicable, late, not_applicable]}
"""


@cache
def shipped() -> BookPage:
    return book_page(book([load_ruleset(find_ruleset(name)) for name in ("hcat-ehe", "england")]), "0")


def made(folder: Path) -> BookPage:
    rule = RULE.replace("clauses: x:1", "clauses: [x:1, x:2]").replace("Send it.", "Send it & say <so>.")
    files = {"ruleset.yaml": RULESET, "clauses.yaml": CLAUSES, "letter.yaml": rule + CASES}
    return book_page(book([load(folder, files)]), "0")


def test_the_page_nests_its_headings_follow_and_every_link_leads_somewhere() -> None:
    found = outline(book_html(shipped()).decode())
    assert all(after <= before + 1 for before, after in zip(found.levels, found.levels[1:], strict=False))
    assert found.levels[0] == 1
    assert len(found.ids) == len(set(found.ids))
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert {"main", "header", "footer", "nav"} <= set(found.landmarks)


def test_the_page_needs_no_other_file_and_runs_nothing() -> None:
    html = book_html(shipped()).decode()
    assert "<script" not in html
    assert not re.search(r"(?:src|href)=\"(?!#)", html)


def test_every_clause_and_rule_that_is_in_the_book_is_on_the_page() -> None:
    html = text(book_html(shipped()).decode())
    markdown = book_markdown(shipped()).decode()
    for document in shipped().documents:
        for section in document.sections:
            for one in section.clauses:
                assert " ".join(one.clause.says.split()) in html
                assert one.clause.id in markdown
                for rule in one.rules:
                    assert rule.file.title in html
                    assert all(case.name in html for case in rule.cases)


def test_what_no_record_decides_and_what_is_open_stand_in_plain_sight(tmp_path: Path) -> None:
    html = text(book_html(made(tmp_path)).decode())
    assert (
        "Records decide only a part of this. Kindness leaves no trace. What to look at instead: Read the letter."
        in html
    )
    assert "No record decides this. It is *only* a wish. What to look at instead: Ask." in html
    assert "Open. No rule executes it." in html
    assert [(figure.number, figure.words) for figure in made(tmp_path).figures] == [
        ("2", "clauses decided from records"),
        ("1", "decided in part"),
        ("1", "left to people"),
        ("1", "open"),
        ("1", "rules"),
        ("3", "invented cases that hold them to their meaning"),
    ]


def test_a_rule_is_told_in_sentences_with_its_figure_its_remedy_and_its_cases(tmp_path: Path) -> None:
    html = text(book_html(made(tmp_path)).decode())
    for said in (
        "Whom it concerns: each home education case, where the parent's stated intention is on record",
        "What must be on record: the intent-to-EHE letter within 5 school days of the parent's stated intention",
        "5 school days letter time for a test",
        "What to do (attendance lead): Send it & say <so>.",
        "3 cases: 1 does not apply, 2 done late, 1 in place.",
        "Looked at on 30 Jan 2026.",
        "when oral_intention_stated require intent_letter_sent within letter_time of oral_intention_stated",
        "Executed by: made:letter : The letter is sent",
    ):
        assert said in html, said


def test_whatever_a_file_says_is_shown_as_text(tmp_path: Path) -> None:
    html, markdown = book_html(made(tmp_path)).decode(), book_markdown(made(tmp_path)).decode()
    assert "Sent &lt;b&gt;at once&lt;/b&gt;." in html
    assert "sent &lt;i&gt;in time&lt;/i&gt;" in html
    assert r"Sent \<b\>at once\</b\>." in markdown
    assert r"It is \*only\* a wish." in markdown


def test_the_markdown_says_the_same(tmp_path: Path) -> None:
    lines = book_markdown(made(tmp_path)).decode().splitlines()
    for line in (
        "# The rulebook: Made for a test",
        "#### x:1 (§1): decided from records",
        "##### The letter is sent",
        "- **What must be on record:** the intent-to-EHE letter within 5 school days of the parent's stated intention",
        "- **5 school days** (letter time): for a test",
        "  - Done late: sent a day late",
        "  - Done late, Does not apply (2): of three families one",
        "> **What to look at instead:** Read the letter.",
        "**Open.** No rule executes it.",
    ):
        assert line in lines, line


def test_the_same_rulesets_give_the_same_bytes(tmp_path: Path) -> None:
    first, again = made(tmp_path), made(tmp_path)
    assert book_html(first) == book_html(again)
    assert book_markdown(first) == book_markdown(again)
