#!/usr/bin/env python3
"""重算评议结果，与公布的文件逐字节比较。 Recomputes a result of Pingyi and compares it byte for byte.

只需 Python 3.8 以上，不联网。在成果包里直接运行即可。
Needs Python 3.8 or later and nothing else, no network. In a result package just run it:

  python3 recompute.py                                        本文件所在的成果包 the package it lies in
  python3 recompute.py --rules CARD --data DIR --check OUT    重算并比较 recompute and compare
  python3 recompute.py --rules CARD --data DIR --out DIR      重算并写出 recompute and write
  python3 recompute.py --chain trace.jsonl                    只查步骤的哈希链 only the chain of steps

--published 只用已公开的数据重算 uses only what is public. 退出码 exit code: 0 一致 agrees,
1 不一致 differs, 2 数据不能用 unusable input. 规则 rules: docs/scoring.md, 其章节 its sections: §.
数据是否合乎规则（分档、上限、票数、本镇回避等，§3）由 `pingyi rank` 判断，这里只读能读的表。
Whether the data keep the rules (steps, limits, counts, own towns, §3) is told by `pingyi rank`; here a
table need only be readable. All arithmetic is of whole numbers and exact fractions. A village is written
(town, village), a value (value, number of the step that gave it).
"""

import argparse, csv, hashlib, io, json, math, os, re, sys
from bisect import bisect
from fractions import Fraction
from functools import cmp_to_key, lru_cache
from itertools import accumulate, groupby

RATIO = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
COUNT = re.compile(r"0|[1-9][0-9]*")
TABLES = {  # file: columns, | after those that name a row (§3)
    "villages.csv": "town village | area",
    "judges.csv": "panel judge | town",
    "sheets.csv": "panel judge town village criterion | cell score reason by",
    "records.csv": "component indicator town village | value",
    "adjustments.csv": "town village item points reason document |",
    "vetoes.csv": "town village veto | reason document",
    "turnout.csv": "area class | entitled present issued returned",
    "sums.csv": "area class town village mark | count",
    "means.csv": "area class town village | mean",
    "lots.csv": "town village | lot",
}
NUMBERS = {"score": DECIMAL, "value": DECIMAL, "points": DECIMAL, "mean": RATIO}
NUMBERS.update(dict.fromkeys("entitled present issued returned count lot".split(), COUNT))
NAMES = {"class": "classes", "panel": "components", "component": "components", "criterion": "criteria"}
NAMES.update(indicator="indicators", item="adjustments", veto="vetoes")  # column: list of the card
CELLS = ("scored", "recused", "absent", "blank", "voided")
ZERO, HUNDRED = Fraction(0), Fraction(100)


class Unusable(Exception):
    """The card or the data cannot be used; the arguments are sentences."""


# §1 Numbers


@lru_cache(maxsize=4096)
def number(text, form=RATIO):
    """The number a text stands for: a fraction, or a whole number where it counts something."""
    if not isinstance(text, str) or not form.fullmatch(text) or re.fullmatch(r"-0(\.0+|/.*)?", text):
        raise ValueError(f"不是数 not a number: {text!r}")
    return int(text) if form is COUNT else Fraction(text)


def ratio(value):
    return f"{value.numerator}/{value.denominator}"


def rounded(value, decimals, mode):
    """Decimal text, rounded once from the exact value."""
    exact, half = abs(value) * 10**decimals, Fraction(1, 2)
    whole = math.floor(exact)
    rest = exact - whole
    even = rest > half or (rest == half and whole % 2 == 1)
    whole += {"half_up": rest >= half, "half_even": even, "down": False, "up": rest > 0}[mode]
    digits = str(whole).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return "-" + text if value < 0 and whole else text


def sha256(data):
    return hashlib.sha256(data).hexdigest()


CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=ratio).encode


# §2 The rule card


def canonical_card(value, name=None, top=True):
    """The card as it is hashed: ratios in lowest terms, empty optional members left out."""
    if isinstance(value, list):
        return [canonical_card(item, None, False) for item in value]
    if not isinstance(value, dict):
        return ratio(number(value)) if name in ("weight", "share", "each_end") else value
    empty = {"choice": "grades", "quotas": [], "awards": []} if top else {"unit": "", "help": ""}
    kept = {k: v for k, v in value.items() if v is not None and not (k in empty and v == empty[k])}
    return {k: canonical_card(v, k, False) for k, v in kept.items()}


def marks_of(card):
    """§2.1: the marks of a ballot and their points, in order."""
    choice = card.get("choice", "grades")
    if choice == "grades":
        return {grade["code"]: number(grade["points"]) for grade in card["grades"]}
    if "approve" in choice:
        return {"approve": HUNDRED}
    if "points" in choice:
        least, most = choice["points"]["least"], choice["points"]["most"]
        return {str(n): Fraction(n) for n in range(most, least - 1, -1)}
    places = choice["order"]["places"]
    return {str(n): Fraction(places + 1 - n) for n in range(1, places + 1)}


