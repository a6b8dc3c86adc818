"""A second reading of the language's pages: rules over raw records, day by day and entry by entry.

It shares nothing with the product but the tree of the language, and is slow and plain on purpose: a
disagreement between it and the engines is a question to docs/language.md.

    Oracle(trust, VOCABULARY).verdicts(rule)     every subject's verdict (rules.py)
    random_trust(rng), random_rule(rng)          small and crowded around boundaries
    to_frames(trust), to_text(expr)              the same as export tables and as words

CHOICES, where the pages leave one:

1. School-day numbers beyond the calendar: the edge's own number is the bound (`first_day`'s before, `last_day`'s
   after), and two such days are bounded each for itself, so that A and B on one day beyond it is cannot_tell.
   A deadline in school days, half terms or terms that runs past the calendar is later than all of it.
   A half term or term of a day beyond the calendar, or without one, is any day to never; so is an entry on roll
   before its first day. The end of a term whose second half term is not listed is not known.
2. `due_on` is blank where the next school day lies beyond the calendar.
3. The look-back of a case counts days beyond the calendar as school days if they are working days.
4. Without a calendar: marks decide between the first and the last day with marks seen by the audit date,
   working days before and after them; bank holidays and closures are never school days. Closures and the
   calendar are seen whatever their date.
5. An unrecorded end of `between` with A on or after the start: met (every later end makes it so).
6. `A within P before B` in school days: the deadline is the last day with B's number (B on a Friday: the Sunday).
   In half terms it starts with the first day of the half term P before B's.
7. A span's end `P before B` in school days is that day itself, not the weekend after it.
8. `days_late` is blank for a not_met whose A is recorded (too early, out of order). Verdicts of forbid and
   flag, of `when` unknown, and all cannot_tell carry no dates.
9. `every`: a gap overdue now (not_met) outweighs an earlier gap that was too long (late); if the export hides
   the overdue one, late stays. Doubtful entries and a leaving of unknown date are tried both ways.
10. `A within P after B` for an `and` milestone: each part's first on or after B, the latest of them.
11. "The only B": the start of `between` and of `every`, not their end.
12. Closed before it was due: for duties only, not for conditions. Of closers on one day the first of
    risk_resolved, notification_withdrawn, leaving counts. An order whose B is missing has a deadline to come.
13. `E.outcome in (...)` on a day of several outcomes: true if all are asked for, false if none is, else unknown.
14. A blank dated column is any day to never, but `leaving_date` and `leaving_entered` of a pupil who has not
    left (a leaving after the audit date included) are unrecorded. So is a cell that names a day after the
    audit date, to `is recorded` too; of entries of one day, one entered after it speaks only where all were.
15. EHE: each of reason and destination may be blank or EO; blank columns with notification_received not
    supplied are unknown; a notice stands unless a withdrawal follows, or a risk_resolved by the leaving date. An unknown leaving neither opens nor
    closes a case. off_rolled rows of the events table are passed over.
16. Roll row of a case, advice, pressure: the latest entry on or before the opening, else the first row. Of a
    return: the first entry on or after the opening, else the latest row, whose leaving then ends no duties.
    Rows entered after the audit date are not seen. Only the second row and later are a re-entry.
17. Opened by: in the vocabulary's order; for orphans by name. `any_entry` is rows of the events table.
18. Advice, pressure, request: the opener is an entry of its own subject alone. Of subjects with one id, /2
    goes to the later row.
19. Returns: one for each day of requests; a window ends the day before the next one's window; only the row
    just before counts as the leaving. An EHE leaving of a leaver or pupil is that of its own row.
20. Dated parameters before their first date: the first value. `in_force` includes its last day. Several
    exports rows for one table: the school's own before the common one, then the earliest date.
"""
