"""The fields of a line's terms: which there are, what they show of a draft, and how they are read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain import reference
from rmapp.domain.facility import Security, UseOfProceeds
from rmapp.domain.pricing_text import write_pricing
from rmapp.domain.problem import Problem
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed
from rmapp.ui.sheets.code_fields import Group, ManyChoice, SearchChoice
from rmapp.ui.sheets.field_reader import share_text
from rmapp.ui.sheets.typed_fields import Typed, typed
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, LineEdit, TextArea
from rmapp.ui.widgets.firm_picker import FirmPicker
from rmapp.ui.widgets.money_edit import MoneyEdit
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from PySide6.QtWidgets import QWidget

    from rmapp.domain.facility import FxRate, Pricing
    from rmapp.domain.facility_draft import FacilityDraft
    from rmapp.domain.money import Money
    from rmapp.domain.umbrella_checks import Umbrella
    from rmapp.services.collateral.line_collateral import ThingChoice
    from rmapp.ui.context import UiContext
    from rmapp.ui.sheets.field_reader import FieldReader


class FormChoices(NamedTuple):
    """What the form offers: borrowers, umbrellas and group limits, things that can be charged, newest figures.

    `stored_limit` is the limit before the change of a stored line; a change of it needs a reason.
    """

    borrowers: Sequence[tuple[str, str]]
    umbrellas: Sequence[Umbrella]
    group_limits: Sequence[tuple[str, str]]
    things: Sequence[ThingChoice]
    figures: Mapping[str, Decimal | None]
    rates: Sequence[FxRate]
    stored_limit: Money | None
    is_new: bool


MOST_NAMED = 4
_TEXTS = (
    "reference_no",
    "lender",
    "branch",
    "contract_no",
    "approver",
    "status_reason",
    "note",
    "limit_reason",
    "citation",
)
_DAYS = (
    "signed_on",
    "maturity_on",
    "available_from",
    "available_to",
    "proposed_on",
    "submitted_on",
    "approved_on",
    "approval_expires_on",
)
_CODES = ("firm_id", "ccy", "status", "facility_type", "source", "confidentiality")
_OPEN_CODES = ("repayment_method", "parent_id", "group_limit_id")
_TICKS = ("revolving", "committed", "sub_limit", "green_passage")
_SHARES = ("margin_bp", "exposure_factor_bp")
_PARTIAL_DAYS = ("as_of", "limit_since")
_PRICE_SHARES = ("floor_bp", "cap_bp", "late_bp")


def controls(choices: FormChoices, context: UiContext, today: date) -> dict[str, tuple[str, QWidget]]:
    """Return each field's label and control by its name."""

    def days(label: str) -> tuple[str, QWidget]:
        return label, DateEdit(name=label, today=today)

    def past(label: str) -> tuple[str, QWidget]:
        return label, DateEdit(name=label, future=False, today=today)

    def partial(label: str) -> tuple[str, QWidget]:
        return label, DateEdit(name=label, future=False, partial=True, today=today)

    def words(label: str, placeholder: str = "") -> tuple[str, QWidget]:
        return label, LineEdit(name=label, placeholder=placeholder)

    def many(label: str, listed: str) -> tuple[str, QWidget]:
        return label, ManyChoice(_labels(listed), name=label)

    def one(label: str, options: Sequence[tuple[str, str]], empty: str = "") -> tuple[str, QWidget]:
        choice = Choice(options, name=label, empty=empty) if empty else Choice(options, name=label)
        choice.setMinimumContentsLength(6)
        return label, choice

    umbrellas = [(each.id, each.name) for each in choices.umbrellas]
    return {
        "facility_type": (_("Facility"), SearchChoice("facility_type", _types(), name=_("Facility"))),
        "security": many(_("Security"), "security_type"),
        "firm_id": (_("Borrower"), Choice(choices.borrowers, name=_("Borrower"))),
        "ccy": (_("Currency"), Choice(_currencies(), name=_("Currency"))),
        "limit": (_("Limit"), MoneyEdit(name=_("Limit"))),
        "signed_on": past(_("Signed")),
        "maturity_on": days(_("Matures")),
        "pricing": words(_("Rate"), _("LPR 1Y + 35 bp")),
        "status": (_("Status"), Choice(_labels("line_status"), name=_("Status"))),
        "limit_reason": words(_("Why the limit changes")),
        "margin_bp": words(_("Cash margin"), _("30%")),
        "exposure_factor_bp": words(_("Risk of the notional"), _("10%")),
        "obligor_id": (_("Who owes"), FirmPicker(context, name=_("Who owes"))),
        "reference_no": words(_("Reference")),
        "lender": words(_("Lender")),
        "branch": words(_("Branch")),
        "use_of_proceeds": many(_("Use of proceeds"), "use_of_proceeds"),
        "tenor_months": words(_("Tenor"), _("24 months")),
        "repricing": one(_("Price is reset"), _labels("reprice_frequency"), _("not said")),
        "first_reset_on": days(_("First reset")),
        "day_count": one(_("Day count"), _labels("day_count")),
        "floor_bp": words(_("Lowest rate")),
        "cap_bp": words(_("Highest rate")),
        "late_bp": words(_("Late interest adds"), _("50%")),
        "repayment_method": one(_("Repayment"), _labels("repayment_method"), _("not said")),
        "parent_id": one(_("Umbrella limit"), umbrellas, _("none")),
        "group_limit_id": one(_("Counts in the group limit"), choices.group_limits, _("of its group")),
        "sub_limit": ("", CheckBox(_("Sub-limit: a part of the umbrella limit of its own"))),
        "proposed_on": past(_("Proposed")),
        "submitted_on": past(_("Submitted")),
        "approved_on": past(_("Approved")),
        "approval_expires_on": days(_("Approval ends")),
        "approver": words(_("Approver")),
        "green_passage": ("", CheckBox(_("Green passage: approval within three business days"))),
        "available_from": days(_("Available from")),
        "available_to": days(_("Available to")),
        "contract_no": words(_("Contract number")),
        "source": one(_("Source"), _labels("info_source")),
        "as_of": partial(_("As of")),
        "limit_since": partial(_("Limit since")),
        "confidentiality": one(_("Confidentiality"), _labels("confidentiality")),
        "citation": words(_("Citation"), _("Publication, title, date")),
        "revolving": ("", CheckBox(_("Revolving: repayments can be drawn again"))),
        "committed": ("", CheckBox(_("Committed: the bank must pay out"))),
        "status_reason": words(_("Why it is suspended")),
        "note": (_("Note"), TextArea(name=_("Note"), lines=2)),
    }


