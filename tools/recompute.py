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
All arithmetic is of whole numbers and exact fractions.
"""

import argparse
import hashlib
import json
import math
import os
import re
import sys
from fractions import Fraction
from functools import cmp_to_key, lru_cache

CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
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
CELLS = {"scored": ["score"], "recused": ["reason"], "absent": [], "blank": [], "voided": ["reason", "by"]}


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
    ((kind, limits),) = choice.items()
    if kind == "points":
        return {str(n): Fraction(n) for n in range(limits["most"], limits["least"] - 1, -1)}
    places = limits.get("places")
    return (
        {str(n): Fraction(places + 1 - n) for n in range(1, places + 1)}
        if places
        else {"approve": Fraction(100)}
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
        self.card, self.files, self.faults = card, files, []
        composite = card.get("composite", {"components": [], "adjustments": [], "vetoes": []})
        by_code = lambda items: {item["code"]: item for item in items}
        sources = [(c["code"], c["source"]) for c in composite["components"] if c["source"] != "vote"]
        self.panels = {code: source["panel"] for code, source in sources if "panel" in source}
        records = {code: by_code(s["record"]["indicators"]) for code, s in sources if "record" in s}
        criteria = {code: by_code(panel["criteria"]) for code, panel in self.panels.items()}
        self.areas = {str(area["number"]): area["number"] for area in card["areas"]}
        self.judges, self.classes, self.marks = (
            {code: {} for code in criteria},
            by_code(card["classes"]),
            marks_of(card),
        )
        items = by_code(composite["adjustments"])
        self.names = {  # what a column may say, given the columns before it
            "area": lambda row: self.areas,
            "class": lambda row: self.classes,
            "mark": lambda row: self.marks,
            "panel": lambda row: criteria,
            "judge": lambda row: self.judges[row["panel"]],
            "criterion": lambda row: criteria[row["panel"]],
            "component": lambda row: records,
            "indicator": lambda row: records[row["component"]],
            "item": lambda row: items,
            "veto": lambda row: by_code(composite["vetoes"]),
            "cell": lambda row: CELLS,
        }
        self.villages = {}
        self.villages = {row["at"]: self.areas[row["area"]] for row in self.rows("villages.csv", "village")}
        if not self.villages:
            self.faults.append("villages.csv: 没有村 no villages")
        for row in self.rows("judges.csv", "judge"):
            self.judges[row["panel"]][row["judge"]] = row["town"]
        self.sheets, self.records, self.adjustments = {}, {}, {}
        for row in self.rows("sheets.csv"):
            score = self.cell(row, criteria[row["panel"]][row["criterion"]])
            self.sheets.setdefault((row["panel"], row["judge"], row["at"]), {})[row["criterion"]] = (
                row["cell"],
                score,
            )
        for row in self.rows("records.csv"):
            value = self.number(row, "value", DECIMAL, records[row["component"]][row["indicator"]])
            self.records[row["component"], row["indicator"], row["at"]] = value
        for row in self.rows("adjustments.csv", "", "reason", "document"):
            points = self.number(row, "points", DECIMAL, items[row["item"]])
            self.adjustments.setdefault((row["at"], row["item"]), []).append(points)
        self.vetoes = {(row["at"], row["veto"]) for row in self.rows("vetoes.csv", "", "reason", "document")}
        self.lots = {
            row["at"]: self.number(row, "lot", COUNT, {"least": "1"}) for row in self.rows("lots.csv")
        }
        self.seed = None
        if "lot-seed.txt" in files:
            found = re.fullmatch("([^\r\n\0]+)(\r?\n)?", self.text("lot-seed.txt"))
            self.seed = found and found[1]
            if not found:
                self.faults.append("lot-seed.txt: 应为一行文字 must be one line of text")
        self.vote(audience)
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

    def rows(self, name, defines="", *filled):
        """The rows of a table in which every name is known; others are faults. `line` 1 is the header."""
        columns, header, seen, row, at, line = TABLES[name].replace("|", "").split(), None, set(), [], 0, 0
        named_by, text = TABLES[name].partition("|")[0].split(), self.text(name)
        while at < len(text) or row:
            found = FIELD.match(text, at)
            if not found or "\0" in found[0]:
                self.fault(
                    {"file": name, "line": line + 1}, "引号、回车或字符不合规 bad quotes or characters"
                )
                return
            row.append(found[2] if found[1] is None else found[1].replace('""', '"'))
            at = found.end()
            if found[3] == ",":
                continue
            line += 1
            cells, row, here = row, [], {"file": name, "line": line}
            if cells == [""]:
                continue
            if header is None:
                header = cells
                if sorted(header) != sorted(columns):
                    self.fault(here, f"表头应为 the header must be {','.join(columns)}")
                    return
                continue
            if len(cells) != len(columns) or max(len(cell.encode()) for cell in cells) > 4000:
                self.fault(here, "列数不对或内容过长 wrong number of columns or too long")
                continue
            here.update(zip(header, cells))
            key, here["at"] = tuple(here[c] for c in named_by), (here.get("town"), here.get("village"))
            unknown = [
                c for c in columns if c != defines and c in self.names and here[c] not in self.names[c](here)
            ][:1]
            if "village" in columns and defines != "village" and here["at"] not in self.villages:
                unknown.append("village")
            for column in unknown:
                self.fault(here, f"未知的 unknown {column}: {here[column]}")
            for column in [c for c in (*named_by, *filled) if not here[c]]:
                self.fault(here, f"缺少 missing {column}")
            if key in seen:
                self.fault(here, "与前面的行重复 repeats an earlier row")
            elif not unknown:
                yield here
            seen.add(key)
        if name in self.files and header is None:
            self.faults.append(f"{name}: 没有表头 no header")

    def number(self, row, column, pattern, rule=None):
        """The number in a column, within the limits and on the step of its rule."""
        try:
            value = number(row[column], pattern)
        except ValueError:
            self.fault(row, f"{column} 不是数 not a number: {row[column]}")
            return Fraction(0)
        if rule:
            least, most = number(rule["least"]), number(rule.get("most", row[column]))
            step = rule.get("step", "1")
            finer = len(row[column].partition(".")[2]) > len(step.partition(".")[2])
            if finer or not least <= value <= most or (value - least) % number(step) != 0:
                self.fault(row, f"{column} 不合分档或超出范围 off its step or limits: {row[column]}")
        return value

    def cell(self, row, criterion):
        """A score, if the cell has one."""
        must = CELLS[row["cell"]]
        may = ["reason", "by"] if row["cell"] != "scored" else ["score"]
        for column in ("score", "reason", "by"):
            if column in must and not row[column] or column not in may and row[column]:
                self.fault(row, f"{column} 应填未填或不应填 must be filled, or must be empty")
        if row["cell"] != "scored":
            return None
        own = self.judges[row["panel"]][row["judge"]] == row["town"]
        if own and self.panels[row["panel"]]["recusal"] == "own_town":
            self.fault(row, "评委给本镇的村打了分 a judge scored a village of the own town")
        return self.number(row, "score", DECIMAL, criterion)

    def vote(self, audience):
        """Turnout, and exactly the sums and means that the audience may know (§4.4)."""
        self.turnout, self.openings, self.sums, self.means = {}, {}, {}, {}
        for row in self.rows("turnout.csv"):
            n = {c: int(self.number(row, c, COUNT)) for c in ("entitled", "present", "issued", "returned")}
            if max(n.values()) > n["entitled"] or n["returned"] > n["issued"]:
                self.fault(row, "人数或票数不可能 impossible counts")
            self.turnout.setdefault(self.areas[row["area"]], {})[row["class"]] = n
        for row in self.rows("sums.csv"):
            box = self.sums.setdefault((self.areas[row["area"]], row["class"]), {})
            box.setdefault(row["at"], {})[row["mark"]] = int(self.number(row, "count", COUNT))
        for row in self.rows("means.csv"):
            box = self.means.setdefault((self.areas[row["area"]], row["class"]), {})
            box[row["at"]] = self.number(row, "mean", RATIO) if row["mean"] else None
        for area in self.areas.values():
            turnout = {code: self.turnout.get(area, {}).get(code) for code in self.classes}
            if None in turnout.values() and area in self.turnout:
                self.faults.append(f"turnout.csv: 片区 area {area} 缺少票类 lacks a class")
            elif area in self.turnout:
                self.openings[area] = opening(self.card, turnout)
            found = self.openings.get(area, {"opened": [], "shown": [], "scores": False})
            here = {village for village, its in self.villages.items() if its == area}
            for code in self.classes:
                summed = code in found["opened" if audience == "sealed" else "shown"]
                meant = audience == "published" and found["scores"] and code in found["opened"] and not summed
                meant = meant and self.card["method"] != "majority_judgment"
                sums, means = self.sums.get((area, code), {}), self.means.get((area, code), {})
                if set(sums) != (here if summed else set()) or any(
                    len(m) < len(self.marks) for m in sums.values()
                ):
                    self.faults.append(
                        f"sums.csv: 片区 area {area} {code}: 多余或缺少 rows that may not be or lack"
                    )
                elif any(sum(m.values()) > turnout[code]["returned"] for m in sums.values()):
                    self.faults.append(f"sums.csv: 片区 area {area} {code}: 多于票数 more marks than ballots")
                if set(means) != (here if meant else set()):
                    self.faults.append(
                        f"means.csv: 片区 area {area} {code}: 多余或缺少 rows that may not be or lack"
                    )


# §4 Order of operations


def kept(panel, values):
    """§4.1: rule, first and past last of the sorted values kept; or None, judges needed and where it says so."""
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
        lower = n == 2 or values[1] - values[0] < values[2] - values[1]
        return ("closest_pair", 0, 2) if lower else ("closest_pair", 1, 3)
    return "plain_mean", 0, n


def severity(totals, judges):
    """§4.2: how lenient each judge is, by least squares with sum 0; None if the design is not connected.

    With a(v) = mean of y(j,v) - b(j), each judge gives the equation: the sum of what is left over is 0.
    """
    rows = []
    for judge in judges:
        row = dict.fromkeys(judges, Fraction(0))
        right = Fraction(0)
        for given in (given for given in totals.values() if judge in given):
            row[judge] += 1
            right += given[judge] - Fraction(sum(given.values()), len(given))
            for other in given:
                row[other] -= Fraction(1, len(given))
        rows.append([row[other] for other in judges] + [right])
    rows[-1] = [Fraction(1)] * len(judges) + [Fraction(0)]
    for at in range(len(rows)):  # Gaussian elimination
        pivot = next((i for i in range(at, len(rows)) if rows[i][at]), None)
        if pivot is None:
            return None
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [x / rows[at][at] for x in rows[at]]
        for i in range(len(rows)):
            if i != at and rows[i][at]:
                rows[i] = [x - rows[i][at] * y for x, y in zip(rows[i], rows[at])]
    return {judge: row[-1] for judge, row in zip(judges, rows)}


def profile_of(shares):
    """§4.4: segments [length, lower, upper] outwards from the middle; `shares` from the best mark."""
    half, below = Fraction(1, 2), Fraction(0)
    lower, upper = [], []
    for mark in range(len(shares) - 1, -1, -1):
        past = below + shares[mark]
        if shares[mark] and below < half:
            lower.insert(0, [half - below, mark])  # this mark until so far out
        if shares[mark] and past > half:
            upper.append([past - half, mark])
        below = past
    segments, at = [], Fraction(0)
    while lower:
        until = min(lower[0][0], upper[0][0])
        segments.append([until - at, lower[0][1], upper[0][1]])
        at = until
        lower, upper = ([side for side in sides if side[0] > at] for sides in (lower, upper))
    return segments


def better(one, other):
    """§4.7: whether a key (last, score or profile) ranks before another: negative, 0 or positive."""
    if one[0] != other[0]:
        return one[0] - other[0]
    if isinstance(one[1], Fraction):
        return (one[1] < other[1]) - (one[1] > other[1])
    sides = [[list(segment) for segment in key[1]] for key in (one, other)]
    while sides[0]:
        a, b = sides[0][0], sides[1][0]
        if a[1:] != b[1:]:
            return -1 if a[1:] < b[1:] else 1
        until = min(a[0], b[0])
        for side in sides:
            side[0][0] -= until
            if not side[0][0]:
                side.pop(0)
    return 0


class Recomputation:
    """§4 and §6: the steps, in order; `lines` are those of trace.jsonl, `result` is result.json."""

    def __init__(self, card, files, audience="sealed"):
        self.card, self.audience, self.lines, self.hash = card, audience, [], "0" * 64
        self.data = Data(card, files, audience)
        self.top = "/composite" if "composite" in card else ""
        vote = {"code": "vote", "weight": "1/1", "source": "vote", "scale": "as_is"}
        rest = {member: card.get(member, []) for member in ("rounding", "ranks", "ties", "awards")}
        default = {
            "group": "area",
            "components": [vote],
            "missing": "refuse",
            "caps": {},
            "vetoes": [],
            **rest,
        }
        self.rules = card.get("composite", dict(default, adjustments=[]))
        self.groups = [(str(a["number"]), a["label"], self.of_area(a["number"])) for a in card["areas"]]
        self.groups = [group for group in self.groups if group[2]]
        if self.rules["group"] == "all":
            self.groups = [("all", "", list(self.data.villages))]
        self.values, self.why, self.scores, self.classes, self.withheld = {}, {}, {}, {}, set()
        self.weights = {code: number(c["weight"]) for code, c in self.data.classes.items()}
        digest = hashlib.sha256(CANONICAL(card).encode()).hexdigest()
        names = [name for name in (*TABLES, "lot-seed.txt") if name in files]
        hashes = {name: hashlib.sha256(files[name]).hexdigest() for name in names}
        self.step("open", "", [], audience=audience, card=card, card_sha256=digest, files=hashes)
        for i, component in enumerate(self.rules["components"]):
            self.component(component, f"{self.top}/components/{i}" if self.top else "")
        self.final = {village: self.village(village) for village in self.data.villages}
        self.found = [self.group(*group) for group in self.groups]
        result = {"format": 1, "audience": audience, "rule_card_sha256": digest, "groups": self.found}
        self.trace = "".join(self.lines)
        self.result = CANONICAL(dict(result, trace_sha256=self.hash)) + "\n"

    def of_area(self, area):
        return [village for village, its in self.data.villages.items() if its == area]

    def step(self, op, clause, used, village=(), **members):
        """Writes a step and returns its number. `used` are the steps it is from; `in_` stands for `in`."""
        members = {name.rstrip("_"): value for name, value in members.items()}
        members.update(zip(("town", "village"), village), op=op, clause=clause, n=len(self.lines))
        members["from"] = sorted({n for n in used if n is not None})
        self.hash = hashlib.sha256((self.hash + CANONICAL(members)).encode()).hexdigest()
        self.lines.append(CANONICAL(dict(members, hash=self.hash)) + "\n")
        return members["n"]

    def no_value(self, code, village, clause, why, **members):
        self.why[code, village] = why
        self.step("no_value", clause, [], village, component=code, why=why, **members)

    def component(self, component, here):
        """The values of a component, scaled: (points, step) of each village that has some."""
        source, code = component["source"], component["code"]
        if source == "vote":
            values = self.vote(code)
        elif "panel" in source:
            values = self.panel(code, source["panel"], here + "/source/panel")
        else:
            values = self.record(code, source["record"]["indicators"], here + "/source/record/indicators")
        self.values[code] = self.scale(component["scale"], values, here + "/scale", component=code)

    def panel(self, code, panel, here):
        """§4.1: totals, trim, mean."""
        whole, values, totals = panel["on"] == "judge_total", {}, {}
        weights = {criterion["code"]: number(criterion["weight"]) for criterion in panel["criteria"]}
        for village in self.data.villages:
            counted = {criterion: [] for criterion in (["total"] if whole else weights)}
            totals[village], means, missing = {}, [], None
            for judge, town in self.data.judges[code].items():
                cells = self.data.sheets.get((code, judge, village), {})
                states = [cells.get(criterion, ("absent", None))[0] for criterion in weights]
                if (
                    whole
                    and set(states) != {"scored"}
                    or panel["recusal"] == "own_town"
                    and town == village[0]
                ):
                    own = panel["recusal"] == "own_town" and town == village[0]
                    why = (
                        "voided"
                        if "voided" in states
                        else "absent" if set(states) == {"absent"} else "incomplete"
                    )
                    why = "recused" if own or "recused" in states else why
                    if whole:
                        clause = here + ("/recusal" if why == "recused" else "/on")
                        self.step("left_out", clause, [], village, component=code, judge=judge, why=why)
                    continue
                scored = {c: cells[c][1] for c in weights if c in cells and cells[c][0] == "scored"}
                for criterion, score in scored.items():
                    self.scores.setdefault((code, criterion, village), []).append(score)
                    if not whole:
                        counted[criterion].append((score, None))
                if whole:
                    total, parts = self.weighted(weights, scored)
                    names = {"component": code, "judge": judge}
                    n = self.step(
                        "total", here + "/criteria", [], village, in_=parts, out=ratio(total), **names
                    )
                    counted["total"].append((total, n))
                    totals[village][judge] = (total, n)
            for criterion, given in counted.items():
                of = {"component": code} if whole else {"component": code, "criterion": criterion}
                given.sort(key=lambda pair: pair[0])
                rule, first, past = kept(panel, [value for value, _ in given])
                if rule is None:
                    missing = missing or (here + past, dict(of, have=len(given), need=first))
                    continue
                mean = sum(value for value, _ in given[first:past]) / (past - first)
                of.update(
                    in_=[ratio(value) for value, _ in given], rule=rule, kept=[first, past], out=ratio(mean)
                )
                n = self.step("trimmed_mean", here + "/trim", [n for _, n in given], village, **of)
                means.append((criterion, mean, n))
            if missing:
                del missing[1]["component"]
                self.no_value(code, village, missing[0], "too_few_judges", **missing[1])
            elif whole:
                values[village] = means[0][1:]
            else:
                total, parts = self.weighted(weights, {c: mean for c, mean, _ in means})
                of = {"component": code, "in_": parts, "out": ratio(total)}
                values[village] = (
                    total,
                    self.step("sum", here + "/criteria", [n for *_, n in means], village, **of),
                )
        return self.corrected(code, here, values, totals) if panel["severity"] == "least_squares" else values

    def weighted(self, weights, values):
        """The sum of weight × value over what has a value, and its parts as written in a step."""
        parts = [[name, ratio(weights[name]), ratio(value)] for name, value in values.items()]
        return sum((weights[name] * value for name, value in values.items()), Fraction(0)), parts

    def corrected(self, code, here, values, totals):
        """§4.2."""
        design = {village: {j: y for j, (y, _) in totals[village].items()} for village in values}
        judges = [
            judge for judge in self.data.judges[code] if any(judge in given for given in design.values())
        ]
        complete = all(len(given) == len(judges) for given in design.values())
        found = {} if complete else severity(design, judges)
        if found is None:
            raise Unusable(
                f"sheets.csv: {code}: 评委与村不连通，无法校正 the judges and villages are not connected"
            )
        n = self.step(
            "severity",
            here + "/severity",
            [n for village in values for _, n in totals[village].values()],
            component=code,
            design="complete" if complete else "connected",
            judges=[[judge, ratio(b)] for judge, b in found.items()],
        )
        for village in [] if complete else list(values):
            mean, used = values[village]
            left = [y - found[judge] for judge, y in design[village].items()]
            out = sum(left) / len(left)
            of = {"component": code, "in_": ratio(mean), "out": ratio(out)}
            values[village] = (out, self.step("corrected", here + "/severity", [used, n], village, **of))
        return values

    def record(self, code, indicators, here):
        """§4.3."""
        points, values = {}, {}
        for i, indicator in enumerate(indicators):
            name = indicator["code"]
            given = {
                v: (self.data.records[code, name, v], None)
                for v in self.data.villages
                if (code, name, v) in self.data.records
            }
            points[name] = self.scale(
                indicator["scale"], given, f"{here}/{i}/scale", component=code, indicator=name
            )
        weights = {indicator["code"]: number(indicator["weight"]) for indicator in indicators}
        for village in self.data.villages:
            missing = [name for name in weights if village not in points[name]]
            if missing:
                self.no_value(code, village, here, "missing_indicator", indicator=missing[0])
                continue
            total, parts = self.weighted(weights, {name: points[name][village][0] for name in weights})
            used = [points[name][village][1] for name in weights]
            values[village] = (
                total,
                self.step("sum", here, used, village, component=code, in_=parts, out=ratio(total)),
            )
        return values

    def scale(self, scale, values, clause, **names):
        """§2.2, §4.5: points of values, group by group where others matter."""
        if scale == "as_is":
            return values
        ((rule, how),) = scale.items()
        group_of = {village: i for i, (_, _, villages) in enumerate(self.groups) for village in villages}
        groups = [[values[v][0] for v in villages if v in values] for _, _, villages in self.groups]
        points = {}
        for village in [village for village in self.data.villages if village in values]:
            x, used = values[village]
            among, more = groups[group_of[village]], {}
            low, high = min(among), max(among)
            less = how.get("better") == "low"
            if rule == "fixed":
                start, end = number(how["from"]), number(how["to"])
                out = min(max(100 * (x - start) / (end - start), Fraction(0)), Fraction(100))
            elif rule == "target":
                out = max(100 * x / number(how["target"]), Fraction(0))
                out = min(out, Fraction(100)) if how["beyond"] == "cap" else out
            elif rule == "observed":
                out = Fraction(100) if low == high else 100 * (high - x if less else x - low) / (high - low)
                more = {"lowest": ratio(low), "highest": ratio(high)}
            elif rule == "z_score":
                mean, tens = Fraction(sum(among), len(among)), 10 ** how["decimals"]
                square = sum((y - mean) ** 2 for y in among) / len(among) * tens**2
                deviation = Fraction((math.isqrt(math.floor(4 * square)) + 1) // 2, tens)
                away = (mean - x if less else x - mean) / deviation if deviation else Fraction(0)
                out = number(how["center"]) + number(how["spread"]) * away
                more = {"mean": ratio(mean), "deviation": rounded(deviation, how["decimals"], "down")}
            else:
                ahead = sum(y < x if less else y > x for y in among)
                place, n = Fraction(2 * ahead + among.count(x) + 1, 2), len(among)
                out = 100 * (n - place) / (n - 1) if n > 1 else Fraction(100)
                more = {"place": ratio(place), "of": n}
            more.update(names, rule=rule, in_=ratio(x), out=ratio(out))
            points[village] = (out, self.step("scale", clause, [used], village, **more))
        return points

    def vote(self, code):
        """§4.4, §7."""
        values = {}
        for area in self.data.areas.values():
            found, turnout = self.data.openings.get(area), self.data.turnout.get(area)
            if not found:
                for village in self.of_area(area):
                    self.no_value(code, village, "/thresholds", "no_turnout")
                continue
            n = self.opening(area, found, turnout)
            lacking = self.card["method"] == "majority_judgment" and len(found["shown"]) < len(
                found["opened"]
            )
            hidden = self.audience == "published" and found["decided"] and (not found["scores"] or lacking)
            if hidden:
                self.withheld.add(area)
            for village in self.of_area(area):
                if hidden or not found["decided"]:
                    self.no_value(code, village, "/thresholds", "withheld" if hidden else "round_not_decided")
                else:
                    value = self.village_vote(code, village, area, found["opened"], turnout, n)
                    values.update({village: value} if value else {})
        return values

    def opening(self, area, found, turnout):
        """The step of an area's turnout, with the remarks on quotas and places."""
        over, uneven = [], []
        for code in found["opened"]:
            given, ballots = self.data.sums.get((area, code), {}), turnout[code]["returned"]
            sums = {mark: sum(marks[mark] for marks in given.values()) for mark in self.data.marks}
            for quota in self.card.get("quotas", []):
                if sums[quota["grade"]] > quota["most"] * ballots:
                    over.append([code, quota["grade"]])
            if "order" in self.card.get("choice", ""):
                uneven += [[code, place] for place in sums if sums[place] > ballots]
        states = [[code, turnout[code]["returned"], state] for code, state in found["states"].items()]
        flags = {"decided": found["decided"], "scores_published": found["scores"]}
        more = {"classes": states, "over_quota": over, "uneven_places": uneven, **flags}
        return self.step("opening", "/thresholds", [], area=area, **more)

    def village_vote(self, component, village, area, opened, turnout, n):
        """The class steps and the score of a village, or None."""
        majority = self.card["method"] == "majority_judgment"
        graded = self.card["method"] in ("weighted_mean", "majority_judgment")
        used, means = [], {}
        for code in opened:
            names, counts = {"class": code}, self.data.sums.get((area, code), {}).get(village)
            mean = self.data.means.get((area, code), {}).get(village)
            if counts is None:
                names["given"] = True
            else:
                counts, ballots = {m: counts[m] for m in self.data.marks}, turnout[code]["returned"]
                blank = ballots - sum(counts.values()) if graded else 0
                if graded and isinstance(self.card["blank"]["counts_as"], dict):
                    counts[self.card["blank"]["counts_as"]["grade"]] += blank
                of = sum(counts.values()) if graded else ballots
                points = self.data.marks
                written = [
                    [m, count] if majority else [m, ratio(points[m]), count] for m, count in counts.items()
                ]
                names.update(in_=written, blank=blank, of=of)
                mean = Fraction(sum(points[m] * count for m, count in counts.items()), of) if of else None
                shares = [Fraction(count, of) for count in counts.values()] if of else None
            if majority:
                used.append(self.step("class_marks", "/method", [n], village, **names))
                means[code] = shares
            else:
                out = None if mean is None else ratio(mean)
                used.append(self.step("class_mean", "/method", [n], village, out=out, **names))
                means[code] = self.classes[code, village] = mean
        rule, lacking = self.card["empty_class"], [code for code in opened if means[code] is None]
        if lacking and (rule == "refuse" or rule == "renormalise" and len(lacking) == len(opened)):
            return self.no_value(component, village, "/empty_class", "empty_class", class_=lacking[0])
        worst = [Fraction(0)] * (len(self.data.marks) - 1) + [Fraction(1)] if majority else Fraction(0)
        for code in lacking if rule == "zero" else []:
            means[code] = worst
        counting = [code for code in opened if means[code] is not None]
        total = sum(self.weights[code] for code in counting)
        weights = {code: self.weights[code] / total for code in counting}
        if not majority:
            score, parts = self.weighted(weights, {code: means[code] for code in counting})
            return score, self.step("score", "/classes", used, village, in_=parts, out=ratio(score))
        shares = [sum(weights[code] * means[code][i] for code in counting) for i in range(len(worst))]
        profile = profile_of(shares)
        score = list(self.data.marks.values())[profile[0][1]]
        parts = [[code, ratio(weight)] for code, weight in weights.items()]
        written = [[ratio(length), lower, upper] for length, lower, upper in profile]
        n = self.step("majority", "/method", used, village, in_=parts, profile=written, out=ratio(score))
        self.classes["profile", village] = (profile, written, n)
        return score, n

    def village(self, village):
        """§4.5, §4.6: a village's score, and what the vetoes say."""
        if self.data.villages[village] in self.withheld:
            return None
        rules, values = self.rules, {code: its.get(village) for code, its in self.values.items()}
        lacking = [code for code, value in values.items() if value is None]
        present = [code for code in values if code not in lacking or rules["missing"] == "zero"]
        if lacking and (rules["missing"] == "refuse" or not present):
            clause = self.top + "/missing" if self.top else "/method"
            self.step("no_value", clause, [], village, why="missing_component", of=lacking[0])
            return {"why": self.why[lacking[0], village]}
        weights = {c["code"]: number(c["weight"]) for c in rules["components"] if c["code"] in present}
        total = sum(weights.values())
        weights = {code: weight / total for code, weight in weights.items()}
        points = {code: values[code][0] if values[code] else Fraction(0) for code in weights}
        score, parts = self.weighted(weights, points)
        used = [values[code][1] for code in weights if values[code]]
        clause = self.top + "/components" if self.top else "/method"
        n = self.step("composite", clause, used, village, in_=parts, out=ratio(score))
        score, n = self.adjust(village, score, n)
        final = {"last": False, "award": True}
        for i, veto in enumerate(rules["vetoes"]):
            if (village, veto["code"]) not in self.data.vetoes:
                continue
            effect, before = veto["effect"], score
            if effect == "unranked":
                final.setdefault("why", veto["code"])
            elif effect == "last":
                final["last"] = True
            elif effect == "no_award":
                final["award"] = False
            else:
                score = min(score, number(effect["cap"]))
            what = {"veto": veto["code"], "effect": effect, "in_": ratio(before), "out": ratio(score)}
            n = self.step("veto", f"/composite/vetoes/{i}", [n], village, **what)
        if "why" not in final:
            rounding = rules["rounding"]
            text = rounded(score, rounding["decimals"], rounding["mode"])
            n = self.step("round", self.top + "/rounding", [n], village, in_=ratio(score), out=text)
            key = score if rounding["ranks_on"] == "exact" else Fraction(text)
            final.update(score=text, score_exact=ratio(score), key=key, written=ratio(key), n=n)
            if ("profile", village) in self.classes:
                final.update(zip(("key", "written", "n"), self.classes["profile", village]))
        return final

    def adjust(self, village, score, n):
        """Bonuses and penalties, then the limits of the score."""
        caps = {name: number(text) for name, text in self.rules["caps"].items()}
        parts, sums = [], {"bonus": Fraction(0), "penalty": Fraction(0)}
        for item in self.rules["adjustments"]:
            for points in sorted(self.data.adjustments.get((village, item["code"]), [])):
                parts.append([item["code"], item["kind"], ratio(points)])
                sums[item["kind"]] += points
        if parts:
            bonus, penalty = (min(total, caps.get(kind, total)) for kind, total in sums.items())
            score += bonus - penalty
            of = {"in_": parts, "bonus": ratio(bonus), "penalty": ratio(penalty), "out": ratio(score)}
            n = self.step("adjust", "/composite/adjustments", [n], village, **of)
        limited = min(
            max(score, caps.get("least", score)), caps.get("most", max(score, caps.get("least", score)))
        )
        if limited != score:
            n = self.step("limit", "/composite/caps", [n], village, in_=ratio(score), out=ratio(limited))
        return limited, n

    def group(self, name, label, villages):
        """§4.7 to §5: ranks, ties, places, awards, and what the result says of a group."""
        found = {"group": name, "label": label, "withheld": False, "ranked": [], "unranked": []}
        if any(self.data.villages[village] in self.withheld for village in villages):
            return dict(found, withheld=True)
        final = {village: self.final[village] for village in villages}
        ranked = [village for village in villages if "why" not in final[village]]
        key = lambda village: (final[village]["last"], final[village]["key"])
        order = sorted(ranked, key=cmp_to_key(lambda one, other: better(key(one), key(other))))
        sets = []
        for village in order:
            if sets and better(key(sets[-1][0]), key(village)) == 0:
                sets[-1].append(village)
            else:
                sets.append([village])
        clause, used = self.top + "/ranks", [final[village]["n"] for village in ranked]
        given = [[*village, final[village]["written"], final[village]["last"]] for village in ranked]
        rank = self.step(
            "rank", clause, used, group=name, in_=given, out=[[list(v) for v in s] for s in sets]
        )
        steps, lot_needed = {village: [rank] for village in ranked}, set()
        for i, rule in enumerate(self.rules["ties"]):
            if rule == "keep_tied":
                break
            sets = [s for tied in sets for s in self.tie(name, i, rule, tied, steps, lot_needed)]
        place, numbers, awarded = 1, {}, {}
        for at, tied in enumerate(sets):
            ranks = self.rules["ranks"]
            middle = Fraction(2 * place + len(tied) - 1, 2)
            number_of = {"dense": at + 1, "modified": place + len(tied) - 1, "fractional": middle}.get(
                ranks, place
            )
            text = rounded(Fraction(number_of), 1, "down")
            text = text[:-2] if text.endswith(".0") else text
            for village in tied:
                n = self.step("place", clause, steps[village], village, group=name, place=text)
                numbers[village] = (text, n)
            place += len(tied)
        for i, award in enumerate(self.rules["awards"]):
            quota, out = math.floor(number(award["share"]) * len(ranked)), []
            for tied in sets:
                free = [v for v in tied if final[v]["award"] and v not in awarded]
                if len(out) == quota:
                    break
                if len(out) + len(free) <= quota or award["tie"] == "include":
                    out += free
                if len(out) + len(free) > quota:
                    break
            awarded.update(dict.fromkeys(out, award["label"]))
            what = {"award": award["label"], "quota": quota, "of": len(ranked), "out": [list(v) for v in out]}
            self.step("award", f"{self.top}/awards/{i}", [numbers[v][1] for v in out], group=name, **what)
        for village in (village for tied in sets for village in tied):
            one = {"place": numbers[village][0], "town": village[0], "village": village[1]}
            one.update({member: final[village][member] for member in ("score", "score_exact")})
            one["award"] = awarded.get(village)
            one["lot_needed"] = village in lot_needed and any(
                village in tied and len(tied) > 1 for tied in sets
            )
            found["ranked"].append(one)
        for village in (village for village in villages if "why" in final[village]):
            found["unranked"].append(
                {"town": village[0], "village": village[1], "why": final[village]["why"]}
            )
        return found

    def tie(self, group, i, rule, tied, steps, lot_needed):
        """§4.8: one rule applied to one set; the sets it is split into, best first."""
        if len(tied) < 2:
            return [tied]
        lot = rule in ("lot_by_hand", "lot_by_seed")
        if rule == "lot_by_hand":
            values = {v: self.data.lots.get(v) for v in tied}
        elif rule == "lot_by_seed":
            seed = self.data.seed
            texts = {v: "\n".join((seed or "",) + v).encode() for v in tied}
            values = {v: hashlib.sha256(texts[v]).hexdigest() if seed else None for v in tied}
        elif "component" in rule:
            values = {v: (self.values[rule["component"]].get(v) or [None])[0] for v in tied}
        elif "criterion" in rule:
            name = (rule["criterion"]["component"], rule["criterion"]["criterion"])
            scores = {v: self.scores.get(name + (v,)) for v in tied}
            values = {v: Fraction(sum(s), len(s)) if s else None for v, s in scores.items()}
        else:
            openings = {v: self.data.openings.get(self.data.villages[v]) for v in tied}
            if "class" in rule:
                if not all(o and o["scores"] for o in openings.values()):
                    return [tied]
                values = {v: self.classes.get((rule["class"], v)) for v in tied}
            else:
                if not all(o and o["decided"] and o["shown"] == o["opened"] for o in openings.values()):
                    return [tied]
                values = {v: self.share(v, openings[v]["opened"], rule["marks"]) for v in tied}
        known = {value for value in values.values() if value is not None}
        lacking = lot and (None in values.values() or len(known) < len(tied))
        sets = [[v for v in tied if values[v] == value] for value in sorted(known, reverse=not lot)]
        sets = [s for s in sets + [[v for v in tied if values[v] is None]] if s]
        sets = [tied] if lacking else sets
        written = [[*v, ratio(x) if isinstance(x, Fraction) else x] for v, x in values.items()]
        if rule == "lot_by_hand":
            written = [[*v, x and int(x)] for v, x in values.items()]
        what = {
            "rule": rule,
            "in_": written,
            "out": [[list(v) for v in s] for s in sets],
            "lot_needed": lacking,
        }
        n = self.step("tie_break", f"{self.top}/ties/{i}", steps[tied[0]][:1], group=group, **what)
        for village in tied:
            steps[village].append(n)
        lot_needed.update(tied if lacking else [])
        return sets

    def share(self, village, opened, mark):
        """The weighted share of ballots with a mark."""
        area = self.data.villages[village]
        of = {code: self.data.turnout[area][code]["returned"] for code in opened}
        counts = {code: self.data.sums[area, code][village][mark] for code in opened}
        return sum((self.weights[code] * Fraction(counts[code], of[code]) for code in opened), Fraction(0))


