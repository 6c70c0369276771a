"""How far the thing of a row has come, when it did, and who is a member, as a sentence tells otherwise."""

from __future__ import annotations

import re

from answer.compare import dates_agree
from answer.conflict_rows import IN_BRACKETS, NUMBERED, PLANNED, Row, Said
from answer.grid import coverage
from records import Cell, DateMention

__all__ = ["joined_of", "stages_of", "standing_of", "state_of", "state_of_country", "time_of", "time_of_remark"]

_STATE = re.compile(r"状态|状况|进展|阶段|进度|status", re.IGNORECASE)
_DEED = (
    r"(?:完成(?!过半|大半|近|约|了?[\d一二两三四五六七八九十]|初步|前期|设计|可行性|部分)|完工|竣工|建成|签署|签订|签字|落笔|批准|生效|发布|启用"
    r"|投入(?:使用|运行|运营)|上线|开通|通车|投产|办结|结束|结业|发射升空|受理|揭牌|付清|联通|对接|就位|交付使用|审议通过)"
)
_DONE = re.compile(
    rf"已(?:经|于|在)?(?!近|接近|基本)[^，。；未不]{{0,14}}?{_DEED}|{_DEED}了|(?:自|从)[^，。；]{{0,14}}?起[^，。；未不]{{0,8}}?{_DEED}"
    rf"|(?:悉数|均|都)[^，。；未不]{{0,14}}?{_DEED}|于(?:(?:19|20)\d{{2}}\s?年)[^，。；未不]{{0,14}}?{_DEED}"
)
_EARLY_STAGE, _SAME_STAGE = (
    re.compile(r"批准|签署|签订|签字|落笔|通过|发布"),
    re.compile(r"(?:未|尚|无|待)[^，。；]{0,8}(?:批准|签署|签订|签字|审定|通过|发布|落笔|审批)|谈判|磋商|草案|审定"),
)
_OVER = re.compile(
    r"已(?:经|于)?[^，。；未]{0,14}?(?:举行|召开|举办|开幕|揭牌|闭幕|落幕|落下帷幕|完工|竣工|建成|签署|发布|出版|启用|上线|开通|投入使用|走完)"
    r"|圆满(?:举行|结束|落幕|闭幕)|(?:举行|召开|闭幕|落幕)了"
)
_DONE_CELL = re.compile(r"^(?:已[^，。；未]{0,10}|完成|完工|竣工|办结|结束|生效|运行)$")
_UNDONE_ANYWHERE = re.compile(
    r"从未|尚未|仍未|尚无|未能|仍在|待(?:批|签|审|验|建|开|召开|仲裁|确认)|推迟|改期|延期|搁置|停工|未(?:签|批|完成|启用|开|上线|动工|交付|建)|等候|筹备|招标中"
)
_UNDONE_CELL = re.compile(r"未|尚|待|推迟|延期|进行中|在建|停工|暂停|取消|草案|审议|谈判|磋商|编制|筹备|推进")
#: Verbs that tell when a thing reaches one stage; a header or cell names the same stage.
_STAGES = {
    "approve": r"批准|获批|核准|审批|通过|立项",
    "sign": r"签署|签订|签约|签字",
    "effect": r"生效",
    "begin": r"开工|动工|启动|开始(?:实施|建设|施工|执行)|投入实施|奠基|起始|起步",
    "end": r"完工|竣工|建成|完成|关账|结束|收官",
    "open": r"上线|开通|投入(?:使用|运行|运营)|启用|试运行|开放|投产|通车|运行",
    "join": r"接入|接通|联网|连接|连通|并网|加入",
    "hold": r"举行|召开|举办|开幕|揭牌|闭幕|落幕|落下帷幕",
    "publish": r"发布|出版|印发|公布|问世|刊发",
    "accept": r"验收",
    "submit": r"提交|报送|终稿|定稿|交付",
}
_VERBS = {name: re.compile(pattern) for name, pattern in _STAGES.items()}
_DUE = re.compile(r"期限|时限|预计|计划|目标|拟|截止")
_AS_OF = re.compile(r"截[至止]\s?到?\s?$")
_RECURRING = re.compile(r"(?:会议|工作组|委员会|论坛|研讨会?|培训班?|磋商|例会)$")
_MEETING = re.compile(r"会议?$|大会|论坛|研讨|培训|大赛|仪式|博览会|展览|周$|年会")
_NOT_YET = re.compile(
    r"尚未|仍未|还未|未(?:签|批|完|开|启|建|投|交|定)|尚无|还没有?|仍在|正在|有待|待(?:签|批|审)|在建|进行中|推迟|延期|搁置|暂停|取消|停工"
)
_MEMBER = re.compile(r"(?:正式|全权)?成员(?:国)?|缔约[国方]")
_OBSERVER = re.compile(r"观察员|观察国|候选")
_CAPTION, _SHORT = 0.3, 3
_WHEN = re.compile(r"日期|时间|期限|年月|何时|时限|date", re.IGNORECASE)


