"""The sentence that comes nearest to a question in meaning, where one stands out: for questions in everyday words."""

from __future__ import annotations

from collections.abc import Sequence

from answer.sources import Sources
from answer.unit import Unit

__all__ = ["agrees", "knows_meaning", "standing_out"]

# Cosines of the shipped model, of a question with the sentence that answers it: this much, and ahead of what else could
# answer it by as much as makes the second sum. Set on the parts of the cases that may be looked at (dev), of which none
# that is to be refused passes, with the weights before; carried over along the line of 3,916 pairs of dev (r = .97).
_LEAST, _WITH_LEAD = 0.25, 0.505
_BEHIND = 0.03  # a sentence that could not answer it may come nearer by so much
# The least sum of what the words say (0..1) and what the meaning says of an answer; carried over likewise.
_AGREED = 0.905
_MODELS = ("default", "precise")  # cosines of another model mean something else
_COMPARED = 32  # sentences, of the best passages first


def knows_meaning(sources: Sources) -> bool:
    """Whether the cosines of the model of a knowledge base are those that the limits here were set on."""
    return sources.kb.manifest.setting in _MODELS


def agrees(sources: Sources, question: str, sentence: str, fit: float) -> bool:
    """Whether a sentence that shares words with a question is near to it in meaning too, the more the fewer they are.

    :param fit: how far (0..1) the words of the question are said.
    """
    if not knows_meaning(sources) or fit >= 1:
        return True
    return fit + sources.nearness(question, sentence) >= _AGREED


def standing_out(sources: Sources, question: str, units: Sequence[Unit], able: Sequence[Unit]) -> list[Unit]:
    """The units of the one sentence that is nearest in meaning by far; none where several come near, or none does.

    :param units: those of the best passages, the best first.
    :param able: those of them that have something to answer with.
    """
    if not able or not knows_meaning(sources):
        return []
    compared = dict.fromkeys([*((u.sentence) for u in units)][:_COMPARED] + [u.sentence for u in able][:_COMPARED])
    near = {sentence: sources.nearness(question, sentence) for sentence in compared}
    # what two passages say in the same words is no rival of itself
    rivals = sorted({u.sentence for u in able if u.sentence in near}, key=lambda sentence: (-near[sentence], sentence))
    first = near[rivals[0]]
    lead = first - (near[rivals[1]] if len(rivals) > 1 else 0.0)
    if first < _LEAST or first + lead < _WITH_LEAD or first < max(near.values()) - _BEHIND:
        return []
    return [unit for unit in able if unit.sentence == rivals[0]]
