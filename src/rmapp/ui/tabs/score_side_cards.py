"""What stands beside an assessment: earlier ones, the three tests of a meeting, and the innovation points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.assessment import InnovationPoints
from rmapp.domain.scoring import format_score
from rmapp.domain.wording import format_date, format_number
from rmapp.i18n import _, listed, ngettext
from rmapp.services.clients.facts import facts
from rmapp.services.scoring import history, three_tests
from rmapp.ui.paper_print import print_three_tests
from rmapp.ui.score_words import grade_chip, is_comparable
from rmapp.ui.tabs.card import ClientCard, count_words
from rmapp.ui.tabs.rows import RowButton, source_line
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.assessment import Assessment, ThreeTests
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext

_SHOWN = 4


class ScoreHistoryCard(ClientCard):
    """All assessments, newest first; between two versions of the scorecard stands a break."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Earlier assessments"), icon="history")
        self._rest: Sequence[Assessment] = ()
        self._more = LinkLabel("")

    def fill(self, header: FirmHeader) -> None:
        """List the assessments."""
        found = self.context.ask(history, header.firm.id)
        self.set_count(len(found) or None)
        self.setVisible(len(found) > 1)
        self._show(found[:_SHOWN])
        self._rest = found[_SHOWN - 1 :]
        if len(found) > _SHOWN:
            self._more = LinkLabel(count_words(len(found) - _SHOWN))
            self._more.clicked.connect(self._on_more_clicked)
            self.add(self._more)

    def _show(self, found: Sequence[Assessment], *, first: bool = True) -> None:
        for number, one in enumerate(found):
            before = found[number - 1] if number else None
            if before is not None and not is_comparable(before, one):
                said = _("Version {version} of the scorecard up to here; the scores below are not compared.")
                self.add(PlainLabel(said.format(version=before.version), role="small", tone="tertiary", wrap=True))
            if number or first:
                self.add(_row(one))

    def _on_more_clicked(self) -> None:
        self._more.hide()
        self._show(self._rest, first=False)


class ThreeTestsCard(ClientCard):
    """The checklists of meetings: how many questions were answered yes, no or not at all."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Three tests"), icon="list-checks", adds=_("Answer the three tests"))
        self._print = IconButton("printer", _("Print the three tests to write on"), size=26)
        self._print.clicked.connect(self._on_print_clicked)
        self.set_tools(self._print)

    def fill(self, header: FirmHeader) -> None:
        """List the checklists, newest first."""
        found = self.context.ask(three_tests.firm_tests, header.firm.id)
        if not found:
            self.say_empty(
                _("Nobody has put team, industry and business model to the three tests yet."),
                _("Answer the three tests"),
            )
        for tests in found[:_SHOWN]:
            row = RowButton(format_date(tests.answered_on), answer_words(tests), opens=tests.id)
            row.clicked.connect(self._on_row_clicked)
            self.add(row)

    def add_one(self) -> None:
        """Open a new checklist."""
        self.context.open_sheet("three_tests", firm_id=self.firm_id)

    def _on_row_clicked(self) -> None:
        self.context.open_sheet("three_tests", firm_id=self.firm_id, tests_id=self.row_key())

    def _on_print_clicked(self) -> None:
        print_three_tests(self.window(), self.context, self.firm_id)


class InnovationCard(ClientCard):
    """The national innovation points by year."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Innovation points"), icon="award", adds=_("Add innovation points"))

    def fill(self, header: FirmHeader) -> None:
        """List the years, newest first."""
        found = self.context.ask(facts, InnovationPoints, header.firm.id)
        if not found:
            self.say_empty(_("No innovation points are recorded."), _("Add innovation points"))
        for points in sorted(found, key=_year, reverse=True):
            total = "" if points.total is None else format_number(points.total, 1)
            row = RowButton(str(points.year), _classes(points), right=total, opens=points.id)
            row.clicked.connect(self._on_row_clicked)
            self.add(row)

    def add_one(self) -> None:
        """Open the sheet for a year."""
        self.context.open_sheet("fact", firm_id=self.firm_id, fact_kind="innovation_points")

    def _on_row_clicked(self) -> None:
        self.context.open_sheet("fact", firm_id=self.firm_id, fact_kind="innovation_points", fact_id=self.row_key())


def answer_words(tests: ThreeTests) -> str:
    """Return how the questions of a checklist were answered."""
    asked = sum(len(test.lines) for test in three_tests.tests())
    yes = sum(one.answer == "yes" for one in tests.answers)
    no = sum(one.answer == "no" for one in tests.answers)
    said = (
        ngettext("{n} yes", "{n} yes", yes).format(n=yes),
        ngettext("{n} no", "{n} no", no).format(n=no),
        ngettext("{n} not known", "{n} not known", asked - yes - no).format(n=asked - yes - no),
    )
    return listed(said)


def _row(one: Assessment) -> RowButton:
    by = _("scored by {name}").format(name=one.assessor) if one.assessor else ""
    version = _("version {version}").format(version=one.version)
    reason = one.override_reason if one.override else ""
    sub = " · ".join(part for part in (version, by, reason) if part)
    right = " ".join(part for part in (format_score(one.total), grade_chip(one)) if part)
    row = RowButton(format_date(one.as_of), sub, right=right, opens=one.id)
    row.setEnabled(False)
    return row


def _classes(points: InnovationPoints) -> str:
    parts = (
        (_("technology {n}"), points.technology),
        (_("growth {n}"), points.growth),
        (_("support {n}"), points.support),
    )
    said = [pattern.format(n=format_number(value, 1)) for pattern, value in parts if value is not None]
    return " · ".join(part for part in (*said, points.rank_text, source_line(points)) if part)


def _year(points: InnovationPoints) -> int:
    return points.year
