"""Papers that leave the book: rendered pages, their copy number, their file, and the log of what left."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rmapp.domain.record import PaperRecord
from rmapp.errors import BriefError
from rmapp.i18n import _
from rmapp.services.paperwork.paper_terms import destroy_day

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from rmapp.domain.brief_options import BriefLanguage, PaperOptions
    from rmapp.domain.question import Question
    from rmapp.storage.store import Store

Edition = Literal["internal", "client"]


class Paper(NamedTuple):
    """A rendered paper: the PDF's bytes, what it is and whom it is about.

    `document` is a code of `paper_document`; `confidentiality` the strictest class of what is printed.
    `meetings` are pairs of a firm and its visit, where one paper is for several visits; `asked` pairs of a firm
    and the questions that its sheet to write on prints.
    """

    pdf: bytes
    document: str
    firm_ids: tuple[str, ...]
    options: PaperOptions
    edition: Edition = "internal"
    confidentiality: str = "client_confidential"
    meeting_id: str | None = None
    meetings: tuple[tuple[str, str], ...] = ()
    asked: tuple[tuple[str, tuple[Question, ...]], ...] = ()

    def meeting_of(self, firm_id: str | None) -> str | None:
        """Return the visit that the paper is for, as far as it is about a firm."""
        return next((meeting for firm, meeting in self.meetings if firm == firm_id), self.meeting_id)

    def questions_of(self, firm_id: str | None) -> tuple[Question, ...]:
        """Return the questions on the sheet of a firm, in the order of their numbers."""
        return next((questions for firm, questions in self.asked if firm == firm_id), ())

    @property
    def sha256(self) -> str:
        """Return the digest of the file."""
        return hashlib.sha256(self.pdf).hexdigest()

    def page_count(self) -> int:
        """Return the number of pages of the file."""
        import pypdfium2

        document = pypdfium2.PdfDocument(self.pdf)
        try:
            return len(document)
        finally:
            document.close()


def paper_options(store: Store, language: BriefLanguage) -> dict[str, Any]:
    """Return what every new copy begins with: language, the moment, the user's name and the next number."""
    return {
        "language": language,
        "printed_at": store.clock.now().astimezone().replace(tzinfo=None),
        "printed_by": store.actor,
        "print_id": next_copy_no(store),
    }


def save_file(paper: Paper, path: Path) -> None:
    """Write a paper to a file that only the user can read; it leaves the encrypted book.

    Raises BriefError if the file cannot be written; an older file of that name then stays as it was.
    """
    if path.exists() and not path.is_file():
        # A device or a folder would be replaced by the file.
        raise BriefError(_("{path} is not a file. Choose another name.").format(path=path))
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(paper.pdf)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise BriefError(
            _("The file could not be written to {path}. Choose another folder.").format(path=path)
        ) from error


def log_paper(
    store: Store,
    paper: Paper,
    kind: Literal["saved", "printed"],
    pages: int,
    *,
    copies: int = 1,
    recipient: str = "",
    reason: str = "",
    destroy_by: date | None = None,
) -> list[PaperRecord]:
    """Note that a paper was saved or printed, in the timeline of each firm it is about (domain reference, 8.4).

    `reason` says why something restricted was included or a client's copy was printed with what the check found.
    Without a day the book's own term for the audience says when it has to be destroyed.
    """
    return store.add_many(
        PaperRecord(
            firm_id=firm_id,
            kind=kind,
            document=paper.document,
            language=paper.options.language,
            audience=paper.edition,
            pages=pages,
            sha256=paper.sha256,
            copy_no=paper.options.print_id,
            meeting_id=paper.meeting_of(firm_id),
            confidentiality=paper.confidentiality,
            copies=copies,
            recipient=recipient,
            reason=reason.strip(),
            destroy_by=destroy_by or destroy_day(store, paper.edition),
            questions=paper.questions_of(firm_id),
        )
        for firm_id in paper.firm_ids or (None,)
    )


def next_copy_no(store: Store) -> str:
    """Return the number for the next printed copy: the day and a count that starts anew each day."""
    today = store.clock.today().isoformat()
    used = "SELECT count(DISTINCT copy_no) FROM paper_record WHERE copy_no >= ? AND copy_no < ?"
    count = store.rows(used, (today, today + "~"))[0][0]
    return f"{today}-{count + 1:02d}"
