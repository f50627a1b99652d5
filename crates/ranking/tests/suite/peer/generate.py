#!/usr/bin/env python3
"""Cases for comparing two programs that compute results: card, tables and the bytes that must come out.

    generate.py --seed N --count K [--only FEATURE]     one JSON line per case on standard output
    generate.py --seed N --count K --spoilt             the same with a table spoilt in one place
    generate.py --self-test                             fails if a step, reason or policy never occurs

A case is {"card": canonical text, "tables": {file: text}, "audience": "sealed" or "published",
"result": text, "trace": text}; the last two are what tools/recompute.py computes, null if it refuses the tables. Case i of a seed depends
on nothing else. How often each step, reason and policy occurred is told on standard error. Scores are
coarse and villages few, so that ties are common.
"""

import argparse
import collections
import json
import os
import random
import sys
from fractions import Fraction

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), *[".."] * 5))
sys.path.insert(0, os.path.join(ROOT, "tools"))
sys.dont_write_bytecode = True
import recompute  # noqa: E402

FEATURES = ("vote", "majority", "panel", "severity", "record", "mixed")
TOWNS = ("方圆街道", "郭城镇", "辛安镇", '朱吴"新"镇', "Town, north")
VILLAGES = ("东村", "西村", "南村", "北村", "西,村", '"好"村', "Übersee", "后\\村", "𠮷家村")
REASONS = ("同镇", "本人申请回避", '票上写有"不评"，作废', "called away, late", "两行\n理由", "记录不全")
DOCUMENTS = ("海办发〔2022〕7号", "No. 12, p. 3", "公示（第1批）")
GRADES = (("excellent", "100"), ("good", "80"), ("fair", "60.5"), ("poor", "0"))


def weights(rng, n):
    """n positive ratios that sum to 1, spelt as a card may."""
    most = rng.choice([1, 3, 3, 3, 3, 3, 3, 10**9, 10**15])
    parts = [rng.randint(1, most) for _ in range(n)]
    return [recompute.ratio(Fraction(part, sum(parts))) for part in parts]


def some(rng, things, least=0):
    things = list(things)
    return rng.sample(things, rng.randint(min(least, len(things)), len(things)))


def decimal(rng, value, decimals=0):
    """A value as text, sometimes with noughts at the end where `decimals` are allowed."""
    text = recompute.rounded(Fraction(value), 6, "down").rstrip("0").rstrip(".")
    have = len(text.partition(".")[2])
    if have < decimals and rng.random() < 0.3:
        text += ("." if have == 0 else "") + "0" * rng.randint(1, decimals - have)
    return text


def grid(rng, wide=False):
    """Limits and a step, coarse; some negative, some with decimals."""
    least, steps, step = rng.choice(
        [("0", 3, "1"), ("0", 4, "0.5"), ("-2", 4, "1"), ("1.5", 3, "0.50"), ("60", 4, "10")]
    )
    if wide and rng.random() < 0.3:
        least, steps, step = "-10.25", 8, "2.75"
    if rng.random() < 0.03:
        least, steps, step = "0", 10**8, "0.000001"  # hardly ever tied; long fractions
    most = recompute.number(least) + steps * recompute.number(step)
    return {"least": least, "most": decimal(rng, most), "step": step}


def on_grid(rng, rule):
    least, most, step = (recompute.number(rule[member]) for member in ("least", "most", "step"))
    steps = (most - least) // step
    return decimal(rng, least + step * rng.randint(0, steps), len(rule["step"].partition(".")[2]))


def scale(rng):
    better = {"better": rng.choice(["high", "low"])}
    return rng.choice(
        [
            "as_is",
            {
                "fixed": rng.choice(
                    [{"from": "0", "to": "2"}, {"from": "3", "to": "-1"}, {"from": "0.5", "to": "80"}]
                )
            },
            {"target": {"target": rng.choice(["2", "1.5", "70"]), "beyond": rng.choice(["cap", "count"])}},
            {"observed": better},
            {
                "z_score": dict(
                    better, center="80", spread=rng.choice(["10", "2.5"]), decimals=rng.choice([0, 2, 6, 12])
                )
            },
            {"rank": better},
        ]
    )


