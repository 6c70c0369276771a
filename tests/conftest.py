"""Shared fixtures: a clean environment, and knowledge bases of the shipped corpus."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path

import pytest
from hypothesis import settings as property_settings

from answer import conflicts
from answer.records import Conflict
from index.build import ingest
from index.store import KnowledgeBase
from ingest.files import ReadFile, read_file
from ingest.gazetteer import Gazetteer
from settings import PROJECT, Settings

pytest_plugins = ["tests.browser"]

CORPUS = PROJECT / "corpus"
STATEMENT = CORPUS / "carec-mc20-2021-11-17-joint-statement.txt"
REPORTS = CORPUS / "carec-som-2022-06-28-trade-and-corridors.txt"
GENRES = PROJECT / "tests" / "data"
ConflictsOf = Callable[[KnowledgeBase], tuple[Conflict, ...]]


# A busy machine is no bug: time is measured in eval, not in tests.
property_settings.register_profile("patient", deadline=None)
property_settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("YIJU_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def _packages_are_searched_once() -> Iterator[None]:
    """A page that is opened without a browser goes through all installed packages for components of Streamlit."""
    if "streamlit.testing.v1" not in sys.modules:
        yield
        return
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: so two workers end at about the same moment (with ``--no-loadscope-reorder``)."""
    places = {name: {i.path for i in items if i.get_closest_marker(name)} for name in ("browser", "slow")}
    items.sort(key=lambda item: (item.path not in places["browser"], item.path not in places["slow"]))


def pytest_collection_finish() -> None:
    """What was imported and collected stays: no collection of garbage goes through all of it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.base()


@pytest.fixture(scope="session")
def corpus_files(gazetteer: Gazetteer) -> dict[str, ReadFile]:
    """The shipped files as read, by name."""
    return {path.name: read_file(path, Settings(), gazetteer) for path in (STATEMENT, REPORTS)}


@pytest.fixture(scope="session")
def corpus_kb_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A knowledge base of the shipped corpus with the shipped model. Do not write to it; see ``kb_copy``."""
    folder = tmp_path_factory.mktemp("kb")
    result = ingest([CORPUS], Settings(kb=folder, model="fast"))
    assert result.failures == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conflicts, "_conflicts_of", _looked_for_once(folder))
        yield folder


def _looked_for_once(folder: Path) -> ConflictsOf:
    """The conflicts of a folder that does not change, seconds of work: whoever opens it again gets the same ones."""
    look = conflicts._conflicts_of
    known: list[tuple[Conflict, ...]] = []

    @wraps(look)
    def conflicts_of(kb: KnowledgeBase) -> tuple[Conflict, ...]:
        if kb.layout.root != folder:
            return look(kb)
        if not known:
            known.append(look(kb))
        return known[0]

    return conflicts_of


@pytest.fixture
def looked_for_again(corpus_kb_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens the shipped corpus looks for its conflicts, for tests of just that."""
    monkeypatch.setattr(conflicts, "_conflicts_of", conflicts._conflicts_of.__wrapped__)


@pytest.fixture(scope="session")
def kb(corpus_kb_folder: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(corpus_kb_folder, Settings(kb=corpus_kb_folder)) as opened:
        yield opened


@pytest.fixture
def kb_copy(corpus_kb_folder: Path, tmp_path: Path) -> Path:
    """A copy of the corpus knowledge base that a test may change or break."""
    return Path(shutil.copytree(corpus_kb_folder, tmp_path / "kb"))