def rules_of(card):
    """§2.2: how components make a ranking; without `composite` the vote alone does."""
    vote = {"code": "vote", "label": "", "weight": "1/1", "source": "vote", "scale": "as_is"}
    alone = {"group": "area", "components": [vote], "missing": "refuse", "adjustments": [], "vetoes": []}
    own = {member: card.get(member, []) for member in ("rounding", "ranks", "ties", "awards")}
    return card.get("composite", dict(alone, caps={}, **own))


def weights_of(items, codes=None):
    """The weights of items by code; of some of them, shared out so that they sum to 1."""
    weights = {item["code"]: number(item["weight"]) for item in items}
    total = 1 if codes is None else sum(weights[code] for code in codes)
    return {code: weights[code] / total for code in (weights if codes is None else codes)}


def opening(card, turnout):
    """§7: what the turnout of an area's classes opens and publishes."""
    counted, share, limits = card["quorum"]["counted"], number(card["quorum"]["share"]), card["thresholds"]
    small = [code for code, row in turnout.items() if row["returned"] < limits["open"]]
    reached = all(row[counted] >= max(1, math.ceil(share * row["entitled"])) for row in turnout.values())
    decided = reached and (not small if card["small_class"] == "refuse" else len(small) < len(turnout))
    otherwise = "opened" if decided else "round_not_decided"
    states = {code: "under_threshold" if code in small else otherwise for code in turnout}
    opened = [code for code in turnout if states[code] == "opened"]
    scores = decided and all(turnout[code]["returned"] >= limits["mean"] for code in opened)
    shown = [code for code in opened if scores and turnout[code]["returned"] >= limits["histogram"]]
    return {"decided": decided, "states": states, "opened": opened, "scores": scores, "shown": shown}


# §3 The data folder


def flat(value, path=""):
    """Path of each innermost member and its value."""
    if not value or not isinstance(value, (dict, list)):
        return {path: value}
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return {inner: x for name, item in items for inner, x in flat(item, f"{path}/{name}").items()}


def read_text(files, name):
    try:
        return files.get(name, b"").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable(f"{name}: 不是 UTF-8 not UTF-8") from None


def read_table(files, name, known):
    """The rows of a table by the texts that name them, numbers read; row 1 is the header."""
    named_by, others = (part.split() for part in TABLES[name].split("|"))
    lines, rows, faults, header = [], {}, [], named_by + others
    try:
        lines.extend(csv.reader(io.StringIO(read_text(files, name), newline=""), strict=True))
    except csv.Error as error:
        raise Unusable(
            f"{name} 第 {len(lines) + 1} 行 row {len(lines) + 1}: 不是 CSV not CSV: {error}"
        ) from None
    lines = [(line, cells) for line, cells in enumerate(lines, 1) if cells not in ([], [""])]
    if name in files and sorted(lines[0][1] if lines else []) != sorted(header):
        raise Unusable(f"{name} 第 1 行 row 1: 表头应为 the header must be {','.join(header)}")
    for line, cells in lines[1:]:
        row = dict(zip(lines[0][1], cells))
        try:
            if len(cells) != len(header):
                raise ValueError("列数不对 wrong number of columns")
            for names in [names for names in known if set(names) <= set(header)]:
                if tuple(row[column] for column in names) not in known[names]:
                    raise ValueError(f"未知的 unknown {', '.join(f'{c} {row[c]}' for c in names)}")
            key = tuple(row[column] for column in named_by)
            if key in rows:
                raise ValueError("与前面的行重复 repeats an earlier row")
            for column in [column for column in header if column in NUMBERS]:
                empty = column in ("score", "mean") and not row[column]
                row[column] = None if empty else number(row[column], NUMBERS[column])
            rows[key] = row
        except ValueError as error:
            faults.append(f"{name} 第 {line} 行 row {line}: {error}")
    if faults:
        raise Unusable(*faults)
    return rows


def read_data(card, files):
    """All tables of the folder; what is named in them stands in the card or in an earlier table."""
    codes = [(path.split("/"), code) for path, code in flat(card).items() if path.endswith("/code")]
    known = {(column,): {(code,) for path, code in codes if path[-3] == NAMES[column]} for column in NAMES}
    known["area",] = {(str(area["number"]),) for area in card["areas"]}
    known["mark",], known["cell",] = {(mark,) for mark in marks_of(card)}, {(cell,) for cell in CELLS}
    tables = {"lot-seed.txt": re.sub("(\r\n|\n|\r)\\Z", "", read_text(files, "lot-seed.txt")) or None}
    for name in TABLES:
        tables[name] = read_table(files, name, known)
        if name in ("villages.csv", "judges.csv"):
            known[tuple(TABLES[name].split()[:2])] = tables[name]
    if not tables["villages.csv"]:
        raise Unusable("villages.csv: 没有村 no villages")
    return tables


ABSENT = {"cell": "absent"}


# §4 Order of operations


