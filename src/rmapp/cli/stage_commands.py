"""Commands about the lifecycle: the board, and of a client its stages, evidence, history and suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rmapp.cli import stage_record_commands
from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName, stage
from rmapp.cli.codes import read_code
from rmapp.cli.documents import move_document
from rmapp.cli.line_commands import any_day
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.cli.stage_documents import board_document, proposal_document, signal_document, strip_document
from rmapp.errors import RuleError
from rmapp.i18n import _, clauses, listed, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.services.stages.lifecycle import StageStrip
    from rmapp.services.stages.stage_board import BoardColumn, BoardFacts, Stay
    from rmapp.services.stages.stage_proposals import Proposal
    from rmapp.services.stages.stage_signals import Signal
    from rmapp.services.workspace import Workspace

_stages = typer.Typer(
    help=_("The lifecycle of a client: its stages, the evidence for them, and the moves that the facts suggest."),
    rich_markup_mode=None,
)

_MARKS = {True: "✓", False: "✗", None: "?"}
_SAID = {"past": "●", "now": "◉", "next": "○", "later": "·"}

_Stage = Annotated[str, typer.Argument(metavar="STAGE", help=_("Code or words of it; else the next one."))]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    move = _stages.command(
        name="move",
        help=_("Move a client to another lifecycle stage."),
        epilog=_("Example: rmapp stages move 潮声传感 expansion --evidence ev_capex_plan"),
    )
    move(stage)
    stage_record_commands.register(_stages)
    app.add_typer(_stages, name="stages")


@_stages.command(
    help=_("Count the clients of each stage with what they owe, and say how many have stalled."),
    epilog=_("Example: rmapp stages board --mine"),
)
def board(
    context: typer.Context,
    *,
    mine: Annotated[bool, typer.Option("--mine", help=_("Only those I own or deputise for."))] = False,
    as_json: AsJson = False,
) -> None:
    """Show the lifecycle board in numbers."""
    from rmapp.domain.query import FirmQuery
    from rmapp.services.stages import stage_board

    session: Session = context.obj
    query = FirmQuery(scope="mine" if mine else "all")
    with session.reading() as workspace:
        columns = workspace.ask(stage_board.board, query, {}, usual=0)
        facts = workspace.ask(stage_board.facts, query)
    if as_json:
        say_json(board_document(columns, facts))
        return
    _say_board(columns, facts)


@_stages.command(
    help=_("Show the stages of a client, since when it is in them, and what is suggested."),
    epilog=_("Example: rmapp stages show 潮声传感"),
)
def show(context: typer.Context, firm: FirmName, *, as_json: AsJson = False) -> None:
    """Show the stages of a client."""
    from rmapp.domain.wording import format_date
    from rmapp.services.stages import lifecycle, stage_board, stage_proposals

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = _firm(workspace, firm)
        strip = workspace.ask(lifecycle.stage_strip, firm_id)
        stay = workspace.ask(stage_board.stay_of, firm_id)
        found = workspace.ask(stage_proposals.proposal, firm_id)
        quiet = workspace.ask(stage_proposals.put_off, firm_id)
    if as_json:
        say_json(strip_document(strip, stay, found))
        return
    _say_strip(strip, stay)
    if found is not None:
        say(_("Suggested: {stage}. {why}").format(stage=_name(found.to), why=found.words()))
    if quiet is not None:
        said = _("On {date} the move to {stage} was put off: {reason}")
        say(said.format(date=format_date(quiet.decided_on), stage=_name(quiet.to_stage), reason=quiet.reason))


@_stages.command(
    help=_("Show the evidence for a stage: met, not met, or not known, and what decided."),
    epilog=_("Example: rmapp stages evidence 潮声传感 expansion"),
)
def evidence(context: typer.Context, firm: FirmName, wanted: _Stage = "", *, as_json: AsJson = False) -> None:
    """Show the evidence for a stage."""
    from rmapp.domain import reference
    from rmapp.services.stages import lifecycle

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = _firm(workspace, firm)
        strip = workspace.ask(lifecycle.stage_strip, firm_id)
        to = read_code("stage", wanted, "STAGE") if wanted else strip.next_stage or strip.current
        found = workspace.ask(lifecycle.evidence_for, firm_id, to) if to else ()
    if to is None:
        return
    needed = reference.stages()[to].min_evidence
    if as_json:
        say_json({"stage": to, "needed": needed, "evidence": [signal_document(one) for one in found]})
        return
    met = sum(one.met is True for one in found)
    said = _("{stage}: {met} of {all} met, {needed} usually suffice")
    say(said.format(stage=_name(to), met=met, all=len(found), needed=needed))
    say_table((_("Met"), _("Evidence"), _("What decided"), _("Code")), [_evidence_row(one) for one in found])


@_stages.command(
    help=_("Show the stage moves of a client that count, the oldest first."),
    epilog=_("Example: rmapp stages history 潮声传感 --json"),
)
def history(context: typer.Context, firm: FirmName, *, as_json: AsJson = False) -> None:
    """Show the stage moves of a client."""
    from rmapp.domain import reference
    from rmapp.domain.wording import format_partial
    from rmapp.services.stages import lifecycle

    session: Session = context.obj
    with session.reading() as workspace:
        moves = workspace.ask(lifecycle.history, _firm(workspace, firm))
    if as_json:
        say_json([move_document(one) for one in moves])
        return
    rows = [
        (
            format_partial(one.effective_on),
            _name(one.from_stage),
            _name(one.to_stage),
            reference.text("transition_reason", one.reason) if one.reason else "",
            listed(reference.text("evidence", code) for code in one.evidence),
            one.note,
        )
        for one in moves
    ]
    titles = (_("Since"), _("From stage"), _("To stage"), _("Reason"), _("Evidence"), _("Note"))
    say_table(titles, rows)


@_stages.command(
    help=_("List the stage moves that the facts suggest, steps to the exchange first."),
    epilog=_("Example: rmapp stages suggestions --limit 20"),
)
def suggestions(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help=_("List at most so many."))] = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """List suggested moves."""
    from rmapp.services.stages import stage_proposals

    session: Session = context.obj
    with session.reading() as workspace:
        found = workspace.ask(stage_proposals.proposals, limit)
    if as_json:
        say_json([proposal_document(one) for one in found])
        return
    if not found:
        say(_("No stage move is suggested."))
        return
    rows = [(one.firm_name, _name(one.from_stage), _name(one.to), one.words()) for one in found]
    say_table((_("Client"), _("Stage"), _("Suggested"), _("Why")), rows)


@_stages.command(
    help=_("Make the move that is suggested to a client, with the evidence that is met."),
    epilog=_("Example: rmapp stages accept 潮声传感"),
)
def accept(
    context: typer.Context,
    firm: FirmName,
    reason: Annotated[str, typer.Option(metavar="CODE", help=_("Code of the reason, where more than one fits."))] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A note in words."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Make the suggested move."""
    from rmapp.services.stages import stage_proposals

    session: Session = context.obj
    why = read_code("transition_reason", reason, "--reason") if reason else None
    with session.writing() as workspace:
        found = _suggested(workspace, _firm(workspace, firm))
        done = workspace.do(
            stage_proposals.accept, found.firm_id, found.to, reason=why, note=note, label=_("Move stage")
        )
    if as_json:
        say_json(move_document(done.result))
    else:
        say(_("{firm} is now in stage {stage}.").format(firm=found.firm_name, stage=_name(found.to)))