def rounding(rng):
    modes = ["half_up", "half_even", "down", "up"]
    return {
        "decimals": rng.choice([0, 0, 1, 2, 6]),
        "mode": rng.choice(modes),
        "ranks_on": rng.choice(["exact", "published"]),
    }


def awards(rng):
    """Shares that sum to at most 1; small groups often leave room for nobody or split a tie."""
    labels, parts = some(rng, ["优秀", "先进", "良好"]), rng.choice(
        [[1, 1, 1], [3, 2, 2], [2, 5, 3], [6, 3, 1]]
    )
    of = rng.choice([sum(parts), sum(parts), 3 * sum(parts)])
    shares = [recompute.ratio(Fraction(part, of)) for part in parts]
    return [
        {"label": label, "share": share, "tie": rng.choice(["exclude", "include"])}
        for label, share in zip(labels, shares)
    ]


def vote_rules(rng, only):
    """choice, method, grades, quotas, blank."""
    kind = "grades" if only == "majority" else rng.choice(["grades", "grades", "points", "approve", "order"])
    card = {"grades": [], "blank": {"allowed": True, "counts_as": rng.choice(["excluded", "void"])}}
    if kind in ("grades", "points"):
        card["method"] = (
            "majority_judgment"
            if only == "majority"
            else rng.choice(["weighted_mean"] * 2 + ["majority_judgment"])
        )
    if kind == "grades":
        codes = GRADES[: rng.randint(2, 4)]
        card["grades"] = [{"code": code, "label": code.title(), "points": points} for code, points in codes]
        if rng.random() < 0.4:
            card["blank"]["counts_as"] = {"grade": rng.choice(codes)[0]}
        if rng.random() < 0.5:
            card["quotas"] = [{"grade": code, "most": rng.randint(0, 2)} for code, _ in some(rng, codes, 1)]
        if rng.random() < 0.2:
            card["blank"] = {"allowed": False, "counts_as": "excluded"}
    elif kind == "points":
        least = rng.randint(0, 2)
        card["choice"] = {"points": {"least": least, "most": least + rng.randint(1, 3)}}
        if rng.random() < 0.3:
            card["blank"]["counts_as"] = {"grade": str(least + rng.randint(0, 1))}
    elif kind == "approve":
        card.update(method="approval", choice={"approve": {"least": 0, "most": rng.randint(1, 3)}})
        card["blank"] = {"allowed": False, "counts_as": "excluded"}
    else:
        card.update(method="borda", choice={"order": {"places": rng.randint(1, 3)}})
        card["blank"] = {"allowed": rng.random() < 0.5, "counts_as": "excluded"}
    return card


def panel(rng, only):
    severity = only == "severity" or rng.random() < 0.2
    drop = {"high": rng.randint(0, 2), "low": rng.randint(0, 2)}
    drop["at_least"] = drop["high"] + drop["low"] + rng.randint(1, 3)
    minimum = rng.choice([1, 1, 1, 2, 3])
    drop["at_least"] = max(drop["at_least"], minimum)
    trims = ["none", "median", {"fraction": {"each_end": rng.choice(["1/4", "1/3", "2/5", "0/1"])}}]
    trims += [{"drop": dict(drop, below=below)} for below in ("plain_mean", "closest_pair", "invalid")]
    count, factors = rng.randint(1, 3), ["1/1", "1/1", "1/2", "3/1", "123456789012/1000000007"]
    return {
        "criteria": [
            dict(grid(rng), code=f"c{i}", label=f"指标{i}", weight=rng.choice(factors))
            for i in range(1, count + 1)
        ],
        "recusal": rng.choice(["own_town", "none"]),
        "on": "judge_total" if severity else rng.choice(["judge_total", "judge_total", "criterion"]),
        "trim": "none" if severity else rng.choice(trims),
        "minimum_judges": minimum,
        "severity": "least_squares" if severity else "none",
    }


def record(rng):
    count = rng.randint(1, 2)
    return {
        "indicators": [
            dict(grid(rng, True), code=f"i{i}", label=f"台账{i}", weight=weight, scale=scale(rng), **unit)
            for i, weight in enumerate(weights(rng, count), 1)
            for unit in [rng.choice([{}, {"unit": "万元"}])]
        ]
    }


