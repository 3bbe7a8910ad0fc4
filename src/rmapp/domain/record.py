"""What left the book on paper or as a file, and how the user likes to see it."""

from __future__ import annotations

from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity


class PaperRecord(Entity):
    """One printing or saving of a brief: what, for whom, how many pages, and the file's SHA-256.

    Source: domain reference, 8.4 (export log).
    """

    firm_id: str
    kind: Literal["saved", "printed"]
    document: Literal["client_brief", "group_brief"] = "client_brief"
    language: Literal["en", "zh_CN", "both"]
    audience: Annotated[str, CodeOf("audience")] = "internal"
    pages: int
    sha256: str
    copy_no: str


class TableExport(Entity):
    """One table that left the book as a spreadsheet: its title, how many rows, the file's SHA-256.

    `firm_id` is set where the table is about one firm. Source: domain reference, 8.4 (export log).
    """

    firm_id: str | None = None
    title: str
    row_count: int
    language: Literal["en", "zh_CN"]
    sha256: str


class SavedView(Entity):
    """A named list of firms: the filter and the sort order, as JSON."""

    name: str
    query: str
    position: int = 0
    icon: str = "star"
