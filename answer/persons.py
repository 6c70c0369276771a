"""Persons by where their names stand: behind a title (市长 李敏), or before what only a person does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.placed import tagged

__all__ = ["PERSON_ASKED", "persons"]

#: Questions that a person answers, and no body.
PERSON_ASKED = re.compile(
    r"谁|哪位|什么人|(?:叫|名字|姓名)(?:是|叫)?(?:什么|啥)|\bwho(?:m|se)?\b(?! (?:funds?|financ|pa(?:y|id)))",
    re.IGNORECASE,
)
_OFFICE = (
    r"(?:[省市州县区镇乡部司局处科厅署组会董校院所队社团行]长|主任|主席|书记|经理|总监|总裁|代表|专家|学家|教授|博士|主持人?|召集人"
    r"|负责人|联系人|协调员|顾问|大使|专员|委员|理事|议员|律师|审计师|工程师|院士|总统|总理|首相|大臣|发言人|记录人?|执笔人?"
    r"|撰稿人?|审稿人?|作者)(?:同志)?\s?[:：]?\s?"
)
_TITLE = re.compile(_OFFICE + "$")
_DOES = re.compile(
    r"\s?(?:同志|先生|女士|教授|博士|[接继]?[任替]|担任|当选|就任|主持|汇报|介绍|表示|指出|宣布|强调|致辞|发言|包案|率|带队|出席)"
)
# 协调员法图·恩贾伊汇报
_PARTED = re.compile(
    _OFFICE + r"([\u4e00-\u9fff]{1,5}(?:·[\u4e00-\u9fff]{1,6}?)+)"
    rf"(?={_DOES.pattern}|[，。；：、,;:()（）\s]|[和与及等在于]|$)"
)
_REST = ("n", "ng", "nr", "ag", "vg", "g", "tg", "a", "j", "b")  # tags that the last character of a name may get
_IN_PARTS = re.compile(r"[\u4e00-\u9fff]{0,4}·")  # the first part of 安娜·科斯塔
_SHORTEST, _LONGEST = 2, 4
_PART = 4  # characters of a part of a name
_BEHIND_TITLE, _BEFORE_DEED = 0.12, 0.06


def persons(text: str) -> Iterator[tuple[str, float]]:
    """The persons that a clause names, with how well each is told to be one."""
    yield from ((found[1], _BEHIND_TITLE) for found in _PARTED.finditer(text))
    place = 0
    tokens = tagged(text)
    for (word, tag), (rest, of) in zip(tokens, (*tokens[1:], ("", "")), strict=True):
        end = place + len(word)
        if (
            tag[:2] == "nr"
            and _SHORTEST <= len(word) <= _LONGEST
            and not _IN_PARTS.match(text, end)
            and "·" not in text[max(place - _PART, 0) : place]
        ):
            if _TITLE.search(text, 0, place):
                whole = len(word) == _SHORTEST and len(rest) == 1 and of in _REST
                yield (word + rest if whole else word), _BEHIND_TITLE
            elif _DOES.match(text, end):
                yield word, _BEFORE_DEED
        place = end
