"""Makes plain claims out of passages: one fact of a long sentence nearly in its own words, as somebody shortens it who
checks a report, and the same with one thing of it changed, mostly for what the passage says elsewhere.

In ``read.jsonl.gz`` two of three claims in the words of their passage are false, so that a network that was taught only
by it took plain true sentences for false ones.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence

from models.reading_changes import Change, Changer
from models.reading_pairs import NOT_FOUND, NOT_SUPPORTED, SUPPORTED, Row
from models.reading_sections import Section
from models.reading_shortened import Shortener

__all__ = ["plain_pairs"]

_SHARES = (0.56, 0.86)  # up to the first: true; up to the second: made false; the others: of a neighbouring sentence
_PASSAGE, _CLAIM = (30, 240), (8, 60)  # characters
_SENTENCES = (1, 1, 2, 2, 3, 4)
_HEADED = 0.75  # share of passages behind their headings
_NAMED = 0.15  # of passages in which a body gets an abbreviation behind it, that the claim does not repeat
_HEADING = 80
_TITLED, _OF_ANOTHER, _NAMED_TOO = 0.4, 0.3, 0.6
_YEAR = re.compile(r"(?:19|20)\d\d年")
_TITLE_NAME = re.compile(
    r"^(?:关于)?(?:(?:19|20)\d\d年(?:度)?)?"
    r"([\u4e00-\u9fff]{1,14}?(?:共和国|委员会|公司|集团|银行|医院|大学|项目|计划|基金|省|市|县|区|州|局|部|厅))"
)
_BODY = re.compile(r"(?:委员会|署|局|部|协会|中心|银行|组织|公司|项目|基金会?)(?=[\u4e00-\u9fff])")
_LETTERS = "ABCDEFGIKLMNOPRSTU"


def plain_pairs(sections: Sequence[Section], synonyms: Mapping[str, Sequence[str]], seed: int) -> Iterator[Row]:
    """Plain claims with passages, without end; the same for the same seed."""
    rng = random.Random(seed)
    changer = Changer(rng, synonyms, lambda: rng.choice(rng.choice(sections).sentences))
    shortener = Shortener(rng)
    usable = [section for section in sections if section.sentences]
    while True:
        row = _drawn(rng.choice(usable), usable, changer, shortener, rng)
        if row is not None and _CLAIM[0] <= len(row.first) <= _CLAIM[1]:
            yield row


def _drawn(
    section: Section, others: Sequence[Section], changer: Changer, shortener: Shortener, rng: random.Random
) -> Row | None:
    count = rng.choice(_SENTENCES)
    at = rng.randrange(max(1, len(section.sentences) - count + 1))
    chosen = list(section.sentences[at : at + count])
    rest = [*section.sentences[:at], *section.sentences[at + count :]]
    drawn = rng.random()
    elsewhere = drawn >= _SHARES[1]
    passage = "".join(chosen)
    if not _PASSAGE[0] <= len(passage) <= _PASSAGE[1] or (elsewhere and not rest):
        return None
    claim = shortener.shortened(rng.choice(rest if elsewhere else chosen))
    if claim is None or (elsewhere and claim in passage):
        return None
    verdict = NOT_FOUND if elsewhere else SUPPORTED
    if _SHARES[0] <= drawn < _SHARES[1]:
        change: Change | None = changer.falsified(claim, passage)
        if change is None or change.text in passage:
            return None
        claim, verdict = change.text, change.verdict
    before = section.headings if rng.random() < _HEADED else ""
    if before and verdict == SUPPORTED and rng.random() < _TITLED:
        claim, verdict = _about_its_title(claim, passage, before, others, rng)
    return Row(_ended(claim, rng), before[-_HEADING:] + _with_abbreviation(passage, rng), verdict)


def _about_its_title(
    claim: str, passage: str, title: str, others: Sequence[Section], rng: random.Random
) -> tuple[str, int]:
    """A true claim with the year, or the body or place, that only the title of its document tells; or with another.

    Where the passage tells a year itself it may be of another one than the title.
    """
    wrong = rng.random() < _OF_ANOTHER
    told = rng.choice(others).headings if wrong else title
    year, name = _YEAR.search(told), _TITLE_NAME.match(told)
    parts = []
    if year and not _YEAR.search(claim + passage) and (not wrong or year[0] not in title):
        parts.append(year[0])
    if name and name[1] not in claim and (not wrong or name[1] not in title) and rng.random() < _NAMED_TOO:
        parts.insert(rng.randrange(len(parts) + 1), name[1])
    if not parts:
        return claim, SUPPORTED
    return "".join(parts) + claim, NOT_SUPPORTED if wrong else SUPPORTED


def _ended(claim: str, rng: random.Random) -> str:
    claim = claim.rstrip("，；。、： ")
    return f"{claim}。" if rng.random() < 0.6 else claim


def _with_abbreviation(passage: str, rng: random.Random) -> str:
    """A body in the passage with letters in brackets behind it, as reports that were translated have them."""
    bodies = [*_BODY.finditer(passage)] if rng.random() < _NAMED else []
    if not bodies:
        return passage
    place = rng.choice(bodies).end()
    letters = "".join(rng.choice(_LETTERS) for _ in range(rng.choice((3, 3, 4, 5))))
    return f"{passage[:place]}（{letters}）{passage[place:]}"
