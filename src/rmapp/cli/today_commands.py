"""Commands about the day: what is to be done today, and whom to meet next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.output import say, say_json, say_table, tell
from rmapp.cli.session import Session
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.services.clients.rhythm import DueTouches, Touch
    from rmapp.services.scoring import Review, Reviews
    from rmapp.services.visits.today import FollowUp, FollowUps, TodayVisit
    from rmapp.services.visits.today_dates import CovenantDue, CovenantsDue, Ending, Endings, Maturing, Maturities
    from rmapp.services.workspace import Workspace

_UNKNOWN = "–"
_LISTED = 20


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("Show the day: visits, follow-ups that are due, whom to meet next, what comes near in 90 days."),
        epilog=_("Example: rmapp today --json"),
    )(today)
    app.command(
        help=_("List the clients to be met, the most urgent first: days overdue over the interval of the client."),
        epilog=_("Example: rmapp touches --within 7"),
    )(touches)


class _Day(NamedTuple):
    """What both forms of the command say."""

    on: str
    visits: tuple[TodayVisit, ...]
    follow_ups: FollowUps
    touches: DueTouches
    names: dict[str, str]
    lines: Maturities
    covenants: CovenantsDue
    endings: Endings
    reviews: Reviews


def today(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show what a manager does today."""
    session: Session = context.obj
    with session.reading() as workspace:
        day = _read(workspace)
    if as_json:
        say_json(_document(day))
    else:
        _say_day(day)


def touches(
    context: typer.Context,
    within: Annotated[int, typer.Option(min=0, max=3650, metavar="DAYS", help=_("Also those due within."))] = 0,
    most: Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help=_("How many to list."))] = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """List the clients that are due by their rhythm and have no visit planned."""
    from rmapp.services.clients import rhythm

    session: Session = context.obj
    with session.reading() as workspace:
        found = workspace.ask(rhythm.due_touches, within_days=within, most=most)
        names = _names(workspace, found.touches)
    if as_json:
        say_json({"due": found.due, "late": found.late, "touches": [_touch(one, names) for one in found.touches]})
        return
    if not found.touches:
        tell(_("Nobody is due: every client was met within its rhythm or has a visit planned."))
        return
    titles = (_("Firm"), _("Next touch"), _("Overdue"), _("Every"), _("Urgency"), _("Why"))
    rows = [
        (
            names.get(one.firm_id, ""),
            one.on.isoformat(),
            str(one.overdue_days),
            str(one.interval_days),
            f"{float(one.rank):.2f}",
            one.reason,
        )
        for one in found.touches
    ]
    say_table(titles, rows, right=(2, 3, 4))


def _read(workspace: Workspace) -> _Day:
    from rmapp.services import scoring
    from rmapp.services.clients import rhythm
    from rmapp.services.visits import today, today_dates

    due = workspace.ask(rhythm.due_touches, most=_LISTED)
    return _Day(
        on=workspace.store.clock.today().isoformat(),
        visits=workspace.ask(today.visits).visits,
        follow_ups=workspace.ask(today.follow_ups, _LISTED),
        touches=due,
        names=_names(workspace, due.touches),
        lines=workspace.ask(today_dates.maturities),
        covenants=workspace.ask(today_dates.covenants_to_test),
        endings=workspace.ask(today_dates.designations_ending),
        reviews=workspace.ask(scoring.reviews_due),
    )


def _document(day: _Day) -> dict[str, object]:
    promises, due = day.follow_ups, day.touches
    return {
        "on": day.on,
        "visits": [_visit(one) for one in day.visits],
        "follow_ups": {"due": promises.due, "late": promises.late, "first": [_follow_up(one) for one in promises.rows]},
        "touches": {"due": due.due, "late": due.late, "first": [_touch(one, day.names) for one in due.touches]},
        "maturing": {"total": day.lines.total, "first": [_maturing(one) for one in day.lines.lines]},
        "covenants": {"total": day.covenants.total, "first": [_covenant(one) for one in day.covenants.tests]},
        "designations": {"total": day.endings.total, "first": [_ending(one) for one in day.endings.endings]},
        "reviews": {"total": day.reviews.total, "first": [_review(one) for one in day.reviews.reviews]},
    }


