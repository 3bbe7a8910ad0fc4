"""Pictures from outside: hidden facts stay outside, size and position are right, harm is refused with a sentence."""

import os
import random
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from rmapp.exchange import pdf_files, pictures
from rmapp.exchange.pictures import LONGEST, PictureRefused, read_picture
from tests.pictures import GPS_MARK, OWNER_MARK, locked_pdf, pdf, photo, picture

MUTATIONS = int(os.environ.get("RMAPP_MUTATED_PICTURES", "300"))


def opened(content):
    return Image.open(BytesIO(content))


def test_place_owner_comment_thumbnail_and_profile_stay_outside():
    raw = photo()
    assert GPS_MARK in raw
    assert OWNER_MARK in raw
    kept = read_picture(raw)
    assert GPS_MARK not in kept.content
    assert OWNER_MARK not in kept.content
    image = opened(kept.content)
    assert not dict(image.getexif())
    assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & image.info.keys()
    for segment in (b"Exif\0", b"http://ns.adobe.com", b"Photoshop", b"ICC_PROFILE"):
        assert segment not in kept.content


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_other_kinds_lose_their_hidden_facts_too(kind):
    exif = Image.Exif()
    exif[0x010F] = OWNER_MARK.decode()
    raw = picture(kind, exif=exif.tobytes(), icc_profile=b"profile " + OWNER_MARK)
    kept = read_picture(raw)
    assert OWNER_MARK in raw
    assert OWNER_MARK not in kept.content


def test_the_day_is_kept_as_a_date():
    assert read_picture(photo(taken="2026:03:01 10:11:12")).taken_on == date(2026, 3, 1)
    for said in ("", "0000:00:00 00:00:00", "yesterday", "2026:13:41 10:00:00"):
        assert read_picture(photo(taken=said)).taken_on is None


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "left top"), (3, "right bottom"), (6, "right top"), (8, "left bottom")],
)
def test_a_turned_photo_stands_upright(orientation, corner):
    image = opened(read_picture(photo(orientation=orientation)).content)
    across, down = corner.split()
    x = 5 if across == "left" else image.width - 6
    y = 5 if down == "top" else image.height - 6
    red, _green, blue = image.getpixel((x, y))
    assert blue > red
    assert (image.width > image.height) == (orientation in (1, 3))


def test_a_large_photo_is_scaled_and_a_small_one_is_not():
    large = read_picture(photo((3000, 4000)))
    assert (large.width, large.height) == (1536, LONGEST)
    assert opened(large.content).size == (1536, LONGEST)
    small = read_picture(photo((640, 480)))
    assert (small.width, small.height) == (640, 480)


def test_the_same_photo_gives_the_same_bytes():
    assert read_picture(photo()).content == read_picture(photo()).content


def test_a_drawing_stays_sharp_and_what_is_transparent_is_white():
    kept = read_picture(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert kept.media_type == "image/png"
    assert opened(kept.content).getpixel((1, 1)) == (255, 255, 255)
    palette = picture("GIF", mode="P")
    assert opened(read_picture(palette).content).mode == "RGB"
    scan = read_picture(picture("TIFF", mode="1", size=(2480, 3508)))
    assert scan.height == LONGEST
    assert opened(read_picture(picture("JPEG", mode="CMYK")).content).mode == "RGB"


def test_what_is_no_picture_is_none():
    for content in (b"", b"hello", b"%PDF-1.4", b"PK\x03\x04", b"<svg/>", b"MZ" + bytes(64)):
        assert read_picture(content) is None


def test_telephones_that_write_heic_are_told_so():
    assert pictures.is_heic(b"\0\0\0\x18ftypheic" + bytes(20))
    assert pictures.is_heic(b"\0\0\0\x18ftypmif1" + bytes(20))
    assert not pictures.is_heic(photo())
    assert not pictures.is_heic(b"\0\0\0\x18ftypisom")


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = bytearray(picture("PNG", size=(10, 10)))
    for width, height in ((30_000, 30_000), (2**31 - 1, 2**31 - 1), (8000, 7000)):
        bomb[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
        import zlib

        bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
        with pytest.raises(PictureRefused, match="50 million"):
            read_picture(bytes(bomb))
        assert pictures.thumbnail(bytes(bomb), 100) is None


def test_half_a_photo_is_refused_with_a_sentence():
    raw = photo((1200, 900))
    with pytest.raises(PictureRefused, match="damaged"):
        read_picture(raw[: len(raw) * 2 // 3])


def test_a_tiff_of_several_pages_is_refused_rather_than_cut():
    file = BytesIO()
    pages = [Image.new("L", (20, 20), shade) for shade in (0, 255)]
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    with pytest.raises(PictureRefused, match="PDF"):
        read_picture(file.getvalue())


def test_mutated_pictures_end_as_a_picture_or_a_sentence():
    """Each mutated file is read, refused or no picture: no other error escapes (reliability, I1)."""
    chance = random.Random(20260304)
    kinds = [photo((80, 60)), *(picture(kind) for kind in ("PNG", "WEBP", "TIFF", "BMP", "GIF"))]
    refused = 0
    for number in range(MUTATIONS):
        content = bytearray(kinds[number % len(kinds)])
        for _time in range(chance.choice((1, 3, 20))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.2:
            del content[chance.randrange(1, len(content)) :]
        try:
            kept = read_picture(bytes(content))
        except PictureRefused:
            refused += 1
        else:
            assert kept is None or max(kept.width, kept.height) <= LONGEST
        pictures.thumbnail(bytes(content), 40)
    assert 0 < refused < MUTATIONS


def test_pdfs_are_counted_and_refused_with_a_sentence():
    assert pdf_files.count_pages(pdf(3)) == 3
    with pytest.raises(pdf_files.PdfRefused, match="password"):
        pdf_files.count_pages(locked_pdf())
    for broken in (b"%PDF-1.4 nothing", pdf(1)[:60]):
        with pytest.raises(pdf_files.PdfRefused, match="damaged"):
            pdf_files.count_pages(broken)


def test_a_pdf_with_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(pdf_files, "MOST_PAGES", 2)
    with pytest.raises(pdf_files.PdfRefused, match="this one has 3"):
        pdf_files.count_pages(pdf(3))
