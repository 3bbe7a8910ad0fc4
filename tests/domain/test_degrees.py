"""Words about somebody's education and the degree they name."""

import pytest

from rmapp.domain.degrees import degree_in


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("PhD in genetics, Fudan University", "doctor"),
        ("工学博士", "doctor"),
        ("博士在读", None),
        ("Doctorate", "doctor"),
        ("硕士研究生", "master"),
        ("MBA", "master"),
        ("M.Sc. Physics", "master"),
        ("本科", "bachelor"),
        ("Ｂａｃｈｅｌｏｒ of Arts", "bachelor"),
        ("大专", None),
        ("", None),
    ],
)
def test_the_highest_degree_of_a_text(text, degree):
    assert degree_in(text) == degree
