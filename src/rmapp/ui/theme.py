"""Follow the system, light or dark: one palette and one style sheet for the whole application."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette

from rmapp.ui import fonts, icons, style_sheet
from rmapp.ui.tokens import PROPERTY, StageColours, Theme, active

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

__all__ = ["Mode", "StageColours", "Theme", "ThemeController", "active", "palette"]

Mode = Literal["system", "light", "dark"]
TEXT_FACTORS = (1.0, 2.0)

_SCHEMES = {"system": Qt.ColorScheme.Unknown, "light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_ROLES = {
    QPalette.ColorRole.Window: "bg_window",
    QPalette.ColorRole.WindowText: "text_primary",
    QPalette.ColorRole.Base: "bg_surface",
    QPalette.ColorRole.AlternateBase: "bg_sunken",
    QPalette.ColorRole.Text: "text_primary",
    QPalette.ColorRole.Button: "bg_surface",
    QPalette.ColorRole.ButtonText: "text_primary",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.ToolTipBase: "bg_raised",
    QPalette.ColorRole.ToolTipText: "text_primary",
    QPalette.ColorRole.PlaceholderText: "text_tertiary",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "text_on_accent",
    QPalette.ColorRole.Link: "text_link",
    QPalette.ColorRole.LinkVisited: "text_link",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "bg_raised",
    QPalette.ColorRole.Midlight: "border_subtle",
    QPalette.ColorRole.Mid: "border_default",
    QPalette.ColorRole.Dark: "border_strong",
    QPalette.ColorRole.Shadow: "shadow",
}
_INACTIVE = {
    QPalette.ColorRole.Highlight: "bg_selected_inactive",
    QPalette.ColorRole.HighlightedText: "text_primary",
}
_DISABLED = dict.fromkeys(
    (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText), "text_disabled"
) | {
    QPalette.ColorRole.Base: "bg_sunken",
    QPalette.ColorRole.Button: "bg_sunken",
    QPalette.ColorRole.Highlight: "bg_selected_inactive",
    QPalette.ColorRole.HighlightedText: "text_disabled",
}


def palette(theme: Theme) -> QPalette:
    """Return the palette of a theme with its three groups."""
    made = QPalette()
    group = QPalette.ColorGroup
    for role, name in _ROLES.items():
        made.setColor(role, theme.colour(name))
    for role, name in _INACTIVE.items():
        made.setColor(group.Inactive, role, theme.colour(name))
    for role, name in _DISABLED.items():
        made.setColor(group.Disabled, role, QColor(theme.colour(name)))
    return made


class ThemeController(QObject):
    """Owns the theme of the application and puts it into force."""

    changed = Signal()

    def __init__(self, application: QApplication, theme: Theme | None = None) -> None:
        super().__init__(application)
        self._application = application
        self._mode: Mode = "system"
        self._theme = theme or Theme()
        self._strong_chosen = self._theme.strong_borders
        fonts.register()
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._watch_contrast()
        self._use(replace(self._theme, dark=self._is_dark(), strong_borders=self._wants_strong_borders()))

    @property
    def mode(self) -> Mode:
        """What was chosen: the system's theme, light or dark."""
        return self._mode

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme

    def set_mode(self, mode: Mode) -> None:
        """Follow the system or hold to one theme."""
        self._mode = mode
        self._application.styleHints().setColorScheme(_SCHEMES[mode])
        self._use(replace(self._theme, dark=self._is_dark()))

    def set_text_factor(self, factor: float) -> None:
        """Set the size of all text, from 1.0 to 2.0."""
        smallest, largest = TEXT_FACTORS
        self._use(replace(self._theme, text_factor=min(max(factor, smallest), largest)))

    def set_strong_borders(self, strong: bool) -> None:
        """Draw the borders of inputs with a contrast above 3; the system's high contrast does so too."""
        self._strong_chosen = strong
        self._use(replace(self._theme, strong_borders=self._wants_strong_borders()))

    def set_reduced_motion(self, reduced: bool) -> None:
        """Show sheets and other movements at once."""
        self._use(replace(self._theme, reduced_motion=reduced))

    def apply(self) -> None:
        """Put the theme into force again, for example after the language has changed."""
        icons.clear()
        self._application.setProperty(PROPERTY, self._theme)
        self._application.setPalette(palette(self._theme))
        self._application.setFont(fonts.font())
        self._application.setStyleSheet(style_sheet.style_sheet(self._theme))
        self.changed.emit()

    def _use(self, theme: Theme) -> None:
        if theme != self._application.property(PROPERTY):
            self._theme = theme
            self.apply()

    def _is_dark(self) -> bool:
        if self._mode == "system":
            return bool(self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark)
        return self._mode == "dark"

    def _watch_contrast(self) -> None:
        hints = self._application.styleHints()
        if hasattr(hints, "accessibility"):  # Qt 6.10 and later
            hints.accessibility().contrastPreferenceChanged.connect(self._on_contrast_changed)

    def _wants_strong_borders(self) -> bool:
        hints = self._application.styleHints()
        if self._strong_chosen or not hasattr(hints, "accessibility"):
            return self._strong_chosen
        return bool(hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)

    def _on_contrast_changed(self, _preference: Qt.ContrastPreference) -> None:
        self._use(replace(self._theme, strong_borders=self._wants_strong_borders()))

    def _on_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._use(replace(self._theme, dark=self._is_dark()))
