"""The frame of every page, the first start, trouble."""

from __future__ import annotations

from ui.strings.words import Words

__all__ = ["STRINGS"]

STRINGS: dict[str, Words] = {
    "nav.search": Words("检索", "Search"),
    "nav.check": Words("核查", "Check"),
    "nav.commitments": Words("承诺", "Commitments"),
    "nav.conflicts": Words("矛盾", "Conflicts"),
    "nav.briefing": Words("简报", "Briefing"),
    "nav.library": Words("文献", "Library"),
    "nav.overview": Words("概览", "Overview"),
    "app.other_language": Words("English", "中文"),
    "app.other_language_help": Words("Switch to English", "切换到中文"),
    "app.foot": Words(
        "所有引文均为原文，附原文地址。快照 {snapshot}，{documents} 份文献，{passages} 段。仅在本机运行。",
        "All quotes are verbatim, with their address. Snapshot {snapshot}, {documents} documents, {passages} passages. "
        "Runs on this computer only.",
    ),
    "basket.add": Words("加入简报", "Add to briefing"),
    "basket.added": Words("已加入简报", "In the briefing"),
    "basket.count": Words("已选 {n} 段", "{n} selected"),
    "basket.count_help": Words("为简报选出的段落", "Passages selected for a briefing"),
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
}
