"""Chinese with half-width marks (共38件,其中甲9件;乙3件), for rules that look for 。；，：（）."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from answer.records import Conflict, ConflictSide
from answer.unit import Unit
from records import Passage

__all__ = ["as_printed", "widened", "widened_units"]

_WIDE = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_BESIDE = r"\u4e00-\u9fff《》“”、。，；：（）％"
# beside a Chinese character, or a mark of Chinese, and not between two figures (1,200)
_HALF = re.compile(rf"(?<=[{_BESIDE}])[,;:()?!]|(?<!\d)[,;:()?!](?=[{_BESIDE}])|(?<=[\d%])[,;:()?!](?=[{_BESIDE}])")


def widened(passages: Iterable[Passage]) -> list[Passage]:
    """The passages with marks of full width; every character stays where it is."""
    return [
        passage if (text := _wide(passage.text)) == passage.text else replace(passage, text=text)
        for passage in passages
    ]


def widened_units(units: Iterable[Unit], passages: Sequence[Passage]) -> list[Unit]:
    """The statements of passages, in these passages as :func:`widened` gives them."""
    wide = {passage.id: passage for passage in passages}
    found = []
    for unit in units:
        passage = wide.get(unit.passage.id, unit.passage)
        if passage.text == unit.passage.text:
            found.append(unit)
        else:
            text, sentence, said = map(_wide, (unit.text, unit.sentence, unit.said))
            found.append(replace(unit, passage=passage, text=text, sentence=sentence, said=said))
    return found


def _wide(text: str) -> str:
    return _HALF.sub(lambda match: _WIDE[match.group()], text)


def as_printed(conflicts: Iterable[Conflict], passages: Sequence[Passage]) -> Iterator[Conflict]:
    """What was found in passages of full width, quoted as these are printed."""
    texts = {passage.id: passage.text for passage in passages if _wide(passage.text) != passage.text}
    for conflict in conflicts:
        a, b = _side(conflict.a, texts), _side(conflict.b, texts)
        told = conflict.explanation
        for wide, as_is in ((conflict.a, a), (conflict.b, b)):
            told = told.replace(f"“{wide.value}”", f"“{as_is.value}”")
        yield replace(conflict, a=a, b=b, explanation=told)


def _side(side: ConflictSide, texts: Mapping[str, str]) -> ConflictSide:
    printed = texts.get(side.passage)
    at = _wide(printed).find(side.text) if printed is not None else -1
    if printed is None or at < 0:
        return side
    text = printed[at : at + len(side.text)]
    inside = side.text.find(side.value)
    value = text[inside : inside + len(side.value)] if inside >= 0 else side.value
    return replace(side, text=text, value=value)
