"""Theme, fonts, icons and sizes: what every widget stands on."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QTextLayout

from rmapp import i18n, paths
from rmapp.ui import fonts, icons, metrics, paint, style_sheet
from rmapp.ui.theme import Theme, ThemeController, active, palette
from rmapp.ui.tokens import stage_codes, tokens

SOURCES = Path(paths.__file__).parent / "ui"
TEXTS = ("text_primary", "text_secondary", "text_tertiary")
GROUNDS = ("bg_window", "bg_canvas", "bg_surface", "bg_raised", "bg_sunken", "bg_hover")
TONES = ("danger", "warning", "success", "info", "neutral", "accent")


@pytest.fixture
def controller(qapp):
    made = ThemeController(qapp)
    yield made
    made.set_mode("light")
    made.set_text_factor(1.0)
    made.set_strong_borders(False)
    made.set_reduced_motion(False)
    made.deleteLater()


def contrast(first, second):
    def light(colour):
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_is_readable_on_every_ground(dark):
    theme = Theme(dark=dark)
    for ink in TEXTS:
        for ground in GROUNDS:
            assert contrast(theme.colour(ink), theme.colour(ground)) >= 4.5, (ink, ground)
    for tone in TONES:
        assert contrast(theme.colour(f"{tone}_text"), theme.colour(f"{tone}_soft")) >= 4.5, tone
    for role in ("accent", "accent_hover", "accent_pressed"):
        assert contrast(theme.colour("text_on_accent"), theme.colour(role)) >= 4.5, role


@pytest.mark.parametrize("dark", [False, True])
def test_marks_stand_out_from_the_surface(dark):
    theme = Theme(dark=dark)
    surface = theme.colour("bg_surface")
    marks = [theme.series(index) for index in range(4)]
    marks += [theme.colour(role) for role in ("focus_ring", "border_strong", "danger", "warning", "success", "accent")]
    marks += [theme.stage(code).fill for code in stage_codes()]
    for mark in marks:
        assert contrast(mark, surface) >= 3.0, mark.name()


@pytest.mark.parametrize("dark", [False, True])
def test_stages_and_monograms_are_readable(dark):
    theme = Theme(dark=dark)
    for code in stage_codes():
        assert contrast(theme.stage(code).text, theme.stage(code).soft) >= 4.5, code
    for name in "abcdefghij":
        ground, ink = theme.monogram(name)
        assert contrast(ground, ink) >= 4.5, name


def test_the_stages_of_the_tokens_are_those_of_the_reference():
    from rmapp.domain import reference

    stages = sorted(reference.stages().values(), key=lambda stage: stage.ordinal)
    assert stage_codes() == [stage.code for stage in stages]
    assert Theme().stage(4) == Theme().stage("growth")


def test_the_palette_has_three_groups(qapp):
    made = palette(Theme(dark=True))
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    theme = Theme(dark=True)
    assert made.color(group.Active, role.Highlight) == theme.colour("accent")
    assert made.color(group.Inactive, role.Highlight) == theme.colour("bg_selected_inactive")
    assert made.color(group.Disabled, role.Text) == theme.colour("text_disabled")


def test_the_sheet_names_no_colour_of_its_own(qapp):
    rules = (paths.resources() / "themes" / "application.qss").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b", rules)
    assert "$" not in style_sheet.style_sheet(Theme())
    assert rules.count("{") <= 90


def test_a_switch_changes_palette_sheet_and_icons_at_once(qapp, controller):
    controller.set_mode("light")
    light = icons.pixmap("user").toImage()
    assert icons.cached() > 0
    seen = []
    controller.changed.connect(lambda: seen.append(icons.cached()))
    controller.set_mode("dark")
    assert seen == [0]
    assert active().dark
    assert controller.mode == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window) == Theme(dark=True).colour("bg_window")
    assert Theme(dark=True).colour("bg_surface").name() in qapp.styleSheet()
    assert icons.pixmap("user").toImage() != light


def test_a_choice_that_changes_nothing_applies_nothing(controller):
    controller.set_mode("light")
    seen = []
    controller.changed.connect(lambda: seen.append(1))
    controller.set_mode("light")
    controller.set_text_factor(1.0)
    assert seen == []
    controller.apply()
    assert seen == [1]


def test_stronger_borders_and_reduced_motion(controller):
    assert active().motion("slow") == 200
    controller.set_strong_borders(True)
    controller.set_reduced_motion(True)
    assert active().colour("border_default") == active().colour("border_strong")
    assert active().motion("slow") == active().motion("fast") == 0


def test_sizes_follow_the_text(controller):
    assert (metrics.control(), metrics.small_control(), metrics.row()) == (32, 26, 44)
    controller.set_text_factor(1.5)
    assert metrics.control() >= 40
    assert metrics.row() - 44 >= 2 * 8
    assert metrics.icon() == 24
    controller.set_text_factor(9)
    assert active().text_factor == 2.0


def test_chinese_running_text_is_never_below_twelve_pixels(qapp):
    assert fonts.pixels("caption") == 11.5
    i18n.use("zh_CN")
    assert fonts.pixels("caption") == 12


def test_only_numeric_fonts_have_tabular_figures(qapp):
    assert paint.text_width("1111", fonts.font(numeric=True)) == paint.text_width("0000", fonts.font(numeric=True))
    assert paint.text_width("1111", fonts.font()) < paint.text_width("0000", fonts.font())


@pytest.mark.parametrize("text", ["Chaosheng", "潮声传感", "喆祎翀赟", "龘㐀", "𫖯", "¥58.0m", "“（）、"])
@pytest.mark.parametrize("weight", [400, 500, 600])
def test_no_character_of_a_name_becomes_a_box(qapp, text, weight):
    layout = QTextLayout(text, fonts.font(weight=weight))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    assert runs
    for run in runs:
        assert run.rawFont().familyName().startswith(("Inter", "Noto Sans SC"))
        assert 0 not in run.glyphIndexes()


def test_paper_digits_have_one_width():
    from fontTools.ttLib import TTFont

    for name in ("Regular", "Medium", "SemiBold"):
        font = TTFont(paths.resources() / "fonts" / f"InterPaper-{name}.ttf")
        glyphs = font.getBestCmap()
        assert len({font["hmtx"][glyphs[ord(digit)]][0] for digit in "0123456789"}) == 1
        assert "glyf" in font


def test_fonts_stay_small_and_carry_their_licences():
    folder = paths.resources() / "fonts"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 25_000_000
    for name in ("OFL-Inter.txt", "OFL-NotoSansSC.txt"):
        assert "SIL Open Font License" in (folder / name).read_text(encoding="utf-8")
    assert "ISC License" in (paths.resources() / "icons" / "LICENSE-Lucide.txt").read_text(encoding="utf-8")


def test_every_icon_that_the_window_names_is_there():
    known = {path.stem for path in (paths.resources() / "icons").glob("*.svg")}
    pattern = re.compile(
        r'(?:icon=|set_icon_name\(|IconButton\(\s*|EmptyState\(\s*|icons\.\w+\(painter, )"([a-z0-9-]+)"'
    )
    for path in SOURCES.rglob("*.py"):
        for name in pattern.findall(path.read_text(encoding="utf-8")):
            assert name in known, f"{path.name}: {name}"


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(KeyError):
        icons.pixmap("no-such-icon")


def test_an_icon_takes_its_colour_and_its_ratio(qapp):
    drawn = icons.pixmap("square", "danger", 16, 2.0)
    assert drawn.width() == 32
    assert drawn.devicePixelRatio() == 2.0
    image = drawn.toImage()
    inked = [image.pixelColor(x, 16) for x in range(32) if image.pixelColor(x, 16).alpha() > 250]
    assert inked
    assert all(abs(colour.red() - active().colour("danger").red()) < 4 for colour in inked)


def test_painting_costs_no_reference_to_none(qapp):
    image = QImage(4, 4, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    colour = QColor(Qt.GlobalColor.red)
    before = sys.getrefcount(None)
    for _step in range(1000):
        painter.setPen(colour)
    after = sys.getrefcount(None)
    painter.end()
    assert abs(after - before) < 100


def test_utilisation_is_amber_from_85_and_red_from_95(qapp):
    theme = active()
    assert paint.utilisation_colour(0.849) == theme.series(0)
    assert paint.utilisation_colour(0.85) == theme.series(1)
    assert paint.utilisation_colour(0.95) == theme.colour("danger")


def test_every_role_is_written_for_both_themes():
    for role, values in tokens()["colour"].items():
        assert QColor(values["light"]).isValid(), role
        assert QColor(values["dark"]).isValid(), role
