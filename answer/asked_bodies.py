"""Whether a person is asked for and no body (联络人是谁), or a body of one kind (哪个厅, 哪所学校)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.placed import named_up_to

__all__ = ["asks_for_person", "bodies_called", "body_asked", "is_person"]

# 组长是谁, 协调员叫什么名字; what a company may be as well (出资人) is no person alone
_PERSON = re.compile(
    r"(?:(?<![资持包标权务理法借保有用])人|(?<!成)员|长|主任|主席|书记|经理|总监|代表|大使|专家|教授|顾问|干事)"
    r"(?:现在|目前|究竟|到底)?(?:是(?:谁|哪位|什么人)|(?:叫|名字|姓名)(?:是|叫)?(?:什么|啥))"
)
_NO_PERSON = re.compile(
    r"(?:国|省|[州市县区镇村]|[部局署司厅处科院所校会社团队组办委行厂]|组织|机构|部门|单位|中心|政府|联盟|公司|集团|基金|伙伴|企业|各方|代表)$"
)
_BODY = re.compile(
    r"哪一?[个家所][\u4e00-\u9fff]{0,4}?(事务所|研究[院所]|设计院|学院|大学|学校|中学|小学|医院|协会|学会|商会|集团|[厅局署]|委(?!托))"
)
_CALLED = {  # what a body of a kind may be called; any other kind by its own word
    "学校": re.compile(r"校|学院|大学|[中小]学|中专|技师?学院"),
    "研究院": re.compile(r"研究|科学院|智库"),
    "研究所": re.compile(r"研究|科学院|智库"),
}


def asks_for_person(question: str) -> bool:
    """Whether a body or a country is no answer."""
    return _PERSON.search(question) is not None


def is_person(name: str) -> bool:
    """Whether a name is not plainly that of a body or a country."""
    return _NO_PERSON.search(name) is None


def body_asked(question: str) -> re.Pattern[str] | None:
    """What the name of the body that is asked for must hold; ``None`` where no kind is asked for."""
    found = _BODY.search(question)
    return None if found is None else _CALLED.get(found[1], re.compile(re.escape(found[1])))


def bodies_called(called: re.Pattern[str], text: str) -> Iterator[tuple[str, float]]:
    """The names in a clause that end in what a body of the kind is called, with how well each is told to be one."""
    yield from ((name, 0.05) for name in named_up_to(called, text))
