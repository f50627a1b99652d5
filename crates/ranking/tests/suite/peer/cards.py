"""Rule cards at random: what RuleCard::parse accepts, with every choice of the page now and then."""

import json
from fractions import Fraction

import recompute

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


def canonical(member):
    """An object of the card as it is hashed (§2): ratios in lowest terms, no empty awards beside the areas."""
    for name in member.keys() & {"weight", "share", "each_end"}:
        member[name] = recompute.ratio(recompute.number(member[name]))
    if "areas" in member and not member.get("awards"):
        member.pop("awards", None)
    return member


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
    return json.loads(json.dumps(card), object_hook=canonical)
