"""Who pays for the thing of a row or leads it, where it takes place, what it costs, as a sentence tells otherwise."""

from __future__ import annotations

import re

from answer.conflict_rows import IN_BRACKETS, PLANNED, Row, Said
from records import Cell

__all__ = ["amount_of", "leader", "payer", "place_of"]

_ORGS = ("organisation", "country", "programme")
_PLACES = ("country", "place")
_PAYS = (
    r"(?:全额|全部|独力|单独|无偿|共同)?(?:出资|资助|供资|融资|贷款|拨款|赠款|承担[^，。；]{0,8}费用|掏钱|买单"
    r"|提供[^，。；]{0,12}(?:贷款|赠款|资金|援助|融资|[元币镑郎欧]))"
)
_LEADS = r"(?:牵头|统领|主持|领衔|承办|主办|负责|主导|统筹|领导|挂帅)"
_A_BODY = re.compile(r"银行|基金|公司|政府|[部署局厅]$")
_SHARED = re.compile(r"共同|联合|合作|协助|配合|会同|以及|之一|等|部分|追加|另[外有]?|配套|分别|技术援助")
_HELD = r"(?:举行|召开|举办|揭牌|开幕|闭幕|落幕|落下帷幕|成立|落成|签署|签订)"
_SUM = r"\d[\d,]*(?:\.\d+)?"
_UNIT = re.compile(r"[（(](?P<unit>(?:百万|千万|[万亿])[\u4e00-\u9fff]{1,5})[)）]")
_GIVES = re.compile(r"贷款|赠款|投资|资金|提供|金额|批准")
_PARTLY = re.compile(
    r"其中|估算|总投资|投资(?!额)|支付|已付|拨付|追加|配套|每|月|年均|节约|收入|合同|首[批期笔]|剩余|另|占|增|减"
)
_FROM, _TO_WHOM = re.compile(r"(?:出自|来自)$"), re.compile(r"(?:向|为|给|对|从)$")
_HELD_IN = re.compile(rf"在(?P<place>[\u4e00-\u9fff·]{{2,14}}?)(?:正式|如期|顺利|隆重|已)?{_HELD}")
_ONLINE = re.compile(r"[线网]上|视频|远程")


def payer(said: Said, row: Row, cell: Cell, header: str) -> str | None:
    return _other_body(said, row, cell, _PAYS)


def leader(said: Said, row: Row, cell: Cell, header: str) -> str | None:
    return _other_body(said, row, cell, _LEADS)


def _other_body(said: Said, row: Row, cell: Cell, deed: str) -> str | None:
    """The body that a sentence calls the doer of a deed, where the cell has none of those that it names."""
    mine = {e.name for e in row.passage.entities if e.text in cell.text and e.kind in _ORGS}
    here = [e for e in said.passage.entities if said.span[0] <= e.at[0] < said.span[1] and e.kind in _ORGS]
    here = [e for e in here if e.text not in row.name]
    if any(e.name in mine or e.text in cell.text or e.name in cell.text for e in here):
        return None
    for entity in here:
        after = said.passage.text[entity.at[1] : said.span[1]]
        before = said.passage.text[said.span[0] : entity.at[0]]
        if deed == _PAYS and _FROM.search(before):
            told = ""
        else:
            said_so = re.match(rf"[\u4e00-\u9fff]{{0,10}}?{deed}", after) or re.match(
                rf"(?:[为向对]|在)[^，。；]{{0,40}}?{deed}", after
            )
            if said_so is None:
                continue
            told = said_so.group()
        if _SHARED.search(told) or _TO_WHOM.search(before) or PLANNED.search(before + told):
            continue
        if mine or _A_BODY.search(cell.text):
            return entity.text
    return None


# -- where ------------------------------------------------------------------------------------------------------------


def place_of(said: Said, row: Row, cell: Cell, header: str) -> str | None:
    bare = IN_BRACKETS.sub("", cell.text).strip()
    mine = [e for e in row.passage.entities if e.text in bare and e.kind in _PLACES]
    here = [e for e in said.passage.entities if said.span[0] <= e.at[0] < said.span[1] and e.kind in _PLACES]
    if not mine or bare in said.text or any(e.name in {m.name for m in mine if m.kind == e.kind} for e in here):
        return None
    for told in _HELD_IN.finditer(said.text) if not PLANNED.search(said.text) else ():
        place = told["place"]
        named = [e for e in here if e.text in place]
        if {e.kind for e in named} & {m.kind for m in mine} and not _ONLINE.search(bare + place):
            return place
    return None


# -- how much ---------------------------------------------------------------------------------------------------------


def amount_of(said: Said, row: Row, cell: Cell, header: str) -> str | None:
    """向其提供12亿中非法郎的贷款 beside 金额（亿中非法郎）：21: the one sum of a sentence in the unit of the header."""
    unit = _UNIT.search(header)
    figure = re.fullmatch(_SUM, cell.text.strip())
    if unit is None or figure is None or len(row.passage.cells) - sum(c.value is None for c in row.passage.cells) > 2:
        return None
    told = list(re.finditer(rf"(?P<n>{_SUM})\s?{re.escape(unit['unit'])}", said.text))
    if len(told) != 1 or float(told[0]["n"].replace(",", "")) == float(figure.group().replace(",", "")):
        return None
    lead = said.text[max(0, told[0].start() - 20) : told[0].start()]
    clause = re.split(r"[，。；]", said.text[told[0].end() :])[0]
    if not _GIVES.search(lead + clause) or _PARTLY.search(lead + clause) or PLANNED.search(lead):
        return None
    return told[0].group()
