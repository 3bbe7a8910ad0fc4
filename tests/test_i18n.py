"""Words and sentences are joined as each language joins them."""

from rmapp import i18n
from rmapp.errors import InputError


def test_sentences_stand_apart_in_english_and_close_together_in_chinese():
    assert i18n.sentences(("Write a reason.", "", "Write who approved it.")) == "Write a reason. Write who approved it."
    with i18n.speaking("zh_CN"):
        assert i18n.sentences(("请写明理由。", "请写明批准人。")) == "请写明理由。请写明批准人。"
        assert InputError({"a": "请写明理由。", "b": "请写明批准人。"}).message == "请写明理由。请写明批准人。"
