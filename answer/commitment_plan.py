"""Whether a paragraph by itself tells of plans: in a work report, task stands beside task without a word of the future.

加快…。完成…。今年安排…。到2020年达到… is a plan; 加快…，增长8%。签署了… looks back. Headings decide before this does.
"""

from __future__ import annotations

import re

from answer.commitment_cues import DONE, PLANNED, TASK
from ingest.sentences import split_sentences

__all__ = ["looks_back", "tells_plans"]

_AHEAD = re.compile(
    r"拟|计划|安排|(?<![即势终对])将|今年|明年|力争|争取|确保|必须|决不|坚决|继续|持续|进一步|加快|加大|着力|大力|不断|严格|更加|强化|"
    r"(?:^|[，；。])(?:都?要|应)(?![求点素件])|到(?:\d{4}|[二〇零一三四五六七八九]{4})年|[年月]底前|以上"
)
_LOOKS_BACK = re.compile(
    r"过去|去年(?!底?[增减提下高低])|(?<!比)(?<!较)上年|[五四三两]年来|一年来|同比|先后|累计|"
    r"惠及[^，。]{0,6}\d|成功(?:举办|举行|召开|发射)|(?:保持稳定|持续活跃|圆满|创[^，。]{0,8}新高)|取得[^，。]{0,12}成绩|"
    r"(?:增长|提高|下降|减少)\d[\d.]*[%％](?!左右|以上|以内)|(?:取得|实现)了?(?:历史性|显著|新)"
)
_SURELY_AHEAD = re.compile(
    r"拟(?!定)|(?<![即势终对])将(?=[在于继进全新加推对把])|今年|明年|力争|年底前|"
    r"到(?:\d{4}|[二〇零一三四五六七八九]{4})年|(?:^|[，；])都?要(?![求点素件])"
)
_COMPARED = re.compile(r"比(?:上|去)年[^，。；、]*")
_BY_YEAR = re.compile(r"到(?:\d{4}|[二〇零一三四五六七八九]{4})年")
_HEAD = re.compile(r"^[\s—–-]*(?:[一二三四五六七八九十]是)?")
_LEAST = 2  # tasks that make a paragraph a plan
_SHARE = 0.35  # of its sentences, those that surely point ahead counted too


def tells_plans(text: str) -> bool:
    """Whether a paragraph sets tasks, points ahead, and reports nothing."""
    sentences = _sentences(text)
    tasks = [bool(TASK.match(s) or PLANNED.match(s)) for s in sentences]
    ahead = [task or bool(_SURELY_AHEAD.search(s)) for task, s in zip(tasks, sentences, strict=True)]
    if sum(tasks) < _LEAST or sum(ahead) < _SHARE * len(sentences):
        return False
    return not any(map(_reports, sentences)) and any(_AHEAD.search(s) for s in sentences)


def looks_back(text: str) -> bool:
    """Whether a paragraph reports results and points nowhere ahead, however its sentences begin."""
    sentences = _sentences(text)
    return any(map(_reports, sentences)) and not any(_SURELY_AHEAD.search(s) for s in sentences)


def _reports(sentence: str) -> bool:
    """Whether a sentence tells results; what is to be so by a year is none."""
    told = DONE.search(sentence) or _LOOKS_BACK.search(sentence)
    return bool(told) and not _BY_YEAR.match(sentence)


def _sentences(text: str) -> list[str]:
    return [_COMPARED.sub("", _HEAD.sub("", text[a:b])) for a, b in split_sentences(text)]
