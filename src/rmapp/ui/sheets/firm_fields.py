"""The fields of a client's form, in their sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.firm import SUMMARY_LIMIT
from rmapp.i18n import _
from rmapp.ui.sheets.form_values import options
from rmapp.ui.widgets.chips import stage_label
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.form_stack import FormStack
from rmapp.ui.widgets.pick_form import PickForm
from rmapp.ui.widgets.pick_sources import Codes

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

LISTING = ("board", "stock_code", "listed_on")
"""Fields of a firm whose first stage is listed; without a listing it could not be in that stage."""


class FirmFields(FormStack):
    """Everything but the names; `is_new` adds the first stage."""

    def __init__(self, parent: QWidget | None = None, *, is_new: bool, today: date) -> None:
        ids = ("", PickForm(_identifiers()))
        with_us = (_("With us"), PickForm(_relationship()))
        business = (_("Business"), PickForm(_business(), {"industry_gb": Codes("industry_gb")}, today=today))
        rest = (_("Where it is"), PickForm(_place(), {"region_code": Codes("region")}))
        first = [(_("Lifecycle"), PickForm(_stage(), today=today))] if is_new else []
        super().__init__([*first, ids, with_us, business, rest], parent)
        self._is_new = is_new
        self.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        held = self.peek()
        summary = str(held["summary"] or "")
        field = self.field("summary")
        if summary and not field.has_error():
            field.set_echo(_("{n} of {most} characters").format(n=len(summary), most=SUMMARY_LIMIT))
        if self._is_new:
            for name in LISTING:
                self.field(name).setVisible(held["stage"] == "listed")


def _stage() -> list[FieldSpec]:
    stages = [(code, stage_label(code)) for code in reference.stages()]
    boards = [(code, board.label.text()) for code, board in reference.boards().items()]
    return [
        FieldSpec("stage", _("Stage now"), "choice", stages),
        FieldSpec("stage_since", _("In this stage since"), "partial_date", hint=_("Empty for today; a year will do")),
        FieldSpec("board", _("Listed at"), "choice", boards),
        FieldSpec("stock_code", _("Stock code")),
        FieldSpec("listed_on", _("Listed since"), "partial_date"),
    ]


def _identifiers() -> list[FieldSpec]:
    return [
        FieldSpec("uscc", _("Credit code (USCC)"), hint=_("18 characters, checked while you type")),
        FieldSpec("lei", _("LEI"), hint=_("20 characters, for firms with business abroad")),
    ]


def _relationship() -> list[FieldSpec]:
    tiers = [(code, _("{code} {label}").format(code=code, label=label)) for code, label in options("tier")]
    return [
        FieldSpec("relationship_status", _("Status"), "choice", options("relationship_status"), required=True),
        FieldSpec("tier", _("Tier"), "choice", tiers),
        FieldSpec("owner", _("Account manager"), hint=_("Empty for you")),
        FieldSpec("confidentiality", _("Confidentiality"), "choice", options("confidentiality"), required=True),
        FieldSpec(
            "pinned_note",
            _("Pinned note"),
            "multiline",
            span=2,
            hint=_("Stands above everything else on the client's page"),
        ),
    ]


def _business() -> list[FieldSpec]:
    find = _("type a word or a code")
    return [
        FieldSpec("industry_gb", _("Industry"), placeholder=find, span=2),
        FieldSpec(
            "summary",
            _("What it does"),
            "multiline",
            span=2,
            hint=_("In at most {n} characters").format(n=SUMMARY_LIMIT),
        ),
        FieldSpec("established_on", _("Founded"), "partial_date"),
        FieldSpec("registered_capital", _("Registered capital"), "money"),
        FieldSpec("org_form", _("Legal form"), "choice", options("org_form")),
        FieldSpec("ownership_type", _("Ownership"), "choice", options("ownership_type")),
        FieldSpec("end_state", _("State"), "choice", options("end_state"), required=True),
        FieldSpec("watch_status", _("Watch list"), "choice", options("watch_status"), required=True),
        FieldSpec("watch_reason", _("Why the client is watched, or no longer"), "multiline", span=2),
    ]


def _place() -> list[FieldSpec]:
    return [
        FieldSpec("region_code", _("Region"), placeholder=_("type a place or its code")),
        FieldSpec("city", _("City")),
        FieldSpec("registered_address", _("Registered address"), span=2),
        FieldSpec("operating_address", _("Where it works"), span=2),
        FieldSpec("website", _("Website"), span=2),
        FieldSpec("country", _("Country"), hint=_("Two letters, for example CN")),
    ]
