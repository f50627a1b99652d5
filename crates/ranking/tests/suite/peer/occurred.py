"""What occurred in the cases, and what has to have occurred in a long run of them."""

import collections
import re

import recompute
from refuse import TABLES


class Counted(recompute.Recomputation):
    """The recomputation, which also counts what occurred."""

    seen = collections.Counter()

    def step(self, op, clause, village=(), **members):
        rules = [word for word in (self.here + clause).split("/") if not word.isdigit()]
        names = [f"op {op}", f"{op} at {rules[-1]}"]
        for member in ("why", "rule", "effect"):
            if member in members:
                what = members[member]
                what = what if isinstance(what, str) else next(iter(what))
                names.append(f"{op} {member} {what}")
        names += [f"{op} null"] if members.get("out", ...) is None else []
        names += [f"{op} missing"] if members.get("missing") else []
        names += [f"{op} by criterion"] if members.get("criterion") else []
        names += [f"{op} of an indicator"] if members.get("indicator") else []
        names += [f"tie_break lot_needed {members['rule']}"] if members.get("lot_needed") else []
        names += ["class_mean given"] if members.get("given") else []
        names += [f"opening {state}" for _, _, state in members.get("classes", [])]
        names += ["severity of nobody"] if op == "severity" and not members["judges"] else []
        if op == "corrected":
            names.append("corrected " + ("alike" if members["out"] == members["in_"] else "otherwise"))
        if op == "left_out":
            sheet = (self.about["component"], members["judge"], *village)
            for criterion, cell in members["in_"]:
                row = self.sheets.get((*sheet, criterion), {"cell": "no row"})["cell"]
                names += [f"left_out {cell}"] + ([f"left_out {cell} for {row}"] if row != cell else [])
        self.seen.update(names)
        return super().step(op, clause, village, **members)


def policies(case, card, tables):
    """What a card and its tables have, by name."""
    rules = card.get("composite", card)
    names = [f"audience {case['audience']}", f"method {card['method']}", f"ranks {rules['ranks']}"]
    names += [f"choice {next(iter(card.get('choice', {'grades': 0})))}", f"empty_class {card['empty_class']}"]
    names += [f"small_class {card['small_class']}", f"rounding {rules['rounding']['mode']}"]
    names += [f"ranks_on {rules['rounding']['ranks_on']}", f"group {rules.get('group', 'vote alone')}"]
    blank = card["blank"]["counts_as"]
    names += [f"counts_as {blank if isinstance(blank, str) else 'grade'}"]
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
    whys = set(re.findall('"why":"(.*?)"', case["result"]))
    names += ["unranked a veto" if re.fullmatch("v[0-9]", why) else f"unranked {why}" for why in whys]
    return names


def must_occur():
    """What a long run has to have met."""
    names = "open total left_out trimmed_mean sum no_value severity corrected scale opening class_mean class_marks score"
    names += " majority composite adjust limit veto round rank tie_break place award"
    must = [f"op {name}" for name in names.split()]
    must += [f"left_out {cell}" for cell in "scored recused absent blank voided".split()]
    must += ["left_out recused for no row", "left_out recused for absent", "left_out absent for no row"]
    trims = "none median drop plain_mean closest_pair fraction minimum_judges invalid"
    must += [f"trimmed_mean rule {rule}" for rule in trims.split()]
    must += [f"{op} missing" for op in ("sum", "score", "majority", "composite")]
    nulls = "trimmed_mean sum class_mean class_marks score majority composite"
    must += [f"{op} null" for op in nulls.split()]
    clauses = {"left_out": "recusal on", "trimmed_mean": "minimum_judges trim", "sum": "criteria indicators"}
    clauses.update(score="empty_class classes", majority="empty_class method")
    clauses.update(composite="missing components method")
    must += [f"{op} at {clause}" for op, names in clauses.items() for clause in names.split()]
    must += [f"scale rule {rule}" for rule in "fixed target observed z_score rank".split()]
    must += [f"no_value why {why}" for why in "no_turnout round_not_decided withheld".split()]
    whys = "too_few_judges missing_indicator no_turnout round_not_decided empty_class"
    must += [f"unranked {why}" for why in whys.split()] + ["unranked a veto"]
    ties = "component criterion class marks lot_by_hand lot_by_seed"
    must += [f"tie_break rule {rule}" for rule in ties.split()]
    must += [f"tie_break lot_needed {rule}" for rule in ("lot_by_hand", "lot_by_seed")]
    must += [f"veto effect {effect}" for effect in ("unranked", "last", "no_award", "cap")]
    states = "under_threshold round_not_decided opened mean histogram"
    must += [f"opening {state}" for state in states.split()]
    must += ["trimmed_mean by criterion", "scale of an indicator", "class_mean given"]
    must += ["severity of nobody", "corrected alike", "corrected otherwise"]
    must += ["withheld", "lot_needed", "audience sealed", "audience published"]
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
    return must + [f"table {name}" for name in (*TABLES, "lot-seed.txt")]
