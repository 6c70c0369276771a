"""Figures told side by side that arithmetic refutes, in whatever unit they are: a total and its parts, shares of one
whole, a rate and the two numbers it is made of, a number of things and the list of them.

Units are not looked up: what follows two numbers is compared, so that 顶, 塔镑 and 兆瓦时 do as well as 人 and 美元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from answer.conflict_printed import PrintedNumber, a_rest_follows, common_unit, left_off, printed_numbers
from answer.conflict_tools import PROSE, side
from answer.records import Conflict
from ingest.numerals import parse_number
from ingest.sentences import split_sentences
from records import Passage

__all__ = ["arithmetic_conflicts"]

_LEAST_PARTS, _MOST_OFF, _LONGEST = 2, 0.3, 18
# what stands between two parts of a list: a mark, and the name of the second
_JOINED = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:[、，,；;]|和|与|及|以及)(?P<name>[^，。；：、（）()\d]{1,18})")
_AFTER_TOTAL = re.compile(
    r"[\u4e00-\u9fff]{0,8}?(?:[，,。]?\s?(?:由|其中|分别(?:是|为)?|包括|即|有)|[：:]|——)(?P<name>[^，。；：、（）()\d]{1,18})"
)
_BEFORE_TOTAL = re.compile(
    r"[\u4e00-\u9fff]{0,6}?[，,；;。]?\s?(?:[\u4e00-\u9fff]{1,2}(?:项|者|类|部分|地|省|县|国|家|方)?)?(?:合计|共计|总计|总共|一共|相加|共|加起来)(?:为|达|是)?"
)
_NO_TOTAL = re.compile("比|较|每|(?<!新)增|减|平均|超|目标")
# 其来源有三：the parts of a total of the sentence before
_OF_BEFORE = re.compile(r"(?:其|这些|上述)?(?:中|来源|构成|具体|分布|组成)[^，。；：]{0,8}[：:，]?|分别(?:是|为|由)?")
_FROM_BEFORE = re.compile(r"^(?:其中|据此|由此|即|也就是说|按此|照此)")  # 据此计算，覆盖率为88%: of the sentence before
_TOTAL_SAID = re.compile(r"(?:合计|共计|总计|总共|一共|共|总数|总额|总量)(?:为|达|有)?\s?$")
_CLOSED = re.compile(
    r"构成|组成|[两二三四五六七八九]\s?(?:项|者|类|部分|方面|块|种|个来源)|全部|即为|合计|共计|总计|总共|一共|分别|由|——|[：:]"
)
_OF_WHICH = re.compile(r"其中|包括|有")
_OPEN = re.compile(
    r"等(?=[，。；、]|$)|其[他余它]|除|另|主要|至少|女|青年|妇|儿童|新增|首次|增长|增加|减少|下降|提高|同比|上年|去年|平均|每|人均|目标|计划|预计|最[高低大小多少]|尚|未|累计|截至"
)
# 承诺的550万美元只到位310万美元: of what was promised, not of what has come
_PROMISED = re.compile(
    r"[^，。；、\d]{0,6}(?:只|仅|实际|已|尚未|未)[^，。；、\d]{0,6}(?:到位|到账|支付|拨付|兑现|完成|缴纳|使用)?[\d零一二三四五六七八九十百分]"
)
_ITEM = r"[\u4e00-\u9fffA-Za-z·]{2,12}?"
_COUNT_THEN_LIST = re.compile(
    r"(?<![第其前每余他\d])(?P<counted>(?P<n>[两二三四五六七八九十]{1,2}|\d{1,2})\s?[个家名国座所条类种](?!月)[^，。；：、\d]{0,14})"
    r"(?:[^。；：、\d]{0,24}[，,]\s?(?:分别|依次)(?:来自|为|是|代表|位于|由|有)|[：:，]\s?(?:即|包括|分别是|分别为)|——"
    r"|[^；：、\d]{0,40}。(?:它们|他们|(?:这些|上述)[\u4e00-\u9fff]{1,4})(?:分别)?(?:是|为|即))"
    rf"(?P<names>(?:{_ITEM}、)+{_ITEM}(?:(?:和|与|及|以及)[\u4e00-\u9fffA-Za-z·]{{2,12}})?)(?=[，。；）]|$)"
)
# 科特迪瓦和平区: a word with 和 in it
_SPELLED_OUT = re.compile(r"和平|和谐|共和|饱和|缓和|温和|及时|普及|埃及|涉及|参与|给与")
_LIST_MORE, _MOST_LISTED, _LIST_OFF = re.compile("等|以及"), 20, 3
_BETWEEN = re.compile("、|以及|[和与及]")
_SHARE_OF_AIM = re.compile(r"[^，。；\d]{0,6}(?:目标|计划|规划)[^，。；\d]{0,6}的\s?\d")  # 合计为1,200公顷目标的87.5%
_RATE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10}率|占比|占总[数额量]|占全部)(?:分别)?(?:达到?|为|是|约为)?了?的?\s?$"
)
_NO_RATE = re.compile(
    r"增长率|利率|汇率|费率|税率|增速|同比|环比|上年|去年|目标|提高|下降|上升|升|降|达标率?目标|由|从"
)
_MOST_RATE_OFF, _LEAST_RATE_OFF = 15.0, 0.6  # percentage points
_SHARES = re.compile(r"分别占|依次占|占比(?:分别|依次)|分别为|依次为|各占|占")
_WHOLE_OF_SHARES = re.compile(
    r"[两二三四五六七八九][者项类部分]|合计|全部|依次占|分别占|各占|占比(?:分别|依次)|比重分别|构成"
)
_SCORE = {"total": 0.66, "shares": 0.6, "rate": 0.62}


def arithmetic_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Sentences of prose and notes whose figures cannot all be right."""
    for passage in passages:
        if passage.form not in (*PROSE, "footnote", "note"):
            continue
        spans = list(split_sentences(passage.text))
        for index, (start, end) in enumerate(spans):
            listed = _listed(passage, (start, end))
            if listed is not None:
                yield listed
            figures = printed_numbers(passage.text, start, end)
            if len(figures) < _LEAST_PARTS:
                continue
            before = spans[index - 1][0] if index and _OF_BEFORE.match(passage.text, start) else start
            found = _total(passage, printed_numbers(passage.text, before, end), (before, end))
            found = found or _shares(passage, figures, (start, end))
            told = found or _rate(passage, figures, (start, end))
            if told is None and index and _FROM_BEFORE.search(passage.text[start:end]):
                before = spans[index - 1][0]
                told = _rate(passage, printed_numbers(passage.text, before, end), (before, end))
            found = told
            if found is not None:
                yield found


