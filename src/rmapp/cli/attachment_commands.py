"""Commands about photos, scans and documents of clients: attach, list, find, let out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.domain.attachment import Attachment

_attachment = typer.Typer(help=_("Find attachments and let them out."), rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("Put photos, scans or PDFs of a client into the book. Pictures are scaled and lose hidden facts."),
        epilog=_("Example: rmapp attach 潮声传感 hall.jpg --caption 'Hall 2, both lines running'"),
    )(attach)
    app.command(
        help=_("List the attachments of a client, newest first."),
        epilog=_("Example: rmapp attachments 潮声传感"),
    )(attachments)
    app.add_typer(_attachment, name="attachment")


def attach(
    context: typer.Context,
    firm: FirmName,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=_("Pictures or PDFs."), show_default=False)],
    caption: Annotated[str, typer.Option(metavar="TEXT", help=_("What they show; search finds it."))] = "",
    kind: Annotated[str, typer.Option(metavar="CODE", help=_("photo, sheet_scan or document."))] = "",
    copy: Annotated[str, typer.Option(metavar="NUMBER", help=_("The print that a scan is of."))] = "",
    level: Annotated[str, typer.Option("--class", metavar="CODE", help=_("Confidentiality."))] = "client_confidential",
) -> None:
    """Put files into the book, all of them or none."""
    from rmapp.services import search
    from rmapp.services.clients import firms
    from rmapp.services.paperwork import attachments as service

    level = read_code("confidentiality", level, "--class")
    facts: dict[str, Any] = {"caption": caption, "copy_no": copy}
    if kind or copy:
        facts["kind"] = read_code("attachment_kind", kind or "sheet_scan", "--kind")
    session: Session = context.obj
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        taken = [service.take_in(path) for path in files]
        label = _("Files attached")
        workspace.do(service.add_attachments, taken, firm_id, confidentiality=level, label=label, **facts)
        name = workspace.ask(firms.display_name, firm_id)
    said = ngettext("{n} file attached to {firm}.", "{n} files attached to {firm}.", len(files))
    say(said.format(n=len(files), firm=name))


def attachments(context: typer.Context, firm: FirmName, *, as_json: AsJson = False) -> None:
    """List the attachments of a client."""
    from rmapp.services import search
    from rmapp.services.paperwork import attachments as service

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        found = workspace.ask(service.attachments, firm_id=firm_id)
    _say(list(found), as_json=as_json)


@_attachment.command(
    help=_("Find attachments of all clients by their names and captions. One Chinese character is enough."),
    epilog=_("Example: rmapp attachment find 车间"),
)
def find(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help=_("Words to look for."), show_default=False)],
    *,
    as_json: AsJson = False,
) -> None:
    """Find attachments by words."""
    from rmapp.services.paperwork import attachments as service

    session: Session = context.obj
    with session.reading() as workspace:
        hits = workspace.ask(service.search, words, 100)
    _say([hit.attachment for hit in hits], {hit.attachment.id: hit.firm_name for hit in hits}, as_json=as_json)


@_attachment.command(
    help=_("Write an attachment to a file outside the book, without encryption. The reason is noted."),
    epilog=_("Example: rmapp attachment export 0199… -o hall.jpg --reason 'for the credit committee'"),
)
def export(
    context: typer.Context,
    attachment: Annotated[str, typer.Argument(metavar="ID", help=_("Its id, from the list."), show_default=False)],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="PATH", help=_("The file, or a folder."), show_default=False)
    ],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why it leaves the book."), show_default=False)],
) -> None:
    """Let an attachment out of the book and note it."""
    from rmapp.services.paperwork import attachments as service
    from rmapp.services.paperwork import papers

    session: Session = context.obj
    with session.writing() as workspace:
        workspace.ask(service.attachment, attachment)
        service.require_reason(reason)
        path = out / workspace.ask(service.suggested_file, attachment) if out.is_dir() else out
        if path.exists():
            raise InputError({"out": _("{path} is there already. Choose another name.").format(path=path)})
        paper = workspace.ask(service.letting_out, attachment)
        papers.save_file(paper, path)
        label = _("Copy saved outside the book")
        workspace.do(service.log_let_out, attachment, paper, reason, label=label, undoable=False)
    say(_("Written: {path}").format(path=path))


def _say(found: list[Attachment], firms: dict[str, str] | None = None, *, as_json: bool) -> None:
    from rmapp.domain import reference

    if as_json:
        say_json([_document(one) | ({"firm": firms[one.id]} if firms else {}) for one in found])
        return
    titles = [_("Id"), _("Kind"), _("Name"), _("Caption"), _("Taken"), _("Pages"), _("Confidentiality")]
    rows = [
        [
            one.id,
            reference.text("attachment_kind", one.kind),
            one.name,
            one.caption,
            str(one.taken_on or ""),
            str(one.pages or ""),
            reference.text("confidentiality", one.confidentiality),
        ]
        for one in found
    ]
    if firms:
        titles.append(_("Client"))
        rows = [[*row, firms[one.id]] for row, one in zip(rows, found, strict=True)]
    say_table(titles, rows, right=(5,))


def _document(one: Attachment) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "caption": one.caption,
        "media_type": one.media_type,
        "size": one.size,
        "pages": one.pages,
        "sha256": one.sha256,
        "taken_on": str(one.taken_on) if one.taken_on else None,
        "copy_no": one.copy_no or None,
        "meeting_id": one.meeting_id,
        "confidentiality": one.confidentiality,
    }
