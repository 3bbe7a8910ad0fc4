"""How an event of the timeline looks and what it opens: shared by the timeline and the list of recent events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _
from rmapp.services.timelines.timeline_listing import LISTING
from rmapp.services.timelines.timeline_score import ASSESSMENT, THREE_TESTS
from rmapp.services.timelines.timeline_stages import EVIDENCE, TECHNOLOGY
from rmapp.services.visits.visit_plan import planned_visit

if TYPE_CHECKING:
    from datetime import date

    from rmapp.services.timelines.timeline import Event
    from rmapp.ui.context import UiContext

_NOTE_ICONS = {
    "phone_call": "phone",
    "video_call": "monitor",
    "message": "mail",
    "event": "presentation",
    "field_visit": "factory",
    "site_inspection": "factory",
    "due_diligence": "file-search",
    "draft": "pen-line",
}
_KIND_ICONS = {"note": "users", "credit": "banknote", "stage": "signpost", "paper": "file-text"}
_TABS = {LISTING: "listing", ASSESSMENT: "assessment"}
"""The tab that an event of a type is read on."""

_ICONS = {ASSESSMENT: "target", THREE_TESTS: "list-checks", EVIDENCE: "circle-check", TECHNOLOGY: "cpu"}
_TONES = {"note": "info", "credit": "accent", "stage": "warning", "paper": "neutral"}


def icon_of(event: Event) -> str:
    """Return the icon of an event."""
    if event.type == "attachment":
        return "paperclip"
    if event.type in _ICONS:
        return _ICONS[event.type]
    return _NOTE_ICONS.get(event.type, "users") if event.kind == "note" else _KIND_ICONS[event.kind]


def tone_of(event: Event) -> str:
    """Return the tone of an event's disc."""
    return _TONES[event.kind]


def when(event: Event, today: date) -> str:
    """Return the day of an event, with the time where it is known and the year where it is not this one's."""
    if event.on is None:
        return _("day not known")
    if event.on.precision != "day":
        return format_partial(event.on)
    day = event.on.first_day()
    said = format_date(day, "short" if day.year == today.year else "medium")
    return _("{date}, {time}").format(date=said, time=event.time) if event.time else said


def open_event(context: UiContext, event: Event, firm_id: str) -> None:
    """Open what an event is about: the note or the plan, the credit line, the move of stage, the brief."""
    if event.type == "draft":
        context.open_sheet("note", **({"meeting_id": event.id} if event.id else {"firm_id": firm_id}))
    elif event.type == "attachment":
        context.open_sheet("attachment", attachment_id=event.id)
    elif event.kind == "note":
        is_plan = context.offers("sheet:plan") and context.ask(planned_visit, event.id).is_open
        context.open_sheet("plan" if is_plan else "note", meeting_id=event.id)
    elif event.covenant_id:
        context.open_sheet("covenant_history", covenant_id=event.covenant_id)
    elif event.kind == "credit" and context.offers("sheet:facility"):
        context.open_sheet("facility", firm_id=firm_id, facility_id=event.line_id)
    elif event.type in _TABS:
        context.open_client(firm_id, _TABS[event.type])
    elif event.kind == "stage":
        _open_of_stages(context, event, firm_id)
    elif event.kind == "paper":
        context.open_page("brief", firm_id=firm_id)


def _open_of_stages(context: UiContext, event: Event, firm_id: str) -> None:
    if event.type == THREE_TESTS:
        context.open_sheet("three_tests", firm_id=firm_id, tests_id=event.id)
    elif event.type == EVIDENCE:
        context.open_sheet("stage_evidence", firm_id=firm_id, evidence_id=event.id)
    elif event.type == TECHNOLOGY:
        context.open_sheet("fact", firm_id=firm_id, fact_kind="technology", fact_id=event.id)
    else:
        context.open_sheet("stage_move", firm_id=firm_id)  # the sheet lists the moves and corrects them
