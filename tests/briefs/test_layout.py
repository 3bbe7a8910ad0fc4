"""Sections to pages."""

from __future__ import annotations

from functools import partial

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.layout import BAND_GAP, Band, Section, distribute, pair


def band(height, *, turns=False, may_wait=False) -> Band:
    return Band(Drawing(500, height), turns, may_wait)


def heights(sheets):
    return [[round(drawing.height) for _y, drawing in sheet.bands] for sheet in sheets]


def laid(bands, space=True, least=200.0, scant=100.0):
    ruled = (lambda height: Drawing(500, height)) if space else None
    return distribute(bands, 100, 60, 760, ruled, least, scant=scant)


def test_a_section_that_does_not_fit_moves_whole():
    assert heights(laid([band(400), band(400)], space=False)) == [[400], [400]]


def test_notes_begin_the_second_page():
    sheets = laid([band(400), band(100, turns=True)])

    assert heights(sheets)[0] == [400]
    assert heights(sheets)[1][0] == 100


def test_what_fits_on_one_page_takes_one():
    assert len(laid([band(200), band(100, turns=True)])) == 1


def test_notes_that_the_user_put_first_stay_first():
    assert heights(laid([band(100, turns=True), band(500)], space=False)) == [[100, 500]]


def test_a_section_that_may_wait_stands_after_the_notes():
    sheets = laid([band(600), band(90, may_wait=True), band(100, turns=True)])

    assert heights(sheets)[1][:2] == [100, 90]


def test_the_ruled_lines_get_a_page_of_their_own_rather_than_too_little_room():
    sheets = laid([band(300), band(650, turns=True)])

    assert len(sheets) == 3
    assert heights(sheets)[2][0] == 760 - 60


def test_a_full_brief_stays_on_two_pages_while_there_is_some_room_to_write():
    sheets = laid([band(650), band(550, turns=True)])

    assert [len(sheet.bands) for sheet in sheets] == [1, 2]


def test_bands_do_not_touch():
    (sheet,) = laid([band(100), band(100), band(100)], space=False)
    tops = [y for y, _drawing in sheet.bands]

    assert tops == [100, 200 + BAND_GAP, 300 + 2 * BAND_GAP]


def test_two_halves_share_a_row_and_a_lone_one_gets_it_whole():
    widths = []

    def draw(name, width):
        widths.append((name, round(width)))
        return Drawing(width, 50)

    sections = [
        Section(partial(draw, "a"), 0.5),
        Section(partial(draw, "b"), 0.5),
        Section(partial(draw, "c"), 0.5),
        Section(partial(draw, "d")),
    ]
    bands = pair(sections, 518)

    assert widths == [("a", 250), ("b", 250), ("c", 518), ("d", 518)]
    assert len(bands) == 3