# What is asked for on the command line


def difference(ours, theirs, path=""):
    """The first member that differs, by name; the hash last, since it differs whenever anything does."""
    if type(ours) is not type(theirs):
        return path
    if isinstance(ours, dict):
        for name in sorted(
            set(ours) | set(theirs), key=lambda name: (name in ("hash", "trace_sha256"), name)
        ):
            if name not in ours or name not in theirs:
                return f"{path}/{name}"
            found = difference(ours[name], theirs[name], f"{path}/{name}")
            if found is not None:
                return found
    elif isinstance(ours, list):
        for i, (one, other) in enumerate(zip(ours, theirs)):
            found = difference(one, other, f"{path}/{i}")
            if found is not None:
                return found
        if len(ours) != len(theirs):
            return f"{path}/{min(len(ours), len(theirs))}"
    elif ours != theirs:
        return path
    return None


def compare(name, ours, theirs):
    """Sentences on the first line that differs, or None."""
    if ours.encode() == theirs:
        return None
    mine, other = ours.encode().split(b"\n"), theirs.split(b"\n")
    at = next((i for i, (a, b) in enumerate(zip(mine, other)) if a != b), min(len(mine), len(other)))
    try:
        member = difference(json.loads(mine[at]), json.loads(other[at])) or "写法 spelling"
    except (ValueError, IndexError):
        member = "整行 the whole line"
    return (
        f"不一致：{name} 第 {at + 1} 行，成员 {member}。\n"
        f"It differs: {name} line {at + 1}, member {member}."
    )


