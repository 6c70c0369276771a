"""Says one fact of a sentence, nearly in its words, as somebody shortens it who checks a report."""

from __future__ import annotations

import random
import re
from pathlib import Path

from ingest.amounts.units import words

__all__ = ["Shortener", "read_plain_words"]

PLAIN_WORDS = Path(__file__).with_name("plain_words.tsv")

_CLAUSE = re.compile(r"(?<=[，；])")
_BRACKETS = re.compile(r"[（(][^（）()]{1,30}[)）]")
_DATE = r"(?:\d{4}\s*年)(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?(?:初|底|末|上半年|下半年|第[一二三四]季度)?"
_DATED = re.compile(rf"^(?P<date>(?:截至)?{_DATE})[，,]?\s*(?P<rest>.+)$")
_FINE = re.compile(r"(\d{4}\s*年\s*\d{1,2}\s*月)\s*\d{1,2}\s*日(?![至—-])")
_COARSE = re.compile(r"(\d{4}\s*年)\s*\d{1,2}\s*月(?![\d\s至—和、-])")
_LISTED = re.compile(
    r"(?P<list>[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8}){1,6}(?:和|及|以及|与)(?P<last>[\u4e00-\u9fff]{2,5}))"
    r"(?=(?:均|都|已|参加|出席|加入|签署|批准|提交|完成))"
)
_LIGHT = re.compile(
    r"(?:其中|此外|同时|另外|目前|最终|分别|进一步|成功|顺利|累计|合计|一[场次个项批份]|了|还|也|共)(?![\d全同有产])"
)
_MODIFIED = re.compile(r"(?<=[了的为由向对在])[\u4e00-\u9fff、]{3,14}的(?=[\u4e00-\u9fff]{2,})")
_SCENE = re.compile(
    r"^(?:在|对于|关于|针对|按照|根据|作为|为)[^，。]{2,24}(?:方面|中|下|上|时|后|期间|领域|之际|，)，?"
)
# A clause that begins so says nothing by itself, or not that it is so.
_BOUND = re.compile(
    r"^(?:虽|尽管|如果|若|一旦|除非|除|即使|只有|但|而|因|由于|为了|以便|从而|并且?|其|该|这|此|上述|据|其余|否则|不过|却|仍|也|"
    r"则|包括|分别|比如|例如|即|且|又|使|导致)"
)
_ENDS_SCENE = re.compile(r"(?:后|时|前|中|下|方面|期间|以来|的|之|为|以及|和|与|及)$")
_VERBS = words(
    "举办 举行 主办 召开 加入 启动 建成 安装 部署 参加 出席 发布 公布 出版 印发 批准 核准 通过 签署 "
    "签订 提交 递交 提供 资助 支持 采购 购置 培训 下降 上升 增长 增加 减少 增至 降至 升至 达到 负责 "
    "承担 牵头 成立 设立 组建 修订 推迟 取消 终止 完成 实施 开展 要求 建议 同意 讨论 审议 介绍 指出 "
    "表示 强调 承诺 计划 预计 拟 正在 尚未 已 将 共 为 占 是 有 获得 取得 建立 制定 开通 投入 支出 "
    "收到 查处 修建 铺设 改造 新建 更新 发放 派出 覆盖 惠及 接待 组织 编制 开发 推出 上线 结束 实现 "
    "拨付 划拨 用于 位于 未 没有 "
)
_VERB = re.compile("|".join(sorted(map(re.escape, _VERBS), key=len, reverse=True)))
_STATED = re.compile(r"^(?:已|将|正|尚|拟|计划|预计|并|也|还|均|都|共|未|没有)?")


def read_plain_words(path: Path = PLAIN_WORDS) -> dict[str, list[str]]:
    """Each word with the others of its group.

    :raises ValueError: a group of one word.
    """
    found: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        group = [] if line.startswith("#") else line.split("\t")
        if len(group) == 1:
            raise ValueError(f"{path.name}, line {number}: expected words with tabs between them, got {line!r}")
        for word in group:
            found.setdefault(word, []).extend(other for other in group if other != word)
    return found


