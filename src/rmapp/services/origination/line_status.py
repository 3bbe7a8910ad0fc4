"""A credit line moved through its status, each step guarded and written down with its day (domain reference, 3.8)."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain import reference
from rmapp.domain.facility import DrawingCondition, Facility
from rmapp.domain.line_status import LineStatusEvent
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.lines.classification import owes
from rmapp.services.lines.line_views import COUNTED, facility_view, use_of
from rmapp.services.lines.loan_flags import loan_flags
from rmapp.services.origination.approval import status_events
from rmapp.services.scoring.flags import stopping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.store import Store

STATUS_NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "proposed": ("use_of_proceeds",),
        "in_approval": ("submitted_on",),
        "approved": ("limit", "tenor_months", "pricing", "security", "approver", "approval_expires_on"),
        "signed": ("contract_no", "signed_on"),
        "active": ("available_from",),
        "suspended": ("status_reason",),
    }
)
"""What a line must say before it can take a status (domain reference, 3.8)."""

STEP_DAY: Mapping[str, str] = MappingProxyType(
    {
        "proposed": "proposed_on",
        "in_approval": "submitted_on",
        "approved": "approved_on",
        "signed": "signed_on",
    }
)
"""The date of a line that is the day of a step."""

MET, WAIVED = "met:", "waived:"
"""What stands before a condition's id in the name of the field that says it is met, or why it is waived."""


class Step(NamedTuple):
    """A status that a line may take next.

    `missing` are the fields that must be filled for it. `hindrance` says what stands in the way and cannot
    be typed away, empty where nothing does. `advice` says why this step is due, empty where it is not.
    """

    to: str
    missing: tuple[str, ...]
    hindrance: str
    advice: str

    @property
    def is_possible(self) -> bool:
        """Tell whether the step can be taken once its fields are filled."""
        return not self.hindrance


def next_steps(store: Store, facility_id: str) -> tuple[Step, ...]:
    """Return the steps that may follow, advised ones first. Raises NotFoundError."""
    view = facility_view(store, facility_id)
    today = store.clock.today()
    steps = [
        Step(to, tuple(_missing(store, view, to, today)), _hindrance(store, view, to), _advice(view, to, today))
        for to in reference.line_moves()[view.facility.status]
    ]
    return tuple(sorted(steps, key=lambda step: not step.advice))


def set_status(
    store: Store, facility_id: str, to: str, *, on: date | None = None, note: str = "", **fields: Any
) -> Facility:
    """Move a line to its next status on a day (today if none is given) and write the step down.

    `fields` carry what the move needs (signed_on, status_reason …), and for `active` the conditions:
    `met:<id>` a day, `waived:<id>` a reason. Raises RuleError for a move that does not exist or is not
    possible yet, InputError for what the status still lacks (3.8).
    """
    view = facility_view(store, facility_id)
    before = view.facility
    if to not in reference.line_moves()[before.status]:
        raise RuleError(
            _("A line that is “{old}” cannot become “{new}”.").format(
                old=reference.text("line_status", before.status), new=reference.text("line_status", to)
            )
        )
    answers = {name: fields.pop(name) for name in list(fields) if name.startswith((MET, WAIVED))}
    fields = _with_step_day(before, to, on, fields)
    day = on or fields.get(STEP_DAY.get(to, "")) or store.clock.today()
    changed = view._replace(
        facility=before.model_copy(update=fields), conditions=_answered(view.conditions, answers, day)
    )
    problems = _day_problems(store, facility_id, day) | _missing(store, changed, to, day, note)
    problems |= {
        name: _("The condition was met after this day.") for name, met in answers.items() if _is_after(met, day)
    }
    hindrance = _hindrance(store, changed, to)
    if hindrance and not problems:
        raise RuleError(hindrance)
    if problems:
        raise InputError(problems)
    _answer_conditions(store, view.conditions, changed.conditions)
    if to in STEP_DAY and not getattr(changed.facility, STEP_DAY[to]):
        fields[STEP_DAY[to]] = day
    if before.status == "suspended" and to == "active":
        fields["status_reason"] = ""
    after = store.change(Facility, facility_id, status=to, **fields)
    record_step(store, facility_id, before.status, to, day, note or fields.get("status_reason", ""))
    return after


def record_step(store: Store, facility_id: str, before: str, after: str, on: date, note: str = "") -> LineStatusEvent:
    """Write down that a line took a status, for the verbs that change it."""
    return store.add(
        LineStatusEvent(facility_id=facility_id, from_status=before, to_status=after, on=on, note=note.strip())
    )


def hard_stop(store: Store, firm_id: str) -> str:
    """Return why no new line of a firm goes to approval without an exception; empty where nothing is known.

    It is a hard stop that somebody recorded, or one that the loans of the firm give (domain reference, 5.3).
    """
    stops = stopping(store, firm_id)
    if not stops:
        return ""
    given = next((one for one in loan_flags(store, firm_id) if one.flag == stops[0]), None)
    if given is not None and given.loan_class:
        said = _("The firm has non-performing debt ({loan_class}). Write why the line goes to approval all the same.")
        return said.format(loan_class=reference.text("loan_class", given.loan_class))
    said = _("A hard stop is recorded ({flag}). Write why the line goes to approval all the same.")
    return said.format(flag=reference.text("hard_stop", stops[0]))


