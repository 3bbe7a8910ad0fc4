"""Commands that write about stages: evidence that a person saw, the state of the technology, the tasks of a stage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.line_commands import past_day
from rmapp.cli.output import say, say_json, say_table, tell
from rmapp.cli.session import Session
from rmapp.cli.stage_documents import evidence_document, step_document, task_document
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.technology import TechnologyStep
    from rmapp.services.stages.stage_tasks import OfferedTask
    from rmapp.services.workspace import Workspace

_ALL = "all"


def register(stages: typer.Typer) -> None:
    """Add the commands to those about the lifecycle."""
    stages.command(
        help=_("Record that evidence for a stage was seen, or seen not to be there, with the file that shows it."),
        epilog=_("Example: rmapp stages record 潮声传感 ev_capex_plan --note 'Board decision of May' --file plan.pdf"),
    )(record)
    stages.command(
        help=_("Show how far the technology of a client has come since when, or write down a new step of it."),
        epilog=_("Example: rmapp stages technology 潮声传感 --phase product --readiness 7 --on 2026-03"),
    )(technology)
    stages.command(
        help=_("List the tasks of the stage that a client is in, or of another one, and take them over."),
        epilog=_("Example: rmapp stages tasks 潮声传感 --take gr_limit --take gr_suppliers"),
    )(tasks)


def record(
    context: typer.Context,
    firm: FirmName,
    evidence: Annotated[str, typer.Argument(metavar="EVIDENCE", help=_("Code or words of it."), show_default=False)],
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day on which it was seen."))] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A note in words."))] = "",
    files: Annotated[
        list[Path] | None,
        typer.Option("--file", metavar="FILE", help=_("What shows it; repeatable."), show_default=False),
    ] = None,
    level: Annotated[str, typer.Option("--class", metavar="CODE", help=_("Confidentiality."))] = "client_confidential",
    *,
    absent: Annotated[bool, typer.Option("--absent", help=_("It was seen not to be there."))] = False,
    as_json: AsJson = False,
) -> None:
    """Record evidence, with files or none."""
    from rmapp.domain import reference
    from rmapp.services import search
    from rmapp.services.clients import firms
    from rmapp.services.paperwork import attachments
    from rmapp.services.stages import stage_evidence

    code = read_code("evidence", evidence, "EVIDENCE")
    secrecy = read_code("confidentiality", level, "--class")
    named = reference.text("evidence", code)
    session: Session = context.obj
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        seen_on = past_day(workspace, on) or workspace.store.clock.today()
        taken = [attachments.take_in(path) for path in files or ()]
        staged = [workspace.do(attachments.stage, one, label=_("File taken in")).result for one in taken]
        done = workspace.do(
            stage_evidence.record_evidence,
            firm_id,
            code,
            seen_on,
            files=staged,
            met=not absent,
            note=note,
            confidentiality=secrecy,
            label=_("Evidence recorded: {evidence}").format(evidence=named),
        )
        name = workspace.ask(firms.display_name, firm_id)
    if as_json:
        say_json(evidence_document(done.result))
        return
    said = _("{firm}: “{evidence}” recorded.") if not absent else _("{firm}: “{evidence}” recorded as not there.")
    say(said.format(firm=name, evidence=named))


def technology(
    context: typer.Context,
    firm: FirmName,
    phase: Annotated[str, typer.Option(metavar="CODE", help=_("sample, product or commodity."))] = "",
    readiness: Annotated[
        int | None,
        typer.Option(min=1, max=9, metavar="N", help=_("Readiness level from 1 to 9."), show_default=False),
    ] = None,
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day on which it was reached, or its month or year."))] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A note in words."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Show the clock of the technology, or move it on."""
    from rmapp.domain.partial_date import PartialDate, parse_partial_date
    from rmapp.domain.technology import TechnologyStep
    from rmapp.domain.technology_wording import step_order
    from rmapp.services import search
    from rmapp.services.clients import facts

    reached = read_code("technology_phase", phase, "--phase") if phase else None
    writes = bool(phase or on or note) or readiness is not None
    session: Session = context.obj
    with session.writing() if writes else session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        if writes:
            today = workspace.store.clock.today()
            day = parse_partial_date(on, today) if on else PartialDate.of(today)
            step = TechnologyStep(
                firm_id=firm_id,
                phase=reached,
                readiness=readiness,
                reached_on=day,
                source="own_observation",
                note=note,
            )
            workspace.do(facts.add_fact, step, label=_("State of the technology written down"))
        steps = workspace.ask(facts.facts, TechnologyStep, firm_id)
    _say_steps(sorted(steps, key=step_order, reverse=True), as_json=as_json)


