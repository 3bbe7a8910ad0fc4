"""The security register of a client as tables to export: things with their charges, valuations, guarantors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference, security_rules
from rmapp.domain.collateral import Charge, Collateral
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.facility import Facility
from rmapp.domain.wording import format_date
from rmapp.i18n import _, pgettext
from rmapp.services.clients.firms import display_name
from rmapp.services.collateral.patents import right_name
from rmapp.services.collateral.security import firm_register
from rmapp.services.lines.lendable import carried, things
from rmapp.services.portfolio.line_part_tables import yes_no

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.export_table import ExportValue
    from rmapp.domain.money import Money
    from rmapp.services.collateral.security import GuaranteeView
    from rmapp.services.lines.lendable import Thing
    from rmapp.storage.store import Store


def register_table(store: Store, firm_id: str) -> ExportTable:
    """Return the things of a client and those that secure its lines, a row for each charge.

    The values of a thing stand in its first row, so that sums count them once. Raises NotFoundError.
    """
    columns = (
        ExportColumn(_("Thing")),
        ExportColumn(_("Kind")),
        ExportColumn(_("Owner")),
        ExportColumn(pgettext("collateral", "Value"), "money"),
        ExportColumn(_("Valued on"), "date"),
        ExportColumn(_("Lendable share"), "percent"),
        ExportColumn(_("Lendable"), "money"),
        ExportColumn(_("Insured until"), "date"),
        ExportColumn(_("Client of the line")),
        ExportColumn(_("Line")),
        ExportColumn(_("Reference number")),
        ExportColumn(_("Rank"), "number"),
        ExportColumn(_("Registration number")),
        ExportColumn(_("Registered on"), "date"),
        ExportColumn(_("Registered until"), "date"),
        ExportColumn(_("Secures at most"), "money"),
        ExportColumn(_("Carries for the line"), "money"),
        ExportColumn(_("Note")),
    )
    found = _things(store, firm_id)
    amounts = carried(store, found).in_line
    lines = _lines(store, {charge.facility_id for thing in found for charge in thing.charges})
    names = {id: display_name(store, id) for id in {line.firm_id for line in lines.values()}}
    rows = []
    for thing in found:
        for place, charge in enumerate(thing.charges or (None,)):
            rows.append([*_thing(thing, is_first=place == 0), *_charge(charge, lines, names, amounts)])
    title = _("Collateral of {firm}").format(firm=display_name(store, firm_id))
    notes = [_day_note(store)]
    if any(len(thing.charges) > 1 for thing in found):
        notes.append(_("Each charge has a row; the values of a thing stand in its first row, so sums count them once."))
    return ExportTable(title, columns, rows, notes)


def valuations_table(store: Store, firm_id: str) -> ExportTable:
    """Return every valuation of these things, newest first within each. Raises NotFoundError."""
    columns = (
        ExportColumn(_("Thing")),
        ExportColumn(_("Kind")),
        ExportColumn(_("Valued on"), "date"),
        ExportColumn(pgettext("collateral", "Value"), "money"),
        ExportColumn(_("Valuer")),
        ExportColumn(_("Holds until"), "date"),
        ExportColumn(_("Source")),
        ExportColumn(_("Note")),
    )
    rows = [
        (
            _name(thing),
            reference.text("security_type", thing.collateral.type),
            one.valued_on,
            one.value,
            one.valuer or None,
            security_rules.valid_to(one),
            reference.text("info_source", one.source),
            one.note or None,
        )
        for thing in _things(store, firm_id)
        for one in thing.valuations
    ]
    title = _("Valuations of the collateral of {firm}").format(firm=display_name(store, firm_id))
    return ExportTable(title, columns, rows, [_day_note(store)])


def guarantors_table(store: Store, firm_id: str) -> ExportTable:
    """Return the guarantees for lines of a client and those that it gives for lines of others.

    Raises NotFoundError.
    """
    columns = (
        ExportColumn(_("Guarantor")),
        ExportColumn(_("Client of the line")),
        ExportColumn(_("Line")),
        ExportColumn(_("Reference number")),
        ExportColumn(_("Kind")),
        ExportColumn(_("Covers")),
        ExportColumn(_("Amount"), "money"),
        ExportColumn(_("Share of each loss"), "percent"),
        ExportColumn(_("From"), "date"),
        ExportColumn(_("Until"), "date"),
        ExportColumn(_("In force today")),
        ExportColumn(_("Note")),
    )
    register, firm = firm_register(store, firm_id), display_name(store, firm_id)
    every = (*register.guarantees, *register.given)
    lines = _lines(store, {view.guarantee.facility_id for view in every})
    rows = [_guarantee(view, view.name, firm, lines) for view in register.guarantees]
    rows += [_guarantee(view, firm, view.name, lines) for view in register.given]
    return ExportTable(_("Guarantors of {firm}").format(firm=firm), columns, rows, [_day_note(store)])


def _things(store: Store, firm_id: str) -> list[Thing]:
    own = [one.id for one in store.all(Collateral, firm_id=firm_id)]
    lines = [line.id for line in store.all(Facility, firm_id=firm_id)]
    return things(store, {*own, *(charge.collateral_id for charge in store.all(Charge, facility_id=lines))})


def _lines(store: Store, ids: set[str]) -> dict[str, Facility]:
    return {line.id: line for line in store.all(Facility, id=sorted(ids))}


def _name(thing: Thing) -> str:
    if thing.right is not None:
        return right_name(thing.right)
    return thing.collateral.description.strip() or reference.text("security_type", thing.collateral.type)


def _thing(thing: Thing, *, is_first: bool) -> list[ExportValue]:
    one, newest = thing.collateral, thing.valuation
    return [
        _name(thing),
        reference.text("security_type", one.type),
        one.owner or None,
        newest.value if newest and is_first else None,
        newest.valued_on if newest else None,
        one.lendable_bp,
        thing.lendable if is_first else None,
        one.insured_to,
    ]


def _charge(
    charge: Charge | None,
    lines: Mapping[str, Facility],
    names: Mapping[str, str],
    amounts: Mapping[str, Money | None],
) -> list[ExportValue]:
    if charge is None:
        return [None] * 10
    line = lines[charge.facility_id]
    return [
        names[line.firm_id],
        reference.text("facility_type", line.facility_type),
        line.reference_no or None,
        charge.ranking,
        charge.registration_no or None,
        charge.registered_on,
        charge.registered_to,
        charge.secured,
        amounts[charge.id],
        charge.note or None,
    ]


def _guarantee(view: GuaranteeView, guarantor: str, client: str, lines: Mapping[str, Facility]) -> list[ExportValue]:
    one = view.guarantee
    line = lines[one.facility_id]
    return [
        guarantor or None,
        client,
        reference.text("facility_type", line.facility_type),
        line.reference_no or None,
        reference.text("security_type", one.type),
        _("the whole line") if one.amount is None else _("an amount"),
        one.amount,
        one.share_bp,
        one.valid_from,
        one.valid_to,
        yes_no(view.is_valid),
        one.note or None,
    ]


def _day_note(store: Store) -> str:
    return _("As of {date}").format(date=format_date(store.clock.today()))
