"""Why a stage move is proposed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.wording import format_partial
from rmapp.i18n import _, listed, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.partial_date import PartialDate


def why_proposed(met: Sequence[str], needed: int, status: str, on: PartialDate) -> str:
    """Return what speaks for a move: a step towards the exchange of a day, or evidence that is met."""
    if status:
        said = _("{step}, {date}")
        return said.format(step=reference.text("ipo_status", status), date=format_partial(on))
    if not met:
        return _("A listing record is open.")
    said = ngettext(
        "{n} piece of evidence is met, {needed} usually suffices: {names}",
        "{n} pieces of evidence are met, {needed} usually suffice: {names}",
        len(met),
    )
    return said.format(n=len(met), needed=needed, names=listed(reference.text("evidence", code) for code in met))
