"""Photos, scans and documents that belong to a firm or a meeting; their bytes lie beside the book."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from rmapp.domain.entity import CodeOf, Entity, Value

FORMATS = ".jpg .jpeg .png .webp .tif .tiff .bmp .gif .pdf"
"""The endings of the files that can be taken in, for a dialog that chooses files; the content decides."""


class StagedFile(Value):
    """A file whose bytes lie beside the book already, and which belongs to nothing yet.

    A note that is still being typed keeps it in its draft: `model_dump(mode="json")` is what to keep.
    """

    kind: Annotated[str, CodeOf("attachment_kind")] = "document"
    name: str
    caption: str = ""
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    sha256: str
    taken_on: date | None = None
    copy_no: str = ""


class Attachment(Entity):
    """One file that was taken into the book.

    The content lies encrypted under its SHA-256 in the book's folder `attachments`; `name` is only shown,
    never a part of a path. `size` counts the bytes of the content, `width` and `height` pixels, `pages` those of a
    document. A scan of the written sheet names the print it was made of by `copy_no`.
    """

    firm_id: str
    meeting_id: str | None = None
    promise_id: str | None = None
    kind: Annotated[str, CodeOf("attachment_kind")] = "document"
    name: str
    caption: str = ""
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    sha256: str
    taken_on: date | None = None
    copy_no: str = ""
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
