"""Every word of the interface, in Chinese and English. Pages name a string by its key, never write one themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["STRINGS", "Language", "Words", "translate"]

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One string in both languages; ``{names}`` are filled in by :func:`translate`."""

    zh: str
    en: str


STRINGS: dict[str, Words] = {
    # -- the frame of every page
    "nav.search": Words("检索", "Search"),
    "nav.library": Words("文献", "Library"),
    "nav.overview": Words("概览", "Overview"),
    "app.other_language": Words("English", "中文"),
    "app.other_language_help": Words("Switch to English", "切换到中文"),
    "app.foot": Words(
        "所有引文均为原文，附原文地址。快照 {snapshot}，{documents} 份文献，{passages} 段。仅在本机运行。",
        "All quotes are verbatim, with their address. Snapshot {snapshot}, {documents} documents, {passages} passages. "
        "Runs on this computer only.",
    ),
    # -- first start, imports, trouble
    "start.title": Words("正在建立知识库", "Building the knowledge base"),
    "start.body": Words(
        "首次启动时读取随附的报告，通常不到一分钟。可以离开本页，进度不会丢失。",
        "At the first start the shipped reports are read, usually in less than a minute. You may leave this page.",
    ),
    "start.read": Words("读取文献 {done}/{total}　{name}", "Reading documents {done}/{total}  {name}"),
    "start.embed": Words("建立索引 {done}/{total}", "Building the index {done}/{total}"),
    "start.waiting": Words("准备中…", "Getting ready…"),
    "start.busy": Words(
        "另一个程序正在导入文献，完成后本页自动继续。",
        "Another program is importing; this page goes on when it is done.",
    ),
    "start.empty": Words(
        "没有可读的文献。请把报告放入 {folder}，再按“重试”。",
        "No documents to read. Put reports into {folder}, then try again.",
    ),
    "start.failed": Words("知识库未能建立。", "The knowledge base could not be built."),
    "start.retry": Words("重试", "Try again"),
    "trouble.title": Words("知识库无法打开", "The knowledge base cannot be opened"),
    "trouble.detail": Words("技术说明", "Technical detail"),
    # -- search
    "search.title": Words("在报告原文中找依据", "Find the evidence in the reports"),
    "search.lead": Words(
        "用一句话或几个词提问，中文英文均可。结果是报告原文，附段落地址，可直接引用。",
        "Ask in a sentence or a few words, in Chinese or English. Results are the reports' own words, with the "
        "paragraph to cite.",
    ),
    "search.field": Words("检索内容", "What are you looking for?"),
    "search.placeholder": Words("例如：{example}", "For example: {example}"),
    "search.button": Words("检索", "Search"),
    "search.examples": Words("可以这样问", "You could ask"),
    "search.documents": Words("知识库中的文献", "Documents in the knowledge base"),
    "search.all_documents": Words("全部 {n} 份文献", "All {n} documents"),
    "search.found": Words("找到 {n} 段", "{n} passages found"),
    "search.found_first": Words("最相关的 {n} 段", "The {n} most relevant passages"),
    "search.browsing": Words("符合筛选的 {n} 段", "{n} passages match the filters"),
    "search.searched": Words(
        "在 {documents} 份文献、{passages} 段中检索", "searched {documents} documents, {passages} passages"
    ),
    "search.note": Words("检索时一并考虑：{note}", "Also searched for: {note}"),
    "search.more": Words("再显示 {n} 段", "Show {n} more"),
    "search.none": Words("未找到", "Not found"),
    "search.none_body": Words(
        "在 {documents} 份文献、{passages} 段中检索了“{query}”，没有相关段落。",
        "Searched {documents} documents, {passages} passages for “{query}”: nothing relevant.",
    ),
    "search.none_filters": Words(
        "当前筛选只留下 {passages} 段。放宽或清除筛选再试。",
        "The filters leave only {passages} passages. Relax or clear them and try again.",
    ),
    "search.none_tips": Words(
        "可以换一种说法，用全称代替缩写，或减少词语。",
        "Try other words, the full name instead of an abbreviation, or fewer words.",
    ),
    "search.none_browse": Words("没有段落同时符合这些筛选。", "No passage matches all these filters."),
    "search.copy_link": Words("复制链接", "Copy link"),
    "search.print": Words("打印", "Print"),
    "search.export": Words("导出", "Export"),
    "search.export_csv": Words("表格（CSV，可用 Excel 打开）", "Table (CSV, opens in Excel)"),
    "search.export_markdown": Words("文稿（Markdown）", "Text (Markdown)"),
    "search.export_help": Words("导出全部结果，附引文", "All results, with their citations"),
    "search.error": Words("这次检索没有完成", "This search could not be carried out"),
    # -- filters
    "filter.title": Words("筛选", "Filters"),
    "filter.types": Words("类型", "Type"),
    "filter.documents": Words("文献", "Document"),
    "filter.countries": Words("国家", "Country"),
    "filter.entities": Words("机构、项目与协定", "Organisation, programme, agreement"),
    "filter.all": Words("全部", "All"),
    "filter.dates": Words("文中提到的日期", "Dates in the text"),
    "filter.issued": Words("文献的日期", "Document date"),
    "filter.from": Words("从", "From"),
    "filter.to": Words("到", "To"),
    "filter.bad_date": Words(
        "看不懂日期“{text}”。请写成 2021、2021-09、2021年9月 或 2021年第三季度。",
        "“{text}” is not a date. Write 2021, 2021-09, 2021-09-30 or 2021年9月.",
    ),
    "filter.clear": Words("清除筛选", "Clear filters"),
    "filter.gone": Words(
        "链接中的这些筛选在当前知识库中不存在，已忽略：{names}",
        "These filters of the link are not in this knowledge base: {names}",
    ),
    "filter.date_hint": Words("如 2021年9月", "e.g. 2021-09"),
    # -- library
    "library.lead": Words(
        "{documents} 份文献，{passages} 段。点开即可通读，脚注在正文旁边。",
        "{documents} documents, {passages} passages. Open one to read it through, with its notes beside the text.",
    ),
    "library.open": Words("阅读", "Read"),
    "library.search_in": Words("只在这份文献中检索", "Search in this document only"),
    "library.undated": Words("日期未知", "undated"),
    "library.period": Words("报告期 {start} 至 {end}", "reporting period {start} to {end}"),
    "library.sector": Words("部门：{sector}", "sector: {sector}"),
    "library.passages": Words("{n} 段", "{n} passages"),
    "library.back": Words("全部文献", "All documents"),
    "library.outline": Words("目录", "Contents"),
    "library.previous": Words("上一页", "Previous"),
    "library.next": Words("下一页", "Next"),
    "library.page": Words("第 {page} / {pages} 页", "page {page} of {pages}"),
    "library.gone": Words(
        "这份文献不在知识库中，可能已被移除。", "This document is not in the knowledge base; it may have been removed."
    ),
    "library.no_passage": Words(
        "链接所指的段落在当前版本中不存在，以下从头显示。",
        "The passage of this link is not in this version; shown from the beginning.",
    ),
    # -- overview
    "overview.lead": Words("点击图中的条形，即可查看背后的段落。", "Click a bar to see the passages behind it."),
    "overview.types": Words("各文献的段落类型", "Passages by document and type"),
    "overview.timeline": Words("文中提到的日期", "Dates in the text"),
    "overview.timeline_note": Words(
        "按季度计，每段每季度计一次；只计精确到季度或更细的日期，整年及更长的时段不计。",
        "By quarter, each passage once; only dates exact to the quarter or better, no whole years or longer spans.",
    ),
    "overview.passages": Words("段落数", "passages"),
    "overview.quarter": Words("季度", "quarter"),
    "overview.name": Words("名称", "name"),
    "overview.show": Words("查看 {what} 的段落", "Show the passages for {what}"),
    "overview.show_n": Words("查看 {what} 的 {n} 段", "Show the {n} passages for {what}"),
    # -- adding documents
    "adding.title": Words("添加文献", "Add documents"),
    "adding.field": Words(
        "PDF、Word、网页、纯文本或 Markdown，每份不超过 {limit} MB",
        "PDF, Word, web pages, plain text or Markdown, at most {limit} MB each",
    ),
    "adding.button": Words("导入", "Import"),
    "adding.busy": Words("另一项导入正在进行，请稍后再试。", "Another import is running; try again in a moment."),
    "adding.added": Words(
        "{name}：已导入 {documents} 份文献，{passages} 段", "{name}: {documents} documents, {passages} passages"
    ),
    "adding.unchanged": Words("{name}：知识库中已有，没有变化", "{name}: already there, unchanged"),
    "adding.duplicate": Words(
        "{name}：内容与已有文献相同，未重复导入", "{name}: same content as a document already there"
    ),
    "adding.failed": Words("{name}：未能导入（{reason}）", "{name}: not imported ({reason})"),
    "adding.characters": Words(
        "；读取 {read} 字，{kept} 字入段，{left} 字为页码、版头等已列明的剩余",
        "; {read} characters read, {kept} in passages, {left} in named remainders such as page numbers",
    ),
    "removing.title": Words("移除这份文献", "Remove this document"),
    "removing.body": Words(
        "将从知识库中移除，检索不再包括它；原文件不会被删除，可以重新导入。",
        "It is taken out of the knowledge base and of every search. The file itself stays and can be imported again.",
    ),
    "removing.button": Words("确认移除", "Yes, remove"),
    "removing.running": Words("正在移除…", "Removing…"),
    "removing.failed": Words("没有移除。", "It was not removed."),
    # -- a result
    "hit.rank": Words("第 {n} 条", "Result {n}"),
    "hit.copy": Words("复制引文", "Copy citation"),
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


def translate(key: str, language: Language, **values: Any) -> str:
    """The words for a key, with ``values`` filled in.

    :raises KeyError: no such string.
    """
    words = STRINGS[key]
    text = words.en if language == "en" else words.zh
    return text.format(**values) if values else text