def kept(panel, values):
    """§4.1: rule, first and past last of the sorted values kept; or None, judges needed, whose rule."""
    n, trim = len(values), panel["trim"]
    if n < panel["minimum_judges"]:
        return None, panel["minimum_judges"], "/minimum_judges"
    if trim == "none":
        return "none", 0, n
    if trim == "median":
        return "median", (n - 1) // 2, n // 2 + 1
    if "fraction" in trim:
        cut = math.floor(number(trim["fraction"]["each_end"]) * n)
        return "fraction", cut, n - cut
    drop = trim["drop"]
    if n >= drop["at_least"]:
        return "drop", drop["low"], n - drop["high"]
    if drop["below"] == "invalid":
        return None, drop["at_least"], "/trim"
    if drop["below"] == "closest_pair" and n in (2, 3):
        first = 1 if n == 3 and values[2] - values[1] <= values[1] - values[0] else 0
        return "closest_pair", first, first + 2
    return "plain_mean", 0, n


def severity(totals, judges):
    """§4.2: b of each judge, from totals[village][judge]; None if the design is not connected.

    Since a(v) is the mean of y - b over the judges of v, the least squares give for each judge the equation
    "what is left over of the own totals sums to 0"; one of them is replaced by "the b sum to 0".
    """
    rows = []
    for judge in judges:
        row, right = dict.fromkeys(judges, ZERO), ZERO
        for given in [given for given in totals.values() if judge in given]:
            row[judge] += 1
            right += given[judge] - sum(given.values()) / len(given)
            for other in given:
                row[other] -= Fraction(1, len(given))
        rows.append([*row.values(), right])
    rows[-1] = [Fraction(1)] * len(judges) + [ZERO]
    for at in range(len(rows)):  # Gaussian elimination
        pivot = next((i for i in range(at, len(rows)) if rows[i][at]), None)
        if pivot is None:
            return None
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [x / rows[at][at] for x in rows[at]]
        for i in [i for i in range(len(rows)) if i != at and rows[i][at]]:
            rows[i] = [x - rows[i][at] * y for x, y in zip(rows[i], rows[at])]
    return {judge: row[-1] for judge, row in zip(judges, rows)}


def left_out(own, states):
    """§4.1: why a judge's sheet with cells in these states does not count, if it does not."""
    for why in ("recused", "voided"):
        if why in states or own and why == "recused":
            return why
    return None if states == {"scored"} else "absent" if states == {"absent"} else "incomplete"


