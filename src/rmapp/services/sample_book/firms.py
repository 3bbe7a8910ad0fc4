"""Fictional firms written into the sample book: names, people, records, stages, statements."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from rmapp import paths
from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.entity import Entity
from rmapp.domain.facility import FxRate
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.person import Person, Role
from rmapp.domain.stage import StageEvent
from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.services.sample_book.covenant_tests import record_tests, settle_tests
from rmapp.services.sample_book.data import (
    SampleFirm,
    SampleLine,
    SampleRole,
    SampleStage,
    read_credit,
    read_facts,
    read_firms,
    read_links,
    read_routine_notes,
)
from rmapp.services.sample_book.figures import snapshots
from rmapp.services.sample_book.lines import write_line
from rmapp.services.sample_book.notes import write_notes, write_promises, write_routine
from rmapp.services.sample_book.pictures import write_pictures
from rmapp.services.sample_book.scores import write_scores
from rmapp.services.sample_book.values import id_of, linked
from rmapp.services.stages.listing.applications import class_of_move
from rmapp.storage.table import table_of

if TYPE_CHECKING:
    from rmapp.storage.store import Store

E = TypeVar("E", bound=Entity)

_RATE_DAYS = (1, 3, 30, 90, 180, 365)


def write_rates(store: Store) -> None:
    """Write exchange rates of the last year; they are examples and no market quotes."""
    data = json.loads((paths.resources() / "reference" / "currencies.json").read_text("utf-8"))
    today = store.clock.today()
    for row in data["fx_demo_rates"]:
        for days in _RATE_DAYS:
            on = today - timedelta(days=days)
            store.add(FxRate(base=row["base"], quote=row["quote"], on=on, rate=row["rate"], source=_("Sample value")))


WITH_PICTURES = "chaosheng"
"""The firm that has attachments."""


def write_firms(store: Store) -> None:
    """Write all fictional firms; links between them may point forward."""
    today = store.clock.today()
    firms = read_firms(today)
    ids = {firm.key: _write_firm(store, firm) for firm in firms}
    for firm in firms:
        for role in firm.people:
            ids |= _write_role(store, ids[firm.key], role, ids)
    for firm in firms:
        _write_records(store, firm.key, firm.records, ids)
    routine = read_routine_notes(today)
    for firm in firms:
        firm_id = ids[firm.key]
        _write_stages(store, firm_id, firm.stages)
        _write_lines(store, firm_id, firm.lines, ids)
        if firm.figures:
            store.add_many(snapshots(firm_id, firm.figures, today))
        write_notes(store, firm_id, firm.notes, ids)
        if firm.routine:
            write_routine(store, firm_id, firm.routine, routine, ids)
        write_promises(store, firm_id, firm.promises, None)
    credit = read_credit(today)
    for more in credit:
        _write_lines(store, ids[more.firm], more.lines, ids)
        _write_records(store, more.firm, more.records, ids)
    for facts in (*read_facts(today), *read_links(today)):
        _write_records(store, facts.firm, facts.records, ids)
    record_tests(store)
    settle_tests(store, (one for more in credit for one in more.settled), ids)
    write_pictures(store, ids[WITH_PICTURES])
    write_scores(store, ids)


def _write_lines(store: Store, firm_id: str, lines: tuple[SampleLine, ...], ids: dict[str, str]) -> None:
    """Write lines of a firm; they can be linked to by key and by reference number."""
    for line in lines:
        written = write_line(store, firm_id, line, ids)
        ids[line.key] = written
        ids[line.terms.get("reference_no", "").replace("-", "_")] = written


def _write_firm(store: Store, firm: SampleFirm) -> str:
    fields = {"nature": "sample", "owner": store.actor, **firm.firm}
    written = store.add(_made(Firm, firm.key, fields))
    for code, text in firm.names.items():
        kind, _part, lang = code.partition("_")
        store.add(_made(FirmName, firm.key, {"firm_id": written.id, "kind": kind, "lang": lang, "text": text}))
    return written.id


def _write_role(store: Store, firm_id: str, role: SampleRole, ids: dict[str, str]) -> dict[str, str]:
    """Write a role and, where it brings a name, the person; return the key of a new person."""
    new = {}
    if role.name:
        person = {"name": role.name, "name_latin": role.latin, **role.about}
        new[role.person] = store.add(_made(Person, role.person, person)).id
    store.add(
        Role(
            person_id=id_of(role.person, ids | new),
            firm_id=firm_id,
            role=role.role,
            title=role.title,
            influence=role.influence,
            is_actual_controller=role.controller,
            is_main_contact=role.main,
            valid_from=role.since,
            valid_to=role.until,
        )
    )
    return new


def _write_records(
    store: Store, firm: str, records: dict[str, tuple[dict[str, Any], ...]], ids: dict[str, str]
) -> None:
    """Write records of a firm or of its lines, by table; a row with a `key` can be linked to."""
    kinds: dict[str, type[Entity]] = {table_of(kind).name: kind for kind in ENTITIES}
    for table, rows in records.items():
        kind = kinds[table]
        own: dict[str, Any] = {name: ids[firm] for name in ("firm_id", "child_id") if name in kind.model_fields}
        for row in rows:
            fields = {name: value for name, value in row.items() if name != "key"}
            written = store.add(_made(kind, firm, {**own, **linked(fields, ids)}))
            if "key" in row:
                ids[row["key"]] = written.id


def _write_stages(store: Store, firm_id: str, stages: tuple[SampleStage, ...]) -> None:
    """Write the moves of a firm, as confidential as the application that they tell of."""
    before: str | None = None
    for stage in stages:
        store.add(
            StageEvent(
                firm_id=firm_id,
                from_stage=before,
                to_stage=stage.to,
                effective_on=stage.on,
                recorded_at=_morning(stage.on.last_day(), store.clock.today()),
                recorded_by=store.actor,
                approver=stage.approver,
                reason=stage.reason,
                evidence=stage.evidence,
                note=stage.note,
                as_of=stage.on,
                confidentiality=class_of_move(store, firm_id, before, stage.to, stage.on),
            )
        )
        before = stage.to


def _morning(day: date, today: date) -> str:
    return f"{min(day, today).isoformat()}T01:30:00.000Z"


def _made(kind: type[E], key: str, fields: dict[str, Any]) -> E:
    try:
        return kind(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = " / ".join(str(part) for part in (key, kind.__name__, *first["loc"]))
        sentence = _("The sample data are damaged: {place}: {problem}")
        raise RmappError(sentence.format(place=place, problem=first["msg"])) from error
