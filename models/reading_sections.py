"""Invented and public texts as sections: the sentences that stand together under a heading."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.reading_swapped import PublicTexts

__all__ = ["PLANTED", "Section", "invented_sections", "public_sections", "sections_of"]

PLANTED = Path(__file__).with_name("planted.jsonl.gz")

_SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")
_HEADING = re.compile(r"#|[一二三四五六七八九十]+、.{2,20}$")
_NUMBERED = re.compile(r"^(?:[-*]|\d+(?:\.\d+)*[.、]?|（[a-z一二三四五六七八九十\d]+）)\s*")
_NOTE = re.compile(r"\[\^?\d+\]:?")
_LEAST, _LEAST_LINE = 11, 15  # characters
_TAKEN = {"reports": 4000, "encyclopedia": 1500, "abstracts": 1500}  # texts of a kind


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences that stand together, in order, and the title and heading above them, which may be empty."""

    headings: str
    sentences: tuple[str, ...]


def sections_of(text: str) -> Iterator[Section]:
    """The sections of a Markdown document or of a plain one; tables are left out."""
    lines = [line.strip() for line in text.splitlines()]
    title = next((line.lstrip("# ") for line in lines if line), "")
    heading, sentences = "", list[str]()
    for line in [*lines, "#"]:
        if _HEADING.match(line):
            if sentences:
                yield Section(
                    "。".join(dict.fromkeys(part for part in (title, heading) if part)) + "：", tuple(sentences)
                )
            heading, sentences = line.lstrip("# "), []
        elif len(line) >= _LEAST_LINE and not line.startswith("|"):
            plain = _NOTE.sub("", _NUMBERED.sub("", line))
            sentences += [found.strip() for found in _SENTENCE.findall(plain) if len(found) >= _LEAST]


def invented_sections(path: Path = PLANTED) -> list[Section]:
    """Of the documents of the knowledge bases with planted conflicts."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        bases = [json.loads(line) for line in stream]
    return [section for base in bases for text in base["files"].values() for section in sections_of(text)]


def public_sections(public: PublicTexts, seed: int) -> list[Section]:
    """Some texts of each kind."""
    found: list[Section] = []
    for kind, count in _TAKEN.items():
        texts: Sequence[list[str]] = public.texts.get(kind, [])
        drawn = random.Random(seed).sample(texts, min(count, len(texts)))
        found += [Section("", tuple(text)) for text in drawn]
    return found
