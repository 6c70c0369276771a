"""Imports run one way: facts <- passages <- records, errors, settings <- ingest <- index <- answer <- the rest."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from settings import PROJECT

LAYERS = {"facts": -2, "passages": -1, "records": 0, "errors": 0, "settings": 0, "ingest": 1, "index": 2, "answer": 3}
TOP = {"cli": 4, "commands": 4, "app": 4, "ui": 4, "eval": 4, "models": 4}
OURS = LAYERS | TOP


def sources():
    for path in sorted(PROJECT.rglob("*.py")):
        inside = path.relative_to(PROJECT)
        if inside.parts[0].removesuffix(".py") in OURS:
            yield path, inside


def imported(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize(("path", "inside"), list(sources()), ids=lambda p: str(p) if p else "")
def test_a_file_imports_only_its_own_layer_and_those_below(path, inside):
    own = inside.parts[0].removesuffix(".py")
    for name in imported(path):
        other = name.split(".")[0]
        if other in OURS and other != own:
            assert OURS[other] < OURS[own] or OURS[own] == 4, f"{inside} imports {name}"
        if other == "streamlit":
            assert own in ("ui", "app", "commands"), f"{inside} knows Streamlit"


def test_searching_loads_none_of_the_heavy_packages(corpus_kb_folder):
    """Nor what only large knowledge bases need (faiss), nor what numpy.unique draws in."""
    code = (
        "import sys\n"
        "from index.store import KnowledgeBase\n"
        f"kb = KnowledgeBase.open({str(corpus_kb_folder)!r})\n"
        "assert kb.search('国家单一窗口').results\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'sklearn', 'scipy', 'pandas', 'pyarrow'}\n"
        "heavy |= {'streamlit', 'faiss', 'numpy.ma'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_command_loads_no_other_family_of_commands(corpus_kb_folder):
    code = (
        "import sys, cli\n"
        f"cli.main(['search', '国家单一窗口', '-n', '1', '--quiet', '--kb', {str(corpus_kb_folder)!r}])\n"
        "print(sorted(name for name in sys.modules if name.startswith('commands.')))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "['commands.options', 'commands.search']"
