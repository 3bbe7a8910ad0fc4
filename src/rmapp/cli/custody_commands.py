"""The commands about paper that left the book: list it, say what became of it, set how long it may stay out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.codes import read_code
from rmapp.cli.documents import day_document
from rmapp.cli.line_commands import past_day
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.cli.documents import Document
    from rmapp.services.paperwork.custody import PaperOut

_papers = typer.Typer(help=_("Paper and files that left the book, and what became of them."), rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_papers, name="papers")
    _papers.command(
        "list", help=_("List what left the book."), epilog=_("Example: rmapp papers list 潮声传感 --state out")
    )(list_papers)
    _papers.command(
        "out",
        help=_("List what is still out, what has to be destroyed first on top."),
        epilog=_("Example: rmapp papers out --late"),
    )(list_out)
    _papers.command(
        "end",
        help=_("Note what became of papers, by their copy numbers."),
        epilog=_("Example: rmapp papers end 2026-03-02-01 --fate shredded"),
    )(end)
    _papers.command(
        "terms",
        help=_("Show or set the days until paper has to be destroyed."),
        epilog=_("Example: rmapp papers terms --internal 14"),
    )(terms)


def list_papers(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help=_("Words to look for."))] = None,
    state: Annotated[
        Literal["all", "out", "late", "client", "ended"], typer.Option(help=_("Where the papers are."))
    ] = "all",
    *,
    json: AsJson = False,
) -> None:
    """List what left the book, the newest first."""
    from rmapp.services.paperwork import custody

    session: Session = context.obj
    with session.reading() as workspace:
        ids = workspace.ask(custody.paper_ids, state, " ".join(words or ()))
        _show(workspace.ask(custody.papers, ids), as_json=json)


def list_out(
    context: typer.Context,
    *,
    late: Annotated[bool, typer.Option("--late", help=_("Only what should be gone by now."))] = False,
    json: AsJson = False,
) -> None:
    """List what is still out."""
    list_papers(context, None, "late" if late else "out", json=json)


def end(
    context: typer.Context,
    copies: Annotated[list[str], typer.Argument(metavar="COPY...", help=_("Copy numbers, or ids of tables."))],
    fate: Annotated[
        str, typer.Option(help=_("What became of them: shredded, filed, with_client or lost."))
    ] = "shredded",
    on: Annotated[str | None, typer.Option(metavar="DAY", help=_("The day, today by default."))] = None,
    *,
    json: AsJson = False,
) -> None:
    """Note what became of papers."""
    from rmapp.services.paperwork import custody

    session: Session = context.obj
    became = read_code("paper_fate", fate, "--fate")
    with session.writing() as workspace:
        ids = [workspace.ask(custody.paper, copy).id for copy in dict.fromkeys(copies)]
        label = ngettext("{n} paper ended", "{n} papers ended", len(ids)).format(n=len(ids))
        day = past_day(workspace, on) if on else None
        ended = workspace.do(custody.end_papers, ids, became, day, label=label).result
        _show(ended, as_json=json)


def terms(
    context: typer.Context,
    internal: Annotated[str | None, typer.Option(metavar="DAYS", help=_("Days for internal paper, or none."))] = None,
    client: Annotated[str | None, typer.Option(metavar="DAYS", help=_("Days for clients' copies, or none."))] = None,
    *,
    json: AsJson = False,
) -> None:
    """Show or set the days until paper has to be destroyed."""
    from rmapp.services.paperwork import paper_terms

    session: Session = context.obj
    asked = {"internal": internal, "client": client}
    with session.writing() if internal or client else session.reading() as workspace:
        for audience, text in asked.items():
            if text:
                days = paper_terms.days_of(audience, text)
                workspace.do(paper_terms.set_paper_days, audience, days, label=_("Term of paper changed"))
        found = workspace.ask(paper_terms.paper_terms)
    if json:
        say_json(found._asdict())
        return
    for name, days in ((_("Internal"), found.internal), (_("For client"), found.client)):
        words = ngettext("{n} day", "{n} days", days).format(n=days) if days is not None else _("no day")
        say(_("{name}: {value}").format(name=name, value=words))


def _show(papers: list[PaperOut], *, as_json: bool) -> None:
    from rmapp.domain import reference
    from rmapp.domain.wording import format_date
    from rmapp.services.paperwork import custody

    if as_json:
        say_json([_document(one) for one in papers])
        return
    if not papers:
        say(_("No paper stands so. What is printed or saved appears here."))
        return
    titles = (_("Copy number"), _("Paper"), _("About"), _("For"), _("Confidentiality"), _("Destroy by"), _("State"))
    rows = [
        (
            one.copy_no or one.id,
            custody.what_text(one),
            custody.firms_text(one),
            reference.text("audience", one.audience),
            reference.text("confidentiality", one.confidentiality),
            format_date(one.destroy_by) if one.destroy_by else _("no day"),
            custody.state_text(one),
        )
        for one in papers
    ]
    say_table(titles, rows)


def _document(one: PaperOut) -> Document:
    return {
        "id": one.id,
        "document": one.document or "table",
        "title": one.title or None,
        "copy": one.copy_no or None,
        "kind": one.kind,
        "firms": [{"id": id, "name": name} for id, name in zip(one.firm_ids, one.firm_names, strict=False)],
        "audience": one.audience,
        "confidentiality": one.confidentiality,
        "pages" if one.document else "rows": one.size,
        "copies": one.copies,
        "recipient": one.recipient or None,
        "reason": one.reason or None,
        "left_on": day_document(one.on),
        "by": one.by,
        "destroy_by": day_document(one.destroy_by),
        "days_late": one.days_late,
        "ended_on": day_document(one.ended_on),
        "fate": one.fate,
        "state": one.state,
    }
