#!/usr/bin/env python3
"""Writes fixtures/vectors/statistics.json: what other programs make of the same scores.

    python3 -m venv venv && venv/bin/pip install pingouin krippendorff scipy numpy
    venv/bin/python tools/peer-statistics.py > fixtures/vectors/statistics.json

Rasch: base R (`Rscript`, Debian r-base-core) by tools/peer-statistics.R. ICC: pingouin. Krippendorff's alpha:
krippendorff. Kendall's W: scipy's Friedman test, W = chi2 / (m (n - 1)). Rank intervals: this file, in exact fractions,
with the generator SplitMix64. Tests of crates/diagnostics compare to 1e-6; they need none of these programs.
"""

import json
import platform
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from importlib.metadata import version
from math import exp
from pathlib import Path

import krippendorff
import numpy
import pandas
import pingouin
from scipy.stats import friedmanchisquare

HERE = Path(__file__).resolve().parent


# --- Rasch ------------------------------------------------------------------------------------------------------------


def drawn(seed, villages, judges, criteria, most, keep=lambda v, j: True):
    """Scores drawn from the model with spread-out elements."""
    draw = random.Random(seed)
    theta = [draw.gauss(0.4, 0.9) for _ in range(villages)]
    alpha = [draw.gauss(0, 0.6) for _ in range(judges)]
    delta = [draw.gauss(0, 0.4) for _ in range(criteria)]
    tau = [1.6 * (k - (most + 1) / 2) / most for k in range(1, most + 1)]
    scores = []
    for v in range(villages):
        for j in range(judges):
            if not keep(v, j):
                continue
            for c in range(criteria):
                weights, log = [1.0], 0.0
                for k in range(most):
                    log += theta[v] - alpha[j] - delta[c] - tau[k]
                    weights.append(exp(log))
                scores.append([v, j, c, draw.choices(range(most + 1), weights)[0]])
    return scores


def rasch_sets():
    yield "complete", 6, 5, 3, drawn(1, 6, 5, 3, 4)
    yield "incomplete and connected", 9, 6, 2, drawn(2, 9, 6, 2, 5, lambda v, j: (v + 2 * j) % 3 != 0)
    scores = drawn(3, 7, 5, 3, 4)
    yield "a judge who gives only the highest", 7, 5, 3, [
        [v, j, c, 4 if j == 3 else k] for v, j, c, k in scores
    ]
    scores = drawn(4, 6, 4, 4, 6)
    yield "categories that nobody used", 6, 4, 4, [[v, j, c, k + 1 if k > 2 else k] for v, j, c, k in scores]
    yield "yes and no, one criterion", 8, 7, 1, drawn(10, 8, 7, 1, 1)


def rasch():
    sets = []
    with tempfile.TemporaryDirectory() as folder:
        for at, (name, villages, judges, criteria, scores) in enumerate(rasch_sets()):
            path = Path(folder, f"{at}.csv")
            path.write_text("".join(",".join(map(str, score)) + "\n" for score in scores))
            sets.append(
                dict(name=name, villages=villages, judges=judges, criteria=criteria, scores=scores, file=path)
            )
        subprocess.run(["Rscript", HERE / "peer-statistics.R", folder], check=True)
        for one in sets:
            number = lambda text: float(text) if text else None
            measures, thresholds = [], []
            for line in one.pop("file").with_suffix(".out").read_text().splitlines():
                facet, element, *rest = line.split(",")
                if facet == "threshold":
                    thresholds.append(number(rest[0]))
                elif facet == "loglikelihood":
                    one["log_likelihood"] = number(rest[0])
                else:
                    measures.append([facet, int(element), *map(number, rest)])
            one |= dict(thresholds=thresholds, measures=measures)
    return sets


# --- agreement --------------------------------------------------------------------------------------------------------


def ratings(seed, judges, villages, most, missing=0.0):
    """Judges × villages: a common part, a judge's own part and noise, whole numbers."""
    draw = random.Random(seed)
    level = [draw.uniform(0.3, 0.9) for _ in range(villages)]
    rows = []
    for _ in range(judges):
        own = draw.gauss(0, 0.08)
        row = [max(0, min(most, round(most * (x + own + draw.gauss(0, 0.12))))) for x in level]
        rows.append([None if draw.random() < missing else x for x in row])
    return rows


SHROUT_FLEISS = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
KRIPPENDORFF = [
    [None if sign == "*" else int(sign) for sign in row]
    for row in ("*****34121133*3", "1*213343*******", "**21344*21133*4")
]


def complete_sets():
    yield "Shrout and Fleiss 1979", SHROUT_FLEISS
    yield "two judges", ratings(11, 2, 8, 10)
    yield "many ties", ratings(12, 5, 9, 3)
    yield "a panel of 9", ratings(13, 9, 12, 100)
    yield "a panel of 25", ratings(14, 25, 32, 20)


