"""One stream per firm: its own meetings, its people's elsewhere, its subsidiaries' on request, files, drafts, marks."""

from datetime import date

import pytest

from rmapp.domain.attachment import Attachment
from rmapp.domain.call_report import Answer
from rmapp.domain.meeting import Addendum, Attendee, Meeting, MeetingFirm
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.services.drafts import put_draft
from rmapp.services.timelines.timeline import timeline
from tests.books import add_firm, new_book


@pytest.fixture(scope="module")
def group(tmp_path_factory):
    """Return a book with a parent, its daughter, the daughter's daughter, a minority holding and a stranger."""
    book = new_book(tmp_path_factory.mktemp("group"))
    names = ("母公司", "子公司", "孙公司", "参股公司", "陌生公司")
    ids = {name: book.do(add_firm, name, label="Add").result.id for name in names}

    def write(store):
        owned = (("母公司", "子公司", 6000), ("子公司", "孙公司", 10000), ("母公司", "参股公司", 2000))
        for parent, child, share in owned:
            store.add(OwnershipLink(parent_id=ids[parent], child_id=ids[child], pct_bp=share))
        for number, name in enumerate(names, 1):
            store.add(Meeting(firm_id=ids[name], starts_at=f"2026-02-{number:02d}T09:00", discussion=f"talk at {name}"))
        person = store.add(Person(name="顾雯", name_latin="Gu Wen"))
        left = store.add(Person(name="旧人"))
        store.add(Role(person_id=person.id, firm_id=ids["母公司"]))
        store.add(Role(person_id=left.id, firm_id=ids["母公司"], valid_to=PartialDate("2025-01")))
        fair = store.add(
            Meeting(firm_id=ids["陌生公司"], starts_at="2026-01-20", discussion="met at the fair", place="x")
        )
        gone = store.add(Meeting(firm_id=ids["陌生公司"], starts_at="2026-01-21", discussion="with the one who left"))
        store.add(Attendee(meeting_id=fair.id, person_id=person.id))
        store.add(Attendee(meeting_id=gone.id, person_id=left.id))
        joint = store.add(Meeting(firm_id=ids["子公司"], starts_at="2026-01-10", discussion="joint meeting"))
        store.add(MeetingFirm(meeting_id=joint.id, firm_id=ids["母公司"]))

    book.do(write, label="write")
    yield book, ids
    book.close()


def texts(found):
    return [(event.relation, event.text) for event in found.events]


def test_people_elsewhere_stand_in_the_stream_and_subsidiaries_on_request(group):
    book, ids = group
    own = [("", "talk at 母公司"), ("person", "met at the fair"), ("", "joint meeting")]
    found = book.ask(timeline, ids["母公司"])
    assert texts(found) == own
    assert found.has_group
    whole = book.ask(timeline, ids["母公司"], subsidiaries=True)
    assert texts(whole) == [("subsidiary", "talk at 孙公司"), ("subsidiary", "talk at 子公司"), *own]
    assert "陌生公司" in whole.events[3].title
    assert "孙公司" in whole.events[0].title
    assert whole.counts["note"] == whole.total == 5
    assert sum(count for _year, _month, count in whole.months) == 5


def test_a_firm_without_control_has_no_subsidiaries(group):
    book, ids = group
    found = book.ask(timeline, ids["参股公司"], subsidiaries=True)
    assert (texts(found), found.has_group) == ([("", "talk at 参股公司")], False)


def test_voices_are_those_of_own_held_meetings(book, firm):
    def write(store):
        for status in ("held", "held", "planned"):
            one = store.add(Meeting(firm_id=firm, starts_at="2026-02-01", discussion="x", status=status))
            store.add(Attendee(meeting_id=one.id, name="Gu Wen"))
            store.add(Attendee(meeting_id=one.id, name="Li Wen", side="ours"))

    book.do(write, label="write")
    assert book.ask(timeline, firm).voices == (("Gu Wen", 2),)


def marked(text, spans):
    return [text[one.start : one.end] for one in spans]


def test_words_are_found_anywhere_in_a_note_and_marked_where_they_stand(book, firm):
    note = Meeting(firm_id=firm, starts_at="2026-02-01T09:30", ends_at="2026-02-01T10:30", summary="gist", place="新厂")
    book.do(lambda store: store.add(note), label="note")
    due = date(2026, 3, 6)
    parts = [
        Addendum(meeting_id=note.id, text="later: yield is 94%"),
        Answer(meeting_id=note.id, firm_id=firm, question="q", asked="How many?", answer="forty people"),
        Promise(meeting_id=note.id, firm_id=firm, side="ours", text="term sheet", owner="Li", due_on=due),
        Attachment(meeting_id=note.id, firm_id=firm, name="hall.jpg", media_type="image/jpeg", size=1, sha256="0"),
    ]
    book.do(lambda store: store.add_many(parts) and None, label="parts")
    (event,) = book.ask(timeline, firm).events
    assert (event.files, event.meta, event.text) == (("hall.jpg",), "60 minutes. 1 answer. 1 addendum", "gist")
    for words, shown in (("YIELD 94", ["yield", "94"]), ("forty", ["forty"]), ("term", ["term"]), ("gist", ["gist"])):
        (event,) = book.ask(timeline, firm, text=words).events
        assert marked(event.text, event.text_spans) == shown
    (event,) = book.ask(timeline, firm, text="厂").events
    assert marked(event.title, event.title_spans) == ["厂"]
    assert book.ask(timeline, firm, text="forty fifty").events == ()
    assert book.ask(timeline, firm, text="hall.jpg").total == 1


def test_a_file_without_a_meeting_is_an_event_of_its_own(book, firm):
    taken = {"media_type": "x", "size": 1, "sha256": "0", "taken_on": date(2025, 5, 1)}
    file = Attachment(firm_id=firm, name="statute.pdf", caption="chapter one", **taken)
    book.do(lambda store: store.add(file), label="file")
    (event,) = book.ask(timeline, firm).events
    assert (event.kind, event.type, event.id, event.text) == ("paper", "attachment", file.id, "chapter one")
    assert event.on.text == "2025-05-01"
    assert book.ask(timeline, firm, text="chapter").total == 1


def test_drafts_stand_on_top_where_they_are_wanted(book, firm):
    book.do(put_draft, "note", firm, {"discussion": "half a sentence"}, label="keep")
    book.do(put_draft, "facility", firm, {"limit": "1"}, label="keep")
    assert book.ask(timeline, firm).events == ()
    (event,) = book.ask(timeline, firm, with_drafts=True).events
    assert (event.type, event.text, event.id) == ("draft", "half a sentence", "")
    assert book.ask(timeline, firm, with_drafts=True).counts["note"] == 1