@_stages.command(
    help=_("Put a suggested move off until its evidence changes, or until a day."),
    epilog=_("Example: rmapp stages notyet 潮声传感 'Only a pilot so far' --until 2026-12-31"),
)
def notyet(
    context: typer.Context,
    firm: FirmName,
    reason: Annotated[str, typer.Argument(metavar="REASON", help=_("Why not yet."), show_default=False)],
    until: Annotated[str, typer.Option(metavar="DAY", help=_("Day to ask again, if nothing changes before."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Put a suggested move off."""
    from rmapp.services.stages import stage_proposals

    session: Session = context.obj
    with session.writing() as workspace:
        found = _suggested(workspace, _firm(workspace, firm))
        day = any_day(workspace, until)
        workspace.do(stage_proposals.not_yet, found.firm_id, found.to, reason, day, label=_("Stage suggestion put off"))
    if as_json:
        say_json({"firm": found.firm_name, "stage": found.to, "until": day.isoformat() if day else None})
    else:
        say(_("Put off: {firm}, {stage}.").format(firm=found.firm_name, stage=_name(found.to)))


def _firm(workspace: Workspace, firm: str) -> str:
    from rmapp.services import search

    return workspace.ask(search.resolve_firm, firm)


def _suggested(workspace: Workspace, firm_id: str) -> Proposal:
    from rmapp.services.stages import stage_proposals

    found = workspace.ask(stage_proposals.proposal, firm_id)
    if found is None:
        raise RuleError(_("No stage move is suggested to this client."))
    return found


def _name(code: str | None) -> str:
    from rmapp.domain import reference

    return reference.text("stage", code) if code else _("–")


def _say_board(columns: Sequence[BoardColumn], facts: BoardFacts) -> None:
    from rmapp.domain.money import format_compact
    from rmapp.domain.wording import format_days, format_number, format_percent

    rows = [
        (
            _name(one.stage) if one.stage else _("No stage yet"),
            format_number(one.firms),
            format_compact(one.outstanding),
            format_compact(one.limit),
            format_percent(one.utilisation_bp, 0) if one.utilisation_bp is not None else "",
        )
        for one in columns
    ]
    titles = (_("Stage"), _("Clients"), _("Outstanding"), _("Limit"), _("Utilisation"))
    say_table(titles, rows, right=(1, 2, 3, 4))
    parts = [ngettext("{n} move this quarter", "{n} moves this quarter", facts.moves).format(n=facts.moves)]
    if facts.median_days is not None:
        parts.append(_("median time in stage {days}").format(days=format_days(facts.median_days)))
    parts.append(ngettext("{n} stalled", "{n} stalled", facts.stalled).format(n=facts.stalled))
    say(clauses(parts))


def _say_strip(strip: StageStrip, stay: Stay) -> None:
    from rmapp.domain.wording import format_days, format_partial

    rows: list[tuple[Any, ...]] = []
    for step in strip.steps:
        since = format_partial(step.since) if step.since else _("passed over") if step.skipped else ""
        days = format_days(stay.days) if step.state == "now" and stay.days is not None else ""
        rows.append((_SAID[step.state], step.label, since, days))
    say_table(("", _("Stage"), _("Since"), _("Time in it")), rows)
    if stay.pace == "stalled" and stay.stalled_after is not None:
        limit = format_days(stay.stalled_after)
        say(_("Stalled: in this stage a stay is long after {days}.").format(days=limit))
    if strip.next_stage is not None and not strip.frozen:
        said = _("Next: {stage}, {met} of usually {needed} pieces of evidence")
        say(said.format(stage=_name(strip.next_stage), met=strip.met, needed=strip.needed))
    if strip.frozen:
        say(_("This firm has ended, so its stage stays as it was."))


def _evidence_row(signal: Signal) -> tuple[str, ...]:
    return _MARKS[signal.met], signal.label, signal.why, signal.code
