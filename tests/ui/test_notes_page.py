"""The page of all notes as its user meets it: search with marks, filters, reading beside the list, opening."""

from random import Random

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QAbstractItemModelTester

from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.meeting import Addendum, Meeting
from rmapp.domain.note_query import NoteQuery
from rmapp.ui import marks
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.marked_text import MarkedText
from tests.books import CLOCK, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
HOSTILE = (
    "<b>bold</b> & <img src=x>",
    "a\u202eb\u0007c",
    "甲" * 3000,
    "=cmd|' /C calc'!A0",
    "𠮷野家 𠮷",
    "line\r\nline",
)


def fill(store):
    firm = store.add(Firm())
    store.add(FirmName(firm_id=firm.id, kind="short", lang="zh", text="潮声传感"))
    texts = ["新厂投产 MEMS", "二期产线", *HOSTILE]
    for number, text in enumerate(texts):
        secret = "restricted" if number == 1 else "client_confidential"
        store.add(
            Meeting(
                firm_id=firm.id,
                starts_at=f"2026-02-{28 - number:02d}T09:30",
                discussion=text,
                author="Li Wen" if number % 2 else "Zhou",
                confidentiality=secret,
            )
        )
    plan = store.add(Meeting(firm_id=firm.id, starts_at="2026-04-01T09:00", status="planned", purpose="新厂 visit"))
    return firm.id, plan.id


@pytest.fixture
def user(tmp_path, qapp):
    book = new_book(tmp_path, passphrase=None)
    firm, plan = book.do(fill, label="fill").result
    book.close()
    with opened(tmp_path / "book", clock=CLOCK) as made:
        made.firm, made.plan = firm, plan
        made.context.open_page("notes")
        made.wait(120)
        yield made


def listed(user):
    model = user.page().model
    return [model.row(at).snippet.text for at in range(model.rowCount())]


def read(user):
    return [one.accessibleName() for one in user.page().preview.findChildren(MarkedText)]


def test_a_single_character_is_found_and_read_beside_the_list(user):
    assert user.page().count() == 2 + len(HOSTILE)
    assert user.nameless() == []
    user.press("/")
    user.type("厂")
    user.wait(150)
    assert listed(user) == ["新厂 visit", "新厂投产 MEMS"]
    user.press("Down", "J")
    user.wait(150)
    assert read(user) == ["新厂投产 MEMS"]
    assert user.page().current_firm() == user.firm
    user.press("Enter")
    assert user.sheet() is not None
    user.press("Esc")


def test_a_restricted_note_has_a_lock_and_a_word_for_it(user):
    page = user.page()
    page.use(NoteQuery(classes=("restricted",)))
    user.wait(150)
    assert listed(user) == ["二期产线"]
    sentence = page.model.index(0, 0).data(0x0B)  # what a screen reader says
    assert "Restricted" in str(sentence) or "restricted" in str(sentence).lower()


def test_words_filters_and_place_are_kept(user):
    page = user.page()
    page.use(NoteQuery(text="新厂", mine=False))
    kept = page.state()
    page.use(NoteQuery())
    page.restore(kept)
    assert listed(user) == ["新厂 visit", "新厂投产 MEMS"]
    page.use(NoteQuery(text="nothing like it", types=("event",)))
    assert listed(user) == []
    page.use(NoteQuery(text="bold", types=("event",)))
    page._empty.chosen.emit(0)
    assert listed(user) == ["<b>bold</b> & <img src=x>"]


def test_hostile_texts_are_shown_as_typed(user):
    page = user.page()
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    random = Random(4)
    for _round in range(12):
        user.page().use(NoteQuery(text=random.choice(["a", "甲", "𠮷", "<b>", "line", ""])))
        page.table.select(page.model.id_at(random.randrange(max(1, page.model.rowCount(QModelIndex())))))
        user.wait(100)
        user.grab()
    assert all("<b>" in label.text() or "bold" not in label.text() for label in page.findChildren(PlainLabel))


def test_the_list_follows_what_is_added(user):
    page = user.page()
    page.use(NoteQuery(text="thirdthought"))
    assert listed(user) == []
    user.context.do(lambda store: store.add(Addendum(meeting_id=user.plan, text="thirdthought")), label="Added")
    assert listed(user) == ["thirdthought"]
    page.toggle_preview()
    assert not page.dock.is_wanted()


def test_marks_cover_the_typed_letters():
    assert list(marks.pieces("新厂 MEMS", [(0, 1), (3, 5)])) == [
        ("新", True),
        ("厂 ", False),
        ("ME", True),
        ("MS", False),
    ]
    assert list(marks.pieces("ab", [(0, 9)])) == [("ab", False)]


def test_marks_of_rare_characters_stand_where_the_layout_has_them(page):
    (first, second) = marks.formats("𠮷野 𠮷", [(0, 1), (3, 4)])
    assert (first.start, first.length, second.start, second.length) == (0, 2, 4, 2)
    text = MarkedText("𠮷野\n𠮷", [(0, 1), (3, 4)])
    page.layout().addWidget(text)
    assert text.heightForWidth(400) == 2 * text.sizeHint().height()
    picture = QPixmap(400, 60)
    painter = QPainter(picture)
    marks.line(painter, picture.rect().toRectF(), "𠮷野 𠮷", [(0, 1)], "small", picture.toImage().pixelColor(0, 0))
    painter.end()
