"""Commands about assessments: show one, score a client from a file or by indicator, set the grade, raise and clear."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.documents import day_document
from rmapp.cli.line_commands import past_day
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.cli.three_tests_command import checklists
from rmapp.errors import InputError
from rmapp.i18n import _, listed, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.cli.documents import Document
    from rmapp.domain.assessment import Assessment, IndicatorScore, RiskFlag
    from rmapp.domain.scorecard_items import Indicator, Scorecard
    from rmapp.services.scoring import AssessmentDraft, AssessmentView

_rate = typer.Typer(help=_("Assessments of clients by the scorecard: a working aid, not a credit decision."),
                    rich_markup_mode=None)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_rate, name="rate")
    _rate.command(
        "show",
        help=_("Show the last assessment of a client and how it comes about."),
        epilog=_("Example: rmapp rate show 潮声传感 --json"),
    )(show)
    _rate.command(
        "form",
        help=_("Print a new assessment as JSON, filled in with what the book knows."),
        epilog=_("Example: rmapp rate form 潮声传感"),
    )(form)
    _rate.command(
        "score",
        help=_("Score a client anew, from a file or indicator by indicator."),
        epilog=_("Example: rmapp rate score 潮声传感 --set dso=45 --set 'compliance=4:Clean audit'"),
    )(score)
    _rate.command(
        "override",
        help=_("Set the grade of the last assessment by hand, one step at most."),
        epilog=_("Example: rmapp rate override 潮声传感 T1 --reason 'Order book doubled' --approver 'Zhou Han'"),
    )(override)
    _rate.command(
        "flag",
        help=_("Record a hard stop or a cap of a client."),
        epilog=_("Example: rmapp rate flag 潮声传感 overdue_now 'Interest of March unpaid'"),
    )(flag)
    _rate.command(
        "clear",
        help=_("Clear a hard stop or a cap, with the reason."),
        epilog=_("Example: rmapp rate clear 潮声传感 overdue_now 'Paid on 3 March'"),
    )(clear)
    _rate.command(
        "tests",
        help=_("List the answered three tests of a client, or write the page as a PDF."),
        epilog=_("Example: rmapp rate tests 潮声传感 -o three-tests.pdf"),
    )(checklists)


def show(context: typer.Context, firm: FirmName, *, as_json: AsJson = False) -> None:
    """Show the last assessment."""
    from rmapp.domain.scoring import format_score, grade_text
    from rmapp.services import scoring, search

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        view = workspace.ask(scoring.latest, firm_id)
        flags = workspace.ask(scoring.flags.holding, firm_id)
    if view is None:
        if as_json:
            say_json({"assessment": None, "flags": list(flags), "explanation": []})
        else:
            say(_("This client has not been scored yet."))
        return
    now = scoring.standing(view)
    said = scoring.explain(view._replace(assessment=now))
    if as_json:
        say_json({"assessment": _document(now), "flags": list(flags), "explanation": list(said)})
        return
    grade = grade_text(now.override or now.grade, provisional=now.provisional)
    head = _("{date}: {score} of 100, grade {grade}") if now.total is not None else _("{date}: grade {grade}, no score")
    say(head.format(date=now.as_of.isoformat(), score=format_score(now.total), grade=grade))
    rows = [(_label(view.card, one.code), f"{one.weight}%", format_score(one.score)) for one in now.dimensions]
    say_table((_("Dimension"), _("Weight"), _("Score")), rows, right=(1, 2))
    for line in (*_standing(view, now), sentences(said)):
        say(line)
    say(_("A score is a working aid for the conversation and never a credit decision."))


def form(context: typer.Context, firm: FirmName) -> None:
    """Print a draft."""
    from rmapp.services import scoring, search

    session: Session = context.obj
    with session.reading() as workspace:
        started = workspace.ask(scoring.start_assessment, workspace.ask(search.resolve_firm, firm))
    say_json(json.loads(started.draft.model_dump_json()) | {"stale": list(started.stale)})


def score(
    context: typer.Context,
    firm: FirmName,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help=_("A file that “form” printed."))
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="INDICATOR=VALUE[:COMMENT]", help=_("A value, an option or a judged score.")),
    ] = None,
    profile: Annotated[str, typer.Option(metavar="CODE", help=_("Weights: early, growth or mature."))] = "",
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day of the assessment."))] = "",
    reviewer: Annotated[str, typer.Option(metavar="NAME", help=_("Who reviewed it."))] = "",
    *,
    dry: Annotated[bool, typer.Option("--try", help=_("Only say what it comes to; write nothing."))] = False,
    as_json: AsJson = False,
) -> None:
    """Score a client anew."""
    from rmapp.domain.scoring import format_score, grade_text, result_words
    from rmapp.services import scoring, search

    session: Session = context.obj
    opened = session.reading() if dry else session.writing()
    with opened as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        started = workspace.ask(scoring.start_assessment, firm_id)
        draft = started.draft if source is None else _from_file(source, firm_id)
        fields: dict[str, object] = {"profile": profile or draft.profile, "reviewer": reviewer or draft.reviewer}
        if on:
            fields["as_of"] = past_day(workspace, on)
        draft = draft.model_copy(update={**fields, "indicators": _with(draft, started.card, settings or [])})
        if draft.profile not in started.card.weight_profiles:
            raise InputError({"--profile": _("Choose the weights of a stage.")})
        result = workspace.ask(scoring.try_assessment, draft)
        if not dry:
            label = _("Scored: {score}").format(score=result_words(result))
            workspace.do(scoring.save_assessment, draft, label=label)
    if as_json:
        say_json(
            {
                "total": None if result.total is None else str(result.total),
                "grade": result.grade,
                "provisional": result.provisional,
                "completeness": str(result.completeness),
                "saved": not dry,
            }
        )
        return
    if result.total is None:
        say(_("Grade {grade}, no score.").format(grade=result.grade) if result.grade else _("Nothing is known yet."))
        return
    said = _("{score} of 100, grade {grade}")
    say(said.format(score=format_score(result.total), grade=grade_text(result.grade, provisional=result.provisional)))


def override(
    context: typer.Context,
    firm: FirmName,
    grade: Annotated[str, typer.Argument(metavar="GRADE", help=_("Code of the grade."), show_default=False)],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why the calculated grade does not fit."))] = "",
    approver: Annotated[str, typer.Option(metavar="NAME", help=_("Who approved it."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Set the grade by hand."""
    from rmapp.services import scoring, search

    session: Session = context.obj
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        label = _("Grade set by hand: {grade}").format(grade=grade.upper())
        changed = workspace.do(scoring.override_grade, firm_id, grade.upper(), reason, approver, label=label).result
    if as_json:
        say_json(_document(changed))
    else:
        say(label)


