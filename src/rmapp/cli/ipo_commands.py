"""Commands about firms on their way to the stock exchange: list, show, start, step, action, done, tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.ipo_documents import action_document, application_document, result_document, row_document
from rmapp.cli.line_commands import any_day
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.domain.ipo import IpoAction, IpoApplication
    from rmapp.domain.money import Money
    from rmapp.domain.partial_date import PartialDate
    from rmapp.services.stages.ipo import BoardResult, IpoRow, IpoView
    from rmapp.services.workspace import Workspace

_ipo = typer.Typer(
    help=_("Firms on their way to the stock exchange; restricted, so reading needs --include-restricted."),
    rich_markup_mode=None,
)

_MARKS = {True: "✓", False: "✗", None: "?"}


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_ipo, name="ipo")


@_ipo.command(
    name="list",
    help=_("List the open applications of the book, what lapses and what is late first."),
    epilog=_("Example: rmapp --include-restricted 'weekly review' ipo list"),
)
def list_applications(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the open applications."""
    from rmapp.services.stages import ipo

    session: Session = context.obj
    with session.reading() as workspace:
        rows = workspace.ask(ipo.desk)
    if as_json:
        say_json([row_document(row) for row in rows])
        return
    if not rows:
        say(_nothing())
        return
    titles = (_("Client"), _("Board"), _("Step"), _("Since"), _("Next step"), _("Lapses"), _("Open actions"))
    say_table(titles, [_row(row) for row in rows], right=(6,))


@_ipo.command(
    help=_("Show the application of a client: its steps, what comes next, what we do."),
    epilog=_("Example: rmapp --include-restricted 'visit tomorrow' ipo show 潮声传感"),
)
def show(context: typer.Context, firm: FirmName, *, as_json: AsJson = False) -> None:
    """Show the application of a client."""
    from rmapp.services import search
    from rmapp.services.stages import ipo

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        view = workspace.ask(ipo.application, firm_id)
    if as_json:
        say_json(application_document(view) if view else None)
    elif view is None:
        say(_nothing())
    else:
        _say_view(view)


