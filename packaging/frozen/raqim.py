"""Where the frozen program begins: workers and the self-test first, then what `annotator.__main__` does."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path


def main() -> int:
    """A spawned worker never returns from `freeze_support`; everything else is the program."""
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--self-test"]:
        from self_test import run

        return run(Path(sys.argv[2]))
    from annotator.__main__ import main as program

    return program()


if __name__ == "__main__":
    sys.exit(main())