class Shortener:
    """Says one fact of a sentence, nearly in its words."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._words = read_plain_words()
        self._word = re.compile("|".join(sorted(map(re.escape, self._words), key=len, reverse=True)))

    def shortened(self, sentence: str) -> str | None:
        sentence = sentence.strip().rstrip("。！？；")
        fact = self._fact(sentence)
        if fact is None:
            return None
        for change, share in (
            (self._without_brackets, 0.8), (self._one_of_a_list, 0.5), (self._date_behind, 0.45), (self._coarser, 0.2),
            (self._without_light, 0.5), (self._without_modifier, 0.3), (self._same_word, 0.5), (self._same_word, 0.3),
        ):  # fmt: skip
            if self._rng.random() < share:
                fact = change(fact)
        return fact

    def _fact(self, sentence: str) -> str | None:
        """Some clauses that stand by themselves; a later one behind the subject that it shares with the first."""
        sentence = _SCENE.sub("", sentence) if self._rng.random() < 0.7 else sentence
        clauses = [clause for clause in _CLAUSE.split(sentence) if clause.strip()]
        if not clauses or _BOUND.match(clauses[0]):
            return None
        later = [c for c in clauses[1:] if _VERB.match(_STATED.sub("", c, count=1)) or _VERB.match(c)]
        subject = _subject(clauses[0])
        if later and subject and self._rng.random() < 0.45:
            clause = re.sub(r"^(?:并|也|还|均)", "", self._rng.choice(later))
            return subject + clause.rstrip("，；")
        whole = [c for c in clauses[1:] if not _BOUND.match(c) and _subject(c)]
        if whole and self._rng.random() < 0.4:
            return self._rng.choice(whole).rstrip("，；")
        first = 2 if _DATED.match(clauses[0]) and len(clauses[0]) < 16 and len(clauses) > 1 else 1
        if not _VERB.search("".join(clauses[:first])):
            return None
        count = min(len(clauses), first + self._rng.choice((0, 0, 0, 1, 2)))
        fact = "".join(clauses[:count]).rstrip("，；")
        return None if _ENDS_SCENE.search(fact) else fact

    def _without_brackets(self, text: str) -> str:
        return _BRACKETS.sub("", text)

    def _one_of_a_list(self, text: str) -> str:
        found = _LISTED.search(text)
        if found is None:
            return text
        one = self._rng.choice(re.split(r"、|和|以及|及|与", found["list"]))
        return text[: found.start()] + one + text[found.end() :] if len(one) >= 2 else text

    def _date_behind(self, text: str) -> str:
        """2022年5月，海关署举办… becomes 海关署于2022年5月举办…"""
        found = _DATED.match(text)
        if found is None or found["date"].startswith("截至"):
            return text
        verb = _VERB.search(found["rest"], 2)
        if verb is None or verb.start() > 24 or "，" in found["rest"][: verb.start()]:
            return text
        return f"{found['rest'][: verb.start()]}于{found['date']}{found['rest'][verb.start() :]}"

    def _coarser(self, text: str) -> str:
        return (_FINE if self._rng.random() < 0.6 else _COARSE).sub(r"\1", text, count=1)

    def _without_light(self, text: str) -> str:
        return _LIGHT.sub(lambda found: "" if self._rng.random() < 0.6 else found[0], text)

    def _without_modifier(self, text: str) -> str:
        return _MODIFIED.sub("", text, count=1)

    def _same_word(self, text: str) -> str:
        found = [*self._word.finditer(text)]
        if not found:
            return text
        match = self._rng.choice(found)
        return text[: match.start()] + self._rng.choice(self._words[match[0]]) + text[match.end() :]


def _subject(clause: str) -> str:
    """What stands before the first verb of a clause, without its date; empty where that is no name."""
    dated = _DATED.match(clause)
    rest = dated["rest"] if dated else clause
    verb = _VERB.search(rest)
    if verb is None or not 2 <= verb.start() <= 20:
        return ""
    subject = re.sub(r"(?:于|在)[^，]*$|(?:均|都|也|还|已|将|正)$", "", rest[: verb.start()])
    return "" if len(subject) < 2 or _ENDS_SCENE.search(subject) or _BOUND.match(subject) else subject
