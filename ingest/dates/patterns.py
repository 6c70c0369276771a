"""The regular expressions of Chinese date forms, over text that went through :func:`ingest.numerals.fold`.

Each pattern finds one *atom*: a point (2021年9月, 第四季度, 去年底), a range that cannot be told apart from its
parts (2001-2020), a plan, a decade, a rolling window. Ranges and lists of points are put together afterwards,
from the text between two atoms. Blanks may stand anywhere, since converters put them between Han and digits.
"""

from __future__ import annotations

import re

__all__ = [
    "BARE",
    "BARE_YEAR",
    "BARE_YEARS",
    "DAY",
    "DECADE",
    "FISCAL",
    "HINT",
    "LINK",
    "LIST",
    "MASKED",
    "NUMERIC",
    "PLAN",
    "RANGE",
    "REFERENCE",
    "ROLLING",
    "SHORT_YEAR",
    "SHORT_YEARS",
    "YEARED",
]

_S = r"[^\S\t]{0,3}"  # a blank or a line break; a tab separates cells
_TO = r"(?:-{1,3}|~{1,2}|起?至|到|起到)"
_AND = r"(?:[、和及与或,，/]|以及)"
_NUM = r"[一二三四五六七八九十]{1,3}"

HINT = re.compile(r"[年月季旬期]|[Yy]ear|month|\d{4}|五[”\"'’」』]|Q[1-4]|[Qq]uarter")
"""Cheap test: a text without a match holds no date."""

