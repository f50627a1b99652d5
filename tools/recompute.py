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
All arithmetic is of whole numbers and exact fractions. A village is written (town, village), a value
(value, number of the step that gave it).
"""

import argparse, hashlib, json, math, os, re, sys
from fractions import Fraction
from functools import cmp_to_key, lru_cache

RATIO = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
COUNT = re.compile(r"0|[1-9][0-9]*")
FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\Z)')
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
NAME = re.compile("[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]{1,60}")
CELLS = {"scored": ["score"], "recused": ["reason"], "absent": [], "blank": [], "voided": ["reason", "by"]}
ZERO, HUNDRED = Fraction(0), Fraction(100)


class Unusable(Exception):
    """The card or the data cannot be used; the arguments are sentences."""


# §1 Numbers


@lru_cache(maxsize=4096)
def number(text, pattern=RATIO):
    """The fraction a text stands for."""
    if not isinstance(text, str) or not pattern.fullmatch(text) or re.fullmatch(r"-0(\.0+|/.*)?", text):
        raise ValueError(f"不是数 not a number: {text!r}")
    return Fraction(text)


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


def coded(items):
    return {item["code"]: item for item in items}


def weights_of(items):
    return {item["code"]: number(item["weight"]) for item in items}


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
    if "points" in choice:
        least, most = choice["points"]["least"], choice["points"]["most"]
        return {str(n): Fraction(n) for n in range(most, least - 1, -1)}
    places = choice.get("order", {}).get("places")
    return (
        {str(n): Fraction(places + 1 - n) for n in range(1, places + 1)} if places else {"approve": HUNDRED}
    )


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


class Data:
    """The tables of the folder, read and checked; all faults are told together."""

    def __init__(self, card, files, audience):
        self.files, self.faults = files, []
        rules = card.get("composite", {"components": [], "adjustments": [], "vetoes": []})
        parts = {c["code"]: c["source"] for c in rules["components"] if c["source"] != "vote"}
        self.panels = {code: source["panel"] for code, source in parts.items() if "panel" in source}
        criteria = {code: coded(panel["criteria"]) for code, panel in self.panels.items()}
        records = {code: coded(s["record"]["indicators"]) for code, s in parts.items() if "record" in s}
        items, self.marks, self.classes = coded(rules["adjustments"]), marks_of(card), coded(card["classes"])
        self.areas = {str(area["number"]): area["number"] for area in card["areas"]}
        self.judges, self.villages = {code: {} for code in criteria}, {}
        self.names = {"area": self.areas, "class": self.classes, "mark": self.marks, "panel": criteria}
        self.names.update(component=records, item=items, veto=coded(rules["vetoes"]), cell=CELLS)
        self.inner = {"judge": ("panel", self.judges), "criterion": ("panel", criteria)}
        self.inner["indicator"] = ("component", records)
        self.sheets, self.records, self.adjustments = {}, {}, {}
        self.villages = {row["at"]: self.areas[row["area"]] for row in self.rows("villages.csv")}
        if not self.villages:
            self.faults.append("villages.csv: 没有村 no villages")
        for row in self.rows("judges.csv"):
            self.judges[row["panel"]][row["judge"]] = row["town"]
        for code, sheet in criteria.items():
            digits = {c: len(rule["step"].partition(".")[2]) for c, rule in sheet.items()}
            limits = [(c, number(rule[limit])) for c, rule in sheet.items() for limit in ("least", "most")]
            wide = any(abs(value) * 10 ** digits[c] >= 10**15 for c, value in limits)
            if wide or len(self.judges[code]) * len(self.villages) * len(sheet) > 20000000:
                self.faults.append(
                    f"sheets.csv: {code}: 评分表过大或分值范围过宽 too many cells or too wide limits"
                )
        for row in self.rows("sheets.csv"):
            cells = self.sheets.setdefault((row["panel"], row["judge"], row["at"]), {})
            cells[row["criterion"]] = (row["cell"], self.score(row, criteria[row["panel"]][row["criterion"]]))
        for row in self.rows("records.csv"):
            value = self.value(row, "value", DECIMAL, records[row["component"]][row["indicator"]])
            self.records[row["component"], row["indicator"], row["at"]] = value
        for row in self.rows("adjustments.csv"):
            points = self.value(row, "points", DECIMAL, items[row["item"]])
            self.adjustments.setdefault((row["at"], row["item"]), []).append(points)
        self.vetoes = {(row["at"], row["veto"]) for row in self.rows("vetoes.csv", "reason", "document")}
        one = {"least": "1", "step": "1"}
        self.lots = {row["at"]: int(self.value(row, "lot", COUNT, one)) for row in self.rows("lots.csv")}
        seed = re.fullmatch("([^\r\n\0]+)(\r\n|\n|\r)?", self.text("lot-seed.txt"))
        self.seed = seed and seed[1]
        if "lot-seed.txt" in files and not seed:
            self.faults.append("lot-seed.txt: 应为一行文字 must be one line of text")
        self.votes(card, audience)
        if self.faults:
            raise Unusable(*self.faults)

    def fault(self, row, text):
        self.faults.append(f"{row['file']} 第 {row['line']} 行 row {row['line']}: {text}")

    def text(self, name):
        try:
            return self.files.get(name, b"").decode("utf-8-sig")
        except UnicodeDecodeError:
            self.faults.append(f"{name}: 不是 UTF-8 not UTF-8")
            return ""

    def lines(self, name):
        """The rows of a CSV file as lists of cells, with their line; line 1 is the header."""
        text, at, cells, line = self.text(name), 0, [], 1
        while at < len(text) or cells:
            found = FIELD.match(text, at)
            if not found or "\0" in found[0] or len(found[0].encode()) > 4000:
                return self.fault({"file": name, "line": line}, "引号、换行或字符不合规 bad quotes or text")
            cells.append(found[2] if found[1] is None else found[1].replace('""', '"'))
            at = found.end()
            if found[3] != ",":
                if cells != [""]:
                    yield line, cells
                cells, line = [], line + 1

    def rows(self, name, *filled):
        """The rows of a table in which every name is known; `at` is the village."""
        columns, named_by = TABLES[name].replace("|", "").split(), TABLES[name].partition("|")[0].split()
        lines, seen = self.lines(name), set()
        line, header = next(lines, (1, []))
        if sorted(header) != sorted(columns) and name in self.files:
            return self.fault({"file": name, "line": line}, f"表头应为 the header must be {columns}")
        for line, cells in lines:
            row = dict(zip(header, cells), file=name, line=line)
            if len(cells) != len(columns):
                self.fault(row, "列数不对 wrong number of columns")
                continue
            row["at"] = (row.get("town"), row.get("village"))
            key = tuple(row[column] for column in named_by)
            unknown = next((column for column in columns if not self.known(column, row)), None)
            if unknown:
                self.fault(row, f"未知或不可用的 unknown or unfit {unknown}: {row[unknown]}")
            for column in [column for column in (*named_by, *filled) if not row[column]]:
                self.fault(row, f"缺少 missing {column}")
            if key in seen:
                self.fault(row, "与前面的行重复 repeats an earlier row")
            elif not unknown:
                yield row
            seen.add(key)

    def known(self, column, row):
        """Whether a name that is new here may be one, and any other is defined where it has to be."""
        if row["file"] in ("villages.csv", "judges.csv") and column in ("town", "village", "judge"):
            text = row[column]
            return not text or bool(NAME.fullmatch(text)) and text == text.strip()
        if column == "village":
            return row["at"] in self.villages
        outer, inner = self.inner.get(column, (None, {}))
        names = inner[row[outer]] if outer else self.names.get(column)
        return names is None or row[column] in names

    def value(self, row, column, pattern, rule=None):
        """The number in a column, within the limits and on the step of its rule."""
        text = row[column]
        try:
            value = number(text, pattern)
        except ValueError:
            self.fault(row, f"{column} 不是数 not a number: {text}")
            return ZERO
        if pattern is COUNT and value >= 2**64:
            self.fault(row, f"{column} 过大 too large: {text}")
        if rule:
            least, most, step = number(rule["least"]), number(rule.get("most", text)), rule["step"]
            finer = len(text.partition(".")[2]) > len(step.partition(".")[2])
            if finer or not least <= value <= most or (value - least) % number(step) != 0:
                self.fault(row, f"{column} 不合分档或超出范围 off its step or limits: {text}")
        return value

    def score(self, row, criterion):
        """The score of a cell, if it has one."""
        scored = row["cell"] == "scored"
        missing = [column for column in CELLS[row["cell"]] if not row[column]]
        beyond = [column for column in (["reason", "by"] if scored else ["score"]) if row[column]]
        for column in missing + beyond:
            self.fault(row, f"{column} 应填而未填，或不应填 must be filled, or must be empty")
        own = self.judges[row["panel"]][row["judge"]] == row["town"]
        if scored and own and self.panels[row["panel"]]["recusal"] == "own_town":
            self.fault(row, "评委给本镇的村打了分 a judge scored a village of the own town")
        return self.value(row, "score", DECIMAL, criterion) if scored else None

    def votes(self, card, audience):
        """Turnout, and exactly the sums and means that the audience may know (§4.4)."""
        self.turnout, self.openings, self.sums, self.means = {}, {}, {}, {}
        most = max if card["method"] == "borda" else sum  # a strange page may name a village for two places
        for row in self.rows("turnout.csv"):
            n = {c: int(self.value(row, c, COUNT)) for c in ("entitled", "present", "issued", "returned")}
            if max(n.values()) > n["entitled"] or n["returned"] > n["issued"]:
                self.fault(row, "人数或票数不可能 impossible counts")
            self.turnout.setdefault(self.areas[row["area"]], {})[row["class"]] = n
        for row in self.rows("sums.csv"):
            box = self.sums.setdefault((self.areas[row["area"]], row["class"]), {})
            box.setdefault(row["at"], {})[row["mark"]] = int(self.value(row, "count", COUNT))
        for row in self.rows("means.csv"):
            box = self.means.setdefault((self.areas[row["area"]], row["class"]), {})
            box[row["at"]] = self.value(row, "mean", RATIO) if row["mean"] else None
        for area in self.areas.values():
            given, found = self.turnout.get(area, {}), {"opened": [], "shown": [], "scores": False}
            if len(given) == len(self.classes):
                found = self.openings[area] = opening(card, {code: given[code] for code in self.classes})
            elif given:
                self.faults.append(f"turnout.csv: 片区 area {area}: 缺少票类 lacks a class")
            here = {village for village, its in self.villages.items() if its == area}
            for code in self.classes:
                summed = code in found["opened" if audience == "sealed" else "shown"]
                meant = audience != "sealed" and found["scores"] and code in found["opened"] and not summed
                meant = meant and card["method"] != "majority_judgment"
                sums, means = self.sums.get((area, code), {}), self.means.get((area, code), {})
                wrong = set(sums) != (here if summed else set())
                wrong = wrong or any(len(counts) < len(self.marks) for counts in sums.values())
                text = f"片区 area {area} {code}: 多余或缺少行 rows that may not be, or rows missing"
                self.faults += ["sums.csv: " + text] if wrong else []
                self.faults += ["means.csv: " + text] if set(means) != (here if meant else set()) else []
                if not wrong and any(most(n.values()) > given[code]["returned"] for n in sums.values()):
                    self.faults.append(f"sums.csv: 片区 area {area} {code}: 多于票数 more marks than ballots")


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
    half, below, lower, upper, segments, at = Fraction(1, 2), ZERO, [], [], [], ZERO
    for mark in reversed(range(len(shares))):
        past = below + shares[mark]
        if below < min(half, past):
            lower.insert(0, (half - below, mark))  # the lower mark until so far out
        if past > max(half, below):
            upper.append((past - half, mark))
        below = past
    while lower:
        until = min(lower[0][0], upper[0][0])
        segments.append([until - at, lower[0][1], upper[0][1]])
        at = until
        lower, upper = ([end for end in ends if end[0] > at] for ends in (lower, upper))
    return segments


def compared(one, other):
    """§4.7: negative if the key (last, score or profile) `one` ranks before `other`, 0 if equal."""
    if one[0] != other[0] or not isinstance(one[1], list):
        return one[0] - other[0] or (other[1] > one[1]) - (other[1] < one[1])
    a, b = ([list(segment) for segment in key[1]] for key in (one, other))
    while a and a[0][1:] == b[0][1:]:
        length = min(a[0][0], b[0][0])
        for segments in (a, b):
            segments[0][0] -= length
            if segments[0][0] == 0:
                del segments[0]
    return 0 if not a else -1 if a[0][1:] < b[0][1:] else 1


def shared(items, codes):
    """The weights of some of the items, shared out so that they sum to 1."""
    weights = {code: number(items[code]["weight"]) for code in codes}
    return {code: weight / sum(weights.values()) for code, weight in weights.items()}


def weighted(weights, values):
    """Σ weight·value over what has a value, and its parts as a step writes them."""
    parts = [[name, weights[name], value] for name, value in values.items()]
    return sum((weight * value for _, weight, value in parts), ZERO), parts


class Recomputation:
    """The steps in their order (§4, §6): `trace` and `result` are the texts of the two files."""

    def __init__(self, card, files, audience="sealed"):
        self.card, self.audience, self.lines, self.hash = card, audience, [], "0" * 64
        self.data = Data(card, files, audience)
        self.top = "/composite" if "composite" in card else ""
        vote = {"code": "vote", "label": "", "weight": "1/1", "source": "vote", "scale": "as_is"}
        alone = {"group": "area", "components": [vote], "missing": "refuse", "adjustments": [], "vetoes": []}
        own = {member: card.get(member, []) for member in ("rounding", "ranks", "ties", "awards")}
        self.rules = card.get("composite", dict(alone, caps={}, **own))
        self.groups = [(str(a["number"]), a["label"], self.of_area(a["number"])) for a in card["areas"]]
        if self.rules["group"] == "all":
            self.groups = [("all", "", list(self.data.villages))]
        self.voted = any(part["source"] == "vote" for part in self.rules["components"])
        self.values, self.why, self.scores, self.means, self.profiles = {}, {}, {}, {}, {}
        self.withheld = set()
        hashes = {name: sha256(files[name]) for name in files}
        digest = sha256(CANONICAL(card).encode())
        self.step("open", "", [], audience=audience, card=card, card_sha256=digest, files=hashes)
        for i, part in enumerate(self.rules["components"]):
            source, code, here = (
                part["source"],
                part["code"],
                f"/composite/components/{i}" if self.top else "",
            )
            if source == "vote":
                values = self.vote(code)
            elif "panel" in source:
                values = self.panel(code, source["panel"], here + "/source/panel")
            else:
                values = self.record(code, source["record"]["indicators"], here + "/source/record/indicators")
            self.values[code] = self.scale(part["scale"], values, here + "/scale", component=code)
        self.final = {village: self.composite(village) for village in self.data.villages}
        self.found = [self.group(*group) for group in self.groups if group[2]]
        result = {"format": 1, "audience": audience, "rule_card_sha256": digest, "groups": self.found}
        self.trace = "".join(self.lines)
        self.result = CANONICAL(dict(result, trace_sha256=self.hash)) + "\n"

    def of_area(self, area):
        return [village for village, its in self.data.villages.items() if its == area]

    def step(self, op, clause, used, village=(), **members):
        """§6: writes a step and returns its number. `used` are the steps it is from; `in_` is "in"."""
        step = {name.rstrip("_"): value for name, value in members.items()}
        step.update(zip(("town", "village"), village), op=op, clause=clause, n=len(self.lines))
        step["from"] = sorted({n for n in used if n is not None})
        self.hash = sha256((self.hash + CANONICAL(step)).encode())
        self.lines.append(CANONICAL(dict(step, hash=self.hash)) + "\n")
        return step["n"]

    def no_value(self, code, village, clause, why, **members):
        self.why[code, village] = why
        self.step("no_value", clause, [], village, component=code, why=why, **members)

    def panel(self, code, panel, here):
        """§4.1: totals, trim, mean."""
        whole, values, totals = panel["on"] == "judge_total", {}, {}
        weights = weights_of(panel["criteria"])
        for village in self.data.villages:
            totals[village], counted = {}, {criterion: [] for criterion in (["total"] if whole else weights)}
            for judge, town in self.data.judges[code].items():
                cells = self.data.sheets.get((code, judge, village), {})
                states = [cells.get(criterion, ("absent", None))[0] for criterion in weights]
                own = panel["recusal"] == "own_town" and town == village[0]
                who = {"village": village, "component": code, "judge": judge}
                if whole and (own or set(states) != {"scored"}):
                    why = "absent" if set(states) == {"absent"} else "incomplete"
                    why = "recused" if own or "recused" in states else "voided" if "voided" in states else why
                    clause = here + ("/recusal" if why == "recused" else "/on")
                    self.step("left_out", clause, [], why=why, **who)
                    continue
                scores = {c: cells[c][1] for c in weights if c in cells and cells[c][0] == "scored"}
                for criterion, score in scores.items():
                    self.scores.setdefault((code, criterion, village), []).append(score)
                    if not whole:
                        counted[criterion].append((score, None))
                if whole:
                    total, parts = weighted(weights, scores)
                    n = self.step("total", here + "/criteria", [], in_=parts, out=total, **who)
                    counted["total"].append((total, n))
                    totals[village][judge] = (total, n)
            means, missing = {}, []
            for criterion, given in counted.items():
                given.sort(key=lambda value: value[0])
                sorted_values, of = [value for value, _ in given], {} if whole else {"criterion": criterion}
                rule, first, past = kept(panel, sorted_values)
                if rule is None:
                    missing.append((here + past, dict(of, have=len(given), need=first)))
                    continue
                mean, used = sum(sorted_values[first:past]) / (past - first), [n for _, n in given]
                of.update(component=code, in_=sorted_values, rule=rule, kept=[first, past], out=mean)
                means[criterion] = (mean, self.step("trimmed_mean", here + "/trim", used, village, **of))
            if missing:
                self.no_value(code, village, missing[0][0], "too_few_judges", **missing[0][1])
            elif whole:
                values[village] = means["total"]
            else:
                values[village] = self.sum(code, village, weights, means, here + "/criteria")
        return self.corrected(code, here, values, totals) if panel["severity"] == "least_squares" else values

    def sum(self, code, village, weights, values, clause):
        total, parts = weighted(weights, {name: value for name, (value, _) in values.items()})
        used = [n for _, n in values.values()]
        return total, self.step("sum", clause, used, village, component=code, in_=parts, out=total)

    def corrected(self, code, here, values, totals):
        """§4.2: severity."""
        design = {village: {judge: y for judge, (y, _) in totals[village].items()} for village in values}
        some = {judge for given in design.values() for judge in given}
        judges = [judge for judge in self.data.judges[code] if judge in some]
        complete = all(len(given) == len(judges) for given in design.values())
        found = {} if complete else severity(design, judges)
        if found is None:
            raise Unusable(f"sheets.csv: {code}: 评委与村不连通 judges and villages are not connected")
        used = [n for village in values for _, n in totals[village].values()]
        how = {"design": "complete" if complete else "connected", "judges": list(found.items())}
        n = self.step("severity", here + "/severity", used, component=code, **how)
        for village in [] if complete else list(values):
            mean, of = values[village]
            left = [y - found[judge] for judge, y in design[village].items()]
            more = {"component": code, "in_": mean, "out": sum(left) / len(left)}
            values[village] = more["out"], self.step(
                "corrected", here + "/severity", [of, n], village, **more
            )
        return values

    def record(self, code, indicators, here):
        """§4.3: records."""
        points, values, weights, given = {}, {}, weights_of(indicators), self.data.records
        for i, indicator in enumerate(indicators):
            name = indicator["code"]
            rows = {v: (given[code, name, v], None) for v in self.data.villages if (code, name, v) in given}
            names = {"component": code, "indicator": name}
            points[name] = self.scale(indicator["scale"], rows, f"{here}/{i}/scale", **names)
        for village in self.data.villages:
            missing = [name for name in points if village not in points[name]]
            if missing:
                self.no_value(code, village, here, "missing_indicator", indicator=missing[0])
            else:
                of = {name: points[name][village] for name in points}
                values[village] = self.sum(code, village, weights, of, here)
        return values

    def scale(self, scale, values, clause, **names):
        """§4.5: the points of values, among those of their group."""
        if scale == "as_is":
            return values
        points, ((rule, how),) = {}, scale.items()
        groups = [[village for village in villages if village in values] for _, _, villages in self.groups]
        among = {v: [values[other][0] for other in group] for group in groups for v in group}
        for village in [village for village in self.data.villages if village in values]:
            x, used = values[village]
            out, more = scaled(rule, how, x, among[village])
            n = self.step("scale", clause, [used], village, rule=rule, in_=x, out=out, **more, **names)
            points[village] = (out, n)
        return points

    def vote(self, component):
        """§4.4: the vote."""
        values, majority = {}, self.card["method"] == "majority_judgment"
        for area in self.data.areas.values():
            found, hidden = self.data.openings.get(area), False
            if found:
                n = self.opening(area, found)
                known = found["scores"] and not (majority and found["shown"] != found["opened"])
                hidden = self.audience == "published" and found["decided"] and not known
                self.withheld |= set(self.of_area(area)) if hidden else set()
            for village in self.of_area(area):
                if found and found["decided"] and not hidden:
                    value = self.score(component, village, area, found["opened"], n)
                    values.update({village: value} if value else {})
                else:
                    why = "withheld" if hidden else "round_not_decided" if found else "no_turnout"
                    self.no_value(component, village, "/thresholds", why)
        return values

    def opening(self, area, found):
        """§7 and the remarks on quotas and places."""
        over, uneven, turnout = [], [], self.data.turnout[area]
        for code in found["opened"]:
            given, ballots = self.data.sums.get((area, code), {}).values(), turnout[code]["returned"]
            sums = {mark: sum(counts[mark] for counts in given) for mark in self.data.marks}
            for quota in self.card.get("quotas", []):
                over += [[code, quota["grade"]]] if sums[quota["grade"]] > quota["most"] * ballots else []
            order = "order" in self.card.get("choice", "")
            uneven += [[code, place] for place in sums if order and sums[place] > ballots]
        states = [[code, turnout[code]["returned"], state] for code, state in found["states"].items()]
        more = {"classes": states, "decided": found["decided"], "scores_published": found["scores"]}
        return self.step(
            "opening", "/thresholds", [], area=area, over_quota=over, uneven_places=uneven, **more
        )

    def score(self, component, village, area, opened, opening):
        """The class steps and the score of a village, if it has one."""
        majority, marks = self.card["method"] == "majority_judgment", self.data.marks
        graded, used, means = self.card["method"] not in ("approval", "borda"), [], {}
        as_grade, empty = self.card["blank"]["counts_as"], self.card["empty_class"]
        for code in opened:
            counts, step = self.data.sums.get((area, code), {}).get(village), {"class": code}
            if counts is None:
                step["given"], means[code] = True, self.data.means[area, code][village]
            else:
                counts = {mark: counts[mark] for mark in marks}
                ballots = self.data.turnout[area][code]["returned"]
                blank = ballots - sum(counts.values()) if graded else 0
                if graded and isinstance(as_grade, dict):
                    counts[as_grade["grade"]] += blank
                of = sum(counts.values()) if graded else ballots
                step.update(blank=blank, of=of)
                step["in"] = [[m, n] if majority else [m, marks[m], n] for m, n in counts.items()]
                mean = sum(marks[mark] * n for mark, n in counts.items()) / of if of else None
                means[code] = [Fraction(n, of) for n in counts.values()] if majority and of else mean
            if not majority:
                step["out"] = self.means[code, village] = means[code]
            op = "class_marks" if majority else "class_mean"
            used.append(self.step(op, "/method", [opening], village, **step))
        lacking = [code for code in opened if means[code] is None]
        if lacking and (empty == "refuse" or empty == "renormalise" and lacking == opened):
            return self.no_value(component, village, "/empty_class", "empty_class", class_=lacking[0])
        means = {code: mean or ZERO for code, mean in means.items() if empty == "zero" or mean is not None}
        weights = shared(self.data.classes, means)
        if not majority:
            score, parts = weighted(weights, means)
            return score, self.step("score", "/classes", used, village, in_=parts, out=score)
        shares = [[weights[code] * share for share in means[code]] for code in means]
        profile = profile_of([sum(share) for share in zip(*shares)])
        score, parts = list(marks.values())[profile[0][1]], list(weights.items())
        n = self.step("majority", "/method", used, village, in_=parts, profile=profile, out=score)
        self.profiles[village] = {"key": profile, "n": n}
        return score, n

    def composite(self, village):
        """§4.5, §4.6: the score of a village with what the vetoes say, or why it has none."""
        rules, values = self.rules, {code: given.get(village) for code, given in self.values.items()}
        lacking = [code for code in values if not values[code]]
        present = [code for code in values if values[code] or rules["missing"] == "zero"]
        if village in self.withheld:
            return None
        if not present or lacking and rules["missing"] == "refuse":
            clause = "/composite/missing" if self.top else "/method"
            self.step("no_value", clause, [], village, why="missing_component", of=lacking[0])
            return {"why": self.why[lacking[0], village]}
        points = {code: values[code][0] if values[code] else ZERO for code in present}
        score, parts = weighted(shared(coded(rules["components"]), present), points)
        used = [values[code][1] for code in present if values[code]]
        clause = "/composite/components" if self.top else "/method"
        n = self.step("composite", clause, used, village, in_=parts, out=score)
        score, n = self.adjust(village, score, n)
        final = {"last": False, "award": True}
        for i, veto in enumerate(rules["vetoes"]):
            if (village, veto["code"]) in self.data.vetoes:
                before, effect = score, veto["effect"]
                if effect == "unranked":
                    final.setdefault("why", veto["code"])
                elif effect in ("last", "no_award"):
                    final.update({"last": True} if effect == "last" else {"award": False})
                else:
                    score = min(score, number(effect["cap"]))
                more = {"veto": veto["code"], "effect": effect, "in_": before, "out": score}
                n = self.step("veto", f"/composite/vetoes/{i}", [n], village, **more)
        if "why" not in final:
            decimals, mode = rules["rounding"]["decimals"], rules["rounding"]["mode"]
            text = rounded(score, decimals, mode)
            n = self.step("round", self.top + "/rounding", [n], village, in_=score, out=text)
            key = score if rules["rounding"]["ranks_on"] == "exact" else Fraction(text)
            final.update(score=text, exact=score, key=key, n=n)
            final.update(self.profiles.get(village, {}))
        return final

    def adjust(self, village, score, n):
        """§4.6: bonuses and penalties, then the limits of the score."""
        caps, sums, parts = self.rules["caps"], {"bonus": ZERO, "penalty": ZERO}, []
        for item in self.rules["adjustments"]:
            for points in sorted(self.data.adjustments.get((village, item["code"]), [])):
                parts.append([item["code"], item["kind"], points])
                sums[item["kind"]] += points
        if parts:
            sums = {kind: min(total, number(caps.get(kind, ratio(total)))) for kind, total in sums.items()}
            score += sums["bonus"] - sums["penalty"]
            n = self.step("adjust", "/composite/adjustments", [n], village, in_=parts, out=score, **sums)
        limited = max(score, number(caps["least"])) if "least" in caps else score
        limited = min(limited, number(caps["most"])) if "most" in caps else limited
        if limited != score:
            n = self.step("limit", "/composite/caps", [n], village, in_=score, out=limited)
        return limited, n

    def group(self, name, label, villages):
        """§4.7 to §5: ranks, ties, places, awards and what the result says of a group."""
        found = {"group": name, "label": label, "withheld": bool(self.withheld & set(villages))}
        found.update(ranked=[], unranked=[])
        if found["withheld"]:
            return found
        final = {village: self.final[village] for village in villages}
        ranked = [village for village in villages if "why" not in final[village]]
        keys, sets = {village: (final[village]["last"], final[village]["key"]) for village in ranked}, []
        for village in sorted(ranked, key=cmp_to_key(lambda one, other: compared(keys[one], keys[other]))):
            if sets and compared(keys[sets[-1][0]], keys[village]) == 0:
                sets[-1].append(village)
            else:
                sets.append([village])
        clause, used = self.top + "/ranks", [final[village]["n"] for village in ranked]
        given = [[*village, final[village]["key"], final[village]["last"]] for village in ranked]
        rank = self.step("rank", clause, used, group=name, in_=given, out=sets)
        steps, lacking, places, awarded, before = {village: [rank] for village in ranked}, set(), {}, {}, 0
        chain = self.rules["ties"]
        for i, rule in enumerate(chain[: chain.index("keep_tied")]):
            sets = [part for tied in sets for part in self.tie(name, i, rule, tied, steps, lacking)]
        for i, tied in enumerate(sets):
            past = before + len(tied)
            place = {"dense": i + 1, "modified": past, "fractional": Fraction(before + 1 + past, 2)}
            text = rounded(Fraction(place.get(self.rules["ranks"], before + 1)), 1, "down").replace(".0", "")
            for village in tied:
                n = self.step("place", clause, steps[village], village, group=name, place=text)
                places[village] = (text, n)
            before = past
        for i, award in enumerate(self.rules["awards"]):
            quota, out = math.floor(number(award["share"]) * len(ranked)), []
            for tied in sets:
                free = [v for v in tied if final[v]["award"] and v not in awarded]
                room = quota - len(out)
                out += free if len(free) <= room or room and award["tie"] == "include" else []
                if len(free) >= room:
                    break
            awarded.update({village: award["label"] for village in out})
            more = {"award": award["label"], "quota": quota, "of": len(ranked), "out": out}
            self.step("award", f"{self.top}/awards/{i}", [places[v][1] for v in out], group=name, **more)
        for tied in sets:
            for v in tied:
                one = {"place": places[v][0], "town": v[0], "village": v[1], "score": final[v]["score"]}
                one.update(score_exact=final[v]["exact"], award=awarded.get(v))
                found["ranked"].append(dict(one, lot_needed=len(tied) > 1 and v in lacking))
        for v in [village for village in villages if "why" in final[village]]:
            found["unranked"].append({"town": v[0], "village": v[1], "why": final[v]["why"]})
        return found

    def tie(self, group, i, rule, tied, steps, lacking):
        """§4.8: a rule applied to a set; the sets it leaves, best first."""
        lot, data = isinstance(rule, str), self.data
        kind = rule if lot else next(iter(rule))
        if len(tied) < 2:
            return [tied]
        if kind in ("class", "marks"):
            openings = [data.openings.get(data.villages[v], {"scores": False}) for v in tied]
            published = self.voted and all(found["scores"] for found in openings)
            if not published or kind == "marks" and any(o["shown"] != o["opened"] for o in openings):
                return [tied]
        if kind == "lot_by_hand":
            values = {v: data.lots.get(v) for v in tied}
        elif kind == "lot_by_seed":
            values = {v: data.seed and sha256("\n".join((data.seed, *v)).encode()) for v in tied}
        elif kind == "component":
            values = {v: self.values[rule["component"]].get(v, [None])[0] for v in tied}
        elif kind == "criterion":
            of = rule["criterion"]
            scores = {v: self.scores.get((of["component"], of["criterion"], v)) for v in tied}
            values = {v: sum(given) / len(given) if given else None for v, given in scores.items()}
        elif kind == "class":
            values = {v: self.means.get((rule["class"], v)) for v in tied}
        else:
            values = {v: self.share(v, rule["marks"]) for v in tied}
        known = {value for value in values.values() if value is not None}
        needed = lot and len(known) < len(tied)
        out = [[v for v in tied if values[v] == value] for value in sorted(known, reverse=not lot)]
        out += [[v for v in tied if values[v] is None]]
        out = [tied] if needed else [part for part in out if part]
        more = {"rule": rule, "in_": [[*v, x] for v, x in values.items()], "out": out, "lot_needed": needed}
        n = self.step("tie_break", f"{self.top}/ties/{i}", steps[tied[0]][:1], group=group, **more)
        for village in tied:
            steps[village].append(n)
        lacking.update(tied if needed else [])
        return out

    def share(self, village, mark):
        """§4.8: the weighted share of ballots with a mark."""
        area, weights = self.data.villages[village], weights_of(self.data.classes.values())
        opened, turnout = self.data.openings[area]["opened"], self.data.turnout[area]
        counts = {code: self.data.sums[area, code][village][mark] for code in opened}
        return sum(weights[code] * Fraction(counts[code], turnout[code]["returned"]) for code in opened)


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


def flat(value, path=""):
    """Path of each innermost member and its value."""
    if not value or not isinstance(value, (dict, list)):
        return {path: value}
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return {inner: x for name, item in items for inner, x in flat(item, f"{path}/{name}").items()}


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