def _say_day(day: _Day) -> None:
    say(ngettext("{n} visit today", "{n} visits today", len(day.visits)).format(n=len(day.visits)))
    for one in day.visits:
        say(f"  {one.visit.starts_at[11:16] or _UNKNOWN}  {one.visit.name}  {one.visit.place}".rstrip())
    promises, due = day.follow_ups, day.touches
    say(_("Follow-ups: {due} due, {late} overdue").format(due=promises.due, late=promises.late))
    for row in promises.rows:
        say(f"  {row.due_on.isoformat()}  {row.firm_name}  {row.text} ({row.owner})")
    say(_("To be met: {due} due, {late} overdue").format(due=due.due, late=due.late))
    for touch in due.touches:
        say(f"  {touch.on.isoformat()}  {day.names.get(touch.firm_id, '')}  {touch.reason}")
    lines, tests, ends = day.lines.total, day.covenants.total, day.endings.total
    reviews = day.reviews.total
    for count, said in (
        (lines, ngettext("{n} line matures within 90 days", "{n} lines mature within 90 days", lines)),
        (tests, ngettext("{n} covenant to test within 90 days", "{n} covenants to test within 90 days", tests)),
        (ends, ngettext("{n} designation ends within 180 days", "{n} designations end within 180 days", ends)),
        (reviews, ngettext("{n} assessment is due again", "{n} assessments are due again", reviews)),
    ):
        say(said.format(n=count))


def _names(workspace: Workspace, due: tuple[Touch, ...]) -> dict[str, str]:
    from rmapp.services.clients.firm_names import firm_names

    return workspace.ask(firm_names, [one.firm_id for one in due])


def _visit(one: TodayVisit) -> dict[str, object]:
    visit = one.visit
    return {
        "id": visit.meeting_id,
        "firm_id": visit.firm_id,
        "firm": visit.name,
        "starts_at": visit.starts_at,
        "ends_at": visit.ends_at,
        "place": visit.place,
        "purpose": visit.purpose,
        "status": visit.status,
        "stage": one.stage,
        "brief": one.brief,
        "points": [said.heading for said in one.points],
    }


def _follow_up(one: FollowUp) -> dict[str, object]:
    return {
        "id": one.id,
        "firm_id": one.firm_id,
        "firm": one.firm_name,
        "side": one.side,
        "text": one.text,
        "owner": one.owner,
        "due_on": one.due_on.isoformat(),
        "days": one.days,
    }


def _touch(one: Touch, names: dict[str, str]) -> dict[str, object]:
    return {
        "firm_id": one.firm_id,
        "firm": names.get(one.firm_id, ""),
        "on": one.on.isoformat(),
        "interval_days": one.interval_days,
        "kind": one.kind,
        "reason": one.reason,
        "last_touch": one.last_touch.isoformat() if one.last_touch else None,
        "snoozed_until": one.snoozed_until.isoformat() if one.snoozed_until else None,
        "overdue_days": one.overdue_days,
        "rank": round(float(one.rank), 4),
    }


def _maturing(one: Maturing) -> dict[str, object]:
    owed = one.outstanding
    return {
        "facility_id": one.facility_id,
        "firm": one.firm_name,
        "type": one.facility_type,
        "on": one.on.isoformat(),
        "outstanding": None if owed is None else {"minor": owed.minor, "ccy": owed.ccy},
    }


def _covenant(one: CovenantDue) -> dict[str, object]:
    return {
        "firm": one.firm_name,
        "covenant": one.test.text,
        "due_on": one.test.due_on.isoformat(),
        "state": one.test.state,
        "headroom_bp": one.view.headroom_bp,
    }


def _ending(one: Ending) -> dict[str, object]:
    return {"firm": one.firm_name, "designation": one.designation, "on": one.on.isoformat(), "days": one.days}


def _review(one: Review) -> dict[str, object]:
    return {"firm": one.firm_name, "grade": one.grade or None, "on": one.on.isoformat(), "days": one.days}
