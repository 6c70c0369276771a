"""Numbered meetings: 第二十次海关合作委员会会议, 海关合作委员会 (CCC) 第 20 次会议, 第21届部长级会议."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.forms import BREAK, EVENT_HEADS
from ingest.names import Found
from ingest.numerals import parse_chinese, parse_digits

__all__ = ["Meeting", "find_meetings"]

_MEETING = re.compile(
    rf"第([0-9]{{1,3}}|[一二三四五六七八九十百]{{1,4}})[次届]"
    rf"((?:[\u3400-\u9fffA-Za-z0-9 &/“”-]|\([A-Za-z0-9 ]{{2,10}}\)){{0,24}}?)"
    rf"({EVENT_HEADS})(?![室场厅中期程上])"
)
_ABBREVIATION = re.compile(r"\([A-Za-z0-9 ]{2,12}\)$")
_BOARD = re.compile(
    r"(?:(?:指导|执行|协调|联合|常务|专家|咨询|战略|审计|技术|项目|混合|合作)*委员会|(?:常务)?(?:理事会|董事会|监事会|联委会)|工作组|专家组)$"
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting at ``start:end`` of a folded text; ``key`` is its number and sort, ``holder`` whose it is, if told."""

    start: int
    end: int
    name: str
    key: tuple[int, str]
    holder: str | None
    holds_body: bool


def find_meetings(text: str, known: Sequence[Found]) -> Iterator[Meeting]:
    """The numbered meetings of a folded text, each under one name however its parts are ordered.

    :param known: known names in ``text``; the holder is the one inside, or the one just before.
    """
    for match in _MEETING.finditer(text):
        start, end = match.span(2)
        inner = [k for k in known if start <= k.start and k.end <= end]
        holder = next((k for k in inner if k.kind in ("organisation", "programme", "corridor")), None)
        rest = text[holder.end if holder else start : end]
        if not inner:
            abbreviation = _ABBREVIATION.search(text, max(0, match.start() - 16), match.start())
            edge = abbreviation.start() if abbreviation else match.start()
            holder = next((k for k in known if k.end == edge and k.kind in ("organisation", "programme")), None)
        rest = re.sub(r"\([^()]*\)", "", rest).strip()
        board = _BOARD.search(text, max(0, match.start() - 10), match.start()) if not holder and not rest else None
        if board:  # 理事会第七次会议
            name = f"{board[0]}第{_ordinal(match[1])}次{match[3]}"
            yield Meeting(board.start(), match.end(), name, (_ordinal(match[1]), board[0] + match[3]), None, False)
            continue
        if BREAK.search(rest) or (not holder and not rest and match[3] in ("会议", "大会", "年会", "全会", "研讨会")):
            continue  # 第三次会议 of nobody in particular
        key = (_ordinal(match[1]), rest + match[3])
        yield Meeting(
            match.start(),
            match.end(),
            f"{holder.name if holder else ''}第{key[0]}次{key[1]}",
            key,
            holder.name if holder else None,
            any(k.kind == "organisation" for k in inner),
        )


def _ordinal(printed: str) -> int:
    value = parse_digits(printed) if printed.isdecimal() else parse_chinese(printed)
    return int(value or 0)
