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


def marks_of(card):
    """Codes and points of what a ballot can say of a village, best first."""
    choice = card.get("choice", "grades")
    if choice == "grades":
        return [(grade["code"], fraction(grade["points"])) for grade in card["grades"]]
    if "points" in choice:
        limits = choice["points"]
        return [(str(n), Fraction(n)) for n in range(limits["most"], limits["least"] - 1, -1)]
    if "approve" in choice:
        return [("approve", Fraction(100))]
    places = choice["order"]["places"]
    return [(str(n), Fraction(places + 1 - n)) for n in range(1, places + 1)]


def profile_of(shares):
    """Segments from the middle outwards, found by looking at every point where a quantile below
    or above the middle changes its mark."""
    half, cuts, bounds = Fraction(1, 2), set(), []
    low = Fraction(0)
    for mark in range(len(shares) - 1, -1, -1):
        bounds.append((low, low + shares[mark], mark))
        low += shares[mark]
        cuts.add(abs(low - half))
    edges = sorted(cut for cut in cuts | {Fraction(0), half} if cut <= half)

    def mark_at(quantile):
        return next(mark for first, last, mark in bounds if first < quantile < last)

    segments = []
    for first, last in zip(edges, edges[1:]):
        middle = (first + last) / 2
        pair = (mark_at(half - middle), mark_at(half + middle))
        if segments and segments[-1][1] == pair:
            segments[-1] = (segments[-1][0] + last - first, pair)
        else:
            segments.append((last - first, pair))
    return [(length, lower, upper) for length, (lower, upper) in segments]


