"""The code lists of this device: shipped ones and the bank's own in their place, checked before they are used.

Own files are no part of a book. A file that does not pass the check is not used, and the shipped one stays in force.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rmapp.domain import reference, reference_files, reference_folder, reference_kept
from rmapp.domain.reference_items import Label
from rmapp.errors import InputError, NotFoundError, StorageError
from rmapp.i18n import _
from rmapp.storage.private_file import file_errors, make_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rmapp.domain.reference_check.found import FileProblem

_STALE_AFTER_DAYS = 366


@dataclass(frozen=True, slots=True)
class CodeList:
    """A file of code lists: the day it was checked against, whether it is the bank's own, and what is wrong with that.

    `waits` says that the file on disk is another one than this run of the program reads.
    """

    name: str
    label: Label
    as_of: date | None
    own: bool
    problems: tuple[FileProblem, ...]
    stale: bool
    waits: bool


def settle() -> None:
    """Check own files that were not checked yet as they are, and note the end of it; at the start of the program."""
    if reference_files.as_noted():
        return
    own = reference_files.read_own()
    wrong = reference_folder.judge(own)
    with contextlib.suppress(StorageError):  # a folder that cannot be written to leaves the shipped files in force
        _note(own, wrong)
    reference.forget()


def code_lists(today: date) -> tuple[CodeList, ...]:
    """Return every file that can be replaced, and own files that replace none, with their problems."""
    own = reference_files.read_own()
    wrong = reference_folder.judge(own)
    names = sorted({*reference_files.names(), *own} - reference_files.NEVER_REPLACED)
    return tuple(_code_list(name, own.get(name), wrong.get(name, ()), today) for name in names)


def use_files(path: Path) -> tuple[str, ...]:
    """Put a file, or the files of a folder, in the place of the shipped ones; return their names.

    Raises InputError that names every fault with its place; then nothing was changed. The lists are used from the
    next start of the program. A file that stood there before is kept beside it with the ending `.before`.
    """
    files = reference_folder.read_folder(path)
    refused = {
        name: _("{file}.json belongs to the program and is not replaced. A scorecard is taken in as an edition.")
        for name in files
        if reference_files.is_fixed(name)
    }
    if refused:
        raise InputError({name: what.format(file=name) for name, what in refused.items()})
    own = reference_files.read_own()
    good = {name: own[name] for name, faults in reference_folder.judge(own).items() if not faults}
    _raise(reference_folder.check_files(files, {**reference_folder.shipped(), **good}))
    with file_errors():
        make_folder(reference_files.own_folder())
        for name, data in files.items():
            _keep_before(name)
            write_whole(reference_files.own_folder() / f"{name}.json", data)
        own = reference_files.read_own()
        _note(own, reference_folder.judge(own))
    return tuple(files)


def back_to_shipped(*names: str) -> None:
    """Take own files of the bank out of use, those that need each other together; each is kept as `.before`.

    Codes that only they had stay known as retired ones, because books may hold them. Raises NotFoundError for one
    that there is not, InputError where other own files need one.
    """
    own = reference_files.read_own()
    for name in names:
        if name not in own:
            raise NotFoundError(_("There is no own file in the place of {file}.json.").format(file=name))
    good = [each for each, faults in reference_folder.judge(own).items() if not faults]
    rest = {each: own[each] for each in good if each not in names}
    if rest and not set(names).isdisjoint(good):
        _raise(reference_folder.check_files(rest, reference_folder.shipped()))
    with file_errors():
        for name in names:
            _keep_before(name)
        own = reference_files.read_own()
        _note(own, reference_folder.judge(own))


def save_copy(name: str, path: Path) -> None:
    """Write the file in use for a person to edit. Raises InputError for a name that does not exist."""
    if name not in reference_files.names():
        names = ", ".join(reference_files.names())
        raise InputError(
            {"name": _("There is no code list {name}. There are: {names}.").format(name=name, names=names)}
        )
    with file_errors():
        write_whole(path, reference_files.content(name))


def _note(own: Mapping[str, bytes], wrong: Mapping[str, tuple[FileProblem, ...]]) -> None:
    results = {name: (reference_files.fingerprint(data), not wrong[name]) for name, data in own.items()}
    kept = json.dumps(reference_folder.kept_after(own, wrong), ensure_ascii=False, indent=1)
    write_whole(reference_kept.kept_path(), kept.encode())
    write_whole(reference_files.note_path(), reference_files.note_of(results))


def _keep_before(name: str) -> None:
    path = reference_files.own_folder() / f"{name}.json"
    if path.exists():
        path.replace(path.with_suffix(".before"))


def _raise(problems: tuple[FileProblem, ...]) -> None:
    if problems:
        said = {f"{one.file} {one.place}": one.sentence() for one in problems}
        raise InputError(said, "\n".join(one.sentence() for one in problems))


def _code_list(name: str, own: bytes | None, problems: tuple[FileProblem, ...], today: date) -> CodeList:
    taken = own if own is not None and not problems else None
    known = name in reference_files.names()
    content = json.loads((taken or reference_files.shipped(name)).decode("utf-8-sig")) if known else {}
    as_of = date.fromisoformat(content["as_of"]) if known else None
    title = content.get("title")
    return CodeList(
        name=name,
        label=Label.model_validate(title) if isinstance(title, dict) else Label(en=name, zh=name),
        as_of=as_of,
        own=own is not None,
        problems=problems,
        stale=as_of is not None and (today - as_of).days > _STALE_AFTER_DAYS,
        waits=taken != reference_files.in_use().get(name),
    )
