"""The sheet of a person: who it is, and the part they play in this firm; professional facts only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from rmapp.domain.classes import USUAL
from rmapp.domain.person import Person, Role
from rmapp.errors import InputError
from rmapp.i18n import _, pgettext
from rmapp.services.clients import firms, people
from rmapp.ui.influence import influences
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.form_values import NO, YES, answer_code, answer_of, fields_of, options, values_of
from rmapp.ui.sheets.person_roles import PersonRoles
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.pick_form import PickForm

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.clients.people import SamePerson
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.sheet import Sheet

_LOOK_MS = 200


def open_person(window: QWidget, context: UiContext, firm_id: str, person_id: str | None = None) -> Sheet:
    """Open the sheet of a new person at a firm, or of one of the book."""
    if person_id is not None:
        known = [one.firm_id for one in context.ask(people.person_page, person_id).roles]
        firm_id = firm_id if firm_id in known or not known else known[0]
    sheet = PersonSheet(window, context, firm_id, person_id)
    sheet.open(sheet.first_field())
    return sheet


class PersonSheet(FormSheet):
    """Writes person and role as one step; offers the person of the same name before it makes another."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, person_id: str | None) -> None:
        firm = context.ask(firms.display_name, firm_id)
        title = _("Edit person") if person_id else _("New person")
        super().__init__(window, title, subtitle=firm, save=_("Save"))
        self._context, self._firm_id = context, firm_id
        self._person_id = person_id
        self._role_id: str | None = None
        self._same: list[SamePerson] = []
        today = context.clock.today()
        self._own = PickForm(_of_person(), today=today)
        self._part = PickForm(_of_role(), today=today)
        self._more = PickForm(_of_record(), today=today)
        self._known = Banner("info", "", action=_("Take this person"), icon="user-check")
        self._known.acted.connect(self._on_known_taken)
        self._roles = PersonRoles(context)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._build_page(firm)
        self._part.set_values({"role": "other", "influence": "unknown"})
        self._more.set_values({"confidentiality": USUAL})
        if person_id is not None:
            self._fill(person_id)
        for form in (self._own, self._part, self._more):
            form.set_read_only(context.read_only)
            form.changed.connect(self._timer.start)

    def _build_page(self, firm: str) -> None:
        rule = _("Professional facts only: no identity or card numbers, birthdays, private addresses or family.")
        self.page.addWidget(PlainLabel(rule, role="small", tone="tertiary", wrap=True))
        self.page.addWidget(self._own)
        self.page.addWidget(self._known)
        self._known.hide()
        self.page.addWidget(PlainLabel(_("At {firm}").format(firm=firm), role="section"))
        self.page.addWidget(self._part)
        self.page.addWidget(PlainLabel(_("Background"), role="section"))
        self.page.addWidget(self._more)
        self.page.addWidget(self._roles)
        self._roles.hide()
        self.page.addStretch(1)
        if self._context.read_only:
            self.saver.setEnabled(False)
        elif self._person_id is not None:
            remove = Button(_("Remove"), kind="ghost", icon="trash-2")
            remove.clicked.connect(self._on_remove_clicked)
            self.add_left(remove)

    def _fill(self, person_id: str) -> None:
        page = self._context.ask(people.person_page, person_id)
        held = values_of(page.person) | {"senior_title": answer_code(page.person.senior_title)}
        self._own.set_values(held)
        self._more.set_values(held)
        role = next((one.role for one in page.roles if one.firm_id == self._firm_id), None)
        if role is not None:
            self._role_id = role.id
            self._part.set_values(values_of(role))
        self._roles.show_person(page, self._firm_id)

    def first_field(self) -> QWidget:
        """Return the field the cursor starts in."""
        return self._own.control("name")

    def is_changed(self) -> bool:
        """Tell whether something was typed."""
        return any(form.is_changed() for form in (self._own, self._part, self._more))

    def save(self) -> None:
        """Write person and role and close; errors stand beside their fields."""
        try:
            values = {**self._own.values(), **self._part.values(), **self._more.values()}
            values["senior_title"] = answer_of(values["senior_title"])
            done = self._context.do(
                _write,
                self._firm_id,
                self._person_id,
                self._role_id,
                fields_of(Person, values),
                fields_of(Role, values),
                label=self._label(str(values["name"])),
            )
        except InputError as problem:
            self._show_errors(problem)
            return
        if done is not None:
            self.finish()

    def _label(self, name: str) -> str:
        words = _("Changed {name}") if self._person_id else _("Added {name}")
        return words.format(name=name)

    def _show_errors(self, problem: InputError) -> None:
        for form in (self._more, self._part, self._own):
            mine = {name: text for name, text in problem.fields.items() if name in form.names()}
            if mine:
                form.show_errors(mine)
        rest = [text for name, text in problem.fields.items() if name not in _known_names()]
        self.say("\n".join(rest))

    def _look(self) -> None:
        """Warn of what must not be kept, and find the people of the same name."""
        texts = {name: value for form in (self._own, self._more) for name, value in form.peek().items()}
        written = {name: value for name, value in texts.items() if isinstance(value, str) and name != "senior_title"}
        person = Person(**{"name": "", **fields_of(Person, written)})
        warnings = people.person_warnings(person)
        for form in (self._own, self._more):
            for name in form.names():
                field = form.field(name)
                if name in warnings:
                    field.set_warning(warnings[name])
                elif not field.has_error():
                    field.clear()
        self._same = [] if self._person_id else self._context.ask(people.same_person, person.name)
        self._known.setVisible(bool(self._same))
        if self._same:
            one = self._same[0]
            said = _("{name} is in the book already: {firms}. Take this person, or go on to add another one.")
            self._known.set_text(said.format(name=one.name, firms=_(", ").join(one.firms)))

    def _on_known_taken(self) -> None:
        one = self._same[0]
        self._known.hide()
        self._person_id = one.person_id
        self._fill(one.person_id)
        self._part.control("role").setFocus()

    def _on_remove_clicked(self) -> None:
        if self._person_id is None:
            return
        name = self._context.ask(people.person_page, self._person_id).person.name
        label = _("Removed {name}").format(name=name)
        if self._context.do(people.remove_person, self._person_id, label=label) is not None:
            self.finish()


