"""The rows of a call report: people met for the first time, needs, early-warning signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.notes.call_report_draft import NeedDraft, NewPerson, WarningTick
from rmapp.ui.sheets.form_values import options
from rmapp.ui.sheets.row_editor import EditorRow, RowColumn, RowEditor, amount_width, titled
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from rmapp.ui.sheets.typed_fields import Typed


class NewPeopleRows(RowEditor):
    """Somebody met for the first time: a name and what they do."""

    def __init__(self, title: str) -> None:
        columns = (RowColumn("name", _("Name")), RowColumn("title", _("Role at the client")))
        super().__init__("new_people", title, _("Add a person"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty person."""
        controls: dict[str, QWidget] = {
            spec.name: titled(LineEdit(name=spec.title), spec.title) for spec in self.columns
        }
        return EditorRow(self.columns, controls, _("Remove this person"))

    def read(self) -> tuple[NewPerson, ...]:
        """Return the people with a name."""
        rows = ((_text(one["name"]), _text(one["title"])) for one in self.snapshot())
        return tuple(NewPerson(name=name, title=title) for name, title in rows if name)


class WarningRows(RowEditor):
    """Signals that were seen: which, and what was seen."""

    def __init__(self, title: str) -> None:
        columns = (RowColumn("code", _("Signal"), share=2), RowColumn("evidence", _("What was seen"), share=3))
        super().__init__("warnings", title, _("Add a signal"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty signal."""
        title, evidence = (spec.title for spec in self.columns)
        code = Choice(options("warning_signal"), name=title, empty=_("Choose …"))
        code.setMinimumContentsLength(1)
        controls: dict[str, QWidget] = {
            "code": titled(code, title),
            "evidence": titled(LineEdit(name=evidence), evidence),
        }
        return EditorRow(self.columns, controls, _("Remove this signal"))

    def read(self) -> tuple[WarningTick, ...]:
        """Return the chosen signals. Raises InputError for words without a signal."""
        found = []
        for row in self.snapshot():
            code, evidence = _text(row["code"]), _text(row["evidence"])
            if evidence and not code:
                raise InputError({"warnings": _("Choose which signal it is.")})
            if code:
                found.append(WarningTick(code=code, evidence=evidence))
        return tuple(found)


class NeedRows(RowEditor):
    """What the client needs: scenario, product, amount, when, how likely, and the step it is at."""

    def __init__(self, title: str) -> None:
        columns = (
            RowColumn("scenario", _("Scenario"), share=3),
            RowColumn("product", _("Product"), share=3),
            RowColumn("amount", _("Amount"), amount_width(), is_number=True),
            RowColumn("timing", _("When"), share=2),
            RowColumn("likelihood", _("How likely"), share=2),
            RowColumn("step", _("Step"), share=2),
            RowColumn("note", _("In words"), share=3),
        )
        super().__init__("needs", title, _("Add a need"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty need."""
        titles = {spec.name: spec.title for spec in self.columns}
        lists = {"scenario": "scenario", "product": "product", "likelihood": "likelihood", "step": "need_step"}
        controls: dict[str, QWidget] = {}
        for name, title in titles.items():
            if name in lists:
                choice = Choice(options(lists[name]), name=title, empty=None if name == "step" else "–")
                choice.setMinimumContentsLength(1)
                controls[name] = titled(choice, title)
            elif name == "amount":
                controls[name] = titled(self.amount_field(title), title)
            else:
                controls[name] = titled(LineEdit(name=title), title)
        return EditorRow(self.columns, controls, _("Remove this need"))

    def show_needs(self, needs: Sequence[NeedDraft]) -> None:
        """Show the needs of the book."""
        self.fill([_row(one) for one in needs])

    def read(self) -> tuple[NeedDraft, ...]:
        """Return the needs. Raises InputError by the number of the row where an amount cannot be read."""
        found, problems = [], {}
        for place, row in enumerate(self.rows, start=1):
            values = row.values()
            amount = row.controls["amount"]
            try:
                money = amount.money() if isinstance(amount, MoneyEdit) else None
            except InputError as error:
                problems[f"need_{place}"] = error.message
                continue
            found.append(
                NeedDraft(
                    id=_text(values.get("id")),
                    scenario=_text(values["scenario"]) or None,
                    product=_text(values["product"]) or None,
                    amount=money,
                    timing=_text(values["timing"]),
                    likelihood=_text(values["likelihood"]) or None,
                    step=_text(values["step"]) or "mentioned",
                    note=_text(values["note"]),
                )
            )
        if problems:
            raise InputError(problems)
        return tuple(found)


def _row(need: NeedDraft) -> dict[str, Typed]:
    return {
        "id": need.id,
        "scenario": need.scenario,
        "product": need.product,
        "amount": f"{need.amount.amount:f}" if need.amount else "",
        "timing": need.timing,
        "likelihood": need.likelihood,
        "step": need.step,
        "note": need.note,
    }


def _text(value: Typed) -> str:
    return value.strip() if isinstance(value, str) else ""
