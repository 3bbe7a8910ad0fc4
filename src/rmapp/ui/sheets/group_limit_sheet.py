"""The sheet of a limit that the firms of a group share, with its parts by firm or by kind of credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.classes import USUAL
from rmapp.domain.exposure import over_allocation, part_sums
from rmapp.domain.money import Money, format_compact
from rmapp.domain.ownership import GroupLimit
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import firms, groups
from rmapp.services.clients.cards import cards
from rmapp.services.limits import group_limits
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.form_values import fields_of, options, values_of
from rmapp.ui.sheets.sub_limit_rows import FAMILY, FIRM, SubLimitRows
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.pick_form import PickForm

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.ownership import SubLimit
    from rmapp.ui.context import UiContext
    from rmapp.ui.sheets.sub_limit_rows import TypedPart
    from rmapp.ui.widgets.sheet import Sheet


def open_group_limit(window: QWidget, context: UiContext, firm_id: str, limit: GroupLimit | None = None) -> Sheet:
    """Open the sheet for a limit of the book or a new one; `firm_id` is the top firm of the group."""
    sheet = GroupLimitSheet(window, context, firm_id, limit)
    sheet.open(sheet.first_field())
    return sheet


class GroupLimitSheet(FormSheet):
    """One limit of a group; its sums follow the typing, and how it is split may stay unknown."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, limit: GroupLimit | None) -> None:
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, _("Group limit"), subtitle=name, save=_("Save"))
        self._context, self._firm_id, self._before = context, firm_id, limit
        stored = list(context.ask(group_limits.limit_parts, limit.id).parts) if limit is not None else []
        today = context.clock.today()
        self._form, self._terms = PickForm(_head_specs(), today=today), PickForm(_term_specs(), today=today)
        self._rows = SubLimitRows(_part_names(context, firm_id, stored))
        self._refused = Banner("danger", "", action=_("Raise the limit"))
        self._refused.hide()
        for part in (self._form, self._rows, self._refused, self._terms):
            self.page.addWidget(part)
        self.page.addStretch(1)
        values = (
            {"status": "active", "split": "unknown", "confidentiality": USUAL} if limit is None else values_of(limit)
        )
        for form in (self._form, self._terms):
            form.set_values(values)
            form.set_read_only(context.read_only)
        self._rows.show_parts(stored)
        self._rows.set_locked(context.read_only)
        self._filled = self._rows.snapshot()
        self._divided = ""
        self.saver.setEnabled(not context.read_only)
        if limit is not None:
            remove = Button(_("Remove"), kind="ghost", icon="trash-2")
            remove.clicked.connect(self._on_remove_clicked)
            remove.setEnabled(not context.read_only)
            self.add_left(remove)
        self._form.changed.connect(self._on_changed)
        self._rows.changed.connect(self._on_changed)
        self._form.field("limit").fix_chosen.connect(self._on_raise_chosen)
        self._refused.acted.connect(self._on_raise_chosen)
        self._on_changed()

    def first_field(self) -> QWidget:
        """Return the field the cursor starts in."""
        return self._form.control("limit")

    def is_changed(self) -> bool:
        """Tell whether something was typed."""
        return self._form.is_changed() or self._terms.is_changed() or self._rows.snapshot() != self._filled

    def save(self) -> None:
        """Write the limit with its parts and close; errors stand beside their fields."""
        try:
            limit = self._limit(self._form.values() | self._terms.values())
            parts = self._checked_parts(limit)
            if parts is None:
                return
            done = self._context.do(group_limits.save_group_limit, limit, parts, label=_("Group limit saved"))
        except InputError as problem:
            self._show_errors(problem.fields)
            return
        if done is not None:
            self.finish()

    def _show_errors(self, fields: dict[str, str]) -> None:
        # What is wrong with no field of the head, such as a part, stands at the end of the terms.
        head = self._form.names()
        rest = {name: sentence for name, sentence in fields.items() if name not in head}
        if rest:
            self._terms.show_errors(rest)
        own = {name: sentence for name, sentence in fields.items() if name in head}
        if own:
            self._form.show_errors(own)

    def _limit(self, values: dict[str, object]) -> GroupLimit:
        fields = fields_of(GroupLimit, values)
        if self._before is None:
            return GroupLimit(firm_id=self._firm_id, **fields)
        return self._before.model_copy(update=fields)

    def _checked_parts(self, limit: GroupLimit) -> list[SubLimit] | None:
        """Return the parts to write; None where one or their sum is wrong, which is then said beside the field."""
        typed = self._rows.parts()
        parts = [one.part for one in typed]
        first = self._say_rows(limit, typed)
        if first is not None:
            next(iter(self._rows.rows[first].controls.values())).setFocus()
            return None
        self._say_divided(limit, parts)
        if self._divided:
            self._form.control("limit").setFocus()
            self.show_widget(self._form.control("limit"))
            return None
        return parts

    def _say_rows(self, limit: GroupLimit, typed: list[TypedPart]) -> int | None:
        """Show what is wrong with each row; return the first of them."""
        self._rows.clear_said()
        first = None
        for number, one in enumerate(typed):
            # Of two parts for the same the later one is wrong.
            above = [other.part for other in typed[:number]]
            problems = group_limits.part_problems(one.part, limit, above)
            sentence = one.unreadable or next(iter(problems.values()), "")
            if sentence:
                self._rows.say_at(one.place, sentence)
                first = one.place if first is None else first
        return first

    # Live sums

    def _on_changed(self) -> None:
        """Show what the parts come to, and mark where they exceed the limit."""
        limit = self._limit(self._form.readable() | self._terms.readable())
        if limit.limit is not None:
            self._rows.set_ccy(limit.limit.ccy)
        parts = [one.part for one in self._rows.parts()]
        self._say_sums(limit, parts)
        self._say_divided(limit, parts)
        split = self._form.field("split")
        if limit.split == "unknown" and parts:
            split.set_warning(_("Parts are written below. Say whether they share the limit or divide it."))
        else:
            split.clear()

    def _say_sums(self, limit: GroupLimit, parts: list[SubLimit]) -> None:
        if not parts:
            self._rows.set_note(_("none, or not known"))
            return
        summed = max(part_sums(limit, parts))
        over = over_allocation(limit, parts)
        if limit.limit is None:
            self._rows.set_note(_("{sum} in parts").format(sum=format_compact(summed)))
            return
        said = _("{sum} in parts of {limit}").format(sum=format_compact(summed), limit=format_compact(limit.limit))
        if over is None:
            left = _("{sums}, {left} not given out")
            self._rows.set_note(left.format(sums=said, left=format_compact(limit.limit - summed)))
            return
        words = _("{sums}, over-allocated by {over}").format(sums=said, over=format_compact(over))
        self._rows.set_note(words, "danger" if limit.split == "divided" else "warning")

    def _say_divided(self, limit: GroupLimit, parts: list[SubLimit]) -> None:
        field = self._form.field("limit")
        before, self._divided = self._divided, group_limits.divided_problem(limit, parts)
        self._refused.set_text(self._divided)
        self._refused.setVisible(bool(self._divided))
        if self._divided:
            summed = format_compact(self._sum(limit, parts))
            said, fix = _("The parts come to {sum}."), _("Raise to {sum}")
            field.set_error(said.format(sum=summed), fix.format(sum=summed))
        elif before:
            field.clear()

    def _sum(self, limit: GroupLimit, parts: list[SubLimit]) -> Money:
        return max(part_sums(limit, parts))

    def _on_raise_chosen(self) -> None:
        limit = self._limit(self._form.readable())
        parts = [one.part for one in self._rows.parts()]
        if group_limits.divided_problem(limit, parts):
            self._form.control("limit").set_money(self._sum(limit, parts))  # type: ignore[attr-defined]
            self._on_changed()
            self._form.control("limit").setFocus()

    def _on_remove_clicked(self) -> None:
        if self._before is None:
            return
        label = _("Removed a group limit")
        if self._context.do(group_limits.remove_group_limit, self._before.id, label=label) is not None:
            self.finish()