MASKED = re.compile(
    r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+|www\.[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+"
    r"|[A-Za-z0-9.+-]{1,64}@[A-Za-z0-9-]{1,64}\.[A-Za-z0-9.]+|[A-Za-z0-9.-]{0,80}[A-Za-z0-9]_[A-Za-z0-9_.-]*[A-Za-z0-9]|\b10\.\d{4,}/[A-Za-z0-9./-]+"
)
"""Links, addresses, file names and DOIs: digits in them are no dates."""

RANGE = re.compile(rf"{_S}(?:起)?{_TO}{_S}|\s+(?:to|until|through|till)\s+")
LIST = re.compile(rf"{_S}{_AND}{_S}|\s*(?:,\s*)?(?:and|or)\s+")
LINK = re.compile(rf"{_S}(?:{_TO}|{_AND}|的){_S}")

# 2021 or 二〇二一 before 年; 第2021年 and 公元前2021年 are no years, nor are the last digits of a longer number.
_YEAR_DIGITS = r"(?<![\d第])(?<!第[ ])(?<!公元前)(?<!\d[,.])\d{4}|(?<=^\d\.)\d{4}|(?<=^\d\d\.)\d{4}"
_YEAR_HAN = r"(?<![〇零一二三四五六七八九十百千])[一二][〇零O一二三四五六七八九]{3}"
_AGO = r"(?!(?:多|余)?年?的?(?:悠久)?历史)"  # 近2000年的历史
_ANCHORS = (
    r"今年(?![轻龄均])|(?<!过)去年|大前年|(?<![年\d以之大])前年(?![均度])|(?<![文证说])明年|(?<![今明以之此日战往])后年(?![均度轻])|(?<!正)当年(?!轻)|同年(?![龄级])"
    r"|(?<![一二三四五六七八九十\d首本此上下届每多几再两历])次年(?![会均报])|翌年|(?<![以晚历路会])上年度?(?![纪均会])"
    r"|上一年度?|(?<![成基日样版])本年度?|(?<![以])下年度|下一年度?"
)

_TAIL = rf"""(?:
    (?P<month>\d{{1,2}}|元|{_NUM})(?:
        {_S}月(?:份)?(?![龄均])
        (?:{_S}(?:
            (?P<day>\d{{1,2}}|[廿卅]?{_NUM}|[廿卅])(?:{_S}[日号](?!本[^次届报项周月])|(?={_S}、{_S}\d{{1,2}}{_S}[日号、和及与-])|(?={_S}(?:{_TO}|{_AND}){_S}(?:\d{{1,2}}|{_NUM}){_S}[日号]))
            |(?P<third>[上中下]{_S}旬)
            |(?P<month_edge>[初底末](?![步级中期稿端尾])|中(?=[,，。;、)前之以至到-]|$))
        ))?
        |(?={_S}、{_S}\d{{1,2}}{_S}、{_S}\d{{1,2}}{_S}[月、])
        |(?={_S}(?:{_TO}|{_AND}){_S}(?:\d{{1,2}}|{_NUM}){_S}月)
    )
    |(?:第{_S})?(?P<quarter>[一二三四1-4]){_S}(?:季度|(?=(?:{_TO}|{_AND}){_S}(?:第{_S})?[一二三四1-4]{_S}季度))
    |(?P<opening>首(?:季度?|个?月)(?!刊|专))
    |Q(?P<q>[1-4])(?![\dA-Za-z])
    |前{_S}(?P<quarters>[一二两三123])个?{_S}季度
    |前{_S}(?P<months>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})个{_S}月
    |(?P<half>[上下]){_S}半{_S}年
    |(?P<season>[春夏秋])季(?!奥|运动|学|赛|班|广交|论坛|会)
    |%s
)"""
_YEAR_EDGE = (
    r"年?(?P<edge>[初底末](?![步级期稿端尾中线部层特])|(?<=年)年中(?![国亚央期小东部方心旬])"
    r"|中(?=[,，。;、)前之以至到-]|$))"
)
_BARE_EDGE = (
    r"(?<![\d一二三四五六七八九十百千全常多少新整成每当周壮中青老同学历今明去后前这那几半本次翌上下])"
    r"年(?P<edge>[初底末](?![步级期稿端尾中线部层特]))"
)

YEARED = re.compile(
    rf"""(?:
      (?P<digits>{_YEAR_DIGITS}){_S}年(?!代[^表理替]){_AGO}(?:{_S}度(?!假))?
      |(?P<han>{_YEAR_HAN}){_S}年(?!代[^表理替])(?:度(?!假))?
      |(?P<open>(?<![/A-Za-z.-])(?:{_YEAR_DIGITS}))(?=(?:{_S}、{_S}\d{{4}}){{0,20}}{_S}(?:{_TO}|{_AND}){_S}\d{{4}}{_S}年)
      |(?P<anchor>{_ANCHORS})(?!{_S}同期)
      |(?P<glued>(?<![\dA-Za-z])\d{{4}})(?={_S}Q[1-4])
    )(?:{_S}全年|{_S}的?{_S}{_TAIL % _YEAR_EDGE})?""",
    re.VERBOSE,
)
"""A point with its year: 2021年, 2021 年 9 月 28 日, 二〇二一年九月, 去年底, 2021年前三季度, 2021Q3."""

_SHORT_FOLLOWS = (
    rf"{_S}(?:(?:\d{{1,2}}|元|{_NUM}){_S}月|(?:第{_S})?[一二三四1-4]{_S}季度|Q[1-4]|首季|[上下]{_S}半{_S}年"
    rf"|年?[初底末](?![步级期稿端尾中线部层特蕴子]))"
)
SHORT_YEAR = re.compile(
    rf"""(?<![\d第.,/-])(?<![近去来后前每逾超达约满有共长历期续了刑])
    (?:(?P<short>(?:[0-35-9]\d|[五六七八九〇零][〇零一二三四五六七八九]|[一二][〇零])){_S}年(?!代)(?={_SHORT_FOLLOWS})
        {_S}{_TAIL % _YEAR_EDGE}
      |(?P<zero>[0〇零][\d一二三四五六七八九]){_S}年(?![代间来内]))""",
    re.VERBOSE,
)
"""15年3月, 98年底, 九七年一季度, 08年: a year in two digits, where it cannot be a number of years."""

BARE = re.compile(
    rf"(?<![\d第])(?<!\d[.,])(?<!第[ ])(?:{_TAIL % _BARE_EDGE})",
    re.VERBOSE,
)
"""A point without a year: 9月28日, 第四季度, 上半年, 年底."""

DAY = re.compile(
    rf"(?<![\d第])(?<!\d[.,])(?P<day>\d{{1,2}}|[廿卅]?{_NUM})"
    rf"(?:{_S}[日号](?!本[^次届报项周月]|以?内|后|均|游)|(?={_S}(?:{_TO}|{_AND}){_S}(?:\d{{1,2}}|{_NUM}){_S}[日号]))"
)
"""A day alone: the 23日 of 21-23日. Taken only where it is linked to a date before it."""

# A range or an identifier goes on where these stand around a bare number.
_FREE = r"(?<![A-Za-z\d_./$€£¥])(?<![\d-]-)(?<![A-Za-z]-)(?<!第)(?<!第 )"
_STANDARD = r"(?<!GB)(?<!GB )(?<!/T )(?<!ISO )(?<!IEC )(?<!IEEE )(?<!EN )(?<!HS )(?<!No\. )(?<!pp\. )(?<!页)"
# After bare years only punctuation or a word that no counted thing starts with.
_COUNTED = (
    rf"(?![\d%‰号页]|,\d|\.\d|-\d|/\d|[A-Za-z_])(?!{_S}(?:[多余名人个家项万亿千元米吨台套户次页号倍度亩件份辆种座条月年]"
    r"|美元|公里|公顷|mm|cm|km|MW|GW|kW|Hz))"
)
BARE_YEARS = re.compile(
    rf"{_FREE}{_STANDARD}(?P<first>(?:1[89]|20)\d\d){_S}(?:-{{1,2}}|~|至|到|\s+to\s+){_S}"
    rf"(?P<last>(?:1[89]|20)\d\d){_COUNTED}"
)
"""2001-2020 without 年, where no unit follows."""

SHORT_YEARS = re.compile(
    rf"(?<![\d第A-Za-z.-])(?P<first>(?:19|20)\d\d){_S}[-~]{_S}(?P<last>\d\d){_S}年(?!{_S}\d{{1,2}}{_S}月)"
)
"""2018-20年."""

BARE_YEAR = re.compile(
    r"(?:(?<=\()|(?<=\( ))(?:19|20)\d\d(?=\s?\)(?!\s?(?:第?\d+号|年|号)))"
    r"|(?:(?<=[^\d\s][,，])|(?<=[^\d\s][,，] ))(?:19|20)\d\d(?=\s?[,，.。:]\s?[《“\"\[<*_A-Z])"
    r"|(?:(?<=[报年][告鉴])|(?<=[报年][告鉴] ))(?:19|20)\d\d(?=\s?[》)”,，。;]|\s*$)"
)
"""A year alone in the forms of a reference: (2018), 某组织，2022，《…》, 年度报告 2020》."""

NUMERIC = re.compile(
    rf"""(?<![A-Za-z\d_./])(?<![A-Za-z\d]-)(?:
      (?P<y>(?:1[89]|20)\d\d)(?P<sep>[-./])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})
          (?:{_S}{_TO}{_S}(?:(?P<y2>(?:1[89]|20)\d\d)(?P=sep)(?P<m2>\d{{1,2}})(?P=sep)(?P<d2>\d{{1,2}})
              |(?P<m3>\d{{1,2}})(?P=sep)(?P<d3>\d{{1,2}})(?!-)))?
      |(?P<ym>(?:1[89]|20)\d\d)[.](?P<mm>\d{{1,2}}){_S}{_TO}{_S}(?P<ym2>(?:1[89]|20)\d\d)[.](?P<mm2>\d{{1,2}})
      |(?P<iy>(?:1[89]|20)\d\d)[-/](?P<im>0[1-9]|1[0-2])
      |(?<=[(])(?P<py>(?:1[89]|20)\d\d)[.](?P<pm>\d{{1,2}})(?=\))
    )(?![\dA-Za-z_/%号年月亿万]|[-.]\d|,\d{{3}})""",
    re.VERBOSE,
)
"""2021-09-28, 2021.9.28, 2021/9/28, their ranges, 2021-09, 2021.7-2022.6, (2021.9)."""

FISCAL = re.compile(
    rf"""(?<![\dA-Za-z.])(?:
      (?P<first>(?:19|20)\d\d)(?:{_S}[-/]{_S}(?P<second>\d\d(?:\d\d)?))?{_S}年?{_S}(?P<kind>财年|财政年度|学年)
      |(?P<slash>(?:19|20)\d\d)/(?P<slash2>\d\d(?:\d\d)?)(?:{_S}年度?)?(?![\dA-Za-z/号-]|\.\d)
      |FY{_S}(?P<fy>(?:19|20)\d\d)(?:[-/](?P<fy2>\d\d(?:\d\d)?))?(?!\d)
    )(?P<part>{_S}的?{_S}(?:第?[一二三四1-4]季度|[上下]半年|Q[1-4]))?""",
    re.VERBOSE,
)
"""2021/22, 2021-22财年, 2022财政年度, FY2021, 2021-2022学年."""

PLAN = re.compile(
    rf"""(?:
      (?P<open>[“"'‘「『])(?P<quoted>[一二三四五六七八九]|十[一二三四五六]?)五(?P<close>[”"'’」』])
      |(?<![一二三四五六七八九十百千\d])(?P<plain>十[一二三四五六])五(?![六七八九十百千万分年个岁项届次号条人家名天日月章号”"'’」』])
      |第(?P<long>[一二三四五六七八九]|十[一二三四五六]?|\d\d?)个五年(?:规划|计划)
    )(?:{_S}(?P<part>期间|时期|末期?|期末))?""",
    re.VERBOSE,
)
"""“十四五”期间, 十三五时期, “十四五”末, 第十四个五年规划."""

DECADE = re.compile(
    r"(?:(?P<century>\d\d|十九|二十一?|上个?|本)世纪)?(?<![\d一二三四五六七八九])(?P<decade>\d0|[一二三四五六七八九]十)年代"
    r"|(?P<year>(?<!\d)(?:1[89]|20)\d0|[一二][八九〇零][一二三四五六七八九〇零][〇零])年代|(?<![A-Za-z\d])(?:the\s)?(?P<english>(?:1[89]|20)\d0)s\b"
)
"""20世纪90年代, 八十年代, 2020年代, the 1990s."""

_COUNT = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
ROLLING = re.compile(
    rf"""(?:
      (?P<window>过去|最近|近(?=\d{{1,3}}{_S}年以?来|{_NUM}年以?来)|(?<![附接将靠临亲历时达用续期逾费花了比新])近(?!年)|未来|今后|接下来|此前)(?:的|约)?{_S}
        (?P<count>{_COUNT})(?:{_S}(?:-|~|至|到){_S}(?P<high>{_COUNT}))?
        {_S}(?P<unit>年|个{_S}月|个?{_S}季度|周|个?星期|天|日)(?![前级龄\d])(?P<since>(?:以)?来)?
      |(?<![\d一二三四五六七八九十百千几数年近去])(?P<since_count>{_COUNT})年(?:以)?来(?![自到临华源访说回])
      |(?<![\d一二三四五六七八九十百千几数年点.-])(?P<ago>{_COUNT}){_S}(?P<ago_unit>年|个月)前(?![后三两一二四五\d])
    )""",
    re.VERBOSE,
)
"""过去两年, 未来12个月, 近三年, 未来3-5年, 五年来, 三年前."""

REFERENCE = re.compile(
    r"(?P<period>(?:本|该|此)?报告期(?:内|间)?)(?!末|初|结束)"
    rf"|(?P<month>(?<![基成日])本月|上个?月(?![球亮])|下个?月(?![球亮])|同月)"
    rf"(?:{_S}(?:(?P<mday>\d{{1,2}}|[廿卅]?{_NUM}|[廿卅]){_S}[日号](?!本[^次届报项周月])"
    r"|(?P<mthird>[上中下]旬)|(?P<medge>[初底末](?![步级期稿端尾中]))))?(?![底初末中])"
    r"|(?P<quarter>本季度|上一?季度|(?<!以)下一?季度)"
    r"|(?P<years>今明两年|去今两年)"
    r"|(?P<day>同日)"
)
"""报告期内, 本月, 上月, 本月9日, 下个季度, 今明两年, 同月, 同日."""
