"""XML found by local name, whatever its namespace; entities and document types are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.grid import UnreadableError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def is_xml(data: bytes) -> bool:
    """Tell whether a file begins as XML does."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or data[:4] in (
        b"\xff\xfe<\0",
        b"\xfe\xff\0<",
    )


def parsed(data: bytes) -> Element:
    """Parse XML; raises UnreadableError for what is damaged or has entities or a document type."""
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415 - only where XML is read

    from defusedxml import DefusedXmlException, ElementTree  # noqa: PLC0415 - as above

    if b"<html" in data[:2000].lower() or b"<table" in data[:2000].lower():
        raise UnreadableError(
            "This is a web page (HTML), whatever its name says: some systems export one as .xls.",
            "Open it in Excel and save it as XLSX or CSV.",
        )
    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=True)
    except ParseError as error:
        raise UnreadableError(f"This XML is damaged: {error}.", "Export the CTF again.") from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableError(
            "This XML declares entities, a document type or an odd encoding, as no CTF does: it was not read.",
            "Export the CTF again from the MIS.",
        ) from error
    return root


def local(element: Element) -> str:
    """Give an element's name without its namespace, in lower case."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def children(element: Element | None, name: str) -> list[Element]:
    """Give the children of that name; none of no element."""
    # never `a.find(x) or b`: an element without children counts as false
    return [] if element is None else [inner for inner in element if local(inner) == name]


def child(element: Element | None, name: str) -> Element | None:
    """Give the first child of that name, if there is one."""
    return next(iter(children(element, name)), None)


def text(element: Element | None, name: str) -> str:
    """Give the text of the first child of that name, trimmed; '' if there is none."""
    found = child(element, name)
    return "" if found is None else (found.text or "").strip()
