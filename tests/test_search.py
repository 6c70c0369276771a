"""Searching the shipped reports with the shipped model: what is found, why, and what is not."""

import re
from datetime import date

import pytest

from answer.plain import search_text
from errors import UsageError
from index.concepts import everyday
from index.noise import without_noise
from index.tokens import analyse, analyse_query, fold
from records import Filters
from tests.conftest import REPORTS, STATEMENT

TRADE, CORRIDORS = f"{REPORTS.stem}.1", f"{REPORTS.stem}.2"


def found(kb, query, limit=5, **filters):
    return [hit.passage.id for hit in kb.search(query, Filters(**filters), limit).results]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("国家单一窗口", f"{TRADE}:18"),
        ("CFCFA", f"{TRADE}:31"),
        ("空气质量监测仪", f"{CORRIDORS}:2_6"),
        ("第二十次海关合作委员会会议", f"{TRADE}:26"),
        ("性别战略", f"{STATEMENT.stem}:6"),
        ("無紙化貿易", f"{TRADE}:18"),
        ("ｅＰｈｙｔｏ 电子植物检疫证书", f"{TRADE}:3"),
        ("阿拉木图与伊塞克湖之间的替代道路", f"{CORRIDORS}:11_5"),
    ],
)
def test_the_paragraph_is_among_the_first_five(kb, query, expected):
    assert expected in found(kb, query)


def test_a_note_that_is_a_bare_address_is_found_by_what_its_caller_is_about(kb):
    found = [hit.passage for hit in kb.search("RSAP 2021-2023 附件网址", limit=5).results]
    note = next(passage for passage in found if passage.form == "footnote")
    assert note.text.startswith("https://")
    assert note.cited_by[0] in {passage.id for passage in found}


def test_results_are_ranked_cited_and_explained(kb):
    response = kb.search("国家单一窗口", limit=3)
    assert [hit.rank for hit in response.results] == [1, 2, 3]
    assert response.results == tuple(sorted(response.results, key=lambda h: (-h.score, h.passage.id)))
    first = response.results[0]
    assert "第18段" in first.passage.citation.text or "第19段" in first.passage.citation.text
    assert "国家单一窗口" in "".join(first.matched)
    for start, end in first.highlights:
        assert first.passage.text[start:end].strip()


def test_the_same_query_gives_the_same_answer(kb):
    assert kb.search("数字贸易").to_dict() == kb.search("数字贸易").to_dict()


def test_filters_apply_before_ranking(kb):
    assert {i.split(":")[0] for i in found(kb, "贸易", 20, documents=(CORRIDORS,))} == {CORRIDORS}
    for hit in kb.search("项目", Filters(types=("commitment",)), 20).results:
        assert hit.passage.type == "commitment" or any(s.type == "commitment" for s in hit.passage.also)
    for hit in kb.search("海关", Filters(countries=("Mongolia",)), 20).results:
        assert any(e.name == "蒙古" for e in hit.passage.entities)


def test_a_country_filter_takes_any_name_of_the_country(kb):
    names = ("蒙古", "蒙古国", "Mongolia", "mongolia")
    results = {tuple(found(kb, "海关", 10, countries=(name,))) for name in names}
    assert len(results) == 1


def test_date_filters_ask_for_dates_in_the_text(kb):
    hits = kb.search("会议", Filters(since=date(2022, 5, 1), until=date(2022, 5, 31)), 20).results
    assert hits
    for hit in hits:
        assert any(
            d.start and d.end and d.end >= date(2022, 5, 1) and d.start <= date(2022, 5, 31) for d in hit.passage.dates
        )
    assert not kb.search("会议", Filters(issued_until=date(2000, 1, 1))).results


def test_a_quoted_phrase_must_be_there(kb):
    hits = kb.search("“同一个健康”", limit=10).results
    assert hits
    assert all("同一个健康" in hit.passage.text for hit in hits)


def test_a_number_that_is_not_there_is_never_called_strong(kb):
    hits = kb.search("2019年12月塔吉克斯坦启动国家单一窗口", limit=10).results
    (wanted,) = [hit for hit in hits if hit.passage.id == f"{TRADE}:18"]  # there it is 2020年9月
    assert wanted.band != "strong"
    assert "没有" in wanted.why
    assert "2019" in wanted.why.partition("没有")[2]


def test_an_empty_query_is_refused(kb):
    with pytest.raises(UsageError, match="the query is empty"):
        kb.search("  ")


def test_other_names_of_a_thing_find_it(kb):
    assert f"{TRADE}:31" in found(kb, "承运人和货运代理人协会联合会")
    assert any("亚洲开发银行" in note for note in kb.search("亚行的技术援助").notes)


