"""The background of a person in words."""

from rmapp.domain.person import Person
from rmapp.domain.person_wording import background


def test_all_that_is_known_stands_in_one_line():
    person = Person(
        name="吴",
        degree="doctor",
        education_level="PhD",
        education_field="Genetics",
        school="Fudan University",
        years_in_field=12,
        senior_title=True,
        venture_record="led_product",
        talent_level="provincial",
    )
    words = background(person)
    for part in ("Doctorate", "Genetics", "Fudan University", "senior technical title", "12 years in the field"):
        assert part in words
    assert "Led a product to market" in words
    assert "talent programme: Provincial" in words
    assert "PhD" not in words


def test_nothing_known_says_nothing():
    assert background(Person(name="吴", senior_title=False, talent_level="none")) == ""
    assert background(Person(name="吴", education_level="大专", talent_programme="Hundred Talents")) == (
        "大专, Hundred Talents"
    )
