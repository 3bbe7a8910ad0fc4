"""What can be told about a book's place: a folder shared over a network or by a cloud service."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from rmapp.i18n import _

_CLOUD = (
    "dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud drive", "com~apple~clouddocs",
    "nextcloud", "owncloud", "pcloud", "box sync", "nutstore", "坚果云", "baidusyncdisk", "百度网盘", "wps云盘",
)  # fmt: skip
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "davfs", "fuse.davfs2")


def warnings(folder: Path, mounts: Path = Path("/proc/mounts")) -> list[str]:
    """Return a sentence for each reason why a book should not be kept in this folder."""
    parts = [part.casefold() for part in folder.resolve().parts]
    found = []
    if any(part == name or part.startswith(name + " ") for part in parts for name in _CLOUD):
        found.append(
            _(
                "This book lies in a folder that a cloud service copies. Such services can damage an open book; "
                "move it to a folder of this computer only."
            )
        )
    if str(folder).startswith("\\\\") or _file_system(folder.resolve(), mounts) in _NETWORK:
        found.append(
            _(
                "This book lies on a network drive. It can be damaged when the connection breaks; move it to a "
                "disk of this computer."
            )
        )
    return found


def fingerprint(database: Path) -> str:
    """Return a mark of where the file lies, which a copied or moved file does not keep."""
    status = database.stat()
    return hashlib.sha256(f"{database.resolve()}\0{status.st_ino}".encode(errors="surrogateescape")).hexdigest()


def _file_system(folder: Path, mounts: Path) -> str:
    """Return the type of the file system that a folder lies on; empty where the system does not tell."""
    best, kind = "", ""
    try:
        lines = os.fsdecode(mounts.read_bytes()).splitlines()
    except OSError:
        return ""
    for line in lines:
        _device, point, name, *_rest = line.split(" ")
        point = point.replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, name
    return kind
