"""The stream on the client page: subsidiaries on request and remembered, drafts, files, marks, rare characters."""

import pytest

from rmapp.domain.attachment import Attachment
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.meeting import Meeting
from rmapp.domain.ownership import OwnershipLink
from rmapp.services.drafts import put_draft
from rmapp.ui import fonts
from rmapp.ui.tabs.event_text import text_lines
from tests.books import CLOCK, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


def fill(store):
    ids = []
    for name in ("潮声传感", "潮声汽车"):
        firm = store.add(Firm())
        store.add(FirmName(firm_id=firm.id, kind="short", lang="zh", text=name))
        store.add(Meeting(firm_id=firm.id, starts_at="2026-02-03", discussion=f"talk at {name} 新厂 𠮷 <b>x</b>"))
        ids.append(firm.id)
    store.add(OwnershipLink(parent_id=ids[0], child_id=ids[1], pct_bp=10_000))
    store.add(Meeting(firm_id=ids[0], starts_at="2026-02-01", discussion="secret", confidentiality="restricted"))
    store.add(Attachment(firm_id=ids[0], name="statute.pdf", media_type="x", size=1, sha256="0"))
    put_draft(store, "note", ids[0], {"discussion": "half a sentence"})
    return ids[0]


@pytest.fixture
def user(tmp_path, qapp):
    book = new_book(tmp_path, passphrase=None)
    firm = book.do(fill, label="fill").result
    book.close()
    with opened(tmp_path / "book", clock=CLOCK) as made:
        made.firm = firm
        made.context.open_client(firm, "timeline")
        made.wait(80)
        yield made


def tab(user):
    return user.page()._tabs["timeline"]


def texts(user):
    return [event.text for event in tab(user).model.found.events]


def test_subsidiaries_are_shown_on_request_and_remembered(user):
    assert not any("潮声汽车" in text for text in texts(user))
    assert user.nameless() == []
    tab(user)._below.click()
    user.wait(50)
    assert any("潮声汽车" in text for text in texts(user))
    user.grab()
    assert user.context.settings.stream_with_subsidiaries
    tab(user)._below.click()
    assert not any("潮声汽车" in text for text in texts(user))


def test_drafts_files_and_marks_are_painted_and_opened(user):
    found = tab(user).model.found.events
    assert found[0].type == "draft"
    assert {event.type for event in found} >= {"draft", "attachment"}
    assert [event.is_restricted for event in found].count(True) == 1
    tab(user).search.setText("厂 𠮷")
    user.wait(60)
    (event,) = tab(user).model.found.events
    assert [event.text[one.start : one.end] for one in event.text_spans] == ["厂", "𠮷"]
    user.grab()
    tab(user).search.setText("")
    user.wait(60)
    tab(user).view.setFocus()
    note = next(event for event in tab(user).model.found.events if event.type == "field_visit")
    tab(user).view.setCurrentIndex(tab(user).model.index(tab(user).model.row_of(note.id)))
    user.press("Return")
    assert user.sheet() is not None
    user.press("Esc")


def test_lines_keep_the_places_of_words(qapp):
    text = "  𠮷野 one two\n\nthree four five 新厂投产"
    places = [(text.index(word), text.index(word) + len(word)) for word in ("two", "four", "厂投")]
    for width in (30, 60, 120, 400):
        lines = text_lines(text, places, fonts.font("body"), width, 99)
        said = "".join(line.words[left:right] for line in lines for left, right in line.places)
        assert said == "twofour厂投"
        assert "".join("".join(line.words for line in lines).split()) == "".join(text.split())
    (only,) = text_lines(text, places, fonts.font("body"), 90, 1)
    assert only.words.endswith("…")
    assert text_lines("", (), fonts.font("body"), 90, 3) == ()
