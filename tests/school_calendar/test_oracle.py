"""The calendar against an oracle in plain Python that goes day by day and shares no code with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    Build = Callable[..., duckdb.DuckDBPyConnection]

DAY = timedelta(days=1)
FAR_DATE = date(9999, 12, 31)
NOTHING_KNOWN = 100_000_000
SCHOOLS = ("900001", "900002")
# As gov.uk lists them for England and Wales; not from the library that the calendar uses.
BANK_HOLIDAYS = {
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
}
NO_SCHOOL = {
    date.fromisoformat(f"{year}-{day}") for year, days in BANK_HOLIDAYS.items() for day in days.split()
}


class Row(NamedTuple):
    """A row of the calendar table."""

    year: str
    half_term: int | None
    first: date | None
    last: date | None
    school: str | None


class HalfTerm(NamedTuple):
    """A half term that can be used; `year` is the one in which its academic year starts."""

    year: int
    number: int
    first: date
    last: date

    def next_label(self) -> tuple[int, int]:
        """Give the year and number of the half term that follows."""
        return (self.year, self.number + 1) if self.number < 6 else (self.year + 1, 1)


@dataclass
class Record:
    """What a trust supplies."""

    rows: list[Row] = field(default_factory=list)
    closures: list[tuple[date, str, str | None]] = field(default_factory=list)
    marks: list[tuple[str, date, str]] = field(default_factory=list)
    audit: dict[str, date] = field(default_factory=dict)
    events: list[tuple[date]] = field(default_factory=list)

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """Give the rows as the tables hold them."""
        return {
            "schools": [(school,) for school in self.audit],
            "calendar": [tuple(row) for row in self.rows],
            "closures": list(self.closures),
            "attendance": list(self.marks),
            "audit": list(self.audit.items()),
            "events": list(self.events),
        }

    def dates(self) -> list[date]:
        """List every date that the calendar has to number: the span, and those far outside."""
        met = {on for row in self.rows for on in (row.first, row.last) if on} | {
            on for _, on, _ in self.marks
        }
        met |= {on for (on,) in self.events} | set(self.audit.values())
        near = met - {FAR_DATE}
        day, dates = min(near) - 60 * DAY, []
        while day <= max(near) + 430 * DAY:
            dates.append(day)
            day += DAY
        return dates + sorted(met & {FAR_DATE})


def start_year(row: Row) -> int | None:
    start, _, end = row.year.partition("/")
    return int(start) if end and int(end) == (int(start) + 1) % 100 else None


def half_terms_of(school: str, rows: list[Row]) -> list[HalfTerm]:
    own_years = {start_year(row) for row in rows if row.school == school}
    found: set[HalfTerm] = set()
    for row in rows:
        year = start_year(row)
        applies = row.school == school or (row.school is None and year not in own_years)
        if not applies or year is None or row.half_term not in range(1, 7) or not row.first or not row.last:
            continue
        if date(year, 8, 1) <= row.first <= row.last <= date(year + 1, 8, 31):
            found.add(HalfTerm(year, row.half_term or 0, row.first, row.last))
    good = []
    for one in found:
        others = found - {one}
        after = all(other.last < one.first for other in others if other[:2] < one[:2])
        before = all(one.last < other.first for other in others if other[:2] > one[:2])
        if after and before and not any(other[:2] == one[:2] for other in others):
            good.append(one)
    return sorted(good)


def chains(half_terms: list[HalfTerm]) -> list[list[HalfTerm]]:
    found: list[list[HalfTerm]] = []
    for half_term in half_terms:
        if found and found[-1][-1].next_label() == half_term[:2]:
            found[-1].append(half_term)
        else:
            found.append([half_term])
    return found


def known_chain(half_terms: list[HalfTerm], audit: date) -> list[HalfTerm]:
    found = chains(half_terms)
    holding = [chain for chain in found if chain[0].first <= audit <= chain[-1].last]
    earlier = [chain for chain in found if chain[-1].last < audit]
    return (holding or earlier[-1:] or found)[0]


def is_open(school: str, day: date, half_terms: list[HalfTerm], record: Record) -> bool:
    if (
        day.weekday() >= 5
        or day == FAR_DATE
        or any(on == day and who in (None, school) for on, _, who in record.closures)
    ):
        return False
    if half_terms:
        return any(h.first <= day <= h.last for h in half_terms) and day not in NO_SCHOOL
    marked = {
        on for who, on, code in record.marks if who == school and code != "#" and on <= record.audit[school]
    }
    if marked and min(marked) <= day <= max(marked):
        return day in marked
    return day not in NO_SCHOOL


DayRow = tuple[str, date, int, bool, int, int, int, int | None, int | None]


def expected_days(school: str, record: Record) -> list[DayRow]:
    half_terms = half_terms_of(school, record.rows)
    dates = record.dates()
    opened = [day for day in dates if is_open(school, day, half_terms, record)]
    near = [day for day in dates if day != FAR_DATE]
    chain = known_chain(half_terms, record.audit[school]) if half_terms else []
    known_from, known_to = (chain[0].first, chain[-1].last) if chain else (near[0], near[-1])
    first_label = half_terms[0].year * 6 + half_terms[0].number if half_terms else 0
    before, last = sum(day < known_from for day in opened), sum(day <= known_to for day in opened)
    rows: list[DayRow] = []
    n = 0
    for day in dates:
        n += day in opened[n : n + 1]
        low, high, own, entry = n, n, None, None
        if day < known_from:
            low, high = -NOTHING_KNOWN, before
        elif day > known_to:
            low, high = last, NOTHING_KNOWN
        elif chain:
            begun = [h for h in chain if h.first <= day][-1]
            ahead = next(h for h in chain if day <= h.last)
            own, entry = (h.year * 6 + h.number - first_label + 1 for h in (begun, ahead))
        rows.append(
            (school, day, (day - date(1970, 1, 1)).days, day in opened[n - 1 : n], n, low, high, own, entry)
        )
    return rows


def expected_numbers(school: str, record: Record) -> list[tuple[str, int, date, date]]:
    half_terms = half_terms_of(school, record.rows)
    opened = [row for row in expected_days(school, record) if row[3]]
    near = [day for day in record.dates() if day != FAR_DATE]
    rows = []
    for index, (_, day, _, _, n, *_) in enumerate(opened):
        ends = next(
            (chain[-1].last for chain in chains(half_terms) if chain[0].first <= day <= chain[-1].last),
            near[-1],
        )
        following = opened[index + 1][1] - DAY if index + 1 < len(opened) else ends
        rows.append((school, n, day, min(following, ends)))
    return rows


LAYOUT = [
    ((9, 3), (10, 25)),
    ((11, 4), (12, 20)),
    ((1, 6), (2, 14)),
    ((2, 24), (4, 4)),
    ((4, 22), (5, 23)),
    ((6, 2), (7, 18)),
]


# Whose rows a year has: the trust's, those of a school beside or instead of them, or none.
OWNERS: list[list[str | None]] = [[None], [None], [None, SCHOOLS[0]], [SCHOOLS[0]], [None, *SCHOOLS], []]


@st.composite
def one_year(draw: st.DrawFn, year: int, school: str | None) -> list[Row]:
    """Six half terms whose edges move by some days; some are missing, and some rows are wrong."""
    rows = []
    for number, (first, last) in enumerate(LAYOUT, start=1):
        in_year = year if number < 3 else year + 1
        begins = date(in_year, *first) + draw(st.integers(-4, 4)) * DAY
        ends = date(in_year, *last) + draw(st.integers(-4, 4)) * DAY
        row = Row(f"{year}/{(year + 1) % 100:02}", number, begins, ends, school)
        kind = draw(
            st.sampled_from(
                ["good"] * 30 + ["missing", "reversed", "no date", "long", "year", "number", "twice"]
            )
        )
        if kind == "missing":
            continue
        if kind == "twice":
            rows.append(row._replace(last=ends + draw(st.integers(0, 1)) * DAY))
        wrong = {
            "reversed": row._replace(first=ends, last=begins),
            "no date": row._replace(first=None),
            "long": row._replace(last=ends + 20 * DAY),
            "year": row._replace(year=str(year)),
            "number": row._replace(half_term=draw(st.integers(0, 7))),
        }
        rows.append(wrong.get(kind, row))
    return rows


@st.composite
def records(draw: st.DrawFn, *, with_calendar: bool = True) -> Record:
    """One or two years of a trust of two schools; 2024 and 2028 have a leap day."""
    first_year = draw(st.sampled_from([2023, 2024, 2025, 2026, 2027] if with_calendar else [2023, 2025]))
    years = range(first_year, min(first_year + draw(st.integers(1, 2)), 2028))
    dates = st.dates(date(first_year, 8, 15), date(years[-1] + 1, 8, 15))
    record = Record(audit={school: draw(dates) for school in SCHOOLS})
    if with_calendar:
        for year in years:
            owners = draw(st.sampled_from(OWNERS))
            record.rows += [row for owner in owners for row in draw(one_year(year, owner))]
    edges = [on for row in record.rows for on in (row.first, row.last) if on]
    at_an_edge = draw(st.booleans())
    if edges and at_an_edge:
        record.audit[SCHOOLS[0]] = draw(st.sampled_from(edges)) + draw(st.integers(-1, 1)) * DAY
    record.closures = draw(
        st.lists(st.tuples(dates, st.just("training day"), st.sampled_from([None, *SCHOOLS])), max_size=6)
    )
    codes = st.sampled_from(["/", "\\", "N", "#", "C"])
    some = st.lists(st.tuples(st.sampled_from(SCHOOLS), dates, codes), max_size=12)
    record.marks = draw(some)
    if draw(st.booleans()):  # a fortnight as a register shows it, with a day or two shut
        start = draw(dates)
        record.marks += [
            (SCHOOLS[0], start + k * DAY, draw(codes)) for k in range(14) if (start + k * DAY).weekday() < 5
        ]
    record.events = draw(st.lists(st.tuples(st.one_of(dates, st.just(FAR_DATE))), max_size=2))
    return record


def assert_agrees(build: Build, record: Record) -> None:
    con = build(**record.tables())
    known, listed = [], []
    for school in SCHOOLS:
        half_terms = half_terms_of(school, record.rows)
        near = [day for day in record.dates() if day != FAR_DATE]
        chain = known_chain(half_terms, record.audit[school]) if half_terms else []
        ends = (chain[0].first, chain[-1].last) if chain else (near[0], near[-1])
        known.append((school, not half_terms, *ends))
        second = {(h.year, h.number // 2): h.last for h in half_terms if h.number % 2 == 0}
        listed += [
            (school, h.number, h.first, h.last, second.get((h.year, (h.number + 1) // 2))) for h in half_terms
        ]
        days = con.execute("FROM days WHERE school = ? ORDER BY date", [school]).fetchall()
        assert days == expected_days(school, record)
        numbers = con.execute("FROM day_numbers WHERE school = ? ORDER BY n", [school]).fetchall()
        assert numbers == expected_numbers(school, record)
    assert con.execute("FROM calendars ORDER BY school").fetchall() == known
    columns = "school, half_term, first_day, last_day, term_last_day"
    assert con.execute(f"SELECT {columns} FROM half_terms ORDER BY school, first_day").fetchall() == listed


@settings(max_examples=50, deadline=None)
@given(record=records())
def test_calendars_agree_day_by_day(build: Build, record: Record) -> None:
    assert_agrees(build, record)


@settings(max_examples=20, deadline=None)
@given(record=records(with_calendar=False))
def test_schools_without_a_calendar_agree_day_by_day(build: Build, record: Record) -> None:
    assert_agrees(build, record)


@settings(max_examples=15, deadline=None)
@given(record=records(), data=st.data())
def test_the_order_of_rows_changes_nothing(build: Build, record: Record, data: st.DataObject) -> None:
    tables = ("calendars", "half_terms", "days", "day_numbers", "problems")
    once = build(**record.tables())
    before = [once.execute(f"FROM {table}").fetchall() for table in tables]
    shuffled = {
        name: data.draw(st.permutations(rows)) if rows else rows for name, rows in record.tables().items()
    }
    again = build(**shuffled)
    assert [again.execute(f"FROM {table}").fetchall() for table in tables] == before


@settings(max_examples=15, deadline=None)
@given(record=records())
def test_a_school_counts_the_same_with_and_without_the_other(build: Build, record: Record) -> None:
    both = build(**record.tables()).execute("FROM days WHERE school = '900001'").fetchall()
    alone = {**record.tables(), "schools": [("900001",)]}
    assert build(**alone).execute("FROM days").fetchall() == both


@settings(max_examples=15, deadline=None)
@given(record=records())
def test_one_row_per_school_and_date_and_one_number_per_school_day(build: Build, record: Record) -> None:
    con = build(**record.tables())
    days = con.execute("SELECT school, date FROM days").fetchall()
    assert max(Counter(days).values()) == 1
    opened = con.execute("SELECT school, n FROM days WHERE school_day ORDER BY ALL").fetchall()
    assert con.execute("SELECT school, n FROM day_numbers ORDER BY ALL").fetchall() == opened
