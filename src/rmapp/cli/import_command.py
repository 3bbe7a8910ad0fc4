"""The command that reads spreadsheets into the book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rmapp.cli.output import say, say_json
from rmapp.cli.session import Session
from rmapp.domain.import_fields import ImportKind
from rmapp.domain.import_mapping import ColumnMap
from rmapp.errors import ImportRejected, InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.services.imports import ImportPlan, ImportReport


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(name="import")(import_file)


def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An .xlsx or .csv file.")],
    kind: Annotated[ImportKind, typer.Option(help="What the rows are.")],
    map_file: Annotated[
        Path | None, typer.Option("--map", help="JSON file that says which column means what.", show_default=False)
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Name of the sheet.", show_default=False)] = None,
    bad_rows: Annotated[
        Path | None, typer.Option(help="Where to write the rows that were left out.", show_default=False)
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing unless every row is good.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Import firms, people, meeting notes or credit lines; good rows go in, bad rows come back."""
    from rmapp.services import books, imports

    table = imports.read_table(file, sheet)
    mapping = _mapping(map_file, kind) if map_file else imports.guess_map(table, kind)
    open_questions = imports.ambiguities(table, mapping)
    if open_questions:
        asked = " ".join(one.question for one in open_questions)
        raise InputError({"map": _("{questions} Answer in a file for --map.").format(questions=asked)})
    missing = imports.missing_fields(mapping)
    if missing:
        raise InputError({"map": " ".join(missing)})
    session: Session = context.obj
    with session.reading() if dry_run else session.writing() as workspace:
        options = imports.ImportOptions(accept_looks=True, strict=strict)
        plan = workspace.ask(imports.plan_import, table, mapping, options)
        if not dry_run:
            books.backup_now(workspace)
            try:
                report = workspace.do(imports.apply_import, plan, label=imports.label(plan)).result
            except ImportRejected:
                _tell_problems(plan)
                _keep_bad_rows(bad_rows, plan)
                raise
    if dry_run:
        _tell_problems(plan)
        say(
            _("{adds} would be added, {updates} changed, {same} are the same, {errors} cannot be read.").format(
                adds=len(plan.adds), updates=len(plan.updates), same=len(plan.same), errors=len(plan.errors)
            )
        )
        return
    if as_json:
        say_json(
            {"added": report.added, "updated": report.updated, "same": report.same, "left_out": report.rows_left_out}
        )
    else:
        say(report.sentence())
    _tell_problems(plan)
    if report.rows_left_out:
        _keep_bad_rows(bad_rows, report)


def _mapping(path: Path, kind: ImportKind) -> ColumnMap:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise InputError({"map": _("The file {path} cannot be read.").format(path=path)}) from error
    return ColumnMap.from_json(text, kind)


def _tell_problems(plan: ImportPlan) -> None:
    for problem in plan.problems:
        if problem.severity == "error":
            typer.echo(
                _("Row {row}, {column}: {cause}").format(
                    row=problem.row, column=problem.column or _("whole row"), cause=problem.cause
                ),
                err=True,
            )


def _keep_bad_rows(path: Path | None, left: ImportReport | ImportPlan) -> None:
    from rmapp.services import imports

    if path is None:
        return
    count = imports.save_bad_rows(path, left)
    say(ngettext("{n} row written to {path}.", "{n} rows written to {path}.", count).format(n=count, path=path))
