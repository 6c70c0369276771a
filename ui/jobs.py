"""One import or rebuilding at a time, in a thread of its own: it goes on when the page that started it is closed."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from errors import KnowledgeBaseBusy, YijuError
from index.build import IngestResult, ingest, rebuild
from index.handed_in import HandedIn
from settings import Settings

__all__ = ["ImportState", "Importer"]


@dataclass(frozen=True, slots=True)
class ImportState:
    """How far an import is. ``stage`` is ``""`` before the first report, then ``read`` or ``embed``.

    ``names`` are the own names of files that were handed in, by the path that they are kept under.
    """

    running: bool = False
    stage: str = ""
    done: int = 0
    total: int = 0
    name: str = ""
    result: IngestResult | None = None
    error: str | None = None
    busy: bool = False
    names: Mapping[Path, str] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """0 to 1; reading is the first half, embedding the second."""
        part = min(self.done / self.total, 1.0) if self.total else 0.0
        return (0.5 if self.stage == "embed" else 0.0) + part / 2


class Importer:
    """Runs imports for all visitors of the app. Its :attr:`state` is replaced, never changed."""

    def __init__(self, settings: Settings) -> None:
        # an import has a thread of its own, which Linux can put behind those that search
        self.settings = replace(settings, gives_way=sys.platform == "linux")
        self.state = ImportState()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self, paths: Sequence[Path], handed_in: HandedIn | None = None) -> bool:
        """Start an import.

        :param handed_in: how people call the files, and what they are to replace.
        :returns: ``False`` when one is running already; then nothing is started.
        """
        names = dict(handed_in.names) if handed_in else {}
        return self._begin(lambda: self._ingest(tuple(paths), handed_in), names)

    def rebuild(self, *, embed_only: bool) -> bool:
        """Build the indexes again: see :func:`index.build.rebuild`.

        :returns: ``False`` when an import or this is running already; then nothing is started.
        """
        return self._begin(lambda: self._rebuild(embed_only), {})

    def wait(self, seconds: float) -> None:
        """Wait until the running import ends, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _begin(self, do: Callable[[], IngestResult | None], names: Mapping[Path, str]) -> bool:
        with self._guard:
            if self.state.running:
                return False
            self.state = ImportState(running=True, names=names)
            self._thread = threading.Thread(target=self._run, args=(do,), name="yiju-import", daemon=True)
            self._thread.start()
            return True

    def _ingest(self, paths: tuple[Path, ...], handed_in: HandedIn | None) -> IngestResult:
        return ingest(paths, self.settings, self._tell, handed_in=handed_in)

    def _rebuild(self, embed_only: bool) -> None:
        rebuild(self.settings, self._tell, embed_only=embed_only)

    def _run(self, do: Callable[[], IngestResult | None]) -> None:
        names = self.state.names
        try:
            self.state = ImportState(result=do(), names=names)
        except KnowledgeBaseBusy as error:
            self.state = ImportState(error=str(error), busy=True, names=names)
        except YijuError as error:
            self.state = ImportState(error=str(error), names=names)
        finally:
            if self.state.running:  # an error that nobody expected: the traceback goes to the log
                logging.getLogger(__name__).error("the import stopped unexpectedly")
                self.state = ImportState(error="unexpected error; see the log of the app", names=names)

    def _tell(self, stage: str, done: int, total: int, name: str) -> None:
        self.state = replace(self.state, stage=stage, done=done, total=total, name=name)
