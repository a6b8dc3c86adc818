"""The page of an authority's own records, from the situation in fixtures/."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from reporting.pages import outline

from ehe_rules.checking import check
from ehe_rules.reporting import render

FIXTURE = Path(__file__).parents[2] / "fixtures/33-an-authority"


@cache
def outputs() -> dict[str, bytes]:
    return render(check([FIXTURE], on=date(2026, 5, 29), rulesets=["dudley-la"], engine="columnar"))


def page() -> str:
    return outputs()["index.html"].decode()


def test_it_is_the_first_page_and_there_is_none_of_a_school() -> None:
    assert sorted(outputs()) == ["findings.csv", "findings.json", "findings.xlsx", "index.html"]
    assert "The authority&#39;s own records" in page() or "The authority's own records" in page()


def test_it_says_first_that_the_document_is_dated_and_how_its_words_are_read() -> None:
    text = page()
    assert text.index("a dated document") < text.index("What to do")
    assert "Connexions Service" in text
    assert "careers service of the authority" in text


def test_the_authoritys_duties_are_its_own_work() -> None:
    text = page()
    assert "Not on record" not in text
    assert "Was due Mon 4 May" in text  # a bank holiday: an authority's days are the calendar's
    assert "Officer EHE-2" in text
    assert "UPN X999933000003" in text


def test_the_page_is_well_made() -> None:
    found = outline(page())
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert all(later <= earlier + 1 for earlier, later in zip(found.levels, found.levels[1:], strict=False))
