"""Commands about clients: list, find, show, stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.codes import offered, read_code, read_codes
from rmapp.cli.output import say, say_json, say_table, tell
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.domain.card import FirmCard
    from rmapp.domain.money import Money
    from rmapp.domain.query import FirmQuery
    from rmapp.services.workspace import Workspace

_UNKNOWN = "–"
_WINDOW = 200

FirmName = Annotated[
    str,
    typer.Argument(metavar="FIRM", help=_("A name or part of it, pinyin, credit code or id."), show_default=False),
]
Sort = Literal[
    "name",
    "stage",
    "tier",
    "outstanding",
    "limit",
    "utilisation",
    "next_action",
    "contact",
    "maturity",
    "next_touch",
    "touch_rank",
    "grade",
]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        name="list",
        help=_("List clients. All filters that are given must hold; of a repeated one, any may."),
        epilog=_("Example: rmapp list --tier A --maturing 90"),
    )(list_firms)
    app.command(
        help=_("Find clients, people and notes by any part, pinyin or initials. @ is for people only, # for notes."),
        epilog=_("Example: rmapp find cscg"),
    )(find)
    app.command(
        help=_("Show one client: stage, credit, people, promises, last events."),
        epilog=_("Example: rmapp show 潮声传感"),
    )(show)
    app.command(
        help=_("Move a client to another lifecycle stage. A wrong code lists those that exist."),
        epilog=_("Example: rmapp stage 潮声传感 expansion --on 2026-05 --evidence ev_capex_plan"),
    )(stage)


def list_firms(
    context: typer.Context,
    text: Annotated[str, typer.Option(metavar="TEXT", help=_("Part of a name, pinyin or initials."))] = "",
    stages: Annotated[
        list[str] | None, typer.Option("--stage", metavar="STAGE", help=_("Stage; repeatable."), show_default=False)
    ] = None,
    tiers: Annotated[
        list[str] | None, typer.Option("--tier", metavar="TIER", help=_("Tier; repeatable."), show_default=False)
    ] = None,
    grades: Annotated[
        list[str] | None, typer.Option("--grade", metavar="GRADE", help=_("Grade; repeatable."), show_default=False)
    ] = None,
    designations: Annotated[
        list[str] | None,
        typer.Option("--designation", metavar="CODE", help=_("Designation; repeatable."), show_default=False),
    ] = None,
    regions: Annotated[
        list[str] | None,
        typer.Option("--region", metavar="PLACE", help=_("Province or city; repeatable."), show_default=False),
    ] = None,
    maturing: Annotated[
        int | None,
        typer.Option(min=0, max=36500, metavar="DAYS", help=_("A line matures within."), show_default=False),
    ] = None,
    quiet: Annotated[
        int | None, typer.Option(min=0, max=36500, metavar="DAYS", help=_("No meeting for."), show_default=False)
    ] = None,
    view: Annotated[
        str, typer.Option(metavar="NAME", help=_("Start from a saved view, for example “Little giants”."))
    ] = "",
    sort: Annotated[
        Sort | None,
        typer.Option(
            metavar="BY",
            help=_(
                "name, stage, tier, outstanding, limit, utilisation, next_action, contact, maturity, next_touch, "
                "touch_rank or grade."
            ),
            show_default=False,
        ),
    ] = None,
    *,
    mine: Annotated[bool, typer.Option("--mine", help=_("Only those I own or deputise for."))] = False,
    reverse: Annotated[bool, typer.Option("--reverse", help=_("Turn the order round."))] = False,
    as_json: AsJson = False,
) -> None:
    """List clients with stage, tier, outstanding, use of the limit and last contact."""
    from rmapp.services.clients import cards

    filters = {
        "text": text,
        "stages": read_codes("stage", stages, "--stage"),
        "tiers": read_codes("tier", tiers, "--tier"),
        "grades": read_codes("grade", grades, "--grade"),
        "designations": read_codes("designation", designations, "--designation"),
        "regions": tuple(_region_prefix(code) for code in read_codes("region", regions, "--region")),
        "maturing_within_days": maturing,
        "quiet_days": quiet,
        "scope": "mine" if mine else None,
        "sort": sort,
    }
    session: Session = context.obj
    with session.reading() as workspace:
        query = _query(workspace, view, {name: value for name, value in filters.items() if value not in (None, "", ())})
        if reverse:
            query = query.model_copy(update={"descending": not query.descending})
        ids = workspace.ask(cards.ids, query)
        windows = [ids[at : at + _WINDOW] for at in range(0, len(ids), _WINDOW)]
        rows = [row for window in windows for row in workspace.ask(cards.cards, window)]
    _say_list(rows, as_json=as_json)


def find(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("What to look for."), show_default=False)],
    *,
    as_json: AsJson = False,
) -> None:
    """Find clients, people and notes."""
    from rmapp.cli.documents import found_document
    from rmapp.services import search

    session: Session = context.obj
    with session.reading() as workspace:
        found = workspace.ask(search.find, text, limit=20)
    if as_json:
        say_json(found_document(found))
        return
    if not (found.clients or found.people or found.notes or found.files):
        tell(_("Nothing found for “{text}”.").format(text=text))
    for hit in found.clients:
        _say_parts(hit.card.name, hit.card.second_name, _stage(hit.card.stage))
    for person in found.people:
        _say_parts(person.name, person.title, person.firm_name)
    for note in found.notes:
        _say_parts(note.on.isoformat() if note.on else "", note.firm_name, note.snippet)
    for file in found.files:
        _say_parts(file.firm_name, file.line)


def show(context: typer.Context, firm: FirmName, *, as_json: AsJson = False) -> None:
    """Show one client."""
    from rmapp.cli.client_text import say_firm
    from rmapp.cli.documents import firm_document
    from rmapp.services import search
    from rmapp.services.clients import firms, people, promises
    from rmapp.services.timelines import timeline

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        header = workspace.ask(firms.firm_page, firm_id)
        contacts = workspace.ask(people.people, firm_id)
        due = workspace.ask(promises.open_promises, firm_id)
        events = workspace.ask(timeline.timeline, firm_id, limit=5).events
    if as_json:
        say_json(firm_document(header, contacts, due, events))
    else:
        say_firm(header, contacts, due, events)


def stage(
    context: typer.Context,
    firm: FirmName,
    to: Annotated[
        str, typer.Argument(metavar="STAGE", help=_("Code of the stage, for example growth."), show_default=False)
    ],
    reason: Annotated[str, typer.Option(metavar="CODE", help=_("Code of the reason, for example pivot."))] = "",
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day of the move, or its month or year."))] = "",
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help=_("Code of evidence; repeatable."), show_default=False)
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A note in words."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Move a client to another lifecycle stage."""
    from rmapp.cli.documents import move_document
    from rmapp.domain.partial_date import PartialDate, parse_partial_date
    from rmapp.domain.wording import format_partial
    from rmapp.services import search
    from rmapp.services.clients import firms
    from rmapp.services.stages import lifecycle

    target = read_code("stage", to, "STAGE")
    why = read_code("transition_reason", reason, "--reason") if reason else None
    proofs = read_codes("evidence", evidence, "--evidence")
    session: Session = context.obj
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        today = workspace.store.clock.today()
        day = parse_partial_date(on, today) if on else PartialDate.of(today)
        preview = workspace.ask(lifecycle.preview_move, firm_id, target, day, why, proofs)
        if preview.reason_required and why is None:
            fitting = offered("transition_reason", preview.reasons)
            sentence = _("This move needs --reason with one of these codes:")
            raise InputError({"reason": "\n".join((sentence, *fitting))})
        name = workspace.ask(firms.display_name, firm_id)
        done = workspace.do(
            lifecycle.move_stage,
            firm_id,
            target,
            day,
            reason=why,
            evidence=proofs,
            note=note,
            label=_("Move stage"),
        )
        current = workspace.ask(lifecycle.stage_strip, firm_id).current
    for warning in preview.warnings:
        tell(warning)
    if as_json:
        say_json(move_document(done.result))
    elif current == target:
        say(_("{firm} is now in stage {stage}.").format(firm=name, stage=_stage(target)))
    else:
        said = _("Written into the history of {firm}: {stage} since {date}. It is still in stage {current}.")
        say(said.format(firm=name, stage=_stage(target), date=format_partial(day), current=_stage(current)))


