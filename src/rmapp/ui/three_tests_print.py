"""Printing the three tests of a client, to write on or filled in; what left is noted in its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.errors import RmappError
from rmapp.i18n import _, current
from rmapp.services.paperwork import papers
from rmapp.services.printing import three_tests_paper
from rmapp.services.privacy import restricted_firms
from rmapp.ui import messages
from rmapp.ui.pdf_pages import PdfPages

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext


def print_three_tests(parent: QWidget | None, context: UiContext, firm_id: str, tests_id: str = "") -> None:
    """Ask for a printer and print the page in the window's language; nothing restricted is on it."""
    try:
        context.ask(restricted_firms.refuse_restricted, {firm_id})
        value = context.ask(three_tests_paper.compile_tests, firm_id, tests_id)
    except RmappError as problem:
        context.show_problem(problem)
        return
    options = context.ask(three_tests_paper.new_options, current())
    paper = three_tests_paper.print_tests(value, firm_id, options)
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
        label = _("Three tests printed")
        context.do(papers.log_paper, paper, "printed", count, copies=printer.copyCount(), label=label, undoable=False)
