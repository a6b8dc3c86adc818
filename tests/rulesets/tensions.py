"""Where policy, law and local practice pull apart (the tensions T1 to T14), and the cases that show what the rules make of it.

A case is named by rule id, name and the verdict that it must go on giving (verdicts, where it has several subjects).
"""

from __future__ import annotations

Shown = tuple[str, str, str]

TENSIONS: dict[str, tuple[str, tuple[Shown, ...]]] = {
    "T1": (
        "the policy wants stages 1 and 2 done before off-roll, the law deletes on the day: both are shown, and the law is never silenced",
        (
            ("england:DEL-F-LATE", "on roll, the day after the last day allowed", "not_met"),
            ("england:DEL-F-LATE", "deleted the school day after the named day", "met"),
            ("hcat-ehe:5.3.1", "nothing was offered before or after", "not_met"),
            ("hcat-ehe:5.3.1", "a parent who declines was offered the meeting", "met"),
            ("hcat-ehe:5.3.1", "a letter with immediate effect, and the offer the next school day", "met"),
        ),
    ),
    "T2": (
        "the policy asks for a form, the law for a return with its contents: the contents count, not the form's name",
        (
            ("england:RET-DEL-CONTENT", "the form, and the ground in a return of its own", "met"),
            ("england:RET-DEL-CONTENT", "all of it in a return that is no form", "met"),
            ("england:RET-DEL-CONTENT", "the ground is left out", "not_met"),
            ("hcat-ehe:5.4.1", "completed and sent before the pupil went off roll", "met"),
        ),
    ),
    "T3": (
        "gates that the policy does not name stand in the law's own rules",
        (
            ("england:DEL-F-SAO", "an order stood on the day of deletion", "not_met"),
            ("england:DEL-F-SPECIAL", "consent was asked for and not given", "not_met"),
            ("england:RET-LA-WHICH", "only the school's own authority was told", "not_met"),
            ("england:WT-SW-INFORM", "nobody was told", "not_met"),
            ("england:CWSA-434A", "on a plan, and no consent", "not_met"),
        ),
    ),
    "T4": (
        "coming back is asked of admissions, and a missing meeting or return holds up no start",
        (
            ("hcat-ehe:5.5.2", "the parent declined the meeting", "met"),
            ("hcat-ehe:5.5.1-request", "the family asked the school", "met"),
            ("england:RET-NEW-5D", "not returned by the sixth school day", "not_met"),
        ),
    ),
    "T5": (
        "a letter about home education goes to families that spoke of it; one drafted by the school is a sign to look at",
        (
            ("hcat-ehe:5.1.3", "the school's own risk entry starts no letter", "not_applicable"),
            ("england:OFF-SCHOOL-LETTER", "a notice on the school's own form", "indicator"),
        ),
    ),
    "T6": (
        "an authority's own form or wish moves no day of the law",
        (
            ("england:RET-DEL-TIME", "sent the day after, as an authority's own form may allow", "late"),
            ("england:DEL-F-EHCP-MAINSTREAM", "consent was asked for after the letter", "indicator"),
        ),
    ),
    "T7": (
        "code N is replaced within five school days, which are not five working days",
        (
            (
                "england:REG-N-5SD",
                "a holiday of nine weekdays is five working days and more, and one school day",
                "met",
            ),
            ("england:REG-N-5SD", "six school days after the session", "not_met"),
        ),
    ),
    "T8": (
        "four counters say ten (one says twenty), and each counts something else",
        (
            (
                "england:RET-ATT-10SD",
                "sessions coded U count as well",
                "not_applicable, not_applicable, not_met, not_applicable",
            ),
            ("england:DEL-I-20SD", "one session late after the register closed (U) cuts the run", "not_met"),
            ("england:DEL-H-10SD", "nine school days after the leave", "not_met"),
            ("england:DEL-H-10SD", "the half-term holiday is not counted", "not_met"),
        ),
    ),
    "T9": (
        "off the authority's register is the authority's to confirm; the school's own duty is the new pupil's return",
        (
            ("hcat-ehe:6.8", "confirmed on the last day allowed", "met"),
            ("england:RET-NEW-5D", "returned on the fifth day", "met"),
        ),
    ),
    "T10": (
        "the authority's dated document is read with today's words: a statement reviewed annually is a plan reviewed annually",
        (("dudley-la:10", "reviewed on the last day of the twelve months", "met"),),
    ),
    "T11": (
        "a professional's advice is written down and holds up no deletion",
        (
            ("hcat-ehe:3.1", "reported by the family", "indicator"),
            ("england:DEL-F-LATE", "on roll, the day after the last day allowed", "not_met"),
        ),
    ),
    "T12": (
        "the letter of intent is started by the parent's own indication alone",
        (
            ("hcat-ehe:5.1.3", "the school's own risk entry starts no letter", "not_applicable"),
            ("hcat-ehe:5.1.3", "a risk entry that gives the parent's own words starts it", "not_met"),
        ),
    ),
    "T13": (
        "an early sign starts no stage",
        (("hcat-ehe:5.1.1", "an early sign alone asks for nothing", "not_applicable"),),
    ),
    "T14": (
        "any senior leader may lead the meeting",
        (
            (
                "hcat-ehe:5.2.1",
                "led by any senior leader, whether or not responsible for attendance",
                "met",
            ),
            ("hcat-ehe:5.2.1", "led by a class teacher", "not_met"),
        ),
    ),
}
"""For each tension what it is about, and the cases that show how it comes out."""