def composite(rng, only, method):
    kinds = {"panel": ["panel"], "severity": ["panel"], "record": ["record"]}.get(only)
    if not kinds:
        kinds = some(rng, ["panel", "record", "panel"], 1)
        if method != "majority_judgment":
            kinds.insert(rng.randint(0, len(kinds)), "vote")
    components = []
    for i, (kind, weight) in enumerate(zip(kinds, weights(rng, len(kinds)))):
        source = "vote" if kind == "vote" else {kind: panel(rng, only) if kind == "panel" else record(rng)}
        points = "as_is" if kind == "record" and rng.random() < 0.6 else scale(rng)
        components.append(
            {
                "code": f"{kind}-{i}",
                "label": f"{kind} {i}",
                "weight": weight,
                "source": source,
                "scale": points,
            }
        )
    items = [
        dict(
            rng.choice(
                [{"least": "0.5", "most": "2", "step": "0.5"}, {"least": "1", "most": "3", "step": "1"}]
            ),
            code=code,
            label=code,
            kind=kind,
        )
        for code, kind in some(
            rng, [("award", "bonus"), ("pilot", "bonus"), ("fault", "penalty"), ("late", "penalty")]
        )
    ]
    effects = ["unranked", "last", "no_award", {"cap": "2"}, {"cap": "60"}]
    vetoes = [
        {"code": f"v{i}", "label": f"否决{i}", "effect": effect}
        for i, effect in enumerate(some(rng, effects))
    ]
    caps = {"bonus": "2", "penalty": "1.5", "least": rng.choice(["0", "1"]), "most": rng.choice(["100", "3"])}
    return {
        "group": rng.choice(["area", "all"]),
        "components": components,
        "missing": rng.choice(["refuse", "renormalise", "zero"]),
        "adjustments": items,
        "caps": {name: caps[name] for name in some(rng, caps)},
        "vetoes": vetoes,
        "rounding": rounding(rng),
        "awards": awards(rng),
    }


def ties(rng, card):
    """A chain of rules that the card allows."""
    rules = []
    parts = card.get("composite", {}).get("components", [])
    rules += [{"component": part["code"]} for part in parts]
    for part in parts:
        for criterion in part["source"]["panel"]["criteria"] if "panel" in part["source"] else []:
            rules.append({"criterion": {"component": part["code"], "criterion": criterion["code"]}})
    if not parts or any(part["source"] == "vote" for part in parts):
        if card["method"] != "majority_judgment":
            rules += [{"class": item["code"]} for item in card["classes"]]
        rules += [{"marks": mark} for mark in recompute.marks_of(card)]
    lots = rng.choice(
        [
            [],
            [],
            ["lot_by_hand"],
            ["lot_by_seed"],
            ["lot_by_hand", "lot_by_seed"],
            ["lot_by_seed", "lot_by_hand"],
        ]
    )
    chain = rng.sample(rules, min(len(rules), rng.randint(0, 3))) + lots
    if rng.random() < 0.2:
        rng.shuffle(chain)
    conventions = ["competition", "dense", "modified", "fractional"] + (["ordinal"] * 2 if lots else [])
    return {"ties": chain + ["keep_tied"], "ranks": rng.choice(conventions)}


def make_card(rng, only, base):
    card = dict(base, **vote_rules(rng, only))
    card["areas"] = [
        {"number": n, "label": f"第{n}片区"} for n in rng.sample([1, 2, 3, 12], rng.randint(1, 3))
    ]
    votes_on = sorted(area["number"] for area in card["areas"])
    card["classes"] = [
        {
            "code": code,
            "label": code,
            "weight": weight,
            "groups": [{"code": f"g-{code}", "label": code, "votes_on": votes_on}],
        }
        for codes in [rng.sample(["town", "village", "county"], rng.randint(1, 3))]
        for code, weight in zip(codes, weights(rng, len(codes)))
    ]
    limit = rng.choice([2, 3])
    card["thresholds"] = {
        "open": limit,
        "mean": limit + rng.randint(0, 1),
        "histogram": limit + rng.randint(1, 2),
    }
    card["quorum"] = {
        "share": rng.choice(["2/3", "1/2", "1/10", "1/100"]),
        "counted": rng.choice(["present", "returned"]),
    }
    card["small_class"] = rng.choice(["refuse", "renormalise"])
    zero = ["zero"] if card["method"] != "majority_judgment" else []
    card["empty_class"] = rng.choice(["refuse", "renormalise"] + zero)
    card["rounding"] = rounding(rng)
    if only in ("panel", "severity", "record", "mixed") or only is None and rng.random() < 0.65:
        card["composite"] = composite(rng, only, card["method"])
        card.update(ties=["keep_tied"], ranks="competition")
        card["composite"].update(ties(rng, card))
    else:
        card.update(ties(rng, card))
        if rng.random() < 0.7:
            card["awards"] = awards(rng)
    return recompute.canonical_card(card)