def _write(
    store: Any,  # noqa: ANN401 - screens do not know the storage room
    firm_id: str,
    person_id: str | None,
    role_id: str | None,
    own: dict[str, Any],
    part: dict[str, Any],
) -> str:
    if person_id is None:
        fields = {**own, **part}
        return people.add_person(store, firm_id, fields.pop("name"), **fields).id
    people.change_person(store, person_id, **own)
    if role_id is None:
        people.add_role(store, person_id, firm_id, **part)
    else:
        people.change_role(store, role_id, **part)
    return person_id


def _of_person() -> list[FieldSpec]:
    return [
        FieldSpec("name", pgettext("person", "Name"), required=True, placeholder=_("as on the business card")),
        FieldSpec("name_latin", _("Name in Latin letters")),
        FieldSpec("work_phone", _("Work phone")),
        FieldSpec("work_email", _("Work e-mail")),
    ]


def _of_role() -> list[FieldSpec]:
    return [
        FieldSpec("role", _("Role"), "choice", options("person_role"), required=True),
        FieldSpec("title", _("Title in words"), placeholder=_("CFO, signs draw-downs")),
        FieldSpec("influence", _("In our matters"), "choice", influences(), required=True),
        FieldSpec("valid_from", _("Since"), "partial_date"),
        FieldSpec("is_main_contact", _("Main contact"), "check"),
        FieldSpec("is_actual_controller", _("Actual controller"), "check"),
        FieldSpec("valid_to", _("Until"), "partial_date", hint=_("Empty while the role lasts")),
    ]


def _of_record() -> list[FieldSpec]:
    return [
        FieldSpec("degree", _("Degree"), "choice", options("degree")),
        FieldSpec("education_level", _("Education")),
        FieldSpec("education_field", _("Subject")),
        FieldSpec("school", _("School")),
        FieldSpec("years_in_field", _("Years in the field"), "integer"),
        FieldSpec("senior_title", _("Senior technical title"), "choice", ((YES, _("yes")), (NO, _("no")))),
        FieldSpec("venture_record", _("Founder's record"), "choice", options("venture_record")),
        FieldSpec("talent_level", _("Level of the talent programme"), "choice", options("talent_level")),
        FieldSpec("talent_programme", _("Talent programme")),
        FieldSpec("record", _("Professional record"), "multiline", span=2),
        FieldSpec("remark", _("Remark"), "multiline", span=2, hint=_("Printed in the internal edition only")),
        FieldSpec("legal_basis", _("Legal basis"), "choice", options("legal_basis"), required=True),
        FieldSpec("review_on", _("Review on"), "date", hint=_("When it is looked at again whether this is needed")),
        FieldSpec("source", _("Source"), "choice", options("info_source"), required=True),
        FieldSpec("as_of", _("As of"), "partial_date"),
        FieldSpec("citation", _("Citation"), span=2, placeholder=_("Publication, title, date")),
        FieldSpec("confidentiality", _("Confidentiality"), "choice", options("confidentiality"), required=True),
    ]


def _known_names() -> set[str]:
    return {spec.name for spec in (*_of_person(), *_of_role(), *_of_record())}
