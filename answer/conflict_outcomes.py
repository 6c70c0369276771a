"""What the text says of all, only some or so many rows of a table, against the column that says how each fares:
五项可交付成果均已完成, 八项指标中只有一项偏离, 三个项目延期.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.conflict_tools import sentences, side
from answer.grid import Grid, coverage, covered, reading_of
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Cell, Passage

__all__ = ["outcome_conflicts"]

_NUMBER = r"[\d一二两三四五六七八九十]{1,3}"
_MEASURE = r"(?:项|个|国|家|条|座|份|类|地|处|所|批)"
_ALL = re.compile(
    rf"(?P<whole>所有的?|全部|上述|所列|各{_MEASURE}?|(?P<count>{_NUMBER}){_MEASURE})(?P<what>[^，。；]{{0,24}}?)"
    r"(?:均|都|全部|悉数|全数|无一例外地?|一律)(?P<gap>[^，。；]{0,12}?)"
    r"(?P<deed>完成|落实|达标|达到目标|发布|出版|签署|批准|通过|启动|开工|实现|交付|按期|如期|按计划|生效|投入使用|投入运行)"
)
_ONLY = re.compile(r"(?:只有|仅有?|唯有|唯一)(?P<what>[^，。；]{2,40})")
_COUNTED = re.compile(rf"(?P<count>{_NUMBER}){_MEASURE}(?P<what>[^，。；、\d]{{0,16}})")
_BEGUN = re.compile(
    r"进行中|实施中|执行中|建设中|在建|滞后|部分|招标|采购中|偏离|落后|延误|逾期|推迟|延期|草案|起草|征求意见|编制中|审议中|暂停|中止|搁置"
)
_BEGINNING = ("启动", "开工")
_UNSURE = re.compile(
    r"预计|预期|将|拟|力争|争取|计划(?!完|生)|目标|应当?|须|要求|希望|除[^，。；]{1,20}外|基本|大多|多数|并非|几乎"
)
_STATE = re.compile(
    r"状态|状况|评级|进展|情况|结果|落实|阶段|进度|是否|评价|完成|备注|结论|等级|评分|现状|表现|status|progress|rating",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_STATE, _LEAST_ROWS = 14, 3
_MOSTLY = 0.6
_SCORE = 0.58


@dataclass(frozen=True, slots=True)
class _States:
    """A column of words, with the rows that have them."""

    grid: Grid
    header: str
    rows: tuple[tuple[str, Passage, Cell], ...]

    def words(self) -> set[str]:
        return {_bare(cell.text) for _, _, cell in self.rows}


def outcome_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Sentences that count otherwise what a column of states tells row by row."""
    for passage, grids, cited in reading_of(passages):
        columns = [states for grid in cited or grids for states in _states_of(grid)]
        for span in sentences(passage) if columns else ():
            sentence = passage.text[slice(*span)]
            if not _UNSURE.search(sentence):
                yield from _all(passage, sentence, columns)
                yield from _only(passage, sentence, columns)
                yield from _so_many(passage, sentence, columns, cited=bool(cited))


def _states_of(grid: Grid) -> Iterator[_States]:
    """The columns of short words that several rows have."""
    found: dict[str, list[tuple[str, Passage, Cell]]] = defaultdict(list)
    for row in grid.rows:
        for cell in row.cells:
            if cell.value is None and cell.row and cell.column and _HAN.search(cell.text):
                found["".join(cell.column)].append((cell.row[-1], row, cell))
    for header, rows in found.items():
        short = all(len(_bare(cell.text)) <= _LONGEST_STATE and not _FIGURES.search(cell.text) for _, _, cell in rows)
        repeated = len({_bare(cell.text) for _, _, cell in rows}) < len(rows)
        if len(rows) >= _LEAST_ROWS and (_STATE.search(header) or (short and repeated)):
            yield _States(grid, header, tuple(rows))


def _bare(text: str) -> str:
    return re.sub(r"[（(].*?[)）]|\s", "", text)


# -- all --------------------------------------------------------------------------------------------------------------


def _all(passage: Passage, sentence: str, columns: Sequence[_States]) -> Iterator[Conflict]:
    """五项可交付成果均已完成 above a table in which one is 尚未定稿."""
    for said in _ALL.finditer(sentence):
        count = parse_number(said["count"]) if said["count"] else None
        for states in columns:
            if not _STATE.search(states.header) or not _speaks_of(f"{said['whole']}{said['what']}", states, count):
                continue
            against = _BEGUN if said["deed"] not in _BEGINNING else None
            other = next((one for one in states.rows if _denies(one[2].text, against)), None)
            if other is not None:
                name, row, cell = other
                text = f"正文说“{said.group()}”，表中“{name}”却是“{cell.text}”"
                yield Conflict(
                    "status", side(passage, sentence, said.group()), side(row, row.text, cell.text), text, _SCORE
                )
                return