def make_villages(rng, card):
    areas = [area["number"] for area in card["areas"]]
    towns, used = rng.sample(TOWNS, rng.randint(1, 3)), some(rng, areas, 1)
    pairs = [(town, village) for town in towns for village in VILLAGES]
    pairs = rng.sample(pairs, rng.randint(1, 7))
    return [{"area": str(rng.choice(used)), "town": town, "village": village} for town, village in pairs]


def make_twins(rng, villages, tables):
    """Some villages get the same data as another one of their town and area, so that they are tied."""
    share = rng.choice([0, 0.4, 0.9])
    for at, twin in enumerate(villages):
        like = [v for v in villages[:at] if (v["area"], v["town"]) == (twin["area"], twin["town"])]
        if not like or rng.random() > share:
            continue
        of = rng.choice(like)
        names = ["sheets.csv", "records.csv", "adjustments.csv", "vetoes.csv"]
        for name in rng.choice([names, names[:2], names[:1], []]) + ["sums.csv", "means.csv"]:
            mine = [
                row
                for row in tables[name]
                if (row["town"], row["village"]) != (twin["town"], twin["village"])
            ]
            others = [row for row in mine if (row["town"], row["village"]) == (of["town"], of["village"])]
            tables[name] = mine + [dict(row, village=twin["village"]) for row in others]


def make_panels(rng, card, villages, tables):
    for part in card.get("composite", {}).get("components", []):
        if "panel" not in part["source"]:
            continue
        rules, code = part["source"]["panel"], part["code"]
        judges = [f"j{n}" for n in rng.sample(range(1, 12), rng.choice([0, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7]))]
        towns = {judge: rng.choice(TOWNS[:2] + ("",) * 3) for judge in judges}
        tables["judges.csv"] += [
            {"panel": code, "judge": judge, "town": town} for judge, town in towns.items()
        ]
        holes = rng.choice([0, 0.05, 0.25])
        for judge in judges:
            for village in villages:
                away = rng.random() < holes * 0.6
                for criterion in rules["criteria"]:
                    own = rules["recusal"] == "own_town" and towns[judge] == village["town"]
                    cell = "recused" if own else "scored"
                    if away or (rng.random() < holes):
                        cell = rng.choice(["recused", "absent", "blank", "voided"])
                    row = {
                        "panel": code,
                        "judge": judge,
                        "criterion": criterion["code"],
                        "cell": cell,
                        **village,
                    }
                    del row["area"]
                    row.update(score="", reason="", by="")
                    if cell == "scored":
                        row["score"] = on_grid(rng, criterion)
                    elif cell in ("recused", "voided"):
                        row.update(
                            reason=rng.choice(REASONS),
                            by="监票人" if cell == "voided" else rng.choice(["", "主任"]),
                        )
                    if cell in ("absent", "recused") and rng.random() < (
                        0.5 if own or cell == "absent" else 0
                    ):
                        continue
                    tables["sheets.csv"].append(row)


def make_records(rng, card, villages, tables):
    for part in card.get("composite", {}).get("components", []):
        for indicator in part["source"]["record"]["indicators"] if "record" in part["source"] else []:
            for village in villages:
                if rng.random() < 0.92:
                    names = {
                        "component": part["code"],
                        "indicator": indicator["code"],
                        "value": on_grid(rng, indicator),
                    }
                    tables["records.csv"].append(dict(village, **names))
    rules = card.get("composite", {"adjustments": [], "vetoes": []})
    for village in villages:
        why = {"reason": rng.choice(REASONS), "document": rng.choice(DOCUMENTS)}
        for item in rules["adjustments"]:
            for n in range(rng.choice([0, 0, 1, 2])):
                row = {"item": item["code"], "points": on_grid(rng, item), "reason": why["reason"] + str(n)}
                tables["adjustments.csv"].append(dict(village, document=why["document"], **row))
        for veto in rules["vetoes"]:
            if rng.random() < 0.2:
                tables["vetoes.csv"].append(dict(village, veto=veto["code"], **why))


