"""Where a project lies: whether its file is still the one that was opened, and whether the folder is a network's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "9p", "davfs", "fuse.sshfs", "fuse.davfs2",
    "fuse.rclone", "fuse.gvfsd-fuse", "fuse.glusterfs",
})  # fmt: skip
"""Kinds of file systems that other machines hold."""
Identity = tuple[int, int]


def identity(path: Path) -> Identity | None:
    """What tells this file from every other one; nothing where it is not there."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked at each write; a Path's own stat takes longer
    except OSError:
        return None
    return found.st_dev, found.st_ino


def on_network(path: Path, mounts: str | None = None) -> bool:
    """Whether a folder lies on another machine, where two computers can spoil one file.

    Args:
        path: the project.
        mounts: what the system says of its mounts (``/proc/self/mounts``), for tests.
    """
    if sys.platform == "win32":
        return str(path.resolve()).startswith("\\\\")
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text("utf-8", "replace")
        except OSError:
            return False
    folder, best, kind = path.resolve(), -1, ""
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " "))
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), parts[2]
    return kind in NETWORK
