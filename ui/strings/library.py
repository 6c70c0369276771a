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
    "library.find": Words("查找文献", "Find a document"),
    "library.find_hint": Words("标题、年份、部门或文件名", "title, year, sector or file name"),
    "library.found": Words("{n} 份符合，共 {all} 份", "{n} of {all} documents"),
    "library.none": Words(
        "没有标题、年份、部门或文件名含“{words}”的文献。",
        "No document has “{words}” in its title, year, sector or file name.",
    ),
    "library.sort": Words("排序", "Sort by"),
    "shelfby.newest": Words("日期，新的在前", "newest first"),
    "shelfby.oldest": Words("日期，旧的在前", "oldest first"),
    "shelfby.title": Words("标题", "title"),
    "shelfby.largest": Words("篇幅，长的在前", "longest first"),
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
    "adding.none": Words(
        "没有收到文件。请选择文件，等上传完成后再按。",
        "No file has come: choose some and wait until they are uploaded.",
    ),
    "adding.busy": Words("另一项导入正在进行，请稍后再试。", "Another import is running; try again in a moment."),
    "adding.running": Words("正在导入。可以离开本页，导入会继续。", "Importing; you may leave this page."),
    "adding.running_other": Words(
        "另一位同事正在导入。检索和阅读不受影响。", "A colleague is importing; search and reading go on as usual."
    ),
    "adding.too_many": Words(
        "一次最多 {most} 份文件，其余未导入。", "At most {most} files at a time; the rest was left."
    ),
    "adding.close": Words("知道了", "Close"),
    "adding.went_well": Words("{n} 份文件已读入", "{n} files were read"),
    "adding.warnings": Words("{n} 处需要留意", "{n} things to look at"),
    "adding.replaced": Words(
        "{name}：已替换旧版本，现有 {documents} 份文献，{passages} 段",
        "{name}: replaces the older version; {documents} documents, {passages} passages",
    ),
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
    "replacing.title": Words("替换为新版本", "Replace with a newer version"),
    "replacing.body": Words(
        "选择新版本的文件。读取成功后，旧版本的段落同时撤下；读取失败则保留旧版本。",
        "Choose the newer file. Its passages take the place of the old ones once it has been read; if that fails, "
        "the old version stays.",
    ),
    "replacing.parts": Words(
        "原文件含 {n} 份文献，将一并替换。", "The old file holds {n} documents; all are replaced."
    ),
    "replacing.button": Words("替换", "Replace"),
    "reason.empty": Words("文件是空的", "the file is empty"),
    "reason.kind": Words("不支持这种文件", "this kind of file is not supported"),
    "reason.large": Words("文件太大，请拆分后再导入", "the file is too large; split it"),
    "reason.locked": Words("文件有密码，请去除密码后再导入", "the file has a password; remove it first"),
    "reason.no_text": Words(
        "没有可读的文字，可能是扫描件，请先做文字识别", "there is no text in it; recognise the scanned pages first"
    ),
    "reason.slow": Words("读取时间过长，已中止；请拆分文件", "reading it took too long; split the file"),
    "reason.memory": Words("读取所需内存过大，已中止；请拆分文件", "reading it took too much memory; split the file"),
    "reason.damaged": Words(
        "文件已损坏或不是所标的格式，请重新获取后再试", "the file is damaged or not what its name says; get it again"
    ),
    "picture.button": Words("原页", "Printed page"),
    "picture.title": Words("原文页面", "The printed page"),
    "picture.marked": Words("所在位置已在图上标出", "marked on this page"),
    "picture.elsewhere": Words("不在这一页", "not on this page"),
    "picture.unknown": Words(
        "在页面上的确切位置无法确定，未作标记", "its exact place on the page is not known; not marked"
    ),
    "picture.failed": Words("这一页无法显示", "This page cannot be shown"),
    "reason.gone": Words("原文件已不在原处", "the file is not there any more"),
    "reason.changed": Words(
        "原文件在读取之后已有改动，请重新导入", "the file has changed since it was read; import it again"
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
