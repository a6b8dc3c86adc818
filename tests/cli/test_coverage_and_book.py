"""`rules coverage` and `rules book` as a user runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Ehe

CLAUSES = """\
- {id: "own:1", where: "1", check: data, about: case, says: The parent is contacted.}
- {id: "own:2", where: "2", check: partly, about: leaver, says: A letter is there., why: Its tone., look_at: Read it.}
- {id: "own:3", where: "3", check: none, about: case, says: A wish., why: No record shows it., look_at: Ask people.}
"""


def test_coverage_shows_every_clause_and_what_is_left_to_people(ehe: Ehe, ruleset: Path) -> None:
    (ruleset / "clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    ran = ehe("rules", "coverage", "--ruleset", ruleset)
    assert ran.status == 0
    rows = [line.split() for line in ran.out.splitlines() if line.startswith("own:")]
    assert rows[0] == ["own:1", "1", "from", "records", "ours", "1", "medium"]
    assert rows[1] == ["own:2", "2", "in", "part", "leavers", "0", "critical"]
    assert rows[2] == ["own:3", "3", "not", "at", "all", "-", "0", "-"]
    assert "own:2 (in part): A letter is there.\n  why       Its tone.\n  look at   Read it.\n" in ran.out
    assert (
        "own:3 (not at all): A wish.\n  why       No record shows it.\n  look at   Ask people.\n" in ran.out
    )
    said = "3 clauses (1 from records, 1 in part, 1 not at all), executed by 2 rules with 1 case. Open: none."
    assert ran.out.rstrip().splitlines()[-1] == said
    assert f"\nown-rules: {said}\n" in ran.out


def test_an_open_clause_is_named_and_ends_with_status_1(ehe: Ehe, ruleset: Path) -> None:
    more = '- {id: "own:4", where: "4", check: data, about: case, says: Nobody looks.}\n'
    (ruleset / "clauses.yaml").write_text(CLAUSES + more, encoding="utf-8")
    ran = ehe("rules", "coverage", "--ruleset", ruleset)
    assert ran.status == 1
    assert "own:4: No rule executes it." in ran.out
    assert ran.out.rstrip().endswith("Open: 1.")


def test_a_ruleset_that_lists_no_clauses_is_named(ehe: Ehe, ruleset: Path) -> None:
    ran = ehe("rules", "coverage", "--ruleset", ruleset)
    assert (ran.status, "Without a clauses.yaml" in ran.out) == (0, True)
    assert "own-rules" in ran.out.splitlines()[-1]


def test_an_unknown_ruleset_and_an_unknown_clause_end_with_status_2(ehe: Ehe, ruleset: Path) -> None:
    assert ehe("rules", "coverage", "--ruleset", "hcat").status == 2
    (ruleset / "clauses.yaml").write_text(CLAUSES.replace("own:1", "own:9"), encoding="utf-8")
    ran = ehe("rules", "coverage", "--ruleset", ruleset)
    assert (ran.status, "there is no clause 'own:1'" in ran.err) == (2, True)


def test_coverage_takes_in_every_ruleset_that_comes_with_the_tool(ehe: Ehe) -> None:
    out = ehe("rules", "coverage").out
    for clause in ("hcat:A.3", "england:DEL-F-LATE", "dudley:16"):
        assert f"\n{clause} " in out


def test_the_book_is_written_as_a_page_and_as_markdown(ehe: Ehe, ruleset: Path, tmp_path: Path) -> None:
    (ruleset / "clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    ran = ehe("rules", "book", "--ruleset", ruleset, "--out", "read/me")
    assert (ran.status, ran.out) == (0, "3 clauses, 2 rules. Open read/me/rulebook.html\n")
    html = (tmp_path / "read/me/rulebook.html").read_text(encoding="utf-8")
    assert "The parent is contacted in our time" in html
    assert "Ask people." in (tmp_path / "read/me/rulebook.md").read_text(encoding="utf-8")
    before = html.encode()
    assert ehe("rules", "book", "--ruleset", ruleset, "--out", "read/me").status == 0
    assert (tmp_path / "read/me/rulebook.html").read_bytes() == before


def test_a_folder_that_cannot_be_written_to_is_a_sentence(ehe: Ehe, ruleset: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    ran = ehe("rules", "book", "--ruleset", ruleset, "--out", "taken/below")
    assert (ran.status, "cannot be written there" in ran.err) == (2, True)
