"""The command that reads spreadsheets into the book."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.output import say, say_json, tell
from rmapp.cli.session import Session
from rmapp.errors import ImportRejected, InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.domain.import_mapping import Ambiguity, ColumnMap
    from rmapp.domain.import_sheet import Sheet
    from rmapp.services.importing.imports import ImportPlan
    from rmapp.services.importing.plan import PlannedRow
    from rmapp.services.workspace import Workspace

Kind = Literal["firms", "people", "meetings", "facilities"]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        name="import",
        help=_("Import firms, people, notes or credit lines. Good rows go in, bad rows come back; undo takes all out."),
        epilog=_("Example: rmapp import clients.xlsx --kind firms --bad-rows left.xlsx"),
    )(import_file)


def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("An .xlsx or .csv file."), show_default=False)],
    kind: Annotated[Kind, typer.Option(help=_("What the rows are."), show_default=False)],
    map_file: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help=_("JSON that says what columns mean."), show_default=False),
    ] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help=_("Name of the sheet."), show_default=False)] = None,
    bad_rows: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=_("Where to write the rows left out (.xlsx, .csv)."), show_default=False),
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would happen."))] = False,
    strict: Annotated[bool, typer.Option("--strict", help=_("Write nothing unless every row is good."))] = False,
    as_json: AsJson = False,
) -> None:
    """Import firms, people, meeting notes or credit lines."""
    from rmapp.services.importing import imports

    if bad_rows is not None:
        _check_place(bad_rows, file)
    table = imports.read_table(file, sheet)
    mapping = _read_map(map_file, kind) if map_file else imports.guess_map(table, kind)
    _require_answers(table, mapping, as_json=as_json)
    session: Session = context.obj
    with session.reading() if dry_run else session.writing() as workspace:
        plan, looks = _plan(workspace, table, mapping, strict=strict)
        rejected = None if dry_run else _apply(workspace, plan)
    applied = not dry_run and rejected is None
    if as_json:
        from rmapp.cli.documents import import_document

        say_json(import_document(plan, applied=applied))
    else:
        _say_outcome(plan, applied=applied)
    for row in looks:
        _tell_problems(row, _("Row {row}, {column}, taken as proposed: {cause}"))
    for row in plan.errors:
        _tell_problems(row, _("Row {row}, {column}, left out: {cause}"))
    _keep_bad_rows(bad_rows, plan)
    if rejected is not None:
        raise rejected


def _check_place(bad_rows: Path, file: Path) -> None:
    """Refuse a place for the bad rows that would be found wrong only after the good ones are in."""
    if bad_rows.suffix.lower() not in (".xlsx", ".csv"):
        raise InputError({"bad_rows": _("The bad rows can be written as .xlsx or .csv: {path}.").format(path=bad_rows)})
    if not bad_rows.parent.is_dir():
        sentence = _("There is no folder {folder} for the bad rows.").format(folder=bad_rows.parent)
        raise InputError({"bad_rows": sentence})
    if bad_rows.resolve() == file.resolve():
        sentence = _("The bad rows cannot be written over the file that is read. Give another name.")
        raise InputError({"bad_rows": sentence})


def _read_map(path: Path, kind: Kind) -> ColumnMap:
    from rmapp.domain.import_mapping import ColumnMap

    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise InputError({"map": _("The file {path} cannot be read.").format(path=path)}) from error
    return ColumnMap.from_json(text, kind)


def _require_answers(table: Sheet, mapping: ColumnMap, *, as_json: bool) -> None:
    """Refuse to go on while a unit or an order of dates is open, or a needed field has no column."""
    from rmapp.cli.documents import map_document, question_document
    from rmapp.services.importing import imports

    questions = imports.ambiguities(table, mapping)
    if questions:
        if as_json:
            say_json(question_document(mapping, table.name, questions))
        answers = json.dumps(map_document(mapping, questions), ensure_ascii=False, indent=2)
        head = _("Some columns can be read in several ways, so nothing was imported:")
        advice = _("Write this to a file, put an answer in the place of each “?” and give the file with --map:")
        raise InputError({"map": "\n".join((head, *map(_question, questions), advice, answers))})
    missing = imports.missing_fields(mapping)
    if missing:
        titles = _("The columns of the sheet “{sheet}” are: {titles}.").format(
            sheet=table.name, titles="; ".join(table.columns)
        )
        advice = _("Say what they mean in a file for --map. Nothing was imported.")
        raise InputError({"map": "\n".join((*missing, titles, advice))})


def _question(one: Ambiguity) -> str:
    choices = "; ".join(f"{value} = {label}" for value, label in one.choices)
    return f"  {one.question} ({', '.join(one.examples)})\n    {choices}"


def _plan(
    workspace: Workspace, table: Sheet, mapping: ColumnMap, *, strict: bool
) -> tuple[ImportPlan, tuple[PlannedRow, ...]]:
    """Return the plan with every proposal taken, and the rows that had something to look at."""
    from rmapp.services.importing import imports

    plan = workspace.ask(imports.plan_import, table, mapping, imports.ImportOptions(strict=strict))
    if not plan.looks:
        return plan, ()
    options = imports.ImportOptions(strict=strict, accept_looks=True)
    return workspace.ask(imports.plan_import, table, mapping, options), plan.looks


def _apply(workspace: Workspace, plan: ImportPlan) -> ImportRejected | None:
    """Write the plan; return why not where `--strict` keeps everything out."""
    from rmapp.services import books
    from rmapp.services.importing import imports

    try:
        if plan.good and not (plan.options.strict and plan.problems):
            books.backup_now(workspace)
        progress = _tell_progress if sys.stderr.isatty() else None
        workspace.do(imports.apply_import, plan, progress, label=imports.label(plan))
    except ImportRejected as rejected:
        return rejected
    return None


def _tell_progress(done: int, total: int) -> None:
    sys.stderr.write("\r" + _("{done} of {total} rows").format(done=done, total=total))
    if done == total:
        sys.stderr.write("\n")
    sys.stderr.flush()


def _say_outcome(plan: ImportPlan, *, applied: bool) -> None:
    counts = {
        "added": len(plan.adds),
        "updated": len(plan.updates),
        "same": len(plan.same),
        "left": len(plan.looks) + len(plan.errors),
    }
    if not applied:
        for row in plan.adds:
            say(_("Row {row}: would add {title}").format(row=row.row, title=row.title))
        for row in plan.updates:
            changes = "; ".join(f"{one.label}: {one.old} → {one.new}" for one in row.changes)
            sentence = _("Row {row}: would change {title} ({matched_by}): {changes}")
            say(sentence.format(row=row.row, title=row.title, matched_by=row.matched_by, changes=changes))
    sentence = (
        _("Sheet “{sheet}”: {added} added, {updated} updated, {same} unchanged, {left} left out.")
        if applied
        else _("Sheet “{sheet}”: {added} to add, {updated} to update, {same} unchanged, {left} to be left out.")
    )
    say(sentence.format(sheet=plan.sheet.name, **counts))


def _tell_problems(row: PlannedRow, sentence: str) -> None:
    for one in row.problems:
        tell(sentence.format(row=one.row, column=one.column or _("whole row"), cause=one.cause))


def _keep_bad_rows(path: Path | None, plan: ImportPlan) -> None:
    from rmapp.services.importing import imports

    if not plan.problems:
        return
    if path is None:
        tell(_("With --bad-rows FILE these rows come back as a table of their own."))
        return
    count = imports.save_bad_rows(path, plan)
    tell(ngettext("{n} row written to {path}.", "{n} rows written to {path}.", count).format(n=count, path=path))
