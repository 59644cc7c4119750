"""Incidents that are nearly the same: the exact join against MinHash with locality-sensitive hashing.

Run: ``python benchmarks/corpus/duplicates.py duplicates [incidents]``. Some incidents are copies of
others with a tenth of their factors left out. Both are given the same sets of parts; causal finds
every pair with a cosine above its threshold and is held against comparing some incidents with all
others; datasketch (128 permutations, in bulk) finds pairs likely above a Jaccard index. What counts
is how many of the planted copies each finds, and in what time.
"""

from __future__ import annotations

import numpy as np
import planted_patterns
from measuring import both, main, peak, run, tell, timed

THRESHOLD = 0.8
COPIES = 1_000


def corpus_of(drawn):
    from causal.corpus import Corpus

    tables = planted_patterns.frames(drawn)
    return Corpus.from_frames(incidents=tables["incidents"], factors=tables["factors"])


def by_causal(known):
    from causal.graph.budget import Budget

    one, other, _, _ = known.alike(THRESHOLD, Budget(seconds=600).start())
    return set(zip(one.tolist(), other.tolist(), strict=True))


def by_datasketch(known):
    from datasketch import MinHash, MinHashLSH

    index, found = MinHashLSH(threshold=THRESHOLD, num_perm=128), set()
    sketches = MinHash.bulk(
        [[b"%d" % part for part in known.parts(row)] for row in range(known.incidents)],
        num_perm=128,
    )
    for row, sketch in enumerate(sketches):
        found.update((other, row) for other in index.query(sketch))
        index.insert(row, sketch)
    return found


def cosines(known, rows):
    """Yield some incidents and their likeness with all, from products of sparse matrices."""
    x = known.table
    for some in np.array_split(np.array(rows), max(1, len(rows) // 50)):
        yield some, (x[some] @ x.T).tocoo()


def alike(known, rows):
    """The pairs that some incidents make with any other and that are alike enough."""
    pairs = set()
    for some, found in cosines(known, rows):
        met = found.data >= THRESHOLD
        both_of = zip(some[found.row[met]].tolist(), found.col[met].tolist(), strict=True)
        pairs.update((min(pair), max(pair)) for pair in both_of if pair[0] != pair[1])
    return pairs


def one(name, incidents):
    from causal.corpus.patterns.likeness import Likeness

    drawn, pairs = planted_patterns.duplicates(incidents, 5_000, seed=1, copies=COPIES)
    tables = corpus_of(drawn).tables
    read, known = timed(lambda: Likeness(tables))
    seconds, worked, found = both(
        lambda: {"causal": by_causal, "datasketch": by_datasketch}[name](known)
    )
    like = alike(known, [copy for _, copy in pairs]) & set(pairs)
    sample = np.random.default_rng(0).choice(known.incidents, 300, replace=False).tolist()
    wanted = alike(known, sample)
    tell(
        name=name,
        incidents=incidents,
        seconds=seconds,
        processor_s=worked,
        reading_s=read,
        peak_mb=peak(),
        pairs=len(found),
        copies_found=sum(pair in found for pair in pairs),
        copies=len(pairs),
        alike_found=sum(pair in found for pair in like),
        alike=len(like),
        sampled_found=len(wanted & set(found)),
        sampled_of=len(wanted),
    )


def duplicates(incidents=100_000):
    for name in ("causal", "datasketch"):
        run("one", name, incidents)


if __name__ == "__main__":
    main(duplicates, one)
