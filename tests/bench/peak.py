"""The most memory that a process of its own takes to read or write a corpus: ``python -m tests.bench.peak``.

Its arguments are ``import`` or ``export``, a format, the file to read or a folder to write to, a number of tokens
and the length of a document. It prints the peak of the resident set in megabytes once all libraries are loaded, and at
the end.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.exchange import corpus, read_all, warmed, written


def megabytes() -> float:
    """The peak of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peak(way: str, name: str, path: Path, tokens: int, length: int = 400) -> tuple[float, float]:
    """Megabytes before and at the end of the work, as a process of its own finds them.

    It is started by a small one: a process begins with the peak of what it was forked from.
    """
    own = [sys.executable, "-m", "tests.bench.peak", way, name, str(path), str(tokens), str(length)]
    done = subprocess.run(["/bin/sh", "-c", '"$@"; exit', "sh", *own], stdout=subprocess.PIPE, check=True, text=True)
    before, after = done.stdout.split()
    return float(before), float(after)


def main(way: str, name: str, path: Path, tokens: int, length: int) -> None:
    warmed(name)
    before = megabytes()
    if way == "import":
        read_all(name, path)
    else:
        with tempfile.TemporaryDirectory(dir=path) as folder:
            written(name, corpus(tokens, length=length), Path(folder))
    print(f"{before:.1f} {megabytes():.1f}")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
