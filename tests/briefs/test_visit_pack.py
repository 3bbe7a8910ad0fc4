"""The visit pack on paper: numbered through, fit for both sides, room for a pen, never past the edge."""

import re
from itertools import pairwise

import pypdfium2
import pytest

from rmapp.briefs.call_sheet import call_sheet
from rmapp.briefs.drawing import BoxMark, PathMark, PlacedDrawing
from rmapp.briefs.frame import CONTENT_BOTTOM
from rmapp.briefs.styles import WIDTH
from rmapp.briefs.visit_pack import render_pack
from rmapp.domain.sheet_items import sheet_sections
from rmapp.i18n import speaking
from tests.brief_samples import empty_brief
from tests.briefs.pdf_text import colours, pages_text, squeezed, words
from tests.pack_samples import pack_options, sample_pack, sample_sheet

SEVEN_MM = 7 / 25.4 * 72
FOOT = 842 - 800


@pytest.fixture(scope="module")
def ten():
    """Return the pages of a pack of ten firms in English."""
    return pages_text(render_pack(sample_pack(10), pack_options(watermark=False)))


def test_every_page_says_its_number_the_moment_and_the_copy(ten):
    for number, text in enumerate(ten, 1):
        assert f"Page {number} of {len(ten)}" in text
        assert "facts as of 17 Dec 2025 08:12" in text
        assert "Copy 2025-12-17-03" in text


def test_every_page_of_a_firm_says_its_code(ten):
    codes = [re.findall(r"3K7-Q\d\d · Copy", text) for text in ten[2:]]
    assert all(len(found) == 1 for found in codes)
    assert len({found[0] for found in codes}) == 10


def test_each_brief_and_each_sheet_begins_on_a_front(ten):
    kinds = [squeezed(text)[:9] for text in ten]
    briefs = [at for at, kind in enumerate(kinds, 1) if kind.startswith("Clientbri")]
    sheets = [at for at, kind in enumerate(kinds, 1) if kind.startswith("Callsheet")]
    assert len(briefs) == len(sheets) == 20
    assert briefs[::2] == [number for number in briefs if number % 2]
    assert sheets[::2] == [number for number in sheets if number % 2]
    assert len(ten) == 2 + 10 * 4


def test_the_day_sheet_says_on_which_pages_each_firm_is(ten):
    day = ten[0] + ten[1]
    for at in range(10):
        assert f"3K7-Q{at:02d} · pages {3 + at * 4} to {6 + at * 4}" in day


def test_a_back_without_content_is_ruled_and_never_empty():
    pdf = render_pack(sample_pack(1, brief=empty_brief()), pack_options(parts=("day_sheet", "briefs"), watermark=False))
    pages = pages_text(pdf)
    assert len(pages) % 2 == 0
    assert "Notes" in pages[1]
    assert all(_rules(pdf, number) >= 20 for number, text in enumerate(pages) if squeezed(text).endswith("Notes"))


def test_a_brief_has_room_for_notes_only_where_no_sheet_to_write_on_comes_with_it():
    for parts, ruled in ((("briefs",), True), (("briefs", "call_sheets"), False)):
        text = squeezed("".join(pages_text(render_pack(sample_pack(1), pack_options(parts=parts)))))
        assert ("Notesfromthemeeting" in text) == ruled


def test_without_both_sides_no_page_is_added():
    pages = pages_text(render_pack(sample_pack(2), pack_options(duplex=False, parts=("day_sheet",))))
    assert len(pages) == 1


@pytest.mark.parametrize("parts", [("day_sheet",), ("briefs",), ("call_sheets",), ("briefs", "call_sheets")])
def test_each_part_can_be_left_out(parts):
    text = squeezed("".join(pages_text(render_pack(sample_pack(2), pack_options(parts=parts)))))
    assert ("Daysheet" in text) == ("day_sheet" in parts)
    assert ("Clientbrief" in text) == ("briefs" in parts)
    assert ("Callsheet" in text) == ("call_sheets" in parts)


def test_both_languages_print_the_briefs_twice_and_the_sheet_to_write_on_once():
    options = pack_options(language="both", watermark=False)
    pages = [squeezed(text) for text in pages_text(render_pack(sample_pack(1), options))]
    assert sum(text.startswith("Clientbrief") for text in pages) == 2
    assert sum(text.startswith("客户简报") for text in pages) == 2
    assert sum(text.startswith("Callsheet") for text in pages) == 2
    options = options.model_copy(update={"sheet_language": "zh_CN"})
    pages = [squeezed(text) for text in pages_text(render_pack(sample_pack(1), options))]
    assert sum("初次拜访" in text for text in pages) == 1, "the purposes on the front of the sheet"
    assert not any("Firstintroduction" in text for text in pages)


