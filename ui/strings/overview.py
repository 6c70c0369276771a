"""The overview."""

from __future__ import annotations

from ui.strings.words import Words

__all__ = ["STRINGS"]

STRINGS: dict[str, Words] = {
    "overview.lead": Words("点击图中的条形，即可查看背后的段落。", "Click a bar to see the passages behind it."),
    "overview.types": Words("各文献的段落类型", "Passages by document and type"),
    "overview.timeline": Words("文中提到的日期", "Dates in the text"),
    "overview.timeline_note": Words(
        "按季度计，每段每季度计一次；只计精确到季度或更细的日期，整年及更长的时段不计。",
        "By quarter, each passage once; only dates exact to the quarter or better, no whole years or longer spans.",
    ),
    "overview.passages": Words("段落数", "passages"),
    "overview.quarter": Words("季度", "quarter"),
    "overview.quarter_value": Words("{year}年第{n}季度", "{year} Q{n}"),
    "overview.figures": Words("图中数字", "The figures of this chart"),
    "overview.largest": Words("只列段落最多的 {n} 份文献。", "The {n} documents with the most passages."),
    "overview.name": Words("名称", "name"),
    "overview.terms": Words("缩略语", "Abbreviations"),
    "term.short": Words("缩写", "Abbreviation"),
    "term.zh": Words("中文", "Chinese"),
    "term.en": Words("英文", "English"),
    "overview.show": Words("查看 {what} 的段落", "Show the passages for {what}"),
    "overview.show_n": Words("查看 {what} 的 {n} 段", "Show the {n} passages for {what}"),
}
