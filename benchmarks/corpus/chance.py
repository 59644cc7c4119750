"""What chance alone is taken for: the statistics against scipy.stats, null corpora, and power.

Run: ``python benchmarks/corpus/chance.py statistics`` or ``... discoveries``.
"""

from __future__ import annotations

import numpy as np
import planted
from measuring import main, parts, tell, timed


def statistics():
    from scipy import stats

    from causal.corpus.patterns.statistics import excess, q_values

    random = np.random.default_rng(0)
    mean = 10 ** random.uniform(-2, 2, 1_000_000)
    count = np.maximum(1, random.poisson(mean))

    def all_of_it():
        p = excess(count, mean)
        return p, count / mean, q_values(p, 10_000 * 9_999 // 2)

    seconds, (p, _, _) = timed(all_of_it, 3)
    kernel, _ = timed(lambda: excess(count, mean), 3)
    poisson, other = timed(lambda: stats.poisson.sf(count - 1, mean))
    few = 20_000
    hyper, _ = timed(
        lambda: stats.hypergeom.sf(count[:few], 100_000, np.full(few, 900), np.full(few, 800))
    )
    lone, _ = timed(
        lambda: [
            stats.poisson.sf(int(c) - 1, m) for c, m in zip(count[:2000], mean[:2000], strict=True)
        ]
    )
    error = float(np.max(np.abs(p - other) / np.maximum(other, 1e-300)))
    tell(**{
        "p_lift_q_1M_s": seconds, "kernel_s": kernel, "scipy.stats.poisson.sf_1M_s": poisson,
        "hypergeom.sf_1M_s": hyper * 1e6 / few, "poisson.sf_one_by_one_1M_s": lone * 500, "worst_relative_error": error,
    })  # fmt: skip


def discoveries(incidents=10_000):
    from causal.corpus.patterns.co_occurrence import Scored
    from causal.corpus.patterns.engines import ENGINES

    def called(drawn, by_service=False):
        own = parts(drawn)
        if by_service:
            from dataclasses import replace

            own = replace(
                own, strata=drawn.service.astype("int32"), groups=int(drawn.service.max()) + 1
            )
        scored = Scored(ENGINES["local"](own, 2), ("",) * drawn.kinds, 2)
        hit = scored.q < 0.01
        return set(zip(scored.places[0][hit].tolist(), scored.places[1][hit].tolist(), strict=True))

    for law in planted.LAWS:
        found = [
            len(called(planted.null(n, k, law, seed=s)))
            for n, k, s in ((10_000, 2_000, 1), (100_000, 2_000, 2))
        ]
        tied = planted.null(20_000, 500, law, seed=3, services=20)
        confounded, stratified = len(called(tied)), len(called(tied, True))
        tell(null=law, called_10k_100k=found, confounded=confounded, stratified=stratified)
    for lift in (1.5, 2.0, 2.5, 3.0, 4.0):
        row = {"lift": lift}
        for expected in (5, 10, 20, 40):
            drawn = planted.planted(incidents, 2_000, "heavy", seed=4, expected=expected, lift=lift)
            row[f"expected_{expected}"] = f"{len(called(drawn) & set(drawn.planted))}/15"
        tell(**row)


if __name__ == "__main__":
    main(statistics, discoveries)
