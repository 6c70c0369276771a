"""The folder format of Yiju's own models: ``yiju.json`` beside the weights and the tokenizer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal, get_args

from errors import ModelError

__all__ = ["CONFIG", "VOCABULARY", "ModelFolder", "ModelKind", "verify_model"]

CONFIG = "yiju.json"
_TOKENIZER = "tokenizer.json"
VOCABULARY = "vocabulary.bin"  #: the same, see :mod:`index.encoders.tokenizer`
ModelKind = Literal["static", "transformer", "blend", "comprehension"]


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """What ``yiju.json`` says.

    ``digests`` maps each file that decides the vectors to (bytes, SHA-256), ``derived`` those that say the same in a
    form that is faster to read; ``max_pieces`` is where longer texts are cut, in pieces of the tokenizer. A transformer
    sees one of ``prompts`` (query, passage) before a text. A ``blend`` joins the static table of another model folder,
    with the share ``table_weight`` of the similarity. ``passage_weights`` are a smaller network for passages, taught
    the vectors of the one for queries: there are many passages, and one query at a time.
    """

    path: Path
    name: str
    kind: ModelKind
    dimensions: int
    max_pieces: int
    weights: str
    digests: tuple[tuple[str, int, str], ...]
    derived: tuple[tuple[str, int, str], ...] = ()
    prompts: tuple[str, str] = ("", "")
    table: str | None = None
    table_weight: float = 0.0
    passage_weights: str | None = None
    tokenizer: str = _TOKENIZER

    @property
    def id(self) -> str:
        """Name and digest: two models with one id give the same vectors."""
        joined = "".join(sha for _, _, sha in self.digests)
        if self.kind != "static":
            joined += f"{self.prompts} {self.max_pieces} {self.table_weight}"
        return f"{self.name}@{hashlib.sha256(joined.encode()).hexdigest()[:12]}"

    @property
    def weights_path(self) -> Path:
        return self.path / self.weights

    @property
    def passage_weights_path(self) -> Path | None:
        return None if self.passage_weights is None else self.path / self.passage_weights

    @property
    def table_path(self) -> Path | None:
        return None if self.table is None else self.path / self.table

    @property
    def table_tokenizer_path(self) -> Path | None:
        return None if self.table_path is None else self.table_path.with_name(_TOKENIZER)

    @property
    def tokenizer_path(self) -> Path:
        return self.path / self.tokenizer

    @classmethod
    def read(cls, path: Path) -> ModelFolder:
        """Read the description and compare the files' sizes with it, which is cheap and finds most damage.

        :raises ModelError: no such folder, not this format, a file missing or of the wrong size.
        """
        try:
            data = json.loads((path / CONFIG).read_text(encoding="utf-8"))
            folder = cls(
                path=path,
                name=str(data["name"]),
                kind=data["kind"],
                dimensions=int(data["dimensions"]),
                max_pieces=int(data["max_pieces"]),
                weights=str(data["weights"]),
                digests=_digests(data["files"]),
                derived=_digests(data.get("derived", ())),
                prompts=(str(data["prompts"][0]), str(data["prompts"][1])) if "prompts" in data else ("", ""),
                table=data.get("table"),
                table_weight=float(data.get("table_weight", 0.0)),
                passage_weights=data.get("passage_weights"),
                tokenizer=data.get("tokenizer", _TOKENIZER),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{path}: no readable {CONFIG} of a Yiju model ({error})") from error
        if folder.kind not in get_args(ModelKind):
            raise ModelError(f"{path}: unknown kind {folder.kind!r} in {CONFIG}; expected {get_args(ModelKind)}")
        for file, size, _ in folder.digests + folder.derived:
            actual = (path / file).stat().st_size if (path / file).is_file() else None
            if actual != size:
                found = "is missing" if actual is None else f"has {actual} bytes instead of {size}"
                raise ModelError(f"{path}: {file} {found}; restore the model folder from the distribution")
        return folder

    @classmethod
    def write(
        cls,
        path: Path,
        *,
        name: str,
        kind: ModelKind,
        dimensions: int,
        max_pieces: int,
        weights: str,
        prompts: tuple[str, str] | None = None,
        table: str | None = None,
        table_weight: float = 0.0,
        passage_weights: str | None = None,
        shared: str | None = None,
        tokenizer: str = _TOKENIZER,
    ) -> ModelFolder:
        """Describe the files that a training run has put into ``path``.

        All files are named relative to it, and may lie in the folder of another model.

        :param table: a static table.
        :param shared: a file that the weights refer to.
        """
        named = [file for file in (weights, passage_weights, shared, tokenizer) if file is not None]
        if table is not None:
            named += [table, str(PurePosixPath(table).with_name(_TOKENIZER))]
        derived = [str(PurePosixPath(f).with_name(VOCABULARY)) for f in named if PurePosixPath(f).name == _TOKENIZER]
        derived = [file for file in derived if (path / file).is_file()]
        data: dict[str, object] = {
            "name": name,
            "kind": kind,
            "dimensions": dimensions,
            "max_pieces": max_pieces,
            "weights": weights,
            "files": [_described(path, file) for file in named],
        }
        if derived:
            data["derived"] = [_described(path, file) for file in derived]
        if prompts is not None:
            data["prompts"] = list(prompts)
        if tokenizer != _TOKENIZER:
            data["tokenizer"] = tokenizer
        if passage_weights is not None:
            data["passage_weights"] = passage_weights
        if table is not None:
            data |= {"table": table, "table_weight": table_weight}
        (path / CONFIG).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        return cls.read(path)


def _digests(files: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, int, str], ...]:
    return tuple((str(f["file"]), int(f["bytes"]), str(f["sha256"])) for f in files)


def _described(folder: Path, file: str) -> dict[str, object]:
    return {"file": file, "bytes": (folder / file).stat().st_size, "sha256": _sha256(folder / file)}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify_model(path: Path) -> ModelFolder:
    """Read every byte of a model folder and compare it with the digests (a fraction of a second).

    :raises ModelError: a file differs from what was trained.
    """
    folder = ModelFolder.read(path)
    for file, _, expected in folder.digests + folder.derived:
        actual = _sha256(path / file)
        if actual != expected:
            raise ModelError(
                f"{path}: {file} is damaged (SHA-256 {actual[:12]} instead of {expected[:12]}); "
                "restore the model folder from the distribution"
            )
    return folder
