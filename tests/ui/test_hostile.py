"""Text of clients that looks like markup, code or noise is shown as typed on every page and sheet."""

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from rmapp import errors
from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.meeting import Meeting
from rmapp.domain.person import Person
from rmapp.services import drafts
from rmapp.services.clients import firms, views
from rmapp.services.sample_book.sample import create_sample_book
from rmapp.ui.widgets.entity_table import RowDelegate
from rmapp.ui.widgets.labels import plain
from tests.books import CLOCK
from tests.driver import opened

MARK = "zqx"
TEXTS = [
    f"<b>{MARK}</b> & R&D",
    f'<img src="/etc/hostname">{MARK}',
    f"limit <EUR 5m> {MARK}",
    f"{MARK} &amp; &lt;i&gt; {{name}} %s %(x)s",
    f"{MARK} 🚀👩‍👩‍👧‍👦 \u202egnp.exe\u202c \u2066x\u2069 Z̸̧̦͉͉̀̋a̷l̵g̶o̸",
    f"𬭎𣗋㙓䶮 {MARK}\u200b\ufeff",
    f"{MARK} " + "很长的名字" * 75,
    f"{MARK}" + "W" * 390,
    f"'; DROP TABLE firm; -- {MARK} =1+1",
    f"{MARK}\ttab\nline\r\nline",
]
FREE = {
    "summary", "city", "registered_address", "operating_address", "website", "owner", "pinned_note", "text",
    "citation", "parent_name", "lender", "security", "purpose", "note", "certificate_no", "evidence", "title",
    "applicant", "pledgee", "lead", "redemption_text", "name", "name_latin", "school", "record", "work_phone",
    "work_email", "remark", "place", "agenda", "discussion", "role_text", "organisation", "author", "result",
    "reference_no", "branch", "contract_no", "approver", "status_reason", "condition", "payee", "reason",
    "education_field", "talent_programme", "period", "online_link",
}  # fmt: skip


def spoil(store):
    """Put hostile text into every free field of the book."""
    at = 0
    for kind in ENTITIES:
        free = [name for name, field in kind.model_fields.items() if name in FREE and "Literal" not in str(field)]
        for row in store.all(kind):
            for name in free:
                if getattr(row, name) in (None, "", ()):
                    continue
                at += 1
                text = TEXTS[at % len(TEXTS)]
                for value in (text, (text,), text[:60], text[:12]):
                    try:
                        store.change(kind, row.id, **{name: value})
                    except errors.InputError:
                        continue
                    break
    note = store.all(Meeting)[0]
    store.change(Meeting, note.id, discussion=(TEXTS[0] + " ") * 2000)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Return the folder of a sample book full of hostile text and its most filled firm."""
    folder = tmp_path_factory.mktemp("hostile") / "book"
    book = create_sample_book(folder, clock=CLOCK)
    book.do(spoil, label=TEXTS[0])
    for text in TEXTS[:4]:
        book.do(views.add_view, text[:40], views.built_in_views()[0].query, label="View")
    book.do(lambda store: store.set_info(user_name=TEXTS[0], bank=TEXTS[1], branch=TEXTS[2]), label="Facts")
    firm = book.ask(lambda store: max(store.all(Firm), key=lambda one: store.count(Meeting, firm_id=one.id))).id
    book.close()
    return folder, firm


def rich_places(root):
    """Return every widget below `root` that would read client text as markup or as a mnemonic."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            found.append(("label", type(widget).__name__, widget.text()))
        if "<" in widget.toolTip().removeprefix("<p>").removesuffix("</p>"):
            found.append(("tooltip", type(widget).__name__, widget.toolTip()))
        if isinstance(widget, QAbstractButton) and "R&D" in widget.text().replace("&&", ""):
            found.append(("mnemonic", type(widget).__name__, widget.text()))
        if isinstance(widget, QTextEdit) and widget.acceptRichText():
            found.append(("rich edit", type(widget).__name__, ""))
        if isinstance(widget, QTextEdit) and not isinstance(widget, QPlainTextEdit) and "<b>" in widget.toHtml():
            found.append(("html", type(widget).__name__, widget.toPlainText()[:40]))
        delegate = widget.itemDelegate() if isinstance(widget, QAbstractItemView) else None
        if isinstance(widget, QAbstractItemView | QComboBox) and not (
            isinstance(delegate, RowDelegate) or isinstance(widget, QHeaderView)
        ):
            found += rich_cells(widget.model())
    for action in root.findChildren(QAction):
        if "R&D" in action.text().replace("&&", ""):
            found.append(("menu", "QAction", action.text()))
    return found


