"""What the book knows and paper must not tell: restricted lines, meetings and what came of them, others' clients."""

from datetime import date, timedelta

import pytest

from rmapp.domain.claim import Claim
from rmapp.domain.facility import Facility, Security, UseOfProceeds
from rmapp.domain.facility_draft import FacilityDraft
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.services.origination import facilities
from rmapp.services.printing import briefs
from rmapp.services.stages import lifecycle, stage_evidence
from tests.books import NOW, add_firm
from tests.briefs.pdf_text import pages_text, squeezed

TODAY = NOW.date()


def yuan(million):
    return Money(minor=round(million * 100_000_000), ccy="CNY")


def a_line(firm, limit, **fields):
    known = {
        "firm_id": firm,
        "facility_type": "tech_credit_loan",
        "limit": yuan(limit),
        "status": "active",
        "signed_on": date(2025, 5, 28),
        "maturity_on": date(2027, 6, 5),
        "security": (Security(type="unsecured"),),
        "use_of_proceeds": (UseOfProceeds(code="payroll"),),
    }
    return FacilityDraft(**{**known, **fields})


def add_secrets(store, firm):
    """Fill the restricted line and meetings, and every internal field, with marks."""
    open_line = facilities.save_facility(store, a_line(firm, 41, lender=store.info["bank"]))
    secret = facilities.save_facility(store, a_line(firm, 313, reference_no="XREFX", lender=store.info["bank"]))
    store.change(
        Facility, secret.id, confidentiality="restricted", maturity_on=TODAY + timedelta(days=30), source="public",
        citation="XLINECITATIONX",
    )  # fmt: skip
    for line, amount in ((open_line, 11), (secret, 207)):
        facilities.record_draw(
            store, facilities.DrawInput(facility_id=line.id, amount=yuan(amount), on=TODAY - timedelta(days=5))
        )
    held = store.add(
        Meeting(firm_id=firm, starts_at="2026-02-01T09:00", status="held", confidentiality="restricted",
                purpose="XHELDX", summary="XHELDGISTX", discussion="XHELDTEXTX")
    )  # fmt: skip
    store.add(
        Meeting(firm_id=firm, starts_at="2026-03-09T09:00", status="planned", confidentiality="restricted",
                purpose="XPLANX", place="XPLANPLACEX", agenda=("XPLANAGENDAX",))
    )  # fmt: skip
    late, soon = TODAY - timedelta(days=9), TODAY + timedelta(days=9)
    for side, day, source in (("theirs", late, held.id), ("ours", soon, held.id), ("theirs", soon, None)):
        line_id = None if source else secret.id
        store.add(
            Promise(firm_id=firm, side=side, text=f"XPROMISE{side.upper()}X", owner="XOWNERX", due_on=day,
                    meeting_id=source, facility_id=line_id)
        )  # fmt: skip


def printed(book, firm, edition):
    brief = book.ask(briefs.compile_brief, firm)
    options = book.ask(briefs.new_options, "en")
    return squeezed("".join(pages_text(briefs.print_brief(brief, firm, options, edition).pdf)))


@pytest.mark.parametrize("edition", ["internal", "client"])
def test_nothing_restricted_is_printed_not_even_in_a_sum(book, firm, edition):
    book.do(add_secrets, firm, label="Add")
    text = printed(book, firm, edition)
    found = [mark for mark in ("XREFX", "XLINECITATIONX", "XHELDX", "XHELDGISTX", "XHELDTEXTX", "XPLANX",
                               "XPLANPLACEX", "XPLANAGENDAX", "XPROMISE", "XOWNERX") if mark in text]  # fmt: skip
    assert not found
    assert "41.0" in text
    # 313 and 207 alone, and what they make together with the open line: limit, drawn, free.
    assert not [sum_ for sum_ in ("313", "354", "207", "218", "106", "136") if sum_ in text]
    assert "3Apr2026" not in text, "the day the restricted line falls due"