def chain(data):
    """Sentences on the first step whose hash, number or form is wrong, or None."""
    before, lines = "0" * 64, data.split(b"\n")
    for n, line in enumerate(lines[:-1]):
        try:
            step = json.loads(line)
            digest = step.pop("hash")
            right = hashlib.sha256((before + CANONICAL(step)).encode()).hexdigest()
            if digest == right and step["n"] == n and CANONICAL(dict(step, hash=digest)).encode() == line:
                before = digest
                continue
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        return f"哈希链在第 {n + 1} 行断开。\nThe chain is broken at line {n + 1}."
    if lines[-1] or len(lines) < 2:
        return f"哈希链在第 {len(lines)} 行断开。\nThe chain is broken at line {len(lines)}."
    return None


def read(path):
    with open(path, "rb") as file:
        return file.read()


def read_card(path):
    def once(pairs):
        if len({name for name, _ in pairs}) < len(pairs):
            raise ValueError("成员重复 a member is repeated")
        return dict(pairs)

    def whole(text):
        raise ValueError(f"不是整数 not a whole number: {text}")

    text = read(path).decode("utf-8")
    return canonical_card(json.loads(text, object_pairs_hook=once, parse_float=whole, parse_constant=whole))


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--rules", "--data", "--check", "--out", "--chain"):
        parser.add_argument(name)
    parser.add_argument("--published", action="store_true")
    asked = parser.parse_args(arguments)
    try:
        return run(asked)
    except Unusable as unusable:
        sentences = list(unusable.args)
    except OSError as error:
        sentences = [f"读不了文件 cannot read or write: {error.filename}"]
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        sentences = [f"规则卡不合格式 the rule card does not have its form: {type(error).__name__} {error}"]
    print("数据不能用，没有计算。\nThe input cannot be used; nothing was computed.", *sentences, sep="\n")
    return 2