def values(draft: FacilityDraft) -> dict[str, Typed]:
    """Return what the fields show of a draft."""
    shown: dict[str, Typed] = {name: getattr(draft, name) for name in (*_TEXTS, *_CODES, *_OPEN_CODES, *_TICKS)}
    for name in _DAYS:
        shown[name] = _day(getattr(draft, name))
    for name in _PARTIAL_DAYS:
        shown[name] = str(getattr(draft, name) or "")
    for name in _SHARES:
        shown[name] = share_text(getattr(draft, name))
    shown["obligor_id"] = draft.obligor_id
    shown["limit"] = "" if draft.limit is None else f"{draft.limit.amount:f}"
    shown["tenor_months"] = "" if draft.tenor_months is None else str(draft.tenor_months)
    shown["security"] = list(dict.fromkeys(one.type for one in draft.security))
    shown["use_of_proceeds"] = list(dict.fromkeys(one.code for one in draft.use_of_proceeds))
    return shown | _price_values(draft.pricing)


def read(fields: Mapping[str, QWidget], draft: FacilityDraft, reader: FieldReader) -> dict[str, Any]:
    """Return the fields of the draft that are typed here; what they do not show is kept."""
    found: dict[str, Any] = {name: reader.text(fields[name]) for name in _TEXTS}
    found |= {name: reader.day(name, fields[name]) for name in _DAYS}
    found |= {name: reader.partial_day(name, fields[name]) for name in _PARTIAL_DAYS}
    found |= {name: reader.code(fields[name]) or getattr(draft, name) for name in _CODES}
    _check_type(fields["facility_type"], reader)
    found |= {name: reader.code(fields[name]) for name in _OPEN_CODES}
    found |= {name: bool(typed(fields[name])) for name in _TICKS}
    found |= {name: reader.share(name, fields[name]) for name in _SHARES}
    found["obligor_id"] = reader.picked("obligor_id", fields["obligor_id"])
    found["limit"] = reader.money("limit", fields["limit"])
    found["tenor_months"] = reader.months("tenor_months", fields["tenor_months"])
    found["pricing"] = _read_price(fields, draft.pricing, reader)
    found["security"] = _kept(draft.security, _codes(fields["security"]), "type", Security)
    found["use_of_proceeds"] = _kept(draft.use_of_proceeds, _codes(fields["use_of_proceeds"]), "code", UseOfProceeds)
    return found


