"""Papers that are printed without a page of their own: a printer is asked for, and what left is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.errors import RmappError
from rmapp.i18n import _, current
from rmapp.services.paperwork import papers
from rmapp.services.partners import introductions_paper
from rmapp.services.printing import three_tests_paper
from rmapp.services.privacy import restricted_firms
from rmapp.ui import messages
from rmapp.ui.pdf_pages import PdfPages

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.paperwork.papers import Paper
    from rmapp.ui.context import UiContext


def print_paper(parent: QWidget | None, context: UiContext, paper: Paper, label: str) -> None:
    """Ask for a printer, print all pages and note under the label what left in the timeline of the clients."""
    with PdfPages(paper.pdf) as pages:
        printer = messages.choose_printer(parent, len(pages))
        if printer is None:
            return
        from rmapp.ui.printing import print_pages

        try:
            count = print_pages(pages, printer, grey=False)
        except RmappError as problem:
            messages.show_error(parent, problem.message)
            return
    if not context.read_only:
        context.do(papers.log_paper, paper, "printed", count, copies=printer.copyCount(), label=label, undoable=False)


def print_introductions(parent: QWidget | None, context: UiContext, firm_id: str) -> None:
    """Print the introductions to ask a client for, in the window's language; nothing restricted is on it."""
    try:
        context.ask(restricted_firms.refuse_restricted, {firm_id})
        value = context.ask(introductions_paper.compile_introductions, firm_id)
    except RmappError as problem:
        context.show_problem(problem)
        return
    if not value.known:
        messages.show_error(parent, _("No supplier or dealer of this client is recorded yet. Add one first."))
        return
    options = context.ask(introductions_paper.introduction_options, current())
    paper = introductions_paper.print_introductions(value, firm_id, options)
    print_paper(parent, context, paper, _("Introductions printed"))


def print_three_tests(parent: QWidget | None, context: UiContext, firm_id: str, tests_id: str = "") -> None:
    """Print the three tests of a client, to write on or filled in; nothing restricted is on it."""
    try:
        context.ask(restricted_firms.refuse_restricted, {firm_id})
        value = context.ask(three_tests_paper.compile_tests, firm_id, tests_id)
    except RmappError as problem:
        context.show_problem(problem)
        return
    options = context.ask(three_tests_paper.new_options, current())
    print_paper(parent, context, three_tests_paper.print_tests(value, firm_id, options), _("Three tests printed"))
