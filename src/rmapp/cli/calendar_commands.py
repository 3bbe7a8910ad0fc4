"""Commands about planned visits: plan, move, cancel, the agenda, and calendar files."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.codes import read_code
from rmapp.cli.exchange_output import Decided, Reason, read_decisions, say_check, say_written
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.services.visits.week_agenda import AgendaDay, AgendaVisit
    from rmapp.services.workspace import Workspace

_calendar = typer.Typer(help=_("Calendar files of other programs (.ics)."), rich_markup_mode=None)

Day = Annotated[str, typer.Option("--from", metavar="DAY", help=_("First day: today, fri, 17 Dec, 2026-03-02."))]
Days = Annotated[int, typer.Option(min=1, max=366, help=_("How many days."))]
Out = Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help=_("Where to write it."), show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("Plan a visit to one or more clients; the agenda begins with promises, tests and questions."),
        epilog=_("Example: rmapp plan 潮声传感 --on fri --at 09:30 --to 10:30 --purpose deal"),
    )(plan)
    app.command(
        help=_("Show the visits of some days, or write them as a PDF."),
        epilog=_("Example: rmapp agenda --from mon --days 7"),
    )(agenda)
    app.command(
        help=_("Move a planned visit to another day or time, cancel it, or note that nobody came."),
        epilog=_("Example: rmapp visit 01a2… --cancel --why 'They are ill'"),
    )(visit)
    app.add_typer(_calendar, name="calendar")


def plan(
    context: typer.Context,
    firms: Annotated[
        list[str], typer.Argument(metavar="FIRM...", help=_("The main client first."), show_default=False)
    ],
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day: fri, 下周三, 17 Dec, +10."), show_default=False)],
    at: Annotated[str, typer.Option(metavar="TIME", help=_("From, for example 09:30; without it all day."))] = "",
    to: Annotated[str, typer.Option(metavar="TIME", help=_("To, for example 10:30."))] = "",
    kind: Annotated[str, typer.Option(metavar="CODE", help=_("Kind of meeting."))] = "field_visit",
    purpose: Annotated[str, typer.Option(metavar="CODE", help=_("Why the visit is made."))] = "",
    text: Annotated[str, typer.Option(metavar="TEXT", help=_("The purpose in words."))] = "",
    place: Annotated[str, typer.Option(metavar="TEXT", help=_("Where; without it the client's address."))] = "",
    objective: Annotated[str, typer.Option(metavar="TEXT", help=_("What we want from it."))] = "",
    lines: Annotated[
        list[str] | None,
        typer.Option("--agenda", metavar="TEXT", help=_("A line of the agenda; repeatable."), show_default=False),
    ] = None,
) -> None:
    """Plan a visit to one or more clients."""
    from rmapp.domain.date_entry import parse_date
    from rmapp.services import search
    from rmapp.services.visits import visit_plan

    session: Session = context.obj
    with session.writing() as workspace:
        ids = list(dict.fromkeys(workspace.ask(search.resolve_firm, text) for text in firms))
        day = parse_date(on, workspace.store.clock.today()).isoformat()
        draft = workspace.ask(visit_plan.prefill, ids, f"{day}T{_time(at)}" if at else day)
        given: dict[str, Any] = {
            "type": read_code("meeting_type", kind, "--kind"),
            "ends_at": f"{day}T{_time(to)}" if to else None,
            "purpose_kind": read_code("visit_purpose", purpose, "--purpose") if purpose else None,
            "purpose": text,
            "objective": objective,
            "agenda": (*(lines or ()), *draft.agenda),
        }
        if place:
            given["place"] = place
        made = workspace.do(visit_plan.plan_visit, draft.model_copy(update=given), label=_("Visit planned")).result
        _say_visit(workspace, made.id)


def agenda(
    context: typer.Context,
    first: Day = "today",
    days: Days = 7,
    pdf: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Write a PDF instead."), show_default=False)
    ] = None,
    lang: Annotated[Literal["en", "zh", "both"], typer.Option(help=_("Language of the pages."))] = "en",
    *,
    black_and_white: Annotated[bool, typer.Option("--bw", help=_("For a black and white printer."))] = False,
    called_off: Annotated[bool, typer.Option("--all", help=_("Also visits that were cancelled or missed."))] = False,
    as_json: AsJson = False,
) -> None:
    """Show the visits of some days, or write them as a PDF."""
    from rmapp.services.visits.week_agenda import agenda_days

    session: Session = context.obj
    if pdf is not None:
        with session.writing() as workspace:
            language: Literal["en", "zh_CN", "both"] = "zh_CN" if lang == "zh" else lang
            _write_pdf(workspace, pdf, _first(workspace, first), days, language, black_and_white=black_and_white)
        return
    with session.reading() as workspace:
        found = workspace.ask(agenda_days, _first(workspace, first), days, called_off=called_off)
    if as_json:
        say_json([_document(day) for day in found])
        return
    _say_days(found)


def visit(
    context: typer.Context,
    meeting: Annotated[str, typer.Argument(metavar="VISIT", help=_("The visit's id."), show_default=False)],
    on: Annotated[str, typer.Option("--on", metavar="DAY", help=_("Move it to this day."))] = "",
    at: Annotated[str, typer.Option("--at", metavar="TIME", help=_("Move it to this time."))] = "",
    why: Annotated[str, typer.Option(metavar="TEXT", help=_("Why it was called off."))] = "",
    *,
    cancel: Annotated[bool, typer.Option("--cancel", help=_("Call it off."))] = False,
    missed: Annotated[bool, typer.Option("--no-show", help=_("Note that nobody came."))] = False,
) -> None:
    """Move a planned visit, cancel it, or note that nobody came."""
    from rmapp.domain.date_entry import parse_date
    from rmapp.services.visits import visit_plan

    if sum((bool(on or at), cancel, missed)) != 1:
        raise InputError({"visit": _("Say one thing: a new day or time, --cancel or --no-show.")})
    session: Session = context.obj
    with session.writing() as workspace:
        if cancel:
            workspace.do(visit_plan.cancel_visit, meeting, why, label=_("Visit cancelled"))
        elif missed:
            workspace.do(visit_plan.miss_visit, meeting, why, label=_("Nobody came"))
        else:
            before = workspace.ask(visit_plan.planned_visit, meeting).meeting.starts_at
            day = parse_date(on, workspace.store.clock.today()).isoformat() if on else before[:10]
            clock = _time(at) if at else before[11:]
            moved = f"{day}T{clock}" if clock else day
            workspace.do(visit_plan.move_visit, meeting, moved, label=_("Visit moved"))
        _say_visit(workspace, meeting)


@_calendar.command(
    name="export",
    help=_("Write the visits of some days as a calendar file that other programs read. Restricted ones stay inside."),
    epilog=_("Example: rmapp calendar export -o visits.ics --days 30"),
)
def export_file(
    context: typer.Context,
    out: Out,
    first: Day = "today",
    days: Days = 90,
    detail: Annotated[
        Literal["short", "full"], typer.Option(help=_("full adds purpose, agenda and people."))
    ] = "short",
    reason: Reason = None,
) -> None:
    """Write the visits of some days as a calendar file."""
    from rmapp.services.calendars.calendar_export import export_calendar

    session: Session = context.obj
    with session.writing() as workspace:
        day = _first(workspace, first)
        say_written(workspace, workspace.ask(export_calendar, out, day, days, detail=detail, reason=reason), reason)


@_calendar.command(
    name="import",
    help=_("Plan visits from the events of a calendar file. Events known already are updated."),
    epilog=_("Example: rmapp calendar import work.ics --client 3=潮声传感 --dry-run"),
)
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("An .ics file."), show_default=False)],
    decided: Decided = None,
    *,
    past: Annotated[bool, typer.Option("--past", help=_("Also events that are over."))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would happen."))] = False,
    as_json: AsJson = False,
) -> None:
    """Plan visits from the events of a calendar file."""
    from rmapp.services.calendars import calendar_exchange

    source = calendar_exchange.read_file(file)
    session: Session = context.obj
    with session.reading() if dry_run else session.writing() as workspace:
        decisions = read_decisions(workspace, decided)
        ready = workspace.ask(calendar_exchange.plan_calendar, file.name, source, decisions, past=past)
        if not dry_run and any(row.goes_in for row in ready.rows):
            workspace.do(calendar_exchange.apply_calendar, ready, label=calendar_exchange.label(ready))
        say_check(workspace, ready.rows, ready.notes, applied=not dry_run, as_json=as_json)


def _first(workspace: Workspace, text: str) -> date:
    from rmapp.domain.date_entry import parse_date

    return parse_date(text, workspace.store.clock.today())


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text).isoformat("minutes")
    except ValueError as error:
        raise InputError({"at": _("“{text}” is not a time. Write it like 09:30.").format(text=text)}) from error


def _write_pdf(
    workspace: Workspace,
    path: Path,
    first: date,
    days: int,
    language: Literal["en", "zh_CN", "both"],
    *,
    black_and_white: bool,
) -> None:
    from rmapp.services.paperwork import papers
    from rmapp.services.printing.agenda_paper import print_agenda

    paper = workspace.ask(print_agenda, first, days, language, black_and_white=black_and_white)
    papers.save_file(paper, path)
    workspace.do(papers.log_paper, paper, "saved", paper.page_count(), label=_("Save agenda"), undoable=False)
    say(_("Written: {path}").format(path=path))


def _say_visit(workspace: Workspace, meeting_id: str) -> None:
    from rmapp.services.visits.week_agenda import agenda_visits

    (found,) = workspace.ask(agenda_visits, [meeting_id])
    say_table(_titles(), [_row(found)])


def _say_days(days: tuple[AgendaDay, ...]) -> None:
    rows = [_row(one) for day in days for one in day.visits]
    if not rows:
        say(_("No visit in these days."))
        return
    say_table(_titles(), rows)


def _titles() -> tuple[str, ...]:
    return (_("Day"), _("Time"), _("Client"), _("What for"), _("Where"), _("State"), _("Class"), _("Id"))


def _row(one: AgendaVisit) -> tuple[str, ...]:
    from rmapp.domain import reference
    from rmapp.domain.wording import format_weekday
    from rmapp.i18n import listed
    from rmapp.services.printing.agenda_paper import visit_lines

    what, where, _who = visit_lines(one)
    return (
        f"{format_weekday(one.on)} {one.on.isoformat()}",
        one.time_text(),
        listed((one.name, *one.other_names)),
        what,
        where,
        reference.text("meeting_status", one.status),
        reference.text("confidentiality", one.confidentiality),
        one.meeting_id,
    )


def _document(day: AgendaDay) -> dict[str, object]:
    return {
        "on": day.on.isoformat(),
        "promises_due": day.due,
        "visits": [
            {
                "id": one.meeting_id,
                "firm_id": one.firm_id,
                "firms": [one.name, *one.other_names],
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
                "time_zone": one.time_zone,
                "type": one.type,
                "purpose_kind": one.purpose_kind,
                "purpose": one.purpose,
                "place": one.place,
                "people": list(one.people),
                "ours": list(one.ours),
                "status": one.status,
                "confidentiality": one.confidentiality,
            }
            for one in day.visits
        ],
    }
