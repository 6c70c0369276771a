"""Every error that Yiju raises on purpose.

YijuError
├── SourceError              a file that cannot be read: the others are still ingested
│   ├── UnreadableSource     missing, a folder, no permission, empty, too large
│   └── UnsupportedSource    binary or of a kind no reader takes
├── UsageError               a request that makes no sense (unknown filter, bad date)
├── NotFound                 a document or passage id that the knowledge base does not have
├── KnowledgeBaseError       the store on disk
│   ├── KnowledgeBaseMissing nothing has been ingested there yet
│   ├── KnowledgeBaseDamaged files disagree with each other or with their checksums
│   ├── KnowledgeBaseMismatch built with another model, analyser or version
│   ├── KnowledgeBaseBusy    another process is writing
│   ├── KnowledgeBaseUnwritable  the disk is full, or the folder may not be written
│   └── StoreUnreachable     the server that holds the indexes does not answer
├── OptionalDependencyError  a package that only this setting needs is not installed
├── ModelError               an embedding model or reranker that cannot be had, with the ways out
└── LanguageModelError       the optional language model does not answer, or not as it should

The command line maps SourceError to exit code 1, UsageError to 2, KnowledgeBaseError, ModelError and
LanguageModelError to 3, NotFound to 1. Each message says what happened, to which file or passage, and the next step.
"""

from __future__ import annotations

__all__ = [
    "KnowledgeBaseBusy",
    "KnowledgeBaseDamaged",
    "KnowledgeBaseError",
    "KnowledgeBaseMismatch",
    "KnowledgeBaseMissing",
    "KnowledgeBaseUnwritable",
    "LanguageModelError",
    "ModelError",
    "NotFound",
    "OptionalDependencyError",
    "SourceError",
    "StoreUnreachable",
    "UnreadableSource",
    "UnsupportedSource",
    "UsageError",
    "YijuError",
]


class YijuError(Exception):
    """Base of all expected errors; ``exit_code`` is what the command line returns for it."""

    exit_code = 1


class SourceError(YijuError):
    """A source file that cannot be read.

    :param file: the path as the user gave it.
    :param reason: what is wrong and what to do, without the file name.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class UnreadableSource(SourceError):
    """The file is missing, a folder, empty, too large, or may not be opened."""


class UnsupportedSource(SourceError):
    """The file is binary or of a kind that no reader takes."""


class UsageError(YijuError):
    """A request that cannot be carried out as asked."""

    exit_code = 2


class NotFound(YijuError):
    """A document or passage that the knowledge base does not hold."""


class KnowledgeBaseError(YijuError):
    """Something is wrong with the knowledge base on disk."""

    exit_code = 3


class KnowledgeBaseMissing(KnowledgeBaseError):
    """There is no knowledge base in the folder."""


class KnowledgeBaseDamaged(KnowledgeBaseError):
    """The files of the knowledge base contradict each other or their checksums."""


class KnowledgeBaseMismatch(KnowledgeBaseError):
    """The knowledge base was built with another model, analyser or version."""


class KnowledgeBaseBusy(KnowledgeBaseError):
    """Another process is writing to the knowledge base."""


class KnowledgeBaseUnwritable(KnowledgeBaseError):
    """The disk is full, the medium is read-only, or the rights are missing."""


class StoreUnreachable(KnowledgeBaseError):
    """The server that holds the indexes does not answer, or not as it should."""


class OptionalDependencyError(YijuError):
    """A package that only this setting needs is not installed; the message has the line that installs it."""

    exit_code = 3


class ModelError(YijuError):
    """An embedding model or reranker that cannot be loaded."""

    exit_code = 3


class LanguageModelError(YijuError):
    """The optional language model cannot be reached, or its answer cannot be used."""

    exit_code = 3
