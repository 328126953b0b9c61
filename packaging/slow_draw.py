"""Run slow tests in random order until the time is up: ``slow_draw.py SECONDS``. A failure ends it with 1."""

from __future__ import annotations

import random
import subprocess
import sys
import time


def slow_tests() -> list[str]:
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "slow", "-p", "no:randomly"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [line for line in listed.stdout.splitlines() if "::" in line]


def main(seconds: float) -> int:
    end = time.monotonic() + seconds
    tests = slow_tests()
    random.shuffle(tests)
    passed = failed = skipped = 0
    for test in tests:
        left = end - time.monotonic()
        if left < 5:
            skipped += 1
            continue
        try:
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-m", "slow", test], timeout=left, check=False,
                capture_output=True, text=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            skipped += 1  # its time was up, which says nothing against it
            continue
        passed += done.returncode == 0
        if done.returncode not in {0, 5}:
            failed += 1
            print(done.stdout[-6000:], done.stderr[-2000:])
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
