"""Photos, scans and documents of clients: taking them in, finding, showing, changing and letting them out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp import i18n
from rmapp.domain.attachment import Attachment, StagedFile
from rmapp.domain.brief_options import PaperOptions
from rmapp.domain.classes import USUAL, strictest
from rmapp.domain.meeting import Meeting
from rmapp.domain.record import PaperRecord
from rmapp.errors import InputError, StorageError
from rmapp.i18n import _, ngettext
from rmapp.services.paperwork import papers
from rmapp.services.paperwork.attachment_intake import (
    TakenFile,
    camera_pictures,
    shown_name,
    take_in,
    taken_within,
    thumbnail,
)
from rmapp.storage import backup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.services.paperwork.papers import Paper
    from rmapp.storage.store import Store

__all__ = ["camera_pictures", "take_in", "taken_within", "thumbnail"]

KEPT_SECONDS = 24 * 3600
"""How long a file stays that nothing names: a note that is still being typed may hold it."""

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CHANGEABLE = {"caption", "kind", "taken_on", "copy_no", "meeting_id", "promise_id", "name", "confidentiality"}


class AttachmentHit(NamedTuple):
    """An attachment whose name or caption holds the words."""

    attachment: Attachment
    firm_name: str


def stage(store: Store, taken: TakenFile) -> StagedFile:
    """Store the bytes of a file that belongs to nothing yet; a verb for the gate that writes no row.

    Give the result to `attach` when what it belongs to is saved. What never is, is swept after a day.
    """
    return taken.staged(store.files.put(taken.content))


def attach(
    store: Store,
    staged: Iterable[StagedFile],
    firm_id: str,
    *,
    meeting_id: str | None = None,
    promise_id: str | None = None,
    confidentiality: str = "",
) -> list[Attachment]:
    """Write that stored files belong to a firm, and to a meeting or a promise of it.

    The same file is not attached twice to the same thing. What belongs to a meeting is at least as confidential as
    the meeting. Raises `InputError` under "file" if a file is no longer there.
    """
    place: dict[str, Any] = {"firm_id": firm_id, "meeting_id": meeting_id, "promise_id": promise_id}
    floor = store.get(Meeting, meeting_id).confidentiality if meeting_id else "public"
    written = []
    for one in staged:
        if not store.files.has(one.sha256):
            raise InputError({"file": _("The file “{name}” is gone. Please add it again.").format(name=one.name)})
        there = store.all(Attachment, sha256=one.sha256, **place)
        if there:
            written.append(there[0])
            continue
        fields = {**one.model_dump(), **place, "confidentiality": strictest([confidentiality or USUAL, floor])}
        written.append(store.add(Attachment.model_validate(fields)))
    return written


def add_attachment(
    store: Store,
    taken: TakenFile,
    firm_id: str,
    *,
    meeting_id: str | None = None,
    promise_id: str | None = None,
    confidentiality: str = "",
    **facts: Any,
) -> Attachment:
    """Store a file and write what it belongs to, in this order; `facts` are caption, kind or copy_no."""
    staged = stage(store, taken).model_copy(update=facts)
    places: dict[str, Any] = {"meeting_id": meeting_id, "promise_id": promise_id, "confidentiality": confidentiality}
    return attach(store, [staged], firm_id, **places)[0]


def add_attachments(
    store: Store,
    taken: Iterable[TakenFile],
    firm_id: str,
    **facts: Any,
) -> list[Attachment]:
    """Store several files of a firm, all described alike."""
    return [add_attachment(store, one, firm_id, **facts) for one in taken]


def attachments(
    store: Store, *, firm_id: str | None = None, meeting_id: str | None = None, promise_id: str | None = None
) -> tuple[Attachment, ...]:
    """Return the attachments of a firm, a meeting or a promise, those taken or added last first."""
    asked = {"firm_id": firm_id, "meeting_id": meeting_id, "promise_id": promise_id}
    equal = {name: value for name, value in asked.items() if value is not None}
    if not equal:
        raise ValueError("whose attachments?")
    found = store.all(Attachment, order="created_at desc, rid desc", **equal)
    return tuple(sorted(found, key=_day, reverse=True))


def attachment(store: Store, attachment_id: str) -> Attachment:
    """Return one attachment. Raises `NotFoundError`."""
    return store.get(Attachment, attachment_id)


def content(store: Store, of: Attachment | StagedFile) -> bytes:
    """Return the bytes of a file as it is kept. Raises `StorageError`, naming it, if they are lost."""
    try:
        return store.files.read(of.sha256)
    except StorageError as error:
        raise StorageError(_("“{name}”: {problem}").format(name=of.name, problem=error.message)) from error


def change_attachment(store: Store, attachment_id: str, **fields: Any) -> Attachment:
    """Set caption, kind, day, name, print or meeting of an attachment. Raises `InputError` for an empty name."""
    if unknown := fields.keys() - _CHANGEABLE:
        raise ValueError(f"not to be changed here: {unknown}")
    if "name" in fields:
        fields["name"] = shown_name(fields["name"] or "")
        if not fields["name"]:
            raise InputError({"name": _("A name needs at least one letter.")})
    for name in ("caption", "copy_no"):
        if name in fields:
            fields[name] = (fields[name] or "").strip()
    return store.change(Attachment, attachment_id, **fields)


def remove_attachment(store: Store, attachment_id: str) -> None:
    """Take an attachment away; its file stays sealed beside the book, for Undo brings it back."""
    store.remove(Attachment, attachment_id)


def search(store: Store, words: Sequence[str], limit: int = 20) -> tuple[AttachmentHit, ...]:
    """Return attachments whose name, caption and print number hold all words, newest first; any text is safe to ask.

    A single Chinese character is a word too. Letters of the Latin alphabet match in either case.
    """
    asked = [word.lower() for word in words if word.strip()]
    if not asked:
        return ()
    holds = " AND ".join(["instr(lower(name || char(10) || caption || char(10) || copy_no), ?)"] * len(asked))
    ids = [
        row[0]
        for row in store.rows(
            f"SELECT id FROM attachment WHERE deleted_at IS NULL AND {holds}"  # noqa: S608 - every word is bound
            " ORDER BY created_at DESC, rid DESC LIMIT ?",
            (*asked, limit),
        )
    ]
    found = {one.id: one for one in store.all(Attachment, id=ids)} if ids else {}
    names = _firm_names(store, {one.firm_id for one in found.values()})
    return tuple(AttachmentHit(found[id], names.get(found[id].firm_id, "")) for id in ids if id in found)


def papers_out(store: Store, firm_id: str) -> list[PaperRecord]:
    """Return what about a firm was printed, saved or let out, newest first."""
    return store.all(PaperRecord, order="created_at desc, rid desc", firm_id=firm_id)


def prints_of(store: Store, firm_id: str) -> list[PaperRecord]:
    """Return the papers of a firm that a scan may be of, newest first."""
    return [one for one in papers_out(store, firm_id) if one.document != "attachment"]


def scans_of(store: Store, copy_no: str, firm_id: str | None = None) -> tuple[Attachment, ...]:
    """Return the scans of a print by its copy number, newest first; of a print for several firms, those of one."""
    equal = {"copy_no": copy_no} | ({"firm_id": firm_id} if firm_id else {})
    return tuple(store.all(Attachment, order="created_at desc, rid desc", **equal)) if copy_no else ()


def letting_out(store: Store, attachment_id: str) -> Paper:
    """Return an attachment as a paper that leaves the book; `papers.save_file` writes it."""
    one = store.get(Attachment, attachment_id)
    options = PaperOptions(**papers.paper_options(store, i18n.current()))
    return papers.Paper(
        content(store, one),
        "attachment",
        (one.firm_id,),
        options,
        confidentiality=one.confidentiality,
        meeting_id=one.meeting_id,
    )


def log_let_out(store: Store, attachment_id: str, paper: Paper, reason: str) -> list[PaperRecord]:
    """Note that an attachment left the encrypted book and why. Raises `InputError` without a reason."""
    require_reason(reason)
    pages = store.get(Attachment, attachment_id).pages or 1
    return papers.log_paper(store, paper, "saved", pages, reason=reason)


def require_reason(reason: str) -> None:
    """Raise `InputError` if nobody said why a file leaves the book."""
    if not reason.strip():
        raise InputError({"reason": _("Say why it leaves the book.")})


def suggested_file(store: Store, attachment_id: str) -> str:
    """Return the name for a file outside the book: the attachment's, without what a file system may refuse."""
    of = store.get(Attachment, attachment_id)
    ending = {"image/jpeg": ".jpg", "image/png": ".png"}.get(of.media_type, ".pdf")
    stem = of.name.rpartition(".")[0] or of.name
    safe = "".join(char if char.isalnum() or char in " -_()" else "_" for char in stem).strip()[:80] or "attachment"
    return f"{safe}{ending}"


