"""Files are looked through ahead of being taken, in a thread of its own: what a scan takes is mostly no work of Python's."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from ehe_rules.exports.scan import scan_file

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from ehe_rules.exports.find import Found
    from ehe_rules.exports.scan import Scan


def scanned(found: Sequence[Found]) -> Generator[tuple[Found, Future[Scan]]]:
    """Give the files in their order, each with its scan: what `scan_file` gives, or raises, is told when it is asked for.

    Those that are passed over are looked at by nobody: theirs is never asked for.
    """
    with ThreadPoolExecutor(1, "scans") as thread:
        begun: list[Future[Scan]] = [
            Future() if file.passed_over else thread.submit(scan_file, file.path) for file in found
        ]
        try:
            yield from zip(found, begun, strict=True)
        finally:
            thread.shutdown(cancel_futures=True)
