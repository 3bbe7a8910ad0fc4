"""Who said a thing and when: carried by every fact that can be printed (domain reference, section 0)."""

from __future__ import annotations

from typing import Annotated

from rmapp.domain.entity import CodeOf, Entity
from rmapp.domain.partial_date import PartialDate

Qualifier = Annotated[str, CodeOf("count_qualifier")]


class Sourced(Entity):
    """An entity that keeps its source, its as-of date and, where it has one, a citation in words."""

    source: Annotated[str, CodeOf("info_source")] = "client_statement"
    as_of: PartialDate | None = None
    citation: str = ""