def state_of(said: Said, row: Row, cell: Cell, header: str) -> str | None:
    """已于…完工 of what a table of that day or a later one calls 在建, and the other way round."""
    if PLANNED.search(said.text):
        return None
    told, listed = said.passage.citation.date, row.passage.citation.date
    clause = _clause_of(said.text, row.name)
    done, not_yet = _DONE.search(clause), _NOT_YET.search(clause)
    state = IN_BRACKETS.sub("", cell.text).strip()
    undone = _UNDONE_CELL if _STATE.search(header) else _UNDONE_ANYWHERE
    if done and _EARLY_STAGE.search(done.group()) and not _SAME_STAGE.search(state):
        return None  # approved, and under way
    if done and not not_yet and undone.search(state) and (told is None or listed is None or told <= listed):
        return done.group()
    if (
        not_yet
        and not done
        and _STATE.search(header)
        and _DONE_CELL.match(state)
        and (told is None or listed is None or listed <= told)
    ):
        return not_yet.group()
    return None


def _clause_of(text: str, name: str) -> str:
    """The clauses that share most with a name, and what follows them up to the full stop."""
    parts = re.split(r"(?<=[，。；])", text)
    start = max(range(len(parts)), key=lambda i: coverage(name, parts[i]))
    return "".join(parts[start : start + 2])


# -- when -------------------------------------------------------------------------------------------------------------


def time_of(said: Said, row: Row, cell: Cell, header: str) -> str | None:
    """The date of a stage in a sentence, where the cell has another one of the same stage."""
    dates = [d for d in row.passage.dates if d.text and d.text in cell.text and d.start and d.end]
    if len(dates) != 1 or PLANNED.search(said.text) or _DUE.search(header) or _comes_again(row):
        return None
    listed = row.passage.citation.date
    if "完成" in header and listed is not None and dates[0].end is not None and dates[0].end > listed:
        return None  # by when it is to be done
    wanted = stages_of(f"{header} {cell.text}") or stages_of(_state_of(row)) or stages_of(row.name)
    if not wanted and _MEETING.search(row.name):
        wanted = {"hold"}
    here = [d for d in said.passage.dates if said.span[0] <= d.at[0] < said.span[1] and d.start and d.end]
    told, due = said.passage.citation.date, dates[0].start
    if not here and told is not None and due is not None and told < due:
        over = _OVER.search(_clause_of(said.text, row.name))
        if over is not None and stages_of(over.group()) & wanted:
            return over.group()
    for mention in here:
        clause = _after(said, mention)
        if _AS_OF.search(said.passage.text[: mention.at[0]]):
            continue
        if wanted & stages_of(clause) and not dates_agree(mention, dates[0]) and not dates_agree(dates[0], mention):
            if any(dates_agree(other, dates[0]) or dates_agree(dates[0], other) for other in here):
                return None
            return mention.text
    return None