def scaled(rule, how, x, among):
    """§2.2: points of x among the values of its group, and what the step says besides."""
    low, high, n, less = min(among), max(among), len(among), how.get("better") == "low"
    if rule == "fixed":
        start, end = number(how["from"]), number(how["to"])
        return min(max(100 * (x - start) / (end - start), ZERO), HUNDRED), {}
    if rule == "target":
        out = max(100 * x / number(how["target"]), ZERO)
        return min(out, HUNDRED) if how["beyond"] == "cap" else out, {}
    if rule == "observed":
        out = HUNDRED if low == high else 100 * (high - x if less else x - low) / (high - low)
        return out, {"lowest": low, "highest": high}
    if rule == "z_score":
        mean, tens = sum(among) / n, 10 ** how["decimals"]
        square = sum((y - mean) ** 2 for y in among) / n * tens**2
        deviation = Fraction((math.isqrt(math.floor(4 * square)) + 1) // 2, tens)
        away = (mean - x if less else x - mean) / deviation if deviation else ZERO
        more = {"mean": mean, "deviation": rounded(deviation, how["decimals"], "down")}
        return number(how["center"]) + number(how["spread"]) * away, more
    ahead = sum(y < x if less else y > x for y in among)
    place = Fraction(2 * ahead + among.count(x) + 1, 2)
    return 100 * (n - place) / (n - 1) if n > 1 else HUNDRED, {"place": place, "of": n}


def profile_of(shares):
    """§4.4: segments [length, lower, upper] outwards from the middle; `shares` from the best mark."""
    half, ends, segments = Fraction(1, 2), list(accumulate(reversed(shares))), []
    edges = sorted({ZERO, *(abs(end - half) for end in ends)})
    for first, last in zip(edges, edges[1:]):
        middle = (first + last) / 2
        pair = [len(ends) - 1 - bisect(ends, quantile) for quantile in (half - middle, half + middle)]
        if segments and segments[-1][1:] == pair:
            segments[-1][0] += last - first
        else:
            segments.append([last - first, *pair])
    return segments


def compared(one, other):
    """§4.7: negative if the key (last, score or profile) `one` ranks before `other`, 0 if equal."""
    if one[0] != other[0] or not isinstance(one[1], list):
        return one[0] - other[0] or (other[1] > one[1]) - (other[1] < one[1])
    at = next((i for i, (a, b) in enumerate(zip(one[1], other[1])) if a != b), None)
    if at is None:
        return 0
    a, b = one[1][at], other[1][at]
    if a[1:] == b[1:]:  # where the shorter segment ends the marks differ
        a, b = one[1][at + (a[0] < b[0])], other[1][at + (b[0] < a[0])]
    return -1 if a[1:] < b[1:] else 1


class Recomputation:
    """The steps in their order (§4, §6): `trace` and `result` are the texts of the two files."""

    def __init__(self, card, files, audience="sealed"):
        self.card, self.rules, self.audience = card, rules_of(card), audience
        self.tables, self.marks, self.lines, self.hash = read_data(card, files), marks_of(card), [], "0" * 64
        self.villages = {village: row["area"] for village, row in self.tables["villages.csv"].items()}
        self.top = "/composite" if "composite" in card else ""
        self.points, self.why, self.scores, self.means, self.profiles = {}, {}, {}, {}, {}
        self.openings, self.withheld, self.used, self.lacking = {}, set(), {}, set()
        self.groups = [(str(area["number"]), area["label"]) for area in card["areas"]]
        self.groups = [("all", "")] if self.rules["group"] == "all" else self.groups
        digest, hashes = sha256(CANONICAL(card).encode()), {name: sha256(files[name]) for name in files}
        self.step("open", "", [], audience=audience, card=card, card_sha256=digest, files=hashes)
        for i, part in enumerate(self.rules["components"]):
            here, source = f"/composite/components/{i}" if self.top else "", part["source"]
            kind = source if source == "vote" else next(iter(source))
            compute = {"vote": self.vote, "panel": self.panel, "record": self.record}[kind]
            values = compute(part["code"], source, f"{here}/source/{kind}")
            self.points[part["code"]] = self.scale(
                part["scale"], values, here + "/scale", component=part["code"]
            )
        self.final = {village: self.composite(village) for village in self.villages}
        self.found = [self.group(*group) for group in self.groups if self.of(group[0])]
        result = {"format": 1, "audience": audience, "rule_card_sha256": digest, "groups": self.found}
        self.result = CANONICAL(dict(result, trace_sha256=self.hash)) + "\n"
        self.trace = "".join(self.lines)

    def of(self, group):
        return [village for village, area in self.villages.items() if group in ("all", area)]

    def step(self, op, clause, used, village=(), **members):
        """§6: writes a step from the values `used` and returns its value; `in_` is "in"."""
        step = {name.rstrip("_"): value for name, value in members.items()}
        step.update(zip(("town", "village"), village), op=op, clause=clause, n=len(self.lines))
        step["from"] = sorted({n for _, n in used if n is not None})
        self.hash = sha256((self.hash + CANONICAL(step)).encode())
        self.lines.append(CANONICAL(dict(step, hash=self.hash)) + "\n")
        return members.get("out"), step["n"]

    def weigh(self, op, clause, weights, values, village, used=None, **members):
        """A step that is Σ weight·value over what has a value."""
        parts = [[name, weights[name], value] for name, (value, _) in values.items()]
        out = sum((weight * value for _, weight, value in parts), ZERO)
        return self.step(op, clause, used or values.values(), village, in_=parts, out=out, **members)

    def no_value(self, code, village, clause, why, **members):
        self.why[code, village] = why
        self.step("no_value", clause, [], village, component=code, why=why, **members)

    def panel(self, code, source, here):
        """§4.1: the judges' totals, or their scores criterion by criterion, trimmed and averaged."""
        panel, values, totals = source["panel"], {}, {}
        whole, weights = panel["on"] == "judge_total", weights_of(panel["criteria"])
        for village in self.villages:
            totals[village], means, missing = {}, {}, []
            for judge, row in [
                (of[1], row) for of, row in self.tables["judges.csv"].items() if of[0] == code
            ]:
                cells = [self.tables["sheets.csv"].get((code, judge, *village, c), ABSENT) for c in weights]
                scores = {
                    c: (cell["score"], None) for c, cell in zip(weights, cells) if cell["cell"] == "scored"
                }
                if whole:
                    own = panel["recusal"] == "own_town" and row["town"] == village[0]
                    why, about = left_out(own, {cell["cell"] for cell in cells}), {
                        "component": code,
                        "judge": judge,
                    }
                    if why:
                        clause = here + ("/recusal" if why == "recused" else "/on")
                        self.step("left_out", clause, [], village, why=why, **about)
                        continue
                    totals[village][judge] = self.weigh(
                        "total", here + "/criteria", weights, scores, village, **about
                    )
                for criterion, score in scores.items():
                    self.scores.setdefault((code, criterion, village), []).append(score)
            for c in ["total"] if whole else weights:
                given = totals[village].values() if whole else self.scores.get((code, c, village), [])
                ordered, of = sorted(value for value, _ in given), {} if whole else {"criterion": c}
                rule, first, past = kept(panel, ordered)
                if rule is None:
                    missing.append((here + past, dict(of, have=len(ordered), need=first)))
                    continue
                of.update(rule=rule, kept=[first, past], out=sum(ordered[first:past]) / (past - first))
                means[c] = self.step(
                    "trimmed_mean", here + "/trim", given, village, component=code, in_=ordered, **of
                )
            if missing:
                self.no_value(code, village, missing[0][0], "too_few_judges", **missing[0][1])
            elif whole:
                values[village] = means["total"]
            else:
                values[village] = self.weigh(
                    "sum", here + "/criteria", weights, means, village, component=code
                )
        return values if panel["severity"] == "none" else self.corrected(code, here, values, totals)

    def corrected(self, code, here, values, totals):
        """§4.2: values less the severity of their judges."""
        design = {village: {judge: y for judge, (y, _) in totals[village].items()} for village in values}
        judges = [
            of[1]
            for of in self.tables["judges.csv"]
            if of[0] == code and any(of[1] in ys for ys in design.values())
        ]
        complete = all(len(given) == len(judges) for given in design.values())
        found = {} if complete else severity(design, judges)
        if found is None:
            raise Unusable(f"sheets.csv: {code}: 评委与村不连通 judges and villages are not connected")
        used = [value for village in values for value in totals[village].values()]
        how = {"design": "complete" if complete else "connected", "judges": list(found.items())}
        clause, bs = here + "/severity", self.step(
            "severity", here + "/severity", used, component=code, **how
        )
        for village, value in {} if complete else dict(values).items():
            out = sum(y - found[judge] for judge, y in design[village].items()) / len(design[village])
            more = {"component": code, "in_": value[0], "out": out}
            values[village] = self.step("corrected", clause, [value, bs], village, **more)
        return values

    def record(self, code, source, here):
        """§4.3: records."""
        indicators, here, points, values = source["record"]["indicators"], here + "/indicators", {}, {}
        for i, rule in enumerate(indicators):
            given = {v: self.tables["records.csv"].get((code, rule["code"], *v)) for v in self.villages}
            given = {village: (row["value"], None) for village, row in given.items() if row}
            names = {"component": code, "indicator": rule["code"]}
            points[rule["code"]] = self.scale(rule["scale"], given, f"{here}/{i}/scale", **names)
        for village in self.villages:
            missing = [name for name in points if village not in points[name]]
            if missing:
                self.no_value(code, village, here, "missing_indicator", indicator=missing[0])
            else:
                of = {name: points[name][village] for name in points}
                values[village] = self.weigh("sum", here, weights_of(indicators), of, village, component=code)
        return values

    def scale(self, scale, values, clause, **names):
        """§4.5: the points of values, among those of their group."""
        if scale == "as_is":
            return values
        points, ((rule, how),) = {}, scale.items()
        for group, _ in self.groups:
            among = {village: values[village][0] for village in self.of(group) if village in values}
            points.update({v: scaled(rule, how, x, list(among.values())) for v, x in among.items()})
        for village in [village for village in self.villages if village in values]:
            out, more = points[village]
            more.update(names, rule=rule, in_=values[village][0], out=out)
            points[village] = self.step("scale", clause, [values[village]], village, **more)
        return points

    def vote(self, component, _source, _here):
        """§4.4: the score of each village of each area, as far as the turnout allows."""
        values, whole = {}, self.card["method"] == "majority_judgment"
        for area in [str(area["number"]) for area in self.card["areas"]]:
            turnout = {key[1]: row for key, row in self.tables["turnout.csv"].items() if key[0] == area}
            turnout = {c["code"]: turnout[c["code"]] for c in self.card["classes"] if turnout}
            why = "round_not_decided" if turnout else "no_turnout"
            if turnout:
                found = self.openings[area] = opening(self.card, turnout)
                opened = self.opening(area, turnout, found)
                known = found["scores"] and not (whole and found["shown"] != found["opened"])
                if self.audience == "published" and found["decided"] and not known:
                    why = "withheld"
                    self.withheld |= set(self.of(area))
            for village in self.of(area):
                if why == "round_not_decided" and found["decided"]:
                    value = self.score(component, village, turnout, opened)
                    values.update({village: value} if value else {})
                else:
                    self.no_value(component, village, "/thresholds", why)
        return values

    def opening(self, area, turnout, found):
        """§7 and the remarks on quotas and places."""
        over, uneven, sums = [], [], self.tables["sums.csv"]
        for code in found["opened"]:
            ballots, keys = turnout[code]["returned"], [(area, code, *village) for village in self.of(area)]
            given = {m: sum(sums[(*k, m)]["count"] for k in keys if (*k, m) in sums) for m in self.marks}
            quotas = [
                quota["grade"]
                for quota in self.card.get("quotas", [])
                if given[quota["grade"]] > quota["most"] * ballots
            ]
            over += [[code, grade] for grade in quotas]
            order = "order" in self.card.get("choice", "")
            uneven += [[code, place] for place in given if order and given[place] > ballots]
        states = [[code, row["returned"], found["states"][code]] for code, row in turnout.items()]
        more = {"classes": states, "decided": found["decided"], "scores_published": found["scores"]}
        return self.step(
            "opening", "/thresholds", [], area=int(area), over_quota=over, uneven_places=uneven, **more
        )

    def class_step(self, village, code, ballots, opened):
        """What a class gave a village: its mean, or its shares of marks."""
        majority, graded = self.card["method"] == "majority_judgment", self.card["method"] not in (
            "approval",
            "borda",
        )
        key, marks, step = (self.villages[village], code, *village), self.marks, {"class": code}
        if key in self.tables["means.csv"]:
            step.update(given=True, out=self.tables["means.csv"][key]["mean"])
        else:
            counts = {mark: self.tables["sums.csv"][(*key, mark)]["count"] for mark in marks}
            blank, as_grade = ballots - sum(counts.values()) if graded else 0, self.card["blank"]["counts_as"]
            if graded and isinstance(as_grade, dict):
                counts[as_grade["grade"]] += blank
            of = sum(counts.values()) if graded else ballots
            step.update(
                blank=blank, of=of, in_=[[m, n] if majority else [m, marks[m], n] for m, n in counts.items()]
            )
            step.update(
                {} if majority else {"out": sum(marks[m] * n for m, n in counts.items()) / of if of else None}
            )
        value = self.step("class_marks" if majority else "class_mean", "/method", [opened], village, **step)
        self.means[code, village] = value[0]
        return ([Fraction(n, of) for n in counts.values()] if of else None, value[1]) if majority else value

    def score(self, component, village, turnout, opening):
        """The class steps and the score of a village, if it has one."""
        opened, empty = self.openings[self.villages[village]]["opened"], self.card["empty_class"]
        given = {code: self.class_step(village, code, turnout[code]["returned"], opening) for code in opened}
        lacking = [code for code in opened if given[code][0] is None]
        if lacking and (empty == "refuse" or empty == "renormalise" and lacking == opened):
            return self.no_value(component, village, "/empty_class", "empty_class", class_=lacking[0])
        counts = {c: (x or ZERO, n) for c, (x, n) in given.items() if empty == "zero" or x is not None}
        weights = weights_of(self.card["classes"], counts)
        if self.card["method"] != "majority_judgment":
            return self.weigh("score", "/classes", weights, counts, village, given.values())
        shares = [[weights[code] * share for share in shares] for code, (shares, _) in counts.items()]
        profile = profile_of([sum(share) for share in zip(*shares)])
        more = {
            "in_": list(weights.items()),
            "profile": profile,
            "out": list(self.marks.values())[profile[0][1]],
        }
        value = self.step("majority", "/method", given.values(), village, **more)
        self.profiles[village] = {"key": profile, "used": value}
        return value

    def composite(self, village):
        """§4.5, §4.6: the score of a village with what the vetoes say, or why it has none."""
        rules, given = self.rules, {code: points.get(village) for code, points in self.points.items()}
        lacking = [code for code in given if not given[code]]
        values = {
            c: value or (ZERO, None) for c, value in given.items() if value or rules["missing"] == "zero"
        }
        if village in self.withheld:
            return None
        if lacking and (rules["missing"] == "refuse" or not values):
            clause = "/composite/missing" if self.top else "/method"
            self.step("no_value", clause, [], village, why="missing_component", of=lacking[0])
            return {"why": self.why[lacking[0], village]}
        clause, weights = "/composite/components" if self.top else "/method", weights_of(
            rules["components"], values
        )
        value = self.adjusted(village, self.weigh("composite", clause, weights, values, village))
        final = {"last": False, "award": True}
        for i, veto in enumerate(rules["vetoes"]):
            if (*village, veto["code"]) in self.tables["vetoes.csv"]:
                before, effect = value[0], veto["effect"]
                final.update({"last": {"last": True}, "no_award": {"award": False}}.get(str(effect), {}))
                final.update({"why": veto["code"]} if effect == "unranked" and "why" not in final else {})
                out = min(before, number(effect["cap"])) if isinstance(effect, dict) else before
                more = {"veto": veto["code"], "effect": effect, "in_": before, "out": out}
                value = self.step("veto", f"/composite/vetoes/{i}", [value], village, **more)
        if "why" not in final:
            text = rounded(value[0], rules["rounding"]["decimals"], rules["rounding"]["mode"])
            used = self.step("round", self.top + "/rounding", [value], village, in_=value[0], out=text)
            key = value[0] if rules["rounding"]["ranks_on"] == "exact" else Fraction(text)
            final.update(dict({"key": key, "used": used}, **self.profiles.get(village, {})))
            final.update(score=text, score_exact=value[0])
        return final

    def adjusted(self, village, value):
        """§4.6: bonuses and penalties, then the limits of the score."""
        caps, rows = self.rules["caps"], [row for row in self.tables["adjustments.csv"].values()]
        parts = []
        for item in self.rules["adjustments"]:
            mine = [
                row["points"]
                for key, row in self.tables["adjustments.csv"].items()
                if key[:3] == (*village, item["code"])
            ]
            parts += [[item["code"], item["kind"], points] for points in sorted(mine)]
        if parts:
            sums = {kind: sum((p for _, of, p in parts if of == kind), ZERO) for kind in ("bonus", "penalty")}
            sums = {kind: min(total, number(caps.get(kind, ratio(total)))) for kind, total in sums.items()}
            out = value[0] + sums["bonus"] - sums["penalty"]
            value = self.step(
                "adjust", "/composite/adjustments", [value], village, in_=parts, out=out, **sums
            )
        out = max(value[0], number(caps["least"])) if "least" in caps else value[0]
        out = min(out, number(caps["most"])) if "most" in caps else out
        return (
            value
            if out == value[0]
            else self.step("limit", "/composite/caps", [value], village, in_=value[0], out=out)
        )

    def group(self, name, label):
        """§4.7: ranks and places; §5: what the result says of a group."""
        villages, rules, ranked, unranked = self.of(name), self.rules, [], []
        found = {
            "group": name,
            "label": label,
            "withheld": bool(self.withheld & set(villages)),
            "ranked": ranked,
            "unranked": unranked,
        }
        if found["withheld"]:
            return found
        final = {v: self.final[v] for v in villages if "why" not in self.final[v]}
        keys = {v: cmp_to_key(compared)((one["last"], one["key"])) for v, one in final.items()}
        sets = [list(tied) for _, tied in groupby(sorted(final, key=keys.get), keys.get)]
        given, used = [[*v, one["key"], one["last"]] for v, one in final.items()], [
            one["used"] for one in final.values()
        ]
        clause, before, places, chain = self.top + "/ranks", 0, {}, rules["ties"]
        rank = self.step("rank", clause, used, group=name, in_=given, out=sets)
        self.used.update({village: [rank] for village in final})
        for i, rule in enumerate(chain[: chain.index("keep_tied")]):
            sets = [part for tied in sets for part in self.tie(name, i, rule, tied)]
        for i, tied in enumerate(sets):
            past = before + len(tied)
            place = {"dense": i + 1, "modified": past, "fractional": Fraction(before + 1 + past, 2)}
            text = rounded(Fraction(place.get(rules["ranks"], before + 1)), 1, "down").replace(".0", "")
            for v in tied:
                places[v] = text, self.step("place", clause, self.used[v], v, group=name, place=text)[1]
            before = past
        awarded = self.awards(name, sets, places)
        for tied in sets:
            for v in tied:
                one = {"place": places[v][0], "town": v[0], "village": v[1], "award": awarded.get(v)}
                one.update({member: final[v][member] for member in ("score", "score_exact")})
                ranked.append(dict(one, lot_needed=len(tied) > 1 and v in self.lacking))
        left = [village for village in villages if village not in final]
        unranked += [{"town": v[0], "village": v[1], "why": self.final[v]["why"]} for v in left]
        return found

    def tie(self, group, i, rule, tied):
        """§4.8: a rule applied to a set; the sets it leaves, best first."""
        kind = rule if isinstance(rule, str) else next(iter(rule))
        found = [self.openings.get(self.villages[v]) for v in tied]
        shown = all(
            one and one["scores"] and (kind == "class" or one["shown"] == one["opened"]) for one in found
        )
        if len(tied) < 2 or kind in ("class", "marks") and not shown:
            return [tied]
        values = {v: self.tie_value(kind, rule, v) for v in tied}
        known = {value for value in values.values() if value is not None}
        lot = kind == rule
        needed = lot and len(known) < len(tied)
        out = [[v for v in tied if values[v] == x] for x in [*sorted(known, reverse=not lot), None]]
        out = [tied] if needed else [part for part in out if part]
        more = {"rule": rule, "in_": [[*v, x] for v, x in values.items()], "out": out, "lot_needed": needed}
        value = self.step("tie_break", f"{self.top}/ties/{i}", self.used[tied[0]][:1], group=group, **more)
        for village in tied:
            self.used[village].append(value)
        self.lacking.update(tied if needed else [])
        return out

    def tie_value(self, kind, rule, v):
        """§4.8: the value of a village by which a rule splits."""
        if kind == "lot_by_hand":
            return self.tables["lots.csv"].get(v, {"lot": None})["lot"]
        if kind == "lot_by_seed":
            seed = self.tables["lot-seed.txt"]
            return seed and sha256("\n".join((seed, *v)).encode())
        if kind == "component":
            return self.points[rule[kind]].get(v, (None,))[0]
        if kind == "criterion":
            scores = self.scores.get((rule[kind]["component"], rule[kind]["criterion"], v))
            return scores and sum(score for score, _ in scores) / len(scores)
        if kind == "class":
            return self.means.get((rule[kind], v))
        area, weights, sums = self.villages[v], weights_of(self.card["classes"]), self.tables["sums.csv"]
        shares = [
            (
                c,
                Fraction(
                    sums[(area, c, *v, rule[kind])]["count"], self.tables["turnout.csv"][area, c]["returned"]
                ),
            )
            for c in self.openings[area]["opened"]
        ]
        return sum(weights[c] * share for c, share in shares)

    def awards(self, group, sets, places):
        """§4.9: the award of each village that gets one."""
        awarded, count = {}, sum(len(tied) for tied in sets)
        for i, award in enumerate(self.rules["awards"]):
            quota, out = math.floor(number(award["share"]) * count), []
            for tied in sets:
                free = [v for v in tied if self.final[v]["award"] and v not in awarded]
                room = quota - len(out)
                out += free if len(free) <= room or room and award["tie"] == "include" else []
                if len(free) >= room:
                    break
            awarded.update({village: award["label"] for village in out})
            more = {"award": award["label"], "quota": quota, "of": count, "out": out}
            self.step("award", f"{self.top}/awards/{i}", [places[v] for v in out], group=group, **more)
        return awarded


# The command line


def read(path):
    with open(path, "rb") as file:
        return file.read()


def read_card(path):
    def once(pairs):
        if len(dict(pairs)) < len(pairs):
            raise ValueError("成员重复 a member is repeated")
        return dict(pairs)

    card = json.loads(read(path).decode("utf-8"), object_pairs_hook=once, parse_float=int, parse_constant=int)
    return canonical_card(card)


def difference(name, ours, theirs):
    """Line and member where two files first differ, in two sentences; None if they are the same."""
    mine, other = ours.split(b"\n"), theirs.split(b"\n")
    at = next((i for i, (a, b) in enumerate(zip(mine, other)) if a != b), min(len(mine), len(other)))
    member = "整行 whole line"
    try:
        a, b = flat(json.loads(mine[at])), flat(json.loads(other[at]))
        paths = [path for path in sorted({*a, *b}) if (path in a, a.get(path)) != (path in b, b.get(path))]
        member = min(paths, key=lambda path: path in ("/hash", "/trace_sha256"))
    except (ValueError, IndexError):
        pass
    zh = f"不一致：{name} 第 {at + 1} 行，成员 {member}。"
    return None if ours == theirs else f"{zh}\nIt differs: {name} line {at + 1}, member {member}."


def broken(data):
    """The first line of a trace that is not a step in its form with its number and hash, or None."""
    before, lines = "0" * 64, data.split(b"\n")
    for n, line in enumerate(lines[:-1]):
        try:
            step = json.loads(line)
            given = step.pop("hash")
            before = sha256((before + CANONICAL(step)).encode())
            whole = given == before and step["n"] == n and CANONICAL(dict(step, hash=given)).encode() == line
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            whole = False
        if not whole:
            return n + 1
    return None if len(lines) > 1 and not lines[-1] else len(lines)


def run(asked):
    """Does what is asked for; 0 if it agrees."""
    here = os.path.dirname(os.path.abspath(__file__))
    if asked.chain:
        data = read(asked.chain)
        line, n = broken(data), data.count(b"\n")
        print(f"哈希链在第 {line} 行断开。\nThe chain is broken at line {line}." if line else "", end="")
        print("" if line else f"哈希链完整，共 {n} 步。\nThe chain is whole: {n} steps.")
        return 1 if line else 0
    package = not (asked.rules or asked.data or asked.check or asked.out)
    check, audience = here if package else asked.check, "published" if asked.published else "sealed"
    if package and b'"audience":"published"' in read(os.path.join(here, "result.json"))[:30]:
        audience = "published"
    card, data = asked.rules or os.path.join(here, "rule-card.json"), asked.data or os.path.join(here, "data")
    paths = {name: os.path.join(data, name) for name in [*TABLES, "lot-seed.txt"]}
    files = {name: read(path) for name, path in paths.items() if os.path.exists(path)}
    done = Recomputation(read_card(card), files, audience)
    for name, text in (("trace.jsonl", done.trace.encode()), ("result.json", done.result.encode())):
        found = check and difference(name, text, read(os.path.join(check, name)))
        if found:
            print(found)
            return 1
        if asked.out:
            os.makedirs(asked.out, exist_ok=True)
            with open(os.path.join(asked.out, name), "wb") as file:
                file.write(text)
    n, places = len(done.lines), sum(len(group["ranked"]) for group in done.found)
    zh, en = ("逐字节一致", "It agrees byte for byte") if check else ("已重算", "Recomputed")
    print(f"{zh}：{n} 步，{places} 个名次。\n{en}: {n} steps, {places} places.")
    return 0


def main(arguments=None):
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    for name in ("--rules", "--data", "--check", "--out", "--chain"):
        parser.add_argument(name)
    parser.add_argument("--published", action="store_true")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console that lacks a character still shows the rest
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)  # exact numbers may be long
    try:
        return run(parser.parse_args(arguments))
    except Unusable as error:
        faults = error.args
    except OSError as error:
        faults = [f"无法读写 cannot be read or written: {error.filename}"]
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        faults = [f"规则卡不合格式 the rule card has not its form: {type(error).__name__} {error}"]
    print("数据不能用，没有计算。\nThe input cannot be used; nothing was computed.", *faults, sep="\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
