"""The sheet of one reported fact, whatever its kind, with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from rmapp.domain.claim import Claim
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import facts
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.fact_forms import USUAL_VALUES, FactForm, fact_forms, from_fact, origin_specs, to_fields
from rmapp.ui.widgets.fields import Choice, Field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.provenance import Sourced
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.entity_form import FieldSpec


def open_fact(
    window: QWidget, context: UiContext, firm_id: str, fact_kind: str = "", fact_id: str = "", about: str = ""
) -> FactSheet:
    """Open a new fact of a firm, of a kind where one is given, or a stored one.

    `about` is the kind of claim that a new free fact begins with.
    """
    form = next((form for form in fact_forms() if form.code == fact_kind), None)
    fact = context.ask(facts.fact_of, form.entity, fact_id) if form is not None and fact_id else None
    sheet = FactSheet(window, context, firm_id, form, fact, about)
    sheet.open(sheet.first_field())
    return sheet


class FactSheet(EntitySheet):
    """A new fact first asks of which kind it is."""

    def __init__(
        self,
        window: QWidget,
        context: UiContext,
        firm_id: str,
        form: FactForm | None,
        fact: Sourced | None,
        about: str = "",
    ) -> None:
        title = form.title if fact is not None and form is not None else _("Add a fact")
        super().__init__(window, context, title, removes=_("Remove") if fact is not None else "")
        self._firm_id, self._fact = firm_id, fact
        self._kinds = {one.code: one for one in fact_forms()}
        self._form_kind = form or next(iter(self._kinds.values()))
        self._about = fact.kind if isinstance(fact, Claim) else about
        self._typed: dict[str, object] = {}
        self._choice = Choice([(one.code, one.title) for one in self._kinds.values()], name=_("Kind of fact"))
        if fact is None:
            self._choice.set_code(self._form_kind.code)
            self._choice.changed.connect(self._on_kind_chosen)
            self.page.addWidget(Field(_("Kind of fact"), self._choice))
        self._show_forms()
        self.page.addStretch(1)

    def first_field(self) -> QWidget | None:
        """Return the first field of the fact, or its value where it is said already what it is about."""
        place = 1 if self._about and self._fact is None else 0
        return self._own.control(self._specs()[place].name)

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Add or change the fact."""
        fields = to_fields(self._form_kind.entity, values)
        if self._fact is not None:
            label = _("{kind} changed").format(kind=self._form_kind.title)
            return self.context.do(facts.change_fact, self._form_kind.entity, self._fact.id, label=label, **fields)
        label = _("{kind} added").format(kind=self._form_kind.title)
        fact = self._form_kind.entity.model_validate({"firm_id": self._firm_id, **fields})
        return self.context.do(facts.add_fact, fact, label=label)

    def remove(self) -> Change[Any] | None:
        """Take the fact out of the book."""
        if self._fact is None:
            return None
        label = _("{kind} removed").format(kind=self._form_kind.title)
        return self.context.do(facts.remove_fact, self._form_kind.entity, self._fact.id, label=label)

    def _show_forms(self) -> None:
        self.drop_forms()
        specs = self._specs()
        picks = self._form_kind.picks(self.context) if self._form_kind.picks is not None else None
        self._own = self.add_form(specs, picks=picks)
        self._own.changed.connect(self._on_changed)
        self._source = self.add_form(origin_specs())
        self._source.set_values(USUAL_VALUES)
        if self._fact is not None:
            self._own.set_values(from_fact(self._fact, specs))
            self._source.set_values(from_fact(self._fact, origin_specs()))
        elif self._about:
            self._own.set_values({"kind": self._about})
        else:
            self._own.set_values(dict(self._form_kind.usual))

    def _specs(self) -> tuple[FieldSpec, ...]:
        """Return the fields of the kind of fact, and of what it is about where they depend on that."""
        if self._form_kind.of_firm is not None:
            return self._form_kind.of_firm(self.context, self._firm_id)
        by_kind = self._form_kind.by_kind
        return by_kind(self._about) if by_kind is not None else self._form_kind.specs

    def _on_kind_chosen(self, code: str) -> None:
        self._form_kind = self._kinds[code]
        self._about = ""
        self._typed = {}
        self._show_forms()

    def _show_other_fields(self) -> None:
        """Show the fields for what the fact is now about; what was typed stays, also in fields that are away."""
        self._typed |= self._own.readable() | self._source.readable()
        self._about = str(self._typed.get("kind") or "")
        self._show_forms()
        self._own.restore(self._typed)
        self._source.restore(self._typed)
        self._own.control("kind").setFocus()

    def _on_changed(self) -> None:
        if self._form_kind.by_kind is not None and str(self._own.readable().get("kind") or "") != self._about:
            # Not while the field itself still tells of its change: its form goes away.
            QTimer.singleShot(0, self, self._show_other_fields)
            return
        warnings = self.context.ask(facts.fact_warnings, draft) if (draft := self._draft()) else {}
        for spec in self._specs():
            field = self._own.field(spec.name)
            if spec.name in warnings:
                field.set_warning(warnings[spec.name])
            elif field.message() and not field.has_error():
                field.clear()

    def _draft(self) -> Sourced | None:
        try:
            fields = to_fields(self._form_kind.entity, self._own.readable())
            own = {"id": self._fact.id} if self._fact is not None else {}
            return self._form_kind.entity.model_validate({"firm_id": self._firm_id, **own, **fields})
        except (InputError, ValueError):
            return None  # not enough is written yet
