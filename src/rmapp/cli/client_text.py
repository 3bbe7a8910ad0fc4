"""A client as `rmapp show` prints it for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.cli.line_words import reported
from rmapp.cli.output import say, say_table
from rmapp.domain import reference
from rmapp.domain.money import format_compact
from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rmapp.domain.money import Money
    from rmapp.domain.ownership import GroupLimit
    from rmapp.domain.partial_date import PartialDate
    from rmapp.domain.promise import Promise
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.clients.people import PersonAtFirm
    from rmapp.services.lines.credit import FirmCredit
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.services.timelines.timeline import Event

_UNKNOWN = "–"


def say_firm(
    header: FirmHeader, contacts: Sequence[PersonAtFirm], due: Sequence[Promise], events: Sequence[Event]
) -> None:
    """Print a client in blocks; an empty block is left out."""
    say("  ".join(part for part in (header.name, header.second_name) if part))
    for title, value in _facts(header):
        if value:
            say(_("{label}: {value}").format(label=title, value=value))
    if header.credit.lines:
        say("")
        titles = [_("Credit line"), _("Number"), _("Status"), _("Limit"), _("Outstanding"), _("Free"), _("Matures")]
        say_table(titles, [_line(view, header.credit) for view in header.credit.lines], right=(3, 4, 5))
    _say_block([_("Group limit"), _("Limit"), _("Split")], (_limit(one) for one in header.credit.reported_limits))
    _say_block(
        [_("Person"), _("Role"), _("Last met")],
        (
            [one.person.name, one.role.title or reference.text("person_role", one.role.role), _day(one.last_met)]
            for one in contacts
        ),
    )
    _say_block(
        [_("Due"), _("Whose"), _("Owner"), _("Promise")],
        ([_day(one.due_on), _("we") if one.side == "ours" else _("they"), one.owner, one.text] for one in due),
    )
    _say_block([_("Day"), _("What"), _("Text")], ([_day(one.on), one.title, _text(one)] for one in events))


def _facts(header: FirmHeader) -> list[tuple[str, str]]:
    stage = reference.text("stage", header.stage) if header.stage else _UNKNOWN
    if header.stage_since:
        stage = _("{stage} since {day}").format(stage=stage, day=header.stage_since)
    has_credit = header.limit is not None or header.outstanding is not None
    credit = _("{outstanding} drawn of {limit}, {free} free to draw").format(
        outstanding=_money(header.outstanding), limit=_money(header.limit), free=_money(header.free)
    )
    if header.credit.reported_by:
        credit = reported(credit, header.credit.reported_by)
    return [
        (_("Credit code"), header.firm.uscc or ""),
        (_("Stage"), stage),
        (_("Tier"), header.firm.tier or _UNKNOWN),
        (_("Grade"), header.grade or _UNKNOWN),
        (_("Account manager"), header.firm.owner),
        (_("Designations"), listed(one.label for one in header.designations)),
        (_("Credit"), credit if has_credit else ""),
    ]


def _line(view: FacilityView, credit: FirmCredit) -> list[str]:
    facility, amounts = view.facility, view.amounts
    return [
        reported(view.name, [facility.lender]) if facility.id in credit.reported_lines else view.name,
        facility.reference_no or facility.id,
        reference.text("line_status", facility.status),
        _money(amounts.limit),
        _money(amounts.outstanding),
        _money(amounts.available),
        _day(facility.maturity_on),
    ]


def _limit(limit: GroupLimit) -> list[str]:
    split = {"unknown": _("split not known"), "shared": _("shared"), "divided": _("divided")}[limit.split]
    return [reported(limit.borrowers or _("firms of the group"), [limit.lender]), _money(limit.limit), split]


def _text(event: Event) -> str:
    stages = " → ".join(reference.text("stage", code) for code in event.stages or () if code)
    return "  ".join(part for part in (stages, event.text) if part)


def _say_block(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    found = list(rows)
    if found:
        say("")
        say_table(titles, found)


def _money(amount: Money | None) -> str:
    return format_compact(amount) if amount is not None else _UNKNOWN


def _day(day: date | PartialDate | None) -> str:
    return str(day) if day is not None else _UNKNOWN