def _comes_again(row: Row) -> bool:
    """Whether a row is called after a meeting or course of a kind that is held again and again."""
    return _RECURRING.search(row.name) is not None and not NUMBERED.search(row.name)


def stages_of(text: str) -> set[str]:
    """The stages that a text names: ``approve``, ``sign``, ``begin`` …"""
    return {name for name, pattern in _VERBS.items() if pattern.search(text)}


def _state_of(row: Row) -> str:
    return " ".join(cell.text for cell in row.cells if _STATE.search(" ".join(cell.column)))


def _after(said: Said, mention: DateMention) -> str:
    """What follows a date in its clause, up to the next date."""
    text = said.passage.text[mention.at[1] : said.span[1]]
    return re.split(r"[，。；]|\d{4}\s?年", text)[0]


# -- countries --------------------------------------------------------------------------------------------------------


def standing_of(said: Said, row: Row, cell: Cell, header: str) -> str | None:
    """厄立特里亚成为正式成员 of what a table calls an observer, and the other way round; joining later is progress."""
    clause = next((c for c in re.split(r"[。；]", said.text) if row.name in c), "")
    told, listed = said.passage.citation.date, row.passage.citation.date
    later = told is not None and listed is not None and told > listed
    if PLANNED.search(clause) or _NOT_YET.search(clause) or re.search(r"申请|争取|加入进程|有意", clause):
        return None
    became = re.search(
        rf"{re.escape(row.name)}[^，。；]{{0,20}}?(?:成为|作为|系|是|升为|转为)[^，。；]{{0,12}}?{_MEMBER.pattern}",
        clause,
    )
    if became and _OBSERVER.search(cell.text) and not later:
        return became.group()
    sat_in = re.search(
        rf"{re.escape(row.name)}[^。；]{{0,30}}?以观察员身份|{re.escape(row.name)}[^，。；]{{0,6}}(?:是|为|作为)观察员",
        clause,
    )
    if sat_in and _MEMBER.search(cell.text) and not _OBSERVER.search(cell.text) and (later or told == listed):
        return "观察员"
    return None


def joined_of(said: Said, row: Row, cell: Cell, header: str) -> str | None:
    """A date with the verb of the header, in a clause that begins with the one country of the sentence."""
    stages = stages_of(header)
    dates = [d for d in row.passage.dates if d.text and d.text in cell.text and d.start and d.end]
    countries = {
        e.name for e in said.passage.entities if said.span[0] <= e.at[0] < said.span[1] and e.kind == "country"
    }
    if not stages or len(dates) != 1 or len(countries) != 1 or PLANNED.search(said.text):
        return None
    here = [d for d in said.passage.dates if said.span[0] <= d.at[0] < said.span[1] and d.start and d.end]
    if any(dates_agree(d, dates[0]) or dates_agree(dates[0], d) for d in here):
        return None
    for mention in here:
        before = said.passage.text[said.span[0] : mention.at[0]]
        before = re.split(r"[，。；]", before)[-1]
        if row.name in before and stages & stages_of(_after(said, mention)):
            return mention.text
    return None


def state_of_country(said: Said, row: Row, cell: Cell, header: str) -> str | None:
    """乌兹别克斯坦的单一窗口已投入运行 of what a table on 单一窗口 has as 尚未上线 for that country."""
    of_table = coverage(row.caption, said.text) >= _CAPTION
    of_row = any(len(c.text) > _SHORT and c.text in said.text for c in row.cells if c is not cell)
    return state_of(said, row, cell, header) if of_table or of_row else None


def time_of_remark(said: Said, row: Row, cell: Cell, header: str) -> str | None:
    """2023年5月8日正式启用 in a column of remarks."""
    return time_of(said, row, cell, header) if not _WHEN.search(header) and stages_of(cell.text) else None
