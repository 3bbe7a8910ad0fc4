"""The command that lists the answered checklists of the three tests of a client, or writes the page as a PDF."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.exchange_output import Reason
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.assessment import ThreeTests
    from rmapp.domain.brief_options import BriefLanguage
    from rmapp.services.workspace import Workspace

Language = Literal["en", "zh", "both"]
_LANGUAGES: Mapping[Language, BriefLanguage] = MappingProxyType({"en": "en", "zh": "zh_CN", "both": "both"})


def checklists(
    context: typer.Context,
    firm: FirmName,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help=_("Write the page as a PDF."), show_default=False)
    ] = None,
    lang: Annotated[Language, typer.Option(help=_("Language of the pages."))] = "en",
    *,
    filled: Annotated[bool, typer.Option("--filled", help=_("With the newest answers, to file."))] = False,
    black_and_white: Annotated[bool, typer.Option("--bw", help=_("For a black and white printer."))] = False,
    restricted: Reason = None,
    as_json: AsJson = False,
) -> None:
    """List the checklists, or write the page to write on or to file."""
    from rmapp.services import search
    from rmapp.services.scoring import three_tests

    reason = (restricted or "").strip()
    if reason and out is None:
        raise InputError({"restricted": _("Only a paper takes this reason; rmapp --include-restricted is for lists.")})
    session: Session = context.obj
    if out is None:
        with session.reading() as workspace:
            firm_id = workspace.ask(search.resolve_firm, firm)
            found = workspace.ask(three_tests.firm_tests, firm_id)
        _say(found, as_json=as_json)
        return
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        _write(workspace, firm_id, out, lang, reason, filled=filled, black_and_white=black_and_white)
        say(_("Written: {path}").format(path=out))


def _write(
    workspace: Workspace, firm_id: str, out: Path, lang: Language, reason: str, *, filled: bool, black_and_white: bool
) -> None:
    from rmapp.services.paperwork import papers
    from rmapp.services.printing import three_tests_paper
    from rmapp.services.privacy import restricted_firms
    from rmapp.services.scoring import three_tests

    if not reason:
        workspace.ask(restricted_firms.refuse_restricted, {firm_id})
    kept = workspace.ask(three_tests.firm_tests, firm_id) if filled else []
    shown = [one for one in kept if reason or one.confidentiality != "restricted"]
    if filled and not shown:
        raise InputError({"--filled": _("Nobody has answered the three tests of this client yet.")})
    tests_id = shown[0].id if shown else ""
    value = workspace.ask(three_tests_paper.compile_tests, firm_id, tests_id, restricted=bool(reason))
    options = workspace.ask(three_tests_paper.new_options, _LANGUAGES[lang])
    options = options.model_copy(update={"black_and_white": black_and_white})
    paper = three_tests_paper.print_tests(value, firm_id, options)
    papers.save_file(paper, out)
    label = _("Three tests saved as PDF")
    workspace.do(papers.log_paper, paper, "saved", paper.page_count(), reason=reason, label=label, undoable=False)


def _say(found: list[ThreeTests], *, as_json: bool) -> None:
    from rmapp.domain.wording import format_date

    if as_json:
        say_json([_document(one) for one in found])
        return
    if not found:
        say(_("Nobody has answered the three tests of this client yet."))
        return
    titles = (_("Answered on"), _("Yes"), _("No"), _("Not known"), _("Note"))
    rows = []
    for one in found:
        counts = _counts(one)
        rows.append((format_date(one.answered_on), str(counts["yes"]), str(counts["no"]), str(counts["unknown"]),
                     one.note))  # fmt: skip
    say_table(titles, rows, right=(1, 2, 3))


def _counts(tests: ThreeTests) -> dict[str, int]:
    """Return how many questions were answered each way; one without an answer is not known."""
    from rmapp.services.scoring import three_tests

    asked = sum(len(test.lines) for test in three_tests.tests())
    yes = sum(one.answer == "yes" for one in tests.answers)
    no = sum(one.answer == "no" for one in tests.answers)
    return {"yes": yes, "no": no, "unknown": asked - yes - no}


def _document(tests: ThreeTests) -> dict[str, object]:
    return {
        "id": tests.id,
        "answered_on": tests.answered_on.isoformat(),
        **_counts(tests),
        "note": tests.note,
        "answers": [{"code": one.code, "answer": one.answer, "comment": one.comment} for one in tests.answers],
    }