def test_a_restricted_visit_is_not_offered(book, firm):
    book.do(add_secrets, firm, label="Add")
    assert book.ask(briefs.visits, firm) == ()
    assert book.ask(briefs.compile_brief, firm).visit is None


def test_the_clients_copy_tells_no_sum_with_another_lenders_line(book, firm):
    book.do(lambda store: facilities.save_facility(store, a_line(firm, 41, lender=store.info["bank"])), label="Line")
    book.do(lambda store: facilities.save_facility(store, a_line(firm, 313, lender="Other Bank")), label="Line")
    text = printed(book, firm, "client")
    assert "41.0" in text
    assert not [sum_ for sum_ in ("313", "354") if sum_ in text]
    inside = printed(book, firm, "internal")
    assert "313" in inside
    assert "354" not in inside


def add_internal(store, firm):
    """Put a mark into every field that stays in the house."""
    other = add_firm(store, "XOTHERCLIENTX")
    store.change(Firm, firm, pinned_note="XPINNEDX", owner="Li Wen", deputies=("XDEPUTYX",), watch_status="watch")
    person = store.add(
        Person(name="XPERSONX", remark="XREMARKX", work_phone="13800138000", work_email="x@xmailx.example",
               school="XSCHOOLX", record="XRECORDX", legal_basis="XBASISX")
    )  # fmt: skip
    store.add(Role(person_id=person.id, firm_id=firm, role="founder", title="XTITLEX"))
    meeting = store.add(
        Meeting(firm_id=firm, starts_at="2026-02-01T09:00", status="held", purpose="XPURPOSEX", summary="XGISTX",
                discussion="XDISCUSSIONX", sentiment="cool", place="XHOUSEX", online_link="https://xlinkx.example")
    )  # fmt: skip
    store.add(Attendee(meeting_id=meeting.id, name="XATTENDEEX", organisation="XORGANISATIONX"))
    store.add(Claim(firm_id=firm, kind="milestone", text="XCLAIMX", source="client"))
    store.add(FinancialSnapshot(firm_id=firm, period_type="fy", period_end=date(2025, 12, 31), source="client",
                                citation="XPRIVATEX"))  # fmt: skip
    return other


def test_the_clients_copy_compiled_from_a_book_holds_nothing_of_the_house(book, firm):
    book.do(add_internal, firm, label="Add")
    text = printed(book, firm, "client")
    marks = ["XOTHERCLIENTX", "XPINNEDX", "XDEPUTYX", "watch", "XPERSONX", "XREMARKX", "13800138000", "xmailx",
             "XSCHOOLX", "XRECORDX", "XBASISX", "XTITLEX", "XPURPOSEX", "XGISTX", "XDISCUSSIONX", "XHOUSEX", "xlinkx",
             "XATTENDEEX", "XORGANISATIONX", "XCLAIMX", "XPRIVATEX", "cool"]  # fmt: skip
    assert not [mark for mark in marks if mark in text]


def test_numbers_of_persons_are_on_no_copy(book, firm):
    book.do(add_internal, firm, label="Add")
    text = printed(book, firm, "internal")
    assert "XPERSONX" in text
    assert not [mark for mark in ("13800138000", "xmailx", "XSCHOOLX", "XBASISX") if mark in text]


def test_restricted_evidence_counts_for_no_paper_unless_a_person_lets_it_in(book, firm):
    book.do(lifecycle.move_stage, firm, "startup", PartialDate("2025"), label="Move")
    record = stage_evidence.record_evidence
    book.do(record, firm, "ev_pilot_production", TODAY, label="Record")
    book.do(record, firm, "ev_series_a", TODAY, note="XDEALX", confidentiality="restricted", label="Record")
    assert book.ask(lifecycle.stage_strip, firm).met == 2
    assert book.ask(briefs.compile_brief, firm).signals.met == 1
    assert "XDEALX" not in book.ask(briefs.compile_brief, firm, restricted=True).model_dump_json()
