"""However it ends: no traceback, no data, and the contract's exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from ehe_rules.cli.app import main
from ehe_rules.cli.guard import guarded
from ehe_rules.errors import EnginesDisagreeError, ExportsError, RulebookError

if TYPE_CHECKING:
    from cli.conftest import Ehe

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "ehe_rules")


def failing(error: BaseException) -> int:
    def run() -> None:
        raise error

    return guarded(run)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (click.UsageError("that is not how"), 2),
        (click.ClickException("that is not how"), 2),
        (RulebookError("that is not how"), 2),
        (ExportsError("that is not how"), 3),
        (EnginesDisagreeError("that is not how"), 4),
    ],
)
def test_an_error_that_is_foreseen_is_said_in_its_own_words(
    capsys: pytest.CaptureFixture[str], error: Exception, status: int
) -> None:
    assert failing(error) == status
    assert "that is not how" in capsys.readouterr().err


def test_an_error_that_is_not_foreseen_is_one_line_without_its_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert failing(KeyError("Testina Invented")) == 4
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "Internal error: KeyError in ehe_rules/cli/guard.py, line " in printed.err
    assert "Testina" not in printed.err


def test_debug_shows_all_of_it() -> None:
    def run() -> None:
        raise KeyError("Testina Invented")

    with pytest.raises(KeyError):
        guarded(run, debug=True)


def test_a_fault_inside_a_command_is_caught(ehe: Ehe, exports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("Testina Invented")

    monkeypatch.setattr("ehe_rules.cli.check.run_check", broken)
    ran = ehe("check", exports)
    assert ran.status == 4
    assert "Internal error: ZeroDivisionError in ehe_rules/cli/check.py, line " in ran.err
    assert "Testina" not in ran.err


def test_help_is_quick() -> None:
    # the process's own time from its start, so that a busy machine does not count
    code = "import time; from ehe_rules.cli import main; main.main(['--help'], standalone_mode=False); print(time.process_time())"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert "Usage: " in ran.stdout
    assert float(ran.stdout.splitlines()[-1]) < 0.3


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from ehe_rules.cli import main; "
        "print(sorted({'pandas', 'duckdb', 'openpyxl', 'jinja2', 'lark', 'pydantic', 'rich'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - as above
    assert ran.stdout.strip() == "[]"


def test_help_names_every_command_and_says_what_each_option_does(ehe: Ehe) -> None:
    ran = ehe("--help")
    assert ran.status == 0
    for name, command in main.commands.items():
        assert f"  {name} " in ran.out
        commands = command.commands if isinstance(command, click.Group) else {"": command}
        for below, one in commands.items():
            assert one.short_help
            shown = ehe(name, *filter(None, [below]), "--help")
            assert shown.status == 0
            for option in (p for p in one.params if isinstance(p, click.Option)):
                assert option.help, (name, below, option.name)
                assert option.opts[-1] in shown.out


def test_output_that_nobody_reads_is_no_error(exports: Path) -> None:
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603 - as above
        [*COMMAND, "inspect", str(exports)],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert child.stderr.read() == ""
        assert child.wait(timeout=60) == 141


def test_progress_is_shown_to_a_terminal_only(exports: Path, tmp_path: Path) -> None:
    ran = subprocess.run(  # noqa: S603 - as above
        [
            *COMMAND,
            "check",
            str(exports),
            "--on",
            "2026-02-06",
            "--engine",
            "columnar",
            "--out",
            str(tmp_path / "out"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (ran.returncode, ran.stderr) == (0, "")