def make_sums(rng, card, ballots):
    """Counts of each mark of a village; together at most the ballots."""
    marks = list(recompute.marks_of(card))
    counts = dict.fromkeys(marks, 0)
    if card["method"] == "borda" and rng.random() < 0.2:
        return {mark: rng.randint(0, ballots) for mark in marks}
    favourite = rng.choice(marks + [None])
    for _ in range(ballots):
        mark = favourite if rng.random() < 0.5 else rng.choice(marks + [None])
        mark = rng.choice(marks) if mark is None and not card["blank"]["allowed"] else mark
        if mark is not None:
            counts[mark] += 1
    return counts if rng.random() < 0.97 or not card["blank"]["allowed"] else dict.fromkeys(marks, 0)


def mean_of(rng, card, counts, ballots):
    """The mean of a class as an organiser would publish it, in one of its spellings."""
    marks, counted = recompute.marks_of(card), dict(counts)
    of = ballots
    if card["method"] == "weighted_mean":
        if isinstance(card["blank"]["counts_as"], dict):
            counted[card["blank"]["counts_as"]["grade"]] += ballots - sum(counts.values())
        of = sum(counted.values())
    if of == 0:
        return ""
    mean = sum((marks[mark] * count for mark, count in counted.items()), Fraction(0)) / of
    if rng.random() < 0.5 and Fraction(decimal(rng, mean)) == mean:
        return decimal(rng, mean, 6)
    return f"{mean.numerator * 2}/{mean.denominator * 2}" if rng.random() < 0.3 else recompute.ratio(mean)


def make_vote(rng, card, villages, tables, audience):
    parts = card.get("composite", {}).get("components", [{"source": "vote"}])
    if not any(part["source"] == "vote" for part in parts) and rng.random() < 0.9:
        return  # now and then there are tables of a vote that decides nothing
    limits = card["thresholds"]
    for area in card["areas"]:
        if rng.random() < 0.06:
            continue
        turnout, small = {}, rng.random() < 0.3
        for item in card["classes"]:
            low = 0 if small else limits["histogram" if rng.random() < 0.6 else "open"]
            returned = rng.randint(low, low + 3)
            issued = returned + rng.choice([0, 0, 1])
            entitled = issued + rng.choice([0, 0, 1, 4])
            present = min(entitled, max(0, returned + rng.choice([0, 0, 1, -1])))
            turnout[item["code"]] = {
                "entitled": entitled,
                "present": present,
                "issued": issued,
                "returned": returned,
            }
        found = recompute.opening(card, turnout)
        for code, counts in turnout.items():
            names = {"area": str(area["number"]), "class": code}
            tables["turnout.csv"].append(dict(names, **{name: str(n) for name, n in counts.items()}))
            for village in [village for village in villages if village["area"] == names["area"]]:
                sums = make_sums(rng, card, counts["returned"])
                if code in found["opened" if audience == "sealed" else "shown"]:
                    for mark, count in sums.items():
                        tables["sums.csv"].append(dict(village, mark=mark, count=str(count), **names))
                elif audience == "published" and code in found["opened"] and found["scores"]:
                    if card["method"] != "majority_judgment":
                        mean = mean_of(rng, card, sums, counts["returned"])
                        tables["means.csv"].append(dict(village, mean=mean, **names))


def make_lots(rng, card, villages, tables):
    chain = card.get("composite", card)["ties"]
    present = 1.0 if "lot_by_hand" in chain else 0.1
    if rng.random() < present * 0.8:
        lots = rng.sample(range(1, 30), len(villages))
        if rng.random() < 0.2:
            lots = [rng.choice(lots) for _ in lots]
        holes = rng.choice([0, 0, 0.3])
        tables["lots.csv"] += [
            dict(v, lot=str(lot)) for v, lot in zip(villages, lots) if rng.random() >= holes
        ]