def test_everyday_words_find_what_reports_write(kb):
    response = kb.search("请专家来给当官的办培训班，让他们学会查验害虫", limit=5)
    assert f"{TRADE}:15" in [hit.passage.id for hit in response.results]
    assert any(note.startswith("害虫 = ") and "有害生物" in note for note in response.notes)


def test_everyday_words_are_words_not_parts_of_others(kb):
    forms = {form for form, _ in ((n.split(" = ")[0], n) for n in kb.search("经开店铺与网店").notes)}
    assert "网店" in forms
    assert "开店" not in forms  # 经开 and 店铺


def test_the_list_of_everyday_words_is_fit_for_use():
    table = everyday()
    assert len(table) > 3000
    for form, official in table.items():
        assert 2 <= len(form) <= 8, form
        assert not re.search(r"多少|什么|怎|谁|吗|为何", form), f"{form} is about the question, not its subject"
        assert official, form
        assert form not in official, form


# -- the analyser -----------------------------------------------------------------------------------------------


def test_folding_keeps_offsets():
    text = "ＣＡＲＥＣ　國家單一窗口 ﬁ ㍻ Ⅳ"
    assert len(fold(text)) == len(text)
    assert fold(text).startswith("carec 国家单一窗口")


def test_numbers_and_ordinals_are_tokens_of_their_own():
    tokens = [t.text for t in analyse("9月举行的第二十次会议和在此之前的第 19 次会议，24,465百万美元，增长6.1%")]
    assert {"第20", "第19", "9", "24465", "6.1"} <= set(tokens)
    assert "第二" not in tokens


def test_tokens_lead_back_to_the_text():
    text = "加入《國際植物保護公約》的 e-Phyto 方案，第 20 次 会议"
    for token in analyse(text):
        assert 0 <= token.start < token.end <= len(text)
        if token.text.isascii() and token.text.isalpha() and "-" not in text[token.start : token.end]:
            assert fold(text)[token.start : token.end] == token.text


def test_a_question_is_searched_for_its_content():
    assert {"哪些", "了"} & {t.text for t in analyse_query("哪些国家加入了公约")} == set()
    assert analyse_query("的") != []


def test_the_fast_segmenter_cuts_as_jieba_does(corpus_files, tmp_path):
    import jieba
    import rjieba

    jieba.setLogLevel(60)
    jieba.dt.tmp_dir = str(tmp_path)
    texts = [p.text for read in corpus_files.values() for p in read.passages]
    han = [run for text in texts for run in re.findall(r"[\u4e00-\u9fff]+", text)]
    assert len(han) > 1500
    assert [w for run in han for w in rjieba.cut(run, False)] == [w for run in han for w in jieba.cut(run, HMM=False)]


# -- queries as people type them --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("无 纸 化 贸 易", "无纸化 贸易"),
        ("哈萨 克斯坦 口岸", "哈萨克斯坦 口岸"),
        ("文件数字 化", "文件数字化"),
        ("CAREC2030战略", "CAREC 2030战略"),
        ("20th ministerial conference", "第20次 ministerial conference"),
        ("空气 质量 监测仪", "空气质量 监测仪"),
        ("卡拉巴赫 重建", "卡拉巴赫 重建"),  # two words
        ("COVID19", "COVID19"),
        ("5th Avenue", "5th Avenue"),
    ],
)
def test_spaces_inside_words_and_names_run_into_numbers(kb, typed, meant):
    assert without_noise(typed, kb.lexical.known) == meant


def test_noise_does_not_change_what_is_found(kb):
    assert found(kb, "国 家 单 一 窗 口", 3) == found(kb, "国家 单一 窗口", 3)
    assert found(kb, "Who hosted the 20th Ministerial Conference?", 3)[0].startswith(STATEMENT.stem)


def test_a_question_word_is_no_abbreviation(kb):
    assert not any("世界卫生组织" in note for note in kb.search("who hosted the meeting").notes)
    assert any("世界卫生组织" in note for note in kb.search("WHO 2021").notes)


def test_words_that_say_nothing_give_nothing_strong(kb):
    assert not any(hit.band == "strong" for hit in kb.search("的").results)
    assert kb.search("？？？").results == ()


def test_an_empty_answer_says_what_was_searched(kb):
    everything, little = kb.search("“没有这样的话”"), kb.search("“没有这样的话”", Filters(documents=(STATEMENT.stem,)))
    assert f"搜索了{everything.searched}个段落。" in search_text(everything)
    assert f"搜索了{little.searched}个段落（限于 documents={STATEMENT.stem}）" in search_text(little)
    assert 0 < little.searched < everything.searched == kb.manifest.passages


def test_no_language_at_all_finds_nothing(kb):
    assert kb.search("zzzz").results == ()


def test_english_that_no_passage_and_no_glossary_has_still_finds_what_it_means(kb):
    assert found(kb, "smog sensors", limit=10)
