"""What the queries of lists have in common: they are kept as JSON, in saved views and as the state of a page."""

from __future__ import annotations

import json
from typing import Self

from pydantic import ValidationError

from rmapp.domain.entity import Value


class ListQuery(Value):
    """A query whose every field has a default."""

    def to_json(self) -> str:
        """Return the query as JSON, without what stands at its default."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the query of a JSON text; parts that this version does not understand are left out."""
        try:
            read = json.loads(text)
        except ValueError:
            return cls()
        known = {key: value for key, value in read.items() if key in cls.model_fields} if isinstance(read, dict) else {}
        try:
            return cls.model_validate(known)
        except ValidationError as error:
            bad = {fault["loc"][0] for fault in error.errors()}
            return cls.model_validate({key: value for key, value in known.items() if key not in bad})
