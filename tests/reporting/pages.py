"""A page as a reader meets it: its text, its headings, its parts."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser


class _Outline(HTMLParser):
    """Collects headings, links, ids and landmarks, and checks that tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.landmarks: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag in ("main", "nav", "header", "footer"):
            self.landmarks.append(tag)
        if tag == "th":
            assert found.get("scope") in ("col", "row")
        self.links += [href for href in [found.get("href")] if href]
        self.ids += [name for name in [found.get("id")] if name]
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(html: str) -> _Outline:
    """Return the outline of a page; fails if its tags do not nest."""
    parser = _Outline()
    parser.feed(html)
    assert parser.open == []
    return parser


def text(html: str) -> str:
    """Return the words of a page, one space between them."""
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def section(html: str, name: str) -> str:
    """Return the section of a page that the heading with this id names."""
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', html, flags=re.DOTALL)
    assert found, f"no section {name}"
    return found[0]
