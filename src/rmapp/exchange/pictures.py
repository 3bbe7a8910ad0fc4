"""Pictures from outside: read with care, turned upright, scaled, and written anew without anything but the picture.

What a camera wrote beside the picture (place, owner, device, thumbnail, colour profile) does not come along:
the pixels are copied into a picture that was made empty. Only the day of the photo is read. Colours are those
of the screen (sRGB); a profile of another kind shifts them slightly.
"""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from rmapp.i18n import _

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST = 2048
"""Pixels of the longer side of what is kept: a form of A4 stays readable."""

MOST_PIXELS = 50_000_000
"""Pixels of what is opened; more than a telephone's camera makes, and little enough for the memory of a laptop."""

_QUALITY = 85
_MOST_PNG = 1_500_000
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_PHOTOS = ("JPEG", "MPO", "WEBP")
_HEIC = re.compile(rb"....ftyp(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif)", re.DOTALL)
_EXIF_PART, _TAKEN, _CHANGED = 0x8769, 0x9003, 0x0132
_DAY = re.compile(r"(\d{4})[:\-/](\d{2})[:\-/](\d{2})")

_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Pillow raises over files that are not what they say."""


class Picture(NamedTuple):
    """A picture as it is kept: the bytes of its file, its size in pixels, and the day it was taken if it says so."""

    content: bytes
    media_type: str
    width: int
    height: int
    taken_on: date | None


class PictureRefused(Exception):
    """A file that cannot be taken in as a picture; the text is a sentence for the user."""


def is_heic(content: bytes) -> bool:
    """Tell whether this is a photo in the format of newer telephones, which needs a licensed decoder."""
    return _HEIC.match(content) is not None


def read_picture(content: bytes) -> Picture | None:
    """Return a picture as it is to be kept; None if this is no picture of a known kind.

    Raises `PictureRefused` for one that is damaged, too large or in several pages.
    """
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        # Damaged files make it warn of much; what matters raises.
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(content), formats=_FORMATS) as opened:
                return _kept(opened)
        except UnidentifiedImageError:
            return None
        except Image.DecompressionBombError as error:
            raise PictureRefused(_too_large()) from error
        except _BROKEN as error:
            said = _("This picture is damaged and cannot be read. Take it again or copy it anew.")
            raise PictureRefused(said) from error


def thumbnail(content: bytes, side: int) -> bytes | None:
    """Return a small picture, at most `side` pixels long, as a JPEG for the screen; None if it cannot be made."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(content), formats=_FORMATS) as opened:
                _require_size(opened)
                small = _upright(opened, side)
                return _written(small, "JPEG")
        except (*_BROKEN, Image.DecompressionBombError, PictureRefused):
            return None


def greyed(content: bytes) -> bytes:
    """Return a picture that `thumbnail` made in shades of grey, as a JPEG of the same size."""
    from PIL import Image

    with Image.open(BytesIO(content), formats=_FORMATS) as opened:
        return _written(opened.convert("L"), "JPEG")


def _kept(opened: Image) -> Picture:
    _require_size(opened)
    if opened.format == "TIFF" and getattr(opened, "n_frames", 1) > 1:
        raise PictureRefused(
            _("This TIFF has several pages, of which only one could be kept. Save it as a PDF and take that.")
        )
    taken_on = _taken_on(opened)
    is_photo = opened.format in _PHOTOS
    picture = _upright(opened, LONGEST)
    written = b"" if is_photo else _written(picture, "PNG")
    kind = "PNG" if 0 < len(written) <= _MOST_PNG else "JPEG"
    if kind == "JPEG":
        written = _written(picture, kind)
    return Picture(written, f"image/{kind.lower()}", picture.width, picture.height, taken_on)


def _upright(opened: Image, longest: int) -> Image:
    """Return the picture as it is looked at, in colours or greys, on a ground of white, with nothing beside it."""
    from PIL import Image, ImageOps

    opened.draft("RGB", (longest, longest))  # a JPEG need not be read in full to be scaled down
    opened.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    turned = ImageOps.exif_transpose(opened)
    grey = turned.mode in ("1", "L")
    if "A" in turned.getbands() or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        ground = Image.new("RGB", turned.size, "white")
        ground.paste(turned, mask=turned.getchannel("A"))
        return ground
    plain = turned.convert("L" if grey else "RGB")
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    return fresh


def _written(picture: Image, kind: str) -> bytes:
    file = BytesIO()
    if kind == "PNG":
        picture.save(file, "PNG", optimize=False, compress_level=6)
    else:
        picture.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


def _require_size(opened: Image) -> None:
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise PictureRefused(_too_large())


def _too_large() -> str:
    megapixels = MOST_PIXELS // 1_000_000
    return _("This picture has more than {n} million pixels. Scale it down first.").format(n=megapixels)


def _taken_on(opened: Image) -> date | None:
    """Return the day that the camera wrote; None where it wrote none that can be read."""
    try:
        exif = opened.getexif()
        said = exif.get_ifd(_EXIF_PART).get(_TAKEN) or exif.get(_CHANGED)
        found = _DAY.match(str(said))
        return date(*map(int, found.groups())) if found else None
    except _BROKEN:
        return None
