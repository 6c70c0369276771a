"""States that no table has, by their form: 某某共和国, 某某王国 (old, disputed or made-up ones)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.folding import Folded
from ingest.forms import BREAK

if TYPE_CHECKING:
    from ingest.gazetteer import Gazetteer

__all__ = ["find_states"]

_STATE = re.compile(
    r"(?:^|(?<=[,。、;:“(\n应对由与和同在向自及]))[应对由与和同在向自及]?"
    r"([\u3400-\u9fff]{2,5}?)(?:人民|民主|联邦|伊斯兰)*(?:共和国|王国|公国|苏丹国|酋长国)"
)
_NO_STATE = re.compile("加盟|自治|中华|各|两|联合|独立|原|前")


def find_states(gazetteer: Gazetteer, texts: Sequence[Folded]) -> Iterator[tuple[str, str]]:
    """The full and the short name of each state in ``texts`` that ``gazetteer`` does not know."""
    for text in texts:
        if "国" not in text.text:
            continue
        for match in _STATE.finditer(text.text):
            name, short = text.text[match.start(1) : match.end()], match[1]
            if not (gazetteer.find(name) or gazetteer.find(short) or BREAK.search(short) or _NO_STATE.search(short)):
                yield name, short
