"""Where the name begins that an abbreviation in brackets stands for: 加强与海关合作委员会 (CCC) is 海关合作委员会."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import rjieba
import yaml

__all__ = ["Known", "name_before"]

# A name does not reach over these, however short it gets.
_HARD = re.compile(r"[,。;:!?()\[\]“”‘’\"|\n\t<>《》•]")
_DATE_UNITS = frozenset("年月日号")
_BODY = re.compile(r"(?:委员会|总署|总局|署|局|部|银行|研究院|研究所|协会|公司|大学|学院)$")
_ORDINAL = re.compile(r"第.{1,4}[次届个期批]|[一二两三四五六七八九十]+[个项家]")
_JOIN = frozenset("和与及、")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9./&'-]*(?: (?=[A-Za-z0-9]))?|\d+(?:\.\d+)?%?|[\u3400-\u9fff]+|.", re.DOTALL)
_MAX = 40
Known = tuple[int, int, frozenset[str]]
"""A known name: start, end, and the initials of its Latin forms."""


def name_before(text: str, end: int, abbreviation: str = "", known: Sequence[Known] = ()) -> int | None:
    """Where the Chinese name that ends at ``end`` begins, or ``None`` if no name stands there.

    The name begins after the nearest word that cannot be part of one. Of a run that is still too long for the
    abbreviation, what the abbreviation does not begin with goes first: a country or body with another initial
    (塔吉克斯坦国家单一窗口 (NSW)), an expression like 现有 or 措施. If it is then longer than the abbreviation by more
    than two words, the part is taken whose number of content words is nearest to its number of letters.

    :param text: folded text.
    :param end: offset just after the name.
    :param abbreviation: what stands for the name, without brackets; may be empty.
    :param known: known names in ``text``, with the initials of their Latin forms.
    """
    for start, stop, _ in known:
        if stop == end:
            return start
    if text[end - 1 : end] == "》":
        opening = text.rfind("《", max(0, end - _MAX * 2), end)
        return opening if opening >= 0 else None
    opening = text.rfind("《", max(0, end - _MAX * 2), end)
    if opening > text.rfind("》", 0, end):
        return opening + 1  # 《综合贸易议程 (CITA)》: all of the title so far
    floor = max(0, end - _MAX)
    for match in _HARD.finditer(text, floor, end):
        floor = match.end()
    run = _run(_words(text, floor, end), frozenset(start for start, _, _ in known))
    if text[floor - 1 : floor] == ")" and text[floor : floor + 1] not in _JOIN:
        # 联络员（NFP）会议和高官会议（SOM）: what follows a bracket belongs to the name before it, up to 和
        joins = [i for i, (_, word) in enumerate(run[:3]) if word in _JOIN]
        run = run[joins[0] + 1 :] if joins else run
    if not run or not any("\u3400" <= c <= "\u9fff" for c in text[run[0][0] : end]):
        return None
    letters = len(re.findall(r"[A-Z]", abbreviation)) if re.match(r"[A-Z]", abbreviation) else 0
    if letters < 2:
        return run[0][0]
    run = _strip(run, abbreviation[0], known, body=bool(_BODY.search(text[max(0, end - 4) : end])))
    first = run[0][0]
    content = [i for i, word in run if word not in _JOIN and (i == first or "-" not in (word, text[i - 1]))]
    if len(content) <= letters + 2 or "-" in text[content[0] : end]:
        return content[0]  # a chain of places is never cut: its names fall into too many words
    return content[len(content) - letters]


def _run(words: list[tuple[int, str]], owners: frozenset[int]) -> list[tuple[int, str]]:
    """The words before the name's end up to the first that cannot belong to it, in reading order.

    :param owners: where known names begin, each of which may begin a name of its own.
    """
    run: list[tuple[int, str]] = []
    for index in range(len(words) - 1, -1, -1):
        start, word = words[index]
        if run and (word in _stop() or _ORDINAL.fullmatch(word) or (word.isdigit() and not _is_year(word))):
            break
        if word in _DATE_UNITS and index and words[index - 1][1].isdigit():
            break
        if word in _JOIN and run and run[-1][0] in owners:
            break  # 甲国…局与乙国…局 (ABBR) abbreviates the second
        if word == "、" and not any(w in "和与及" for _, w in run):
            break  # 甲、乙 (ABBR) abbreviates 乙; 甲、乙和丙 (ABBR) may be one name
        run.append((start, word))
    while run and (run[-1][1] in _JOIN or run[-1][1] == "年" or not run[-1][1][0].isalpha()):
        run.pop()
    return run[::-1]


def _strip(run: list[tuple[int, str]], initial: str, known: Sequence[Known], body: bool) -> list[tuple[int, str]]:
    """``run`` without heads that the abbreviation does not begin with; a body keeps the country that it belongs to."""
    while len(run) > 1:
        start, word = run[0]
        if word.isascii() and word[0].isalpha() and word[0].upper() != initial:
            run = run[1:]
        elif (name := next((k for k in known if k[0] == start), None)) and initial not in name[2] and not body:
            rest = [item for item in run if item[0] >= name[1]]
            if not rest:
                return run
            run = rest
        elif word in _JOIN or not word[0].isalnum() or initial not in _weak().get(word, initial):
            run = run[1:]
        else:
            return run
    return run


def _is_year(word: str) -> bool:
    return len(word) == 4 and word[:2] in ("19", "20")


def _words(text: str, start: int, end: int) -> list[tuple[int, str]]:
    words: list[tuple[int, str]] = []
    for match in _WORD.finditer(text, start, end):
        if "\u3400" <= match.group()[0] <= "\u9fff":
            offset = match.start()
            for word in rjieba.cut(match.group(), False):
                words.append((offset, word))
                offset += len(word)
        else:
            words.append((match.start(), match.group()))
    return words


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    path = Path(__file__).resolve().parent / "data" / "naming.yaml"
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=1)
def _stop() -> frozenset[str]:
    return frozenset(str(_data()["stop"]).split())


@lru_cache(maxsize=1)
def _weak() -> dict[str, str]:
    return {str(word): str(letters) for word, letters in _data()["weak"].items()}
