"""Marks of Chinese text."""

import pytest

from rmapp.domain import reference
from rmapp.domain.full_width import full_width


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("初创期(天使)", "初创期（天使）"),
        ("拟上市期 (辅导/申报)", "拟上市期（辅导/申报）"),
        ("样品:从 0 到 1", "样品：从 0 到 1"),
        ("市场是否在增长?", "市场是否在增长？"),
        ("注册资本 1,200 万元, 实缴 3:1", "注册资本 1,200 万元，实缴 3:1"),
        ("不低于6%;5000万元以下", "不低于6%；5000万元以下"),
        ("Start-up (angel)", "Start-up (angel)"),
        ("A1, B2", "A1, B2"),
        ("", ""),
    ],
)
def test_marks_are_full_width_in_chinese_only(text, said):
    assert full_width(text) == said
    assert full_width(said) == said


def test_names_of_codes_have_their_marks_full_width_and_are_found_by_narrow_ones():
    from rmapp.domain.import_codes import find_code

    assert reference.stages()["startup"].label.zh == "初创期（天使）"
    assert find_code("stage", "初创期(天使)") == find_code("stage", "初创期（天使）") == "startup"
