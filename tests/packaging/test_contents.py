"""What goes into the packages, and what stays out."""

from __future__ import annotations

import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from tests.packaging.loading import ROOT, load

pruning = load("pruning")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Qml.so.6", "PySide6/Qt6Quick3D.dll",
        "PySide6/Qt/qml/QtQuick/qmldir", "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/imageformats/libqpdf.so", "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qt_help_ar.qm", "PySide6/translations/qtbase_fr.qm", "PySide6/opengl32sw.dll",
        "pyarrow/libarrow_flight.so.2600", "pyarrow/_s3fs.cpython-311-x86_64-linux-gnu.so",
        "pyarrow/include/arrow/api.h",
        "resources/build/places.py", "resources/locale/ar/LC_MESSAGES/raqim.po",
    ],
)  # fmt: skip
def test_what_no_screen_needs_stays_out(name: str) -> None:
    assert pruning.left_out(name)
    assert pruning.left_out(name.replace("/", "\\"))


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Core.so.6", "PySide6/Qt/lib/libQt6Widgets.so.6", "PySide6/Qt/lib/libQt6Svg.so.6",
        "PySide6/Qt/lib/libQt6Test.so.6", "PySide6/Qt/lib/libQt6XcbQpa.so.6", "PySide6/Qt/lib/libQt6WaylandClient.so.6",
        "PySide6/Qt/lib/libQt6DBus.so.6", "PySide6/Qt/lib/libQt6OpenGL.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so", "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib", "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so", "PySide6/Qt/translations/qtbase_ar.qm",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so", "PySide6/QtTest.abi3.so",
        "pyarrow/libarrow_python.so.2600", "pyarrow/libarrow_dataset.so.2600", "pyarrow/libparquet.so.2600",
        "pyarrow/_parquet.cpython-311-x86_64-linux-gnu.so", "resources/locale/ar/LC_MESSAGES/raqim.mo",
        "resources/fonts/Amiri-OFL.txt", "corpus/articles.jsonl",
    ],
)  # fmt: skip
def test_what_the_program_needs_goes_along(name: str) -> None:
    assert not pruning.left_out(name)


def test_nothing_heavy_or_of_a_stricter_licence_is_looked_for() -> None:
    assert {"torch", "camel_tools", "transformers", "readline", "_gdbm", "cryptography"} <= set(pruning.MODULES)
    needed = {"numpy", "scipy", "regex", "rapidfuzz", "pycrfsuite", "ahocorasick", "pyarrow", "pyqtgraph"}
    assert not needed & set(pruning.MODULES)


def test_only_libraries_of_the_building_system_are_left_to_the_system() -> None:
    system = "/usr/lib/x86_64-linux-gnu/"
    assert pruning.of_the_system(f"{system}libglib-2.0.so.0", "libglib-2.0.so.0")
    assert pruning.of_the_system(f"{system}libstdc++.so.6", "libstdc++.so.6")
    assert not pruning.of_the_system(f"{system}libsqlite3.so.0", "libsqlite3.so.0")
    assert not pruning.of_the_system("/home/x/env/lib/python3.11/site-packages/a/libb.so", "a/libb.so")


def test_symbols_go_only_where_that_breaks_nothing() -> None:
    assert pruning.strippable("pyarrow/libarrow.so.2600")
    assert pruning.strippable("libpython3.11.so.1.0")
    assert not pruning.strippable("numpy.libs/libscipy_openblas64_-32a4b2a6.so")
    assert not pruning.strippable("PySide6/Qt/lib/libQt6Core.so.6")


def test_every_package_of_the_tree_is_named_for_the_wheel() -> None:
    named = set(PROJECT["tool"]["setuptools"]["packages"])
    there = {".".join(each.parent.relative_to(ROOT).parts) for each in (ROOT / "annotator").rglob("__init__.py")}
    assert there <= named, there - named


def test_what_a_wheel_or_source_package_lacks_is_told() -> None:
    contents = load("wheel_contents")
    wanted = ["annotator/__main__.py", "resources/sample/news.txt", "corpus/articles.jsonl"]
    data = "annotator/_data/"
    whole = {wanted[0], f"{data}resources/sample/news.txt", f"{data}corpus/articles.jsonl"}
    assert contents.missing_in_wheel(whole, wanted) == []
    assert contents.missing_in_wheel({"annotator/__main__.py"}, wanted) == wanted[1:]
    assert contents.missing_in_source({f"raqim-0.1.0/{name}" for name in wanted[:2]}, wanted) == wanted[2:]


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("readelf") is None, reason="reads Linux libraries")
def test_what_the_program_asks_of_debian_is_found_from_its_files(tmp_path: Path) -> None:
    import PySide6

    libraries = load("system_libraries")
    plugin = Path(PySide6.__path__[0]) / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    shutil.copyfile(plugin, tmp_path / plugin.name)
    for name in ("libQt6Core.so.6", "libQt6Gui.so.6", "libQt6XcbQpa.so.6"):
        shutil.copyfile(Path(PySide6.__path__[0]) / "Qt" / "lib" / name, tmp_path / name)
    for held in ("libicui18n.so.73", "libicuuc.so.73", "libicudata.so.73", "libQt6DBus.so.6"):
        (tmp_path / held).write_bytes(b"")
    asked = libraries.depends(tmp_path)
    assert asked[0].startswith("libc6 (>= 2.")
    assert {"libxcb-cursor0", "libxkbcommon-x11-0", "libfontconfig1", "libegl1", "libx11-6"} <= set(asked)


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("readelf") is None, reason="reads Linux libraries")
def test_a_library_that_no_package_is_known_for_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries = load("system_libraries")
    shutil.copyfile(Path(sys.executable).resolve(), tmp_path / "program")
    monkeypatch.setattr(libraries, "OF_THE_C_LIBRARY", set())
    with pytest.raises(libraries.UnknownLibraryError, match="libc"):
        libraries.depends(tmp_path)


def test_programs_that_the_frozen_one_starts_do_not_find_its_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.project.outside_program import _surroundings

    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/raqim/_internal")
    assert _surroundings()["LD_LIBRARY_PATH"] == "/usr/lib/raqim/_internal"  # not frozen: the user's own
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "LD_LIBRARY_PATH" not in _surroundings()
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/own")
    assert _surroundings()["LD_LIBRARY_PATH"] == "/opt/own"
    assert "LD_LIBRARY_PATH_ORIG" not in _surroundings()
