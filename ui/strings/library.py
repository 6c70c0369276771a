"""The library: the shelf, the reader, adding and taking out."""

from __future__ import annotations

from ui.strings.words import Words

__all__ = ["STRINGS"]

STRINGS: dict[str, Words] = {
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
}
