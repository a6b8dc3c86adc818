"""Builds the wheel and tries it as a stranger would: in a fresh environment, in an empty folder, far from this tree.

    python tests/wheel.py [--python PYTHON]

Ends with status 0 if the wheel holds every file of the package and the rulesets, `ehe-rules demo` and `ehe-rules rules list`
work from it with nothing but what it depends on, and no file of this tree was opened by them. Takes about half a minute.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
UV = Path(sys.executable).with_name("uv")
"""As `.ci/set-up` puts it there."""

SOURCES = {"ehe_rules": "ehe_rules", "rulesets": "ehe_rules/rulesets"}
"""Folders of this tree, and where the wheel has them."""
WRITTEN = (
    "index.html",
    "findings.csv",
    "findings.json",
    "findings.xlsx",
    "manifest.json",
    "schools/900001.html",
)
ONLY_FOR_WORK = ("pytest", "hypothesis", "ruff", "mypy", "importlinter")

GUARD = """\
import os, sys

def _watch(event, given):
    if event in ("open", "os.listdir", "os.scandir") and given and isinstance(given[0], (str, bytes)):
        if os.path.abspath(os.fsdecode(given[0])).startswith({tree!r}):
            os.write(2, b"opened from the checkout: " + os.fsencode(given[0]) + b"\\n")
            os._exit(97)

sys.addaudithook(_watch)
"""
"""Runs first in every Python of the fresh environment, child processes too."""


def main() -> int:
    """Try the wheel and say what is wrong with it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--python", default=sys.executable, help="the Python to try it on")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="ehe-wheel-") as folder:
        wheel = build(Path(folder))
        wrong = unlike_the_tree(wheel) or unlike_a_tool(wheel, Path(folder), chosen.python)
    for sentence in wrong:
        sys.stderr.write(f"{sentence}\n")
    if not wrong:
        sys.stdout.write(f"{wheel.name} holds everything and works on its own.\n")
    return 1 if wrong else 0


def build(folder: Path) -> Path:
    """Build the wheel and return it."""
    said(UV, "build", "--quiet", "--wheel", "--out-dir", folder / "dist", cwd=ROOT)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def unlike_the_tree(wheel: Path) -> list[str]:
    """Say which files of the tree the wheel lacks, and which it has that are not in the tree."""
    expected = {
        f"{place}/{path.relative_to(ROOT / source).as_posix()}"
        for source, place in SOURCES.items()
        for path in (ROOT / source).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    return [
        *(f"{wheel.name} lacks {name}." for name in sorted(expected - held)),
        *(f"{wheel.name} holds {name}, which is not in the tree." for name in sorted(held - expected)),
    ]


def unlike_a_tool(wheel: Path, folder: Path, python: str) -> list[str]:
    """Install the wheel afresh, run its commands in an empty folder and say what does not work."""
    fresh, empty = folder / "venv", folder / "empty"
    empty.mkdir()
    said(UV, "venv", "--quiet", "--no-project", "--python", python, fresh, cwd=folder)
    own = fresh / "bin/python"
    locked = folder / "locked.txt"
    locked.write_text(
        said(UV, "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", cwd=ROOT)
    )
    # from the tree's folder: uv finds there how durable-rules is built
    said(
        UV,
        "pip",
        "install",
        "--quiet",
        "--python",
        own,
        "--constraints",
        locked,
        f"{wheel}[second-engine]",
        cwd=ROOT,
    )
    site = Path(said(own, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=empty).strip())
    (site / "ehe_guard.py").write_text(GUARD.format(tree=f"{ROOT}{os.sep}"))
    (site / "ehe_guard.pth").write_text("import ehe_guard\n")
    listed = said(fresh / "bin/ehe-rules", "rules", "list", cwd=empty)
    shown = said(fresh / "bin/ehe-rules", "demo", "--out", "report", cwd=empty)
    second = said(own, "-c", "from ehe_rules.engines.durable import available; print(available())", cwd=empty)
    sys.stdout.write(shown)
    return [
        *(f"`rules list` does not list {rule}." for rule in ("5.1.1", "DEL-F-LATE") if rule not in listed),
        *(f"`demo` did not write {name}." for name in WRITTEN if not (empty / "report" / name).is_file()),
        *(f"{name} came with the wheel." for name in ONLY_FOR_WORK if (site / name).exists()),
        *(
            ["durable-rules is there and could not be used."]
            if "True" in second and "broke off" in shown
            else []
        ),
    ]


def said(*command: str | Path, cwd: Path) -> str:
    """Run a command and return what it printed; end all with its words if it fails."""
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    ran = subprocess.run(  # noqa: S603 - our own commands
        [str(part) for part in command], cwd=cwd, env=plain, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        sys.exit(
            f"{' '.join(map(str, command))} ended with status {ran.returncode}:\n{ran.stdout}{ran.stderr}"
        )
    return ran.stdout


if __name__ == "__main__":
    sys.exit(main())
