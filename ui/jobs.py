"""One import at a time, in a thread of its own: it goes on when the page that started it is closed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from errors import KnowledgeBaseBusy, YijuError
from index.build import IngestResult, ingest
from settings import Settings

__all__ = ["ImportState", "Importer"]


@dataclass(frozen=True, slots=True)
class ImportState:
    """How far an import is. ``stage`` is ``""`` before the first report, then ``read`` or ``embed``."""

    running: bool = False
    stage: str = ""
    done: int = 0
    total: int = 0
    name: str = ""
    result: IngestResult | None = None
    error: str | None = None
    busy: bool = False

    @property
    def share(self) -> float:
        """0 to 1; reading is the first half, embedding the second."""
        part = min(self.done / self.total, 1.0) if self.total else 0.0
        return (0.5 if self.stage == "embed" else 0.0) + part / 2


class Importer:
    """Runs imports for all visitors of the app. Its :attr:`state` is replaced, never changed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.state = ImportState()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self, paths: Sequence[Path]) -> bool:
        """Start an import.

        :returns: ``False`` when one is running already; then nothing is started.
        """
        with self._guard:
            if self.state.running:
                return False
            self.state = ImportState(running=True)
            self._thread = threading.Thread(target=self._run, args=(tuple(paths),), name="yiju-import", daemon=True)
            self._thread.start()
            return True

    def wait(self, seconds: float) -> None:
        """Wait until the running import ends, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, paths: tuple[Path, ...]) -> None:
        try:
            self.state = ImportState(result=ingest(paths, self.settings, self._tell))
        except KnowledgeBaseBusy as error:
            self.state = ImportState(error=str(error), busy=True)
        except YijuError as error:
            self.state = ImportState(error=str(error))
        finally:
            if self.state.running:  # an error that nobody expected: the traceback goes to the log
                logging.getLogger(__name__).error("the import stopped unexpectedly")
                self.state = ImportState(error="unexpected error; see the log of the app")

    def _tell(self, stage: str, done: int, total: int, name: str) -> None:
        self.state = ImportState(True, stage, done, total, name)
