"""The call report: a visit is closed on three screens in the order of its printed sheet, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.sheet_items import sheet_item
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services import drafts
from rmapp.services.clients import firms, people
from rmapp.services.notes import note_takeover, topics
from rmapp.services.visits import call_report
from rmapp.services.visits.answer_confirmation import answers_to_confirm
from rmapp.ui import metrics
from rmapp.ui.draft_line import DraftLine
from rmapp.ui.page import Crumb, Page
from rmapp.ui.pages.call_report_header import HeaderScreen
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.fields import LineEdit
from rmapp.ui.widgets.person_picker import Candidate
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.services.notes.call_report_draft import CallReportDraft
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.pages.call_report_closing import ClosingScreen
    from rmapp.ui.pages.call_report_facts import FactsScreen
    from rmapp.ui.pages.call_report_screen import ReportScreen

_SCREENS = 3

_AFTER_PAINT_MS = 50
"""Milliseconds after which the screens that are not seen yet are built: the first one is painted by then."""


class _Later(NamedTuple):
    """The second and the third screen."""

    facts: FactsScreen
    closing: ClosingScreen


class CallReportPage(Page):
    """One report; what is typed is a draft of the book until the visit is closed."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._firm_id = ""
        self._meeting_id: str | None = None
        self._note: note_takeover.BegunNote | None = None
        self._name = ""
        self._aim = ""
        self._draft: CallReportDraft | None = None
        self._header = HeaderScreen(context)
        self._later_screens: _Later | None = None
        self._stack = QStackedWidget()
        self._steps = Segmented(_step_names(), name=_("Screen of the report"))
        self._jump = LineEdit(
            name=_("Go to the item with this number"), icon="search", placeholder=_("3.2, then Enter")
        )
        self._banner = Banner("danger", "")
        self._line = DraftLine(context, self)
        self._back = Button(_("Back"), icon="arrow-left")
        self._on = Button(_("Next"), kind="primary", key="Ctrl Enter")
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        offline = Chip(_("Offline, all saved here"), icon="hard-drive", tone="success")
        column.addWidget(_bar(self._steps, None, offline, self._jump))
        self._jump.setFixedWidth(190)
        self._banner.hide()
        column.addWidget(self._banner)
        self._stack.addWidget(self._header)
        column.addWidget(self._stack, 1)
        column.addWidget(_bar(self._line, None, self._back, self._on))

    def _connect(self) -> None:
        self._header.changed.connect(self._line.touch)
        self._steps.chosen.connect(self._on_step_chosen)
        self._jump.returnPressed.connect(self._on_jump)
        self._back.clicked.connect(self._on_back_clicked)
        self._on.clicked.connect(self.go_on)
        self._line.failed.connect(self._say)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.go_on)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def enter(self, **args: Any) -> None:
        """Report on a meeting, or on a client: then on the planned visit whose day has come, else on a new one."""
        meeting_id, firm_id = args.get("meeting_id"), args.get("firm_id")
        if meeting_id is None and not self._has_draft(str(firm_id)):
            waiting = self.context.ask(call_report.meeting_to_report, str(firm_id))
            meeting_id = waiting.id if waiting else None
        if meeting_id is not None:
            self._draft = self.context.ask(call_report.start_report, str(meeting_id))
        else:
            now = self.context.clock.now().astimezone().strftime("%Y-%m-%dT%H:%M")
            self._draft = self.context.ask(call_report.blank_report, str(firm_id), now)
        self._meeting_id = str(meeting_id) if meeting_id else None
        self._firm_id = self._draft.meeting.firm_id
        self._name = self.context.ask(firms.display_name, self._firm_id)
        self._say("")
        self._take_note()
        self._header.set_people(self._candidates())
        self._header.clear_errors()
        self._header.show_draft(self._draft)
        if self._later_screens is not None:
            self._fill_later(self._later_screens)
        self._line.begin("call_report", self._firm_id, self._meeting_id)
        self._show(0)
        self.chrome_changed.emit()
        QTimer.singleShot(_AFTER_PAINT_MS, self, self._build_later)

    def _build_later(self) -> None:
        """Build what is not seen yet, so that the next screen is there at once."""
        if self.context.is_open:
            self._later()

    def _later(self) -> _Later:
        """Return the second and the third screen; they are built when they are reached first."""
        if self._later_screens is not None:
            return self._later_screens
        from rmapp.ui.pages.call_report_closing import ClosingScreen
        from rmapp.ui.pages.call_report_facts import FactsScreen

        later = self._later_screens = _Later(FactsScreen(self.context), ClosingScreen(self.context))
        self._fill_later(later)
        for place, screen in enumerate(later, start=1):
            self._stack.addWidget(screen)
            # What the book says is no typing.
            self._line.know({f"screen_{place}": screen.raw()})
            screen.changed.connect(self._line.touch)
        later.facts.promised.connect(self._on_promised)
        later.facts.discussion.line_read.connect(self._on_line_read)
        return later

    def _fill_later(self, later: _Later) -> None:
        """Show in the later screens what the report is begun with."""
        facts, closing = later
        found = self.context.ask(people.people, self._firm_id)
        facts.discussion.set_names({one.person.called(): one.person.name_latin for one in found})
        facts.discussion.set_topics(self._topics)
        closing.promises.set_client_owner(found[0].person.called() if found else "")
        for screen in later:
            screen.clear_errors()
            if self._draft is not None:
                screen.show_draft(self._draft)
        closing.set_meeting(self._firm_id, self._meeting_id)

    def _screens(self) -> tuple[ReportScreen, ...]:
        """Return the three screens."""
        return (self._header, *self._later())

    def _take_note(self) -> None:
        """Take over the words of a note that was begun and not saved, where the report itself was not begun."""
        keeper, book = self.context.drafts, self.context.workspace
        self._note = self.context.ask(note_takeover.begun_note, self._firm_id, self._meeting_id)
        if self._note is None or keeper.newest(book, "call_report", self._firm_id, self._meeting_id) is not None:
            return
        if self._draft is not None:
            self._draft = note_takeover.with_note(self._draft, self._note)
        self.context.tell(
            _("The note that you began was taken over: its words are in 4, its commitments in 8."), "info"
        )

    def _has_draft(self, firm_id: str) -> bool:
        """Tell whether a report on a visit that nobody had planned was begun."""
        return self.context.drafts.newest(self.context.workspace, "call_report", firm_id, None) is not None

    def _candidates(self) -> list[Candidate]:
        return [
            Candidate(
                one.person.id,
                one.person.called(),
                one.role.title or reference.text("person_role", one.role.role),
                one.person.name if one.person.called() != one.person.name else one.person.name_latin,
            )
            for one in self.context.ask(people.people, self._firm_id)
        ]

    def _topics(self) -> tuple[str, ...]:
        return self.context.ask(topics.topics, self._firm_id)

    def leave(self) -> None:
        """Keep what is typed as a draft."""
        self._line.keep()

    def may_leave(self) -> bool:
        """Keep what is typed; where that fails the page stays."""
        return self._line.keep()

    def title(self) -> str:
        """Return the page's name."""
        return _("Call report")

    def breadcrumb(self) -> list[Crumb]:
        """Return the way back to the client."""
        return [
            Crumb(_("Clients"), "clients"),
            Crumb(self._name, "client", {"firm_id": self._firm_id}),
            Crumb(_("Call report")),
        ]

    def primary_actions(self) -> list[str]:
        """Offer none: the one primary button stands below the form."""
        return []

    def current_firm(self) -> str | None:
        """Return the client that is reported on."""
        return self._firm_id or None

    def focus_filter(self) -> bool:
        """Go to the field for the number of an item."""
        self._jump.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._jump.selectAll()
        return True

    def on_changed(self, change: Change[Any]) -> None:
        """Stay as typed: nothing that others write may touch a form in work."""

    def refresh(self) -> None:
        """Stay as typed."""

    def go_on(self) -> None:
        """Go to the next screen; on the last one close the visit."""
        step = self._stack.currentIndex()
        if step + 1 < _SCREENS:
            self._line.keep()
            self._show(step + 1)
            return
        self.close_visit()

    def close_visit(self) -> None:
        """Write the report; what is wrong stands beside its item, and the first one is shown."""
        closing = self._later().closing
        if self._draft is None or not closing.take_typed():
            return
        try:
            done = self.context.do(
                call_report.close_visit,
                self._filled(self._draft),
                self._meeting_id,
                self._line.draft_id,
                closing.staged(),
                label=_("Visit closed"),
            )
        except InputError as problem:
            self._show_problems(problem.fields)
            return
        if done is None:
            return
        self._line.finish()
        if self._note is not None:
            self.context.do(drafts.drop_draft, self._note.draft_id, label=_("Visit closed"), quiet=True)
        self.context.open_client(self._firm_id, "timeline")
        if self.context.ask(answers_to_confirm, done.result.id):
            self.context.open_sheet("answers", meeting_id=done.result.id)

    def _filled(self, draft: CallReportDraft) -> CallReportDraft:
        problems: dict[str, str] = {}
        for screen in self._screens():
            try:
                draft = screen.fill(draft)
            except InputError as error:
                problems |= error.fields
        if problems:
            raise InputError(problems)
        return draft

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        found = [(place, screen.show_errors(problems)) for place, screen in enumerate(self._screens())]
        known = [(place, code) for place, code in found if code is not None]
        other = [text for code, text in problems.items() if not any(one.target(code) for one in self._screens())]
        self._say("\n".join(other))
        if known:
            place, code = known[0]
            self._show(place, code)

    def raw(self) -> dict[str, Any]:
        """Return everything as typed, JSON-like; nothing can be typed on a screen that is not built."""
        built = (self._header, *(self._later_screens or ()))
        screens = {f"screen_{place}": screen.raw() for place, screen in enumerate(built)}
        return {"summary": screens["screen_0"]["gist"], **screens}

    def set_raw(self, body: Mapping[str, Any]) -> None:
        """Show a draft again as it was typed."""
        for place, screen in enumerate(self._screens()):
            screen.set_raw(body.get(f"screen_{place}", {}))

    def is_blank(self) -> bool:
        """Tell whether nothing has been written yet."""
        facts, closing = self._later()
        return self._header.is_blank() and facts.is_blank() and closing.is_blank()

    def text(self) -> str:
        """Return what is typed for a file outside the book."""
        return "\n".join(_texts(self.raw())) + "\n"

    def _show(self, step: int, code: str = "") -> None:
        screen = self._screens()[step] if step else self._header
        self._stack.setCurrentIndex(step)
        self._steps.set_code(str(step))
        self._back.setEnabled(step > 0)
        is_last = step + 1 == _SCREENS
        if is_last:
            self._later().closing.read_words(f"{self._later().facts.discussion.text()}\n{self._header.gist()}")
        self._on.set_label(_("Close the visit") if is_last else _("Next"))
        self._on.set_icon_name("check" if is_last else "")
        self._on.setEnabled(not self.context.read_only or not is_last)
        self._aim = code or screen.first()
        # The page is not shown yet when it is entered, and what is hidden takes no focus.
        QTimer.singleShot(0, self._focus_aim)

    def _focus_aim(self) -> None:
        step = self._stack.currentIndex()
        screen = self._screens()[step] if step else self._header
        if screen.target(self._aim) is not None:
            screen.go_to(self._aim)

    def _say(self, text: str) -> None:
        self._banner.set_text(text)
        self._banner.setVisible(bool(text))

    def _on_jump(self) -> None:
        found = sheet_item(self._jump.text())
        place = next((n for n, one in enumerate(self._screens()) if found and one.target(found.code)), None)
        if found is None or place is None:
            self._jump.set_state("error")
            self.context.tell(_("The sheet has no item “{number}”.").format(number=self._jump.text()), tone="warning")
            return
        self._jump.set_state("")
        self._jump.clear()
        self._show(place, found.code)

    def _on_step_chosen(self, code: str) -> None:
        self._line.keep()
        self._show(int(code))

    def _on_back_clicked(self) -> None:
        self._show(max(0, self._stack.currentIndex() - 1))

    def _on_promised(self, line: str) -> None:
        try:
            self._later().closing.promises.add_line(line)
        except InputError as problem:
            self._later().facts.discussion.take_back(line)
            self.context.tell(problem.message, tone="warning")
            return
        self.context.tell(_("Added to the commitments: {text}").format(text=line))

    def _on_line_read(self, line: str) -> None:
        facts, closing = self._later()
        facts.say_reading(closing.promises.reading(line) if line else "")


def _step_names() -> list[tuple[str, str]]:
    names = (_("1–3 Who, why, gist"), _("4–7 Said, seen, needed"), _("8–11 Promises, judgement, next"))
    return [(str(place), name) for place, name in enumerate(names)]


def _bar(*parts: QWidget | None) -> QWidget:
    """Return widgets in a line over or under the screens; None is where it stretches."""
    bar = QWidget()
    bar.setProperty("surface", "surface")
    bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(bar)
    row.setContentsMargins(metrics.space(5), metrics.space(2), metrics.space(5), metrics.space(2))
    row.setSpacing(metrics.space(3))
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return bar


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) and value else []
