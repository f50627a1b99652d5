"""Recomputes rounds from the published semantics alone, with exact fractions.

Standard input: a JSON list of {"card": text, "input": round}. Standard output: a JSON list of
{"hash": sha256 of the canonical card, "area": published result of the area}.
"""
import decimal
import hashlib
import json
import sys
from fractions import Fraction

MODES = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
}


def published(value, rule):
    """One rounding. The quotient is cut far behind the last place; a sticky digit keeps what is
    behind the cut, so that a half stays a half and anything above it stays above."""
    with decimal.localcontext() as context:
        context.prec = 200
        scale = 10**120
        whole, rest = divmod(abs(value.numerator) * scale * 10, value.denominator)
        digits = whole * 10 + (1 if rest else 0)
        exact = decimal.Decimal(digits).scaleb(-122)
        if value < 0:
            exact = -exact
        unit = decimal.Decimal(1).scaleb(-rule["decimals"])
        return format(exact.quantize(unit, rounding=MODES[rule["mode"]]), "f")


def ratio(value):
    return f"{value.numerator}/{value.denominator}"


def fraction(text):
    return Fraction(text)


def area_of(card, given):
    limits, blank_rule = card["thresholds"], card["blank"]
    by_code = {entry["code"]: entry for entry in given["classes"]}
    boxes = [by_code[entry["code"]] for entry in card["classes"]]

    reasons = []
    for box in boxes:
        share = fraction(card["quorum"]["share"])
        needed = max(1, -(-share.numerator * box["entitled"] // share.denominator))
        counted = box[card["quorum"]["counted"]]
        if counted < needed:
            reasons.append(
                {"reason": "quorum_missed", "class": box["code"], "counted": counted, "needed": needed}
            )
    large = {box["code"]: box["returned"] >= limits["open"] for box in boxes}
    if card["small_class"] == "refuse":
        for box in boxes:
            if not large[box["code"]]:
                reasons.append(
                    {
                        "reason": "small_class",
                        "class": box["code"],
                        "returned": box["returned"],
                        "open": limits["open"],
                    }
                )
    elif not any(large.values()):
        reasons.append({"reason": "no_class_left"})

    decided = not reasons
    opened = [box for box in boxes if decided and large[box["code"]]]
    shown = decided and all(box["returned"] >= limits["mean"] for box in opened)

    classes = []
    for entry, box in zip(card["classes"], boxes):
        code = entry["code"]
        closed = None
        if not large[code]:
            closed = "under_threshold"
        elif not decided:
            closed = "round_not_decided"
        assert (box["sums"] is None) == (closed is not None)
        classes.append(
            {
                "class": code,
                "label": entry["label"],
                "weight": entry["weight"],
                "entitled": box["entitled"],
                "present": box["present"],
                "issued": box["issued"],
                "returned": box["returned"],
                "closed": closed,
                "mean_published": shown and large[code],
                "histogram_published": shown and box["returned"] >= limits["histogram"],
            }
        )

    points = [fraction(grade["points"]) for grade in card["grades"]]
    rows, unranked = [], []
    for index, contest in enumerate(given["contests"] if decided else []):
        parts = []
        for entry, box in zip(card["classes"], boxes):
            if box not in opened:
                continue
            marks = box["sums"][index]
            blank = box["returned"] - sum(marks)
            counted = list(marks)
            if isinstance(blank_rule["counts_as"], dict):
                codes = [grade["code"] for grade in card["grades"]]
                counted[codes.index(blank_rule["counts_as"]["grade"])] += blank
            mean = None
            if sum(counted):
                mean = sum(p * m for p, m in zip(points, counted)) / Fraction(sum(counted))
            parts.append((entry["code"], fraction(entry["weight"]), mean, marks, blank))
        empty = any(mean is None for _, _, mean, _, _ in parts)
        if card["empty_class"] == "zero":
            valued = [(weight, mean or Fraction(0)) for _, weight, mean, _, _ in parts]
        else:
            valued = [(weight, mean) for _, weight, mean, _, _ in parts if mean is not None]
        if empty and (card["empty_class"] == "refuse" or not valued):
            unranked.append(contest)
            continue
        score = sum(weight * mean for weight, mean in valued) / sum(weight for weight, _ in valued)
        rounded = published(score, card["rounding"])
        key = score if card["rounding"]["ranks_on"] == "exact" else Fraction(rounded)
        by_class = []
        for code, _, mean, marks, blank in parts:
            flags = next(entry for entry in classes if entry["class"] == code)
            show = flags["mean_published"] and mean is not None
            by_class.append(
                {
                    "class": code,
                    "mean": published(mean, card["rounding"]) if show else None,
                    "mean_exact": ratio(mean) if show else None,
                    "marks": marks if flags["histogram_published"] else None,
                    "blank": blank if flags["histogram_published"] else None,
                }
            )
        rows.append(
            (
                key,
                {
                    "contest": index + 1,
                    **contest,
                    "score": rounded if shown else None,
                    "score_exact": ratio(score) if shown else None,
                    "classes": by_class,
                },
            )
        )

    rows.sort(key=lambda row: (-row[0], row[1]["contest"]))
    keys = [key for key, _ in rows]
    ties = {}
    for key, row in rows:
        better = sum(other > key for other in keys)
        equal = keys.count(key)
        rank = {
            "competition": Fraction(better + 1),
            "dense": Fraction(len({other for other in keys if other > key}) + 1),
            "modified": Fraction(better + equal),
            "fractional": Fraction(2 * better + equal + 1, 2),
        }[card["ranks"]]
        written = int(rank) if rank.denominator == 1 else f"{int(rank)}.5"
        row["rank"] = written
        if equal > 1:
            tie = ties.setdefault(key, {"rank": written, "villages": []})
            tie["villages"].append({"town": row["town"], "village": row["village"]})
    label = next(area["label"] for area in card["areas"] if area["number"] == given["area"])
    return {
        "area": given["area"],
        "label": label,
        "classes": classes,
        "ranking": [row for _, row in rows],
        "ties": list(ties.values()),
        "unranked": unranked,
        "not_decided": reasons,
    }


def main():
    results = []
    for case in json.load(sys.stdin):
        card = json.loads(case["card"])
        canonical = json.dumps(card, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        results.append({"hash": digest, "area": area_of(card, case["input"])})
    json.dump(results, sys.stdout)


main()