def missing_sets():
    yield "Krippendorff 2011", KRIPPENDORFF
    yield "complete", ratings(21, 4, 8, 5)
    yield "a fifth missing", ratings(22, 6, 14, 5, 0.2)
    yield "half missing", ratings(23, 8, 20, 10, 0.5)
    yield "a panel of 25", ratings(24, 25, 32, 20, 0.1)


def icc():
    sets = []
    for name, rows in complete_sets():
        long = pandas.DataFrame(
            [(j, v, float(score)) for j, row in enumerate(rows) for v, score in enumerate(row)],
            columns=["judge", "village", "score"],
        )
        table = pingouin.intraclass_corr(long, targets="village", raters="judge", ratings="score")
        sets.append(
            dict(
                name=name, rows=rows, icc=[float(value) for value in table["ICC"]], types=list(table["Type"])
            )
        )
    return sets


def alpha():
    sets = []
    for name, rows in missing_sets():
        data = numpy.array([[numpy.nan if x is None else float(x) for x in row] for row in rows])
        one = dict(name=name, rows=rows)
        for level in ("nominal", "ordinal", "interval"):
            one[level] = float(krippendorff.alpha(reliability_data=data, level_of_measurement=level))
        sets.append(one)
    return sets


def kendall():
    sets = []
    for name, rows in complete_sets():
        statistic = friedmanchisquare(*zip(*rows)).statistic
        sets.append(dict(name=name, rows=rows, w=float(statistic) / (len(rows) * (len(rows[0]) - 1))))
    return sets


# --- rank intervals ---------------------------------------------------------------------------------------------------

WHOLE = (1 << 64) - 1


def split_mix(seed):
    """SplitMix64 (Steele, Lea, Flood 2014)."""
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & WHOLE
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WHOLE
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WHOLE
        yield z ^ (z >> 31)


def trimmed_mean(values, low, high):
    kept = sorted(values)[low : len(values) - high]
    return Fraction(sum(kept), len(kept))


def places(values):
    return [1 + sum(other > value for other in values) for value in values]


def bootstrap():
    """Judges are drawn with replacement, as many as there are; the highest and lowest sheet are dropped."""
    sets = []
    for name, rows, seed, draws in (
        ("9 judges, highest and lowest dropped", ratings(31, 9, 8, 100), 2026, 500),
        ("5 judges with ties, highest and lowest dropped", ratings(32, 5, 6, 10), 7, 300),
    ):
        numbers = split_mix(seed)
        count, villages = len(rows), len(rows[0])
        seen = [[] for _ in range(villages)]
        ahead = [[0] * villages for _ in range(villages)]
        for _ in range(draws):
            judges = [(next(numbers) * count) >> 64 for _ in range(count)]
            values = [trimmed_mean([rows[j][v] for j in judges], 1, 1) for v in range(villages)]
            for v, place in enumerate(places(values)):
                seen[v].append(place)
            for v in range(villages):
                for u in range(villages):
                    # Counted in halves, so that a draw with equal values counts half for either.
                    ahead[v][u] += 2 * (values[v] > values[u]) + (values[v] == values[u])
        # The middle 90 %: as many draws as fit into 5 % are cut at each end.
        cut = draws * 5 // 100
        intervals = [[sorted(one)[cut], sorted(one)[draws - 1 - cut]] for one in seen]
        whole = [trimmed_mean([row[v] for row in rows], 1, 1) for v in range(villages)]
        sets.append(
            dict(
                name=name,
                rows=rows,
                seed=seed,
                draws=draws,
                means=[str(value) for value in whole],
                places=places(whole),
                intervals=intervals,
                ahead_halves=ahead,
            )
        )
    return sets


def main():
    r = subprocess.run(
        ["Rscript", "-e", "cat(R.version.string)"], capture_output=True, text=True, check=True
    ).stdout
    document = dict(
        head=dict(
            command="python tools/peer-statistics.py > fixtures/vectors/statistics.json",
            versions=dict(
                python=platform.python_version(),
                r=r,
                **{name: version(name) for name in ("pingouin", "krippendorff", "scipy", "numpy")},
            ),
        ),
        rasch=rasch(),
        icc=icc(),
        alpha=alpha(),
        kendall_w=kendall(),
        bootstrap=bootstrap(),
    )
    # One data set a line: the file is compared by people too.
    text = lambda value: json.dumps(value, ensure_ascii=False)
    parts = [f'"head":{text(document.pop("head"))}']
    for name, sets in document.items():
        parts.append(f'"{name}":[\n' + ",\n".join(map(text, sets)) + "\n]")
    sys.stdout.write("{" + ",\n".join(parts) + "}\n")


if __name__ == "__main__":
    main()
