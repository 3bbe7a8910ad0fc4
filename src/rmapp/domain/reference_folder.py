"""The check of a folder of code lists: each file by itself, then all of them together.

A file that the folder does not have is taken from those in use. Files are never changed here.
"""

from __future__ import annotations

import json
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference_files, reference_kept
from rmapp.domain.money import knowing
from rmapp.domain.reference_check import credit, lifecycle, offering, places
from rmapp.domain.reference_check.found import FileProblem, Findings
from rmapp.domain.reference_check.reading import read_content
from rmapp.domain.reference_check.shape import form_problems, shape_problems
from rmapp.domain.scorecard import scorecard_problems
from rmapp.domain.scorecard_edition import edition_problems
from rmapp.domain.value_fields import more_types
from rmapp.errors import RmappError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SCORECARD = "scorecard"
_LARGEST = 5_000_000
"""Bytes of a file that is still read; the largest shipped one has about 60,000."""


def read_folder(path: Path) -> Mapping[str, bytes]:
    """Return the JSON files of a folder, or a single file, by name. Raises RmappError where none can be read."""
    if not path.exists():
        raise RmappError(_("There is no file or folder {path}.").format(path=path))
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    found = {}
    for file in files:
        try:
            if file.stat().st_size > _LARGEST:
                raise RmappError(_("{file} is too large for a code list.").format(file=file.name))
            found[file.stem] = file.read_bytes()
        except OSError as error:
            said = _("{file} cannot be read: {cause}.").format(file=file.name, cause=error.strerror)
            raise RmappError(said) from error
    if not found:
        raise RmappError(_("There are no JSON files in {folder}.").format(folder=path))
    return MappingProxyType(found)


def check_folder(path: Path) -> tuple[FileProblem, ...]:
    """Return everything that is wrong with the files of a folder, or with one file; empty for good ones."""
    return check_files(read_folder(path), in_force())


def in_force() -> Mapping[str, bytes]:
    """Return the files in use: the bank's own where they passed the check, else the shipped ones."""
    return MappingProxyType({name: reference_files.content(name) for name in reference_files.names()})


def shipped() -> Mapping[str, bytes]:
    """Return the files that came with the program."""
    return MappingProxyType({name: reference_files.shipped(name) for name in reference_files.names()})


def judge(own: Mapping[str, bytes]) -> Mapping[str, tuple[FileProblem, ...]]:
    """Return what is wrong with each of the bank's own files, beside those of them that are good and the shipped ones.

    A fault that shows in a shipped file is one of all own files that are left: one of them does not fit to it.
    """
    wrong: dict[str, tuple[FileProblem, ...]] = dict.fromkeys(own, ())
    for name in (one for one in own if reference_files.is_fixed(one)):
        wrong[name] = (FileProblem(name, "", _("This file belongs to the program and is not replaced.")),)
    left = {name: data for name, data in own.items() if not wrong[name]}
    while left and (found := check_files(left, shipped())):
        for name in {one.file for one in found} & set(left) or set(left):
            wrong[name] = tuple(one for one in found if one.file == name) or found
            del left[name]
    return MappingProxyType(wrong)


def check_files(files: Mapping[str, bytes], beside: Mapping[str, bytes]) -> tuple[FileProblem, ...]:
    """Return everything that is wrong with files, held against the ones they would stand beside.

    Whatever code one of those has must stay in the file that takes its place, if only as a retired one.
    """
    with knowing(_currencies({**beside, **files})):
        return _check(files, beside)


def _check(files: Mapping[str, bytes], beside: Mapping[str, bytes]) -> tuple[FileProblem, ...]:
    contents = {name: json.loads(data.decode("utf-8-sig")) for name, data in beside.items()}
    problems: list[FileProblem] = []
    for name, data in files.items():
        content, wrong = read_content(name, data)
        if content is not None:
            wrong = _alone(name, content, beside)
            if name in contents and _fits_in_form(name, content, wrong):
                contents[name] = content
        problems += wrong
    return tuple(dict.fromkeys((*problems, *_together(contents))))


def _currencies(files: Mapping[str, bytes]) -> frozenset[str]:
    """Return the currencies that amounts in these files may be in, as far as their list can be read."""
    content, _wrong = read_content("currencies", files.get("currencies", b""))
    entries = (content or {}).get("currencies")
    found = (one.get("code") for one in entries if isinstance(one, dict)) if isinstance(entries, list) else ()
    return frozenset(code for code in found if isinstance(code, str))


def kept_after(own: Mapping[str, bytes], wrong: Mapping[str, tuple[FileProblem, ...]]) -> reference_kept.Kept:
    """Return the entries kept so far and those of good own files, as far as this program can read them."""
    kept = reference_kept.read_kept()
    for name, data in own.items():
        if not wrong[name]:
            reference_kept.gathered(kept, name, json.loads(data.decode("utf-8-sig")), _shipped_content(name))
    with knowing(_currencies(own)):
        return {name: lists for name, lists in kept.items() if _still_fits(name, lists)}


def _still_fits(name: str, lists: Mapping[str, list[dict[str, Any]]]) -> bool:
    if name not in reference_files.names():
        return False
    content = reference_kept.with_kept(json.loads(reference_files.shipped(name)), lists)
    return not any(form_problems(name, content, _shipped_content(name)))


def _alone(name: str, content: dict[str, Any], beside: Mapping[str, bytes]) -> tuple[FileProblem, ...]:
    if name.startswith(_SCORECARD):
        check = scorecard_problems if name in beside else edition_problems
        return tuple(FileProblem(name, one.place, one.what) for one in check(content))
    if name not in beside:
        return (FileProblem(name, "", _("There is no code list of this name; the name of a file says what it is.")),)
    if name in reference_files.NEVER_REPLACED:
        return ()
    first = dict.fromkeys(shape_problems(name, content, _shipped_content(name)))
    again = dict.fromkeys(shape_problems(name, content, json.loads(beside[name].decode("utf-8-sig"))))
    return tuple({**first, **again})


def _fits_in_form(name: str, content: dict[str, Any], wrong: tuple[FileProblem, ...]) -> bool:
    """Say whether a file can be held against the others, though a text or a code may be missing."""
    if reference_files.is_fixed(name):
        return not wrong
    return not any(form_problems(name, content, _shipped_content(name)))


def _together(contents: Mapping[str, dict[str, Any]]) -> tuple[FileProblem, ...]:
    found = Findings(contents)
    lifecycle.check_stages(found)
    lifecycle.check_steps(found)
    types = {**more_types(), **offering.metric_types(found), **offering.field_types(found)}
    lifecycle.check_lifecycle_lists(found, types)
    credit.check_facility_types(found)
    credit.check_enums(found)
    credit.check_currencies(found)
    credit.check_metrics(found)
    places.check_industries(found)
    places.check_regions(found)
    places.check_designations(found)
    offering.check_fields(found)
    offering.check_products(found)
    offering.check_scenarios(found)
    offering.check_boards(found)
    stages = [one["code"] for one in contents["stages"]["stages"]]
    for one in scorecard_problems(contents["scorecard_v1"], stages):
        found.say("scorecard_v1", one.place, one.what)
    return tuple(found.problems)


@cache
def _shipped_content(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reference_files.shipped(name))
    return found
