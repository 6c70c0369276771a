"""Things of one name that are not one thing: another edition, what comes out again and again, the same elsewhere."""

from __future__ import annotations

import re

from records import Passage

__all__ = ["comes_again", "elsewhere", "of_one_edition"]

_EDITIONS = re.compile(
    r"继续|再次|再|更新|修订|升级|重新|扩[大展建]|新一|新版|最终|终稿|正式|试|初稿|草案|征求意见|摘要|[中英俄]文|(?<!出)版"
    r"|移动端|配套|后续|分[册报]"
)
_FOR_GOOD = "正式"
_AGAIN = re.compile(
    r"年度|季度|月度|每[年季月]|定期|例行"
    r"|(?:公报|[年季月周]报|简报|通讯|年鉴|统计|指数|数据|公告|名单|目录|清单|排名|培训|检查|监测|调查|评估|活动|研讨|磋商|演练"
    r"|招标|审计|普查|采购|整治|宣传|会议?|论坛)$"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_PLACES = ("country", "place")


def of_one_edition(later: str, earlier: str) -> bool:
    """Whether nothing tells one as a draft, a trial or another language; what came out 正式 is out.

    :param later: what is told of the thing to come.
    :param earlier: what is told of the thing that is past.
    """
    one, two = set(_EDITIONS.findall(later)), set(_EDITIONS.findall(earlier))
    return not one - two and not two - one - {_FOR_GOOD}


def comes_again(thing: str) -> bool:
    """Whether things of such a name come out or are held again and again, unless a year tells which one it is."""
    return _AGAIN.search(thing) is not None and not _YEAR.search(thing)


def elsewhere(a: tuple[Passage, str], b: tuple[Passage, str]) -> bool:
    """Whether two sentences both name countries or places, and others: two offices of one name."""
    one, two = (
        {e.name for e in passage.entities if e.kind in _PLACES and passage.text[slice(*e.at)] in sentence}
        for passage, sentence in (a, b)
    )
    return bool(one and two) and one.isdisjoint(two)
