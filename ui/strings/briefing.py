"""The page of briefings."""

from __future__ import annotations

from ui.strings.words import Words

__all__ = ["STRINGS"]

STRINGS: dict[str, Words] = {
    "briefing.lead": Words(
        "一个主题，或自己选出的段落，成为一份两页的简报。引号内均为原文，每句附出处；程序不写一句自己的话。",
        "A topic, or passages of your own choice, becomes a note of two pages. All quotes are verbatim and cited; the "
        "program writes no sentence of its own.",
    ),
    "briefing.source": Words("简报内容", "The note is about"),
    "briefing.topic": Words("一个主题", "a topic"),
    "briefing.basket": Words("已选段落（{n}）", "selected passages ({n})"),
    "briefing.field": Words("主题：词语、国家、部门或时期", "Topic: words, a country, a sector or a period"),
    "briefing.placeholder": Words("例如：{example}", "For example: {example}"),
    "briefing.make": Words("生成简报", "Make the note"),
    "briefing.making": Words("正在生成简报…", "Making the note…"),
    "briefing.looking": Words(
        "正在全库查找不一致的说法，查完后自动补入“来源说法不一”一节；之前下载的文件中此节注明暂缺。",
        "Still looking for statements that disagree in the whole knowledge base; the section is filled in when that is "
        "done. A file downloaded before says that it is missing.",
    ),
    "briefing.try": Words("可以试试", "For example"),
    "briefing.title": Words("标题", "Title"),
    "briefing.style": Words("引文格式", "Citation style"),
    "citestyle.address": Words("段落地址", "paragraph address"),
    "citestyle.gbt7714": Words("国标 GB/T 7714", "GB/T 7714"),
    "citestyle.bibtex": Words("文献管理 BibTeX", "BibTeX"),
    "briefing.word": Words("Word 文件", "Word file"),
    "briefing.markdown": Words("Markdown 文件", "Markdown file"),
    "briefing.view": Words("显示方式", "View"),
    "noteview.read": Words("预览", "Preview"),
    "noteview.edit": Words("调整内容", "Arrange"),
    "briefing.edit_help": Words(
        "上下移动、删去或加按语；改动只用于这份简报，不影响知识库。",
        "Move, drop or remark; this changes the note only, not the knowledge base.",
    ),
    "briefing.up": Words("上移：{what}", "Move up: {what}"),
    "briefing.down": Words("下移：{what}", "Move down: {what}"),
    "briefing.drop": Words("删去：{what}", "Drop: {what}"),
    "briefing.remark": Words(
        "按语（不在引号内，署名由本单位负责）", "Remark (outside the quotes, in the name of your office)"
    ),
    "briefing.remark_mark": Words("按：{text}", "Remark: {text}"),
    "briefing.undo": Words("恢复原样", "Undo all changes"),
    "briefing.changed": Words("删去 {dropped} 条，按语 {remarks} 条", "{dropped} dropped, {remarks} remarks"),
    "briefing.chosen": Words("已选段落", "Selected passages"),
    "briefing.take_out": Words("移出：{what}", "Take out: {what}"),
    "briefing.clear": Words("全部移出", "Take all out"),
    "briefing.empty_basket": Words(
        "还没有选出段落。在检索结果或文献中按“加入简报”，段落就会出现在这里。",
        "Nothing is selected yet. Press “Add to briefing” beside a search result or in a document.",
    ),
    "briefing.gone": Words(
        "已选的 {n} 段不在当前知识库中，已移出。",
        "{n} selected passages are not in this knowledge base and were taken out.",
    ),
    "briefing.none": Words("没有段落与“{topic}”有关。", "No passage is about “{topic}”."),
    "briefing.references": Words("引文出处", "Citations"),
    "briefing.sources": Words("资料来源", "Sources"),
    "briefing.scope": Words("范围", "Scope"),
    "briefing.snapshot": Words("快照", "Snapshot"),
    "briefing.snapshot_value": Words(
        "{snapshot}（{built}）；检索 {documents} 份文献、{passages} 段",
        "{snapshot} ({built}); {documents} documents, {passages} passages",
    ),
    "briefing.chart": Words("图：{title}", "Chart: {title}"),
}