def run(asked):
    if asked.chain:
        data = read(asked.chain)
        broken = chain(data)
        n = data.count(b"\n")
        print(broken or f"哈希链完整，共 {n} 步。\nThe chain is whole: {n} steps.")
        return 1 if broken else 0
    here = os.path.dirname(os.path.abspath(__file__))
    package = not (asked.rules or asked.data or asked.check or asked.out)
    rules, folder = asked.rules or os.path.join(here, "rule-card.json"), asked.data or os.path.join(
        here, "data"
    )
    out = here if package else asked.check
    audience = "published" if asked.published else "sealed"
    if package and json.loads(read(os.path.join(here, "result.json")))["audience"] == "published":
        audience = "published"
    card = read_card(rules)
    names = [name for name in (*TABLES, "lot-seed.txt") if os.path.exists(os.path.join(folder, name))]
    done = Recomputation(card, {name: read(os.path.join(folder, name)) for name in names}, audience)
    if asked.out:
        os.makedirs(asked.out, exist_ok=True)
        for name, text in (("trace.jsonl", done.trace), ("result.json", done.result)):
            with open(os.path.join(asked.out, name), "wb") as file:
                file.write(text.encode())
    if out:
        found = None
        for name, text in (("trace.jsonl", done.trace), ("result.json", done.result)):
            found = found or compare(name, text, read(os.path.join(out, name)))
        if found:
            print(found)
            return 1
    steps, places = len(done.lines), sum(len(group["ranked"]) for group in done.found)
    zh, en = ("逐字节一致", "It agrees byte for byte") if out else ("已重算", "Recomputed")
    print(f"{zh}：{steps} 步，{places} 个名次。\n{en}: {steps} steps, {places} places.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
