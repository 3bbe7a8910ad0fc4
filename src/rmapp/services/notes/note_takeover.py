"""The words of a note that was begun and not saved, for the call report that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.services.clients.promises import PromiseDraft
from rmapp.services.drafts import drafts

if TYPE_CHECKING:
    from rmapp.services.notes.call_report_draft import CallReportDraft
    from rmapp.storage.store import Store


class BegunNote(NamedTuple):
    """An unsaved note: the id of its draft, its words and its commitments."""

    draft_id: str
    discussion: str
    summary: str
    promises: tuple[PromiseDraft, ...]


def begun_note(store: Store, firm_id: str, meeting_id: str | None) -> BegunNote | None:
    """Return what was typed as a note about a planned visit, else as a new note about the client; None for nothing."""
    for kind, of_meeting in (("note_edit", meeting_id), ("note", None)):
        for draft in drafts(store, kind, firm_id):
            if draft.body.get("meeting_id") == of_meeting and (kind == "note" or meeting_id):
                found = _read(draft.id, draft.body)
                if found.discussion or found.summary or found.promises:
                    return found
    return None


def with_note(draft: CallReportDraft, note: BegunNote) -> CallReportDraft:
    """Return the report with the words of a note: what was talked about, the gist, and the commitments."""
    meeting = draft.meeting
    words = "\n".join(text for text in (meeting.discussion, note.discussion) if text)
    update = {
        "discussion": words,
        "summary": meeting.summary or note.summary,
        "promises": (*meeting.promises, *note.promises),
    }
    return draft.model_copy(update={"meeting": meeting.model_copy(update=update)})


def _read(draft_id: str, body: dict[str, Any]) -> BegunNote:
    promises = tuple(PromiseDraft.model_validate(one) for one in body.get("promises", ()))
    return BegunNote(draft_id, str(body.get("discussion", "")).strip(), str(body.get("summary", "")).strip(), promises)
