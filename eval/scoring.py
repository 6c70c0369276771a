"""The figures of a run: how early it shows what answers, and how far its bands can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from eval.metrics import Estimate, hit_at, mean, ndcg, quantile, ratio, reciprocal_rank
from eval.retrieval import DEPTH, Answered, Kind, Run
from records import Band

__all__ = ["BandScore", "Score", "score", "worst"]

BANDS: tuple[Band, ...] = get_args(Band)


@dataclass(frozen=True, slots=True)
class BandScore:
    """``right`` is the share of the ``hits`` of a band that answer or help; unanswerable queries count too."""

    band: Band
    right: Estimate
    hits: int

    def to_dict(self) -> dict[str, Any]:
        return {"right": self.right.to_dict(), "hits": self.hits}


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one run over one part of its queries. The rank metrics leave out unanswerable queries.

    ``bands`` are ordered from strong to weak; in a calibrated search the share that is right falls from one to the
    next. ``unanswerable_quiet`` is the share of unanswerable queries that got no strong hit. Times in milliseconds.
    """

    hit_at_1: Estimate
    hit_at_5: Estimate
    mrr_at_10: Estimate
    ndcg_at_10: Estimate
    bands: tuple[BandScore, ...]
    unanswerable_quiet: Estimate
    p50: float
    p95: float

    @property
    def strong(self) -> BandScore:
        return self.bands[0]

    def to_dict(self) -> dict[str, Any]:
        estimates = {
            name: getattr(self, name).to_dict()
            for name in ("hit_at_1", "hit_at_5", "mrr_at_10", "ndcg_at_10", "unanswerable_quiet")
        }
        strong = {"strong_precision": self.strong.right.to_dict(), "strong_hits": self.strong.hits}
        bands = {found.band: found.to_dict() for found in self.bands}
        times = {"p50_ms": round(self.p50, 2), "p95_ms": round(self.p95, 2)}
        return {**estimates, **strong, "bands": bands, **times}


def score(run: Run, kind: Kind | None = None) -> Score:
    """The figures of a run, over all its queries or over those of one kind."""
    answers = [a for a in run.answers if kind in (None, a.case.kind)]
    judged = [a for a in answers if a.case.relevant]
    times = [a.milliseconds for a in answers]
    return Score(
        hit_at_1=mean([hit_at(a.ranking, a.case.grades, 1) for a in judged]),
        hit_at_5=mean([hit_at(a.ranking, a.case.grades, 5) for a in judged]),
        mrr_at_10=mean([reciprocal_rank(a.ranking, a.case.grades) for a in judged]),
        ndcg_at_10=mean([ndcg(a.ranking, a.case.grades) for a in judged]),
        bands=tuple(_band(answers, band) for band in BANDS),
        unanswerable_quiet=mean([float("strong" not in a.bands) for a in answers if not a.case.relevant]),
        p50=quantile(times, 0.5),
        p95=quantile(times, 0.95),
    )


def _band(answers: Sequence[Answered], band: Band) -> BandScore:
    """Queries, not hits, are resampled: those without a hit of the band count nothing."""
    right = [[good for found, good in a.judged if found == band] for a in answers]
    sums, counts = [float(sum(r)) for r in right], [float(len(r)) for r in right]
    return BandScore(band, ratio(sums, counts), int(sum(counts)))


def worst(run: Run, count: int) -> tuple[Answered, ...]:
    """The answers that a reader would like least: those that miss, then those that come late."""
    judged = [a for a in run.answers if a.case.relevant]
    late = [a for a in judged if a.first_answer != 1]
    return tuple(sorted(late, key=lambda a: (-(a.first_answer or DEPTH + 1), a.case.id))[:count])
