"""Builds the tokenizer of both embedded models: jieba's words and the commonest English words as a Unigram model.

A Unigram tokenizer picks the most probable segmentation, as jieba does with its dictionary; with jieba's words and
their frequencies as pieces the text is cut nearly as jieba cuts it, without loading jieba at run time.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from models.data import Pair, read_glossary, read_rows

__all__ = ["SPECIAL", "VocabularySizes", "build_tokenizer", "forced_pieces", "save_tokenizer"]

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")

# Runs of Han, of Latin letters, of digits; of all punctuation only the marks that change a meaning.
_PIECES = r"\p{Han}+|\p{Latin}+|[0-9]+|[?%$€¥]"
_LATIN_WORD = Regex(_PIECES)


@dataclass(frozen=True, slots=True)
class VocabularySizes:
    """How many pieces of each kind; together they set the size of the models on disk."""

    han_characters: int = 6_000
    han_words: int = 24_000
    latin_words: int = 12_000
    latin_subwords: int = 2_500


def _han_counts(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Frequencies of Chinese words (as jieba cuts them) and of single characters."""
    import rjieba

    words: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for text in texts:
        for word in rjieba.cut(text, False):
            if "一" <= word[0] <= "鿿":
                words[word] += 1
        characters.update(c for c in text if "一" <= c <= "鿿")
    return words, characters


def _latin_counts(texts: Iterable[str], normalizer: normalizers.Normalizer) -> Counter[str]:
    words: Counter[str] = Counter()
    splitter = pre_tokenizers.Split(_LATIN_WORD, "removed", invert=True)
    for text in texts:
        words.update(word for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(text)) if word[0].isalpha())
    return Counter({word: n for word, n in words.items() if word.isascii()})


def _subwords(words: Counter[str], size: int) -> list[tuple[str, float]]:
    """Pieces of rarer words, with log probabilities far below those of whole words."""
    trainer = trainers.UnigramTrainer(vocab_size=size, show_progress=False, special_tokens=["[UNK]"], unk_token="[UNK]")
    learner = Tokenizer(models.Unigram())
    learner.train_from_iterator(_rare(words), trainer)
    pieces = {piece: math.log(1e-6) for piece in learner.get_vocab() if piece != "[UNK]"}
    pieces.update({letter: math.log(1e-7) for letter in "abcdefghijklmnopqrstuvwxyz"})
    return sorted(pieces.items())


def _rare(words: Counter[str]) -> Iterator[str]:
    yield from (word for word, _ in words.most_common(120_000)[6_000:])


def forced_pieces(folder: Path) -> list[str]:
    """Country names, short Chinese forms of the glossary, and its English acronyms and one-word names."""
    forced = [row["zh"] for row in read_rows(folder, "countries.jsonl.gz")]
    for zh, en, _ in read_glossary():
        forced += [form for form in zh if 2 <= len(form) <= 5]
        forced += [form.lower() for form in en if form.isascii() and form.isalpha()]
    return list(dict.fromkeys(forced))


def build_tokenizer(
    pairs: Iterable[Pair],
    chinese: Iterable[str],
    forced: Iterable[str],
    official_english: Iterable[str],
    sizes: VocabularySizes,
) -> Tokenizer:
    """Build the tokenizer.

    :param pairs: translation pairs: both sides count towards the frequencies.
    :param chinese: further Chinese texts, of the domain.
    :param forced: words that must be pieces of their own, see :func:`forced_pieces`.
    :param official_english: official texts: the words that they use twice become pieces whatever their rank.
    """
    pairs = list(pairs)
    normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    words, characters = _han_counts([*(zh for zh, _ in pairs), *chinese])
    latin = _latin_counts((en for _, en in pairs), normalizer)
    total = words.total()
    scores: dict[str, float] = {}
    for character, _ in characters.most_common(sizes.han_characters):
        scores[character] = math.log(max(words[character], 1) / total)
    chosen = [w for w, _ in words.most_common() if 2 <= len(w) <= 8][: sizes.han_words]
    chosen += [w for w in forced if not w.isascii()]
    for word in chosen:
        scores.setdefault(word, math.log(max(words[word], 5) / total))
    latin_total = latin.total()
    for word in [*(w for w, _ in latin.most_common(sizes.latin_words)), *(w for w in forced if w.isascii())]:
        scores.setdefault(word, math.log(max(latin[word], 5) / latin_total))
    for piece, score in _subwords(latin, sizes.latin_subwords):
        scores.setdefault(piece, score)
    for number in [*range(1000), *range(1900, 2061)]:
        scores.setdefault(str(number), math.log(1e-4))
    scores.update(dict.fromkeys("0123456789?%$€¥", math.log(1e-3)))
    official = _latin_counts(official_english, normalizer)
    for word in sorted(w for w, n in official.items() if n >= 2 and len(w) >= 4):
        scores.setdefault(word, math.log(max(latin[word], 5) / latin_total))
    pieces = [(token, 0.0) for token in SPECIAL] + [(p, round(s, 3)) for p, s in scores.items()]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL.index("[UNK]"), byte_fallback=False))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Split(_LATIN_WORD, "removed", invert=True)
    cls, sep = SPECIAL.index("[CLS]"), SPECIAL.index("[SEP]")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", cls), ("[SEP]", sep)]
    )
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, path: Path) -> None:
    """Write ``tokenizer.json`` without indentation: it is read at every start."""
    tokenizer.save(str(path), pretty=False)