def test_the_same_pack_gives_the_same_file():
    assert render_pack(sample_pack(2), pack_options()) == render_pack(sample_pack(2), pack_options())


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("full", [False, True])
def test_the_sheet_has_two_pages_with_every_item_and_nothing_past_the_edge(language, full):
    with speaking(language):
        pages = call_sheet(sample_sheet(full=full), pack_options())
        numbers = [item.number for section in sheet_sections() for item in section.items]
    assert len(pages) == 2
    for page in pages:
        assert page.bands[-1][0] + page.bands[-1][1].height <= CONTENT_BOTTOM + 0.1
        assert all(0 <= x <= WIDTH + 0.1 for _y, drawing in page.bands for x in _edges(drawing))
    options = pack_options(language=language, sheet_language=language, parts=("call_sheets",))
    pack = sample_pack(1, full=full)
    printed = squeezed("".join(pages_text(render_pack(pack, options))))
    asked = len(pack.entries[0].sheet.questions[:7])
    unasked = {f"4.{number}" for number in range(asked + 1, 8)}
    wanted = [number for number in numbers if number not in unasked]
    assert [number for number in wanted if number not in printed] == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("full", [False, True])
def test_lines_to_write_on_are_seven_millimetres_apart(language, full):
    with speaking(language):
        pages = call_sheet(sample_sheet(full=full), pack_options())
    for page in pages:
        for x, lines in _write_lines(page).items():
            gaps = [below - above for above, below in pairwise(lines)]
            assert all(gap >= SEVEN_MM for gap in gaps), (x, gaps)


def test_boxes_to_tick_are_real_and_the_planned_purpose_is_crossed():
    with speaking("en"):
        front = call_sheet(sample_sheet(), pack_options())[0]
    boxes = [mark for mark in _marks(front) if isinstance(mark, BoxMark) and mark.stroke and 8 <= mark.width <= 12]
    assert len(boxes) >= 7 + 4 + 2 + 2 + 9
    crosses = [mark for mark in _marks(front) if isinstance(mark, PathMark) and mark.weight == 1.2]
    assert len(crosses) == 4, "two strokes for the purpose and two for the class"


def test_what_we_remark_on_people_is_not_on_the_table():
    pack = sample_pack(1)
    person = pack.entries[0].sheet.people[0]
    remarked = person.model_copy(update={"person": person.person.model_copy(update={"remark": "MARKER"})})
    sheet = pack.entries[0].sheet.model_copy(update={"people": (remarked,)})
    entry = pack.entries[0].model_copy(update={"sheet": sheet})
    pdf = render_pack(pack.model_copy(update={"entries": (entry,)}), pack_options(parts=("day_sheet", "call_sheets")))
    assert "MARKER" not in "".join(pages_text(pdf))


def test_black_and_white_has_no_colour():
    pdf = render_pack(sample_pack(1), pack_options(black_and_white=True))
    assert all(max(colour) - min(colour) <= 2 for colour in colours(pdf))


def test_a_day_of_many_visits_takes_more_sheets_and_cuts_none():
    pages = pages_text(render_pack(sample_pack(24, full=True), pack_options(parts=("day_sheet",))))
    text = "".join(pages)
    assert all(f"3K7-Q{at:02d}" in text for at in range(24))
    assert len(pages) > 2
    assert len(pages) % 2 == 0


def test_no_text_of_a_day_sheet_runs_into_another():
    pdf = render_pack(sample_pack(6, full=True), pack_options(parts=("day_sheet",), watermark=False))
    boxes = [one for one in words(pdf) if one.page == 1 and one.bottom > FOOT]
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            across = min(one.right, other.right) - max(one.left, other.left)
            along = min(one.top, other.top) - max(one.bottom, other.bottom)
            assert across <= 1 or along <= 2.6, (one.text, other.text)


def _marks(page):
    def walk(drawing):
        for mark in drawing.marks:
            if isinstance(mark, PlacedDrawing):
                yield from walk(mark.drawing)
            else:
                yield mark

    return [mark for _y, drawing in page.bands for mark in walk(drawing)]


def _edges(drawing):
    for mark in drawing.marks:
        if isinstance(mark, PathMark):
            yield from (x for x, _y in mark.points)
        elif isinstance(mark, BoxMark):
            yield from (mark.x, mark.x + mark.width)
        elif hasattr(mark, "line"):
            yield from (mark.x, mark.x + mark.line.width)


def _write_lines(page):
    """Return the heights of the lines to write on of each column, from the top."""
    found = {}
    for y, drawing in page.bands:
        for mark in drawing.marks:
            if isinstance(mark, PathMark) and mark.weight == 0.55:
                (left, height), (right, _height) = mark.points
                for other in list(found):
                    if other[0] < right and left < other[1]:
                        found[other].append(y + height)
                found.setdefault((left, right), [y + height])
    return {key: sorted(set(heights)) for key, heights in found.items()}


def _rules(pdf, number):
    """Return how many level lines a page draws."""
    with pypdfium2.PdfDocument(pdf) as document:
        return sum(1 for _one in document[number].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]))
