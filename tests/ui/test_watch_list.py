"""The watch list among the clients: the view that every book has, words in the list, signals as they come."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Facility
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.services.early_warning import signals
from rmapp.ui.widgets.chips import Chip
from tests.books import add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def user(qapp, tmp_path):
    new_book(tmp_path).close()
    with opened(tmp_path / "book") as driver:
        driver.context.open_page("clients")
        driver.wait()
        yield driver


def done(user, verb, *args, **fields):
    made = user.context.do(verb, *args, label="Prepared", quiet=True, **fields).result
    user.wait(300)
    return made


def listed(user):
    model = user.page().model
    shown = [column.code for column in model.columns]
    rows = [model.row(row) for row in range(model.rowCount())]
    return [(row.name, model.columns[shown.index("watch")].text(row)) for row in rows]


def test_the_watch_list_is_a_view_that_shows_alerts_first_and_follows_signals(user):
    _calm, watched, alarmed = (done(user, add_firm, name).id for name in ("Calm", "Watched", "Alarmed"))
    user.page().show_view("builtin:watch_list")
    assert listed(user) == []
    for code in ("key_person_left", "auditor_change", "litigation_new"):
        done(user, signals.raise_signal, watched, code, "Seen in the press", severity="amber")
    assert listed(user) == [("Watched", "Watch")]
    told = done(user, signals.raise_signal, alarmed, "covenant_breach", "Debt ratio 72%", severity="red")
    assert listed(user) == [("Alarmed", "Alert"), ("Watched", "Watch")]
    row = user.page().model.index(0, 0)
    assert "Alert" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    done(user, signals.close_signal, told.id, "Waived by the committee")
    assert listed(user) == [("Watched", "Watch")]
    assert user.nameless() == []


def test_the_preview_says_it_in_a_chip_and_cuts_a_chip_that_is_too_long(user):
    firm = done(user, add_firm, "Alarmed", watch_status="alert").id
    held = DesignationHolding(firm_id=firm, designation="srdi_sme", granted_on=PartialDate("2025-01"))
    done(user, lambda store: store.add(held))
    user.page().show_view("builtin:watch_list")
    user.wait(300)
    pane = user.page().preview
    chips = [chip for chip in pane.findChildren(Chip) if chip.isVisible()]
    assert "Alert" in {chip.text() for chip in chips}
    (long,) = (chip for chip in chips if chip.text().startswith("Specialised"))
    assert long.width() < long.sizeHint().width()
    assert long.accessibleName() == long.text()
    for each in pane.findChildren(QWidget):
        assert not each.isVisible() or each.mapTo(pane, QPoint(each.width(), 0)).x() <= pane.width()


def test_the_toast_of_a_command_says_which_signal_it_raised(user):
    firm = done(user, add_firm, "Late payer").id
    line = done(user, lambda store: store.add(Facility(firm_id=firm, status="active", limit=Money.of(5_000_000))))

    def write(**fields):
        user.context.do(lambda store: store.change(Facility, line.id, **fields), label="Credit line changed")
        user.wait()
        return user.toast()

    assert write(note="Nothing new") == "Credit line changed"
    assert write(overdue_since=date(2026, 3, 1)) == "Credit line changed · warning signal raised: Any overdue amount"
    user.context.undo()
    assert user.toast() == "Undone: Credit line changed"
    user.context.redo()
    assert write(overdue_since=None) == "Credit line changed · cause of a warning signal gone: Any overdue amount"