def _query(workspace: Workspace, view: str, filters: dict[str, Any]) -> FirmQuery:
    from rmapp.domain.query import FirmQuery
    from rmapp.services.clients.views import views

    if not view:
        return FirmQuery().model_copy(update=filters)
    known = workspace.ask(views)
    wanted = view.strip().casefold()
    for one in known:
        if wanted in (one.name.casefold(), one.id, one.id.partition(":")[2]):
            return one.query.model_copy(update=filters)
    sentence = _("There is no view “{name}”. The views are:").format(name=view)
    raise InputError({"view": "\n".join((sentence, *(f"  {one.name}" for one in known)))})


def _region_prefix(code: str) -> str:
    """Return the beginning that the codes of all places in a region share."""
    return code.rstrip("0") if len(code.rstrip("0")) % 2 == 0 else code.rstrip("0") + "0"


def _say_list(rows: list[FirmCard], *, as_json: bool) -> None:
    from rmapp.cli.documents import row_document

    if as_json:
        say_json([row_document(row) for row in rows])
    elif not rows:
        tell(_("No client fits."))
    else:
        titles = [_("Firm"), _("Stage"), _("Tier"), _("Grade"), _("Outstanding"), _("Utilisation"), _("Contact")]
        say_table(titles, [_list_row(row) for row in rows], right=(4, 5))


def _list_row(row: FirmCard) -> list[str]:
    from rmapp.domain.wording import format_percent

    return [
        row.name,
        _stage(row.stage),
        row.tier or _UNKNOWN,
        row.grade or _UNKNOWN,
        _money(row.outstanding),
        _UNKNOWN if row.utilisation_bp is None else format_percent(row.utilisation_bp, 0),
        row.last_contact.isoformat() if row.last_contact else _UNKNOWN,
    ]


def _say_parts(*parts: str) -> None:
    say("  ".join(part for part in parts if part))


def _money(amount: Money | None) -> str:
    from rmapp.domain.money import format_compact

    return format_compact(amount) if amount is not None else _UNKNOWN


def _stage(code: str | None) -> str:
    from rmapp.domain import reference

    return reference.text("stage", code) if code else _UNKNOWN
