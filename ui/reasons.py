"""Why a file could not be read, in the words of the person who handed it in."""

from __future__ import annotations

import re

from ui.strings import Language, translate

__all__ = ["reason_words"]

# What the readers say (in English, as on the command line), and what it means. The first that fits counts.
_REASONS = (
    (r"is not there any more", "reason.gone"),
    (r"has changed since", "reason.changed"),
    (r"file is empty", "reason.empty"),
    (r"no reader for", "reason.kind"),
    (r"more than the limit", "reason.large"),
    (r"encrypted|password", "reason.locked"),
    (r"holds no text|no text layer|no usable text", "reason.no_text"),
    (r"longer than|takes too long", "reason.slow"),
    (r"memory", "reason.memory"),
    (r"damaged|crashed|not a PDF|neither reader|unknown kind", "reason.damaged"),
)


def reason_words(reason: str, language: Language) -> str:
    """A reason in the language of the visitor; in Chinese with what to do, else as the reader said it.

    :param reason: the reason of a :class:`errors.SourceError`.
    """
    if language == "en":
        return reason
    key = next((key for pattern, key in _REASONS if re.search(pattern, reason)), None)
    return translate(key, language) if key else reason
