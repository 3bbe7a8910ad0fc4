"""All notes: searched from one character up in all that was written, filtered, in order, with marks."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.attachment import Attachment
from rmapp.domain.call_report import Answer, CallReport, CreditFact, Need, SiteSight
from rmapp.domain.meeting import Addendum, Attendee, Meeting
from rmapp.domain.names_search import bare, search_terms
from rmapp.domain.note_query import NoteQuery, chips, is_narrow, without
from rmapp.domain.note_words import snippet, spans
from rmapp.domain.person import Person
from rmapp.domain.promise import Promise
from rmapp.services import search
from rmapp.services.notes import note_list
from rmapp.storage import note_index
from rmapp.storage.discreet import discreet
from tests.books import add_firm, new_book, reopened


def note(book, firm, text, on="2025-11-19T10:00", **fields):
    one = Meeting(firm_id=firm, starts_at=on, discussion=text, **fields)
    book.do(lambda store: store.add(one), label="note")
    return one.id


def found(book, text, **fields):
    return book.ask(note_list.ids, NoteQuery(text=text, **fields))


def marked(text, places):
    return [text[one.start : one.end] for one in places]


def test_one_character_finds_every_note_that_holds_it(book, firm):
    old = note(book, firm, "新厂投产 MEMS", on="2001-01-01")
    for day in range(20):
        note(book, firm, f"nothing of it {day}", on=f"2024-01-{day + 1:02d}")
    for text in ("新", "厂", "新厂", "新厂 MEMS", "ＭＥＭＳ 产", "m 产", "厂投产 mems 新"):
        assert [hit.meeting_id for hit in book.ask(search.find_notes, text)] == [old]
        assert found(book, text) == [old]
    assert found(book, "新 矿") == []


def test_two_characters_are_found_whatever_follows_them(book, firm):
    for number in range(60):
        note(book, firm, "公司" + chr(0x4E00 + number))
    assert len(found(book, "公司")) == 60


def test_everything_written_about_a_meeting_is_searched(book, firm):
    id = note(book, firm, "plain")
    person = Person(name="顾雯", name_latin="Gu Wen")
    parts = [
        person,
        Addendum(meeting_id=id, text="addendumword"),
        CallReport(
            meeting_id=id,
            judgement="judgementword",
            sights=(SiteSight(sight="line_running", text="sightword"),),
            credit_facts=(CreditFact(topic="use_of_funds", text="factword"),),
        ),
        Answer(meeting_id=id, firm_id=firm, question="q", asked="askedword", answer="answerword"),
        Need(meeting_id=id, firm_id=firm, note="needword"),
        Promise(meeting_id=id, firm_id=firm, side="ours", text="promiseword", owner="x", due_on=date(2026, 4, 1)),
        Attachment(
            meeting_id=id, firm_id=firm, name="scan.pdf", caption="captionword", media_type="x", size=1, sha256="0"
        ),
        Attendee(meeting_id=id, person_id=person.id),
    ]
    book.do(lambda store: store.add_many(parts) and None, label="parts")
    words = ["addendum", "judgement", "sight", "fact", "asked", "answer", "need", "promise", "caption"]
    for word in (*(f"{word}word" for word in words), "顾", "gu wen", "scan"):
        (row,) = book.ask(note_list.rows, found(book, word), word)
        assert marked(row.snippet.text, row.snippet.spans), word
        assert row.part
    book.do(lambda store: store.change(Person, person.id, name_latin="Gu Yun"), label="renamed")
    assert (found(book, "gu wen"), found(book, "gu yun")) == ([], [id])
    promise = next(one for one in parts if isinstance(one, Promise))
    book.do(lambda store: store.change(Promise, promise.id, meeting_id=None), label="moved away")
    assert found(book, "promiseword") == []


def test_filters_hold_together_and_plans_are_no_notes(book, firm):
    visit = note(book, firm, "visit", author="Li Wen", on="2026-03-01T09:30")
    call = note(book, firm, "call", type="phone_call", author="Zhou", confidentiality="restricted", on="2025-01-02")
    plan = note(book, firm, "planned", status="planned", on="2026-05-01T09:00")
    cases = [
        ({}, [visit, call]),
        ({"descending": False}, [call, visit]),
        ({"types": ("phone_call",)}, [call]),
        ({"authors": ("Li Wen", "Zhou")}, [visit, call]),
        ({"mine": True}, [visit]),
        ({"mine": False}, [call]),
        ({"classes": ("restricted",)}, [call]),
        ({"within_days": 30}, [visit]),
        ({"statuses": ("planned",)}, [plan]),
        ({"sort": "firm"}, [call, visit]),
        ({"sort": "type"}, [call, visit]),
    ]
    for fields, expected in cases:
        got = found(book, "", **fields)
        assert (set(got) if "sort" in fields else got) == (set(expected) if "sort" in fields else expected)
        assert book.ask(note_list.count, NoteQuery(**fields)) == len(expected)
    assert found(book, "planned") == [plan]
    assert book.ask(note_list.authors) == ["Li Wen", "Zhou"]
    (row,) = book.ask(note_list.rows, [call])
    assert (row.is_restricted, row.on, row.time) == (True, date(2025, 1, 2), "")


def test_an_empty_list_tells_which_filter_to_drop(book, firm):
    note(book, firm, "word", author="Li Wen")
    query = NoteQuery(text="word", mine=False, types=("field_visit",))
    assert book.ask(note_list.ids, query) == []
    assert [(hint.chip.field, hint.notes) for hint in book.ask(note_list.hints, query)] == [("mine", 1)]
    assert [chip.field for chip in chips(query)] == ["types", "mine"]
    assert is_narrow(query)
    assert not is_narrow(without(without(NoteQuery(mine=True, sort="firm"), "mine"), "types"))


def test_one_note_is_read_part_by_part_with_marks(book, firm):
    id = note(book, firm, "first MEMS then mems", summary="gist", purpose="why")
    reading = book.ask(note_list.reading, id, "mems")
    assert [(one.part.kind, len(one.spans)) for one in reading.parts] == [
        ("purpose", 0),
        ("summary", 0),
        ("discussion", 2),
    ]


def test_a_book_of_an_older_version_is_indexed_when_it_is_opened(tmp_path):
    book = new_book(tmp_path)
    firm = book.do(add_firm, label="Add").result.id
    id = note(book, firm, "新厂")

    def forget(store):
        for index in ("note_group", "note_letter"):
            store.execute(f"INSERT INTO {index}({index}) VALUES ('delete-all')")

    book.do(forget, label="forget")
    assert (book.ask(note_index.is_missing), found(book, "新")) == (True, [])
    book.close()
    later = reopened(tmp_path)
    assert found(later, "新") == [id]
    later.close()


def test_marks_stand_at_the_typed_letters():
    text = "Ｍｅｍｓ café don't 新厂"
    terms = search_terms("MEMS cafe dont 厂")
    assert marked(text, spans(text, terms)) == ["Ｍｅｍｓ", "café", "don't", "厂"]
    assert spans("aaa", ("aa", "a")) == ((0, 3),)
    assert spans("nothing", ("zz", "")) == ()


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=3), max_size=3))
def test_marks_are_in_order_and_within_the_text(text, words):
    terms = search_terms(" ".join(words))
    places = spans(text, terms)
    assert all(0 <= one.start < one.end <= len(text) for one in places)
    assert all(before.end < after.start for before, after in pairwise(places))
    piece = snippet(text, terms, 20)
    assert len(piece.text) <= 22
    assert all(0 <= one.start < one.end <= len(piece.text) for one in piece.spans)


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """Return a book with notes of odd texts, and what was written."""
    book = new_book(tmp_path_factory.mktemp("full"))
    firm = book.do(add_firm, label="Add").result.id
    texts = [
        "新厂 MEMS",
        "新 厂",
        "ＭＥＭＳ传感",
        "a'b\"c",
        "公司公",
        "\u200bx\u202ey",
        "é è e",
        "MEMS 新线 厂",
        "%_*",
        "𠮷野",
    ]
    written = {note(book, firm, text): text for text in texts}
    yield book, written
    book.close()


@given(
    st.lists(
        st.sampled_from(["新", "厂", "新厂", "mems", "m", "e", "公司", "司公", "𠮷", "a'b", '"', "%", "_", "*", "x"]),
        min_size=1,
        max_size=3,
    )
)
def test_the_index_finds_what_reading_every_note_would_find(full, words):
    book, written = full
    text = " ".join(words)
    expected = {id for id, said in written.items() if all(term in bare(said) for term in search_terms(text))}
    assert set(found(book, text)) == expected
    assert {hit.meeting_id for hit in book.ask(search.find_notes, text, 50)} == expected


def test_what_is_hidden_is_not_found(book, firm):
    note(book, firm, "secretnote", confidentiality="restricted")
    seen = note(book, firm, "plain words")
    due = date(2026, 4, 1)
    hidden = {"text": "secretpromise", "owner": "x", "due_on": due, "confidentiality": "restricted"}
    book.do(lambda store: store.add(Promise(meeting_id=seen, firm_id=firm, side="ours", **hidden)), label="promise")
    assert len(found(book, "secretnote")) == len(found(book, "secretpromise")) == 1

    def looked(store, text):
        with discreet(store):
            return note_list.ids(store, NoteQuery(text=text)), [
                hit.meeting_id for hit in search.find_notes(store, text)
            ]

    assert book.ask(looked, "secretnote") == ([], [])
    assert book.ask(looked, "secretpromise")[1] == []
    assert book.ask(looked, "plain") == ([seen], [seen])
