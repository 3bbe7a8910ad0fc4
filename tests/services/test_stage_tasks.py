"""Task lists by stage: shipped, worded anew, switched off, added, and taken over as promises."""

from datetime import date, timedelta

import pytest

from rmapp.domain import reference
from rmapp.domain.promise import Promise
from rmapp.domain.stage_task_list import shipped_tasks
from rmapp.errors import InputError
from rmapp.i18n import speaking
from rmapp.services.clients.promises import PromiseDraft
from rmapp.services.stages import stage_tasks
from tests.books import CLOCK, add_firm, new_book

TODAY = CLOCK.today()


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return book.do(add_firm, "示例科技", label="Add").result.id


def do(book, verb, *args, **fields):
    return book.do(verb, *args, label="Tasks", **fields).result


def lines(book, stage="growth"):
    return {one.code: one for one in book.ask(stage_tasks.stage_tasks, stage)}


def test_each_stage_has_tasks_of_both_sides_in_both_languages():
    assert set(shipped_tasks()) == set(reference.stages())
    for tasks in shipped_tasks().values():
        assert {one.side for one in tasks} == {"bank", "client"}
        assert all(one.label.en and one.label.zh and one.due_days > 0 for one in tasks)
    codes = [one.code for tasks in shipped_tasks().values() for one in tasks]
    assert len(codes) == len(set(codes))


def test_the_list_is_in_the_language_of_the_window(book):
    assert lines(book)["gr_limit"].text == "Review the size of the limit"
    with speaking("zh_CN"):
        assert lines(book)["gr_limit"].text == "复核授信额度规模"


def test_a_line_worded_anew_takes_the_place_of_the_shipped_one_and_comes_back(book):
    do(book, stage_tasks.save_task, "growth", "gr_limit", "theirs", "Send the plan", 10)
    line = lines(book)["gr_limit"]
    assert (line.text, line.side, line.due_days, line.own, line.shipped) == ("Send the plan", "theirs", 10, True, True)
    do(book, stage_tasks.save_task, "growth", "gr_limit", "ours", "Send our plan", 12)
    assert lines(book)["gr_limit"].text == "Send our plan"
    do(book, stage_tasks.restore_task, "growth", "gr_limit")
    assert (lines(book)["gr_limit"].own, lines(book)["gr_limit"].due_days) == (False, 30)


def test_an_added_line_stands_last_and_only_in_its_stage(book):
    added = do(book, stage_tasks.save_task, "growth", "", "ours", "Visit the second plant", 20)
    assert list(lines(book))[-1] == added.code
    assert added.code not in lines(book, "expansion")
    do(book, stage_tasks.restore_task, "growth", added.code)
    assert added.code not in lines(book)


def test_a_line_that_is_switched_off_is_not_offered(book, firm):
    do(book, stage_tasks.switch_task, "growth", "gr_limit", active=False)
    assert not lines(book)["gr_limit"].active
    assert "gr_limit" not in {one.line.code for one in book.ask(stage_tasks.offered_tasks, firm, "growth")}
    do(book, stage_tasks.switch_task, "growth", "gr_limit", active=True)
    assert "gr_limit" in {one.line.code for one in book.ask(stage_tasks.offered_tasks, firm, "growth")}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (("nowhere", "", "ours", "x", 1), "stage"),
        (("growth", "", "ours", " ", 1), "text"),
        (("growth", "", "ours", "x", -1), "due_days"),
        (("growth", "", "ours", "x", 4_000), "due_days"),
    ],
)
def test_a_bad_line_is_refused_beside_its_field(book, fields, field):
    with pytest.raises(InputError) as refused:
        do(book, stage_tasks.save_task, *fields)
    assert list(refused.value.fields) == [field]


def test_days_count_from_the_entry_and_never_from_before_today(book, firm):
    offered = {one.line.code: one for one in book.ask(stage_tasks.offered_tasks, firm, "growth")}
    assert offered["gr_limit"].due_on == TODAY + timedelta(days=30)
    late = book.ask(stage_tasks.offered_tasks, firm, "growth", date(2025, 1, 1))
    assert late[0].due_on > TODAY


def test_taken_tasks_are_promises_and_are_not_offered_twice(book, firm):
    offered = book.ask(stage_tasks.offered_tasks, firm, "growth")
    drafts = [
        PromiseDraft(side=one.line.side, text=one.line.text, owner="Li Wen", due_on=one.due_on) for one in offered
    ]
    do(book, stage_tasks.take_tasks, firm, drafts)
    assert len(book.store.all(Promise, firm_id=firm)) == len(offered) == 4
    assert all(one.open for one in book.ask(stage_tasks.offered_tasks, firm, "growth"))
    book.undo()
    assert book.store.all(Promise, firm_id=firm) == []


def test_all_are_taken_or_none(book, firm):
    good = PromiseDraft(side="ours", text="Call", owner="Li Wen", due_on=TODAY)
    with pytest.raises(InputError) as refused:
        do(book, stage_tasks.take_tasks, firm, [good, good.model_copy(update={"owner": " "})])
    assert list(refused.value.fields) == ["1.owner"]
    assert book.store.all(Promise, firm_id=firm) == []
