"""Pictures and PDFs for tests, drawn here: a photo as a telephone writes it, hostile ones, a PDF with pages."""

from io import BytesIO

from PIL import Image

GPS_MARK = b"LOCATION-MARK"
OWNER_MARK = b"OWNER-MARK"


def photo(size=(640, 480), colour=(200, 60, 60), *, orientation=1, taken="2026:03:01 10:11:12"):
    """Return a JPEG with a place, an owner, a comment, a thumbnail, XMP and a profile, as a telephone writes them."""
    image = Image.new("RGB", size, colour)
    image.paste((20, 20, 220), (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = OWNER_MARK.decode()
    exif[0x013B] = OWNER_MARK.decode()
    exif.get_ifd(0x8769)[0x9003] = taken
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (30.0, 14.0, 55.5), "E", (120.0, 9.0, 12.25)
    place[27] = GPS_MARK
    file = BytesIO()
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + GPS_MARK + b"</x:xmpmeta>"
    image.save(
        file,
        "JPEG",
        exif=exif,
        comment=OWNER_MARK,
        icc_profile=b"profile of " + OWNER_MARK,
        extra=b"\xff\xe1" + (len(xmp) + 2).to_bytes(2, "big") + xmp,
    )
    return file.getvalue()


def picture(kind="PNG", size=(60, 40), mode="RGB", colour=None, **options):
    """Return a small picture of a kind."""
    file = BytesIO()
    Image.new(mode, size, colour if colour is not None else 0).save(file, kind, **options)
    return file.getvalue()


def pdf(pages=1, text="page"):
    """Return a PDF with this many pages."""
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, pagesize=(200, 280))
    for number in range(pages):
        canvas.drawString(20, 200, f"{text} {number + 1}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def locked_pdf():
    """Return a PDF that opens with a password only."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(20, 200, "locked")
    canvas.save()
    return file.getvalue()
