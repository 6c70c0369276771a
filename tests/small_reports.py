"""Small reports written in a test, read into a knowledge base of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from answer.conflicts import find_conflicts
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

__all__ = ["conflicts_listed", "fine_and_wrong", "opened_report"]


@contextmanager
def opened_report(folder: Path, text: str, model: str = "fast") -> Iterator[KnowledgeBase]:
    """A knowledge base of one report in Markdown; with the model that loads at once, if no other is named."""
    (folder / "r.md").write_text(text, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model=model)
    ingest([folder / "r.md"], settings)
    with KnowledgeBase.open(folder / "kb", settings) as kb:
        yield kb


def conflicts_listed(
    folder: Path, reports: Iterable[tuple[str, str, str]]
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What is listed within each of many reports, as kinds and explanations, by their state and name.

    :param reports: (state, name, text) of each.
    """
    for state, name, text in reports:
        (folder / "in" / state).mkdir(parents=True, exist_ok=True)
        (folder / "in" / state / f"{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([folder / "in"], settings)
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    with KnowledgeBase.open(settings=settings) as kb:
        files = {document.id: document.file for document in kb.documents()}
        of = {passage.id: files[passage.document] for passage in kb.passages()}
        for conflict in find_conflicts(kb):
            if of[conflict.a.passage] == of[conflict.b.passage]:
                state, name = of[conflict.a.passage].removesuffix(".md").split("/")[-2:]
                found.setdefault((state, name), []).append((conflict.kind, conflict.explanation))
    return found


def fine_and_wrong(
    folder: Path, head: str, fine: Mapping[str, str], wrong: Mapping[str, tuple[str, str]]
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """:func:`conflicts_listed` of texts in which nothing is wrong, and of texts with what is said of them.

    :param head: begins each report; its ``{}`` becomes the name.
    """
    reports = [("fine", name, head.format(name) + text) for name, text in fine.items()]
    reports += [("wrong", name, head.format(name) + text) for name, (text, _) in wrong.items()]
    return conflicts_listed(folder, reports)
