import json

import pytest

from rmapp import errors
from rmapp.domain.firm import Firm
from rmapp.domain.money import Money
from rmapp.services.books import check
from rmapp.storage import capture, driver
from tests.books import add_firm, new_book, reopened


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def log_of(book, row_id):
    return [
        (kind, json.loads(data))
        for kind, data in book.store.rows("SELECT kind, data FROM change_log WHERE row_id = ? ORDER BY n", (row_id,))
    ]


def test_an_insert_logs_what_is_known_and_an_update_what_changed(book):
    firm = book.do(add_firm, label="Add", city="Hangzhou").result
    book.do(lambda store: store.change(Firm, firm.id, city="Ningbo", registered_capital=Money(minor=5)), label="Change")
    (_insert, inserted), (_update, updated) = log_of(book, firm.id)
    assert inserted["city"] == [None, "Hangzhou"]
    assert "tier" not in inserted
    assert updated == {
        "city": ["Hangzhou", "Ningbo"],
        "registered_capital_minor": [None, 5],
        "registered_capital_ccy": [None, "CNY"],
    }


def test_setting_the_same_values_logs_nothing_and_is_no_command(book):
    firm = book.do(add_firm, label="Add", city="Hangzhou").result
    change = book.do(lambda store: store.change(Firm, firm.id, city="Hangzhou"), label="Change")
    assert (change.touched, change.command_id) == ({}, None)
    assert book.undo_label() == "Add"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM firm",
        "UPDATE firm SET id = 'x'",
        "UPDATE change_log SET data = '{}'",
        "DELETE FROM change_log",
        "UPDATE command SET actor = 'nobody'",
        "DELETE FROM command",
        "INSERT OR REPLACE INTO firm (rid, id) VALUES (1, 'x')",
    ],
)
def test_the_database_itself_refuses_to_lose_history(book, statement):
    book.do(add_firm, label="Add")
    with pytest.raises(driver.Error):
        book.do(lambda store: store.execute(statement), label="Harm")
    assert book.ask(lambda store: store.count(Firm)) == 1
    assert check(book).sound


def test_running_numbers_have_no_gap_after_a_failed_command(book):
    book.do(add_firm, label="Add")
    with pytest.raises(ZeroDivisionError):
        book.do(lambda store: add_firm(store) and 1 / 0, label="Fail")
    book.do(add_firm, label="Add")
    assert [n for (n,) in book.store.rows("SELECT n FROM change_log ORDER BY n")] == [1, 2, 3, 4]


def test_a_rebuilt_table_without_triggers_is_noticed(book, tmp_path):
    driver.utils(book.store.connection)["firm"].transform(rename={})
    assert "log_firm_insert" in capture.missing(book.store.connection)
    book.close()
    with pytest.raises(errors.BookDamaged):
        reopened(tmp_path)


def test_an_altered_trigger_is_noticed_and_can_be_rebuilt(book):
    connection = book.store.connection
    connection.execute("DROP TRIGGER log_firm_update")
    connection.execute("CREATE TRIGGER log_firm_update AFTER UPDATE ON firm BEGIN SELECT 1; END")
    assert capture.missing(connection) == ["log_firm_update"]
    capture.rebuild(connection)
    assert capture.missing(connection) == []


def test_the_check_finds_an_altered_log_and_a_change_past_the_gate(book):
    firm = book.do(add_firm, label="Add").result
    book.do(add_firm, label="Add")
    assert check(book).sound
    connection = book.store.connection
    connection.execute("UPDATE firm SET city = 'Ningbo' WHERE id = ?", (firm.id,))
    assert any("no command" in problem for problem in check(book).problems)
    connection.execute("DROP TRIGGER log_change_log_no_update")
    connection.execute("UPDATE change_log SET data = replace(data, 'Li Wen', 'Li Wei') WHERE n = 1")
    problems = check(book).problems
    assert any("altered after" in problem for problem in problems)
    assert any("log_change_log_no_update" in problem for problem in problems)


def test_the_check_finds_a_dangling_reference(book):
    from rmapp.domain.firm import FirmName

    book.do(lambda store: store.add(FirmName(firm_id="nobody", text="x")), label="Add")
    assert any("firm_name" in problem for problem in check(book).problems)
