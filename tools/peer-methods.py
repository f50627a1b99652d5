#!/usr/bin/env python3
"""Counts made-up votes with other people's programs and writes fixtures/vectors/methods.json.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install majorityjudgement==0.3.2 votelib==0.4.0
    /tmp/peers/bin/python tools/peer-methods.py > fixtures/vectors/methods.json

crates/ranking/tests/suite/methods.rs compares its places with the file; no test needs the packages.
"""

import importlib.util
import json
import random
from fractions import Fraction
from pathlib import Path

import votelib.component.rankscore
import votelib.convert
import votelib.evaluate.cardinal

# The package's __init__ imports its module by a name that only Python 2 finds.
spec = importlib.util.find_spec("majorityjudgement")
grading = Path(spec.origin).with_name("grading.py")
spec = importlib.util.spec_from_file_location("grading", grading)
grading = importlib.util.module_from_spec(spec)
spec.loader.exec_module(grading)

draw = random.Random(20221125)


def places(keys):
    """Competition places: one plus the number of better ones."""
    return [1 + sum(other > key for other in keys) for key in keys]


def ratio(value):
    value = Fraction(value)
    return f"{value.numerator}/{value.denominator}"


def majority():
    """Every village has the same number of marks; the peer counts grades from the worst."""
    marks, ballots, villages = draw.choice([2, 3, 4, 5]), draw.randint(1, 40), draw.randint(2, 8)
    sums = []
    for _ in range(villages):
        given = [0] * marks
        for _ in range(ballots):
            given[draw.randrange(marks)] += 1
        sums.append(given)
    if draw.random() < 0.3:
        sums[-1] = list(sums[0])
    peers = [grading.MajorityJudgement(list(reversed(row))) for row in sums]
    medians = [marks - 1 - peer.grade_list()[0] for peer in peers]
    return {"ballots": ballots, "sums": sums, "median": medians, "places": places(peers)}


def approval():
    """Each ballot names one to three villages."""
    villages, ballots = draw.randint(3, 9), draw.randint(1, 30)
    votes = {}
    for _ in range(ballots):
        named = frozenset(draw.sample(range(villages), draw.randint(1, 3)))
        votes[named] = votes.get(named, 0) + 1
    counted = votelib.convert.ApprovalToSimpleVotes().convert(votes)
    counts = [counted.get(village, 0) for village in range(villages)]
    return {
        "ballots": ballots,
        "votes": [sorted(named) for named, count in votes.items() for _ in range(count)],
        "count": [int(count) for count in counts],
        "places": places(counts),
    }


def borda():
    """Each ballot has a village for each of the first places: the first of three gives 3 points."""
    villages, ballots = draw.randint(3, 9), draw.randint(1, 30)
    first = draw.randint(1, 3)
    votes = {}
    for _ in range(ballots):
        order = tuple(draw.sample(range(villages), first))
        votes[order] = votes.get(order, 0) + 1
    scorer = votelib.component.rankscore.FixedTop(first)
    counted = votelib.convert.RankedToPositionalVotes(scorer).convert(votes)
    points = [counted.get(village, 0) for village in range(villages)]
    return {
        "ballots": ballots,
        "first": first,
        "votes": [list(order) for order, count in votes.items() for _ in range(count)],
        "points": [int(value) for value in points],
        "places": places(points),
    }


def points():
    """Each ballot gives each village 0 to 10 points or leaves it blank; blanks are left out."""
    villages, ballots = draw.randint(2, 7), draw.randint(1, 30)
    votes = [[draw.choice([None, *range(11), *range(11)]) for _ in range(villages)] for _ in range(ballots)]
    for village in range(villages):
        votes[0][village] = draw.randrange(11)
    scoring = {}
    for ballot in votes:
        given = frozenset((village, value) for village, value in enumerate(ballot) if value is not None)
        scoring[given] = scoring.get(given, 0) + 1
    counted = votelib.convert.ScoreToSimpleVotes(function="mean").convert(scoring)
    means = [Fraction(counted[village]) for village in range(villages)]
    return {
        "ballots": ballots,
        "votes": votes,
        "mean": [ratio(mean) for mean in means],
        "places": places(means),
    }


vectors = {
    "majority_judgment": [majority() for _ in range(120)],
    "approval": [approval() for _ in range(40)],
    "borda": [borda() for _ in range(40)],
    "points": [points() for _ in range(30)],
}
print("{")
for name, cases in vectors.items():
    lines = ",\n".join("  " + json.dumps(case, separators=(",", ":")) for case in cases)
    print(f' "{name}": [\n{lines}\n ]{"" if name == "points" else ","}')
print("}")