# -- a total and its parts --------------------------------------------------------------------------------------------


def _total(passage: Passage, figures: Sequence[PrintedNumber], span: tuple[int, int]) -> Conflict | None:
    text = passage.text
    for parts, before, after in _runs(text, figures):
        left, right = parts[0].at[0], parts[-1].at[1]
        if _OPEN.search(text[left:right]) or not all(part.sure for part in parts) or left_off(text, parts):
            continue
        whole = _whole(text, parts, before, after, span)
        if whole is None:
            continue
        low, high = (sum(part.range[i] for part in parts) for i in (0, 1))
        least, most = whole.range
        if low <= most * (1 + 1e-9) and least <= high * (1 + 1e-9):
            continue
        if _SHARE_OF_AIM.match(text, whole.at[1]):
            continue
        added = sum(part.value for part in parts)
        if added < whole.value and not _is_closed(text, parts, whole, span):
            continue
        unit = common_unit([*parts, whole])
        if any(_PROMISED.match(text, part.at[1] + len(unit)) for part in parts):
            continue
        if abs(added - whole.value) > _MOST_OFF * whole.value:
            continue
        shown = "、".join(f"{part.text}{unit}" for part in parts)
        told = f"总数是“{whole.text}{unit}”，所列各部分“{shown}”相加却不是"
        sentence = text[slice(*span)]
        return Conflict(
            "number", side(passage, sentence, whole.text + unit), side(passage, sentence, shown), told, _SCORE["total"]
        )
    return None


def _runs(
    text: str, figures: Sequence[PrintedNumber]
) -> Iterator[tuple[list[PrintedNumber], PrintedNumber | None, PrintedNumber | None]]:
    """Figures of one unit with only a mark and a name between them, with the figures before and after."""
    first = 0
    for index in range(1, len(figures) + 1):
        last = figures[index - 1]
        if index < len(figures):
            between = text[last.at[1] : figures[index].at[0]]
            unit = common_unit(figures[first : index + 1])
            joined = between.startswith(unit) and _JOINED.fullmatch(between[len(unit) :])
            if (
                unit
                and unit[0] not in "%％个"
                and joined
                and not _BEFORE_TOTAL.fullmatch(between[len(unit) :])
                and not _OF_WHICH.search(between)
                and "由" not in between
            ):
                continue
        run = list(figures[first:index])
        if len(run) >= _LEAST_PARTS:
            yield run, figures[first - 1] if first else None, figures[index] if index < len(figures) else None
        first = index


def _whole(
    text: str,
    parts: Sequence[PrintedNumber],
    before: PrintedNumber | None,
    after: PrintedNumber | None,
    span: tuple[int, int],
) -> PrintedNumber | None:
    """The total told right before the parts, or right after them."""
    unit = common_unit(parts)
    if after is not None and after.sure and after.unit.startswith(unit):
        between = text[parts[-1].at[1] : after.at[0]]
        if between.startswith(unit) and _BEFORE_TOTAL.fullmatch(between[len(unit) :]):
            return after
    if before is not None and before.sure and before.unit.startswith(unit):
        between = text[before.at[1] : parts[0].at[0]]
        lead = text[max(span[0], before.at[0] - 12) : before.at[0]]
        apart = "。" in between and _TOTAL_SAID.search(lead)
        if (
            between.startswith(unit)
            and (apart or _AFTER_TOTAL.fullmatch(between[len(unit) :]))
            and not _OPEN.search(between)
            and not _NO_TOTAL.search(lead)
        ):
            return before
    return None


