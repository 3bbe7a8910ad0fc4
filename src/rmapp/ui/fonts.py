"""The bundled fonts and the one function that makes every font of the window.

Latin comes first in the family list, so that digits stay Latin beside Chinese.
"""

from __future__ import annotations

import sys
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from rmapp import i18n, paths
from rmapp.ui.tokens import active, tokens

LATIN = "Inter"
CHINESE = "Noto Sans SC"
RARE = "Noto Sans SC Rare"
SCREEN_FILES = (
    "Inter-Regular.ttf",
    "Inter-Medium.ttf",
    "Inter-SemiBold.ttf",
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-SemiBold.ttf",
    "NotoSansSC-Fallback.ttf",
)
SYSTEM_CHINESE = {"win32": ("Microsoft YaHei UI",), "darwin": ("PingFang SC",)}
SEMIBOLD_ROLES = ("section", "subtitle", "figure", "title", "greeting", "display")
WEIGHTS = {"strong": 500} | dict.fromkeys(SEMIBOLD_ROLES, 600)
REGULAR = 400


def register() -> None:
    """Make the bundled fonts known to Qt, before the first window; a second call does nothing."""
    if QFontDatabase.hasFamily(RARE):
        return
    for name in SCREEN_FILES:
        if QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / name)) < 0:
            raise FileNotFoundError(name)


def families() -> list[str]:
    """Return the families in the order in which a character is looked for."""
    return [LATIN, *SYSTEM_CHINESE.get(sys.platform, ()), CHINESE, RARE]


def font(role: str = "body", weight: int | None = None, *, numeric: bool = False) -> QFont:
    """Return the font of a role of the type scale at the chosen text size.

    `numeric` sets tabular figures: for cells of numbers only, because they also widen hyphens in codes.
    """
    chosen = WEIGHTS.get(role, REGULAR) if weight is None else weight
    return QFont(_font(role, chosen, numeric, active().text_factor, i18n.current() == "zh_CN"))


def pixels(role: str) -> float:
    """Return the size of a role in device-independent pixels at the chosen text size."""
    return _pixels(role, active().text_factor, i18n.current() == "zh_CN")


def _pixels(role: str, factor: float, chinese: bool) -> float:
    scale = tokens()["type"]
    floor = scale["floor_px_zh"] if chinese else scale["floor_px"]
    return max(float(scale["scale_px"][role]), float(floor)) * factor


@lru_cache(maxsize=256)
def _font(role: str, weight: int, numeric: bool, factor: float, chinese: bool) -> QFont:
    made = QFont()
    made.setFamilies(families())
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setPointSizeF(_pixels(role, factor, chinese) * 72 / _dots_per_inch())
    made.setWeight(QFont.Weight(weight))
    if numeric:
        made.setFeature(QFont.Tag.fromString("tnum"), 1)
    return made


def _dots_per_inch() -> float:
    return QGuiApplication.primaryScreen().logicalDotsPerInchY()
