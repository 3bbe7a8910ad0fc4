"""Who said a thing and when: carried by every fact that can be printed (domain reference, section 0)."""

from __future__ import annotations

from typing import Annotated

from rmapp.domain.entity import CodeOf, Entity
from rmapp.domain.partial_date import PartialDate

Qualifier = Annotated[str, CodeOf("count_qualifier")]


class Sourced(Entity):
    """An entity that keeps its source, its as-of date, its class and, where it has one, a citation in words.

    What is of the class `restricted` stays off paper and out of exports unless a person decides otherwise
    and gives a reason (domain reference, 7.4 and 8.3).
    """

    source: Annotated[str, CodeOf("info_source")] = "client_statement"
    as_of: PartialDate | None = None
    citation: str = ""
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
