"""What a document is about, from where it says so itself: 本报告介绍了…, This paper reviews …"""

from __future__ import annotations

import re

from answer.records import Answer
from answer.sources import Sources
from ingest.sentences import split_sentences
from records import Filters

__all__ = ["tell_about"]

_SEARCHED = 20
# A question about the documents as such has nothing but these words.
_DOCUMENT = re.compile(
    r"报告|文件|文档|文章|材料|资料|声明|纪要|公报|\b(?:report|paper|document|statement|text|file)s?\b", re.I
)
_TELLS = re.compile(
    r"[讲说写谈]了?(?:些|的是|的)?(?:什么|啥)|(?:介绍|涵盖|包括|包含|涉及)了?(?:哪些|什么|啥)|关于什么|主要内容|大意|概要|内容提要|主题|主旨"
    r"|\babout\b|\b(?:say|tell|cover|describe|summar\w+|contents?|subject|topic)\b",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"请问|请|帮我|总结|概括|一下|介绍|这[份篇个些]?|那[份篇个些]?|本|该|主要|大概|大致|到底|究竟|内容|方面|东西|都|是|有|的|了|在|什么|哪些|啥|呢|[\s？?。，,!！]"
    r"|\b(?:what|which|is|are|the|these|those|this|that|does|do|it|of|main|please|me|all|in)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\s*(?:本|这份|这篇|此份)(?:进展|进度|年度|评估|评价|总结|研究|工作|审计)?(?:报告|文件|声明|文|材料|公报|纪要|白皮书|规划|手册|章)[^，。；]{0,8}?"
    r"(?:介绍|涵盖|总结|概述|概括|评估|评价|分析|说明|旨在|反映|阐述|阐明|回顾|汇总|梳理|论述|描述|记录|研究了)"
    r"|\s*(?:this|the present) (?:\w+ )?(?:report|paper|document|statement|note|publication) "
    r"(?:presents|describes|summari[sz]es|reviews|covers|provides|sets out|examines|outlines|assesses|analy[sz]es)\b",
    re.IGNORECASE,
)
_SEARCH = "本报告介绍 涵盖 总结 概述 this report presents"


def tell_about(sources: Sources, question: str, filters: Filters | None, limit: int) -> tuple[Answer, ...]:
    """Where documents say what they are about, for a question about nothing else; one sentence of each document."""
    if _DOCUMENT.search(question) is None or _TELLS.search(question) is None:
        return ()
    if _FILLING.sub("", _DOCUMENT.sub(" ", _TELLS.sub(" ", question))):
        return ()
    found: dict[str, Answer] = {}
    for passage in sources.passages(_SEARCH, _SEARCHED, filters):
        if passage.form not in ("paragraph", "bullet") or passage.document in found:
            continue
        sentences = (passage.text[a:b] for a, b in split_sentences(passage.text))
        told = next((sentence for sentence in sentences if _SAYS.match(sentence)), None)
        if told is not None:
            found[passage.document] = Answer(told, "text", None, told, (passage.id,), 1.0)
    return tuple(found.values())[:limit]
