"""Of which place a figure is told: what is said of a whole province says nothing of one of its counties."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from answer.placed import tag_of, tagged
from answer.unit import Unit

__all__ = ["is_of_place", "place_keys", "places_named"]

_STOP = r"在于的和与及、，。；：！？（）《》“”\s把给由对从到向跟为是有被将让该各全本此这那哪几某每了"
_NAMED = re.compile(rf"(?:^|(?<=[{_STOP}\d年月,(]))((?:(?![{_STOP}])[\u4e00-\u9fff]){{2,4}}?)([省市县州区镇乡])")
# common nouns that end like names of places
_COMMON = re.compile(
    r"^(?:.*(?:城|农|乡|集|股|楼|门|上|下|超|夜|都|节|地|社|园|灾|郊|山|牧|景|校|小|片|辖|库|治|发|验|税|济|作|范|特|矿|林|老|新|厂|港"
    r"|湖|海|多少|试|流域|功能|所在|主产|贫困|边境|周边|相邻|沿海|内陆|其他|其余|两|三|四|五|六|七|八|九|十|个))$"
)
_NO_NAME = ("v", "m", "q", "r", "d", "p", "c", "t", "f")
_LEAST = 2  # characters of a name
_WHOLE = re.compile(r"全[省市县州区国]")


@lru_cache(maxsize=5_000)
def places_named(text: str) -> tuple[str, ...]:
    """The names (without 省, 市, 县) of places that a text shows by their form."""
    found = (name for name, level in _NAMED.findall(text) if not _COMMON.match(name) and _may_be_name(name, level))
    return tuple(dict.fromkeys(found))


def _may_be_name(name: str, level: str) -> bool:
    """Whether two characters or more before 县 or 区 are no common word: 扶持县, 项目区."""
    tags = [tag for _, tag in tagged(name)] if len(name) > _LEAST else [tag_of(name)]
    if any(tag[:1] in _NO_NAME for tag in tags if tag):
        return False
    return level not in "区乡" or not any(tag == "n" for tag in tags)


def place_keys(texts: Iterable[str]) -> frozenset[str]:
    """The place that the title or the opening of a document names first, as a key: the document is about it."""
    return frozenset(f"p:{name}" for name in next(filter(None, map(places_named, texts)), ())[:1])


def is_of_place(question: str, unit: Unit) -> bool:
    """Whether a clause or cell may speak of every place that a question names.

    The place stands in it or around it, or the document is of that place; where a sentence speaks of the whole (全省),
    what stands elsewhere in its passage does not count.
    """
    start, end = unit.sentence_at[0], unit.at[1]
    so_far = unit.passage.text[start:end] if unit.cell is None else unit.sentence
    for name in places_named(question):
        if f"p:{name}" in unit.context or name in so_far or any(name in part for part in unit.passage.section):
            continue
        if _WHOLE.search(unit.sentence) or name not in unit.passage.text:
            return False
    return True