def rich_cells(model: QAbstractItemModel):
    found = []
    for row in range(min(model.rowCount(QModelIndex()), 40)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())):
            tip = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
            if isinstance(tip, str) and "<" in tip.removeprefix("<p>").removesuffix("</p>"):
                found.append(("cell", type(model).__name__, tip[:60]))
    return found


def assert_calm(user, where):
    user.wait(60)
    user.grab()  # every delegate paints once
    assert not rich_places(user.window), where
    assert user.window.width() <= 1440, where
    assert user.window.minimumSizeHint().width() <= 1440, (where, user.window.minimumSizeHint())


TABS = ["overview", "timeline", "credit", "people", "financials", "documents"]


def test_pages_show_hostile_text_as_typed(qapp, hostile):
    folder, firm = hostile
    with opened(folder, passphrase=None, language="en") as user:
        assert_calm(user, "clients")
        assert MARK not in user.title()
        for _row in range(12):
            user.press("Down")
        assert_calm(user, "preview")
        for tab in TABS:
            user.context.open_client(firm, tab)
            assert_calm(user, tab)
        user.press("Ctrl+K")
        user.type("zq")
        assert user.palette()
        assert_calm(user, "palette")
        user.press("Escape")
        for code in ("settings", "import", "start"):
            user.context.open_page(code)
            assert_calm(user, code)
        user.context.open_page("brief", firm_id=firm)
        user.wait(300)
        assert_calm(user, "brief")
        user.context.tell(TEXTS[0])
        assert user.toast() == TEXTS[0]
        user.context.show_problem(errors.RuleError(TEXTS[1]))
        assert TEXTS[1] in user.banners()
        assert_calm(user, "toast and banner")


def test_sheets_show_hostile_text_as_typed(qapp, hostile):
    folder, firm = hostile
    with opened(folder, passphrase=None) as user:
        user.context.open_client(firm)
        user.wait()
        person = user.context.ask(lambda store: store.all(Person))[0].id
        line = user.context.ask(lambda store: store.all(Facility, firm_id=firm))[0].id
        notes = user.context.ask(lambda store: store.all(Meeting, firm_id=firm))
        wanted = [("note", {"firm_id": firm}), ("firm", {"firm_id": firm}), ("firm", {}),
                  ("facility", {"firm_id": firm}),
                  ("stage_move", {"firm_id": firm}), ("person", {"firm_id": firm, "person_id": person}),
                  ("facility", {"firm_id": firm, "facility_id": line}), ("draw_down", {"firm_id": firm}),
                  *(("note", {"meeting_id": note.id}) for note in notes[:3])]  # fmt: skip
        for kind, args in wanted:
            user.context.open_sheet(kind, **args)
            user.wait(30)
            assert user.sheet() is not None, kind
            assert_calm(user, kind)
            user.sheet()._guard = None
            user.sheet().dismiss()
            user.wait(20)


@pytest.mark.parametrize("text", TEXTS)
def test_a_name_is_kept_as_typed(qapp, hostile, text):
    folder, _firm = hostile
    with opened(folder, passphrase=None) as user:
        made = user.context.do(add_named, text, label="Add", quiet=True).result
        assert user.context.ask(firms.display_name, made) == text
        user.context.open_client(made)
        user.wait(30)
        assert user.heading()
        assert_calm(user, text)
        user.press("Ctrl+Z")


def add_named(store, text):
    firm = store.add(Firm())
    store.add(FirmName(firm_id=firm.id, text=text))
    return firm.id


@pytest.mark.parametrize(("text", "shown"), [("a\0b", "a\0b"), ("a\ud800b", "ab")])
def test_what_no_file_can_hold_is_refused_beside_the_field(qapp, hostile, text, shown):
    folder, firm = hostile
    with opened(folder, passphrase=None) as user:
        with pytest.raises(errors.InputError):
            user.context.do(add_named, text, label="Add")
        user.context.open_sheet("note", firm_id=firm)
        user.wait()
        user.sheet()._fields.discussion.set_text(text)
        user.wait(600)
        user.press("Escape")
        user.wait(50)
        assert user.sheet() is None
        assert [one.body["discussion"] for one in user.context.ask(drafts.drafts, "note", firm)] == [shown]


def test_a_tooltip_shows_what_was_typed():
    for text in TEXTS:
        assert "<b>" not in plain(text)
        assert "<img" not in plain(text)
