"""Which file a code list is read from: the shipped one, or the bank's own that passed the check.

Own files lie in the user's folder of settings. What was checked is noted beside them with its hash, so that a
start costs no check; a file that was edited since is not used until it was looked at again.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp import __version__, paths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NEVER_REPLACED = frozenset({"demo_facts", "import_titles", "scorecard_v1"})
"""Files that belong to the program: the sample book, titles of tables, and the scorecard, whose versions are taken
into the book instead because a published one never changes."""

_NOTE = "checked.txt"
"""The file beside the own ones that says which were checked, by which version of the program, and with what end."""


def shipped_folder() -> Path:
    """Return the folder of the shipped code lists."""
    return paths.resources() / "reference"


def own_folder() -> Path:
    """Return the folder of the bank's own files on this device; it may not exist."""
    return paths.config_dir() / "reference"


def names() -> tuple[str, ...]:
    """Return the names of all shipped files, without their ending."""
    return tuple(sorted(path.stem for path in shipped_folder().glob("*.json")))


def is_fixed(name: str) -> bool:
    """Say whether a file is never replaced: one of the program's own, or any scorecard."""
    return name in NEVER_REPLACED or name.startswith("scorecard")


def own_files() -> Mapping[str, Path]:
    """Return the bank's own files by name, good or not."""
    folder = own_folder()
    if not folder.is_dir():
        return MappingProxyType({})
    return MappingProxyType({path.stem: path for path in sorted(folder.glob("*.json"))})


def read_own() -> dict[str, bytes]:
    """Return the bytes of the bank's own files by name, nothing for one that cannot be read."""
    found = {}
    for name, path in own_files().items():
        try:
            found[name] = path.read_bytes()
        except OSError:
            found[name] = b""
    return found


def fingerprint(content: bytes) -> str:
    """Return the hash by which a file is known again."""
    return hashlib.sha256(content).hexdigest()


def note_path() -> Path:
    """Return the file of the note."""
    return own_folder() / _NOTE


def note_of(results: Mapping[str, tuple[str, bool]]) -> bytes:
    """Return the content of the note for (hash, good) by name."""
    return json.dumps({"program": __version__, "files": results}, indent=1).encode()


def noted() -> Mapping[str, tuple[str, bool]] | None:
    """Return (hash, good) by name as noted by this version of the program; None without a note that can be read."""
    try:
        note = json.loads(note_path().read_bytes())
        found = {str(name): (str(digest), good is True) for name, (digest, good) in note["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return MappingProxyType(found) if note["program"] == __version__ else None


def as_noted() -> bool:
    """Say whether the own files are the ones that were checked, to the byte."""
    return not own_files() or _noted_as(read_own())


@cache
def in_use() -> Mapping[str, bytes]:
    """Return the bank's own files that are used, by name; none where one was changed after the check.

    They are read once in the life of the program, so that no list changes under an open window.
    """
    own, note = read_own(), noted() or {}
    if not own or not _noted_as(own):
        return MappingProxyType({})
    return MappingProxyType({name: data for name, data in own.items() if note[name][1]})


def shipped(name: str) -> bytes:
    """Return the bytes of a shipped file. OSError where it cannot be read."""
    return (shipped_folder() / f"{name}.json").read_bytes()


def content(name: str) -> bytes:
    """Return the bytes that a code list is read from. OSError where they cannot be read."""
    return in_use().get(name) or shipped(name)


def _noted_as(own: Mapping[str, bytes]) -> bool:
    note = noted()
    return note is not None and {name: digest for name, (digest, _good) in note.items()} == {
        name: fingerprint(data) for name, data in own.items()
    }
