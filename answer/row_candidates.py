"""Answers from rows of tables: whole cells, the label of a row that is asked for by its cells, columns of a status."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.keys import keys_of
from answer.likeness import likeness
from answer.questions import Question
from answer.reading import Feature, Reading
from answer.unit import Unit

__all__ = ["cell_bonus", "row_labels", "whole_cell"]

_LONGEST = 24  # characters of a cell with a figure that is told whole (已收回14套)
_LABEL_ASKED = re.compile(
    r"哪[一二两三四五六七八九几]?[条项个类种座家所款份部笔位些]|哪些|谁|\b(?:which|what|who)\b", re.IGNORECASE
)
_STATUS_ASKED = re.compile(
    r"(?:到|进[展行]到?|做到|走到|推进到)了?(?:哪一?步|什么(?:地步|程度|阶段)|哪个阶段|哪儿|哪里)|(?:进展|进度|状态|情况|办|做|落实|整改|完成|推进)得?(?:如何|怎么样|怎样|咋样)"
    r"|什么(?:进展|进度|状态)|(?:进展|进度|状态)(?:是|到)|怎么样了|\b(?:status|progress|how far)\b",
    re.IGNORECASE,
)
_STATUS_COLUMN = re.compile(
    r"状态|进展|进度|完成情况|落实情况|整改情况|办理情况|\b(?:status|progress)\b", re.IGNORECASE
)
_DATE_COLUMN = re.compile(r"期限|时限|日期|时间|\b(?:deadline|date|due)\b", re.IGNORECASE)
_CHANGE_ASKED = re.compile(
    r"(?:怎么|如何|有什么|什么)变化?|变了多少|[增减涨跌升降]了?(?:多少|还是)|\bhow did .* change\b", re.IGNORECASE
)
_CHANGE_COLUMN = re.compile(r"变化|增减|增[长幅速]|同比|环比|\bchange\b", re.IGNORECASE)
_BONUS, _ALIKE = 0.08, 0.5


def whole_cell(unit: Unit, text: str) -> str:
    """A figure as its cell has it, with the words around it where these are few."""
    cell = unit.cell
    if cell is None or cell.value is not None or len(cell.text) > _LONGEST or text not in cell.text:
        return text
    return cell.text.strip()


def cell_bonus(asked: Question, unit: Unit) -> float:
    """How much more a cell answers for the sake of its column: 状态 of how far a thing is, 变化 of how it changed."""
    if unit.cell is None:
        return 0.0
    head = " ".join(unit.cell.column)
    for question, column in ((_STATUS_ASKED, _STATUS_COLUMN), (_CHANGE_ASKED, _CHANGE_COLUMN)):
        if question.search(asked.text):
            return _BONUS if column.search(head) else -_BONUS
    return -_BONUS if asked.kind in ("what", "list") and _DATE_COLUMN.search(head) else 0.0


def row_labels(asked: Question, reading: Reading, unit: Unit) -> Iterator[str]:
    """What a row is about, where a question tells what one of its cells says: 哪一项建议未被接受."""
    cell = unit.cell
    if cell is None or not cell.row or cell.value is not None or not _LABEL_ASKED.search(asked.text):
        return
    label = cell.row[-1]
    told, own = keys_of(cell.text, ()), keys_of(" ".join((*cell.row, *cell.column)), ())
    if label not in asked.text and any(_says(f, cell.text, told) and not f.keys & own for f in reading.features):
        yield label


def _says(feature: Feature, text: str, told: frozenset[str]) -> bool:
    if feature.keys & told:
        return True
    return feature.kind in ("word", "action") and len(feature.text) > 1 and likeness(feature.text, text) >= _ALIKE
