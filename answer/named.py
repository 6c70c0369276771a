"""Names of a clause as they may answer: joint lists as one, and none that is only part of another name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answer.questions import QuestionKind
from answer.units import Unit
from records import EntityMention

__all__ = ["is_part", "runs_of"]

_OF_ITS_STATES = re.compile(r"\s?(?:各国|国家|成员国|地区|区域|全区)")  # CAREC各国 is not CAREC
_BETWEEN = re.compile(r"\s?(?:、|和|与|及|以及|，|,|and|（[^）]*）|\([^)]*\)|[（()）]|\s)*\s?")

# a body that no table knows, in a list of some that one knows: 秘书处、行业协调委员会和学院
_UNKNOWN_BETWEEN = re.compile(
    r"\s?、\s?[\u4e00-\u9fff]{2,12}(?:委员会|理事会|小组|工作组|秘书处|学院|大学|中心|部|局|署|厅|协会|机构|银行|组织|基金|公司)\s?"
    r"(?:、|和|与|及|以及)\s?"
)


def is_part(kind: QuestionKind, mention: EntityMention, unit: Unit) -> bool:
    """Whether a name is part of a title (《CAREC道路安全工程手册》), or stands for the states of what it names."""
    text, (start, end) = unit.passage.text, mention.at
    if kind == "who" and mention.kind != "country" and _OF_ITS_STATES.match(text, end):
        return True
    return text.rfind("《", 0, start + 1) > text.rfind("》", 0, start) and "》" in text[end - 1 :]


def runs_of(entities: Sequence[EntityMention], unit: Unit) -> Iterator[list[EntityMention]]:
    """Names that stand in one list."""
    text = unit.passage.text
    run: list[EntityMention] = []
    for entity in entities:
        if run and not any(gap.fullmatch(text, run[-1].at[1], entity.at[0]) for gap in (_BETWEEN, _UNKNOWN_BETWEEN)):
            yield run
            run = []
        run.append(entity)
    if run:
        yield run
