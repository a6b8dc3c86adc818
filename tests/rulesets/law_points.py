"""Where a rule of the law could cry wolf, or make a school act wrongly, and the cases that show that it does not.

A case is named by rule, name and the verdict that it must go on giving (verdicts, where it has several subjects).
"""

from __future__ import annotations

Shown = tuple[str, str, str]

POINTS: dict[str, tuple[Shown, ...]] = {
    "an entry that the school's system cannot hold is not an entry that is missing": (
        ("DEL-F-WRITTEN", "the export of the log cannot hold letters", "cannot_tell"),
        ("DEL-F-SAO", "the log cannot hold orders", "cannot_tell"),
        ("DEL-F-SPECIAL", "the log cannot hold consents", "cannot_tell"),
        ("DEL-D-OLD-LETTER", "the log cannot hold orders", "cannot_tell"),
        ("RET-DEL-TIME", "the log cannot hold returns", "cannot_tell"),
        ("RET-DEL-CONTENT", "the log cannot hold returns", "cannot_tell"),
        ("RET-ORAL-EHE", "the log cannot hold what the authority was told", "cannot_tell"),
        ("KC-EHE-MEET", "the log cannot hold meetings", "cannot_tell"),
    ),
    "what no entry of the school ever says is not held against one entry": (
        ("RET-DEL-CONTENT", "no entry of the school ever says what a form held", "cannot_tell"),
        (
            "DEL-F-NO-DATE",
            "no entry of the school ever names a day, so perhaps the export leaves it out",
            "cannot_tell",
        ),
    ),
    "an export older than the audit date shows nothing overdue": (
        ("DEL-F-WRITTEN", "the log was exported before the name was deleted", "cannot_tell"),
        ("DEL-F-LATE", "the roll was exported on the named day", "cannot_tell"),
        ("RET-DEL-TIME", "the log was exported the day before the deletion", "cannot_tell"),
    ),
    "a letter that names no day is never an unlawful or an overdue deletion": (
        ("DEL-F-PREMATURE", "the letter names no day", "cannot_tell"),
        ("DEL-F-LATE", "the letter names no day", "cannot_tell"),
        ("DEL-HI-NOT-EHE", "the letter names no day", "cannot_tell"),
        ("DEL-F-NO-DATE", "the letter names no day, where an earlier one did", "indicator"),
        ("DEL-F-NO-DATE", "deleted on a letter that names no day", "indicator"),
    ),
    "a deletion is asked for on a parent's own notice of home education only": (
        ("DEL-F-LATE", "the notice was written by a professional", "cannot_tell"),
        ("DEL-F-LATE", "the notice stands on the school's form, and who wrote it is not said", "cannot_tell"),
        (
            "DEL-F-LATE",
            "the letter names a day and no home education, where another letter does",
            "not_applicable, cannot_tell",
        ),
        ("DEL-F-LATE", "a child looked after, for whom a person settles who may give notice", "cannot_tell"),
        ("DEL-F-WRITTEN", "only a professional wrote", "cannot_tell"),
        ("DEL-F-WRITTEN", "the school filled in its own form for the parent", "cannot_tell"),
    ),
    "a letter that names a day already past asks for nothing before it came": (
        (
            "DEL-F-LATE",
            "the letter names a day already past, and the name went the next school day",
            "met",
        ),
        ("DEL-F-LATE", "a letter that names a day already past came today", "due"),
    ),
    "a school attendance order that is lifted is settled with the authority": (
        ("DEL-F-LATE", "the order was revoked after the named day, and the name went then", "not_applicable"),
    ),
    "a guest's name is not this school's to delete or to return": (
        ("DEL-F-LATE", "a guest is on another school's register", "not_applicable"),
        ("RET-DEL-TIME", "a guest is on another school's register", "not_applicable"),
    ),
    "nothing is said of a child who died": (
        ("DEL-NO-BACKDATE-other", "nothing is said of a child who died (k)", "not_applicable"),
    ),
    "a letter with immediate effect may be acted on the same day": (
        ("DEL-F-PREMATURE", "immediate effect, deleted the same day, absent that day", "met"),
        ("KC-EHE-MEET", "a letter with immediate effect, deleted the same day", "not_applicable"),
    ),
    "a withdrawn notice, or a family that changed its mind, is the end of it": (
        ("DEL-F-LATE", "the notice was withdrawn", "not_applicable"),
        ("DEL-F-LATE", "resolved before the name was due to be deleted", "not_applicable"),
        ("DEL-F-NO-DATE", "the letter was withdrawn", "not_applicable"),
        ("DEL-F-CP-CIN", "the letter was withdrawn", "not_applicable"),
        ("DEL-F-EHCP-MAINSTREAM", "the letter was withdrawn", "not_applicable"),
        ("DEL-HI-NOT-EHE", "the notice was withdrawn, and then the pupil stayed away", "not_applicable"),
        ("RET-DEL-TIME", "the letter was withdrawn and the pupil stayed", "not_applicable"),
        ("RET-ORAL-EHE", "the family changed its mind the next day", "not_applicable"),
        ("KC-EHE-MEET", "the letter was withdrawn", "not_applicable"),
        ("KC-EHE-MEET", "resolved without a letter", "not_applicable"),
    ),
    "a child who sits in class is not to be deleted": (
        ("DEL-F-LATE", "back in school after the named day", "not_applicable"),
        ("DEL-F-LATE", "educated off site after the named day", "not_applicable"),
        ("DEL-F-LATE", "no attendance export, so nobody knows whether the pupil came back", "cannot_tell"),
    ),
    "an order, or a place that the authority arranged, stands before the ground of home education": (
        ("DEL-F-LATE", "a school attendance order names the school", "not_applicable"),
        ("DEL-F-LATE", "placed at a special school by the local authority", "not_applicable"),
        ("DEL-F-LATE", "at a special school, and who placed the pupil is not recorded", "cannot_tell"),
        ("DEL-F-SPECIAL", "who placed the pupil at the special school is blank", "cannot_tell"),
        ("DEL-F-SPECIAL", "at a mainstream school, and who placed the pupil is not known", "not_applicable"),
        ("DEL-F-SPECIAL", "a plan at a mainstream school makes no consent necessary", "not_applicable"),
        ("DEL-HI-NOT-EHE", "an order stood, so that the notice was no ground", "met"),
    ),
    "an order is looked at as it stood on the day of deletion": (
        ("DEL-F-SAO", "the order was made the day after the deletion", "met"),
        ("DEL-F-SAO", "the order was revoked on the day of deletion", "met"),
        ("DEL-F-SAO", "an order revoked before the deletion, and a new one made after it", "met"),
        ("DEL-F-SAO", "an order stood, and the ground is blank", "cannot_tell"),
        ("DEL-F-SAO", "the order was revoked because of suitable education elsewhere (e)", "met"),
    ),
    "that nothing bars a deletion is never printed as a clearance": (
        ("DEL-F-CP-CIN", "nobody was told, and there is no bar to deletion either", "not_met"),
        ("DEL-F-CP-CIN", "no social worker and no plan", "not_applicable"),
        ("DEL-F-CP-CIN", "whether there is a social worker or a plan is blank", "cannot_tell"),
        (
            "DEL-F-EHCP-MAINSTREAM",
            "consent was not asked for, which is no clearance either",
            "not_applicable",
        ),
        ("WT-SW-INFORM", "whether there is a social worker is blank", "cannot_tell"),
    ),
    "a letter that the school's own system lacks is no unlawful deletion": (
        ("DEL-VALID-GROUND", "no letter in the system, which is not asked for there", "cannot_tell"),
        ("DEL-VALID-GROUND", "the export has no column for the ground", "cannot_tell"),
        ("DEL-HI-NOT-EHE", "no ground and no notice, as with most who leave", "not_applicable"),
        ("DEL-D-OLD-LETTER", "no letter at all", "not_applicable"),
    ),
    "the class that leaves in July is left alone": (
        ("DEL-VALID-GROUND", "left with the whole class in July, no letter", "not_applicable"),
        (
            "DEL-VALID-GROUND",
            "left with the whole class in July, with words that are no ground",
            "not_applicable",
        ),
        ("DEL-NO-BACKDATE-other", "year 6 dated July and keyed in September", "not_applicable"),
        ("DEL-NO-BACKDATE-other", "year 11 dated July and keyed in September", "not_applicable"),
        ("RET-DEL-TIME", "left with the whole class in July", "not_applicable"),
        ("RET-DEL-CONTENT", "left with the whole class in July", "not_applicable"),
    ),
    "a deletion keyed the next school morning is not backdated": (
        ("DEL-NO-BACKDATE", "entered the next school day", "met"),
        ("DEL-NO-BACKDATE", "left on a Friday, entered on the Monday", "met"),
        ("DEL-NO-BACKDATE", "left on the last day of a half term, entered on the first of the next", "met"),
        ("DEL-NO-BACKDATE", "the day of entry is blank", "cannot_tell"),
        ("DEL-NO-BACKDATE-other", "a transfer entered the next school day", "met"),
        ("DEL-NO-BACKDATE-other", "the day of entry is blank", "cannot_tell"),
    ),
    "a return a day late is late and no more, and the day of entry counts": (
        ("RET-DEL-TIME", "sent the day after, as an authority's own form may allow", "late"),
        ("RET-DEL-TIME", "the deletion was entered two days later, and the return made that day", "met"),
        ("RET-DEL-TIME", "the deletion was entered beforehand, and the return made on its day", "met"),
    ),
    "a return in two parts is one return, and a new pupil's return is none of a deletion": (
        ("RET-DEL-CONTENT", "the form, and the ground in a return of its own", "met"),
        ("RET-DEL-TIME", "the return of a new pupil is another one", "not_met"),
    ),
    "letters of the old regulations are not read by the new ones": (
        (
            "DEL-VALID-GROUND",
            "an old letter (d) beside a home education notice is a note, not an unlawful deletion",
            "met",
        ),
        ("DEL-VALID-GROUND", "a ground of the regulations of 2006 is a note too", "not_applicable"),
        ("DEL-VALID-GROUND", "deleted the day before these regulations, by an old letter", "not_applicable"),
        ("DEL-D-OLD-LETTER", "letter (d), home education by the reason, no order on record", "indicator"),
        ("DEL-D-OLD-LETTER", "the day before these regulations (d) was right", "not_applicable"),
        (
            "DEL-F-SAO",
            "an order, deleted the day before these regulations under the old letter (f)",
            "not_applicable",
        ),
        ("DEL-F-SPECIAL", "deleted the day before these regulations", "not_applicable"),
        ("DEL-F-PREMATURE", "deleted under the regulations before these", "not_applicable"),
        ("DEL-F-WRITTEN", "deleted under the regulations before these", "not_applicable"),
        ("DEL-HI-NOT-EHE", "an old letter (h) of the regulations before these", "not_applicable"),
        ("DEL-NO-BACKDATE", "deleted the day before these regulations", "not_applicable"),
        ("RET-DEL-TIME", "deleted the day before these regulations", "not_applicable"),
        ("RET-DEL-CONTENT", "deleted the day before these regulations", "not_applicable"),
        ("WT-SW-INFORM", "deleted the day before this edition", "not_applicable"),
    ),
    "holidays stretch no deadline and shorten none": (
        ("DEL-F-LATE", "the named day is the last of a half term", "met"),
        ("RET-ORAL-EHE", "spoken of on the last day of a half term", "met"),
        ("DEL-F-CP-CIN", "the letter came on a Friday, and today is Sunday", "due"),
    ),
    "outside compulsory school age these rules do not hold": (
        ("DEL-VALID-GROUND", "not yet of compulsory school age", "not_applicable"),
        (
            "DEL-F-WRITTEN",
            "past compulsory school age the day after the last Friday in June",
            "not_applicable",
        ),
        ("DEL-F-PREMATURE", "under compulsory school age", "not_applicable"),
        ("DEL-F-LATE", "under compulsory school age when the letter came", "not_applicable"),
        ("DEL-F-SAO", "an order, and past compulsory school age", "not_applicable"),
        ("DEL-F-SPECIAL", "past compulsory school age", "not_applicable"),
        ("DEL-F-NO-DATE", "not yet of compulsory school age", "not_applicable"),
        ("DEL-F-CP-CIN", "not yet of compulsory school age", "not_applicable"),
        ("DEL-HI-NOT-EHE", "past compulsory school age", "not_applicable"),
        ("DEL-NO-BACKDATE", "not yet of compulsory school age", "not_applicable"),
        ("RET-DEL-TIME", "under compulsory school age", "not_applicable"),
        ("RET-DEL-CONTENT", "under compulsory school age", "not_applicable"),
        ("RET-ORAL-EHE", "not yet of compulsory school age", "not_applicable"),
        ("KC-EHE-MEET", "past compulsory school age when the parent spoke of it", "not_applicable"),
        ("WT-SW-INFORM", "past compulsory school age", "not_applicable"),
    ),
    "marks that a system fills in by itself after a leaving are no attendance": (
        ("CODE-AFTER-OFFROLL", "only the signs for closed and not on roll follow", "met"),
        ("CODE-AFTER-OFFROLL", "left for another school, dated when that school confirmed", "not_applicable"),
        ("CODE-AFTER-OFFROLL", "the pupil came back on roll, and the marks are of that time", "met"),
        ("CODE-AFTER-OFFROLL", "marks were not supplied", "cannot_tell"),
        ("CODE-GAP", "still on roll, and today's register is not taken yet", "met"),
        ("CODE-GAP", "the register was exported before the days that are blank", "met"),
        ("CODE-GAP", "a training day between notice and deletion is not marked", "met"),
    ),
    "a run of absence is cut by no holiday, and what may cut it or not is left open": (
        ("DEL-I-20SD", "holidays do not cut the run", "met"),
        (
            "DEL-I-20SD",
            "a day on which the school was unexpectedly closed may cut the run or not",
            "cannot_tell",
        ),
        ("DEL-I-20SD", "the marks begin in the middle of the absence", "cannot_tell"),
        ("DEL-I-20SD", "how the joint enquiry ended is not on record", "cannot_tell"),
        ("DEL-I-20SD", "home education, with as long an absence", "not_applicable"),
        ("DEL-H-10SD", "a week of the ten days is marked as illness", "cannot_tell"),
        ("DEL-H-10SD", "a day on which the pupil could not travel", "cannot_tell"),
        ("DEL-H-10SD", "a day without marks may hide that the pupil came", "cannot_tell"),
        ("DEL-H-10SD", "who enquired is not on record", "cannot_tell"),
        ("DEL-H-10SD", "too young to be of compulsory school age", "not_applicable"),
    ),
    "an authority that takes the marks by a feed needs no returns, and who logs none is asked once": (
        ("RET-ATT-10SD", "a feed of marks to the authority was agreed before", "met, not_applicable"),
        ("RET-ATT-10SD", "the school logs nothing of its returns", "cannot_tell, not_applicable"),
        ("RET-ATT-10SD", "marks were not supplied", "cannot_tell, cannot_tell"),
        ("RET-SICK-15D", "a feed of marks was agreed in an earlier year", "met"),
        ("RET-SICK-15D", "the school logs neither returns nor a feed", "cannot_tell"),
        ("RET-SICK-15D", "over compulsory school age", "not_applicable"),
    ),
    "a guest is not on the register, and an export may leave names out": (
        ("REG-CONTENT", "a guest is not on the admission register", "not_applicable"),
        ("REG-CONTENT", "the export leaves names out, as it may", "cannot_tell"),
        ("REG-CONTENT", "what kind of enrolment it is was not exported", "met"),
    ),
    "a meeting that the parent declined was offered": (
        ("KC-EHE-MEET", "the parent declined, which is the parent's right", "met"),
    ),
}
"""For each point, the cases that show it."""
