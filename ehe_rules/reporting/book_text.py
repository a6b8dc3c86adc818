"""The woven rulebook as Markdown: the same as the page, without its colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ehe_rules.reporting.words import lower_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.casebook.book_rules import Link
    from ehe_rules.findings.told import Told
    from ehe_rules.reporting.book_parts import BookPage, Card, ClauseShown, DocumentShown

MARKS = re.compile(r"([\\`*_\[\]<>#|])")


def book_markdown(page: BookPage) -> bytes:
    """Return the rulebook as UTF-8 Markdown; whatever a text holds is shown as text."""
    lines = [f"# The rulebook: {_plain(page.documents[0].title)}", ""]
    lines += [f"- {figure.number} {figure.words}" for figure in page.figures]
    for document in page.documents:
        lines += ["", *_document(document)]
    lines += ["", f"Written by ehe-rules {page.version}. No legal advice."]
    return ("\n".join(lines) + "\n").encode()


def _document(one: DocumentShown) -> Iterator[str]:
    yield from (f"## {_plain(one.title)}", "", _plain(one.source))
    for line in one.lines:
        yield from ("", _plain(line))
    for section in one.sections:
        yield from ("", f"### {_plain(section.heading)}")
        for clause in section.clauses:
            yield from ("", *_clause(clause))
    for rule in one.unlisted:
        yield from ("", *_card(rule))
    if one.words:
        yield from ("", "### Words that the rules use", "")
    for word in one.words:
        yield from _told(f"- **{_plain(word.said)}:**", word.means)
    yield from ("", _plain(one.made_of))


def _clause(one: ClauseShown) -> Iterator[str]:
    c = one.clause
    yield from (f"#### {_plain(c.id)} ({_plain(c.where)}): {one.decided.words.lower()}", "", _plain(c.says))
    for line in one.lines:
        yield from ("", _plain(line))
    if one.open_:
        yield from ("", f"**Open.** {_plain(' '.join(one.open_))}")
    for rule in one.rules:
        yield from ("", *_card(rule))
    yield from _links("Executed also by" if one.rules else "Executed by", one.again)
    for pattern, links in one.carried:
        yield from _links(f"The law's own rules {pattern} carry this clause", links)
    if c.check != "data":
        whole = "No record decides this." if c.check == "none" else "Records decide only a part of this."
        yield from ("", f"> **{whole}** {_plain(c.why)}")
        if c.look_at:
            yield from (">", f"> **What to look at instead:** {_plain(c.look_at)}")


def _card(rule: Card) -> Iterator[str]:
    yield from (f"##### {_plain(rule.file.title)}", "", _plain(rule.standing), "")
    whom = f"- **Whom it concerns:** {_plain(lower_first(rule.told.whom))}"
    yield from [whom] if rule.told.when is None else _told(f"{whom}, where", rule.told.when)
    yield from _told(f"- **{rule.told.opening}:**", rule.told.asks)
    for figure in rule.figures:
        law = "; the law's own figure" if figure.by_law else ""
        why = " ".join(part for part in (figure.reason, figure.reference) if part)
        yield f"- **{_plain(figure.said)}** ({figure.name.replace('_', ' ')}{law}): {_plain(why)}"
    yield f"- **What to do** ({_plain(rule.file.owner)}): {_plain(rule.file.remedy)}"
    if rule.note:
        yield f"- {_plain(rule.note)}"
    yield f"- {_plain(rule.counts)}"
    for case in rule.cases:
        verdicts = ", ".join(f"{one.words} ({n})" if n > 1 else one.words for one, n in case.shown)
        yield f"  - {verdicts}: {_plain(case.name)}"
    yield from ("", f"    {rule.sentence}")


def _links(heading: str, links: tuple[Link, ...]) -> Iterator[str]:
    if links:
        yield from ("", f"{_plain(heading)}:", "")
        yield from (f"- {_plain(link.name)}: {_plain(link.title)}" for link in links)


def _told(opening: str, one: Told, indent: str = "") -> Iterator[str]:
    """Yield a list of sentences as a nested list, a single one in the line that opens it."""
    if isinstance(one, str):
        yield f"{indent}{opening} {_plain(one)}"
        return
    yield f"{indent}{opening} {'all of these' if one.joined == 'all' else 'one of these'}"
    for part in one.parts:
        yield from _told("-", part, indent + "  ")


def _plain(text: str) -> str:
    """Return a text in one line, with the signs that mean something in Markdown shown as they are."""
    return MARKS.sub(r"\\\1", " ".join(text.split()))
