"""Questions about a document itself, which its cover answers, and about the country that only its title names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from answer.ask import ask
from answer.comprehended import as_seen
from answer.sources import sources_of
from answer.subjects import country_keys
from index.store import KnowledgeBase
from records import Filters
from tests.small_reports import opened_report

LETTER = """# 关于临河县粮库消防检查情况的函

广岭省粮食和物资储备局　广粮函〔2024〕31号　2024年5月9日

临河县人民政府：

2024年4月22日至24日，我局检查了你县六座粮库的消防设施。

## 一、发现的问题

三号库的喷淋管道锈蚀，更换费用由县财政承担。

## 二、整改要求

请于2024年7月31日前报送整改结果，整改期间停用以下设施：

- 三号库的输送机；
- 五号库的烘干塔。
"""
BULLETIN = """# 博茨瓦纳2023年旅游业统计公报

博茨瓦纳国家统计局　2024年3月18日发布

## 一、接待

全年接待入境游客142万人次，比上年增长8.5%。其中乘飞机入境的31万人次[^1]。

| 口岸 | 2022年（万人次） | 2023年（万人次） |
|---|---|---|
| 卡宗古拉 | 38.6 | 44.1 |
| 拉莫茨瓦 | 12.3 | 11.7 |

[^1]: 不含过境停留不足一天的旅客。
"""
TREATY = """# 智利共和国政府和越南社会主义共和国政府关于渔业科学合作的协定

2021年4月12日订于瓦尔帕莱索
生效日期：2022年1月9日

## 第一条

双方每年互派两名鱼类学者，费用由派出方承担。
"""
MINUTES = """# 青川港务协调会第九次会议纪要

时间：2023年11月2日
地点：港务大厦四楼会议室
主持：副总经理田立群
记录：韩珊

## 一、航道

