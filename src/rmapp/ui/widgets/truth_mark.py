"""The mark before a requirement: met, not met or not known, by shape as well as by colour."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.i18n import _
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.condition import Truth

_LOOKS: Mapping[Truth, tuple[str, str]] = MappingProxyType(
    {True: ("circle-check", "success"), False: ("circle-x", "text_secondary"), None: ("circle-help", "text_tertiary")}
)


def truth_word(truth: Truth) -> str:
    """Return the mark in words."""
    return {True: _("met"), False: _("not met"), None: _("not known")}[truth]


def truth_look(truth: Truth) -> tuple[str, str]:
    """Return the icon of the mark and the role of its colour."""
    return _LOOKS[truth]


def truth_mark(truth: Truth) -> IconLabel:
    """Return the mark as an icon that says what it means."""
    icon, role = _LOOKS[truth]
    mark = IconLabel(icon, role=role)
    mark.setAccessibleName(truth_word(truth))
    mark.setToolTip(plain(truth_word(truth)))
    return mark
