"""Small changes to a rule's words: an operator flipped, a number moved by one, a part dropped.

Each change is a sentence that an author could have written by mistake; whether it means anything is for the parser to say.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lark import Lark, Token, Tree

import ehe_rules.rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = Tree[Token]
Part = Node | Token | None

WRITTEN = {
    "negated": "not {}",
    "bare": "{}",
    "within_of": "{} within {} of {}",
    "within_after": "{} within {} after {}",
    "within_before": "{} within {} before {}",
    "between": "{} between {} and {}",
    "before": "{} before {}",
    "on_or_before": "{} on or before {}",
    "on": "{} on {}",
    "on_or_after": "{} on or after {}",
    "after": "{} after {}",
    "every": "{} every {} from {} until {}",
    "includes": "{} includes {}",
    "is_recorded": "{} is recorded",
    "is_word": "{} is {}",
    "is_not_word": "{} is not {}",
    "in_words": "{} in ({})",
    "compare": "{} {} {}",
    "dotted": ".{}",
    "by": " by {}",
    "to": " to {}",
    "covering": " covering {}",
    "as_": " as {}",
    "all_words": "all of ({})",
    "any_words": "any of ({})",
}
"""How each node of the grammar is written; what is not listed is its parts with a blank between."""

SWAPPED = {
    "both": ("either",),
    "either": ("both",),
    "within_of": ("within_after", "within_before", "bare"),
    "within_after": ("within_of", "within_before", "bare"),
    "within_before": ("within_of", "within_after", "bare"),
    "between": ("bare",),
    "before": ("on_or_before", "after", "bare"),
    "on_or_before": ("before", "on_or_after", "bare"),
    "on": ("on_or_before", "on_or_after", "bare"),
    "on_or_after": ("after", "on_or_before", "bare"),
    "after": ("on_or_after", "before", "bare"),
    "every": ("bare",),
    "is_word": ("is_not_word",),
    "is_not_word": ("is_word",),
    "all_words": ("any_words",),
    "any_words": ("all_words",),
}
OPERATORS = {"<": ("<=",), "<=": ("<", ">="), ">": (">=",), ">=": (">", "<="), "=": ("<=", ">=")}
DOTTED = {"first": ("last",), "last": ("first",), "role": ("with",), "with": ("role",)}
JOINED = ("both", "either")
WORDS = ("one_word", "all_words", "any_words")
NARROWS = ("by", "to", "covering", "as_")


@cache
def _parser() -> Lark:
    grammar = Path(ehe_rules.rulebook.__file__).with_name("language.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", maybe_placeholders=True)


def mutants(sentence: str) -> list[str]:
    """Return the changed sentences, each once, in order of place; the sentence itself is not among them."""
    tree = _parser().parse(sentence).children[0]
    found = dict.fromkeys(written(changed) for changed in _changes(tree))
    found.pop(written(tree), None)
    return list(found)


def plainly(sentence: str) -> str:
    """Return the sentence as the changed ones are written: on one line, with no bracket that is not needed."""
    return written(_parser().parse(sentence).children[0])


def written(part: Part) -> str:
    """Return a part of the parser's tree in words."""
    if part is None:
        return ""
    if isinstance(part, Token):
        return " ".join(part.split())
    kind, parts = str(part.data), part.children
    if kind in JOINED or kind == "negated":
        inside = [f"({written(p)})" if _kind(p) in JOINED else written(p) for p in parts]
        return (
            f"not {inside[0]}" if kind == "negated" else (" and " if kind == "both" else " or ").join(inside)
        )
    if kind == "list":
        return ", ".join(written(p) for p in parts)
    if kind == "reference":
        return "".join(written(p) for p in parts)
    return WRITTEN[kind].format(*map(written, parts)) if kind in WRITTEN else " ".join(map(written, parts))


def _kind(part: Part) -> str:
    return str(part.data) if isinstance(part, Tree) else ""


def _changes(part: Part) -> Iterator[Part]:
    """Yield the part with one change, at its top first, then in each of its parts."""
    if isinstance(part, Token):
        yield from _other_tokens(part)
    if not isinstance(part, Tree):
        return
    yield from _other_forms(part)
    yield from _shortened(part)
    for n, below in enumerate(part.children):
        if _kind(part) in (*WORDS, "list", "is_word", "is_not_word", "in_words") and isinstance(below, Token):
            continue
        for changed in _changes(below):
            yield Tree(part.data, [*part.children[:n], changed, *part.children[n + 1 :]])  # type: ignore[list-item]


def _other_tokens(token: Token) -> Iterator[Token]:
    text = " ".join(token.split())
    if token.type == "INT":
        yield from (Token("INT", str(n)) for n in (int(text) - 1, int(text) + 1) if n >= 0)
    if token.type == "OPERATOR":
        yield from (Token("OPERATOR", other) for other in OPERATORS[text])
    if token.type == "DIRECTION":
        yield Token("DIRECTION", "before" if text == "after" else "after")
    if token.type == "UNIT" and text.startswith("school day"):
        yield Token("UNIT", "days")


def _other_forms(node: Node) -> Iterator[Part]:
    kind, parts = _kind(node), node.children
    if kind in ("all_words", "any_words") and isinstance(parts[0], Tree) and len(parts[0].children) == 1:
        return
    for other in SWAPPED.get(kind, ()):
        yield Tree(other, parts[:1] if other == "bare" else parts)
    if kind in ("is_recorded", "in_words", "includes"):
        yield Tree("negated", [node])
    if kind == "between" and isinstance(parts[2], Tree) and parts[2].data == "bound":
        yield Tree("on_or_before", [parts[0], *parts[2].children])
    if kind == "dotted":
        yield from (Tree("dotted", [Token("NAME", other)]) for other in DOTTED.get(written(parts[0]), ()))


def _shortened(node: Node) -> Iterator[Part]:
    kind, parts = _kind(node), node.children
    if kind == "negated":
        yield parts[0]
    if kind in (*JOINED, "list") and len(parts) > 1:
        for n in range(len(parts)):
            rest = [*parts[:n], *parts[n + 1 :]]
            yield rest[0] if kind in JOINED and len(rest) == 1 else Tree(kind, rest)
    if kind == "reference":
        for n, below in enumerate(parts):
            if _kind(below) in NARROWS:
                yield Tree(kind, [*parts[:n], *parts[n + 1 :]])
            elif _kind(below) == "dotted":
                yield Tree(kind, [parts[0], None, *parts[n + 1 :]])  # type: ignore[list-item]
