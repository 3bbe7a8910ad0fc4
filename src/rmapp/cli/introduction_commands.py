"""The command that lists the introductions to ask a client for, or writes them as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.documents import day_document, money_document
from rmapp.cli.exchange_output import Reason
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.domain.introductions import IntroductionsPaper, Partner
    from rmapp.services.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("List the suppliers and dealers that a client can introduce us to, or write them as a PDF."),
        epilog=_("Example: rmapp introductions 潮声传感 -o introductions.pdf"),
    )(introductions)


def introductions(
    context: typer.Context,
    firm: FirmName,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help=_("Write the page as a PDF."), show_default=False)
    ] = None,
    lang: Annotated[Literal["en", "zh", "both"], typer.Option(help=_("Language of the pages."))] = "en",
    *,
    black_and_white: Annotated[bool, typer.Option("--bw", help=_("For a black and white printer."))] = False,
    restricted: Reason = None,
    as_json: AsJson = False,
) -> None:
    """List the introductions to ask for, the best first."""
    from rmapp.services import search
    from rmapp.services.partners import introductions_paper

    reason = (restricted or "").strip()
    if reason and out is None:
        raise InputError({"restricted": _("Only a paper takes this reason; rmapp --include-restricted is for lists.")})
    session: Session = context.obj
    if out is None:
        with session.reading() as workspace:
            firm_id = workspace.ask(search.resolve_firm, firm)
            is_in = session.include_restricted is not None
            value = workspace.ask(introductions_paper.compile_introductions, firm_id, restricted=is_in)
        _say(value, as_json=as_json)
        return
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        _write(workspace, firm_id, out, lang, reason, black_and_white=black_and_white)
        say(_("Written: {path}").format(path=out))


def _write(
    workspace: Workspace,
    firm_id: str,
    out: Path,
    lang: Literal["en", "zh", "both"],
    reason: str,
    *,
    black_and_white: bool,
) -> None:
    from rmapp.services.paperwork import papers
    from rmapp.services.partners import introductions_paper
    from rmapp.services.privacy import restricted_firms

    if not reason:
        workspace.ask(restricted_firms.refuse_restricted, {firm_id})
    value = workspace.ask(introductions_paper.compile_introductions, firm_id, restricted=bool(reason))
    options = workspace.ask(introductions_paper.introduction_options, "zh_CN" if lang == "zh" else lang)
    options = options.model_copy(update={"black_and_white": black_and_white})
    paper = introductions_paper.print_introductions(value, firm_id, options)
    papers.save_file(paper, out)
    pages, label = paper.page_count(), _("Introductions saved as PDF")
    workspace.do(papers.log_paper, paper, "saved", pages, reason=reason, label=label, undoable=False)


def _say(value: IntroductionsPaper, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {"wanted": [_document(one) for one in value.wanted], "asked": [_document(one) for one in value.waiting]}
        )
        return
    from rmapp.domain.introductions import relation_text, share_text, standing_text
    from rmapp.i18n import current

    if not value.wanted and not value.waiting:
        say(_("No introduction is to be asked for."))
        return
    titles = (_("Partner"), _("Relation"), _("Share"), _("In our book"), _("Introduction"))
    rows = []
    for one in (*value.wanted, *value.waiting):
        state = _state(one)
        rows.append((one.name(current()), relation_text(one.link), share_text(one.link), standing_text(one), state))
    say_table(titles, rows)


def _state(partner: Partner) -> str:
    from rmapp.domain import reference

    return reference.text("introduction", partner.link.introduction)


def _document(partner: Partner) -> dict[str, object]:
    link = partner.link
    return {
        "id": link.id,
        "name": link.name,
        "relation": link.relation,
        "tier": link.tier,
        "share_bp": link.share_bp,
        "yearly": money_document(link.yearly),
        "firm_id": link.other_firm_id if partner.names else None,
        "relationship_status": partner.status or None,
        "has_line": partner.has_line,
        "introduction": link.introduction,
        "asked_on": day_document(link.asked_on),
    }