def _denies(state: str, begun: re.Pattern[str] | None) -> bool:
    return bool(re.search(r"未|尚|没有|待|取消", state) or (begun is not None and begun.search(state)))


def _speaks_of(what: str, states: _States, count: float | None) -> bool:
    """Whether words before 均 are of the rows of a table, by their number and by its title or headers."""
    if count is not None and count != len(states.rows):
        return False
    names = f"{states.grid.caption} {states.grid.table.text.split(chr(10))[0]} {' '.join(states.grid.table.section)}"
    noun = re.sub(
        rf"^(?:所有的?|全部|上述|所列|各|{_NUMBER})?{_MEASURE}?|[的中]|所列|本次|会议|附表|下表|上表|附件", "", what
    )
    if len(noun) < 2:
        return count is not None
    return coverage(noun, names) >= (_MOSTLY if count is None else 0.3)


# -- only -------------------------------------------------------------------------------------------------------------


def _only(passage: Passage, sentence: str, columns: Sequence[_States]) -> Iterator[Conflict]:
    """只有主要港口船舶在港时间这一项偏离了轨道 where the table calls two rows so."""
    for said in _ONLY.finditer(sentence):
        for states in columns:
            named = [one for one in states.rows if _names(one, said["what"], passage)]
            words = {_bare(cell.text) for _, _, cell in named}
            if not named or len(words) != 1:
                continue
            (word,) = words
            rest = said["what"]
            for name, _, _ in named:
                rest = rest.replace(name, "")
            if len(word) < 2 or word not in rest:
                continue
            other = next((one for one in states.rows if one not in named and _bare(one[2].text) == word), None)
            if other is not None:
                name, row, cell = other
                text = f"正文说“{said.group()}”，表中“{name}”也是“{cell.text}”"
                yield Conflict(
                    "status", side(passage, sentence, said.group()), side(row, row.text, cell.text), text, _SCORE
                )
                return


def _names(one: tuple[str, Passage, Cell], what: str, passage: Passage) -> bool:
    name = re.sub(r"[（(].*?[)）]", "", one[0]).strip()
    return len(name) > 1 and covered(name, what, passage, one[1]) >= _MOSTLY


# -- so many ----------------------------------------------------------------------------------------------------------


def _so_many(passage: Passage, sentence: str, columns: Sequence[_States], *, cited: bool) -> Iterator[Conflict]:
    """八项指标中有五项按期 where four rows are so."""
    for said in _COUNTED.finditer(sentence):
        count = parse_number(said["count"])
        for states in columns:
            words = sorted((w for w in states.words() if len(w) > 1 and w in said["what"]), key=lambda w: (len(w), w))
            if not words or count is None:
                continue
            word = words[-1]
            if any(said["what"].find(w) < said["what"].find(word) and w not in word for w in words):
                continue  # 三项按期而滞后仅属个别: the number is of the state before
            if any(word in other and other != word and other in said["what"] for other in states.words()):
                continue
            rows = [one for one in states.rows if _bare(one[2].text) == word]
            about = [one for one in states.rows if word in _bare(one[2].text)]
            if int(count) in (len(rows), len(about)) or not _of_table(sentence, said, states, word, cited=cited):
                continue
            text = f"正文说“{said['count']}”个“{word}”，表中却有 {len(rows)} 行是“{word}”"
            a = side(passage, sentence, said.group())
            b = side(states.grid.table, "、".join(name for name, _, _ in rows), word)
            yield Conflict("count", a, b, text, _SCORE)
            return


def _of_table(sentence: str, said: re.Match[str], states: _States, word: str, *, cited: bool) -> bool:
    """Whether a sentence counts the rows of a table: it tells how many there are, or what the table is of."""
    wholes = [m for m in re.finditer(rf"(?P<n>{_NUMBER}){_MEASURE}", sentence[: said.start()])]
    if wholes and parse_number(wholes[0]["n"]) == len(states.rows):
        return True
    rest = sentence.replace(word, "")
    return cited and coverage(states.grid.caption, rest) >= _MOSTLY
