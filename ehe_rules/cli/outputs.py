"""Writes the chosen outputs of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ehe_rules.result import Result

FORMATS = ("html", "csv", "json", "xlsx")


def write_outputs(result: Result, out: Path, formats: Sequence[str] = ()) -> list[Path]:
    """Write the outputs of the formats named (none named: all) and the manifest, and return their paths.

    Raises click's error for a wrong command line where the folder cannot be written to.
    """
    from ehe_rules.reporting import render  # noqa: PLC0415 - heavy
    from ehe_rules.reporting.files import manifest_json  # noqa: PLC0415 - heavy
    from ehe_rules.reporting.writing import NotOursError, write_files  # noqa: PLC0415 - heavy
    from ehe_rules.result import MANIFEST  # noqa: PLC0415 - with it

    outputs = render(result, formats=formats or FORMATS)
    try:
        return write_files({**outputs, MANIFEST: manifest_json(result.manifest, outputs)}, out)
    except NotOursError as error:
        raise click.BadParameter(f"{out}: {error}", param_hint="'--out'") from error
    except OSError as error:
        raise click.BadParameter(
            f"{out}: the reports cannot be written there ({error.strerror or type(error).__name__}).",
            param_hint="'--out'",
        ) from error
