"""The steps that an application reached: recorded, corrected, taken back, and its end with the last of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rmapp.domain import ipo_rules
from rmapp.domain.code_checks import code_problems
from rmapp.domain.ipo import IpoApplication, IpoEvent
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.stages.listing.applications import close_as_steps_say, start_application
from rmapp.storage.table import refused

if TYPE_CHECKING:
    from datetime import date

    from rmapp.storage.store import Store

_STAMPS = ("id", "portfolio_id", "created_at", "created_by", "deleted_at")


def reach_step(
    store: Store, application_id: str, status: str, reached_on: PartialDate | date | None = None, **fields: Any
) -> IpoEvent:
    """Record that an application reached a step, today or on another day; a further round of inquiry counts on.

    A step that ends the application closes it. It has the class of its application.
    Raises InputError beside the fields, RuleError where the order of steps says no, NotFoundError.
    """
    application = store.get(IpoApplication, application_id)
    others = store.all(IpoEvent, ipo_application_id=application_id)
    if status == ipo_rules.INQUIRY and fields.get("round") is None:
        fields["round"] = ipo_rules.next_round(others)
    event = _made(
        {
            "firm_id": application.firm_id,
            "ipo_application_id": application_id,
            "status": status,
            "reached_on": _partial(reached_on or store.clock.today()),
            "recorded_at": store.now(),
            "recorded_by": store.actor,
            "confidentiality": application.confidentiality,
            **fields,
        }
    )
    return _kept(store, application, event, others)


def start_with_step(
    store: Store, firm_id: str, status: str | None, reached_on: PartialDate | date | None = None, **fields: Any
) -> IpoApplication:
    """Begin an application that may have reached a step already. Raises as the two verbs do."""
    application = start_application(store, firm_id, **fields)
    if status is None and reached_on is not None:
        raise InputError({"first_status": _("Choose the step that was reached on this day.")})
    if status is not None:
        told = {name: fields[name] for name in ("source", "as_of", "citation") if name in fields}
        try:
            reach_step(store, application.id, status, reached_on, **told)
        except InputError as error:
            fitting = {"status": "first_status", "reached_on": "first_on"}
            raise InputError({fitting.get(name, name): words for name, words in error.fields.items()}) from error
    return store.get(IpoApplication, application.id)


def correct_step(store: Store, event_id: str, **fields: Any) -> IpoEvent:
    """Replace a step by a corrected one, which keeps its place among those of its day; the log keeps both.

    Raises InputError beside the fields, RuleError where the steps would not fit together, NotFoundError.
    """
    before = store.get(IpoEvent, event_id)
    kept = {name: getattr(before, name) for name in IpoEvent.model_fields if name not in _STAMPS}
    if fields.get("status", before.status) != ipo_rules.INQUIRY:
        kept["round"] = None
    event = _made({**kept, **fields, "recorded_by": store.actor})
    application = store.get(IpoApplication, before.ipo_application_id)
    others = [one for one in store.all(IpoEvent, ipo_application_id=application.id) if one.id != event_id]
    store.remove(IpoEvent, event_id)
    return _kept(store, application, event, others)


def remove_step(store: Store, event_id: str) -> None:
    """Take back a step that was not reached. Raises RuleError where the others would not fit together."""
    event = store.get(IpoEvent, event_id)
    application = store.get(IpoApplication, event.ipo_application_id)
    others = [one for one in store.all(IpoEvent, ipo_application_id=application.id) if one.id != event_id]
    ipo_rules.check_history(others, application.track, store.clock.today())
    store.remove(IpoEvent, event_id)
    close_as_steps_say(store, application.id)


def step_of(store: Store, event_id: str) -> IpoEvent:
    """Return one step. Raises NotFoundError."""
    return store.get(IpoEvent, event_id)


def steps(store: Store, application_id: str) -> tuple[IpoEvent, ...]:
    """Return the steps of an application, the oldest first."""
    return tuple(ipo_rules.in_order(store.all(IpoEvent, ipo_application_id=application_id)))


def _kept(store: Store, application: IpoApplication, event: IpoEvent, others: list[IpoEvent]) -> IpoEvent:
    problems = code_problems(event)
    if problems:
        raise InputError(problems)
    ipo_rules.check_step(event, others, application.track, store.clock.today())
    added = store.add(event)
    close_as_steps_say(store, application.id)
    return added


def _made(fields: dict[str, Any]) -> IpoEvent:
    try:
        return IpoEvent.model_validate(fields)
    except ValidationError as error:
        raise refused(error) from error


def _partial(day: PartialDate | date) -> PartialDate:
    return day if isinstance(day, PartialDate) else PartialDate.of(day)
