"""What left the book on paper or as a file, and how the user likes to see it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity
from rmapp.domain.question import Question


class PaperRecord(Entity):
    """One printing or saving of a paper: what, for whom, how many pages, and the file's SHA-256.

    A paper about several firms, such as a visit pack, has one record for each, all with the same `copy_no`;
    one about none has no firm. `questions` are those that the sheet to write on prints, in the order of their
    numbers. `reason` says why something restricted was included. Paper is out until `ended_on`, when its `fate`
    is known, and should be gone by `destroy_by`.
    Source: domain reference, 8.4 (export log).
    """

    firm_id: str | None = None
    kind: Literal["saved", "printed"]
    document: Annotated[str, CodeOf("paper_document")] = "client_brief"
    language: Literal["en", "zh_CN", "both"]
    audience: Annotated[str, CodeOf("audience")] = "internal"
    pages: int
    sha256: str
    copy_no: str
    meeting_id: str | None = None
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
    copies: int = 1
    recipient: str = ""
    reason: str = ""
    destroy_by: date | None = None
    ended_on: date | None = None
    fate: Annotated[str | None, CodeOf("paper_fate")] = None
    questions: tuple[Question, ...] = ()


class TableExport(Entity):
    """One table that left the book as a file: its title, how many rows, the file's SHA-256.

    `firm_id` is set where the table is about one firm. `reason` says why something restricted was included; the file
    is out until `ended_on`, as paper is. Source: domain reference, 8.4 (export log).
    """

    firm_id: str | None = None
    title: str
    row_count: int
    language: Literal["en", "zh_CN"]
    sha256: str
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
    reason: str = ""
    destroy_by: date | None = None
    ended_on: date | None = None
    fate: Annotated[str | None, CodeOf("paper_fate")] = None


class SavedView(Entity):
    """A named list of firms: the filter and the sort order, as JSON."""

    name: str
    query: str
    position: int = 0
    icon: str = "star"
