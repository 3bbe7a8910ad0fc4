"""Files on their way into the book: what may come in, and what becomes of it before it is stored."""

from __future__ import annotations

import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.attachment import StagedFile
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

MOST_BYTES = 50_000_000
"""Bytes of one file; a scanned contract of a hundred pages has about 30 million."""

MOST_NAME = 120
"""Characters of a name that are kept."""

MOST_OFFERED = 400
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class TakenFile(NamedTuple):
    """A file as it will be kept: its bytes, and what is known about it but for its digest."""

    content: bytes
    facts: dict[str, object]

    def staged(self, sha256: str) -> StagedFile:
        """Return it as a file that lies beside the book."""
        return StagedFile.model_validate({**self.facts, "sha256": sha256, "size": len(self.content)})


class CameraPicture(NamedTuple):
    """A picture in the folder that a camera or telephone fills; `changed` is seconds since 1970."""

    path: Path
    changed: float


def take_in(source: Path | bytes, name: str = "") -> TakenFile:
    """Return a file as it is to be kept: pictures turned, scaled and without their hidden facts, PDFs as they are.

    Nothing is stored yet. `name` is shown later, never used as a path; without one it is that of the file. Raises
    `InputError` with a sentence under "file" for whatever cannot be kept.
    """
    content = source if isinstance(source, bytes) else _read(source)
    shown = shown_name(name or (source.name if isinstance(source, Path) else ""))
    if not content:
        raise _refused(shown, _("The file is empty."))
    if len(content) > MOST_BYTES:
        raise _refused(shown, _("It has more than {n} MB.").format(n=MOST_BYTES // 1_000_000))
    return _document(content, shown) or _picture(content, shown)


def is_document(source: Path | bytes) -> bool:
    """Tell whether a file is a PDF, which may be taken in on the main thread only."""
    from rmapp.exchange import pdf_files

    try:
        return pdf_files.is_pdf(source if isinstance(source, bytes) else _read(source, 1024))
    except InputError:
        return False


def shown_name(name: str) -> str:
    """Return the last part of a name without what cannot be seen, such as marks that turn the direction of writing."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(char for char in last if unicodedata.category(char) not in _INVISIBLE).strip()
    if len(seen) > MOST_NAME:
        stem, dot, ending = seen.rpartition(".")
        seen = f"{stem[: MOST_NAME - 6]}…{dot}{ending[:4]}" if dot else seen[:MOST_NAME]
    return seen


def camera_pictures(folder: Path) -> list[CameraPicture]:
    """Return the newest pictures in a folder and the folders in it, newest first; what cannot be read is left out.

    Nothing is opened. A camera puts its pictures one folder deeper.
    """
    found: list[CameraPicture] = []
    for path in (*_entries(folder), *(inner for below in _entries(folder) for inner in _entries(below))):
        if path.suffix.lower() not in _PICTURES or path.name.startswith("."):
            continue
        try:
            status = path.stat()
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            found.append(CameraPicture(path, status.st_mtime))
    return sorted(found, key=_newest_first)[:MOST_OFFERED]


def taken_within(pictures: list[CameraPicture], now: datetime, hours: int) -> list[CameraPicture]:
    """Return the pictures of the last hours."""
    since = now.timestamp() - hours * 3600
    return [one for one in pictures if one.changed >= since]


def thumbnail(source: Path | bytes, side: int) -> bytes | None:
    """Return a small JPEG of a picture for the screen, at most `side` pixels long; None where there is none."""
    from rmapp.exchange import pictures

    try:
        content = source if isinstance(source, bytes) else _read(source)
    except InputError:
        return None
    return pictures.thumbnail(content, side)


def _newest_first(one: CameraPicture) -> tuple[float, str]:
    return (-one.changed, one.path.name)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError:
        return []


def _read(path: Path, most: int = MOST_BYTES + 1) -> bytes:
    shown = shown_name(path.name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            raise _refused(shown, _("It is not a file."))
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError as error:
        raise _refused(shown, _("It is no longer there.")) from error
    except PermissionError as error:
        raise _refused(shown, _("It may not be read by this user.")) from error
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise _refused(shown, _("It cannot be read: {cause}.").format(cause=cause)) from error


def _document(content: bytes, shown: str) -> TakenFile | None:
    from rmapp.exchange import pdf_files

    if not pdf_files.is_pdf(content):
        return None
    try:
        pages = pdf_files.count_pages(content)
    except pdf_files.PdfRefused as error:
        raise _refused(shown, str(error)) from error
    name = shown or _("Document.pdf")
    return TakenFile(content, {"kind": "document", "name": name, "media_type": "application/pdf", "pages": pages})


def _picture(content: bytes, shown: str) -> TakenFile:
    from rmapp.exchange import pictures

    if pictures.is_heic(content):
        raise _refused(
            shown,
            _(
                "Photos in the HEIC format cannot be read here. Set the camera of the telephone to “Most compatible”, "
                "or turn the photo into a JPEG first."
            ),
        )
    try:
        picture = pictures.read_picture(content)
    except pictures.PictureRefused as error:
        raise _refused(shown, str(error)) from error
    if picture is None:
        raise _refused(shown, _("Only pictures (JPEG, PNG, WebP, TIFF, BMP, GIF) and PDF can be kept."))
    facts = {
        "kind": "photo",
        "name": shown or f"{_('Picture')}.{picture.media_type.rpartition('/')[2]}",
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "taken_on": picture.taken_on,
    }
    return TakenFile(picture.content, facts)


def _refused(shown: str, why: str) -> InputError:
    said = _("“{name}” was not taken. {why}").format(name=shown, why=why) if shown else why
    return InputError({"file": said})
