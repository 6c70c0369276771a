"""Claims in a draft's own words that the sources bear out wholly, and others that they do not."""

from pathlib import Path

import pytest

from answer.check import check, verdict_of
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

_TEXT = Path(__file__).parent.parent / "eval" / "cases" / "kinds" / "texts" / "p2_eco_trade_bulletin.md"


@pytest.fixture(scope="module")
def kb(tmp_path_factory):
    settings = Settings(kb=tmp_path_factory.mktemp("bulletin") / "kb")
    ingest([_TEXT], settings)
    with KnowledgeBase.open(settings=settings) as kb:
        yield kb


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("伊斯兰堡到伊斯坦布尔的集装箱列车2024年跑了计划的不到一半，卡在扎黑丹一带换轨距的能力上。", "supported"),
        ("经济合作组织十国2024年彼此卖货，只有伊朗比上年卖得少。", "supported"),
        ("土库曼斯坦已交存经济合作组织《过境运输框架协定》的批准书。", "contradicted"),
        ("2024年经济合作组织区域内贸易以本币结算的比重达到41%。", "not_found"),
    ],
)
def test_what_is_likelier_wholly_than_partly_supported_is_called_so(kb, claim, verdict):
    assert verdict_of(check(kb, claim)) == verdict
