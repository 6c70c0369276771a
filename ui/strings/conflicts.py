"""The page of statements that disagree."""

from __future__ import annotations

from ui.strings.words import Words

__all__ = ["STRINGS"]

STRINGS: dict[str, Words] = {
    "conflicts.lead": Words(
        "知识库中互相矛盾的说法，最确定、最要紧的在前。哪一处对，由人判断；看过的可以写明理由后搁置。",
        "Statements in the knowledge base that disagree, the surest and gravest first. Which is right is for people to "
        "decide; what has been looked at can be set aside with a reason.",
    ),
    "conflicts.looking": Words("正在比对全部文献…", "Comparing all documents…"),
    "conflicts.none": Words("没有发现互相矛盾的说法。", "No statements disagree."),
    "conflicts.none_kind": Words("没有这一类。", "None of this kind."),
    "conflicts.count": Words("{n} 处待看", "{n} to look at"),
    "conflicts.dismissed_count": Words("已搁置 {n} 处", "{n} set aside"),
    "conflicts.kind": Words("类别", "Kind"),
    "conflicts.all": Words("全部", "All"),
    "conflicts.dismiss": Words("搁置", "Set aside"),
    "conflicts.reason": Words("理由（为什么不算矛盾）", "Reason (why the two do not disagree)"),
    "conflicts.by": Words("姓名", "Your name"),
    "conflicts.no_reason": Words("请写明理由。", "Please give a reason."),
    "conflicts.restore": Words("重新列出", "List it again"),
    "conflicts.said": Words("{day} {by}：{reason}", "{day} {by}: {reason}"),
    "conflicts.reopened": Words("来源已改，曾被搁置", "Its source has changed since it was set aside"),
    "conflicts.more": Words("再显示 {n} 处", "Show {n} more"),
    "conflicts.one": Words("一处", "one side"),
    "conflicts.other": Words("另一处", "the other side"),
    "conflictkind.date": Words("日期", "date"),
    "conflictkind.number": Words("数字", "number"),
    "conflictkind.status": Words("进展状态", "status"),
    "conflictkind.name": Words("名称写法", "spelling of a name"),
    "conflictkind.count": Words("数目与列举", "count against list"),
    "conflictkind.tense": Words("时态与日期", "tense against date"),
    "conflictkind.unit": Words("计量口径", "measure"),
    "conflictkind.event": Words("事项", "event"),
    "conflictkind.reference": Words("引用", "reference"),
    "conflictline.reference": Words("引用的是“{a}”，那里却是“{b}”", "The reference is to “{a}”, but it is “{b}”"),
    "conflictline.unit": Words("计量口径不同：“{a}”与“{b}”", "The measures differ: “{a}” and “{b}”"),
    "conflictline.event": Words("同一清单中的事项不同：“{a}”与“{b}”", "An item of one list differs: “{a}” and “{b}”"),
    "conflictline.date": Words("日期不同：“{a}”与“{b}”", "The dates differ: “{a}” and “{b}”"),
    "conflictline.number": Words("数字不同：“{a}”与“{b}”", "The figures differ: “{a}” and “{b}”"),
    "conflictline.status": Words("进展状态不同：“{a}”与“{b}”", "The stages differ: “{a}” and “{b}”"),
    "conflictline.name": Words("名称写法不同：“{a}”与“{b}”", "The name is spelled differently: “{a}” and “{b}”"),
    "conflictline.count": Words("说的数目是“{a}”，列举的是“{b}”", "The count is “{a}”, the list says “{b}”"),
    "conflictline.tense": Words(
        "“{a}”的事说成已经发生，而文件日期是“{b}”", "“{a}” is told as past, but the document is dated “{b}”"
    ),
}
