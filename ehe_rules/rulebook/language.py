"""From a rule's words to its tree (syntax.py), by the grammar in language.lark; every name is checked on the way."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.forms import FormBuilder
from ehe_rules.rulebook.names import LanguageError

if TYPE_CHECKING:
    from ehe_rules.rulebook.names import Names


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("language.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=True)


def parse(text: str, names: Names) -> s.Expr:
    """Return the tree of an expression; raise LanguageError (with the offset of the trouble) where it has none."""
    try:
        tree: Tree[Token] = _parser().parse(text)
    except UnexpectedEOF as error:
        raise LanguageError("The sentence stops too early.", len(text)) from error
    except UnexpectedToken as error:
        raise LanguageError(_unexpected(error, text), _offset(error, text)) from error
    except UnexpectedCharacters as error:
        place = error.pos_in_stream or 0
        raise LanguageError(f"'{text[place]}' has no meaning here.", place) from error
    builder: Any = FormBuilder(names)
    try:
        return builder.expression(tree.children[0])  # type: ignore[no-any-return]
    except RecursionError as error:
        raise LanguageError("The sentence is nested too deep to be understood.", 0) from error


def parse_milestone(text: str, names: Names) -> s.RefTree:
    """Return a milestone's definition: and/or of events, dated columns and milestones, nothing else."""
    return _as_references(parse(text, names))


def _as_references(expression: s.Expr) -> s.RefTree:
    match expression:
        case s.Recorded(a):
            return s.RefTree("or", (a,))
        case s.Both(parts) | s.Either(parts):
            return s.RefTree(
                "and" if isinstance(expression, s.Both) else "or", tuple(_as_reference(p) for p in parts)
            )
    raise LanguageError(
        "A milestone may join events, dated columns and milestones by 'and' or 'or'; nothing else."
    )


def _as_reference(expression: s.Expr) -> s.Ref:
    if isinstance(expression, s.Recorded):
        return expression.a
    return s.MilestoneRef("", _as_references(expression))


def _offset(error: UnexpectedToken, text: str) -> int:
    at_end = error.token.type == "$END" or error.token.start_pos is None
    return len(text) if at_end else int(error.token.start_pos or 0)


def _unexpected(error: UnexpectedToken, text: str) -> str:
    if error.token.type == "$END":
        return "The sentence stops too early."
    word = str(error.token)
    if word in ("and", "or") and _is_joined_otherwise(text[: int(error.token.start_pos or 0)], word):
        return "'and' and 'or' stand side by side: put brackets round what belongs together."
    expected = sorted(w for w in (_in_words(name) for name in error.expected) if w)
    hint = f" Here could stand: {', '.join(expected)}." if 0 < len(expected) <= 12 else ""  # noqa: PLR2004 - a readable list
    return f"'{word}' does not fit here.{hint}"


def _is_joined_otherwise(before: str, word: str) -> bool:
    other = "or" if word == "and" else "and"
    return f" {other} " in before


def _in_words(terminal: str) -> str:
    named = {"NAME": "a name", "INT": "a number", "UNIT": "school days", "OPERATOR": ">=", "$END": "the end"}
    punctuation = {"LPAR": "(", "RPAR": ")", "COMMA": "a comma", "DOT": "", "DIRECTION": "before"}
    return named.get(
        terminal, punctuation.get(terminal, f"'{terminal.lower()}'" if terminal.isalpha() else "")
    )
