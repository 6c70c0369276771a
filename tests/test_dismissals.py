"""Conflicts that somebody has set aside: kept over re-reading, listed again when a source changes."""

import json

import pytest

import cli
from answer.conflicts import find_conflicts
from answer.dismissals import dismiss, load_dismissals, restore, sort_dismissed
from errors import KnowledgeBaseDamaged, UsageError
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

FIRST = "1. 塔吉克斯坦于2020年9月启动了国家单一窗口信息系统。"
SECOND = "2. 塔吉克斯坦于{}启动了国家单一窗口信息系统，海关已经使用。"
MORE = (
    "\n3. 巴基斯坦于2021年3月通过了《单一窗口法》。\n\n4. 巴基斯坦于2021年8月通过了《单一窗口法》，各部门正在执行。\n"
)


@pytest.fixture
def shelf(tmp_path):
    """A folder with one report that says two different dates, and a way to read it again."""
    source = tmp_path / "in" / "report.md"
    source.parent.mkdir()
    settings = Settings(kb=tmp_path / "kb", model="fast")

    def read(second, more=""):
        text = f"# 单一窗口进展报告\n\n2021年3月1日\n\n{FIRST}\n\n{SECOND.format(second)}\n{more}"
        source.write_text(text, encoding="utf-8")
        ingest([source.parent], settings)
        return KnowledgeBase.open(settings=settings)

    return read


def test_a_conflict_that_is_set_aside_stays_aside_until_its_source_changes(shelf):
    with shelf("2020年11月") as kb:
        (conflict,) = find_conflicts(kb)
        dismiss(kb, conflict, "两个不同的系统", "王", "2026-11-25")
        after = sort_dismissed(kb, find_conflicts(kb))
        assert after.open == ()
        assert [(c.id, d.reason) for c, d in after.dismissed] == [(conflict.id, "两个不同的系统")]
    with shelf("2020年11月") as kb:
        assert sort_dismissed(kb, find_conflicts(kb)).open == ()
    with shelf("2020年12月") as kb:
        again = sort_dismissed(kb, find_conflicts(kb))
        assert [c.id for c in again.open] == [conflict.id]
        assert again.reopened[conflict.id].reason == "两个不同的系统"
        restore(kb, conflict.id)
        assert sort_dismissed(kb, find_conflicts(kb)).reopened == {}


def test_a_conflict_is_not_set_aside_without_a_reason(shelf):
    with shelf("2020年11月") as kb, pytest.raises(UsageError, match="with a reason"):
        dismiss(kb, find_conflicts(kb)[0], "  ", "王", "2026-11-25")


def test_a_damaged_file_is_told_and_never_overwritten(shelf):
    with shelf("2020年11月") as kb:
        path = kb.layout.root / "dismissed.json"
        path.write_text("{broken", encoding="utf-8")
        with pytest.raises(KnowledgeBaseDamaged, match="mend it or restore it"):
            dismiss(kb, find_conflicts(kb)[0], "理由", "", "2026-11-25")
        assert path.read_text(encoding="utf-8") == "{broken"


def test_the_command_sets_aside_and_restores(shelf, capsys):
    with shelf("2020年11月", MORE) as kb:
        folder = kb.layout.root

    def conflicts(*more):
        cli.main(["conflicts", "--kb", str(folder), "--json", *more])
        return [c["id"] for c in json.loads(capsys.readouterr().out)["conflicts"]]

    before = conflicts()
    assert len(before) > 1
    assert conflicts("--dismiss", before[0], "--reason", "两个不同的项目", "--by", "王") == before[1:]
    assert conflicts("--dismissed") == before[:1]
    assert load_dismissals(folder)[0].by == "王"
    cli.main(["conflicts", "--kb", str(folder)])
    assert "另有 1 处已搁置" in capsys.readouterr().out
    assert conflicts("--restore", before[0]) == before
    assert cli.main(["conflicts", "--kb", str(folder), "--dismiss", "nothing", "--reason", "x"]) == 2
    assert "no conflict 'nothing'" in capsys.readouterr().err
