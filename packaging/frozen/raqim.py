"""Where the frozen program begins: workers and the self-test first, then what `annotator.__main__` does.

PyInstaller's own hooks would import multiprocessing, inspect and zipfile before anything is painted; the spec leaves
them out, and what they do for a worker is done here, when there is one.
"""

from __future__ import annotations

import sys

TRACKER = "from multiprocessing.resource_tracker import main"
globals().pop("__file__", None)  # so that a worker does not look for this script and run it again


def serve_if_worker() -> None:
    """A process that multiprocessing started does its work here and never returns."""
    if sys.argv[1:2] == ["--multiprocessing-fork"]:
        from multiprocessing.spawn import freeze_support

        freeze_support()
    if len(sys.argv) > 2 and sys.argv[-2] == "-c" and sys.argv[-1].startswith(TRACKER):
        exec(sys.argv[-1])  # what Python itself would do with -c
        sys.exit()


def main() -> int:
    """Be a worker, the self-test, or the program."""
    serve_if_worker()
    if sys.argv[1:2] == ["--self-test"]:
        from pathlib import Path

        from self_test import run

        return run(Path(sys.argv[2]))
    from annotator.__main__ import main as program

    return program()


if __name__ == "__main__":
    sys.exit(main())
