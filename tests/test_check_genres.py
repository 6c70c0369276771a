"""Near misses over a communiqué and a white paper that nobody wrote rules for: none may be called supported."""

import pytest

from answer.check import check, verdict_of
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

COMMUNIQUE = """# 2023年海州省国民经济和社会发展统计公报

海州省统计局　2024年3月1日

## 一、综合

1. 初步核算，全年全省地区生产总值42500亿元，比上年增长5.2%。其中，第一产业增加值3100亿元，增长4.1%；\
第二产业增加值16800亿元，增长4.8%；第三产业增加值22600亿元，增长5.7%。

2. 年末全省常住人口5870万人，比上年末减少12万人。上半年居民消费价格上涨0.9%，全年上涨0.3%。

3. 全年居民人均可支配收入38200元，其中城镇居民48900元，农村居民23400元。

4. 江北高速铁路于2023年9月开通运营，海州至临江段尚在建设，预计2025年建成。

5. 全省11个市中有8个市的空气质量达到国家二级标准，其余3个市未达标。

6. 省政府没有批准滨海钢铁扩建项目。

7. 德国大众公司和法国空中客车公司分别在海州投资12亿欧元和8亿欧元建设新工厂。
"""
PAPER = """# 《清河国的可再生能源发展》白皮书

2024年6月

## 一、法律与规划

2016年，议会通过《可再生能源促进法》。政府正在起草《氢能管理条例》。

## 二、建设

截至2023年底，全国风电装机680万千瓦，光伏装机940万千瓦。南山抽水蓄能电站计划于2026年投产。亚洲基础设施投资银行为北川风电场提供了3.2亿美元贷款。部分乡村已实现离网光伏供电。
"""


@pytest.fixture(scope="module")
def genres(tmp_path_factory):
    folder = tmp_path_factory.mktemp("genres")
    (folder / "in").mkdir()
    (folder / "in" / "communique.md").write_text(COMMUNIQUE, encoding="utf-8")
    (folder / "in" / "paper.md").write_text(PAPER, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([folder / "in"], settings)
    with KnowledgeBase.open(settings=settings) as opened:
        yield opened


@pytest.mark.parametrize(
    "claim",
    [
        "2023年海州省地区生产总值为4.25万亿元。",
        "2023年海州省居民消费价格上涨0.3%。",
        "海州省城镇居民人均可支配收入为48900元。",
        "江北高速铁路于2023年9月开通运营。",
        "海州省有8个市的空气质量达到国家二级标准。",
        "省政府没有批准滨海钢铁扩建项目。",
        "德国大众公司在海州投资12亿欧元建设新工厂。",
        "In 2016 the parliament passed the Renewable Energy Promotion Law.",
    ],
)
def test_what_they_say_is_supported(genres, claim):
    assert verdict_of(check(genres, claim)) == "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "2023年海州省第二产业增加值增长5.7%。",  # the figure of the third
        "2023年上半年海州省居民消费价格上涨0.3%。",  # of the whole year
        "2023年末海州省常住人口比上年末增加12万人。",  # fell
        "海州省农村居民人均可支配收入为48900元。",  # in towns
        "海州至临江段高速铁路已经建成。",  # being built
        "海州省全部11个市的空气质量都达到国家二级标准。",  # 8 of them
        "海州省有3个市的空气质量达到国家二级标准。",  # 3 do not
        "省政府批准了滨海钢铁扩建项目。",  # did not
        "法国空中客车公司在海州投资12亿欧元建设新工厂。",  # 8, the other one 12
        "德国大众公司在海州投资12亿美元建设新工厂。",  # euros
        "清河国已颁布《氢能管理条例》。",  # being drafted
        "截至2023年底，清河国光伏装机680万千瓦。",  # of wind
        "南山抽水蓄能电站已投产。",  # planned
        "世界银行为北川风电场提供了3.2亿美元贷款。",  # another bank
        "全部乡村已实现离网光伏供电。",  # some
        "清河国与邻国签署了电力贸易协定。",  # not there at all
    ],
)
def test_near_misses_are_not_supported(genres, claim):
    assert verdict_of(check(genres, claim)) != "supported"
