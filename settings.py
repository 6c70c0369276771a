"""Settings: read once from the environment, then passed as an argument. Nothing else reads ``os.environ``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["PROJECT", "VERSION", "Settings"]

VERSION = "0.1.0"
PROJECT = Path(__file__).resolve().parent

_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a user can set without touching code.

    ``kb`` is the folder of the knowledge base (``YIJU_HOME``). ``model`` is ``default``, ``precise``, ``fast``, or the
    name or path of any sentence-transformers model (``YIJU_MODEL``); ``None`` is what the knowledge base was built
    with, for a new one ``default``. ``reranker`` is the name or path of a sentence-transformers cross-encoder that
    reads the best hits again (``YIJU_RERANKER``); ``None``, the default, is none. ``max_text_bytes`` and
    ``max_binary_bytes`` bound what a single source file may weigh (text; PDF, Word), ``read_seconds`` and
    ``read_memory_bytes`` what reading one may take. ``password`` opens encrypted PDF files; ``ocr`` has pages without
    text recognised where a program for it is installed. ``aliases`` is the office's file of names (``YIJU_ALIASES``);
    ``None`` is aliases.yaml in the knowledge base. ``llm_url`` is the base address of an OpenAI-compatible language
    model (``YIJU_LLM_URL``, as http://localhost:8000/v1); ``None``, the default, is no such model. ``llm_model`` is its
    name there (``YIJU_LLM_MODEL``), ``llm_key`` what it wants to see (``YIJU_LLM_KEY``), ``llm_seconds`` what one
    answer may take (``YIJU_LLM_SECONDS``). ``store`` is where the indexes are (``YIJU_STORE``): ``embedded``, in the
    folder, or ``milvus``, at ``milvus_uri`` (``YIJU_MILVUS_URI``) with ``milvus_token`` (``YIJU_MILVUS_TOKEN``).
    ``gives_way`` has a snapshot built and published at a lower priority than the searches of others, where the thread
    (elsewhere than on Linux the process) that does it has nothing else to do afterwards.
    """

    kb: Path = Path("data")
    model: str | None = None
    reranker: str | None = None
    corpus: Path = field(default=PROJECT / "corpus")
    max_text_bytes: int = 20 * _MIB
    max_binary_bytes: int = 200 * _MIB
    read_seconds: float = 60.0
    read_memory_bytes: int = 1024 * _MIB
    password: str | None = field(default=None, repr=False)
    ocr: bool = False
    aliases: Path | None = None
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = field(default=None, repr=False)
    llm_seconds: str = "60"
    store: str = "embedded"
    milvus_uri: str = "http://localhost:19530"
    milvus_token: str | None = field(default=None, repr=False)
    gives_way: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings that ``YIJU_*`` variables give; anything unset keeps its default."""
        env = os.environ if environment is None else environment
        default = cls()
        return cls(
            kb=Path(env.get("YIJU_HOME") or default.kb),
            model=env.get("YIJU_MODEL") or None,
            reranker=env.get("YIJU_RERANKER") or None,
            corpus=Path(env.get("YIJU_CORPUS") or default.corpus),
            aliases=Path(env["YIJU_ALIASES"]) if env.get("YIJU_ALIASES") else None,
            llm_url=env.get("YIJU_LLM_URL") or None,
            llm_model=env.get("YIJU_LLM_MODEL") or None,
            llm_key=env.get("YIJU_LLM_KEY") or None,
            llm_seconds=env.get("YIJU_LLM_SECONDS") or default.llm_seconds,
            store=env.get("YIJU_STORE") or default.store,
            milvus_uri=env.get("YIJU_MILVUS_URI") or default.milvus_uri,
            milvus_token=env.get("YIJU_MILVUS_TOKEN") or None,
        )
