"""Icons, menu entry, file type, AppStream data, manual page, recipes: they name the same things."""

from __future__ import annotations

import re
import struct
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree

from annotator.cli import COMMANDS
from tests.packaging.loading import FOLDER, ROOT, load

APP = "org.raqim.Raqim"
LINUX = FOLDER / "linux"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def desktop() -> ConfigParser:
    entry = ConfigParser(interpolation=None, delimiters=("=",))
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    entry.read_string((LINUX / f"{APP}.desktop").read_text("utf-8"))
    return entry


def test_the_menu_entry_opens_projects_and_speaks_arabic() -> None:
    entry = desktop()["Desktop Entry"]
    assert entry["Exec"] == "raqim %f"
    assert entry["Icon"] == APP
    assert entry["Name[ar]"] == "رقيم"
    kind = ElementTree.parse(LINUX / f"{APP}.mime.xml").getroot()[0]
    assert entry["MimeType"].rstrip(";") == kind.attrib["type"]
    patterns = [each.attrib["pattern"] for each in kind if each.tag.endswith("glob")]
    assert patterns == ["*.raqim"]


def test_appstream_names_the_entry_the_licence_and_both_languages() -> None:
    component = ElementTree.parse(LINUX / f"{APP}.metainfo.xml").getroot()
    assert component.findtext("id") == APP
    assert component.findtext("launchable") == f"{APP}.desktop"
    assert component.findtext("project_license") == "Apache-2.0"
    for name in ("name", "summary"):
        assert {each.get(XML_LANG) for each in component.findall(name)} == {None, "ar"}
    paragraphs = [each.get(XML_LANG) for each in component.findall("description/p")]
    assert paragraphs.count("ar") == paragraphs.count(None) > 0


def test_icons_are_drawn_in_every_size(tmp_path: Path) -> None:
    icons = load("icons")
    icons.draw(tmp_path)
    for size in icons.SIZES:
        picture = (tmp_path / "hicolor" / f"{size}x{size}" / "apps" / f"{APP}.png").read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">II", picture[16:24]) == (size, size)
    assert (tmp_path / "hicolor" / "scalable" / "mimetypes" / "application-x-raqim.svg").is_file()


def test_the_icons_of_other_systems_hold_what_their_tables_say(tmp_path: Path) -> None:
    icons = load("icons")
    icons.draw(tmp_path)
    windows = (tmp_path / "raqim.ico").read_bytes()
    assert struct.unpack("<HHH", windows[:6]) == (0, 1, len(icons.ICO))
    for place in range(len(icons.ICO)):
        size, start = struct.unpack("<II", windows[6 + 16 * place + 8 : 6 + 16 * place + 16])
        assert windows[start : start + 4] == b"\x89PNG"
        assert start + size <= len(windows)
    mac = (tmp_path / "raqim.icns").read_bytes()
    assert mac[:4] == b"icns"
    assert struct.unpack(">I", mac[4:8]) == (len(mac),)


def test_the_manual_page_tells_of_every_command_and_nothing_is_taken_for_roff() -> None:
    page = load("manual").manual("1.2.3")
    for name in COMMANDS:
        assert "\n.B " + name.replace("-", "\\-") + "\n" in page, name
    assert "Raqim 1.2.3" in page
    known = {".TH", ".SH", ".B", ".I", ".IR", ".RI", ".BR", ".TP", ".br"}
    assert {line.split()[0] for line in page.splitlines() if line.startswith(".")} <= known


def test_the_workflow_builds_on_three_systems_without_secrets() -> None:
    text = (ROOT / ".github" / "workflows" / "packages.yml").read_text("utf-8")
    assert all(f"runs-on: {name}" in text for name in ("ubuntu", "windows"))
    assert "macos-" in text
    assert "secrets." not in text
    assert text.count("--self-test") == 2


def test_recipes_that_nobody_tried_say_so() -> None:
    for name in ("flatpak/org.raqim.Raqim.yml", "windows/raqim.iss", "macos/disk_image.sh", "macos/entitlements.plist"):
        assert re.search(r"\bUNTRIED\b", (FOLDER / name).read_text("utf-8")), name
