"""What kind of answer a question asks for, read off its words, in Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["FIGURES", "MEASURE", "WHY", "Question", "QuestionKind", "read_question"]

QuestionKind = Literal[
    "date", "countries", "who", "count", "money", "percent", "figure", "place", "whether", "what", "list"
]

#: Questions that a figure answers.
FIGURES: tuple[QuestionKind, ...] = ("count", "money", "percent", "figure")
#: Questions for a reason, in whatever words: 卡在哪里 asks for no place, 谁出了问题 for no body alone.
WHY = re.compile(
    r"(?<![评定列称名视作叫])为什么|因什么|为何|为啥|什么(?:原因|缘故|理由|缘由)"
    r"|(?:原因|缘故|理由|根源|症结|瓶颈|障碍|难点|阻力|拦路虎)(?:究竟|到底|主要)?"
    r"(?:是什么|是啥|在哪|何在|有哪些|是哪)"
    r"|怎么(?:会|就没|还没)|凭什么|何以(?!见得)"
    r"|(?:卡|差|错|难|败|输|出|毛病|问题|原因|根源)在了?(?:哪(?!一?[个座](?:港|口岸|机场|车站|码头|城|国|省|市|县))|什么|何处)|谁出了?(?:问题|毛病|岔子|状况)"
    r"|[受被因](?:了)?什么(?:影响|拖累|所累|限制|耽[误搁])|\bwhy\b|\bhow come\b"
    r"|\bwhat (?:(?:was|is|were|are) the (?:main |chief |root )?(?:reasons?|causes?|obstacles?|barriers?)\b"
    r"|caused|led to|prevented)",
    re.IGNORECASE,
)
# what is told in money
_SUMS = (
    "贷款额度|会费|奖补|补助|奖金|罚[款金]|租金|工资|薪酬|津贴|学费|债务|欠[款费]|税[款收]|利润|产值|营收|总投资|总造价|总预算"
    "|结余|损失(?!率)"
)
_PATTERNS: tuple[tuple[QuestionKind, str], ...] = (
    (
        "whether",
        r"是否|有没有|是不是|能否|可否|会不会|有无|([能要该会可签办做建通够])[不没]\1|[\u4e00-\u9fff]没有?[？?]?\s*$"
        r"|(?:吗|(?<!什)么)[？?]?\s*$|^\s*(?:did|is|are|was|were|has|have|does|do|will|can)\b",
    ),
    (
        "date",
        r"何时|什么时候|什么时间|什么日期|什么日子|哪一?年|哪一?天|哪个?月|几月|几号|哪个季度|哪一?段(?:时间|时期|日子)|什么(?:期间|时段|时期)|(?:时间|日期)是(?!多|几)|截止日期"
        r"|(?<!长)(?:时间|日期)[？?]?\s*$"
        r"|\bwhen\b|\b(?:what|which|in what|on what) (?:year|month|date|day|quarter|time)\b|by what date",
    ),
    (
        "countries",
        r"哪(?:些|[一二两三四五六七八九几]?个|[一二两三四五六七八九几])?(?:[A-Z]{2,}\s?)?(?:成员)?国(?![际内外企有会资])家?|哪些.{0,8}(?:成员国|国家|缔约国)"
        r"|(?:国家|成员国|缔约国)(?:分别)?[是为有]哪"
        r"|\b(?:which|what) (?:(?!organi|agenc|institut|bod(?:y|ies)|compan|firm|partner|ministr)\w+ ){0,3}"
        r"(?:countr(?:y|ies)|members?|nations?|states?)\b",
    ),
    (
        "money",
        rf"多少钱|多少(?:{_SUMS})|(?:{_SUMS}|投资|融资|补偿)(?:一共|总共|大约|大概)?(?:是|为|有|达到?)?多少(?=\s*[？?，]|$)|(?:多少|几)(?:万|亿|百万)?(?:美元|英镑|元|欧元|资金|经费)"
        r"|多少(?:贷款|借款|赠款|捐款|捐赠|投资|拨款|预算|补贴|补偿金|收入)(?!项目|企业|[者方笔额])|金额|(?:资金|规模|成本|费用|经费|支出|开支|预算|造价"
        r"|额度)(?:是|为|有)?多少|how much (?:money|funding|financ\w+)"
        r"|\bhow many (?:\w+ ){0,3}(?:yuan|dollars|euros|pounds)\b|(?:cost|amount|value|budget)\b.*\?",
    ),
    (
        "percent",
        r"百分之[几多]|几成|\d{4}\s?年.{0,20}(?:增长率|增速|增幅|降幅|比重|占比|失业率|覆盖率)[？?]?\s*$|占(?![着用地领])[^，。？?]{0,6}多[大少](?=\s*[？?，]|$)|多[大少](?:的)?(?:比例|比重|百分比|百分点)|(?:占比|比例|比重|份额|增长率|增速|增幅|降幅"
        r"|跌幅|变化率|落实率|执行率|率)(?:是|为|达到?|有|各|分别|约|到)*多[少大高]"
        r"|(?:增速|增长率|增幅|降幅|比重|占比|比例|份额|率)[^，。？?]{0,6}(?:是|为|有|达到?|定为|定在)?多[少大高]"
        r"|(?:增[长加]|上[升涨]|减少|下[降跌滑]|提[高升]|降低|扩大|[收萎]缩|缩[短减]|回[升落]|[贬升]值)了?(?:多少|几成)"
        r"|(?<![下上回])[涨跌降升]了?(?:多少|几成|几个点)(?!钱|元|美元|[个名家项人次])"
        r"|预计.{0,10}增长多少|增[长加]率?的?(?:预测|预期|估计|预计)(?:值|数|数字|结果)?(?:是|为|有)?多[少大]"
        r"|\b(?:what|which) (?:percent\w*|share"
        r"|proportion|rate|growth)\b|\bhow much did .* (?:grow|rise|fall|decline|increase|decrease|drop"
        r"|contract)|growth rate|percentage"
        r"|\bwhat (?:is|was|are|were) .{0,60}\b(?:growth|share|rate|decline|increase)\b",
    ),
    (
        "count",
        r"多少|多长时间|多久|(?<!哪)几(?![乎何许率]|内亚)|第几|数量"
        r"|\bhow many\b|\bnumber of\b|\bhow (?:long"
        r"|fast|large|high|big)\b",
    ),
    (
        "figure",
        r"\bhow much\b|多[高长快大远重深宽厚]|\bhow (?:far|deep|wide|heavy)\b",
    ),
    (
        "place",
        r"是?[在到用]?(?:线上|线下|现场|当面|视频).{0,8}还是[^？?]*|哪[两二三四几些]?[个座]?地方"
        r"|在?哪(?:里|儿|一?[个座](?:城市|地方|省|州|县|市|镇|大?洲|港口?|口岸|机场|车站|码头))|(?<!好)在哪(?=[举召开建设办]|\s*[？?]?\s*$)"
        r"|何地|何处|什么地方|\bwhere\b|\b(?:which|what) (?:city|place"
        r"|town|province)\b",
    ),
    (
        "who",
        r"谁|由(?:谁|哪)|哪位|什么人|(?:(?<=[员长人任席记理监表持])|(?<=专家))(?:的(?:名字|姓名|大名))?(?:叫|是)(?:什么(?:名字)?|啥)(?:名字)?\s*[？?]?\s*$|哪家(?=[做负承])|哪(?:个|些|一|几)?家?(?:\w{0,4})(?:机构|组织|部门|单位|公司|银行|伙伴|(?<!地)方(?!面|式|法|向|案))|什么机构"
        r"|哪一?[个家所](?=[\u4e00-\u9fff]{0,4}?(?:事务所|研究[院所]|设计院|学院|大学|学校|中学|小学|医院|协会|学会|商会|集团|[厅局署]|部委|委(?!托)))"
        r"|\bwho\b|\bwhom\b"
        r"|\b(?:which|what) (?:\w+ ){0,2}(?:organi[sz]ations?|agenc(?:y|ies)|institutions?|bod(?:y|ies)"
        r"|compan(?:y|ies)|firms?|partners?|ministr(?:y|ies))\b",
    ),
    (
        "list",
        r"哪[些一二两三四五六七八九几]|有哪|包括什么|\bwhat are\b|\bwhich\b",
    ),
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
# 哪天开的: that a meeting takes place need not be said where its date or place stands
_HELD = re.compile(r"(?<![召展公离分打避张合承主创举兴筹督查盛])[开办]的?(?=\s*(?:[一1]\s?次)?\s*[？?]?\s*$)")
#: Measure words that may stand between a number and what it counts.
MEASURE = "个名位家项次场台份所种条座笔期户件人艘架辆张枚栋只头批组处间届轮篇款套起例宗顶盏趟株棵匹尾羽船"
_OF_COUNT = re.compile(rf"(?:多少|几)\s?[{MEASURE}]?\s?([\u4e00-\u9fff]{{2,6}}|[省市州县区镇村]\s*[？?]?$)?")


@dataclass(frozen=True, slots=True)
class Question:
    """``rest`` is the question without the words that only ask."""

    text: str
    kind: QuestionKind
    rest: str
    noun: str | None = None


def read_question(text: str) -> Question:
    """The kind of a question; ``what`` where nothing says more, and where a reason is asked for."""
    if WHY.search(text):
        return Question(text, "what", WHY.sub(" ", text))
    for kind, pattern in _KINDS:
        if pattern.search(text):
            noun = _OF_COUNT.search(text) if kind == "count" else None
            return Question(
                text, kind, _asked(text, kind, pattern), noun[1].strip(" ？?") if noun and noun[1] else None
            )
    return Question(text, "what", text)


def _asked(text: str, kind: QuestionKind, pattern: re.Pattern[str]) -> str:
    """The question without its asking words; what it asks for may stand in them (几台监测仪) and stays."""
    if kind in ("date", "place", "countries", "who"):
        return _HELD.sub("", pattern.sub(" ", text))
    asking = r"的?(?:预测|预期|预计|估计)(?:值|数)?(?:是|为)?多少"
    asking += r"|多少|多长时间|多久|多[大高远重深宽厚]|百分之几|几成|是否|有没有|吗|呢|[？?]|哪些|什么|第几"
    return re.sub(rf"{asking}|哪[一二两三四五六七八九几][{MEASURE}]?", " ", _HELD.sub("", text))