@_ipo.command(
    help=_("Start an application for a listing, perhaps at a step it has reached already."),
    epilog=_("Example: rmapp ipo start 潮声传感 --board sse_star --step counselling_filed --on 2026-03"),
)
def start(
    context: typer.Context,
    firm: FirmName,
    track: Annotated[
        Literal["a_share", "hkex"], typer.Option(help=_("Mainland or Hong Kong."), show_default=True)
    ] = "a_share",
    board: Annotated[str, typer.Option(metavar="CODE", help=_("Board."))] = "",
    sponsor: Annotated[str, typer.Option(metavar="NAME", help=_("Sponsor."))] = "",
    raises: Annotated[str, typer.Option(metavar="AMOUNT", help=_("Planned to raise, for example 800m."))] = "",
    value: Annotated[str, typer.Option(metavar="AMOUNT", help=_("Market value that you assume."))] = "",
    step: Annotated[str, typer.Option(metavar="CODE", help=_("Step it has reached."))] = "",
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day, month or year it was reached."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Start an application."""
    from rmapp.services import search
    from rmapp.services.stages import ipo

    session: Session = context.obj
    fields: dict[str, Any] = {"track": track, "sponsor": sponsor}
    fields["board"] = read_code("board", board, "--board") if board else None
    fields |= {"planned_raise": _money(raises), "market_value": _money(value)}
    status = read_code("ipo_status", step, "--step") if step else None
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        if value:
            fields["market_value_on"] = workspace.store.clock.today()
        reached = _partial(workspace, on)
        workspace.do(ipo.start_with_step, firm_id, status, reached, label=_("Application started"), **fields)
        _say_state(workspace, firm_id, as_json=as_json)


@_ipo.command(
    name="step",
    help=_("Record that an application reached a step; one that ends it closes it."),
    epilog=_("Example: rmapp ipo step 潮声传感 inquiry --on 2026-05-12"),
)
def reach(
    context: typer.Context,
    firm: FirmName,
    step: Annotated[str, typer.Argument(metavar="STEP", help=_("Code or words of it."), show_default=False)],
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day, month or year it was reached; else today."))] = "",
    rounds: Annotated[
        int | None, typer.Option("--round", min=1, metavar="N", help=_("Round of the inquiry; else the next one."))
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("Remark."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Record a step."""
    from rmapp.services.stages import ipo

    session: Session = context.obj
    status = read_code("ipo_status", step, "STEP")
    with session.writing() as workspace:
        application = _open(workspace, firm)
        reached = _partial(workspace, on)
        workspace.do(ipo.reach_step, application.id, status, reached, round=rounds, note=note, label=_("Step recorded"))
        _say_state(workspace, application.firm_id, as_json=as_json)


@_ipo.command(
    help=_("Add something that we do along an application."),
    epilog=_("Example: rmapp ipo action 潮声传感 proceeds_account --due 2026-06-30 --owner 'Li Wen'"),
)
def action(
    context: typer.Context,
    firm: FirmName,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_("Code or words of it."), show_default=False)],
    due: Annotated[str, typer.Option(metavar="DAY", help=_("Day it is due."))] = "",
    owner: Annotated[str, typer.Option(metavar="NAME", help=_("Who does it."))] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("Remark."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Add something that the bank does."""
    from rmapp.services.stages import ipo

    session: Session = context.obj
    code = read_code("ipo_action", kind, "KIND")
    with session.writing() as workspace:
        application = _open(workspace, firm)
        fields: dict[str, Any] = {"due_on": any_day(workspace, due), "owner": owner, "note": note}
        workspace.do(ipo.add_action, application.id, code, label=_("Added to what we do for the listing"), **fields)
        _say_actions(workspace, application.id, as_json=as_json)


@_ipo.command(
    help=_("Note something that we do along an application as done; N is its number in “ipo show”."),
    epilog=_("Example: rmapp ipo done 潮声传感 1"),
)
def done(
    context: typer.Context,
    firm: FirmName,
    number: Annotated[int, typer.Argument(metavar="N", min=1, help=_("Number of it."), show_default=False)],
    *,
    as_json: AsJson = False,
) -> None:
    """Note something as done."""
    from rmapp.services.stages import ipo

    session: Session = context.obj
    with session.writing() as workspace:
        application = _open(workspace, firm)
        found = workspace.ask(ipo.actions, [application.id])
        if number > len(found):
            sentence = ngettext("There is {n} action.", "There are {n} actions.", len(found))
            raise InputError({"N": sentence.format(n=len(found))})
        workspace.do(ipo.tick_action, found[number - 1].id, label=_("Noted as done"))
        _say_actions(workspace, application.id, as_json=as_json)


@_ipo.command(
    name="tests",
    help=_("Hold the financial tests of boards against what is known of a client: numbers, never advice."),
    epilog=_("Example: rmapp --include-restricted 'visit tomorrow' ipo tests 潮声传感 --board sse_star"),
)
def hold_tests(
    context: typer.Context,
    firm: FirmName,
    board: Annotated[str, typer.Option(metavar="CODE", help=_("Board; else that of the application."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Hold tests of boards against a client."""
    from rmapp.domain.listing_boards import boards_as_of, disclaimer
    from rmapp.services import search
    from rmapp.services.stages import ipo

    session: Session = context.obj
    code = read_code("board", board, "--board") if board else None
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        found = workspace.ask(ipo.board_results, firm_id, code)
        is_old = workspace.ask(ipo.rules_are_old)
    if as_json:
        as_of = boards_as_of().isoformat()
        say_json(
            {
                "disclaimer": disclaimer().text(),
                "rules_checked_on": as_of,
                "rules_are_old": is_old,
                "tests": [result_document(one) for one in found],
            }
        )
        return
    for one in found:
        _say_test(one)
    if is_old:
        said = _("The rules of the boards were checked on {date}, more than 12 months ago. They may have changed.")
        say(said.format(date=boards_as_of().isoformat()))
    say(disclaimer().text())


def _nothing() -> str:
    return _("No application is on file, or it is restricted: --include-restricted shows it and notes why.")


def _open(workspace: Workspace, firm: str) -> IpoApplication:
    from rmapp.services import search
    from rmapp.services.stages import ipo

    found = workspace.ask(ipo.open_application, workspace.ask(search.resolve_firm, firm))
    if found is None:
        raise InputError({"CLIENT": _("This client has no open application. Start one with “ipo start”.")})
    return found


def _say_state(workspace: Workspace, firm_id: str, *, as_json: bool) -> None:
    from rmapp.services.stages import ipo

    view = workspace.ask(ipo.application, firm_id)
    if view is None:
        return
    if as_json:
        say_json(application_document(view))
    else:
        _say_view(view)


def _say_actions(workspace: Workspace, application_id: str, *, as_json: bool) -> None:
    from rmapp.services.stages import ipo

    found = workspace.ask(ipo.actions, [application_id])
    if as_json:
        say_json([action_document(at, one) for at, one in enumerate(found, 1)])
        return
    for at, one in enumerate(found, 1):
        say(_action_line(at, one))


def _say_view(view: IpoView) -> None:
    from rmapp.domain import reference
    from rmapp.domain.ipo_rules import status_words
    from rmapp.domain.ipo_wording import next_words, track_words, window_words
    from rmapp.domain.money import format_money

    one = view.application
    board = reference.text("board", one.board) if one.board else _("board not chosen")
    say(_("{way}, {board}").format(way=track_words(one.track), board=board))
    raised = format_money(one.planned_raise) if one.planned_raise else ""
    known = (_("Sponsor"), one.sponsor), (_("Auditor"), one.auditor), (_("Counsel"), one.counsel)
    for label, value in (*known, (_("Planned to raise"), raised)):
        if value:
            say("  " + _("{label}: {value}").format(label=label, value=value))
    for event in view.events:
        say(f"  {event.reached_on}  {status_words(event)}")
    if view.next is not None:
        say(next_words(view.next, reference.text("ipo_status", view.next.status)))
    for window in view.windows:
        say(window_words(window))
    if view.credit:
        say(view.credit)
    for at, action_ in enumerate(view.actions, 1):
        say(_action_line(at, action_))


def _action_line(at: int, one: IpoAction) -> str:
    from rmapp.domain import reference

    name = one.note if one.kind == "other" and one.note else reference.text("ipo_action", one.kind)
    parts = [reference.text("ipo_action_status", one.status)]
    day = one.done_on or one.due_on
    parts += [part for part in (day.isoformat() if day else "", one.owner) if part]
    return f"  {at}  {name} ({', '.join(parts)})"


def _say_test(one: BoardResult) -> None:
    from rmapp.i18n import listed

    say(f"{_MARKS[one.truth]} {one.words}")
    say(f"    {one.summary}")
    for line in one.lines:
        say(f"    {_MARKS[line.truth]} {line.label}: {line.actual} ({line.requirement})")
    if one.missing:
        say("    " + _("Missing: {figures}").format(figures=listed(one.missing)))


def _row(row: IpoRow) -> tuple[str, ...]:
    from rmapp.domain import reference
    from rmapp.domain.ipo_rules import status_words
    from rmapp.domain.ipo_wording import next_words, track_words, window_words

    one = row.application
    return (
        row.firm_name,
        reference.text("board", one.board) if one.board else track_words(one.track),
        status_words(row.now) if row.now else "–",
        str(row.now.reached_on) if row.now else "–",
        next_words(row.next, reference.text("ipo_status", row.next.status)) if row.next else "–",
        window_words(row.window) if row.window else "–",
        str(row.open_actions),
    )


def _money(text: str) -> Money | None:
    from rmapp.domain.money import parse_money

    return parse_money(text) if text.strip() else None


def _partial(workspace: Workspace, text: str) -> PartialDate | None:
    from rmapp.domain.partial_date import parse_partial_date

    return parse_partial_date(text, workspace.store.clock.today()) if text.strip() else None
