"""What tests of the services share: an open book with one firm."""

import pytest

from tests.books import add_firm, new_book


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return book.do(add_firm, label="Add").result.id
