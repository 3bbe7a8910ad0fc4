"""The one style sheet of the application, made from the tokens, for native controls only."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from rmapp import paths
from rmapp.ui import metrics
from rmapp.ui.tokens import tokens

if TYPE_CHECKING:
    from rmapp.ui.tokens import Theme


def style_sheet(theme: Theme) -> str:
    """Return the rules of `themes/application.qss` with the colours and sizes of the theme."""
    rules = (paths.resources() / "themes" / "application.qss").read_text(encoding="utf-8")
    values = {role: theme.colour(role).name() for role in tokens()["colour"]}
    sizes = {
        "control": metrics.control() - 2,
        "control_inner": metrics.control() - 4,
        "row_compact": metrics.row_compact(),
        "radius_sm": metrics.radius("sm"),
        "radius_md": metrics.radius("md"),
        "radius_lg": metrics.radius("lg"),
    }
    return Template(rules).substitute(values | {name: f"{size}px" for name, size in sizes.items()})
