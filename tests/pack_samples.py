"""A fictional visit pack for tests: visits of one day, rich or as full as can be."""

from __future__ import annotations

from datetime import date, datetime

from rmapp.domain.brief import BriefPerson, ClientBrief, Names
from rmapp.domain.question import WEIGHTS, Question
from rmapp.domain.visit_pack import CallSheet, PackEntry, PackOptions, SheetPerson, SheetPromise, VisitPack, VisitPlan
from tests.brief_samples import HANGZHOU, TODAY, sample_brief

QUESTION = "Which of the long list of suppliers that were named last time have signed, and which of them by when? "


def pack_options(**changes: object) -> PackOptions:
    """Return options of one printing at a fixed moment."""
    options = PackOptions(
        printed_at=datetime(2025, 12, 17, 8, 12, tzinfo=HANGZHOU), printed_by="Lin Yue", print_id="2025-12-17-03"
    )
    return PackOptions.model_validate({**options.model_dump(), **changes})


def sample_sheet(at: int = 0, *, full: bool = False) -> CallSheet:
    """Return the sheet of the visit number `at`; a full one has more of everything than fits."""
    return CallSheet(
        firms=(Names(en=f"Chaosheng Sensors {at}", zh=f"潮声传感{at}"),) * (4 if full else 1),
        code=f"3K7-Q{at:02d}",
        nature="sample",
        as_of=TODAY,
        address=Names(en="Binjiang Building 6, Hangzhou", zh="杭州市滨江区 6 号楼"),
        visit=VisitPlan(
            starts_at=datetime.fromisoformat(f"2025-12-17T{9 + at % 9:02d}:30"),
            ends_at=datetime.fromisoformat(f"2025-12-17T{10 + at % 9:02d}:30"),
            place="Binjiang Building 6" * (4 if full else 1),
            purpose="Tranche 2",
            purpose_kind="deal",
            objective="The purchase contract signed " * (6 if full else 1),
            ours=("Lin Yue", "Zhou Han"),
        ),
        people=tuple(_person(number, full=full) for number in range(9 if full else 2)),
        questions=tuple(_question(number, full=full) for number in range(12 if full else 3)),
        promises=tuple(_promise(number, full=full) for number in range(14 if full else 3)),
    )


def sample_pack(count: int = 2, *, full: bool = False, brief: ClientBrief | None = None) -> VisitPack:
    """Return a pack of so many visits."""
    entries = tuple(
        PackEntry(
            firm_id=f"firm-{at}",
            meeting_id=f"visit-{at}",
            brief=(brief or sample_brief()).model_copy(update={"code": f"3K7-Q{at:02d}"}),
            sheet=sample_sheet(at, full=full),
        )
        for at in range(count)
    )
    return VisitPack(on=TODAY, as_of=TODAY, nature="sample", entries=entries)


def _person(number: int, *, full: bool) -> SheetPerson:
    long = " von und zu Langenname" * 3 if full else ""
    return SheetPerson(
        person=BriefPerson(
            names=Names(en=f"Gu Wen {number}{long}", zh="顾雯" * (8 if full else 1)), title="CFO" + long
        ),
        phone="0571-5550-0101",
        expected=number < 2,
    )


def _question(number: int, *, full: bool) -> Question:
    text = f"{number}: {QUESTION * (4 if full else 1)}"
    return Question(key=f"own:{number}", kind="own", weight=WEIGHTS["own"], code="own", subject=text)


def _promise(number: int, *, full: bool) -> SheetPromise:
    text = f"Promise {number} " * (20 if full else 1)
    return SheetPromise(
        side="ours" if number % 2 else "theirs", text=text, owner="Gu Wen", due_on=date(2025, 12, 10 + number)
    )
