"""Rows of a table of meeting notes: new notes with their first author and date, and changes to open ones."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from rmapp.domain.import_problem import Choice, RowProblem
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.promise import Promise
from rmapp.i18n import _
from rmapp.services.importing.firm_link import FirmLinker
from rmapp.services.importing.plan import ACCEPT, PlannedRow, action_of, compare, open_problems, pick
from rmapp.services.notes.meetings import is_closed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rmapp.domain.entity import Entity
    from rmapp.domain.import_check import CheckedRow
    from rmapp.services.importing.plan import ImportOptions
    from rmapp.storage.store import Store

_PLAIN = (
    "starts_at",
    "ends_at",
    "type",
    "status",
    "place",
    "purpose",
    "summary",
    "discussion",
    "sentiment",
)
_SEVERAL = re.compile(r"\s*[;；、,，/|\n]+\s*")
_START = 40
_Key = tuple[str, str, str, str]


def _start_of(summary: str, discussion: str, purpose: str) -> str:
    return "".join((summary or discussion or purpose).split())[:_START]


class MeetingPlanner:
    """Plans the rows of one table of meeting notes."""

    def __init__(self, store: Store, options: ImportOptions, columns: Mapping[str, str]) -> None:
        self._store = store
        self._options = options
        self._columns = columns
        self._firms = FirmLinker(store, options, columns)
        self._known: dict[_Key, str] = {
            (firm_id, starts_at[:10], author, _start_of(summary, discussion, purpose)): id
            for id, firm_id, starts_at, author, summary, discussion, purpose in store.rows(
                "SELECT id, firm_id, starts_at, author, summary, discussion, purpose FROM meeting"
                " WHERE deleted_at IS NULL"
            )
        }
        self._seen: dict[_Key, int] = {}

    def plan(self, rows: list[CheckedRow]) -> Iterator[PlannedRow]:
        """Yield the plan of each row."""
        for row in rows:
            yield self._plan_row(row)

    def _plan_row(self, row: CheckedRow) -> PlannedRow:
        if row.failed:
            return PlannedRow(row.row, "error", str(row.values.get("firm", "")), row.problems)
        firm_id, problem = self._firms.link(row)
        problems = [*row.problems, *filter(None, (problem,))]
        if firm_id is None:
            return PlannedRow(row.row, "error", str(row.values.get("firm", "")), tuple(problems))
        values = row.values
        title = f"{self._firms.index.title(firm_id)} {str(values['starts_at'])[:10]}"
        author = str(values.get("author") or self._store.actor)
        text = _start_of(*(str(values.get(name, "")) for name in ("summary", "discussion", "purpose")))
        key = (firm_id, str(values["starts_at"])[:10], author, text)
        problems += filter(None, (self._repeated(row, key),))
        known = self._known.get(key)
        if known is not None:
            return self._update(row, self._store.get(Meeting, known), problems, title)
        left = open_problems(problems, self._options)
        new = self._new_meeting(firm_id, author, values)
        return PlannedRow(row.row, action_of(left, "add"), title, left, new=new)

    def _new_meeting(self, firm_id: str, author: str, values: Mapping[str, object]) -> tuple[Entity, ...]:
        written = str(values.get("written_at") or values["starts_at"])
        meeting = Meeting.model_validate(
            {"firm_id": firm_id, "author": author, "written_at": self._moment(written), **pick(values, *_PLAIN)}
        )
        ours = _names(values, "ours") or ((author,) if meeting.status == "held" else ())
        present = [Attendee(meeting_id=meeting.id, side="ours", name=name) for name in ours]
        present += [Attendee(meeting_id=meeting.id, side="theirs", name=name) for name in _names(values, "theirs")]
        return (meeting, *present, *self._promise(meeting, author, values))

    def _moment(self, text: str) -> str:
        """Return a local moment or day of a file in the form that notes keep: with its zone."""
        zone = self._store.clock.now().astimezone().tzinfo
        return datetime.fromisoformat(text).replace(tzinfo=zone).isoformat(timespec="seconds")

    def _promise(self, meeting: Meeting, author: str, values: Mapping[str, object]) -> Iterator[Entity]:
        text = values.get("promise")
        if isinstance(text, str):
            side = "theirs" if values.get("promise_side") == "theirs" else "ours"
            yield Promise(
                firm_id=meeting.firm_id,
                side="theirs" if side == "theirs" else "ours",
                text=text,
                owner=str(values.get("promise_owner") or self._promise_owner(side, author, values)),
                due_on=cast("date", values["promise_due"]),
                meeting_id=meeting.id,
            )

    def _promise_owner(self, side: str, author: str, values: Mapping[str, object]) -> str:
        theirs = _names(values, "theirs")
        if side == "theirs":
            return theirs[0] if theirs else _("Client")
        return author

    def _update(self, row: CheckedRow, meeting: Meeting, problems: list[RowProblem], title: str) -> PlannedRow:
        edits, changes = compare(meeting, pick(row.values, *_PLAIN), "meetings")
        made = {promise.text for promise in self._store.all(Promise, meeting_id=meeting.id)}
        new = tuple(self._promise(meeting, meeting.author, row.values))
        new = tuple(one for one in new if isinstance(one, Promise) and one.text not in made)
        if edits and is_closed(self._store, meeting):
            cause = _("The note in the book is closed and stays as it is. Write an addendum to it")
            choice = (Choice(ACCEPT, _("Leave the note as it is")),)
            problems = [
                *problems,
                RowProblem(row.row, self._columns["starts_at"], title, cause, "look", ACCEPT, choice, "row"),
            ]
            edits, changes = (), ()
        left = open_problems(problems, self._options)
        action = action_of(left, "update" if edits or new else "same")
        how = _("firm, day, author and first words")
        return PlannedRow(row.row, action, title, left, meeting.id, how, changes, new, edits)

    def _repeated(self, row: CheckedRow, key: _Key) -> RowProblem | None:
        earlier = self._seen.setdefault(key, row.row)
        if earlier == row.row:
            return None
        cause = _("The same note stands in row {row} already").format(row=earlier)
        return RowProblem(row.row, self._columns["starts_at"], key[1], cause, about="row")


def _names(values: Mapping[str, object], field: str) -> tuple[str, ...]:
    text = values.get(field)
    return tuple(filter(None, _SEVERAL.split(text))) if isinstance(text, str) else ()
