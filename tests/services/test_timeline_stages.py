"""Evidence and steps of the technology in the stream of a firm: dated, told by whom, and hidden where restricted."""

from datetime import date

from rmapp.domain.classes import RESTRICTED
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.technology import TechnologyStep
from rmapp.domain.technology_wording import step_text
from rmapp.services.clients import facts
from rmapp.services.stages import stage_evidence
from rmapp.services.timelines.timeline import timeline
from rmapp.storage.discreet import discreet


def events(book, firm):
    return [one for one in book.ask(timeline, firm).events if one.type in ("stage_evidence", "technology_step")]


def test_evidence_and_steps_stand_on_their_days(book, firm):
    record = stage_evidence.record_evidence
    book.do(record, firm, "ev_pilot_production", date(2026, 3, 1), note="Line 1 runs", label="Record")
    book.do(record, firm, "ev_series_a", date(2026, 2, 1), met=False, label="Record")
    step = TechnologyStep(firm_id=firm, phase="sample", readiness=6, reached_on=PartialDate("2025-11"))
    book.do(facts.add_fact, step, label="Step")
    found = events(book, firm)
    assert [one.title for one in found] == [
        "Evidence seen: Pilot line, small-batch production or pivotal trial running",
        "Evidence seen not to be there: Series A or A+ closed",
        f"Technology: {step_text(step.phase, step.readiness)}",
    ]
    assert [str(one.on) for one in found] == ["2026-03-01", "2026-02-01", "2025-11"]
    assert found[0].text == "Line 1 runs"
    assert found[0].meta == "Told by the client, recorded by Li Wen"
    assert {one.kind for one in found} == {"stage"}
    assert len(book.ask(timeline, firm, text="Line 1").events) == 1


def test_what_is_restricted_is_marked_and_hidden_from_discreet_eyes(book, firm):
    record = stage_evidence.record_evidence
    book.do(record, firm, "ev_counselling_filed", date(2026, 3, 1), confidentiality=RESTRICTED, label="Record")
    assert [one.is_restricted for one in events(book, firm)] == [True]
    with discreet(book.store):
        assert events(book, firm) == []
