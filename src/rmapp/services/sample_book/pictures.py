"""Attachments of the sample book: drawn by the program, each with the words that it is a sample."""

from __future__ import annotations

import random
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from rmapp import paths
from rmapp.domain.meeting import Meeting
from rmapp.domain.record import PaperRecord
from rmapp.services.paperwork import attachments

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from rmapp.storage.store import Store

_ON_SITE = ["field_visit", "site_inspection"]
_MARK = "SAMPLE · 示例 · drawn, not a photo"
_HALL, _STEEL, _GREEN, _FLOOR, _INK = "#dfe6ec", "#8fa3b3", "#5a9a86", "#b9c2c9", "#2b3a46"
_YARD, _WALL, _ROOF, _PAPER = "#cfdcd2", "#f3efe6", "#a86f57", "#fdfcf8"


def write_pictures(store: Store, firm_id: str) -> None:
    """Attach a hall, a yard and a written sheet to the firm and its newest visit."""
    held = store.all(Meeting, order="starts_at desc", firm_id=firm_id, status="held", type=_ON_SITE)
    visit = next(iter(held), None)
    meeting_id = visit.id if visit else None
    day = visit.starts_at[:10] if visit else (store.clock.today() - timedelta(days=10)).isoformat()
    copy_no = f"{day}-01"
    for picture, name, facts in (
        (_hall(), "hall-2.jpg", {"caption": "二号车间：两条产线运转 · Hall 2, both lines running", "kind": "photo"}),
        (_yard(), "yard.jpg", {"caption": "成品库与装车区 · Finished goods and loading bay", "kind": "photo"}),
        (
            _sheet(),
            "call-sheet.png",
            {"caption": "走访记录表手写件 · The written sheet", "kind": "sheet_scan", "copy_no": copy_no},
        ),
    ):
        taken = attachments.take_in(_saved(picture, name), name)
        attachments.add_attachment(store, taken, firm_id, meeting_id=meeting_id, **facts)
    printed = store.add(
        PaperRecord(
            firm_id=firm_id,
            kind="printed",
            document="visit_pack",
            language="both",
            pages=4,
            sha256="0" * 64,
            copy_no=copy_no,
            meeting_id=meeting_id,
        )
    )
    eve = date.fromisoformat(day) - timedelta(days=1)
    store.change(PaperRecord, printed.id, created_at=f"{eve.isoformat()}T09:00:00.000Z")


def _hall() -> Image:
    image, draw = _canvas(_HALL)
    draw.rectangle((0, 620, 1280, 900), fill=_FLOOR)
    for x in range(0, 1280, 160):
        draw.line((x, 0, x, 250), fill=_STEEL, width=6)
        draw.rectangle((x + 30, 250, x + 130, 262), fill="white")
    for row, top in enumerate((400, 560)):
        draw.rectangle((80, top + 90, 1200, top + 120), fill=_STEEL)
        for number in range(6):
            left = 110 + number * 180
            draw.rounded_rectangle((left, top, left + 120, top + 92), 10, fill=_GREEN if row else _STEEL, outline=_INK)
            draw.ellipse((left + 48, top + 30, left + 72, top + 54), fill="white", outline=_INK)
    return _marked(image, draw)


def _yard() -> Image:
    image, draw = _canvas(_YARD)
    draw.rectangle((120, 260, 900, 640), fill=_WALL, outline=_INK, width=3)
    draw.polygon(((90, 260), (510, 110), (930, 260)), fill=_ROOF, outline=_INK)
    for number in range(3):
        left = 180 + number * 230
        draw.rectangle((left, 400, left + 160, 640), fill=_STEEL, outline=_INK, width=3)
    draw.rectangle((940, 470, 1220, 640), fill=_GREEN, outline=_INK, width=3)
    draw.ellipse((970, 610, 1040, 680), fill=_INK)
    draw.ellipse((1120, 610, 1190, 680), fill=_INK)
    return _marked(image, draw)


def _sheet() -> Image:
    """Return a sheet with lines as of a pen; the strokes are no letters."""
    image, draw = _canvas(_PAPER, (900, 1270))
    face = _face(26)
    draw.text((60, 50), "Call sheet · 走访记录表", fill=_INK, font=_face(38))
    pen = random.Random(7)  # noqa: S311 - strokes that are the same in each sample book
    for number in range(11):
        top = 150 + number * 92
        draw.text((60, top), f"{number + 1}", fill=_INK, font=face)
        for line in (top + 36, top + 72):
            draw.line((110, line, 840, line), fill=_FLOOR, width=2)
        x = 120.0
        while x < pen.uniform(420, 800):
            draw.line([(x + step * 7, top + 28 + pen.uniform(-16, 4)) for step in range(5)], fill="#27408b", width=3)
            x += 28 + pen.choice((6, 20))
    return _marked(image, draw)


def _canvas(colour: str, size: tuple[int, int] = (1280, 900)) -> tuple[Image, ImageDraw]:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", size, colour)
    return image, ImageDraw.Draw(image)


def _marked(image: Image, draw: ImageDraw) -> Image:
    width, height = image.size
    draw.rectangle((0, height - 54, width, height), fill=_INK)
    draw.text((24, height - 44), _MARK, fill="white", font=_face(26))
    return image


def _face(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(paths.resources() / "fonts" / "NotoSansSC-Regular.ttf"), size)


def _saved(image: Image, name: str) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG" if name.endswith(".jpg") else "PNG")
    return file.getvalue()
