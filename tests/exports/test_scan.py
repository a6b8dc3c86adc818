"""One pass over a file's bytes tells whether its lines can be taken for records, wherever the pieces are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehe_rules.exports import scan
from ehe_rules.exports.grid import UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

PIECES = st.lists(
    st.sampled_from([b"a", b"\n", b"\r\n", b"\r", b"b,c", b'"', b"\0", "é".encode()]), max_size=12
)


def _last_blank(text: str) -> int:
    lines = text.rstrip("\r\n").replace("\r\n", "\n").split("\n")
    return (
        max((number for number, line in enumerate(lines, start=1) if not line), default=0)
        if any(lines)
        else 0
    )


@given(PIECES, st.integers(min_value=1, max_value=6))
@settings(deadline=None, max_examples=300)
def test_lines_are_judged_the_same_however_the_file_is_cut(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], at_once: int
) -> None:
    content = b"".join(pieces)
    path = tmp_path_factory.mktemp("scan") / "file"
    path.write_bytes(content)
    whole = scan.scan_file(path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scan, "_AT_ONCE", at_once)
        cut = scan.scan_file(path)
    text = content.decode()
    endings = {text.count("\r"), text.count("\r\n"), text.count("\n")}
    assert whole.is_lines == (("\r" not in text or len(endings) == 1) and "\0" not in text)
    if whole.is_lines:
        assert whole.last_blank == _last_blank(text)
        assert (cut.last_blank > 0) == (whole.last_blank > 0)
    same = ("size", "sha256", "is_empty", "is_utf8", "has_quotes", "is_lines")
    assert [getattr(cut, name) for name in same] == [getattr(whole, name) for name in same]


@pytest.mark.parametrize(
    ("content", "is_utf8", "has_undefined"),
    [
        (b"plain", True, False),
        ("Zo\u00eb".encode(), True, False),
        (b"Zo\xeb", False, False),
        (b"Zo\xeb \x81", False, True),
        ("\u00eb".encode()[:1], False, False),
    ],
)
def test_encodings_are_told_apart(tmp_path: Path, content: bytes, is_utf8: bool, has_undefined: bool) -> None:  # noqa: FBT001 - a table of cases
    (tmp_path / "f").write_bytes(content)
    found = scan.scan_file(tmp_path / "f")
    assert (found.is_utf8, found.has_undefined) == (is_utf8, has_undefined)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"half")
    found = scan.scan_file(path)
    scan.must_be_same(path, found)
    path.write_bytes(b"half and more")
    with pytest.raises(UnreadableError, match="changed while it was being read"):
        scan.must_be_same(path, found)
