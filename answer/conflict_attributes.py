"""What the text says of a thing against the row of a table that is about it: who pays for it or leads it, where and
when it takes place, whether it is done, who is a member.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from answer.compare import dates_agree
from answer.conflict_related import Matters
from answer.conflict_row_bodies import amount_of, leader, payer, place_of
from answer.conflict_row_stages import joined_of, standing_of, state_of, state_of_country, time_of, time_of_remark
from answer.conflict_rows import Row, Said, named_rows
from answer.conflict_tools import side
from answer.records import Conflict, ConflictKind
from records import Cell, Passage

__all__ = ["attribute_conflicts"]

_FUNDING = re.compile(r"出资|资助|融资|贷款[方人机]|资金来源|提供方|捐助|供资")
_LEADING = re.compile(r"牵头|责任|负责|承办|主办|主持|实施机构|执行机构|主管")
_PLACE = re.compile(r"^(?:[举办召开会议活动]{0,4})?(?:地点|举办地|城市|所在地|会场)$")
_STANDING = re.compile(r"地位|身份|成员(?:类别|类型|资格)")
_ANY = re.compile(r"^(?!.*(?:目标|期限|计划|名称|国家|领域|出资|牵头|负责|承办|金额)).")
_WHEN = re.compile(r"日期|时间|期限|年月|何时|时限|date", re.IGNORECASE)
_MONEY = re.compile(r"金额|贷款额|赠款额|投资额|总投资|造价|批准额|承诺额")
_SCORE = 0.6

_Look = Callable[[Said, Row, Cell, str], str | None]


_OF_THING: tuple[tuple[re.Pattern[str], _Look], ...] = (
    (_FUNDING, payer), (_LEADING, leader), (_PLACE, place_of), (_ANY, state_of), (_WHEN, time_of),
    (_ANY, time_of_remark), (_MONEY, amount_of),
)  # fmt: skip
_OF_COUNTRY: tuple[tuple[re.Pattern[str], _Look], ...] = (
    (_STANDING, standing_of), (_WHEN, joined_of), (_ANY, state_of_country)
)  # fmt: skip
_KINDS: dict[_Look, ConflictKind] = {
    amount_of: "number", payer: "name", leader: "name", place_of: "name", state_of: "status",
    standing_of: "status", time_of: "date", joined_of: "date", state_of_country: "status", time_of_remark: "date",
}  # fmt: skip


def attribute_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Sentences that name a thing and tell otherwise of it than the cells of its row, in any related document."""
    for said, row in named_rows(passages):
        if matters.related(said.passage.document, row.passage.document):
            yield from _against(said, row)


def _against(said: Said, row: Row) -> Iterator[Conflict]:
    """The first cell that the sentence tells otherwise."""
    for cell in row.cells:
        header = " ".join(cell.column)
        for pattern, look in _OF_COUNTRY if row.country else _OF_THING:
            value = look(said, row, cell, header) if pattern.search(header) else None
            if value is not None and not (look is place_of and _of_other_time(said, row)):
                kind = _KINDS[look]
                text = f"正文说“{row.name}”的“{header}”是“{value}”，表中却是“{cell.text}”"
                b = side(row.passage, row.passage.text, cell.text)
                yield Conflict(kind, side(said.passage, said.text, value), b, text, _SCORE)
                return


def _of_other_time(said: Said, row: Row) -> bool:
    """Whether a sentence dates what it tells otherwise than the row: another meeting of one body."""
    own = [d for d in said.passage.dates if said.span[0] <= d.at[0] < said.span[1] and d.start]
    of_row = [d for d in row.passage.dates if d.start]
    return bool(own and of_row) and all(dates_agree(x, y) is False for x in own for y in of_row)