def spelt(rng, name, rows):
    """A table as text: any order of columns and rows, LF or CRLF, quotes where needed or everywhere."""
    columns = recompute.TABLES[name].replace("|", "").split()
    rng.shuffle(columns)
    if name not in ("villages.csv", "judges.csv"):
        rng.shuffle(rows)
    end, always = rng.choice(["\n", "\n", "\r\n"]), rng.random() < 0.2

    def field(text):
        quoted = always or any(sign in text for sign in ',"\n')
        return '"' + text.replace('"', '""') + '"' if quoted else text

    lines = [",".join(field(column) for column in columns)]
    for row in rows:
        lines.append(",".join(field(row[column]) for column in columns))
        if rng.random() < 0.02:
            lines.append("")
    return rng.choice(["", "", "\ufeff"]) + end.join(lines) + rng.choice([end, end, ""])


SPOILT = [
    "",
    "0",
    "1",
    "2",
    "3",
    "99",
    "01",
    "+1",
    "-0",
    "-1",
    "1.0",
    "1.50",
    "0.5",
    ".5",
    "5.",
    "1e1",
    "x",
    "1 ",
]
SPOILT += [
    "１",
    "1/2",
    "4/2",
    "1/0",
    "-1/2",
    "18446744073709551616",
    "9" * 30,
    "0." + "0" * 40,
    "scored",
    "absent",
]
SPOILT += ["voided", "recused", "blank", "东村", " ", "\u3000a", "a\u200bb", "字" * 61, '"', 'a"b']
SIGNS = ['"', ",", "\r", "\n", "\0", "\r\n", " ", "\ufeff", "\u200b", "0", "-", ".", "/", "1"]


def spoil(rng, tables):
    """The tables with one cell, row, character or file changed; some stay good."""
    tables, name = dict(tables), rng.choice(sorted(tables))
    lines, how = tables[name].split("\n"), rng.random()
    at = rng.randrange(len(lines))
    cells = lines[at].split(",")
    if how < 0.6:
        other = rng.choice(rng.choice(tables[rng.choice(sorted(tables))].split("\n")).split(","))
        cells[rng.randrange(len(cells))] = other if how < 0.15 else rng.choice(SPOILT)
        lines[at] = ",".join(cells)
    elif how < 0.7:
        del lines[at]
    elif how < 0.8:
        lines.insert(rng.randrange(len(lines) + 1), lines[at])
    elif how < 0.97:
        place = rng.randrange(len(tables[name]) + 1)
        text = tables[name][:place] + rng.choice(SIGNS) + tables[name][place + rng.randint(0, 1) :]
        lines = text.split("\n")
    tables[name] = "\n".join(lines)
    if how >= 0.97:
        del tables[name]
    return tables


def spoilt_case(seed, i, only, base):
    """A case with spoilt tables; result and trace are null where the checker refuses them."""
    case, rng = make_case(seed, i, only, base), random.Random(f"spoilt/{seed}/{i}")
    case.update(tables=spoil(rng, case["tables"]), result=None, trace=None)
    try:
        files = {name: text.encode() for name, text in case["tables"].items()}
        done = recompute.Recomputation(json.loads(case["card"]), files, case["audience"])
    except recompute.Unusable:
        return case
    case.update(result=done.result, trace=done.trace)
    return case


class Counted(recompute.Recomputation):
    """The recomputation, which also counts what occurred."""

    seen = collections.Counter()

    def step(self, op, clause, used, village=(), **members):
        names = [f"op {op}"]
        for member in ("why", "rule", "design", "effect"):
            if member in members:
                what = members[member]
                what = what if isinstance(what, str) else next(iter(what))
                names.append(f"{op} {member} {what}")
        if op == "opening":
            names += [f"opening {state}" for _, _, state in members["classes"]]
            names += [f"opening {name}" for name in ("over_quota", "uneven_places") if members[name]]
        names += [f"tie_break lot_needed {members['rule']}"] if members.get("lot_needed") else []
        names += ["class_mean given"] if members.get("given") else []
        names += ["class_mean null"] if op == "class_mean" and members["out"] is None else []
        self.seen.update(names)
        return super().step(op, clause, used, village, **members)


