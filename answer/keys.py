"""By what a text can be found: names, actions, words, their groups and concepts, as keys that two texts may share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import add

from answer.actions import find_actions
from answer.synonyms import groups_in, groups_of, lengths_by_head, phrases_in
from index.concepts import concepts
from index.tokens import analyse_query, fold_name, token_texts
from ingest.amounts.units import words
from records import EntityMention

__all__ = ["blanked", "concepts_in", "is_chinese", "keys_of", "keys_of_word", "terms_of", "words_of"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_ORDINAL = re.compile(r"第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*[次届期号轮批章条]")
_LONGEST_CONCEPT = 12
# Words that say how, when or how much, not what: they neither make nor break a match.
_LIGHT = frozenset(
    words(
        "目前 正式 已经 已 正在 正 成功 积极 共同 一共 共 共有 共计 总共 约 大约 左右 期间 方面 相关 有关 其中 "
        "以及 并 并且 同时 此外 另外 于 至 到 由 对 "
        "进行 开展 实施 工作 情况 截至 截止 底 年 月 日 名 个 项 场 次 家 台 款 份 第 该 此 其 全年 当年 同年 每年 "
        "进一步 继续 国家 机制 显示 报告 指出 表示 "
        "方式 形式 途径 口径 层面 过程 内容 地点 时间 日期 名称 数量 数额 之一 之际 以来 以后 之后 之前 以前 "
        "当中 当天 当日 当月 当时 一场 一次 一项 一个 这次 本次 此次 那次 该项 各项 这项 那场 这场 之时 之日 "
        "之日起 起 时 时候 时期 期间 内 中 里 上 下 成为 作为 属于 包括 包含 涉及 面向 针对 围绕 关于 就 "
        "通过 利用 借助 依托 按照 根据 依据 据 由于 因 因为 以 用 从 自 向 给 与 同 则 而 却 也 还 又 再 才 "
        "只 仅 仅仅 只有 就是 即 便 并非 可 可供 得以 予以 加以 给予 有着 具有 存在 出现 发生 处于 使 令 让 "
        "人 年度 本年 今年 那 这 那个 这个 们 各 每 等 等等 及其 算是 属 分 达 达到 高达 至少 最多 为止 左右 "
        "上下 前后 整个 "
        "全部 所有 一律 全体 大多数 大部分 多数 部分 一些 若干 "
        "哪 哪些 什么 多少 何时 几 谁 是否 吗 呢 请问 有没有 哪个 哪年 哪里 主要 具体 分别 是 有 在 了 的 和 与 及 "
        "跟 来 去 一起 一块 搞 弄 做 干 看 归 拿到 活儿 东西 怎么 怎样 "
        "接近 将近 差不多 几乎 大概 可是 不过 另外 还有 本来 原来 原本 原先 后来 其实 很 很多 许多 一下 "
        "全国 须 务必 前 都 均 也 为 被 把 将 会 要 能 可以 "
        "the a an of in on at to for by with from and or is are was were be been has have had did do does it its "
        "this that as which who when what where how many "
        "much there between during under than more whether year month date country countrie will not doe s become "
        "became account share further additional additionally also still already another both over being well together "
        "about around nearly almost only just other others while some any own per into out up new"
    )
)


def is_chinese(text: str) -> bool:
    return _HAN.search(text) is not None


def terms_of(text: str, whole: str = "") -> list[str]:
    """The words of a Chinese text; those of the table of synonyms whole where the segmenter cuts them up.

    :param whole: the text before names, dates and verbs in it were blanked out.
    """
    edges = {edge for token in analyse_query(text) if not token.bigram for edge in (token.start, token.end)}
    found = list(phrases_in(text, edges, whole or text))
    phrases = [word for _, _, word in found if word not in _LIGHT]
    return [*phrases, *words_of(blanked(text, [(start, end) for start, end, _ in found]))]


def keys_of_word(word: str) -> frozenset[str]:
    known = _concept_forms()[0].get(word, ())
    return frozenset({f"w:{word}", *(f"g:{name}" for name in known), *(f"s:{group}" for group in groups_of(word))})


def words_of(text: str) -> list[str]:
    """The words of a text that say what it is about."""
    return [t.text for t in analyse_query(text) if not t.bigram and t.text not in _LIGHT]


def keys_of(text: str, entities: Iterable[EntityMention]) -> frozenset[str]:
    """Everything by which a feature may be found in a source text."""
    names = {f"e:{mention.name}" for mention in entities}
    return _keys_of_text(text).union(names) if names else _keys_of_text(text)


@lru_cache(maxsize=256)
def _keys_of_text(text: str) -> frozenset[str]:
    """Remembered, since many a sentence is one clause and many a passage one sentence."""
    keys = {f"a:{name}" for name in find_actions(text)}
    keys.update([f"w:{word}" for word in token_texts(text)])
    if "第" in text:
        keys |= {f"w:{word}" for match in _ORDINAL.finditer(text) for word in token_texts(match.group())}
    keys.update([f"s:{group}" for group in groups_in(text)])
    return frozenset(keys.union([f"g:{name}" for form, names in concepts_in(text)[0] for name in names]))


@lru_cache(maxsize=1)
def _concept_forms() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[int, ...]]]:
    """The Chinese terms of each form, and the lengths of the forms that begin with two characters."""
    table = {form: tuple(c.zh[0] for c in found) for form, found in concepts().items()}
    return table, lengths_by_head(form for form in table if len(form) <= _LONGEST_CONCEPT)


def concepts_in(text: str) -> tuple[list[tuple[str, tuple[str, ...]]], str]:
    """Concepts of the glossary in a text, and the text without them."""
    table, lengths = _concept_forms()
    folded = fold_name(text)
    if _HAN.search(folded):
        forms = (
            folded[i : i + n] for i, head in enumerate(map(add, folded, folded[1:])) for n in lengths.get(head, ())
        )
        return [(form, table[form]) for form in forms if form in table], text
    found: list[tuple[str, tuple[str, ...]]] = []
    latin = re.findall(r"[a-z0-9][a-z0-9'&/-]*", folded)
    rest, i = [], 0
    while i < len(latin):
        for length in range(min(6, len(latin) - i), 0, -1):
            name = next((n for n in _singular(latin[i : i + length]) if n in table), None)
            if name:
                found.append((name, table[name]))
                i += length
                break
        else:
            rest.append(latin[i])
            i += 1
    return found, " ".join(rest)


def _singular(parts: Sequence[str]) -> Iterable[str]:
    phrase = " ".join(parts)
    yield phrase
    if phrase.endswith("s"):
        yield phrase[:-1]
    if phrase.endswith("ies"):
        yield f"{phrase[:-3]}y"
    yield phrase.replace("-", " ")


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text
