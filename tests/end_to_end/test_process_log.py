"""A log that nobody here wrote, with a vocabulary and rules of its own; its verdicts are worked out again with pandas."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from end_to_end.helping import SAMPLES, seeded

from ehe_rules.checking import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.result import Result

LOG = SAMPLES / "process-logs/roadtraffic100traces.csv"
HERE = Path(__file__).with_name("process_log")
AT_THE_END, MIDWAY = date(2013, 12, 31), date(2004, 6, 30)
SEND_WITHIN, LONGEST_SILENCE = timedelta(days=90), timedelta(days=365)
CASE, EVENT, TIME = "case:concept:name", "concept:name", "time:timestamp"

pytestmark = pytest.mark.skipif(not LOG.exists(), reason=f"the sample log is not on this machine ({LOG})")

Verdict = tuple[str, str, str, str, str, str]
"""case, rule, status, due_on, done_on, days_late"""


def judged(log: Path, on: date) -> Result:
    return check(
        [log], on=on, rulesets=[str(HERE / "fines")], profiles=[HERE / "profile.yaml"], engine="columnar"
    )


def verdicts(result: Result) -> list[Verdict]:
    columns = ["pupil", "rule", "status", "due_on", "done_on", "days_late"]
    return sorted(result.findings[columns].itertuples(index=False, name=None))


def expected(log: Path, on: date) -> list[Verdict]:
    """Work out every verdict from the file itself: what the rules say, in nobody's words but pandas'."""
    rows = pd.read_csv(log, dtype=str)
    rows["day"] = [date.fromisoformat(text[:10]) for text in rows[TIME]]
    rows = rows[rows["day"] <= on]
    found = []
    for case, events in rows.groupby(CASE):
        first = {str(event): min(days) for event, days in events.groupby(EVENT)["day"]}
        others = sorted(events.loc[events[EVENT] != "Create Fine", "day"])
        for rule, verdict in case_verdicts(first, others, on):
            status, due, done, late = map(text_of, verdict)
            found.append((str(case), rule, status, due, done, late))
    return sorted(found)


def case_verdicts(
    first: dict[str, date], others: list[date], on: date
) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Give rule and verdict (status, due, done, late) for one fine."""
    created, sent, notified = (
        first["Create Fine"],
        first.get("Send Fine"),
        first.get("Insert Fine Notification"),
    )
    yield "sent-in-time", by_day(sent, created + SEND_WITHIN, on)
    if notified:
        yield "notified-after-sending", by_day(sent, notified, on)
    if "Add penalty" in first:
        yield "penalty-after-notification", by_day(notified, first["Add penalty"] - timedelta(days=1), on)
    paid = first.get("Payment")
    yield "no-early-payment", ("not_met" if paid and paid < created else "met", None, None, None)
    ends = [day for day in (paid, first.get("Send for Credit Collection")) if day]
    yield "no-long-silence", silence(created, others, min(ends, default=None), on)


def by_day(done: date | None, due: date, on: date) -> tuple[object, ...]:
    if done:
        return ("met", due, done, None) if done <= due else ("late", due, done, done - due)
    return ("due", due, None, None) if on <= due else ("not_met", due, None, on - due)


def silence(created: date, others: list[date], end: date | None, on: date) -> tuple[object, ...]:
    """Follow a fine from entry to entry until it is paid or handed over, or until today."""
    if end and end < created:
        return ("met", None, None, None)
    heard = [day for day in others if created <= day <= (end or on)]
    gaps = list(zip([created, *heard], [*heard, end or on], strict=True))
    excess = [until - since - LONGEST_SILENCE for since, until in gaps]
    too_long = [
        since + LONGEST_SILENCE for (since, _), over in zip(gaps, excess, strict=True) if over.days > 0
    ]
    last = heard[-1] if heard else None
    if end:
        return ("late", too_long[0], last, max(excess)) if too_long else ("met", None, last, None)
    due = gaps[-1][0] + LONGEST_SILENCE
    if excess[-1].days > 0:
        return ("not_met", due, last, excess[-1])
    if too_long:
        return ("late", due, last, max(excess))
    return ("met", due, last, None) if heard else ("due", due, None, None)


def text_of(value: object) -> str:
    if isinstance(value, timedelta):
        return str(value.days)
    return "" if value is None else str(value)


def altered(folder: Path, seed: int) -> Path:
    """Write the log with a tenth of its entries gone and others moved, so that every rule is broken by some fine."""
    rng = seeded(seed)
    rows = pd.read_csv(LOG, dtype=str, keep_default_na=False)
    is_start = rows[EVENT] == "Create Fine"
    rows = rows[[start or rng.random() > 0.1 for start in is_start]]
    rows[TIME] = [
        text if event == "Create Fine" else moved(text, rng.choice((0, 0, 1, -1, 30, -90, 364, -400)))
        for text, event in zip(rows[TIME], rows[EVENT], strict=True)
    ]
    path = folder / "altered.csv"
    rows.sample(frac=1, random_state=seed).to_csv(path, index=False)
    return path


def moved(text: str, days: int) -> str:
    return f"{date.fromisoformat(text[:10]) + timedelta(days=days)}{text[10:]}"


@pytest.mark.parametrize("on", [AT_THE_END, MIDWAY])
def test_the_log_as_it_is(on: date) -> None:
    assert verdicts(judged(LOG, on)) == expected(LOG, on)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_log_altered(tmp_path: Path, seed: int) -> None:
    log = altered(tmp_path, seed)
    wanted = expected(log, AT_THE_END)
    assert verdicts(judged(log, AT_THE_END)) == wanted
    failing = {rule for _, rule, status, *_ in wanted if status in {"late", "not_met"}}
    assert failing == {rule for _, rule, *_ in wanted}


def test_nothing_waits_for_a_roll_or_a_calendar() -> None:
    result = judged(LOG, AT_THE_END)
    assert set(result.findings["status"]) <= {"met", "late", "due", "not_met"}
    assert set(result.problems["severity"]) <= {"note"}
    assert list(result.files["rows"]) == ["390"]
