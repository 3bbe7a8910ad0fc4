"""What a visit pack says, as values: the visits of a day, each firm's brief and the sheet to write on.

As in a brief the values hold facts, not formatted text, so that one value prints in both languages.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from rmapp.domain.brief import BriefPerson, ClientBrief, Names
from rmapp.domain.brief_options import BriefOptions, PaperOptions
from rmapp.domain.entity import Value
from rmapp.domain.firm import Nature
from rmapp.domain.promise import Side
from rmapp.domain.question import Question


class VisitPlan(Value):
    """A planned visit as far as it is known; `has_time` is false where only the day is.

    `purpose_kind` is a code of `visit_purpose`, `purpose` what was typed; both are ours and stay in the house.
    """

    starts_at: datetime
    ends_at: datetime | None = None
    has_time: bool = True
    place: str = ""
    type: str = "field_visit"
    purpose: str = ""
    purpose_kind: str | None = None
    objective: str = ""
    key_question: str = ""
    decision_ready: str = ""
    ours: tuple[str, ...] = ()


class SheetPerson(Value):
    """Somebody of the client on the sheet: who, and the work phone for the day sheet."""

    person: BriefPerson
    phone: str = ""
    expected: bool = False


class SheetPromise(Value):
    """An open promise with a box to tick; `firm` is set where the visit is about several firms."""

    side: Side
    text: str
    owner: str = ""
    due_on: date
    firm: Names = Names()


class CallSheet(Value):
    """The sheet to write on in one visit: what is known of its header, the people, promises and questions.

    `firms` are all firms that the visit is about, the main one first; `address` is where the main one works.
    """

    firms: tuple[Names, ...]
    code: str
    nature: Nature = "client"
    confidentiality: str = "client_confidential"
    as_of: date
    address: Names = Names()
    visit: VisitPlan | None = None
    people: tuple[SheetPerson, ...] = ()
    questions: tuple[Question, ...] = ()
    promises: tuple[SheetPromise, ...] = ()


class PackEntry(Value):
    """One firm of a pack; a further firm of a visit has a brief and no sheet of its own."""

    firm_id: str
    meeting_id: str | None = None
    brief: ClientBrief
    sheet: CallSheet | None = None


class VisitPack(Value):
    """All that goes into one pack, in the order of the visits; `on` is the day where all are of one day."""

    on: date | None = None
    as_of: date
    nature: Nature = "client"
    confidentiality: str = "client_confidential"
    entries: tuple[PackEntry, ...] = ()


PackPart = Literal["day_sheet", "briefs", "call_sheets"]


class PackOptions(PaperOptions):
    """One printing of one pack; `duplex` lets each part begin on a sheet of its own, with ruled backs.

    The briefs speak `language`. The papers that are written on are there once, in `sheet_language`.
    """

    parts: tuple[PackPart, ...] = ("day_sheet", "briefs", "call_sheets")
    duplex: bool = True
    sheet_language: Literal["en", "zh_CN"] = "en"

    def of_brief(self, *, has_sheet: bool = False) -> BriefOptions:
        """Return the options of a brief in the pack; with a sheet to write on it is without room for notes."""
        shared = {name: getattr(self, name) for name in PaperOptions.model_fields}
        options = BriefOptions(**shared)
        if not has_sheet:
            return options
        return options.model_copy(update={"sections": tuple(one for one in options.sections if one.code != "space")})
