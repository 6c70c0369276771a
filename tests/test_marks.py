"""What is marked in a text: the words of a query and the other forms of what it names."""

import re

import pytest

from index.marks import Marks
from index.store import KnowledgeBase
from index.tokens import fold


def marked(forms, text):
    return [text[start:end] for start, end in Marks(forms).spans([fold(text)])[0]]


@pytest.mark.parametrize(
    ("forms", "text", "expected"),
    [
        (["贸易", "贸易便利化", "便利"], "贸易便利化与贸易", ["贸易便利化", "贸易"]),
        (["corridor", "adb"], "Corridors of ADB, the ADBI and two corridors", ["Corridors", "ADB", "corridors"]),
        (["process"], "processes, processing, reprocess", ["processes"]),
        (["2000", "2021"], "2,000人；12000人；2021年；2021.5", ["2,000", "2021"]),
        (["第20"], "第 20 次和第二十次会议，第二次会议", ["第 20", "第二十"]),
        (["cross-border trade", "trade"], "Cross-border trade, trade", ["Cross-border trade", "trade"]),
        (["海关合作", "作委"], "海关合作委员会，作委", ["海关合作", "作委"]),
        (["没有"], "全文", []),
    ],
)
def test_the_longest_form_is_marked_and_words_are_whole(forms, text, expected):
    assert marked(forms, text) == expected


def test_marks_are_those_of_one_pattern_of_all_forms(corpus_kb_folder):
    """Nothing is found twice, nothing is passed over: as an alternation would match."""
    with KnowledgeBase.open(corpus_kb_folder) as kb:
        texts = [fold(passage.text) for passage in kb.passages()][:60]
        names = sorted({form for group in kb.names() for form in group.aliases})
    for number, text in enumerate(texts):
        forms = [fold(name) for name in names[number::11]] + [text[:3], text[2:4]]
        forms = [form for form in forms if re.fullmatch(r"[\u3400-\u9fff]+", form)]
        pattern = re.compile("|".join(sorted(forms, key=lambda form: (-len(form), form))) or "(?!)")
        assert Marks(forms).spans([text])[0] == [match.span() for match in pattern.finditer(text)]


def test_texts_that_are_looked_through_together_are_marked_as_each_alone(corpus_kb_folder):
    """No mark reaches from one text into the next, and no word is taken for the end of one."""
    with KnowledgeBase.open(corpus_kb_folder) as kb:
        texts = [fold(passage.text) for passage in kb.passages()][:60]
    texts += ["贸易便", "利化 20", "22年，trade", "s", "", "第", "20次"]
    marks = Marks(["便利", "贸易", "便利化", "2022", "trade", "第20", "carec", "哈萨克斯坦", "2021", "s"])
    assert marks.spans(texts) == [marks.spans([text])[0] for text in texts]
    assert marks.spans([]) == []