def _head_specs() -> list[FieldSpec]:
    return [
        FieldSpec("limit", _("Limit"), "money", hint=_("Empty where it is not known")),
        FieldSpec("reference_no", _("Reference")),
        FieldSpec("split", _("Split among the firms"), "choice", options("limit_split"), required=True, span=2),
        FieldSpec("borrowers", _("Who may draw"), span=2, placeholder=_("for example: five subsidiaries")),
        FieldSpec("with_dependents", _("Counts firms that depend on the group economically"), "check", span=2),
    ]


def _term_specs() -> list[FieldSpec]:
    return [
        FieldSpec("lender", _("Lender"), hint=_("Empty for this bank")),
        FieldSpec("security", _("Security")),
        FieldSpec("purpose", _("Purpose")),
        FieldSpec("valid_from", _("From"), "past_date"),
        FieldSpec("valid_to", _("Until"), "date"),
        FieldSpec("status", _("Status"), "choice", options("line_status"), required=True),
        FieldSpec("source", _("Source"), "choice", options("info_source"), required=True),
        FieldSpec("as_of", _("As of"), "partial_date"),
        FieldSpec("citation", _("Where it is written")),
        FieldSpec("confidentiality", _("Confidentiality"), "choice", options("confidentiality"), required=True),
        FieldSpec("note", _("Note"), "multiline"),
    ]


def _part_names(context: UiContext, firm_id: str, stored: list[SubLimit]) -> list[tuple[str, str]]:
    """Return what a part can be for: the firms of the group and of stored parts, then the families of credit."""
    ids = dict.fromkeys((*context.ask(groups.group_of, firm_id), *(part.firm_id for part in stored if part.firm_id)))
    named = [(f"{FIRM}{card.id}", card.name) for card in context.ask(cards, list(ids))]
    return [*named, *((f"{FAMILY}{code}", label) for code, label in options("facility_family"))]
