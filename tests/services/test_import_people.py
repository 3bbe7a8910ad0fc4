"""Tables of people: what products and grade ask of founders comes in with them."""

from rmapp.domain.person import Person
from tests.services.test_imports import actions, bring, plan_of, table

COMPANY = "示例科技有限公司"


def test_people_bring_what_products_and_grade_ask_of_founders(book, firm):
    sheet = table(
        "姓名,企业,学历,高级职称,人才级别,创业经历",
        f"吴明,{COMPANY},工学博士,是,省级,有成功创业经历",
        f"李青,{COMPANY},大专,否,无,",
    )
    bring(book, sheet, "people")
    found = {one.name: one for one in book.store.all(Person)}
    wu, li = found["吴明"], found["李青"]
    assert (wu.degree, wu.senior_title, wu.talent_level, wu.venture_record) == (
        "doctor",
        True,
        "provincial",
        "serial_success",
    )
    assert (li.degree, li.senior_title, li.talent_level, li.venture_record) == (None, False, "none", None)
    assert actions(plan_of(book, sheet, "people")) == {2: "same", 3: "same"}
    better = table("姓名,企业,学历", f"李青,{COMPANY},硕士")
    assert [change.label for change in plan_of(book, better, "people").rows[0].changes] == ["Education", "Education"]
