"""The design tokens as a `Theme` value: every colour by its role, for light and for dark."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from rmapp import paths

PROPERTY = "rmappTheme"


@dataclass(frozen=True)
class StageColours:
    """The colours of one lifecycle stage."""

    fill: QColor
    soft: QColor
    text: QColor


@dataclass(frozen=True)
class Theme:
    """How the window looks now; painted widgets read it at each paint."""

    dark: bool = False
    text_factor: float = 1.0
    strong_borders: bool = False
    reduced_motion: bool = False

    def colour(self, role: str) -> QColor:
        """Return the colour of a role of the tokens; raises KeyError for an unknown role."""
        if role == "border_default" and self.strong_borders:
            role = "border_strong"
        return QColor(_roles(self.dark)[role])

    def stage(self, stage: str | int) -> StageColours:
        """Return the colours of a stage, by its code or its position from 1 to 8."""
        position = stage if isinstance(stage, int) else stage_codes().index(stage) + 1
        return _stages(self.dark)[position - 1]

    def series(self, index: int) -> QColor:
        """Return the colour of a chart series, 0 to 3."""
        return QColor(tokens()["chart"]["series"][self._mode][f"c{index + 1}"])

    @property
    def series_other(self) -> QColor:
        """The colour of everything beyond the fourth series."""
        return QColor(tokens()["chart"]["other"][self._mode])

    def monogram(self, name: str) -> tuple[QColor, QColor]:
        """Return ground and ink of a name's monogram; the same name always has the same."""
        tints: list[list[str]] = tokens()["monogram"][self._mode]
        ground, ink = tints[sum(name.encode()) % len(tints)]
        return QColor(ground), QColor(ink)

    def motion(self, pace: str) -> int:
        """Return the milliseconds of a movement; 0 when motion is reduced."""
        return 0 if self.reduced_motion else int(tokens()["motion_ms"][pace])

    @property
    def _mode(self) -> str:
        return "dark" if self.dark else "light"


@cache
def tokens() -> dict[str, Any]:
    """Return the design tokens as they are written in the file."""
    text = (paths.resources() / "themes" / "tokens.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def stage_codes() -> list[str]:
    """Return the codes of the eight lifecycle stages in order."""
    stages: dict[str, dict[str, Any]] = tokens()["stage"]
    return sorted(stages, key=lambda code: int(stages[code]["order"]))


def active() -> Theme:
    """Return the theme in force; the light one when no controller has set any."""
    application = QCoreApplication.instance()
    theme = application.property(PROPERTY) if application is not None else None
    return theme if isinstance(theme, Theme) else Theme()


@cache
def _roles(dark: bool) -> dict[str, str]:
    mode = "dark" if dark else "light"
    return {role: values[mode] for role, values in tokens()["colour"].items()}


@cache
def _stages(dark: bool) -> list[StageColours]:
    mode = "dark" if dark else "light"
    parts = (tokens()["stage"][code][mode] for code in stage_codes())
    return [StageColours(QColor(part["fill"]), QColor(part["soft"]), QColor(part["text"])) for part in parts]