def flag(
    context: typer.Context,
    firm: FirmName,
    code: Annotated[str, typer.Argument(metavar="FLAG", help=_("Code or words of it."), show_default=False)],
    evidence: Annotated[str, typer.Argument(metavar="TEXT", help=_("What shows it."), show_default=False)],
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day on which it was found."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Record a hard stop or a cap."""
    from rmapp.domain import reference
    from rmapp.services import scoring, search

    session: Session = context.obj
    chosen = read_code("hard_stop", code, "FLAG")
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        day = past_day(workspace, on) or workspace.store.clock.today()
        label = _("Flag raised: {flag}").format(flag=reference.text("hard_stop", chosen))
        raised = workspace.do(scoring.flags.raise_flag, firm_id, chosen, day, evidence, label=label).result
    if as_json:
        say_json(_flag_document(raised))
    else:
        say(label)


def clear(
    context: typer.Context,
    firm: FirmName,
    code: Annotated[str, typer.Argument(metavar="FLAG", help=_("Code or words of it."), show_default=False)],
    note: Annotated[str, typer.Argument(metavar="TEXT", help=_("Why it no longer holds."), show_default=False)],
    *,
    as_json: AsJson = False,
) -> None:
    """Clear a hard stop or a cap."""
    from rmapp.domain import reference
    from rmapp.services import scoring, search

    session: Session = context.obj
    chosen = read_code("hard_stop", code, "FLAG")
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        held = [one for one in workspace.ask(scoring.flags.firm_flags, firm_id) if one.cleared_on is None]
        found = next((one for one in held if one.flag == chosen), None)
        if found is None:
            given = [one for one in workspace.ask(scoring.flags.found_by_book, firm_id) if one.flag == chosen]
            said = _("The book finds this by itself: {evidence}").format(evidence=given[0].evidence) if given else ""
            raise InputError({"FLAG": said or _("This client has no such flag that holds.")})
        label = _("Flag cleared: {flag}").format(flag=reference.text("hard_stop", chosen))
        cleared = workspace.do(scoring.flags.clear_flag, found.id, note, label=label).result
    if as_json:
        say_json(_flag_document(cleared))
    else:
        say(label)


def _standing(view: AssessmentView, now: Assessment) -> Iterator[str]:
    """Yield how much is known, what caps the grade, who set it by hand, and to which day it holds."""
    from rmapp.domain import reference
    from rmapp.domain.wording import format_date, format_percent

    yield _("{share} of all weight is known.").format(share=format_percent(now.completeness))
    caps = [code for code in view.flags if (rule := view.card.hard_stop(code)) and not rule.is_stop]
    if caps and now.total is not None:
        named = listed(reference.text("hard_stop", code) for code in caps)
        yield _("The grade is capped: {flags}").format(flags=named)
    if now.override:
        said = _("Grade set by hand, calculated {grade}: {reason} ({approver})")
        yield said.format(grade=now.grade, reason=now.override_reason, approver=now.approver)
    if now.valid_until is not None:
        yield _("Look again by {date}.").format(date=format_date(now.valid_until))


def _from_file(source: Path, firm_id: str) -> AssessmentDraft:
    from pydantic import ValidationError

    from rmapp.services.scoring import AssessmentDraft

    try:
        content = json.loads(source.read_text("utf-8"))
        content.pop("stale", None)
        return AssessmentDraft.model_validate({**content, "firm_id": firm_id})
    except OSError as error:
        said = _("{file} cannot be read: {cause}.").format(file=source.name, cause=error.strerror)
        raise InputError({"--from": said}) from error
    except (ValueError, AttributeError, ValidationError) as error:
        raise InputError(
            {"--from": _("The file {file} is not one that “rate form” printed.").format(file=source.name)}
        ) from error


def _with(draft: AssessmentDraft, card: Scorecard, settings: list[str]) -> tuple[IndicatorScore, ...]:
    """Return the scores of a draft with `--set` over them. Raises InputError for what cannot be read."""
    scores = {one.code: one for one in draft.indicators}
    for setting in settings:
        code, sign, rest = setting.partition("=")
        indicator = card.indicator(code.strip())
        if indicator is None or not sign:
            raise InputError({"--set": _("“{text}” names no indicator. Write dso=45.").format(text=setting)})
        value, _colon, comment = rest.partition(":")
        scores[indicator.code] = _score(indicator, value.strip(), comment.strip())
    return tuple(scores.values())


def _score(indicator: Indicator, value: str, comment: str) -> IndicatorScore:
    from rmapp.domain.assessment import IndicatorScore
    from rmapp.domain.scoring import numeric_score

    wrong = InputError({"--set": _("“{text}” is no value of {indicator}.").format(
        text=value, indicator=indicator.label.text())})  # fmt: skip
    made = IndicatorScore(code=indicator.code, by_hand=True, comment=comment)
    if not value:
        return made
    if indicator.kind == "choice":
        option = indicator.option(value)
        if option is None:
            raise wrong
        return made.model_copy(update={"raw": value, "score": option.score})
    try:
        number = Decimal(value.rstrip("%")) / (100 if value.endswith("%") else 1)
    except InvalidOperation:
        raise wrong from None
    if not number.is_finite():
        raise wrong
    if indicator.kind == "judgement":
        if number not in range(6):
            raise wrong
        return made.model_copy(update={"score": int(number)})
    return made.model_copy(update={"raw": f"{number:f}", "score": numeric_score(indicator, number)})


def _label(card: Scorecard, code: str) -> str:
    dimension = card.dimension(code)
    return code if dimension is None else dimension.label.text()


def _flag_document(flag: RiskFlag) -> Document:
    return {
        "id": flag.id,
        "firm_id": flag.firm_id,
        "flag": flag.flag,
        "found_on": flag.found_on.isoformat(),
        "evidence": flag.evidence or None,
        "cleared_on": day_document(flag.cleared_on),
        "cleared_note": flag.cleared_note or None,
    }


def _document(now: Assessment) -> Document:
    document: Document = json.loads(now.model_dump_json())
    return document