def policies(case, card, tables):
    """What a card and its tables have, by name."""
    rules = card.get("composite", card)
    names = [f"audience {case['audience']}", f"method {card['method']}", f"ranks {rules['ranks']}"]
    names += [f"choice {next(iter(card.get('choice', {'grades': 0})))}", f"empty_class {card['empty_class']}"]
    names += [f"small_class {card['small_class']}", f"rounding {rules['rounding']['mode']}"]
    names += [f"ranks_on {rules['rounding']['ranks_on']}", f"group {rules.get('group', 'vote alone')}"]
    names += [
        f"counts_as {next(iter(card['blank']['counts_as'])) if isinstance(card['blank']['counts_as'], dict) else card['blank']['counts_as']}"
    ]
    names += [f"award tie {award['tie']}" for award in rules.get("awards", [])]
    names += [f"missing {rules['missing']}"] if "missing" in rules else []
    names += [f"cap {cap}" for cap in rules.get("caps", {})]
    names += [f"quorum {card['quorum']['counted']}"]
    for part in rules.get("components", []):
        if "panel" in part["source"]:
            rule = part["source"]["panel"]
            names += [f"panel {name} {rule[name]}" for name in ("recusal", "on", "severity")]
    names += [f"table {name}" for name in tables]
    names += ["withheld"] if '"withheld":true' in case["result"] else []
    names += ["lot_needed"] if '"lot_needed":true' in case["result"] else []
    return names


def make_case(seed, i, only, base):
    rng = random.Random(f"{seed}/{i}")
    while True:
        card = make_card(rng, only, base)
        villages, tables = make_villages(rng, card), {name: [] for name in recompute.TABLES}
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
            done = Counted(card, {name: text.encode() for name, text in texts.items()}, audience)
        except recompute.Unusable as unusable:
            if "连通" in unusable.args[0]:
                continue
            raise
        case = {"card": recompute.CANONICAL(card), "tables": texts, "audience": audience}
        case.update(result=done.result, trace=done.trace)
        Counted.seen.update(policies(case, card, texts))
        return case


def must_occur():
    """What a long run has to have met."""
    names = "open total left_out trimmed_mean sum no_value severity corrected scale opening class_mean class_marks score"
    names += " majority composite adjust limit veto round rank tie_break place award"
    must = [f"op {name}" for name in names.split()]
    must += [f"left_out why {why}" for why in "recused voided absent incomplete".split()]
    must += [
        f"trimmed_mean rule {rule}" for rule in "none median drop plain_mean closest_pair fraction".split()
    ]
    must += [f"scale rule {rule}" for rule in "fixed target observed z_score rank".split()]
    whys = (
        "too_few_judges missing_indicator round_not_decided no_turnout withheld empty_class missing_component"
    )
    must += [f"no_value why {why}" for why in whys.split()]
    must += [
        f"tie_break rule {rule}" for rule in "component criterion class marks lot_by_hand lot_by_seed".split()
    ]
    must += [f"tie_break lot_needed {rule}" for rule in ("lot_by_hand", "lot_by_seed")]
    must += [f"veto effect {effect}" for effect in ("unranked", "last", "no_award", "cap")]
    must += [f"severity design {design}" for design in ("complete", "connected")]
    must += [
        f"opening {state}"
        for state in "opened under_threshold round_not_decided over_quota uneven_places".split()
    ]
    must += [
        "class_mean given",
        "class_mean null",
        "withheld",
        "lot_needed",
        "audience sealed",
        "audience published",
    ]
    must += [f"method {name}" for name in "weighted_mean majority_judgment approval borda".split()]
    must += [f"choice {name}" for name in "grades points approve order".split()]
    must += [f"ranks {name}" for name in "competition dense modified fractional ordinal".split()]
    for policy in ("empty_class", "missing"):
        must += [f"{policy} {name}" for name in ("refuse", "renormalise", "zero")]
    must += ["small_class refuse", "small_class renormalise", "ranks_on exact", "ranks_on published"]
    must += [f"rounding {mode}" for mode in "half_up half_even down up".split()]
    must += [f"group {name}" for name in ("area", "all", "vote alone")]
    must += [f"counts_as {name}" for name in ("excluded", "void", "grade")]
    must += ["award tie exclude", "award tie include", "quorum present", "quorum returned"]
    must += [f"cap {name}" for name in "bonus penalty least most".split()]
    must += ["panel recusal own_town", "panel recusal none", "panel on judge_total", "panel on criterion"]
    must += ["panel severity none", "panel severity least_squares"]
    return must + [f"table {name}" for name in (*recompute.TABLES, "lot-seed.txt")]


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
