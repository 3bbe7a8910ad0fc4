"""Commands about the code lists: check a folder, use the bank's own files, list them, go back to the shipped ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.output import say, say_json, say_table
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.services.code_lists import CodeList

_reference = typer.Typer(help=_("The code lists of this device and the bank's own files in their place."),
                         rich_markup_mode=None)  # fmt: skip
_FilesAt = Annotated[Path, typer.Argument(metavar="DIR|FILE", help=_("A folder of code lists, or one file."))]
_Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the file without its ending."))]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_reference, name="reference")
    _reference.command(
        "check",
        help=_("Check files of code lists and name each fault with file and place; change nothing."),
        epilog=_("Example: rmapp reference check our-lists"),
    )(check)
    _reference.command(
        "list",
        help=_("List the code lists: shipped or the bank's own, their day, and what is wrong."),
        epilog=_("Example: rmapp reference list --json"),
    )(list_files)
    _reference.command(
        "use",
        help=_("Check files and use them in the place of the shipped ones from the next start on."),
        epilog=_("Example: rmapp reference use our-lists/products.json"),
    )(use)
    _reference.command(
        "reset",
        help=_("Go back to the shipped files; name those together that need each other."),
        epilog=_("Example: rmapp reference reset products scenarios"),
    )(reset)
    _reference.command(
        "copy",
        help=_("Save a copy of the file in use, to edit it."),
        epilog=_("Example: rmapp reference copy products our-lists/products.json"),
    )(copy)


def check(path: _FilesAt, *, as_json: AsJson = False) -> None:
    """Check files; the exit code is 1 where something is wrong."""
    from rmapp.domain.reference_folder import check_folder

    found = check_folder(path)
    if as_json:
        say_json([one._asdict() for one in found])
    else:
        for one in found:
            say(one.sentence())
        said = ngettext("{n} fault", "{n} faults", len(found)).format(n=len(found))
        say(said if found else _("Everything fits together."))
    if found:
        raise typer.Exit(1)


def list_files(*, as_json: AsJson = False) -> None:
    """List the code lists."""
    from rmapp.domain.clock import SystemClock
    from rmapp.services import code_lists

    found = code_lists.code_lists(SystemClock().today())
    if as_json:
        say_json([_document(one) for one in found])
        return
    rows = [(one.name, one.label.text(), one.as_of.isoformat() if one.as_of else "", _state(one)) for one in found]
    say_table((_("File"), _("Content"), _("Checked on"), _("State")), rows)
    for one in found:
        for problem in one.problems:
            say(problem.sentence())


def use(path: _FilesAt) -> None:
    """Use the bank's own files."""
    from rmapp.services import code_lists

    names = code_lists.use_files(path)
    say(_("In use from the next start on: {names}").format(names=", ".join(names)))


def reset(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help=_("Names of the files without their ending."))],
) -> None:
    """Go back to the shipped files."""
    from rmapp.services import code_lists

    code_lists.back_to_shipped(*names)
    sentence = _(
        "The shipped {name}.json is in use from the next start on. Codes of the own file stay known as retired."
    )
    for name in names:
        say(sentence.format(name=name))


def copy(name: _Name, path: Annotated[Path, typer.Argument(metavar="FILE", help=_("Where to write it."))]) -> None:
    """Save a copy of the file in use."""
    from rmapp.services import code_lists

    if path.exists():
        raise InputError({"path": _("{path} is there already; it was not touched.").format(path=path)})
    code_lists.save_copy(name, path)
    say(str(path))


def _state(one: CodeList) -> str:
    if one.problems:
        said = ngettext("own file not used: {n} fault", "own file not used: {n} faults", len(one.problems))
        return said.format(n=len(one.problems))
    said = _("own file") if one.own else _("shipped")
    if one.waits:
        said = _("{state}, from the next start on").format(state=said)
    return _("{state}; older than 12 months").format(state=said) if one.stale else said


def _document(one: CodeList) -> dict[str, object]:
    return {
        "name": one.name,
        "as_of": one.as_of.isoformat() if one.as_of else None,
        "own": one.own,
        "in_use_from_next_start": one.waits,
        "older_than_12_months": one.stale,
        "problems": [problem._asdict() for problem in one.problems],
    }
