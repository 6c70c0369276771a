"""The page that checks a draft."""

from __future__ import annotations

from ui.strings.words import Words

__all__ = ["STRINGS"]

STRINGS: dict[str, Words] = {
    "check.lead": Words(
        "粘贴一段文字，或放入一份草稿。每句话逐项与来源比对：有依据、部分有依据、与来源不符，还是未找到依据。",
        "Paste a text or drop a draft. Each statement is held against the sources: supported, partly supported, "
        "contradicted, or not found.",
    ),
    "check.text": Words("要核查的文字", "Text to check"),
    "check.placeholder": Words("把草稿粘贴在这里", "Paste the draft here"),
    "check.file": Words("或放入一份草稿（.docx、.txt、.md）", "Or drop a draft (.docx, .txt, .md)"),
    "check.button": Words("核查", "Check"),
    "check.clear": Words("清空", "Clear"),
    "check.running": Words("正在核查…", "Checking…"),
    "check.empty": Words("还没有要核查的文字。", "There is no text to check yet."),
    "check.too_long": Words(
        "文字有 {n} 字，一次最多核查 {most} 字，请分几次核查。",
        "The text has {n} characters; at most {most} are checked at a time. Check it in parts.",
    ),
    "check.unreadable": Words("这份草稿不能读取", "This draft cannot be read"),
    "check.count": Words("共 {n} 条", "{n} statements"),
    "check.only_faults": Words("只看有问题的", "Only those with a problem"),
    "check.no_faults": Words("每一条都有依据。", "Every statement is supported."),
    "check.export": Words("导出", "Export"),
    "check.export_word": Words("核查稿（Word）", "Checked draft (Word)"),
    "check.export_markdown": Words("核查稿（Markdown）", "Checked draft (Markdown)"),
    "check.here": Words("此处", "here"),
    "check.there": Words("来源", "source"),
    "check.evidence": Words("依据", "Evidence"),
    "verdict.supported": Words("有依据", "Supported"),
    "verdict.partially_supported": Words("部分有依据", "Partly supported"),
    "verdict.contradicted": Words("与来源不符", "Contradicted"),
    "verdict.not_found": Words("未找到依据", "Not found"),
    "stance.supports": Words("支持", "supports"),
    "stance.contradicts": Words("不符", "contradicts"),
    "stance.related": Words("相关", "related"),
    "reason.agrees": Words("各项与来源一致", "Everything in it agrees with the source"),
    "reason.disagree": Words("来源说法不一", "The sources disagree with each other"),
    "reason.coarse": Words(
        "来源没有这么具体：日期只到更粗的精度", "The source is less exact: its date is given more coarsely"
    ),
    "reason.differs": Words("来源说的不一样", "The source says otherwise"),
    "reason.partly": Words("来源只支持一部分", "The source supports only a part of it"),
    "reason.apart": Words(
        "各分句分别有依据，但来源没有放在一起说",
        "Each clause is supported somewhere, but no source says them together",
    ),
    "reason.nothing": Words("没有找到说到此事的来源", "No source speaks of it"),
    "reason.lacking": Words("没有找到：{what}", "not found: {what}"),
    "slot.actor": Words("主体", "actor"),
    "slot.action": Words("行动", "action"),
    "slot.object": Words("对象", "object"),
    "slot.date": Words("日期", "date"),
    "slot.number": Words("数字", "number"),
    "slot.place": Words("地点", "place"),
    "slot.status": Words("进展状态", "status"),
    "slot.polarity": Words("肯定与否定", "polarity"),
    "slot.direction": Words("升降方向", "direction"),
    "slot.quantity": Words("范围", "extent"),
    "slot.name": Words("名称", "name"),
}