会议同意于2024年2月起疏浚二号航道。
"""


def _opened(folder: Path, text: str) -> Iterator[KnowledgeBase]:
    with opened_report(folder, text, model="default") as kb:
        yield kb


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from _opened(tmp_path_factory.mktemp("letter"), LETTER)


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from _opened(tmp_path_factory.mktemp("bulletin"), BULLETIN)


@pytest.fixture(scope="module")
def treaty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from _opened(tmp_path_factory.mktemp("treaty"), TREATY)


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from _opened(tmp_path_factory.mktemp("minutes"), MINUTES)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("临河县粮库消防检查情况的函，文号是什么？", "广粮函〔2024〕31号"),
        ("临河县粮库消防检查情况的函是谁发的？", "广岭省粮食和物资储备局"),
        ("临河县粮库消防检查情况的函是哪天发出的？", "2024年5月9日"),
    ],
)
def test_the_cover_tells_number_body_and_day(letter: KnowledgeBase, question: str, told: str) -> None:
    (answer, *_) = ask(letter, question).answers
    assert answer.text == told
    assert letter.passage(answer.citations[0]).form == "cover"
    assert told in answer.sentence


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("青川港务协调会第九次会议由谁主持？", "副总经理田立群"),
        ("青川港务协调会第九次会议是谁记录的？", "韩珊"),
        ("青川港务协调会第九次会议在哪里开的？", "港务大厦四楼会议室"),
        ("青川港务协调会第九次会议什么时候召开的？", "2023年11月2日"),
    ],
)
def test_labelled_lines_of_a_cover_are_answers(minutes: KnowledgeBase, question: str, told: str) -> None:
    assert [answer.text for answer in ask(minutes, question).answers[:1]] == [told]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("智利和越南的渔业科学合作协定是哪天签订的？", "2021年4月12日"),
        ("智利和越南的渔业科学合作协定在哪里签订的？", "瓦尔帕莱索"),
        ("智利和越南的渔业科学合作协定什么时候生效？", "2022年1月9日"),
    ],
)
def test_of_several_days_that_is_told_on_which_it_was_done(treaty: KnowledgeBase, question: str, told: str) -> None:
    assert [answer.text for answer in ask(treaty, question).answers[:1]] == [told]


@pytest.mark.parametrize(
    ("source", "question"),
    [
        ("minutes", "青川港务协调会第八次会议由谁主持？"),  # another meeting
        ("minutes", "二号航道的疏浚合同是哪天签订的？"),  # not of the document
        ("letter", "临河县粮库消防演练是哪天举行的？"),  # not what the letter is about
        ("letter", "通北县粮库消防检查情况的函，文号是什么？"),  # another county
        ("letter", "临河县粮库是谁发的？"),  # not the letter, but what it is about
        ("treaty", "智利和秘鲁的渔业科学合作协定是哪天签订的？"),  # another country
        ("treaty", "智利和越南的渔业科学合作协定什么时候通过的？"),  # not told
        ("bulletin", "博茨瓦纳2022年旅游业统计公报是哪天发布的？"),  # another year
    ],
)
def test_a_cover_answers_for_nothing_but_its_document(
    request: pytest.FixtureRequest, source: str, question: str
) -> None:
    kb: KnowledgeBase = request.getfixturevalue(source)
    cited = [id_ for answer in ask(kb, question).answers for id_ in answer.citations]
    assert not any(kb.passage(id_).form == "cover" for id_ in cited)


def test_a_cover_that_filters_leave_out_answers_nothing(letter: KnowledgeBase) -> None:
    question = "临河县粮库消防检查情况的函，文号是什么？"
    (document,) = letter.documents()
    assert ask(letter, question, Filters(documents=(document.id,))).answers
    assert not ask(letter, question, Filters(types=("commitment",))).answers


def test_what_is_held_is_cited_where_the_text_tells_it_too(kb: KnowledgeBase) -> None:
    (answer, *_) = ask(kb, "第20次部长级会议是什么时候召开的？").answers
    assert answer.value is not None
    assert answer.value["start"] == "2021-11-17"
    assert {kb.passage(id_).form for id_ in answer.citations} >= {"paragraph", "cover"}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("博茨瓦纳2023年接待了多少入境游客？", "142万人次"),
        ("博茨瓦纳卡宗古拉口岸2023年入境多少万人次？", "44.1"),
    ],
)
def test_what_a_document_says_of_no_other_country_it_says_of_that_of_its_title(
    bulletin: KnowledgeBase, question: str, told: str
) -> None:
    assert told in [answer.text for answer in ask(bulletin, question).answers]


def test_another_country_is_not_answered_for(bulletin: KnowledgeBase) -> None:
    assert ask(bulletin, "纳米比亚2023年接待了多少入境游客？").answers == ()


@pytest.mark.parametrize(
    ("title", "cover", "told"),
    [
        ("卢旺达共和国电子废弃物管理法", "", {"d:卢旺达"}),
        ("边境口岸项目审计结果公告", "吉尔吉斯共和国审计院\n2025年4月11日", {"d:吉尔吉斯斯坦"}),
        ("东盟过境委员会会议纪要", "地点：老挝万象", set()),  # where it met
        ("中国—哈萨克斯坦口岸合作纪要", "", set()),  # of two countries
        ("区域旅游合作计划", "", set()),
    ],
)
def test_a_document_is_about_the_only_country_of_its_title_or_of_who_issued_it(
    title: str, cover: str, told: set[str]
) -> None:
    assert country_keys(title, cover) == told


def test_what_is_read_has_the_line_of_the_cover_that_says_more_of_the_question(letter: KnowledgeBase) -> None:
    (leaking,) = (passage for passage in letter.passages() if "喷淋管道" in passage.text)
    sources = sources_of(letter)
    seen = as_seen(sources, "广岭省粮食局查出喷淋管道有什么问题？", leaking)
    assert "广岭省粮食和物资储备局" in seen.before
    assert leaking.text[seen.start :] == seen.text
    assert "广岭省" not in as_seen(sources, "喷淋管道有什么问题？", leaking).before


def test_what_is_read_has_what_leads_into_a_list_and_what_a_footnote_explains(
    letter: KnowledgeBase, bulletin: KnowledgeBase
) -> None:
    (tower,) = (passage for passage in letter.passages() if "烘干塔" in passage.text)
    assert "停用以下设施" in as_seen(sources_of(letter), "哪些设施要停用？", tower).before
    (note,) = (passage for passage in bulletin.passages() if passage.form == "footnote")
    assert "乘飞机入境" in as_seen(sources_of(bulletin), "乘飞机入境的人里不含哪些？", note).before
