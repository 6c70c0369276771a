"""The search page and its filters."""

from __future__ import annotations

from ui.strings.words import Words

__all__ = ["STRINGS"]

STRINGS: dict[str, Words] = {
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
    "answer.waiting": Words("正在原文中查找直接回答……", "Looking for a direct answer in the sources…"),
    "answer.title": Words("原文中的回答", "What the source says"),
    "answer.title_many": Words("原文中的回答（有几处同样贴切）", "What the sources say (several fit equally well)"),
    "answer.also_in": Words("另见：{sources}", "Also: {sources}"),
    "answer.conflict": Words("来源说法不一致", "The sources disagree"),
    "answer.conflict_body": Words(
        "以下两处对同一问题说法不同，请核对原文后取用。",
        "These two differ on the same question; compare them before you quote.",
    ),
    "answer.none": Words("未找到直接回答", "No direct answer found"),
    "answer.none_body": Words(
        "查了 {documents} 份文献的 {passages} 段，没有一句话能直接回答这个问题。",
        "Searched {documents} documents, {passages} passages: no sentence answers this question.",
    ),
    "answer.nearest": Words(
        "以下段落内容最接近，仅供参考，不是答案。", "The passages below come nearest; they are not an answer."
    ),
    "search.linked": Words("链接所指的段落", "The passage of this link"),
    "search.linked_gone": Words(
        "链接所指的段落在当前知识库中不存在。", "The passage of this link is not in this knowledge base."
    ),
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
    "export.xlsx": Words("Excel 表格（XLSX）", "Excel table (XLSX)"),
    "export.csv": Words("通用表格（CSV）", "Plain table (CSV)"),
    "export.md": Words("文稿（Markdown）", "Text (Markdown)"),
    "export.bib": Words("参考文献（BibTeX）", "Bibliography (BibTeX)"),
    "search.export_help": Words(
        "导出全部结果，附引文；按词检索最多 {most} 段", "All results, with their citations; at most {most} for a query"
    ),
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
    "filter.custom": Words("自定起止…", "From … to …"),
    "filter.clear": Words("清除筛选", "Clear filters"),
    "filter.gone": Words(
        "链接中的这些筛选在当前知识库中不存在，已忽略：{names}",
        "These filters of the link are not in this knowledge base: {names}",
    ),
    "filter.date_hint": Words("如 2021、2021-09、2021年第三季度", "e.g. 2021, 2021-09, 2021-09-30"),
}
