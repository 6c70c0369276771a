"""Passages as the network that reads pairs sees them: a part of the passage, behind the headings it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from answer.pair_rows import as_sentence
from answer.sources import Sources, pairs_of, telling
from answer.unit import Unit
from index.encoders.comprehension import Spans, load_comprehension
from records import Passage

__all__ = ["UNREAD", "ReadPassage", "Seen", "as_seen", "read_for_answer"]

_MOST = 200  # characters of a passage that are read; of a longer one the sentences that share most with the question
_BEFORE = 80  # characters of title and heading
_LINE, _LED = 40, 60  # characters of a line of the cover, and of what leads into a passage
# what does not belong to an answer that begins or ends with it
_LEADS_IN, _LEADS_ON = re.compile(r"^[\s，、；：。由在于]+"), re.compile(r"[\s，、；：。由在于]+$")
_FIGURE = re.compile(r"\d[\d.,]*\s?[万亿%％]?")
UNREAD = frozenset({"heading", "cover", "glossary", "table"})  #: forms of passages that are not read


@dataclass(frozen=True, slots=True)
class Seen:
    """What is read of a passage: ``before`` (title and heading), then ``text``.

    ``start`` is where the text begins in the passage; nothing, where it is a row told as a sentence.
    """

    passage: Passage
    before: str
    text: str
    start: int | None

    @property
    def whole(self) -> str:
        return self.before + self.text


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """What a passage says to a question.

    :ivar answer: the likeliest answer, empty where there is none; it begins at the character ``at`` of what is seen.
    :ivar chance: how likely it is, if the passage answers at all (0..1).
    """

    seen: Seen
    spans: Spans
    answer: str
    at: int
    chance: float

    @classmethod
    def of(cls, seen: Seen, spans: Spans) -> ReadPassage:
        """What title and heading say is no answer, nor what only leads into it or on from it."""
        span, offset = spans.best(), len(seen.before)
        if span is None or span.at[1] <= offset:
            return cls(seen, spans, "", 0, 0.0)
        start = max(span.at[0], offset)
        told = seen.whole[start : span.at[1]]
        text = _LEADS_IN.sub("", told)
        return cls(seen, spans, _LEADS_ON.sub("", text), start - offset + len(told) - len(text), span.chance)

    @property
    def likely(self) -> float:
        """How likely the passage answers, and so (0..1)."""
        return self.spans.answered * self.chance

    def within(self, text: str, unit: Unit) -> float:
        """How likely the answer lies within a part of a unit's sentence or row (0..1)."""
        return max((self.spans.within(*at) for at in self._places(text, unit)), default=0.0)

    def _places(self, text: str, unit: Unit) -> Iterable[tuple[int, int]]:
        whole, offset = self.seen.whole, len(self.seen.before)
        if self.seen.start is None:
            first, last = offset, len(whole)
        else:
            first = max(offset, offset + unit.sentence_at[0] - self.seen.start)
            last = min(len(whole), offset + unit.sentence_at[1] - self.seen.start)
            if unit.sentence == text:
                yield first, last
                return
        at = whole.find(text, first, last)
        while at >= 0:
            yield at, at + len(text)
            at = whole.find(text, at + 1, last)


def as_seen(sources: Sources, text: str, passage: Passage) -> Seen:
    """What is read of a passage for a claim or question."""
    heads = [passage.section[-1]] if passage.section else []
    if passage.form == "row":
        told, first = as_sentence(passage), None
    else:
        sentences = [*dict.fromkeys(unit.sentence_at for unit in sources.units([passage]))]
        first, last = _part(text, sentences, passage.text)
        told = passage.text[first:last]
    lead = [*_lead(sources, text, passage)]
    title = _titled(sources, text, passage.document, "".join((*heads, *lead, told)))
    before = "。".join(dict.fromkeys(part for part in (title, *heads) if part))[-_BEFORE:]
    before = "。".join(part for part in (before, *lead) if part)
    return Seen(passage, f"{before}：" if before else "", told, first)


def _lead(sources: Sources, text: str, passage: Passage) -> Iterator[str]:
    """What a passage hangs on: the words that lead into a list, the title of a table, what a footnote is a note to."""
    if passage.form == "footnote":
        for id_ in passage.cited_by[:1]:
            # its own figures are no answers to what is asked of the note
            yield _FIGURE.sub("", _noted(sources, text, sources.kb.passage(id_)))[-_LED:]
    elif passage.parent is not None:
        above = sources.kb.passage(passage.parent)
        if above.form == "table":
            caption = above.text.split("\n", 1)[0]
            if "|" not in caption:
                yield caption[:_LED]
        elif above.form not in ("heading", "row"):
            yield above.text[-_LED:].rstrip("：:")


def _noted(sources: Sources, text: str, passage: Passage) -> str:
    """The sentence of a passage with a footnote that shares most with a text."""
    if passage.form == "row":
        return as_sentence(passage)
    wanted = pairs_of(text)
    told = [passage.text[slice(*at)] for at in dict.fromkeys(u.sentence_at for u in sources.units([passage]))]
    return max(told, key=lambda sentence: len(wanted & pairs_of(sentence)), default=passage.text)


def _titled(sources: Sources, text: str, document: str, said: str) -> str:
    """The title of a document, with the line of its cover that has most of a text that nothing else has: its date, or
    who issued it.

    :param said: what a passage of it says.
    """
    title = sources.title(document)
    wanted = telling(text) - telling(title) - telling(said)
    lines = [line.strip() for p in sources.opening(document) if p.form == "cover" for line in p.text.splitlines()]
    shared = {line: len(wanted & telling(line)) for line in lines}
    line = max(shared, key=lambda line: shared[line], default="")
    return f"{title}（{line[:_LINE]}）" if shared.get(line) else title


def read_for_answer(sources: Sources, question: str, passages: Iterable[Passage]) -> dict[str, ReadPassage]:
    """What some passages say to a question, by their ids; headings and whole tables are not read."""
    seen = {p.id: as_seen(sources, question, p) for p in passages if p.form not in UNREAD}
    comprehension = load_comprehension()
    return {id_: ReadPassage.of(one, comprehension.spans(question, one.whole)) for id_, one in seen.items()}


def _part(asked: str, sentences: Sequence[tuple[int, int]], text: str) -> tuple[int, int]:
    """The sentences in a row that are read of a long text: around the one that shares most pairs of characters."""
    if len(text) <= _MOST or not sentences:
        return 0, min(len(text), _MOST)
    wanted = pairs_of(asked)
    shared = [len(wanted & pairs_of(text[a:b])) for a, b in sentences]
    first = last = max(range(len(sentences)), key=lambda i: (shared[i], -i))
    while True:
        grown = [
            (shared[first - 1] + 0.5, first - 1, last) if first else None,
            (float(shared[last + 1]), first, last + 1) if last + 1 < len(sentences) else None,
        ]
        able = [g for g in grown if g is not None and sentences[g[2]][1] - sentences[g[1]][0] <= _MOST]
        if not able:
            return sentences[first][0], sentences[last][1]
        _, first, last = max(able)
