"""The command `exposure`: what the bank has at risk with a client or its group, and which limit binds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.documents import day_document, money_document
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.i18n import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.cli.documents import Document
    from rmapp.domain.explanation import Explanation
    from rmapp.domain.money import Money
    from rmapp.services.limits.exposure import (
        EffectiveAvailable,
        FirmExposure,
        GroupExposure,
        GroupLimitUse,
        Headroom,
        LineExposure,
    )
    from rmapp.storage.store import Store

_UNKNOWN = "–"


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command(
        help=_("Show use and exposure of a client or its group, what each limit leaves, and which one binds."),
        epilog=_("Example: rmapp exposure 潮声传感 --group --explain"),
    )(exposure)


def exposure(
    context: typer.Context,
    firm: FirmName,
    *,
    group: Annotated[bool, typer.Option("--group", help=_("All firms under the same control."))] = False,
    explain: Annotated[bool, typer.Option("--explain", help=_("Say how each number was computed."))] = False,
    as_json: AsJson = False,
) -> None:
    """Show use and exposure of a client or its group."""
    from rmapp.services import search
    from rmapp.services.limits.exposure import effective_by_line, firm_exposure, group_exposure, limit_uses

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        found: FirmExposure | GroupExposure
        if group:
            found = workspace.ask(group_exposure, firm_id)
            limits = found.limits
        else:
            found = workspace.ask(firm_exposure, firm_id)
            limits = workspace.ask(limit_uses, {firm_id})
        effective = workspace.ask(effective_by_line, [one.view.facility.id for one in found.lines])
        names = workspace.ask(_names, {firm_id, *(one.view.facility.firm_id for one in found.lines)})
        told = workspace.ask(_explanations, firm_id, found, limits, of_group=group) if explain else []
    if as_json:
        document = _document(firm_id, names, found, limits, effective, of_group=group)
        say_json(document | ({"explanations": [_told_document(one) for one in told]} if explain else {}))
        return
    _say(names[firm_id], names, found, limits, effective)
    for one in told:
        _say_told(one)


def _explanations(
    store: Store, firm_id: str, found: FirmExposure | GroupExposure, limits: Sequence[GroupLimitUse], *, of_group: bool
) -> list[Explanation]:
    from rmapp.services.limits import explain

    if of_group:
        told = [explain.explain_group(store, firm_id, "use"), explain.explain_group(store, firm_id, "exposure")]
    else:
        told = [explain.explain_firm(store, firm_id, "use"), explain.explain_firm(store, firm_id, "exposure")]
    told += [explain.explain_group_limit(store, used.limit.id) for used in limits]
    for line in found.lines:
        if line.counts:
            name = explain.line_name(line.view)
            of_line = (explain.explain_line(store, line.view.facility.id, what) for what in ("exposure", "effective"))
            told += [one._replace(title=_("{line}: {number}").format(line=name, number=one.title)) for one in of_line]
    return told


def _names(store: Store, firm_ids: set[str]) -> dict[str, str]:
    from rmapp.services.clients.cards import cards

    return {card.id: card.name for card in cards(store, sorted(firm_ids))}


def _say(
    name: str,
    names: Mapping[str, str],
    found: FirmExposure | GroupExposure,
    limits: Sequence[GroupLimitUse],
    effective: Mapping[str, EffectiveAvailable],
) -> None:
    from rmapp.services.limits.explain import rate_note

    say(name)
    for title, amount in (
        (_("Use of limits"), found.use),
        (pgettext("risk", "Exposure"), found.exposure),
        (_("Indirect exposure"), found.indirect),
        (_("Affiliated exposure"), found.affiliated),
    ):
        say(_("{label}: {value}").format(label=title, value=_text(amount)))
    if note := rate_note(found.rate_on, stale=found.stale):
        say(note)
    if found.lines:
        say("")
        titles = [
            _("Client"),
            _("Credit line"),
            _("Number"),
            _("Limit"),
            _("Outstanding"),
            pgettext("of a limit", "Use"),
            pgettext("risk", "Exposure"),
        ]
        titles += [_("Can be drawn"), _("Binds")]
        rows = [_row(one, names, effective[one.view.facility.id]) for one in found.lines]
        say_table(titles, rows, right=(3, 4, 5, 6, 7))
    if limits:
        say("")
        rows = [row for used in limits for row in _limit_rows(used)]
        titles = [_("Limit"), _("Amount"), _("Used"), _("Left"), _("Remark")]
        say_table(titles, rows, right=(1, 2, 3))


def _row(line: LineExposure, names: Mapping[str, str], effective: EffectiveAvailable) -> list[str]:
    from rmapp.services.limits.explain import level_text

    facility, amounts = line.view.facility, line.view.amounts
    counts = line.why_not != "other_lender"
    return [
        names.get(facility.firm_id, ""),
        line.view.name,
        facility.reference_no or facility.id,
        _text(amounts.limit),
        _text(amounts.outstanding),
        _text(line.use) if counts else _("of {lender}").format(lender=facility.lender),
        _text(line.exposure) if counts else _UNKNOWN,
        _text(effective.amount) if counts else _UNKNOWN,
        level_text(effective.binding) if counts and effective.binding else _UNKNOWN,
    ]


def _limit_rows(used: GroupLimitUse) -> list[list[str]]:
    from rmapp.domain import reference

    split = reference.text("limit_split", used.limit.split)
    if not used.binds:
        split = _("does not bind our lines today")
    elif used.over_allocated is not None:
        split = _("{split}, over-allocated by {amount}").format(split=split, amount=_text(used.over_allocated))
    whole = [used.name, _text(used.limit.limit), _text(used.use), _text(used.room), split]
    parts = [
        [f"  {part.name}", _text(part.sub_limit.limit), _text(part.use), _text(part.room), ""]
        for part in used.sub_limits
    ]
    return [whole, *parts]


def _say_told(told: Explanation) -> None:
    say("")
    say(told.title)
    signs = {"": "", "x": "×", "-": "−", "min": _("smaller of")}
    rows = [
        [signs.get(step.op, step.op), step.text, "" if step.op == "x" else _text(step.amount), step.note]
        for step in told.steps
    ]
    say_table(["", _("Step"), _("Amount"), ""], rows, right=(2,))
    if told.note:
        say(told.note)


def _text(amount: Money | None) -> str:
    from rmapp.domain.money import format_money

    return _UNKNOWN if amount is None else format_money(amount, "full")


def _document(
    firm_id: str,
    names: Mapping[str, str],
    found: FirmExposure | GroupExposure,
    limits: Sequence[GroupLimitUse],
    effective: Mapping[str, EffectiveAvailable],
    *,
    of_group: bool,
) -> Document:
    """Return what `--json` prints; sums, net, use and exposure are in CNY, other amounts of a line in its currency."""
    return {
        "firm": {"id": firm_id, "name": names[firm_id]},
        "scope": "group" if of_group else "firm",
        "use": money_document(found.use),
        "exposure": money_document(found.exposure),
        "direct": money_document(found.direct),
        "indirect": money_document(found.indirect),
        "affiliated": money_document(found.affiliated),
        "rate_on": day_document(found.rate_on),
        "stale": found.stale,
        "lines": [_line_document(one, names, effective[one.view.facility.id]) for one in found.lines],
        "limits": [_limit_document(one) for one in limits],
    }


def _line_document(line: LineExposure, names: Mapping[str, str], effective: EffectiveAvailable) -> Document:
    facility, amounts = line.view.facility, line.view.amounts
    return {
        "id": facility.id,
        "reference": facility.reference_no,
        "firm": {"id": facility.firm_id, "name": names.get(facility.firm_id, "")},
        "type": facility.facility_type,
        "status": facility.status,
        "lender": facility.lender,
        "limit": money_document(amounts.limit),
        "outstanding": money_document(amounts.outstanding),
        "free": money_document(amounts.available),
        "utilisation_bp": amounts.utilisation_bp,
        "net": money_document(line.net),
        "use": money_document(line.use),
        "exposure": money_document(line.exposure),
        "counted": line.counts,
        "why_not": line.why_not or None,
        "effective": money_document(effective.amount),
        "binding": effective.binding,
        "headrooms": [_headroom_document(one) for one in effective.headrooms],
    }


def _headroom_document(room: Headroom) -> Document:
    return {
        "level": room.level,
        "name": room.name,
        "limit": money_document(room.limit),
        "use": money_document(room.use),
        "room": money_document(room.room),
        "for_line": money_document(room.for_line),
    }


def _limit_document(used: GroupLimitUse) -> Document:
    return {
        "id": used.limit.id,
        "reference": used.limit.reference_no,
        "name": used.name,
        "lender": used.limit.lender,
        "split": used.limit.split,
        "binds": used.binds,
        "limit": money_document(used.limit.limit),
        "use": money_document(used.use),
        "room": money_document(used.room),
        "over_allocated": money_document(used.over_allocated),
        "sub_limits": [
            {
                "firm_id": part.sub_limit.firm_id,
                "family": part.sub_limit.family,
                "name": part.name,
                "limit": money_document(part.sub_limit.limit),
                "use": money_document(part.use),
                "room": money_document(part.room),
            }
            for part in used.sub_limits
        ],
        "rate_on": day_document(used.rate_on),
        "stale": used.stale,
    }


def _told_document(told: Explanation) -> Document:
    return {
        "title": told.title,
        "steps": [
            {"op": step.op, "text": step.text, "amount": money_document(step.amount), "note": step.note}
            for step in told.steps
        ],
        "result": money_document(told.result),
        "result_text": told.result_text,
        "note": told.note,
    }