def _with_step_day(before: Facility, to: str, on: date | None, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with the day of the step where the line does not say it yet."""
    name = STEP_DAY.get(to)
    if name is None or on is None or name in fields or (getattr(before, name) and before.status == "info_requested"):
        return fields
    return {**fields, name: on}


def _day_problems(store: Store, facility_id: str, day: date) -> dict[str, str]:
    if day > store.clock.today():
        return {"on": _("This day is still to come. Move the line when the step has been taken.")}
    earlier = status_events(store, facility_id)
    if earlier and day < earlier[-1].on:
        last = earlier[-1]
        return {
            "on": _("The line became “{status}” on {date}; this step is later.").format(
                status=reference.text("line_status", last.to_status), date=format_date(last.on)
            )
        }
    return {}


def _is_after(answer: object, day: date) -> bool:
    return isinstance(answer, date) and answer > day


def _missing(store: Store, view: FacilityView, to: str, day: date, note: str = "") -> dict[str, str]:
    facility = view.facility
    sentence = _("Needed before the line can become “{status}”.").format(status=reference.text("line_status", to))
    missing = {field: sentence for field in STATUS_NEEDS.get(to, ()) if not _says(facility, field)}
    if to == "in_approval" and not facility.exception_note.strip() and (stop := hard_stop(store, facility.firm_id)):
        missing["exception_note"] = stop
    if to == "signed" and facility.approval_expires_on and facility.approval_expires_on < (facility.signed_on or day):
        missing["approval_expires_on"] = _("The approval ended before this day. Write until when it was extended.")
    if to == "active":
        missing |= _missing_to_draw(view, day)
    if to == "matured" and not (facility.maturity_on and facility.maturity_on <= day):
        missing["maturity_on"] = _("The line has not matured on this day. Write the day on which it did.")
    if to == "closed" and view.amounts.outstanding is None and not note.strip():
        missing["note"] = _("What is drawn is not known here. Write how you know that all of it came back.")
    return missing


def _missing_to_draw(view: FacilityView, day: date) -> dict[str, str]:
    waiting = [one for one in view.conditions if one.waits]
    missing = {f"{MET}{one.id}": _("Write when this condition was met, or why it was waived.") for one in waiting}
    facility = view.facility
    if facility.status == "matured" and facility.maturity_on and facility.maturity_on <= day:
        missing["maturity_on"] = _("The line has matured. Write until when it was extended.")
    return missing


def _hindrance(store: Store, view: FacilityView, to: str) -> str:
    facility, amounts = view.facility, view.amounts
    if to == "lapsed" and facility.status == "approved":
        expires = facility.approval_expires_on
        if expires is None or expires >= store.clock.today():
            until = format_date(expires) if expires else _("a day that is not known")
            return _("The approval still stands until {date}.").format(date=until)
    if to != "closed":
        return ""
    if any(use_of(child.status) in COUNTED for child in store.all(Facility, parent_id=facility.id)):
        return _("Lines under this one are still open. Close them first.")
    if owes(view) and amounts.outstanding is not None:
        return _("{amount} is still drawn under this line.").format(amount=format_money(amounts.outstanding))
    if amounts.reserved is not None and amounts.reserved.minor > 0:
        return _("{amount} is reserved for draw-downs that are not paid out yet.").format(
            amount=format_money(amounts.reserved)
        )
    if any(view.owed_of(draw).minor > 0 for draw in view.draws):
        return _("A bill, letter of credit, guarantee or contract under this line is not released yet.")
    return ""


def _advice(view: FacilityView, to: str, today: date) -> str:
    facility = view.facility
    matured, expires, owed = facility.maturity_on, facility.approval_expires_on, view.amounts.outstanding
    has_matured = matured is not None and matured < today
    if to == "matured" and matured and has_matured and owed is not None and owed.minor > 0:
        return _("It matured on {date}, and {amount} is outstanding.").format(
            date=format_date(matured), amount=format_money(owed)
        )
    if to == "lapsed" and facility.status == "approved" and expires is not None and expires < today:
        return _("The approval ended on {date} and nothing was signed.").format(date=format_date(expires))
    if to == "closed" and has_matured and owed is not None and owed.is_zero:
        return _("It has matured and nothing is outstanding.")
    return ""


def _says(facility: Facility, field: str) -> bool:
    value = getattr(facility, field)
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _answered(
    conditions: Sequence[DrawingCondition], answers: Mapping[str, Any], day: date
) -> tuple[DrawingCondition, ...]:
    found = []
    for one in conditions:
        met, reason = answers.get(f"{MET}{one.id}"), str(answers.get(f"{WAIVED}{one.id}") or "").strip()
        if met:
            found.append(one.model_copy(update={"met_on": met}))
        elif reason:
            found.append(one.model_copy(update={"waived_on": day, "waived_reason": reason}))
        else:
            found.append(one)
    return tuple(found)


def _answer_conditions(store: Store, before: Sequence[DrawingCondition], after: Sequence[DrawingCondition]) -> None:
    for old, new in zip(before, after, strict=True):
        if old != new:
            store.change(
                DrawingCondition,
                old.id,
                met_on=new.met_on,
                waived_on=new.waived_on,
                waived_reason=new.waived_reason,
            )
