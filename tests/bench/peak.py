"""What a process of its own takes to read or write a long file, in memory and time: ``python -m tests.bench.peak``.

Its arguments are ``import`` or ``export``, a format, the file to read or a folder to write to, and the tokens to write.
It prints the peak of its resident set in megabytes once all libraries are loaded, that at the end, and the seconds.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat
from pathlib import Path

from tests.bench.exchange import corpus, read_all, seconds, warmed, written

_SHARE = 100_000
"""So many tokens are made and then written again and again: making them would take longer than writing them."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Megabytes of memory at the peak before the work and at its end, and how long it took."""

    before: float
    after: float
    seconds: float


def megabytes() -> float:
    """The peak of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def effort(way: str, name: str, path: Path, tokens: int = 0) -> Effort:
    """What a process of its own takes.

    A shell starts it as its child: a process begins with the peak of what it was forked from.
    """
    own = [sys.executable, "-m", "tests.bench.peak", way, name, str(path), str(tokens)]
    done = subprocess.run(["/bin/sh", "-c", '"$@"; exit', "sh", *own], stdout=subprocess.PIPE, check=True, text=True)
    return Effort(*map(float, done.stdout.split()))


def main(way: str, name: str, path: Path, tokens: int) -> None:
    warmed(name)
    with tempfile.TemporaryDirectory(dir=path if path.is_dir() else None) as folder:
        if way == "import":
            work: Callable[[], object] = partial(read_all, name, path)
        else:
            share = list(corpus(min(tokens, _SHARE)))
            documents = chain.from_iterable(repeat(share, max(1, tokens // _SHARE)))
            work = partial(written, name, documents, Path(folder))
        before = megabytes()
        took = seconds(work)
        print(f"{before:.1f} {megabytes():.1f} {took:.3f}")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
