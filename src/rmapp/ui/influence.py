"""How much a person at a client has to say in our matters, in words."""

from __future__ import annotations

from rmapp.i18n import _


def influences() -> list[tuple[str, str]]:
    """Return the codes of `Role.influence` with their words, from most to least."""
    return [
        ("decides", _("Decides")),
        ("influences", _("Influences")),
        ("works_with_us", _("Works with us")),
        ("unknown", _("Not known")),
    ]