def _is_closed(text: str, parts: Sequence[PrintedNumber], whole: PrintedNumber, span: tuple[int, int]) -> bool:
    """Whether parts that are fewer than their total are told to be all of it."""
    around = text[min(whole.at[1], parts[0].at[0]) : max(parts[0].at[0], whole.at[0])]
    after = text[parts[-1].at[1] : parts[-1].at[1] + 24]
    if _OF_WHICH.search(around) and (len(parts) < 3 or a_rest_follows(text, parts[-1].at[1])):
        return False
    return len(parts) >= 3 or _CLOSED.search(around) is not None or _CLOSED.search(after) is not None


def _listed(passage: Passage, span: tuple[int, int]) -> Conflict | None:
    """七个成员方出席，分别来自海桑、默里克、蓬塔、伊莱和苏多: a number, and a list that is told to be all of it."""
    sentence, text = passage.text[slice(*span)], passage.text
    for match in _COUNT_THEN_LIST.finditer(text, span[0]):
        if match.start() >= span[1]:
            break
        count, names = parse_number(match["n"]), match["names"]
        names_only = _SPELLED_OUT.sub("", names)
        listed = len(_BETWEEN.findall(names_only)) + 1
        if count is None or not 2 <= count <= _MOST_LISTED or listed == count or abs(listed - count) > _LIST_OFF:
            continue
        before, _, last = names_only.rpartition("、")  # 制冷与空调、重型车辆驾驶和护理: 与 is inside of a name
        if before and count == before.count("、") + 2 + bool(_BETWEEN.search(last)):
            continue
        if re.search("等|其[他余中]", names) or _LIST_MORE.match(text, match.end()):
            continue
        told = f"说是“{match['counted']}”，后面却列了 {listed} 个"
        return Conflict("count", side(passage, sentence, match["counted"]), side(passage, sentence, names), told, 0.7)
    return None


# -- shares and rates -------------------------------------------------------------------------------------------------


def _shares(passage: Passage, figures: Sequence[PrintedNumber], span: tuple[int, int]) -> Conflict | None:
    """Three shares of one whole, each of a thing of its own, that make more than all of it."""
    text = passage.text
    percents = [figure for figure in figures if figure.unit[:1] in "%％"]
    if len(percents) < 3 or len(percents) != len([f for f in figures if f.at[0] >= percents[0].at[0]]):
        return None
    sentence = text[slice(*span)]
    if not _SHARES.search(sentence) or not _WHOLE_OF_SHARES.search(sentence) or _OPEN.search(sentence):
        return None
    for one, two in pairwise(percents):
        if len(text[one.at[1] : two.at[0]]) > _LONGEST:
            return None
    low = sum(figure.range[0] for figure in percents)
    if low <= 100 or not all(figure.sure for figure in percents):
        return None
    shown = "、".join(f"{figure.text}%" for figure in percents)
    told = f"各部分所占的比例“{shown}”相加是 {sum(f.value for f in percents):g}%"
    return Conflict("number", side(passage, sentence, shown), side(passage, sentence, shown), told, _SCORE["shares"])


def _rate(passage: Passage, figures: Sequence[PrintedNumber], span: tuple[int, int]) -> Conflict | None:
    """312 of 400 and 85 %: the only two numbers of one unit before a rate, which they do not make."""
    text = passage.text
    sentence = text[slice(*span)]
    percents = [figure for figure in figures if figure.unit[:1] in "%％"]
    if len(percents) != 1 or not percents[0].sure:
        return None
    rate = percents[0]
    named = _RATE.search(text[max(span[0], rate.at[0] - 16) : rate.at[0]])
    if named is None or _NO_RATE.search(text[max(span[0], rate.at[0] - 14) : rate.at[0]]):
        return None
    others = [figure for figure in figures if figure is not rate and figure.sure]
    if len(others) != 2 or len(figures) != 3 or not others[0].unit or others[0].unit[:1] != others[1].unit[:1]:
        return None
    part, whole = sorted(others, key=lambda figure: figure.value)
    if part.value <= 0 or part.value == whole.value:
        return None
    least, most = (100 * part.range[i] / whole.range[1 - i] for i in (0, 1))
    low, high = rate.range
    if least <= high + _LEAST_RATE_OFF and low <= most + _LEAST_RATE_OFF:
        return None
    if abs(100 * part.value / whole.value - rate.value) > _MOST_RATE_OFF:
        return None
    between = text[part.at[1] : whole.at[0]]  # nothing where the whole stands first
    if "累计" in between and "占" not in between:
        return None
    told = f"“{part.text}”与“{whole.text}”的比算不出“{rate.text}%”"
    values = f"{rate.text}%", f"{part.text}、{whole.text}"
    a, b = (side(passage, sentence, value) for value in values)
    return Conflict("number", a, b, told, _SCORE["rate"])
