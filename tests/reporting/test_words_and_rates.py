"""Dates, counts and rates in words; colours that can be read."""

from __future__ import annotations

import io
import re
from importlib.resources import files

import pytest
from openpyxl import load_workbook
from reporting.sample import FINDINGS, OAK, sample

from ehe_rules.reporting import render, words
from ehe_rules.reporting.children import year_words
from ehe_rules.reporting.rates import Share, Tally
from ehe_rules.reporting.redact import redactor
from ehe_rules.reporting.run import run
from ehe_rules.reporting.tallies import total


def test_dates_in_words() -> None:
    assert words.day("2026-01-12") == "12 Jan 2026"
    assert words.weekday("2026-01-16") == "Fri 16 Jan 2026"
    assert words.deadline("2026-01-16", "2026-01-30") == "Fri 16 Jan"
    assert words.deadline("2025-12-19", "2026-01-30") == "Fri 19 Dec 2025"
    assert words.day("soon") == "soon"


@pytest.mark.parametrize(
    ("event", "label"),
    [
        ("intent_letter_sent", "Intent letter sent"),
        ("ehe1_sent", "EHE1 sent"),
        ("la_informed", "LA informed"),
        ("send_considered", "SEND considered"),
        ("returner_informed", "Returner informed"),
    ],
)
def test_events_in_words(event: str, label: str) -> None:
    assert words.label(event) == label


def test_evidence_in_words() -> None:
    assert words.evidence("roll.xlsx[Leavers]:12") == "roll.xlsx, sheet Leavers, row 12"
    assert words.evidence("a/b[1].csv:3") == "a/b[1].csv, row 3"
    assert words.evidence("something else") == "something else"
    assert words.evidence_file("a/b.csv:3") == "a/b.csv"


def test_rules_sort_as_people_count() -> None:
    assert sorted(["5.2.10", "5.2.9", "A.1"], key=words.natural) == ["5.2.9", "5.2.10", "A.1"]


@pytest.mark.parametrize(
    ("given", "shown"), [("9", "Year 9"), ("Y09", "Year 9"), ("R", "Reception"), ("N2", "N2"), ("", "")]
)
def test_year_groups(given: str, shown: str) -> None:
    assert year_words(given) == shown


@pytest.mark.parametrize(
    ("number", "of", "shown"),
    [(12, 15, "80%"), (1, 1000, "1%"), (999, 1000, "99%"), (5, 5, "100%"), (0, 5, "0%"), (1, 8, "13%")],
)
def test_a_percentage_never_rounds_to_all_or_nothing(number: int, of: int, shown: str) -> None:
    assert Share(number, of).percent == shown


def test_few_or_none_have_no_percentage() -> None:
    assert Share(3, 4).words(percent=True) == "3 of 4"
    assert Share(12, 15).words(percent=False) == "12 of 15"
    assert Share(0, 0).words(percent=True) == "none"


def test_due_and_waived_are_neither_done_nor_not_done() -> None:
    tally = total(
        [Tally("stage 1", met=3, late=1, due=7), Tally("stage 2", not_met=2, cannot_tell=4, waived=5)]
    )
    assert (tally.in_time, tally.at_all, tally.decidable) == (Share(3, 6), Share(4, 6), Share(6, 10))


def test_names_and_keys_are_taken_out_of_text() -> None:
    hide = redactor(
        [{"pupil": "000123", "upn": "Z90000000001A", "forename": "Mary Ann", "surname": "O'Sample"}]
    )
    assert hide("Mary Ann O'Sample, O'SAMPLE Ann, 000123 and file_Z12345678901A.csv") == (
        "[a pupil], [a pupil], [a pupil] and file_[a pupil].csv"
    )
    assert hide("Mary had row 123 in May") == "Mary had row 123 in May"
    # names of files and folders: possessives, and names run together
    assert hide("Ann O'Sample's/AnnO'Sample.csv") == "[a pupil]/[a pupil].csv"
    assert hide("letters/maryannScan.pdf") == "letters/maryannScan.pdf"
    assert hide("letters/MaryAnnScan.pdf, maryann.pdf") == "letters/[a pupil].pdf, [a pupil].pdf"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(theme: int) -> None:
    css = files("ehe_rules.reporting").joinpath("templates/report.css").read_text("utf-8")
    colours = dict(
        re.findall(
            r"--([a-z-]+): (#[0-9a-f]{6});", re.findall(r":root \{(.*?)\}", css, flags=re.DOTALL)[theme]
        )
    )
    grounds = [(name, name.removesuffix("-ink")) for name in colours if name.endswith("-ink")]
    grounds += [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("page", "panel")]
    for ink, ground in grounds:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_a_sample_is_said_with_the_engines_and_not_as_a_warning() -> None:
    sample = "The second engine (durable-rules) cross-checked a fixed sample: 15 of 40 subjects."
    engines = {"names": ["columnar", "durable-rules"], "compared": 30, "differences": 0, "sample": sample}
    said = run({"on": "2026-01-30", "engines": engines, "notices": []})
    assert said.engines.endswith(f"They agreed on every one. {sample}")
    assert said.notices == []


def test_waivers_are_spoken_of_only_where_something_is_waived() -> None:
    def said(findings: list[dict[str, str]]) -> list[bool]:
        outputs = render(sample(findings=findings), formats=("html", "xlsx"))
        book = load_workbook(io.BytesIO(outputs["findings.xlsx"]))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        pages = [outputs[name].decode() for name in ("index.html", f"schools/{OAK}.html")]
        return ["waive" in page.lower() for page in (*pages, " ".join(cells))]

    assert said(FINDINGS) == [True, True, True]
    assert said([row for row in FINDINGS if row["status"] != "waived"]) == [False, False, False]
