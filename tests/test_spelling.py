"""Names mistyped by one character: found as names, said so, and never where the words mean something else."""

import re
from itertools import permutations

import pytest
from babel import Locale
from hypothesis import assume, given
from hypothesis import strategies as st

from index.names import all_forms
from index.slips import Halves
from index.spelling import Speller
from index.tokens import fold_name


def notes(kb, query):
    return [note for note in kb.search(query, limit=1).notes if note.startswith("按")]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("塔吉克斯但的入世进展", "塔吉克斯坦"),
        ("阿塞拜彊 无虫害地区", "阿塞拜疆"),
        ("哈萨克期坦边境口岸", "哈萨克斯坦"),
        ("哈克萨斯坦的旅游", "哈萨克斯坦"),
        ("乌兹别克斯斯坦的入世", "乌兹别克斯坦"),
        ("土庫曼斯但 世貿組織", "土库曼斯坦"),
        ("苏格得州的物流中心", "苏格德州"),
        ("阿拉木土的滑雪场", "阿拉木图"),
        ("海关合委员会何时成立", "海关合作委员会"),
        ("世贸组只观察员", "世贸组织"),
        ("Kazakstan border crossing", "kazakhstan"),
        ("border crossing in Azerbaijian", "azerbaijan"),
        ("Asian Developement Bank technical assistance", "asian development bank"),
        ("Kazakhtsan tourism", "kazakhstan"),
    ],
)
def test_a_mistyped_name_is_found_as_the_name(kb, query, name):
    (note,) = notes(kb, query)
    assert note.startswith(f"按“{name}”搜索：知识库中没有“")


def test_the_hits_are_those_of_the_name(kb):
    typed, meant = kb.search("哈萨克期坦边境口岸"), kb.search("哈萨克斯坦边境口岸")
    assert [(hit.passage.id, hit.score, hit.highlights) for hit in typed.results] == [
        (hit.passage.id, hit.score, hit.highlights) for hit in meant.results
    ]
    assert typed.query == "哈萨克期坦边境口岸"


@pytest.mark.parametrize(
    "query",
    [
        "非洲开发银行的援助",  # another bank
        "南亚地区的贸易",  # another region than 西亚 or 中亚
        "区域贸易组第5次会议",  # there are the 2nd and the 4th
        "CAREC 2031战略",
        "蒙古段铁路",  # 蒙古 and a word, not 蒙古国
        "蒙古的口岸",
        "哈萨克斯坦、塔吉克斯坦",
        "江苏省的商业部",
        "“哈萨克期坦”边境",  # quoted: to be found as it stands
        "soul customs",  # not Seoul: short words are a letter away from too much
        "training for ports",
    ],
)
def test_what_is_no_slip_is_searched_as_typed(kb, query):
    assert notes(kb, query) == []


def test_what_stands_in_the_knowledge_base_is_never_changed(kb):
    """Every name, and the beginning of every passage, is searched as it stands."""
    forms = all_forms(kb.db, kb.manifest.generation)
    speller = Speller(kb._searcher_ready().lexical, lambda _: forms)
    texts = [re.split("[。；]", passage.text)[0] for passage in kb.passages()]
    assert [text for text in (*forms, *texts) if speller.read(kb.db, text)[1]] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_country_is_taken_for_another(kb, language):
    countries = {code: name for code, name in Locale(language).territories.items() if re.fullmatch("[A-Z]{2}", code)}
    names = sorted({fold_name(name) for name in countries.values()})
    close = {a for a, b in permutations(names, 2) if abs(len(a) - len(b)) < 2 and len(set(a) ^ set(b)) <= 2}
    lexical = kb._searcher_ready().lexical
    wrong = []
    for name in sorted(close):
        others = Speller(lexical, lambda _, name=name: [other for other in names if other != name])
        wrong += [(name, slip.name) for slip in others.read(kb.db, name)[1]]
    assert wrong == []


FEW = st.text("甲乙丙", min_size=5, max_size=8)


@given(
    st.lists(FEW, min_size=1, max_size=4), st.integers(0, 7), st.sampled_from("甲乙丙丁"), st.text("甲乙丙", max_size=4)
)
def test_one_character_that_is_wrong_missing_extra_or_swapped_is_noticed_wherever_it_is(names, place, other, around):
    name = names[0]
    assume(place < len(name))
    left, right = name[:place], name[place:]
    swapped = left + right[1::-1] + right[2:]
    for typed in (left + other + right[1:], left + right[1:], left + other + right, swapped):
        found = [*Halves(names).near(around + typed + around, 10)]
        assert typed == name or (typed, name) in {(slip.typed, slip.name) for slip in found}
        for slip in found:
            a, b = (end - slip.start for end in slip.wrong)
            more = len(slip.name) - len(slip.typed)
            assert slip.typed[:a] + slip.name[a : b + more] + slip.typed[b:] == slip.name != slip.typed
