"""The folder that a report goes into."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from reporting.sample import ELM, OAK, sample

from ehe_rules.reporting import write
from ehe_rules.reporting.writing import NotOursError, write_files


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_and_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    out = tmp_path / "reports"
    paths = write(sample(), out)
    assert {mode(path) for path in paths} == {0o600}
    assert {mode(out), mode(out / "schools")} == {0o700}
    assert sorted(path for path in out.rglob("*") if path.is_file()) == paths


def test_a_page_of_the_previous_run_that_is_no_longer_written_goes(tmp_path: Path) -> None:
    write(sample(), tmp_path)
    (tmp_path / "notes.txt").write_text("the user's own")
    only_elm = sample(
        schools=[{"school": ELM, "name": "Elm"}], findings=[], subjects=[], timeline=[], pupils=[]
    )
    write(only_elm, tmp_path)
    assert [path.name for path in (tmp_path / "schools").iterdir()] == [f"{ELM}.html"]
    assert (tmp_path / "notes.txt").exists()


def test_a_stale_page_that_somebody_has_changed_stays(tmp_path: Path) -> None:
    write_files({"a.html": b"1", "manifest.json": b"{}"}, tmp_path)
    (tmp_path / "manifest.json").write_text(
        '{"outputs": {"a.html": "another hash", "../b.html": "", "/c": ""}}'
    )
    write_files({"d.html": b"2", "manifest.json": b"{}"}, tmp_path)
    assert (tmp_path / "a.html").read_bytes() == b"1"


@pytest.mark.parametrize("damage", ["not json", "[]", '{"outputs": 3}', '{"outputs": []}'])
def test_a_damaged_manifest_of_before_is_no_obstacle(tmp_path: Path, damage: str) -> None:
    (tmp_path / "manifest.json").write_text(damage)
    write_files({"manifest.json": b"{}"}, tmp_path)
    assert (tmp_path / "manifest.json").read_bytes() == b"{}"


def test_a_failed_run_leaves_the_old_report_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files({"a.html": b"old", "old.html": b"old", "manifest.json": b'{"outputs": {}}'}, tmp_path)
    replace = Path.replace

    def fail_at_the_manifest(self: Path, target: Path) -> Path:
        if self.name == "manifest.json" and "new" in self.parts:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_manifest)
    with pytest.raises(OSError, match="No space"):
        write_files({"a.html": b"new", "b.html": b"new", "manifest.json": b"new"}, tmp_path)
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found == {"a.html": b"old", "old.html": b"old", "manifest.json": b'{"outputs": {}}'}


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    first, second = write(sample(), tmp_path), write(sample(), tmp_path)
    assert first == second
    assert (tmp_path / f"schools/{OAK}.html").exists()


def test_files_that_no_run_wrote_are_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("the user's own")
    with pytest.raises(NotOursError, match=r"index\.html already there, and not written by this tool"):
        write(sample(), tmp_path)
    assert (tmp_path / "index.html").read_text() == "the user's own"
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    (tmp_path / "index.html").unlink()
    (tmp_path / "manifest.json").write_text('{"name": "of another program"}')
    with pytest.raises(NotOursError, match=r"manifest\.json"):
        write(sample(), tmp_path)
    (tmp_path / "manifest.json").unlink()
    (tmp_path / "notes.txt").write_text("in nobody's way")
    assert write(sample(), tmp_path) == write(sample(), tmp_path), "and again over its own"
