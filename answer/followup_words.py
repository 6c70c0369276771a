"""Words by which a report is recognised as one of a promise: its object, its act, how far it has come."""

from __future__ import annotations

import re
from functools import lru_cache

from index.tokens import analyse

__all__ = ["content_words", "is_done", "is_under_way", "same_act"]

# Verbs and frames of plans: what everybody plans says nothing about which plan it is.
_FRAME = frozenset(
    (  # noqa: SIM905
        "计划 完成 开展 支持 实施 推进 推动 促进 继续 项目 活动 工作 进行 提供 加强 举办 召开 组织 建立 成立 "
        "制定 发布 出版 启动 批准 获得 获批 通过 包括 以及 相关 目前 正在 已经 关于 方面 进一步 主要 各国 国家 "
        "地区 合作 区域 会议 成员国 机制 部门 the of and to in will be by"
    ).split()
)
_DONE = re.compile(
    r"已(?:经|(?=[\u3400-\u9fff])(?!知|有的))|[\u3400-\u9fff]了(?!解)|(?:完成|签署|出版|发布|上线|启动|举行|举办|"
    r"批准|采购|部署|召开|生效|加入|获批|成立|首发|结束)并?"
    r"(?=[，。；、]|于|$)|于\d{4}\s*年[^，。；]{0,14}(?:上线|启动|举行|举办|签署|生效|获批|批准|发布|首发|出版|"
    r"加入|召开|完成|结束|提交|通过)"
    r"|\d{4}\s*年[^，。；]{0,10}(?:出版|发布|签署|启动|举行|举办|完成)的|(?i:\b(?:was|were|has been|"
    r"have been) \w+ed\b)"
)
_UNDER_WAY = re.compile(
    r"正在|正(?=[按积逐])|目前|尚在|仍在|起草|草案|初步评估|正处于|陆续|讨论|继续(?=与|实施|改善|配合|推进|开展|"
    r"保持)|推进|"
    r"(?:启动|审议)(?:了|报告|程序)?|持续|开展(?:了)?(?:可行|前期|准备)|(?i:\b(?:is|are) being\b|\bunder way\b|"
    r"\bongoing\b)"
)
_ACTS = (
    re.compile(r"批准|获批|核准|审批|approv", re.IGNORECASE),
    re.compile(r"发布|出版|首发|公布|推出|publish|launch", re.IGNORECASE),
    re.compile(r"举办|举行|召开|论坛|会议|研讨会|周(?=[，。；、]|$)|hold|held", re.IGNORECASE),
    re.compile(r"部署|安装|采购|deploy|install|procure", re.IGNORECASE),
    re.compile(r"成立|建立|设立|establish", re.IGNORECASE),
    re.compile(r"签署|签订|商签|加入|sign", re.IGNORECASE),
    re.compile(r"制定|编制|编写|起草|开发|敲定|提供|框架|系统|指南|draft|develop", re.IGNORECASE),
    re.compile(r"研究|评估|设计|绘制|study|assess", re.IGNORECASE),
    re.compile(r"培训|能力建设|分享|考察|train", re.IGNORECASE),
    re.compile(r"建成|修建|改造|升级|铺设|build|upgrade", re.IGNORECASE),
)


@lru_cache(maxsize=65536)
def content_words(text: str) -> frozenset[str]:
    """The words of a text that tell what it is about, without dates, numbers and the frame of plans."""
    tokens = analyse(text)
    return frozenset(
        t.text for t in tokens if not t.bigram and len(t.text) > 1 and t.text not in _FRAME and not t.text.isdigit()
    )


def is_done(text: str) -> bool:
    """Whether a sentence tells something as done."""
    return _DONE.search(text) is not None


def is_under_way(text: str) -> bool:
    """Whether a sentence tells something as begun and not finished."""
    return _UNDER_WAY.search(text) is not None


def same_act(promise: str, report: str) -> bool:
    """Whether a report tells of an act of the kind that was promised; where the promise names none, any will do."""
    kinds = [act for act in _ACTS if act.search(promise)]
    return not kinds or any(act.search(report) for act in kinds)
