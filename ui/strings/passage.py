"""A passage wherever it is shown: a result, its marks, the names of types and kinds."""

from __future__ import annotations

from ui.strings.words import Words

__all__ = ["STRINGS"]

STRINGS: dict[str, Words] = {
    "hit.rank": Words("第 {n} 条", "Result {n}"),
    "hit.copy": Words("复制引文", "Copy citation"),
    "hit.link": Words("复制链接", "Copy link"),
    "hit.copied": Words("已复制", "Copied"),
    "hit.context": Words("上下文", "Context"),
    "hit.context_close": Words("收起上下文", "Hide context"),
    "hit.read": Words("在文献中阅读", "Read in the document"),
    "hit.why": Words("命中原因", "Why"),
    "hit.folded": Words("另有 {n} 处文字相同", "{n} more with the same words"),
    "hit.called_by": Words("注释所在", "Note to"),
    "hit.also": Words("含{types}", "also: {types}"),
    "hit.context_title": Words("前后文", "Surrounding text"),
    "hit.here": Words("本段", "this passage"),
    "why.contains": Words("含有 {words}", "Contains {words}"),
    "why.missing": Words("；没有 {words}", "; without {words}"),
    "why.similar": Words("意思相近，用词不同", "Similar meaning, other words"),
    "band.strong": Words("强相关", "Strong match"),
    "band.related": Words("相关", "Related"),
    "band.weak": Words("弱相关", "Weak match"),
    "type.achievement": Words("成果", "Achievement"),
    "type.challenge": Words("挑战", "Challenge"),
    "type.deliverable": Words("可交付成果", "Deliverable"),
    "type.commitment": Words("承诺", "Commitment"),
    "type.context": Words("背景", "Context"),
    "type.footnote": Words("脚注", "Footnote"),
    "type.table": Words("表格", "Table"),
    "type.other": Words("其他", "Other"),
    "kind.country": Words("国家", "Country"),
    "kind.organisation": Words("机构", "Organisation"),
    "kind.programme": Words("项目", "Programme"),
    "kind.agreement": Words("协定", "Agreement"),
    "kind.place": Words("地点", "Place"),
    "kind.corridor": Words("走廊", "Corridor"),
    "kind.publication": Words("出版物", "Publication"),
    "kind.event": Words("会议活动", "Event"),
    "legend.title": Words("标记", "Marks"),
    "legend.hit": Words("检索词", "search words"),
    "legend.date": Words("日期", "dates"),
    "legend.entity": Words("名称", "names"),
    "mark.date": Words("日期：{value}", "Date: {value}"),
    "mark.open": Words("不限", "open"),
}
