"""Whether a wheel and a source package carry what is tracked: ``python packaging/wheel_contents.py dist``."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ("resources", "corpus")
NOT_SHIPPED = ("resources/build/",)


def tracked() -> list[str]:
    """The files that the program consists of, as git knows them; in a source package, as they lie there."""
    asked = subprocess.run(
        ["git", "ls-files", *DATA, "annotator"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = asked.stdout.split("\n") if asked.returncode == 0 else []
    return [name for name in names if name and (ROOT / name).is_file() and not name.startswith(NOT_SHIPPED)]


def missing_in_wheel(names: set[str], wanted: list[str]) -> list[str]:
    """Files that a wheel lacks; data lies inside the package there."""
    places = {name: f"annotator/_data/{name}" if name.startswith(DATA) else name for name in wanted}
    return [name for name, place in places.items() if place not in names]


def missing_in_source(names: set[str], wanted: list[str]) -> list[str]:
    """Files that a source package lacks; it has one folder around everything."""
    held = {name.partition("/")[2] for name in names}
    return [name for name in wanted if name not in held]


def main(folder: Path) -> int:
    wanted = tracked()
    wheel, source = next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))
    with zipfile.ZipFile(wheel) as packed:
        lacking = [f"{wheel.name}: {each}" for each in missing_in_wheel(set(packed.namelist()), wanted)]
    with tarfile.open(source) as packed_source:
        lacking += [f"{source.name}: {each}" for each in missing_in_source(set(packed_source.getnames()), wanted)]
    for each in lacking:
        print(f"missing in {each}")
    print(f"wheel and source package carry {len(wanted) - len(lacking)} of {len(wanted)} files")
    return bool(lacking)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
