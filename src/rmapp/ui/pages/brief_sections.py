"""The sections of a brief in their order: tick to show, drag or Alt and the arrows to move."""

from __future__ import annotations

from typing import cast, get_args

from rmapp.domain.brief_options import SectionChoice, SectionCode, section_text
from rmapp.i18n import _
from rmapp.ui.widgets.tick_list import TickList, TickRow


class SectionList(TickList):
    """The sections in their order; tick to show, drag or Alt and arrows to move."""

    def __init__(self) -> None:
        super().__init__(name=_("Sections of the brief"))
        self.set_rows([TickRow(code, section_text(code)) for code in get_args(SectionCode)])

    def choices(self) -> tuple[SectionChoice, ...]:
        """Return the sections in order with whether they are shown."""
        return tuple(SectionChoice(code=cast("SectionCode", key), shown=shown) for key, shown in self.ticks())

    def lock(self, codes: frozenset[SectionCode]) -> None:
        """Leave out the sections that this edition cannot hold."""
        self.hide_keys(codes)
