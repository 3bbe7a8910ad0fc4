"""The widgets of an assessment: radar, band axis and the rows of scores, in picture and words."""

from __future__ import annotations

import pytest

from rmapp import i18n
from rmapp.ui.widgets.band_axis import Band, BandAxis
from rmapp.ui.widgets.radar import Radar, RadarNames, Spoke
from rmapp.ui.widgets.score_row import ScoreHead, ScoreLine, ScoreRow, ScoreSteps, score_sentence, signed
from tests.small_controls import ink, put

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SPOKES = [
    Spoke("Corporate qualifications", 80, 70, 60),
    Spoke("Team strength", 88, 85, 62),
    Spoke("R&D investment", 84, 76, None),
    Spoke("Market and industry potential", None, 80, 66),
]
BANDS = [Band("T2", 75, "success"), Band("T3", 65, "success"), Band("T4", 0, "warning")]


def test_the_radar_says_every_number_and_has_a_table(page):
    radar = put(page, Radar())
    radar.set_spokes(SPOKES, RadarNames("11 Dec 2025", "May 2025", "9 firms"), name="Scorecard")
    assert radar.headers() == ("Dimension", "11 Dec 2025", "May 2025", "9 firms")
    assert radar.table()[0] == ("Corporate qualifications", "80", "70", "60")
    assert radar.table()[3] == ("Market and industry potential", "not known", "80", "66")
    assert "R&D investment 84 · May 2025 76 · 9 firms not known" in radar.accessibleDescription()
    assert ink(radar) > 500


def test_the_radar_without_last_time_has_two_columns(page):
    radar = put(page, Radar())
    radar.set_spokes(SPOKES, RadarNames("11 Dec 2025"), name="Scorecard")
    assert radar.headers() == ("Dimension", "11 Dec 2025")
    assert radar.table()[1] == ("Team strength", "88")
    assert "May" not in radar.accessibleDescription()


def test_the_radar_of_nothing_known_still_stands(page):
    radar = put(page, Radar())
    radar.set_spokes([Spoke(one.label, None) for one in SPOKES], RadarNames("now"), name="Scorecard")
    assert {row[1] for row in radar.table()} == {"not known"}
    assert ink(radar) > 100


def test_the_labels_of_the_radar_stay_inside(page):
    """Labels are measured, so that the largest text leaves a smaller radar and cuts nothing."""
    radar = Radar()
    radar.resize(320, 300)
    radar.set_spokes(SPOKES * 2, RadarNames("now"), name="Scorecard")
    centre, radius = radar._place(0.0)
    for index, spoke in enumerate(SPOKES * 2):
        across, _down = radar._direction(index)
        _lines, wide = radar._label(spoke, across)
        if abs(across) > 0.35:
            assert centre.x() + abs(across) * radius + 10 + wide <= 320.5


def test_the_band_axis_orders_its_bands_and_speaks(page):
    axis = put(page, BandAxis())
    axis.set_bands(BANDS)
    axis.set_value(77.58, "T2", name="Score", sentence="77.6 of 100, T2")
    assert [band.code for band in axis._bands] == ["T4", "T3", "T2"]
    assert axis.accessibleDescription() == "77.6 of 100, T2"
    marked = ink(axis)
    axis.set_value(None, "", name="Score")
    assert ink(axis) != marked


def test_a_row_of_scores_speaks_and_unfolds(page):
    line = ScoreLine("team", "Team strength", "61% of staff in R&D", "18%", 88, 85, 3)
    row = put(page, ScoreRow(line))
    put(page, ScoreHead())
    assert row.accessibleName() == "Team strength, folded"
    row.set_open(True)
    assert row.accessibleName() == "Team strength, shown"
    assert score_sentence(line) == "88 of 100, weight 18%, +3 since last time, 61% of staff in R&D"
    assert ink(row) > 200


def test_a_row_of_which_nothing_is_known_says_so(page):
    line = ScoreLine("team", "Team strength", "", "18%", None)
    assert score_sentence(line) == "not known, weight 18%"
    assert ink(put(page, ScoreRow(line))) > 50


@pytest.mark.parametrize(("change", "said"), [(3, "+3"), (-1, "\N{MINUS SIGN}1"), (0, "±0")])
def test_a_change_has_its_sign(change, said):
    assert signed(change) == said


def test_steps_say_their_number(page):
    steps = put(page, ScoreSteps(4, name="Founder's record"))
    assert steps.accessibleDescription() == "4 of 5"
    steps.set_score(None)
    assert steps.accessibleDescription() == "not known"


def test_a_long_label_without_spaces_is_not_broken(page):
    i18n.use("zh_CN")
    radar = put(page, Radar())
    radar.set_spokes([Spoke("知识产权与技术实力", 80)] * 8, RadarNames("本次"), name="评分卡")
    assert radar._label(radar._spokes[2], 1.0)[0] == ["知识产权与技术实力"]