class Middle:
    """A profile that sorts the better one first."""

    def __init__(self, segments):
        self.segments = segments

    def at(self, distance):
        reach = Fraction(0)
        for length, lower, upper in self.segments:
            reach += length
            if distance < reach:
                return (lower, upper)

    def __eq__(self, other):
        return self.segments == other.segments

    def __lt__(self, other):
        edges = {Fraction(0)}
        for segments in (self.segments, other.segments):
            reach = Fraction(0)
            for length, _, _ in segments[:-1]:
                reach += length
                edges.add(reach)
        for edge in sorted(edges):
            if self.at(edge) != other.at(edge):
                return self.at(edge) < other.at(edge)
        return False


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

    marks = marks_of(card)
    codes, points = [code for code, _ in marks], [value for _, value in marks]
    choice = card.get("choice", "grades")
    names = choice != "grades" and "points" not in choice
    majority = card["method"] == "majority_judgment"
    histograms = all(
        shown and box["returned"] >= limits["histogram"] for box in opened
    )
    rows, unranked = [], []
    for index, contest in enumerate(given["contests"] if decided else []):
        parts = []
        for entry, box in zip(card["classes"], boxes):
            if box not in opened:
                continue
            given_marks = box["sums"][index]
            blank = 0 if names else box["returned"] - sum(given_marks)
            counted = list(given_marks)
            if isinstance(blank_rule["counts_as"], dict):
                counted[codes.index(blank_rule["counts_as"]["grade"])] += blank
            divisor = box["returned"] if names else sum(counted)
            mean = None
            if divisor:
                mean = sum(p * m for p, m in zip(points, counted)) / Fraction(divisor)
            shares = [Fraction(m, divisor) for m in counted] if divisor else None
            parts.append((entry, mean, shares, given_marks, blank, box["returned"]))
        empty = any(mean is None for _, mean, *_ in parts)
        valued = [
            (fraction(entry["weight"]), mean or Fraction(0), shares or [0] * (len(codes) - 1) + [1])
            for entry, mean, shares, *_ in parts
            if mean is not None or card["empty_class"] == "zero"
        ]
        if empty and (card["empty_class"] == "refuse" or not valued):
            unranked.append(contest)
            continue
        total = sum(weight for weight, _, _ in valued)
        profile = None
        if majority:
            profile = profile_of(
                [sum(w * s[k] for w, _, s in valued) / total for k in range(len(codes))]
            )
            score = points[profile[0][1]]
        else:
            score = sum(weight * mean for weight, mean, _ in valued) / total
        rounded = published(score, card["rounding"])
        key = -(score if card["rounding"]["ranks_on"] == "exact" else Fraction(rounded))
        if majority:
            key = Middle(profile)
        by_class, means, share = [], {}, [Fraction(0)] * len(codes)
        for entry, mean, _, given_marks, blank, ballots in parts:
            flags = next(one for one in classes if one["class"] == entry["code"])
            means[entry["code"]] = mean
            for k, count in enumerate(given_marks):
                share[k] += fraction(entry["weight"]) * Fraction(count, ballots)
            show = flags["mean_published"] and mean is not None and not majority
            by_class.append(
                {
                    "class": entry["code"],
                    "mean": published(mean, card["rounding"]) if show else None,
                    "mean_exact": ratio(mean) if show else None,
                    "marks": given_marks if flags["histogram_published"] else None,
                    "blank": blank if flags["histogram_published"] else None,
                }
            )
        row = {
            "contest": index + 1,
            **contest,
            "score": rounded if shown else None,
            "score_exact": ratio(score) if shown else None,
            "classes": by_class,
        }
        if majority and histograms:
            row["profile"] = [[ratio(length), low, high] for length, low, high in profile]
        rows.append((key, row, means, share))

    def split(rows, key):
        """Sets of equal keys, smallest first, each in ballot order."""
        sets = []
        for row in sorted(rows, key=key):
            if sets and key(sets[-1][0]) == key(row):
                sets[-1].append(row)
            else:
                sets.append([row])
        return sets

    sets, lots = split(rows, lambda row: row[0]), set()
    for rule in card["ties"]:
        key = None
        if isinstance(rule, str) and rule.startswith("lot"):
            lots |= {row[1]["contest"] for rows in sets if len(rows) > 1 for row in rows}
        elif "class" in rule and shown:
            key = lambda row: (
                (1, 0) if row[2].get(rule["class"]) is None else (0, -row[2][rule["class"]])
            )
        elif "marks" in rule and histograms:
            key = lambda row: -row[3][codes.index(rule["marks"])]
        if key:
            sets = [part for rows in sets for part in split(rows, key)]

    rows, ties, better = [], [], 0
    for dense, tied in enumerate(sets):
        equal = len(tied)
        rank = {
            "competition": Fraction(better + 1),
            "dense": Fraction(dense + 1),
            "modified": Fraction(better + equal),
            "fractional": Fraction(2 * better + equal + 1, 2),
        }[card["ranks"]]
        better += equal
        written = int(rank) if rank.denominator == 1 else f"{int(rank)}.5"
        for _, row, _, _ in tied:
            rows.append({**row, "rank": written})
        if equal > 1:
            villages = [{"town": row["town"], "village": row["village"]} for _, row, _, _ in tied]
            tie = {"rank": written, "villages": villages}
            if any(row["contest"] in lots for _, row, _, _ in tied):
                tie["lot_needed"] = True
            ties.append(tie)

    def remarks(wanted):
        found = []
        for entry, box in zip(card["classes"], boxes):
            flags = next(one for one in classes if one["class"] == entry["code"])
            for code, most in wanted:
                if box in opened and flags["histogram_published"]:
                    column = sum(row[codes.index(code)] for row in box["sums"])
                    if column > most * box["returned"]:
                        found.append([entry["code"], code])
        return found

    label = next(area["label"] for area in card["areas"] if area["number"] == given["area"])
    result = {
        "area": given["area"],
        "label": label,
        "classes": classes,
        "ranking": rows,
        "ties": ties,
        "unranked": unranked,
        "not_decided": reasons,
    }
    over = remarks([(quota["grade"], quota["most"]) for quota in card.get("quotas", [])])
    uneven = remarks([(code, 1) for code in codes]) if names and "order" in choice else []
    for name, found in (("over_quota", over), ("uneven_places", uneven)):
        if found:
            result[name] = found
    return result


def main():
    results = []
    for case in json.load(sys.stdin):
        card = json.loads(case["card"])
        canonical = json.dumps(card, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        results.append({"hash": digest, "area": area_of(card, case["input"])})
    json.dump(results, sys.stdout)


main()