def missing_notice(store: Store) -> str:
    """Return a sentence if files of attachments are not in the book's folder, as after a copy of a part of it."""
    known = {row[0] for row in store.rows("SELECT DISTINCT sha256 FROM attachment WHERE deleted_at IS NULL")}
    n = store.files.count_absent(known)
    if not n:
        return ""
    said = ngettext(
        "The file of {n} attachment is not in the book's folder. If the book or its backup was copied from elsewhere, "
        "copy the folder “attachments” too. “Check the book” names what is missing.",
        "The files of {n} attachments are not in the book's folder. If the book or its backup was copied from "
        "elsewhere, copy the folder “attachments” too. “Check the book” names what is missing.",
        n,
    )
    return said.format(n=n)


def sweep(store: Store) -> int:
    """Remove files that no row and no draft has named for a day; return how many.

    Rows that were taken back or removed still count: Undo brings them again. While the copies hold a book that this
    one took the place of, its files stay too.
    """
    folder = store.files.folder
    if store.read_only or backup.was_replaced(folder):
        return 0
    known = {row[0] for row in store.rows("SELECT DISTINCT sha256 FROM attachment")}
    for (body,) in store.rows("SELECT body FROM draft"):
        known.update(_DIGEST.findall(body))
    return store.files.sweep(known, store.clock.now().timestamp() - KEPT_SECONDS)


def _day(one: Attachment) -> str:
    return one.taken_on.isoformat() if one.taken_on else one.created_at[:10]


def _firm_names(store: Store, firm_ids: set[str]) -> dict[str, str]:
    from rmapp.services.clients.firms import display_name

    return {firm_id: display_name(store, firm_id) for firm_id in firm_ids}
