"""The command line: what it prints, what it exits with, and that bad files lose nothing."""

import json
import os
import subprocess
import sys

import pytest

import cli
from settings import PROJECT
from tests.conftest import CORPUS, REPORTS

TRADE = f"{REPORTS.stem}.1"


@pytest.fixture
def yiju(capsys, corpus_kb_folder):
    def run(*arguments, kb=corpus_kb_folder):
        code = cli.main([*arguments, "--kb", str(kb)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


COMMANDS = sorted(
    name for action in cli._parser()._actions if action.choices and action.dest == "command" for name in action.choices
)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name, capsys):
    with pytest.raises(SystemExit, match="0"):
        cli.main([name, "--help"])
    text = capsys.readouterr().out
    assert "--json" in text
    description = text.split("\n\n")[1]
    assert len(description) > 15


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_both_readmes(name):
    for readme in ("README.md", "README.zh-CN.md"):
        assert f"yiju {name}" in (PROJECT / readme).read_text(encoding="utf-8")


def test_search_as_json_has_the_shape_of_the_contract(yiju):
    code, out, _ = yiju("search", "国家单一窗口", "--json", "-n", "3")
    data = json.loads(out)
    assert code == 0
    assert set(data) >= {"query", "filters", "snapshot", "results"}
    first = data["results"][0]
    assert set(first) >= {"rank", "score", "band", "matched", "highlights", "passage"}
    assert set(first["passage"]) >= {
        "id", "document", "label", "section", "page", "form", "type", "also", "text", "dates", "entities", "amounts",
        "footnotes", "citation",
    }  # fmt: skip


def test_batch_gives_one_object_a_line_in_the_same_order(yiju, tmp_path):
    queries = tmp_path / "queries.txt"
    queries.write_text("国家单一窗口\n性别战略\nCFCFA\n", encoding="utf-8")
    code, out, _ = yiju("search", "--batch", str(queries), "--json")
    assert code == 0
    assert [json.loads(line)["query"] for line in out.splitlines()] == ["国家单一窗口", "性别战略", "CFCFA"]


def test_passages_can_be_limited_to_a_type_and_a_document(yiju):
    _, out, _ = yiju("passages", "--document", TRADE, "--type", "footnote", "--json")
    passages = json.loads(out)["passages"]
    assert len(passages) == 32
    assert {p["document"] for p in passages} == {TRADE}
    assert all("cited_by" in p for p in passages)


def test_documents_as_json(yiju):
    _, out, _ = yiju("documents", "--json")
    documents = json.loads(out)["documents"]
    assert [d["part"] for d in documents] == [1, 1, 2]
    assert documents[1]["period"] == {"start": "2021-07-01", "end": "2022-06-30"}


def test_show_prints_the_passage_its_context_and_footnotes(yiju):
    code, out, _ = yiju("show", f"{TRADE}:18")
    assert code == 0
    assert "《CAREC贸易部门 进展报告和工作计划》（2022年6月28日），第18段" in out
    assert "脚注21" in out
    assert "第17段" in out


def test_nothing_found_is_exit_code_1(yiju):
    code, out, _ = yiju("search", "“量子计算机芯片”")
    assert code == 1
    assert "未找到" in out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("show", "nothing"), 1, "no passage 'nothing'"),
        (("search",), 2, "nothing to search for"),
        (("search", "贸易", "--since", "yesterday"), 2, "is not a date"),
        (("search", "贸易", "--country", "Atlantis"), 2, "no passage names the country"),
        (("search", "--batch", "missing.txt"), 2, "missing.txt: cannot be read"),
    ],
)
def test_errors_go_to_stderr_with_the_next_step(yiju, arguments, code, message):
    got, out, err = yiju(*arguments)
    assert got == code
    assert out == ""
    assert message in err


def test_a_missing_knowledge_base_is_exit_code_3(yiju, tmp_path):
    code, _, err = yiju("search", "贸易", kb=tmp_path / "none")
    assert code == 3
    assert "yiju ingest" in err


def test_bad_files_are_told_one_by_one_and_the_others_are_read(yiju, tmp_path, monkeypatch):
    monkeypatch.setenv("YIJU_MODEL", "fast")
    folder = tmp_path / "in"
    folder.mkdir()
    good = folder / "good.txt"
    good.write_text("1. 各国于2022年5月批准了行动计划。\n", encoding="utf-8")
    gb = folder / "旧文件.txt"
    gb.write_bytes("1. 双方同意加强海关合作。\n\n2. 会议于2021年9月举行，讨论了各国最近的政策。\n".encode("gb18030"))
    bad = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 40,
        "long.txt": ("中文" * 30 + "\n").encode() * 290_000,
        "picture.xyz": b"x",
    }
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    missing, inner = folder / "missing.txt", folder / "folder.txt"
    inner.mkdir()
    paths = [good, gb, *(folder / name for name in bad), missing]
    if os.geteuid() != 0:
        locked = folder / "locked.txt"
        locked.write_text("x")
        locked.chmod(0)
        paths.append(locked)
    code, out, err = yiju("ingest", *map(str, paths), kb=tmp_path / "kb")
    assert code == 1
    assert len([line for line in out.splitlines() if line.startswith("✓")]) == 2
    assert "  2 paragraph; by type 1 achievement, 1 commitment\n" in out, out
    assert f"{len(paths)} files: 2 added, {len(paths) - 2} failed; 3 passages" in out
    failures = [line for line in err.splitlines() if line.startswith("✗")]
    assert len(failures) == len(paths) - 2
    for name in (*bad, "missing.txt"):
        assert sum(name in line for line in failures) == 1
    code, out, _ = yiju("search", "海关合作", kb=tmp_path / "kb")
    assert code == 0
    assert "旧文件" in out


def test_the_console_command_is_a_program(corpus_kb_folder):
    run = subprocess.run(
        [sys.executable, "-m", "cli", "search", "性别战略", "--json", "--kb", str(corpus_kb_folder)],
        cwd=PROJECT, capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(run.stdout.decode("utf-8"))["results"]


def test_the_shipped_corpus_is_what_the_manifest_says():
    import hashlib

    for line in (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        assert hashlib.sha256((CORPUS / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_the_app_shows_nothing_of_the_framework_it_is_built_with():
    import tomllib

    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    # only headless servers are spared its advertisements; `yiju app` opens the browser itself
    assert config["server"]["headless"] is True
    assert config["browser"]["gatherUsageStats"] is False


@pytest.mark.skipif(not hasattr(os, "nice"), reason="no priorities here")
def test_an_import_publishes_behind_those_who_search(tmp_path, monkeypatch):
    monkeypatch.setenv("YIJU_MODEL", "fast")
    (tmp_path / "note.txt").write_text("1. 哈萨克斯坦于2021年6月批准了《能源战略》。\n", encoding="utf-8")
    given = ["ingest", str(tmp_path / "note.txt"), "--kb", str(tmp_path / "kb"), "--quiet"]
    code = f"import os, sys, cli; sys.argv = ['yiju', *{given!r}]; cli.main(); print(os.nice(0))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert int(run.stdout) == min(os.nice(0) + 10, 19)
    before = os.nice(0)
    assert cli.main([*given[:-1], "--json"]) == 0  # within a process that has other things to do
    assert os.nice(0) == before
