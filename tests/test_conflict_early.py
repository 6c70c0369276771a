"""A work that is out already in one document and, by a later one, came out afterwards; each case with look-alikes."""

import pytest

from answer.conflicts import find_conflicts
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

_TOPICS = "我们赞赏护理教育的进展，例如出版与{}有关的知识产品。"
_LATER = (
    "1. 几种书也已出版，包括《西部护理教育：课程设置》（2022年8月）、《西部护理教育：实习基地》（{}），"
    "以及《乡村护理人员培训手册》（{}）。\n"
)


@pytest.mark.parametrize(
    ("said", "months", "count"),
    [
        ("会议感谢协会出版《乡村护理人员培训手册》。", ("2022年9月", "2023年3月"), 1),
        ("会议感谢协会出版《乡村护理人员培训手册》。", ("2023年3月", "2022年9月"), 0),
        ("协会计划明年出版《乡村护理人员培训手册》。", ("2022年9月", "2023年3月"), 0),
        (_TOPICS.format("课程设置和实习基地"), ("2023年3月", "2022年9月"), 1),
        (_TOPICS.format("课程设置和实习基地"), ("2022年10月", "2023年3月"), 0),
        (_TOPICS.format("课程设置和师资培养"), ("2023年3月", "2022年9月"), 0),
    ],
)
def test_what_is_out_did_not_come_out_later(tmp_path, said, months, count):
    (tmp_path / "a.md").write_text(f"# 护理教育大会声明\n\n2022年11月17日\n\n1. {said}\n", encoding="utf-8")
    (tmp_path / "b.md").write_text(f"# 协会进展报告\n\n2023年6月28日\n\n{_LATER.format(*months)}", encoding="utf-8")
    settings = Settings(kb=tmp_path / "kb", model="fast")
    ingest([tmp_path / "a.md", tmp_path / "b.md"], settings)
    with KnowledgeBase.open(settings=settings) as kb:
        found = [c for c in find_conflicts(kb) if "才出版" in c.explanation]
    assert [c.kind for c in found] == ["date"] * count
