"""The page "Three tests" of a firm: to write on at a meeting, and filled in to file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief_options import PaperOptions
from rmapp.domain.classes import is_hidden, strictest
from rmapp.domain.firm import Firm
from rmapp.domain.firm_code import firm_code
from rmapp.domain.three_tests_paper import TestLine, TestPart, ThreeTestsPaper
from rmapp.errors import NotFoundError
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.clients.firm_names import display_names
from rmapp.services.paperwork.papers import Paper, paper_options
from rmapp.services.privacy.discretion import discreetly
from rmapp.services.scoring import three_tests

if TYPE_CHECKING:
    from rmapp.domain.assessment import ThreeTests
    from rmapp.domain.brief_options import BriefLanguage
    from rmapp.storage.store import Store


@discreetly
def compile_tests(store: Store, firm_id: str, tests_id: str = "", *, restricted: bool = False) -> ThreeTestsPaper:
    """Return the page to write on, or with `tests_id` that of an answered checklist of the firm.

    Raises NotFoundError, also for a checklist of another firm or one that may not be told without `restricted`.
    """
    firm = store.get(Firm, firm_id)
    answered = three_tests.tests_of(store, tests_id) if tests_id else None
    if answered is not None:
        is_ours = answered.firm_id == firm_id and not is_hidden(answered.confidentiality, restricted=restricted)
        if not is_ours:
            raise NotFoundError(_("This client has no such checklist."))
    classes = [answered.confidentiality] if answered is not None else []
    return ThreeTestsPaper(
        names=display_names(firms.names(store, firm_id)),
        code=firm_code(firm.id),
        nature=firm.nature,
        owner=firm.owner,
        as_of=store.clock.today(),
        parts=_parts(answered),
        answered_on=answered.answered_on if answered is not None else None,
        note=answered.note if answered is not None else "",
        confidentiality=strictest(["client_confidential", firm.confidentiality, *classes]),
    )


def new_options(store: Store, language: BriefLanguage) -> PaperOptions:
    """Return the options that a new copy of the page begins with."""
    return PaperOptions(**paper_options(store, language))


def print_tests(value: ThreeTestsPaper, firm_id: str, options: PaperOptions) -> Paper:
    """Render the page as PDF, for the house only."""
    from rmapp.briefs.three_tests import render_tests

    pdf = render_tests(value, options)
    return Paper(pdf, "three_tests", (firm_id,), options, confidentiality=value.confidentiality)


def _parts(answered: ThreeTests | None) -> tuple[TestPart, ...]:
    held = {one.code: one for one in answered.answers} if answered is not None else {}
    parts = []
    for test in three_tests.tests():
        lines = []
        for line in test.lines:
            one = held.get(line.code)
            if answered is None:
                lines.append(TestLine(label=line.label))
            elif one is None:
                lines.append(TestLine(label=line.label, answer="unknown"))
            else:
                lines.append(TestLine(label=line.label, answer=one.answer, comment=one.comment))
        parts.append(TestPart(label=test.label, lines=tuple(lines)))
    return tuple(parts)
