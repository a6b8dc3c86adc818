"""From the parser's tree to syntax.py, form by form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from lark import Token, Tree

from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.names import LanguageError

if TYPE_CHECKING:
    from ehe_rules.rulebook.names import Names

Node = Any
LISTS = {"role", "with", "covers", "to", "tag"}
WHICH = {"first", "last", "until", "entered"}
ATTRIBUTE_OF: dict[str, str] = {"by": "role", "to": "to", "covering": "covers", "as": "outcome"}
ORDERS: dict[str, s.Relation] = {
    "before": "before",
    "on_or_before": "on or before",
    "on": "on",
    "on_or_after": "on or after",
    "after": "after",
}


class FormBuilder:
    """Builds the tree of one expression with the names of one ruleset."""

    def __init__(self, names: Names) -> None:
        """Take the names that may be used."""
        self.names = names

    def expression(self, node: Node) -> s.Expr:
        """Return the tree of any expression."""
        kind, parts = str(node.data), node.children
        if kind == "both":
            return s.Both(tuple(self.expression(p) for p in parts))
        if kind == "either":
            return s.Either(tuple(self.expression(p) for p in parts))
        if kind == "negated":
            return s.Not(self.expression(parts[0]))
        if kind in ORDERS:
            return s.Order(self.dated(parts[0]), ORDERS[kind], self.dated(parts[1]))
        if kind.startswith("within_"):
            side = cast("Literal['of', 'after', 'before']", kind.removeprefix("within_"))
            return s.Within(self.dated(parts[0]), self.length(parts[1]), side, self.dated(parts[2]))
        return cast("s.Expr", getattr(self, f"_{kind}")(*parts))

    # references ------------------------------------------------------------------------------------------

    def _split(self, node: Node) -> tuple[Token, Token | None, list[Node]]:
        name, dotted, *narrows = node.children
        return name, (dotted.children[0] if dotted is not None else None), narrows

    def dated(self, node: Node) -> s.Ref:
        """Return a reference that has a date; anything else is an error."""
        name, dotted, narrows = self._split(node)
        if self.names.is_event(name):
            which = str(dotted) if dotted is not None else "first"
            if dotted is not None and which not in WHICH:
                raise LanguageError(
                    f"'.{which}' is not a date; dates are .first, .last, .until, .entered.", _at(dotted)
                )
            kind = self.names.vocabulary.kinds.get(str(name))
            if which == "until" and kind is not None and not kind.until:
                raise LanguageError(
                    f"An entry of '{name}' names no further date, so it has no .until.", _at(dotted or name)
                )
            return self._event(name, narrows, cast("s.Which", which))
        if dotted is not None or narrows:
            place = _at(dotted) if dotted is not None else _at(name)
            raise LanguageError(
                f"Only an event can be narrowed or followed by a dot; '{name}' is none.", place
            )
        if name in self.names.milestones:
            return self.names.milestones[name]
        column = self.names.column(name)
        if column is None:
            raise self.names.unknown(name, _at(name))
        if column.kind != "date":
            raise LanguageError(f"'{name}' holds no date, so it cannot be put in time.", _at(name))
        return s.FieldRef(str(name))

    def _event(self, name: Token, narrows: list[Node], which: s.Which = "first") -> s.EventRef:
        built = tuple(sorted(self._narrow(str(name), n) for n in narrows))
        return s.EventRef(str(name), built, which)

    def _narrow(self, event: str, node: Node) -> s.Narrow:
        by = cast("s.NarrowBy", str(node.data).rstrip("_"))
        words, every = self._words(node.children[0])
        return s.Narrow(by, self.names.words(event, ATTRIBUTE_OF[by], words), every_word=every)

    def _words(self, node: Node) -> tuple[list[tuple[str, int]], bool]:
        tokens = node.children if node.data == "one_word" else node.children[0].children
        return [(str(t).lower(), _at(t)) for t in tokens], node.data == "all_words"

    # lengths and moments -----------------------------------------------------------------------------------

    def length(self, node: Node) -> s.Length:
        """Return a length: a number and a unit, or a parameter's name."""
        return self._length(node.children)

    def _length(self, parts: list[Token]) -> s.Length:
        if len(parts) == 1:
            self.names.parameter(str(parts[0]), _at(parts[0]), length=True)
            return s.Length(name=str(parts[0]))
        return s.Length(value=int(parts[0]), unit=s.unit_named(str(parts[1])))

    def moment(self, node: Node) -> s.Moment:
        """Return a moment: a date, perhaps shifted by a length."""
        if node.data == "bound":
            if isinstance(node.children[0], Token):
                raise LanguageError("A number is no date.", _at(node.children[0]))
            return s.Moment(self.dated(node.children[0]))
        *length, direction, reference = node.children
        return s.Moment(
            self.dated(reference), self._length(length), cast("Literal['after', 'before']", str(direction))
        )

    # forms -------------------------------------------------------------------------------------------------

    def _bare(self, node: Node) -> s.Expr:
        name, dotted, narrows = self._split(node)
        column = self.names.column(name)
        self.names.measured(str(name), _at(name))
        if column is not None and column.kind == "yes/no" and dotted is None and not narrows:
            return s.Is(str(name), ("yes",))
        if column is not None and column.kind != "date":
            raise LanguageError(
                f"'{name}' is not a yes or no: say what it should be, such as '{name} is ...'.", _at(name)
            )
        return s.Recorded(self.dated(node))

    def _between(self, node: Node, low: Node, high: Node) -> s.Expr:
        name, _, _ = self._split(node)
        if self._is_number(node):
            number = self._number(node)
            return s.Both(
                (s.Compare(number, ">=", self._bound(low)), s.Compare(number, "<=", self._bound(high)))
            )
        if not self.names.is_event(name) and name not in self.names.milestones:
            self.dated(node)
        return s.Between(self.dated(node), self.moment(low), self.moment(high))

    def _every(self, node: Node, length: Node, start: Node, until: Node) -> s.Expr:
        counted = self.dated(node)
        if isinstance(counted, s.FieldRef) or (
            isinstance(counted, s.MilestoneRef) and not _is_either(counted)
        ):
            raise LanguageError(
                "'every' counts entries: an event, or a milestone that joins events by 'or'.", _first(node)
            )
        return s.Every(counted, self.length(length), self.dated(start), self.moment(until))

    def _includes(self, node: Node, words: Node) -> s.Expr:
        name, dotted, narrows = self._split(node)
        if dotted is None or str(dotted) not in LISTS or not self.names.is_event(name):
            raise LanguageError(
                "'includes' asks after an event's .role, .with, .covers, .to or .tag.", _at(name)
            )
        given, every = self._words(words)
        known = self.names.words(str(name), str(dotted), given)
        return s.Includes(self._event(name, narrows), cast("Any", str(dotted)), known, every_word=every)

    def _is_recorded(self, node: Node) -> s.Expr:
        name, dotted, _ = self._split(node)
        if self.names.column(name) is not None and dotted is None:
            return s.IsRecorded(str(name))
        return s.Recorded(self.dated(node))

    def _is_word(self, node: Node, word: Token) -> s.Expr:
        return self._in(node, [word])

    def _is_not_word(self, node: Node, word: Token) -> s.Expr:
        return s.Not(self._is_recorded(node) if word == "recorded" else self._in(node, [word]))

    def _in_words(self, node: Node, words: Node) -> s.Expr:
        return self._in(node, words.children)

    def _in(self, node: Node, tokens: list[Token]) -> s.Expr:
        name, dotted, narrows = self._split(node)
        given = [(str(t).lower(), _at(t)) for t in tokens]
        if dotted is not None and str(dotted) == "outcome" and self.names.is_event(name):
            if any(word == s.NOT_SAID for word, _ in given):
                raise LanguageError(
                    f"An outcome that is not said is asked for by '{name} as not_said'.", given[0][1]
                )
            words = self.names.words(str(name), "outcome", given)
            return s.OutcomeIs(self._event(name, narrows), words)
        if self.names.is_event(name) or name in self.names.milestones:
            raise LanguageError(
                f"'{name}' is no word to compare; an event's outcome is '{name}.outcome is ...'.", _at(name)
            )
        column = self.names.column(name)
        if column is None or dotted is not None:
            raise self.names.unknown(name, _at(name))
        self.names.measured(str(name), _at(name))
        if column.kind not in ("word", "yes/no"):
            raise LanguageError(f"'{name}' holds no word that 'is' could compare.", _at(name))
        allowed = ("yes", "no") if column.kind == "yes/no" else getattr(column, "values", ())
        for word, offset in given:
            if allowed and word not in allowed:
                raise LanguageError(f"'{name}' is one of {', '.join(allowed)}; never '{word}'.", offset)
        return s.Is(str(name), tuple(sorted({w for w, _ in given})))

    def _compare(self, node: Node, operator: Token, bound: Node) -> s.Expr:
        return s.Compare(self._number(node), cast("s.Operator", str(operator)), self._bound(bound))

    def _is_number(self, node: Node) -> bool:
        name, dotted, _ = self._split(node)
        column = self.names.column(name)
        return (dotted is not None and str(dotted) == "count") or (
            column is not None and column.kind == "number"
        )

    def _number(self, node: Node) -> s.Number:
        name, dotted, narrows = self._split(node)
        if not self._is_number(node):
            if not self.names.is_event(name) and self.names.column(name) is None:
                raise self.names.unknown(name, _at(name))
            hint = f"; an event's number of entries is '{name}.count'" if self.names.is_event(name) else ""
            raise LanguageError(f"'{name}' is not a number{hint}.", _at(name))
        return s.Number(event=self._event(name, narrows)) if dotted is not None else s.Number(name=str(name))

    def _bound(self, node: Node) -> s.Bound:
        token = node.children[0]
        if isinstance(token, Tree):
            token = token.children[0]
        if str(token).isdigit():
            return s.Bound(value=int(token))
        self.names.parameter(str(token), _at(token), length=False)
        return s.Bound(name=str(token))


def _is_either(milestone: s.MilestoneRef) -> bool:
    for part in milestone.parts.parts:
        if isinstance(part, s.FieldRef) or (isinstance(part, s.MilestoneRef) and not _is_either(part)):
            return False
    return milestone.parts.joined_by == "or" or len(milestone.parts.parts) == 1


def _at(token: Token) -> int:
    return int(token.start_pos or 0)


def _first(node: Node) -> int:
    return _at(node.children[0])
