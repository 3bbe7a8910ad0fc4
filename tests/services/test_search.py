"""The palette: clients, people and notes by a few letters, and one firm named on the command line."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmapp.domain.attachment import Attachment
from rmapp.domain.firm import FirmName
from rmapp.domain.firm_draft import FirmDraft, NameDraft
from rmapp.domain.meeting import Addendum, Meeting
from rmapp.domain.query import FirmQuery
from rmapp.errors import InputError, NotFoundError
from rmapp.services import search
from rmapp.services.clients import cards, firms, people
from rmapp.storage import note_index, person_index
from tests.books import new_book

USCC = "91110000600037341L"


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def firm(book, zh, en, **fields):
    names = (NameDraft(text=zh, kind="short"), NameDraft(text=en, kind="short", lang="en"))
    return book.do(firms.add_firm, FirmDraft(names=names, **fields), confirmed=True, label="add").result.id


def note(book, firm_id, text, on="2025-11-19T10:00", **fields):
    one = Meeting(firm_id=firm_id, starts_at=on, discussion=text, **fields)
    book.do(lambda store: store.add(one), label="note")
    return one.id


def bold(text, spans):
    return [text[start:end] for start, end in spans]


def test_initials_find_a_client_and_show_which_letters(book):
    found = firm(book, "潮声传感", "Chaosheng Sensors")
    firm(book, "云麓无人机", "Yunlu Drones")
    (hit,) = book.ask(search.find, "csc").clients
    assert (hit.card.id, hit.how, hit.line) == (found, "pinyin", "潮声传感 cháo shēng chuán gǎn")
    assert bold(hit.line, hit.line_spans) == ["c", "s", "c"]


def test_a_client_is_shown_by_what_was_typed(book):
    one = firm(book, "潮声传感", "Chaosheng Sensors", uscc=USCC, city="Binjiang")
    book.do(lambda store: store.add(FirmName(firm_id=one, text="Listening Ltd", kind="former", lang="en")), label="x")
    shown = {text: book.ask(search.find_clients, text)[0] for text in ("sens", "传感", "listen", "600037341", "binj")}
    assert bold("Chaosheng Sensors", shown["sens"].name_spans) == ["Sens"]
    assert bold(shown["传感"].line, shown["传感"].line_spans) == ["传感"]
    assert (shown["listen"].how, shown["listen"].line) == ("former", "Listening Ltd")
    assert (shown["600037341"].how, shown["600037341"].line) == ("other", USCC)
    assert shown["binj"].line == "Binjiang"


def test_names_that_begin_with_the_text_come_first(book):
    inside, beginning = firm(book, "甲", "Blue Nova"), firm(book, "乙", "Nova Energy")
    assert [hit.card.id for hit in book.ask(search.find_clients, "nova")] == [beginning, inside]
    assert [hit.card.id for hit in book.ask(search.find_clients, "nova", limit=1)] == [beginning]


def test_people_are_found_in_chinese_pinyin_and_latin(book):
    one = firm(book, "潮声传感", "Chaosheng Sensors")
    person = book.do(people.add_person, one, "顾雯", name_latin="Gwen Gu", role="cfo", label="add").result
    for text in ("顾", "gw", "guwen", "@gwen", "顾雯"):
        (hit,) = book.ask(search.find, text).people
        assert (hit.person_id, hit.title, hit.firm_name) == (person.id, "Chief financial officer", "Chaosheng Sensors")
    book.do(people.change_person, person.id, name="潘琦", name_latin="", label="rename")
    assert book.ask(search.find, "gwen").people == ()
    assert len(book.ask(search.find, "pq").people) == 1
    book.do(people.remove_person, person.id, label="remove")
    assert book.ask(search.find, "pq").people == ()


@pytest.mark.parametrize("text", ["second SMT", "SMT line", "创新", "创", "新药", "药", "smt 创新", "r&d", "50%", "_x"])
def test_notes_are_found_by_any_part(book, text):
    one = firm(book, "潮声传感", "Chaosheng Sensors")
    wanted = note(book, one, "二期产线 second SMT line, R&D 50% done, _x 创新药")
    note(book, one, "nothing to see")
    (hit,) = book.ask(search.find_notes, text)
    assert (hit.meeting_id, hit.firm_name) == (wanted, "Chaosheng Sensors")
    assert {part.lower() for part in bold(hit.snippet, hit.spans)} == set(text.lower().split())


def test_the_newest_notes_come_first_and_long_ones_are_cut(book):
    one = firm(book, "潮声传感", "Chaosheng Sensors")
    old = note(book, one, "x" * 500 + " tranche two " + "y" * 500, on="2023-01-01")
    new = note(book, one, "tranche three", on="2024-01-01")
    hits = book.ask(search.find_notes, "tranche")
    assert [hit.meeting_id for hit in hits] == [new, old]
    assert len(hits[1].snippet) < 100
    assert bold(hits[1].snippet, hits[1].spans) == ["tranche"]


def test_the_index_of_notes_follows_changes_addenda_and_undo(book):
    one = firm(book, "潮声传感", "Chaosheng Sensors")
    id = note(book, one, "first wording")
    book.do(lambda store: store.change(Meeting, id, discussion="second wording"), label="change")
    assert book.ask(search.find_notes, "first") == ()
    book.do(lambda store: store.add(Addendum(meeting_id=id, text="third thought")), label="add")
    assert len(book.ask(search.find_notes, "third")) == 1
    book.undo()
    assert book.ask(search.find_notes, "third") == ()
    book.undo()
    assert len(book.ask(search.find_notes, "first")) == 1
    book.do(lambda store: store.remove(Meeting, id), label="remove")
    assert book.ask(search.find_notes, "first") == ()


def test_rebuilding_the_indexes_changes_nothing(book):
    one = firm(book, "潮声传感", "Chaosheng Sensors")
    note(book, one, "二期产线 second SMT line")
    book.do(people.add_person, one, "顾雯", label="add")
    before = [book.ask(search.find, text) for text in ("smt", "产线", "gw")]
    book.do(note_index.rebuild, label="notes")
    book.do(person_index.rebuild, label="people")
    assert [book.ask(search.find, text) for text in ("smt", "产线", "gw")] == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=40)
    | st.sampled_from(
        ['"', '""', "NEAR(a b)", "a AND", "-a", "*", "^", "@", "#", "@@", "{}:", "\0", "00\0", "abc\ud800"]
    )
)
def test_no_text_raises(book, text):
    book.ask(search.find, text)
    book.ask(search.find, "#" + text)
    book.ask(cards.ids, FirmQuery(text=text))


def test_hostile_texts_find_what_is_written(book):
    one = firm(book, "潮声传感", 'A "B" OR NEAR(c) * -d')
    note(book, one, 'she said "yes" AND NOT NEAR(it) *')
    assert [hit.card.id for hit in book.ask(search.find_clients, '"b" or near(c)')] == [one]
    assert len(book.ask(search.find_notes, '"yes" not near(it)')) == 1
    assert book.ask(search.find_notes, "said OR nobody") == ()


def test_nothing_is_found_for_nothing(book):
    firm(book, "潮声传感", "Chaosheng Sensors")
    for text in ("", "  ", "@", "#"):
        assert book.ask(search.find, text) == search.Found()


def test_one_firm_is_named_by_id_number_name_or_a_part(book):
    one = firm(book, "潮声传感", "Chaosheng Sensors", uscc=USCC)
    two = firm(book, "潮声光学", "Chaosheng Sensors Optics")
    for text in (one, USCC, USCC.lower(), "潮声传感", "chaosheng sensors", "传感"):
        assert book.ask(search.resolve_firm, text) == one
    assert book.ask(search.resolve_firm, "csgx") == two
    with pytest.raises(NotFoundError):
        book.ask(search.resolve_firm, "nobody")
    with pytest.raises(NotFoundError):
        book.ask(search.resolve_firm, " ")
    with pytest.raises(InputError) as caught:
        book.ask(search.resolve_firm, "chaosheng")
    assert "Chaosheng Sensors Optics" in caught.value.fields["firm"]


def test_files_are_found_by_name_and_caption(book):
    one = firm(book, "潮声传感", "Chaosheng Sensors")
    file = Attachment(firm_id=one, name="hall-2.JPG", caption="新厂 second hall", media_type="x", size=1, sha256="0")
    book.do(lambda store: store.add(file), label="file")
    for text in ("hall-2", "新", "HALL 厂"):
        (hit,) = book.ask(search.find, text).files
        assert (hit.attachment_id, hit.firm_name) == (file.id, "Chaosheng Sensors")
        assert bold(hit.line, hit.spans)
    assert book.ask(search.find, "@hall").files == ()
