"""Commands about editions of the scorecard: list, take in, put into force, end, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.line_commands import any_day
from rmapp.cli.output import say, say_json, say_table
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.cli.session import Session
    from rmapp.services.scoring.editions import EditionView

_scorecard = typer.Typer(help=_("Editions of the scorecard in this book; a published one never changes."),
                         rich_markup_mode=None)  # fmt: skip
_Version = Annotated[str, typer.Argument(metavar="VERSION", help=_("Version of the scorecard."))]
_Last = Annotated[str, typer.Option("--to", metavar="DAY", help=_("Last day in force."))]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_scorecard, name="scorecard")
    _scorecard.command(
        "list",
        help=_("List the editions with their days; a star marks the one in force."),
        epilog=_("Example: rmapp scorecard list --json"),
    )(list_editions)
    _scorecard.command(
        "import",
        help=_("Check a file and take it in as a draft."),
        epilog=_("Example: rmapp scorecard import our-scorecard.json"),
    )(take_in)
    _scorecard.command(
        "activate",
        help=_("Put a draft into force for days that no other edition holds."),
        epilog=_("Example: rmapp scorecard activate 1.1.0 --from 2026-01-01"),
    )(activate)
    _scorecard.command(
        "retire",
        help=_("End an edition; it stays for what was scored with it."),
        epilog=_("Example: rmapp scorecard retire 1.1.0 --to 2026-06-30"),
    )(retire)
    _scorecard.command(
        "export",
        help=_("Write the file of an edition as it was taken in."),
        epilog=_("Example: rmapp scorecard export 1.0.0 scorecard.json"),
    )(export)


def list_editions(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the editions."""
    from rmapp.services.scoring import editions

    session: Session = context.obj
    with session.reading() as workspace:
        found = workspace.ask(editions.editions)
    if as_json:
        say_json([_document(one) for one in found])
        return
    rows = [
        ("*" if one.holds else "", one.card.version, one.card.label.text(), status_text(one.status), *_days(one))
        for one in found
    ]
    say_table(("", _("Version"), _("Name"), _("State"), _("From"), _("Through")), rows)


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise InputError({"FILE": _("There is no file or folder {path}.").format(path=path)})
    return path.read_bytes()


def take_in(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help=_("A scorecard as JSON."))],
) -> None:
    """Take a file in as a draft."""
    from rmapp.services.scoring import editions

    session: Session = context.obj
    with session.writing() as workspace:
        made = workspace.do(editions.take_in, _bytes_of(path), label=_("Scorecard taken in")).result
    said = _("Version {version} is a draft. Put it into force with: rmapp scorecard activate {version} --from DAY")
    say(said.format(version=made.version))


def activate(
    context: typer.Context,
    version: _Version,
    first: Annotated[str, typer.Option("--from", metavar="DAY", help=_("First day in force."))] = "today",
    last: _Last = "",
) -> None:
    """Put a draft into force."""
    from rmapp.services.scoring import editions

    session: Session = context.obj
    with session.writing() as workspace:
        edition = workspace.ask(editions.edition_of, version)
        begin = any_day(workspace, first)
        if begin is None:
            raise InputError({"--from": _("Give the first day.")})
        end = any_day(workspace, last)
        made = workspace.do(editions.activate, edition.id, begin, end, label=_("Scorecard put into force")).result
    say(_("Version {version} is in force from {date}.").format(version=version, date=made.effective_from.isoformat()))


def retire(context: typer.Context, version: _Version, last: _Last = "") -> None:
    """End an edition."""
    from rmapp.services.scoring import editions

    session: Session = context.obj
    with session.writing() as workspace:
        edition = workspace.ask(editions.edition_of, version)
        end = any_day(workspace, last)
        made = workspace.do(editions.retire, edition.id, end, label=_("Scorecard ended")).result
    day = made.effective_to.isoformat() if made.effective_to else ""
    say(_("Version {version} is in force through {date}.").format(version=version, date=day))


def export(
    context: typer.Context,
    version: _Version,
    path: Annotated[Path, typer.Argument(metavar="FILE", help=_("Where to write it."))],
) -> None:
    """Write the file of an edition."""
    from rmapp.services.scoring import editions

    if path.exists():
        raise InputError({"path": _("{path} is there already; it was not touched.").format(path=path)})
    session: Session = context.obj
    with session.reading() as workspace:
        path.write_bytes(workspace.ask(editions.exported, version))
    say(str(path))


def status_text(status: str) -> str:
    """Return the name of a state of an edition."""
    names = {"shipped": _("shipped"), "draft": _("draft"), "active": _("in force"), "retired": _("ended")}
    return names[status]


def _days(one: EditionView) -> tuple[str, str]:
    if one.edition is None:
        return "", ""
    last = one.edition.effective_to
    return one.edition.effective_from.isoformat(), last.isoformat() if last else ""


def _document(one: EditionView) -> dict[str, object]:
    first, last = _days(one)
    return {
        "version": one.card.version,
        "code": one.card.code,
        "label": one.card.label.model_dump(),
        "status": one.status,
        "in_force": one.holds,
        "from": first or None,
        "to": last or None,
        "sha256": one.edition.sha256 if one.edition else None,
    }
