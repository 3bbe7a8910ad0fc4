"""How firms and their places are called: in a list of the current language, on paper in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.brief import Names
from rmapp.domain.brief_credit import Wording
from rmapp.domain.names import display_name
from rmapp.services.clients import firms
from rmapp.storage import card_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.domain.firm import Firm, FirmName
    from rmapp.storage.store import Store


def firm_names(store: Store, firm_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of some firms in the current language, by id."""
    language = "zh" if i18n.current().startswith("zh") else "en"
    found = card_list.window(store, (f"name_{language}",), sorted(set(firm_ids)))
    return {firm_id: row[0] for firm_id, row in found.items()}


def display_names(names: Sequence[FirmName]) -> Names:
    """Return the short names: the legal ones stand in a line of their own on paper."""
    chinese = [name.text for name in names if name.lang == "zh" and name.kind == "short" and name.valid_to is None]
    return Names(en=display_name(names, "en"), zh=chinese[0] if chinese else display_name(names, "zh_CN"))


def firm_name(store: Store, firm_id: str | None) -> Wording:
    """Return the name of a firm in both languages; nothing for no firm."""
    if not firm_id:
        return Wording()
    names = display_names(firms.names(store, firm_id))
    return Wording(en=names.en, zh=names.zh)


def legal_names(names: Sequence[FirmName]) -> Names:
    """Return the legal names that are in force."""
    legal = {name.lang: name.text for name in names if name.kind == "legal" and name.valid_to is None}
    return Names(en=legal.get("en", ""), zh=legal.get("zh", ""))


def city_names(firm: Firm) -> Names:
    """Return where a firm sits, by its region where that is known."""
    region = reference.items("region").get(firm.region_code or "")
    if region is None:
        return Names(en=firm.city, zh=firm.city)
    return Names(en=region.label.en, zh=region.label.zh)
