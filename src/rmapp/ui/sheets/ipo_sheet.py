"""The sheet of an application for a listing: its way, its board, who goes along, and what is assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain import ipo_rules, reference
from rmapp.domain.ipo import IpoApplication
from rmapp.domain.ipo_wording import track_words
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.stages import ipo
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.fact_forms import from_fact, origin_specs, to_fields
from rmapp.ui.sheets.rule_words import told_in_sheet
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.ipo import Track
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.entity_form import EntityForm
    from rmapp.ui.widgets.fields import Choice

_TRACKS: tuple[Track, ...] = ("a_share", "hkex")
_FIRST = ("first_status", "first_on")


def open_ipo(window: QWidget, context: UiContext, firm_id: str = "", application_id: str = "") -> IpoSheet:
    """Open the sheet of a new application of a firm, or of one that is in the book."""
    application = context.ask(ipo.application_of, application_id) if application_id else None
    sheet = IpoSheet(window, context, application.firm_id if application else firm_id, application)
    sheet.open(sheet.first_field())
    return sheet


class IpoSheet(EntitySheet):
    """A new application may begin at any step; of one in the book the way stays where steps are recorded."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, application: IpoApplication | None) -> None:
        title = _("Application for a listing") if application else _("Start an application for a listing")
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, context, title, subtitle=name, removes=_("Remove") if application else "")
        self._firm_id, self._application = firm_id, application
        self._way = self.add_form(self._way_specs())
        self._parties = self.add_form(_party_specs(), title=_("Who goes along"))
        self._numbers = self.add_form(_number_specs(), title=_("Plan and assumptions"))
        self._origin = self.add_form(origin_specs(), title=_("Source"))
        self._fill(application)
        self._choice("track").changed.connect(self._on_track_changed)
        self.page.addStretch(1)

    def first_field(self) -> QWidget | None:
        """Return the field to begin with."""
        return self._way.control("board" if self._application else "track")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Begin or change the application."""
        first = {name: values.pop(name, None) for name in _FIRST}
        fields = to_fields(IpoApplication, values)
        fields["milestone_reached"] = {"yes": True, "no": False}.get(fields["milestone_reached"] or "")
        if self._application is not None:
            if self._is_fixed():
                fields.pop("track")
            label = _("Application changed")
            return self.context.do(told_in_sheet, ipo.change_application, self._application.id, label=label, **fields)
        status, on = first["first_status"], first["first_on"]
        label = _("Application started")
        started = self.context.do(told_in_sheet, ipo.start_with_step, self._firm_id, status, on, label=label, **fields)
        if started is not None:
            self.context.open_client(self._firm_id, "listing")
        return started

    def remove(self) -> Change[Any] | None:
        """Take the application out of the book, with its steps."""
        assert self._application is not None  # noqa: S101 - only an application in the book can be removed
        return self.context.do(ipo.remove_application, self._application.id, label=_("Application removed"))

    def _way_specs(self) -> tuple[FieldSpec, ...]:
        tracks = [(one, track_words(one)) for one in _TRACKS]
        track = self._application.track if self._application else "a_share"
        specs = [
            FieldSpec("track", _("Way"), "choice", tracks, required=True, locked=self._is_fixed()),
            FieldSpec("board", _("Board"), "choice", _boards(track)),
        ]
        if self._application is None:
            specs += [
                FieldSpec(
                    "first_status", _("Step it has reached"), "choice", _statuses(track), hint=_("Empty: none yet")
                ),
                FieldSpec("first_on", _("Reached on"), "partial_date", hint=_("A year or a month will do")),
            ]
        return tuple(specs)

    def _is_fixed(self) -> bool:
        return self._application is not None and bool(self.context.ask(ipo.steps, self._application.id))

    def _fill(self, application: IpoApplication | None) -> None:
        if application is None:
            self._way.set_values({"track": "a_share"})
            self._origin.set_values({"source": "client_statement", "confidentiality": "restricted"})
            return
        self._way.set_values({"track": application.track, "board": application.board})
        self._parties.set_values(from_fact(application, _party_specs()))
        known = from_fact(application, _number_specs())
        known["milestone_reached"] = {True: "yes", False: "no"}.get(application.milestone_reached)  # type: ignore[arg-type]  # unknown has no entry
        self._numbers.set_values(known)
        self._origin.set_values(from_fact(application, origin_specs()))

    def _on_track_changed(self, track: str) -> None:
        self._choice("board").set_options(_boards(track))
        if self._application is None:
            self._choice("first_status").set_options(_statuses(track))

    def _choice(self, name: str) -> Choice:
        form: EntityForm = self._way
        return form.control(name)  # type: ignore[return-value]  # the form made it a choice


def _boards(track: str) -> list[tuple[str, str]]:
    return [(code, reference.text("board", code)) for code in ipo_rules.boards_of(track)]  # type: ignore[arg-type]  # codes of `_TRACKS`


def _statuses(track: str) -> list[tuple[str, str]]:
    possible = ipo_rules.possible_steps(None, track)  # type: ignore[arg-type]  # codes of `_TRACKS`
    return [(code, reference.text("ipo_status", code)) for code in possible]


def _party_specs() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("sponsor", _("Sponsor")),
        FieldSpec("auditor", _("Auditor")),
        FieldSpec("counsel", _("Counsel")),
    )


def _number_specs() -> tuple[FieldSpec, ...]:
    reached = (("yes", _("Yes")), ("no", _("No")))
    assumed = _("Nobody knows it before the listing; the tests of the boards call it assumed.")
    return (
        FieldSpec("planned_raise", _("Planned to raise"), "money"),
        FieldSpec("milestone_reached", _("Core product approved or at its milestone"), "choice", reached),
        FieldSpec("market_value", _("Market value, assumed"), "money", hint=assumed),
        FieldSpec("market_value_on", _("Assumed on"), "past_date"),
        FieldSpec("note", _("Remark"), "multiline", span=2),
    )
