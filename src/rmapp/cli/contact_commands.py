"""Commands about contact cards of other programs (.vcf)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.exchange_output import Decided, Reason, read_decisions, say_check, say_written
from rmapp.cli.session import Session
from rmapp.i18n import _

_contacts = typer.Typer(help=_("Contact cards of phones and other programs (.vcf)."), rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_contacts, name="contacts")


@_contacts.command(
    name="export",
    help=_("Write the people of clients as contact cards: name, firm, title, work phone and work e-mail."),
    epilog=_("Example: rmapp contacts export 潮声传感 -o people.vcf"),
)
def export_file(
    context: typer.Context,
    firms: Annotated[list[str], typer.Argument(metavar="FIRM...", help=_("One or more clients."), show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help=_("Where to write it."), show_default=False)],
    version: Annotated[Literal["3.0", "4.0"], typer.Option("--vcard", help=_("Version of the cards."))] = "3.0",
    reason: Reason = None,
) -> None:
    """Write the people of clients as contact cards."""
    from rmapp.services import search
    from rmapp.services.calendars.contact_exchange import export_contacts

    session: Session = context.obj
    with session.writing() as workspace:
        ids = list(dict.fromkeys(workspace.ask(search.resolve_firm, text) for text in firms))
        say_written(workspace, workspace.ask(export_contacts, out, ids, version=version, reason=reason), reason)


@_contacts.command(
    name="import",
    help=_("Bring people from contact cards; only what belongs to work. People known already are updated."),
    epilog=_("Example: rmapp contacts import phone.vcf --client 2=潮声传感 --dry-run"),
)
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A .vcf file."), show_default=False)],
    decided: Decided = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would happen."))] = False,
    as_json: AsJson = False,
) -> None:
    """Bring people from contact cards."""
    from rmapp.services.calendars import contact_exchange

    cards = contact_exchange.read_file(file)
    session: Session = context.obj
    with session.reading() if dry_run else session.writing() as workspace:
        decisions = read_decisions(workspace, decided)
        ready = workspace.ask(contact_exchange.plan_contacts, file.name, cards, decisions)
        if not dry_run and any(row.goes_in for row in ready.rows):
            workspace.do(contact_exchange.apply_contacts, ready, label=contact_exchange.label(ready))
        say_check(workspace, ready.rows, ready.notes, applied=not dry_run, as_json=as_json)