def tasks(
    context: typer.Context,
    firm: FirmName,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help=_("Code or words of it; else the present one."))] = "",
    take: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help=_("Make it a commitment, or “all”; repeatable."), show_default=False),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the tasks of a stage, or take some of them over."""
    from rmapp.services import search
    from rmapp.services.stages import lifecycle, stage_tasks

    session: Session = context.obj
    with session.writing() if take else session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        current = workspace.ask(lifecycle.stage_strip, firm_id).current
        of = read_code("stage", stage, "STAGE") if stage else current
        if of is None:
            raise InputError({"STAGE": _("No stage of this client is recorded. Name the stage.")})
        found = workspace.ask(stage_tasks.offered_tasks, firm_id, of)
        if take:
            _take(workspace, firm_id, found, take)
            found = workspace.ask(stage_tasks.offered_tasks, firm_id, of)
    if as_json:
        say_json({"stage": of, "tasks": [task_document(one) for one in found]})
        return
    _say_tasks(found)


def _say_steps(steps: Sequence[TechnologyStep], *, as_json: bool) -> None:
    """Print the steps of the technology, the one that counts first."""
    from rmapp.domain.technology_wording import since_text, step_text

    if as_json:
        say_json([step_document(one) for one in steps])
        return
    if not steps:
        say(_("How far the technology is has not been written down."))
        return
    rows = [(step_text(one.phase, one.readiness), since_text(one), one.note) for one in steps]
    say_table((_("How far it is"), _("Reached"), _("What shows it")), rows)


def _take(workspace: Workspace, firm_id: str, offered: Sequence[OfferedTask], wanted: Sequence[str]) -> None:
    """Make tasks commitments: of the user, or of the main contact or else the client itself."""
    from rmapp.services.clients import firms, people
    from rmapp.services.clients.promises import PromiseDraft
    from rmapp.services.stages import stage_tasks
    from rmapp.services.visits import today

    known = {one.line.code: one for one in offered}
    unknown = [code for code in wanted if code != _ALL and code not in known]
    if unknown:
        sentence = _("“{text}” is not a task of this stage. The tasks are:").format(text=unknown[0])
        raise InputError({"--take": "\n".join((sentence, *(f"  {one.line.code}  {one.line.text}" for one in offered)))})
    contacts = workspace.ask(people.people, firm_id)
    client = contacts[0].person.name if contacts else workspace.ask(firms.display_name, firm_id)
    owners = {"ours": workspace.ask(today.user_name), "theirs": client}
    drafts = [
        PromiseDraft(side=one.line.side, text=one.line.text, owner=owners[one.line.side], due_on=one.due_on)
        for code, one in known.items()
        if not one.open and (_ALL in wanted or code in wanted)
    ]
    label = ngettext("{n} commitment added", "{n} commitments added", len(drafts)).format(n=len(drafts))
    if drafts:
        workspace.do(stage_tasks.take_tasks, firm_id, drafts, label=label)
    tell(label)


def _say_tasks(found: Sequence[OfferedTask]) -> None:
    if not found:
        say(_("No task is offered for this stage."))
        return
    sides = {"ours": _("We do it"), "theirs": _("The client does it")}
    rows: list[tuple[Any, ...]] = [
        (
            one.line.code,
            sides[one.line.side],
            one.line.text,
            one.due_on.isoformat(),
            _("open already") if one.open else "",
        )
        for one in found
    ]
    say_table((_("Code"), _("Who does it"), _("What is to be done"), _("Until"), ""), rows)
