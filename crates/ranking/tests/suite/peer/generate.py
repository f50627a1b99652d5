#!/usr/bin/env python3
"""Cases for comparing two programs that compute results: card, tables and the bytes that must come out.

    generate.py --seed N --count K [--only FEATURE]     one JSON line per case on standard output
    generate.py --seed N --count K --spoilt             the same with a table spoilt in one place
    generate.py --self-test                             fails if a step, reason or policy never occurs

A case is {"card": canonical text, "tables": {file: text}, "audience": "sealed" or "published",
"result": text, "trace": text}; the last two are what tools/recompute.py computes, null if refuse.py refuses
the tables, or recompute.py a design that is not connected. Case i of a seed depends on nothing else. How often each step, reason and policy occurred is told on
standard error. Cards are made in cards.py, tables in tables.py, faults in spoilt.py.
"""

import argparse
import json
import os
import random
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), *[".."] * 5))
sys.path.insert(0, os.path.join(ROOT, "tools"))
sys.dont_write_bytecode = True
import recompute  # noqa: E402
from cards import make_card  # noqa: E402
from occurred import Counted, must_occur, policies  # noqa: E402
from refuse import TABLES, Unusable, computed  # noqa: E402
from spoilt import spoil  # noqa: E402
from tables import (
    make_lots,
    make_panels,
    make_records,
    make_twins,
    make_villages,
    make_vote,
    spelt,
)  # noqa: E402

FEATURES = ("vote", "majority", "panel", "severity", "record", "mixed")


def torn(error):
    """Whether this is how recompute.py tells that judges and villages are not connected (§4.2)."""
    return type(error) is ValueError and "不连通" in str(error)


def make_case(seed, i, only, base):
    rng = random.Random(f"{seed}/{i}")
    while True:
        card = make_card(rng, only, base)
        villages, tables = make_villages(rng, card), {name: [] for name in TABLES}
        tables["villages.csv"] = villages
        audience = rng.choice(["sealed", "sealed", "published"])
        make_panels(rng, card, villages, tables)
        make_records(rng, card, villages, tables)
        make_vote(rng, card, villages, tables, audience)
        make_twins(rng, villages, tables)
        make_lots(rng, card, villages, tables)
        texts = {name: spelt(rng, name, rows) for name, rows in tables.items() if rows or rng.random() < 0.05}
        chain = card.get("composite", card)["ties"]
        if rng.random() < (0.75 if "lot_by_seed" in chain else 0.05):
            texts["lot-seed.txt"] = (
                rng.choice(["\ufeff", "", ""])
                + rng.choice(["上证指数 3168.59", "7 12 19 23 30 33 + 4"])
                + rng.choice(["\n", "\r\n", ""])
            )
        try:
            files = {name: text.encode() for name, text in texts.items()}
            done = computed(card, files, audience, Counted)
        except ValueError as error:
            if torn(error):
                continue
            raise
        case = {"card": recompute.CANONICAL(card), "tables": texts, "audience": audience}
        case.update(result=done.result, trace=done.trace)
        Counted.seen.update(policies(case, card, texts))
        return case


def spoilt_case(seed, i, only, base):
    """A case with spoilt tables; result and trace are null where they are refused."""
    case, rng = make_case(seed, i, only, base), random.Random(f"spoilt/{seed}/{i}")
    case.update(tables=spoil(rng, case["tables"]), result=None, trace=None)
    try:
        files = {name: text.encode() for name, text in case["tables"].items()}
        done = computed(json.loads(case["card"]), files, case["audience"])
    except ValueError as error:
        if isinstance(error, Unusable) or torn(error):
            return case
        raise
    case.update(result=done.result, trace=done.trace)
    return case


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--only", choices=FEATURES)
    parser.add_argument("--spoilt", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    asked = parser.parse_args()
    with open(os.path.join(ROOT, "fixtures", "haiyang-2022", "rule-card.json"), encoding="utf-8") as file:
        base = json.load(file)
    for i in range(asked.count):
        case = (spoilt_case if asked.spoilt else make_case)(asked.seed, i, asked.only, base)
        if not asked.self_test:
            sys.stdout.buffer.write(recompute.CANONICAL(case).encode() + b"\n")
    for name, count in sorted(Counted.seen.items()):
        print(f"{count:8} {name}", file=sys.stderr)
    never = [name for name in must_occur() if not Counted.seen[name]]
    if asked.self_test and never:
        sys.exit("never occurred: " + ", ".join(never))


if __name__ == "__main__":
    main()
