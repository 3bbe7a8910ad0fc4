"""The variants of a brief, and what each of them says as a value (product paper, 3)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from rmapp.domain.brief import BriefExposure, BriefPerson, ClientBrief, MayLeave, VisitSlot
from rmapp.domain.entity import Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Side
from rmapp.domain.question import Question
from rmapp.domain.visit_pack import CallSheet, VisitPlan
from rmapp.i18n import _

Variant = Literal["brief", "pocket_card", "first_visit", "hand_over", "leave_behind", "group"]

DocumentNeed = Literal["promised", "statements", "designation"]


def variant_text(variant: Variant) -> str:
    """Return the name of a variant in the current language."""
    names: dict[Variant, str] = {
        "brief": _("Client brief, two pages"),
        "pocket_card": _("Pocket card, one page to fold"),
        "first_visit": _("First visit: questions and public facts"),
        "hand_over": _("Hand-over: everything, with the history"),
        "leave_behind": _("For the client to keep"),
        "group": _("Group brief, one page"),
    }
    return names[variant]


class PocketCard(Value):
    """One page that folds to the size of a pocket: the brief and the visit in short."""

    brief: ClientBrief
    sheet: CallSheet


class FirstVisit(Value):
    """What one takes to a firm that nobody met: `brief` holds public facts only, `questions` what to ask."""

    brief: ClientBrief
    visit: VisitPlan | None = None
    questions: tuple[Question, ...] = ()


class ClientOption(Value):
    """Something that was offered to the client: a facility type or a product by its code, with its amount."""

    facility_type: str = ""
    product: str = ""
    amount: Money | None = None


class ClientDocument(Value):
    """Something that the client is to bring or do: their own promise, newer statements, a renewal.

    `text` is the client's promise as it was agreed, `code` the designation, `period_end` that of the newest
    statements on file.
    """

    kind: DocumentNeed
    text: str = ""
    code: str = ""
    on: PartialDate | None = None
    period_end: date | None = None


class LeaveBehind(MayLeave):
    """The paper for the client to keep: agenda, our understanding of the firm, options, documents needed.

    There is no field for a rating, another bank, an alert, a note or a name of a person. `agenda` is only
    what somebody chose to print of the plan.
    """

    visit: VisitSlot | None = None
    agenda: tuple[str, ...] = ()
    exposure: BriefExposure = BriefExposure()
    roles: tuple[str, ...] = ()
    options: tuple[ClientOption, ...] = ()
    documents: tuple[ClientDocument, ...] = ()


class HandOverNote(Value):
    """A held meeting with all that was written, by whom and when; names are those of the people present."""

    on: date
    type: str
    purpose: str = ""
    author: str = ""
    written_on: date | None = None
    theirs: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    summary: str = ""
    discussion: str = ""
    addenda: tuple[tuple[str, date | None, str], ...] = ()


class HandOverPromise(Value):
    """A promise with what became of it."""

    side: Side
    text: str
    owner: str
    due_on: date
    first_due_on: date | None = None
    status: str = "open"
    done_on: date | None = None
    result: str = ""
    proof: str = ""


class HandOverMove(Value):
    """A move of the firm's stage."""

    stage: str
    on: PartialDate
    by: str = ""
    reason: str | None = None
    note: str = ""


class HandOverPerson(Value):
    """Somebody at the firm with what the next account manager should know."""

    person: BriefPerson
    phone: str = ""
    email: str = ""
    record: str = ""


class HandOver(Value):
    """A firm handed to another account manager: the brief, and the whole history behind it."""

    brief: ClientBrief
    people: tuple[HandOverPerson, ...] = ()
    questions: tuple[Question, ...] = ()
    promises: tuple[HandOverPromise, ...] = ()
    moves: tuple[HandOverMove, ...] = ()
    notes: tuple[HandOverNote, ...] = ()
    papers_out: tuple[tuple[str, str, date], ...] = ()


VariantValue = PocketCard | FirstVisit | HandOver | LeaveBehind
