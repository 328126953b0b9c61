"""Draws the program's icon from its one SVG in every size that a system asks for: ``python packaging/icons.py``.

Leaves build/icons/: raqim.png, raqim.ico, raqim.icns and hicolor/…, as Linux desktops want them.
"""

from __future__ import annotations

import shutil
import struct
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "resources" / "icons" / "raqim.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO = (16, 24, 32, 48, 64, 128, 256)
ICNS = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512}


def png(size: int) -> bytes:
    """The icon as PNG, ``size`` pixels wide and high."""
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    into = QByteArray()
    buffer = QBuffer(into)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")
    return bytes(into.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon of PNG pictures by size."""
    head, body, place = struct.pack("<HHH", 0, 1, len(pictures)), b"", 6 + 16 * len(pictures)
    for size, picture in pictures.items():
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), place + len(body))
        body += picture
    return head + body


def icns(pictures: dict[str, bytes]) -> bytes:
    """A macOS icon of PNG pictures by kind."""
    body = b"".join(kind.encode() + struct.pack(">I", len(each) + 8) + each for kind, each in pictures.items())
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def draw(folder: Path) -> None:
    """All of them, into a folder."""
    pictures = {size: png(size) for size in SIZES}
    for size, picture in pictures.items():
        for kind, name in (("apps", "org.raqim.Raqim"), ("mimetypes", "application-x-raqim")):
            place = folder / "hicolor" / f"{size}x{size}" / kind / f"{name}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(picture)
    for kind, name in (("apps", "org.raqim.Raqim"), ("mimetypes", "application-x-raqim")):
        place = folder / "hicolor" / "scalable" / kind / f"{name}.svg"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SOURCE, place)
    (folder / "raqim.png").write_bytes(pictures[256])
    (folder / "raqim.ico").write_bytes(ico({size: pictures[size] for size in ICO}))
    (folder / "raqim.icns").write_bytes(icns({kind: pictures[size] for kind, size in ICNS.items()}))


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "icons")