def _check_type(control: QWidget, reader: FieldReader) -> None:
    if not isinstance(control, SearchChoice) or not control.unknown_text():
        return
    typed_text, names = control.unknown_text().strip(), control.fitting()
    if not typed_text:
        words = _("Choose the type of credit.")
    elif len(names) > MOST_NAMED:
        words = _("{n} types of credit fit “{text}”. Write more of the name.").format(n=len(names), text=typed_text)
    elif names:
        words = _("Several types of credit fit “{text}”: {names}.").format(text=typed_text, names=listed(names))
    else:
        words = _("No type of credit is called “{text}”.").format(text=typed_text)
    reader.problems.append(Problem("facility_type", words))


def _read_price(fields: Mapping[str, QWidget], known: Pricing | None, reader: FieldReader) -> Pricing | None:
    price = reader.pricing("pricing", fields["pricing"], known)
    terms: dict[str, Any] = {name: reader.share(name, fields[name]) for name in _PRICE_SHARES}
    terms["repricing"] = reader.code(fields["repricing"])
    terms["first_reset_on"] = reader.day("first_reset_on", fields["first_reset_on"])
    if price is None:
        if any(terms.values()) and not reader.text(fields["pricing"]):
            reader.problems.append(Problem("pricing", _("Write the rate that floor, cap or reset belong to.")))
        return None
    terms["day_count"] = reader.code(fields["day_count"]) or price.day_count
    return price.model_copy(update=terms)


def _price_values(price: Pricing | None) -> dict[str, Typed]:
    shown: dict[str, Typed] = {"pricing": write_pricing(price)}
    shown |= {name: share_text(getattr(price, name) if price else None) for name in _PRICE_SHARES}
    shown["repricing"] = price.repricing if price else None
    shown["first_reset_on"] = _day(price.first_reset_on) if price else ""
    shown["day_count"] = price.day_count if price else "act_360"
    return shown


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _labels(listed: str) -> list[tuple[str, str]]:
    return [(code, label.text()) for code, label in reference.choices(listed).items()]


def _types() -> list[Group]:
    kinds = [kind for kind in reference.facility_types().values() if not kind.retired]
    order = list(reference.labels("facility_family"))
    kinds.sort(key=lambda kind: order.index(kind.family))
    return [
        (reference.text("facility_family", family), [(kind.code, kind.label.text()) for kind in members])
        for family, members in groupby(kinds, key=lambda kind: kind.family)
    ]


def _currencies() -> list[tuple[str, str]]:
    return [(code, code) for code in reference.choices("currency")]


def _codes(control: QWidget) -> tuple[str, ...]:
    return control.codes() if isinstance(control, ManyChoice) else ()


def _kept(known: Sequence[Any], codes: Sequence[str], name: str, kind: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """Return the known entries of these codes, and new ones for codes without."""
    kept = [one for one in known if getattr(one, name) in codes]
    held = {getattr(one, name) for one in kept}
    return (*kept, *(kind(**{name: code}) for code in codes if code not in held))
