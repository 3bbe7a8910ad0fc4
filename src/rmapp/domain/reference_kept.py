"""Entries that only a bank's own file had: they stay known as retired once that file is gone, because books hold them.

They are gathered from each own file that passed the check, and noted beside the own files.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeGuard

from rmapp.domain import reference_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Entries = list[dict[str, Any]]
    Kept = dict[str, dict[str, Entries]]
    """The entries of each list of each file; a list inside another part is named with a dot."""

_INNER = ("enumerations", "size_class_rules")


def kept_path() -> Path:
    """Return the file of what is kept; it may not exist."""
    return reference_files.own_folder() / "kept.txt"


def read_kept() -> Kept:
    """Return what is kept; nothing where it cannot be read."""
    try:
        found = json.loads(kept_path().read_bytes())
        return {
            name: {key: [dict(one) for one in entries] for key, entries in lists.items()}
            for name, lists in found.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def gathered(kept: Kept, name: str, content: Mapping[str, Any], shipped: Mapping[str, Any]) -> None:
    """Take into `kept` the entries of an own file that the shipped one does not have, in the place of older ones."""
    before = dict(_coded_lists(shipped))
    for key, entries in _coded_lists(content):
        known = {one["code"] for one in before.get(key, ())}
        new = {one["code"]: one for one in entries if one["code"] not in known}
        if new:
            lists = kept.setdefault(name, {})
            lists[key] = list({**{one["code"]: one for one in lists.get(key, ())}, **new}.values())


def with_kept(content: dict[str, Any], lists: Mapping[str, Entries]) -> dict[str, Any]:
    """Return the content of a file with the kept entries behind its own, as retired ones."""
    for key, entries in _coded_lists(content):
        here = {one["code"] for one in entries}
        entries.extend({**one, "retired": True} for one in lists.get(key, ()) if one.get("code") not in here)
    return content


def _coded_lists(content: Mapping[str, Any]) -> Iterator[tuple[str, Entries]]:
    """Yield the lists of codes with their names."""
    for key, value in content.items():
        if key in _INNER and isinstance(value, dict):
            for inner, one in value.items():
                entries = one.get("values") if isinstance(one, dict) else one
                if _is_coded(entries):
                    yield f"{key}.{inner}", entries
        elif _is_coded(value):
            yield key, value


def _is_coded(value: object) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "code" in one for one in value)
