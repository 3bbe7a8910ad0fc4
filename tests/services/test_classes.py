"""Classes of confidentiality: they rise freely, fall with a reason only, and each change is kept."""

import pytest

from rmapp.domain.classes import ORDER, is_hidden, is_lowering, strictest, usual_class
from rmapp.domain.decision import ClassChange
from rmapp.domain.meeting import Meeting
from rmapp.errors import InputError, ReasonNeeded
from rmapp.services.privacy import classes


@pytest.fixture
def note(book, firm):
    return book.do(lambda store: store.add(Meeting(firm_id=firm, starts_at="2026-01-05")), label="Add").result.id


def rate(book, note, to, reason=""):
    return book.do(classes.classify, Meeting, note, to, reason, label="Class").result.confidentiality


def changes(book, note):
    return [(one.before, one.after, one.reason) for one in book.ask(classes.class_changes, Meeting, note)]


def test_the_most_sensitive_part_wins():
    assert strictest(["internal", "restricted", "public"]) == "restricted"
    assert strictest(["public", "internal"]) == "internal"
    assert strictest([]) == "public"
    assert strictest(["public", "of another program"]) == "restricted"


def test_only_restricted_things_are_hidden_and_a_person_may_let_them_in():
    assert [one for one in ORDER if is_hidden(one, restricted=False)] == ["restricted"]
    assert not any(is_hidden(one, restricted=True) for one in ORDER)


def test_lowering_is_a_step_to_a_more_open_class():
    assert is_lowering("restricted", "internal")
    assert not is_lowering("internal", "internal")
    assert not is_lowering("internal", "restricted")


def test_plans_for_a_listing_are_restricted_unless_their_source_is_public():
    assert usual_class("ipo_intent", is_public=False) == "restricted"
    assert usual_class("ipo_intent", is_public=True) == "client_confidential"
    assert usual_class("customers", is_public=False) == "client_confidential"


def test_a_class_rises_without_a_reason(book, note):
    assert rate(book, note, "restricted") == "restricted"
    assert changes(book, note) == [("client_confidential", "restricted", "")]


def test_lowering_needs_a_reason_which_is_kept(book, note):
    with pytest.raises(ReasonNeeded, match=r"less confidential"):
        rate(book, note, "internal", "  ")
    assert rate(book, note, "internal", " Said in public ") == "internal"
    assert changes(book, note) == [("client_confidential", "internal", "Said in public")]


def test_a_class_that_is_not_known_is_refused(book, note):
    with pytest.raises(InputError, match="Choose one of the classes"):
        rate(book, note, "top secret", "why not")


def test_the_same_class_again_is_no_change(book, note):
    rate(book, note, "client_confidential")
    assert changes(book, note) == []


def lower(store, note, to="public"):
    return store.change(Meeting, note, confidentiality=to, summary="Changed")


def test_no_verb_lowers_a_class_without_a_reason(book, note):
    with pytest.raises(ReasonNeeded):
        book.do(lower, note, label="Change")
    assert book.ask(lambda store: store.get(Meeting, note).summary) == "", "the whole command is taken back"


def test_any_verb_lowers_it_with_one(book, note):
    book.do(classes.with_reason, "It is on their site", lower, note, label="Change")
    assert changes(book, note) == [("client_confidential", "public", "It is on their site")]


def test_any_verb_that_raises_it_is_noted(book, note):
    book.do(lower, note, "restricted", label="Change")
    assert changes(book, note) == [("client_confidential", "restricted", "")]


def test_undo_brings_the_class_back_without_a_question(book, note):
    rate(book, note, "restricted")
    book.undo()
    assert book.ask(classes.class_of, Meeting, note) == "client_confidential"
    assert book.ask(lambda store: store.count(ClassChange)) == 0
