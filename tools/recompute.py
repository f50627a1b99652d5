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
NAMES.update(indicator="indicators", item="adjustments", veto="vetoes")  # column: the list of the card
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
    columns, header, rows, line = named_by + others, None, {}, 0
    named = [names for names in known if set(names) <= set(columns)]
    try:
        lines = csv.reader(io.StringIO(read_text(files, name), newline=""), strict=True)
        for line, cells in enumerate(lines, 1):
            if cells in ([], [""]):
                continue
            row = dict(zip(header or cells, cells))
            if sorted(row) != sorted(columns) or len(cells) != len(columns):
                raise ValueError(f"列应为 the columns must be {' '.join(columns)}")
            if not header:
                header = cells
                continue
            for names in [names for names in named if tuple(row[c] for c in names) not in known[names]]:
                raise ValueError(f"未知的 unknown {', '.join(f'{c} {row[c]}' for c in names)}")
            key = tuple(row[column] for column in named_by)
            if key in rows:
                raise ValueError("与前面的行重复 repeats an earlier row")
            for column in [column for column in columns if column in NUMBERS]:
                empty = column in ("score", "mean") and not row[column]
                row[column] = None if empty else number(row[column], NUMBERS[column])
            rows[key] = row
        if name in files and not header:
            raise ValueError("没有表头 no header")
    except (csv.Error, ValueError) as error:
        line += isinstance(error, csv.Error)  # then it is the next row that could not be read
        raise Unusable(f"{name} 第 {line} 行 row {line}: {error}") from None
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
    """The steps in their order (§4, §6): `trace` and `result` are the texts of the two files.

    While a part is computed, `here` begins the clauses of its steps and `about` is what all of them say.
    """

    def __init__(self, card, files, audience="sealed"):
        self.card, self.rules, self.marks, self.audience = card, rules_of(card), marks_of(card), audience
        self.tables, self.here, self.about, self.lines, self.hash = (
            read_data(card, files),
            "",
            {},
            [],
            "0" * 64,
        )
        self.villages = {village: row["area"] for village, row in self.tables["villages.csv"].items()}
        self.points, self.why, self.scores, self.means, self.profiles = {}, {}, {}, {}, {}
        self.openings, self.withheld, self.used, self.places, self.lacking = {}, set(), {}, {}, set()
        self.areas = {str(area["number"]): area["label"] for area in card["areas"]}
        self.groups = {"all": ""} if self.rules["group"] == "all" else self.areas
        digest, hashes = sha256(CANONICAL(card).encode()), {name: sha256(files[name]) for name in files}
        self.step("open", "", [], audience=audience, card=card, card_sha256=digest, files=hashes)
        top = "/composite" if "composite" in card else ""
        for i, part in enumerate(self.rules["components"]):
            self.component(part, f"{top}/components/{i}")
        self.here, self.about = top, {}
        self.final = {village: self.composite(village) for village in self.villages}
        self.found = [self.group(name, label) for name, label in self.groups.items() if self.of(name)]
        result = {"format": 1, "audience": audience, "rule_card_sha256": digest, "groups": self.found}
        self.trace = "".join(self.lines)
        self.result = CANONICAL(dict(result, trace_sha256=self.hash)) + "\n"

    def of(self, group):
        return [village for village, area in self.villages.items() if group in ("all", area)]

    def step(self, op, clause, used, village=(), **members):
        """§6: writes a step from the values `used` and returns its value; `in_` is "in"."""
        step = dict(self.about, **{name.rstrip("_"): value for name, value in members.items()})
        step.update(zip(("town", "village"), village), op=op, clause=self.here + clause, n=len(self.lines))
        step["from"] = sorted({n for _, n in used if n is not None})
        self.hash = sha256((self.hash + CANONICAL(step)).encode())
        self.lines.append(CANONICAL(dict(step, hash=self.hash)) + "\n")
        return members.get("out"), step["n"]

    def weigh(self, op, clause, weights, values, village, used=None, **members):
        """A step that is Σ weight·value over what has a value."""
        parts = [[name, weights[name], value] for name, (value, _) in values.items()]
        out = sum((weight * value for _, weight, value in parts), ZERO)
        return self.step(op, clause, used or values.values(), village, in_=parts, out=out, **members)

    def no_value(self, village, clause, why, **members):
        self.why[self.code, village] = why
        self.step("no_value", clause, [], village, component=self.code, why=why, **members)

    def component(self, part, here):
        """The points of a component: of the vote, a panel or a record, then scaled."""
        source, self.code, self.here, self.about = part["source"], part["code"], "", {}
        if source == "vote":
            values = self.vote()
        else:
            self.about, ((kind, rule),) = {"component": self.code}, source.items()
            self.here = f"{here}/source/{kind}"
            values = self.panel(rule) if kind == "panel" else self.record(rule["indicators"])
        self.here, self.about = here, {"component": self.code}
        self.points[self.code] = self.scale(part["scale"], values, "/scale")

    def panel(self, panel):
        """§4.1: the judges' totals, or their scores criterion by criterion, trimmed and averaged."""
        judges = {judge: row for (code, judge), row in self.tables["judges.csv"].items() if code == self.code}
        whole, weights, values, totals = panel["on"] == "judge_total", weights_of(panel["criteria"]), {}, {}
        for village in self.villages:
            totals[village], means, lacking = {}, {}, []
            for judge, row in judges.items():
                own = panel["recusal"] == "own_town" and row["town"] == village[0]
                scores = self.sheet(judge, village, weights, whole, own)
                if whole and scores:
                    total = self.weigh("total", "/criteria", weights, scores, village, judge=judge)
                    totals[village][judge] = total
                for criterion, score in scores.items():
                    self.scores.setdefault((self.code, criterion, village), []).append(score)
            for c in [None] if whole else weights:
                given = totals[village].values() if whole else self.scores.get((self.code, c, village), [])
                means[c], why = self.trimmed(panel, village, given, {} if whole else {"criterion": c})
                lacking += [why] if why else []
            if lacking:
                self.no_value(village, why="too_few_judges", **lacking[0])
            elif whole:
                values[village] = means[None]
            else:
                values[village] = self.weigh("sum", "/criteria", weights, means, village)
        return values if panel["severity"] == "none" else self.corrected(values, totals, judges)

    def sheet(self, judge, village, weights, whole, own):
        """§4.1: the scores on a judge's sheet that count."""
        keys = {criterion: (self.code, judge, *village, criterion) for criterion in weights}
        cells = {c: self.tables["sheets.csv"].get(key, {"cell": "absent"}) for c, key in keys.items()}
        states = {cell["cell"] for cell in cells.values()} | ({"recused"} if own else set())
        if whole and states != {"scored"}:
            why = "absent" if states == {"absent"} else "incomplete"
            why = next((reason for reason in ("recused", "voided") if reason in states), why)
            clause = "/recusal" if why == "recused" else "/on"
            self.step("left_out", clause, [], village, judge=judge, why=why)
            return {}
        return {c: (cell["score"], None) for c, cell in cells.items() if cell["cell"] == "scored"}

    def trimmed(self, panel, village, given, of):
        """§4.1: the mean of what is kept, or what `no_value` says."""
        ordered = sorted(value for value, _ in given)
        rule, first, past = kept(panel, ordered)
        if rule is None:
            return None, dict(of, clause=past, have=len(ordered), need=first)
        of.update(in_=ordered, rule=rule, kept=[first, past], out=sum(ordered[first:past]) / (past - first))
        return self.step("trimmed_mean", "/trim", given, village, **of), None

    def corrected(self, values, totals, judges):
        """§4.2: values less the severity of their judges."""
        design = {village: {judge: y for judge, (y, _) in totals[village].items()} for village in values}
        judges = [judge for judge in judges if any(judge in given for given in design.values())]
        complete = all(len(given) == len(judges) for given in design.values())
        found = {} if complete else severity(design, judges)
        if found is None:
            raise Unusable(f"sheets.csv: {self.code}: 评委与村不连通 judges and villages are not connected")
        used = [total for village in values for total in totals[village].values()]
        how = {"design": "complete" if complete else "connected", "judges": list(found.items())}
        step = self.step("severity", "/severity", used, **how)
        for village in [] if complete else list(values):
            left, mean = [y - found[judge] for judge, y in design[village].items()], values[village]
            more = {"in_": mean[0], "out": sum(left) / len(left)}
            values[village] = self.step("corrected", "/severity", [mean, step], village, **more)
        return values

    def record(self, indicators):
        """§4.3: records."""
        weights, points, values, rows = weights_of(indicators), {}, {}, self.tables["records.csv"]
        self.here += "/indicators"
        for i, name in enumerate(weights):
            given = {v: rows.get((self.code, name, *v)) for v in self.villages}
            given = {village: (row["value"], None) for village, row in given.items() if row}
            points[name] = self.scale(indicators[i]["scale"], given, f"/{i}/scale", indicator=name)
        for village in self.villages:
            missing = [name for name in points if village not in points[name]]
            if missing:
                self.no_value(village, "", "missing_indicator", indicator=missing[0])
            else:
                mine = {name: points[name][village] for name in points}
                values[village] = self.weigh("sum", "", weights, mine, village)
        return values

    def scale(self, scale, values, clause, **names):
        """§4.5: the points of values, among those of their group."""
        if scale == "as_is":
            return values
        points, ((rule, how),) = {}, scale.items()
        for group in self.groups:
            among = {village: values[village][0] for village in self.of(group) if village in values}
            points.update({v: scaled(rule, how, x, list(among.values())) for v, x in among.items()})
        for village in [village for village in self.villages if village in values]:
            (out, more), used = points[village], values[village]
            more.update(names, rule=rule, in_=used[0], out=out)
            points[village] = self.step("scale", clause, [used], village, **more)
        return points

    def vote(self):
        """§4.4: the score of each village of each area, as far as the turnout allows."""
        values, majority = {}, self.card["method"] == "majority_judgment"
        for area in self.areas:
            turnout = {code: row for (its, code), row in self.tables["turnout.csv"].items() if its == area}
            turnout = {item["code"]: turnout[item["code"]] for item in self.card["classes"] if turnout}
            why = "round_not_decided" if turnout else "no_turnout"
            if turnout:
                found = self.openings[area] = opening(self.card, turnout)
                step = self.opening(area, turnout, found)
                known = found["scores"] and not (majority and found["shown"] != found["opened"])
                why = None if found["decided"] else why
                if why is None and self.audience == "published" and not known:
                    why = "withheld"
                    self.withheld.update(self.of(area))
            for village in self.of(area):
                if why:
                    self.no_value(village, "/thresholds", why)
                else:
                    values[village] = self.score(village, turnout, step)
        return {village: value for village, value in values.items() if value}

    def opening(self, area, turnout, found):
        """§7 and the remarks on quotas and places."""
        over, uneven, counts = [], [], self.tables["sums.csv"]
        for code in found["opened"]:
            ballots, sums = turnout[code]["returned"], dict.fromkeys(self.marks, 0)
            for mark, village in ((mark, village) for mark in sums for village in self.of(area)):
                sums[mark] += counts.get((area, code, *village, mark), {"count": 0})["count"]
            most = {quota["grade"]: quota["most"] * ballots for quota in self.card.get("quotas", [])}
            over += [[code, grade] for grade in most if sums[grade] > most[grade]]
            places = sums if "order" in self.card.get("choice", "") else []
            uneven += [[code, place] for place in places if sums[place] > ballots]
        states = [[code, row["returned"], found["states"][code]] for code, row in turnout.items()]
        more = {"classes": states, "decided": found["decided"], "scores_published": found["scores"]}
        more.update(area=int(area), over_quota=over, uneven_places=uneven)
        return self.step("opening", "/thresholds", [], **more)

    def class_step(self, village, code, ballots, opened):
        """§4.4: what a class gave a village: its mean, or its shares of marks."""
        key, method = (self.villages[village], code, *village), self.card["method"]
        if key in self.tables["means.csv"]:
            self.means[code, village] = out = self.tables["means.csv"][key]["mean"]
            return self.step("class_mean", "/method", [opened], village, class_=code, given=True, out=out)
        counts, of, blank = {m: self.tables["sums.csv"][(*key, m)]["count"] for m in self.marks}, ballots, 0
        if method in ("weighted_mean", "majority_judgment"):
            blank, counts_as = ballots - sum(counts.values()), self.card["blank"]["counts_as"]
            if isinstance(counts_as, dict):
                counts[counts_as["grade"]] += blank
            of = sum(counts.values())
        more = {"class": code, "blank": blank, "of": of}
        if method == "majority_judgment":
            more["in"] = list(counts.items())
            _, n = self.step("class_marks", "/method", [opened], village, **more)
            return [Fraction(count, of) for count in counts.values()] if of else None, n
        more["in"] = [[mark, self.marks[mark], count] for mark, count in counts.items()]
        out = sum(points * count for _, points, count in more["in"]) / of if of else None
        self.means[code, village] = out
        return self.step("class_mean", "/method", [opened], village, out=out, **more)

    def score(self, village, turnout, step):
        """§4.4: the class steps and the score of a village, if it has one."""
        opened, empty = self.openings[self.villages[village]]["opened"], self.card["empty_class"]
        given = {code: self.class_step(village, code, turnout[code]["returned"], step) for code in opened}
        lacking = [code for code in opened if given[code][0] is None]
        if lacking and (empty == "refuse" or empty == "renormalise" and lacking == opened):
            return self.no_value(village, "/empty_class", "empty_class", class_=lacking[0])
        values = {c: (x or ZERO, n) for c, (x, n) in given.items() if empty == "zero" or x is not None}
        weights = weights_of(self.card["classes"], values)
        if self.card["method"] != "majority_judgment":
            return self.weigh("score", "/classes", weights, values, village, given.values())
        shares = [[weights[code] * share for share in shares] for code, (shares, _) in values.items()]
        profile = profile_of([sum(share) for share in zip(*shares)])
        more = {"profile": profile, "out": list(self.marks.values())[profile[0][1]]}
        value = self.step("majority", "/method", given.values(), village, in_=list(weights.items()), **more)
        self.profiles[village] = {"key": profile, "used": value}
        return value

    def composite(self, village):
        """§4.5, §4.6: the score of a village with what the vetoes say, or why it has none."""
        rules, given = self.rules, {code: points.get(village) for code, points in self.points.items()}
        lacking, zero = [code for code in given if not given[code]], rules["missing"] == "zero"
        values = {code: value or (ZERO, None) for code, value in given.items() if value or zero}
        if village in self.withheld:
            return None
        if lacking and (rules["missing"] == "refuse" or not values):
            clause = "/missing" if self.here else "/method"
            self.step("no_value", clause, [], village, why="missing_component", of=lacking[0])
            return {"why": self.why[lacking[0], village]}
        weights = weights_of(rules["components"], values)
        value = self.weigh("composite", "/components" if self.here else "/method", weights, values, village)
        value, final = self.adjusted(village, value), {"last": False, "award": True}
        for i, veto in enumerate(rules["vetoes"]):
            if (*village, veto["code"]) in self.tables["vetoes.csv"]:
                before, effect = value[0], veto["effect"]
                out = min(before, number(effect["cap"])) if "cap" in effect else before
                more = {"veto": veto["code"], "effect": effect, "in_": before, "out": out}
                value = self.step("veto", f"/vetoes/{i}", [value], village, **more)
                final["last"] |= effect == "last"
                final["award"] &= effect != "no_award"
                if effect == "unranked":
                    final.setdefault("why", veto["code"])
        if "why" not in final:
            score, rounding = value[0], rules["rounding"]
            text = rounded(score, rounding["decimals"], rounding["mode"])
            used = self.step("round", "/rounding", [value], village, in_=score, out=text)
            key = score if rounding["ranks_on"] == "exact" else Fraction(text)
            final.update(score=text, score_exact=score, key=key, used=used)
            final.update(self.profiles.get(village, {}))
        return final

    def adjusted(self, village, value):
        """§4.6: bonuses and penalties, then the limits of the score."""
        caps, parts, rows = self.rules["caps"], [], self.tables["adjustments.csv"]
        mine = [row for key, row in rows.items() if key[:2] == village]
        for item in self.rules["adjustments"]:
            points = sorted(row["points"] for row in mine if row["item"] == item["code"])
            parts += [[item["code"], item["kind"], x] for x in points]
        if parts:
            sums = {kind: sum((x for _, of, x in parts if of == kind), ZERO) for kind in ("bonus", "penalty")}
            sums = {kind: min(total, number(caps.get(kind, ratio(total)))) for kind, total in sums.items()}
            out = value[0] + sums["bonus"] - sums["penalty"]
            value = self.step("adjust", "/adjustments", [value], village, in_=parts, out=out, **sums)
        out = max(value[0], number(caps["least"])) if "least" in caps else value[0]
        out = min(out, number(caps["most"])) if "most" in caps else out
        same = out == value[0]
        return value if same else self.step("limit", "/caps", [value], village, in_=value[0], out=out)

    def group(self, name, label):
        """§4.7 to §5: sets of equal keys, best first, and what the result says of a group."""
        villages, found = self.of(name), {"group": name, "label": label, "ranked": [], "unranked": []}
        if self.withheld & set(villages):
            return dict(found, withheld=True)
        final = {v: self.final[v] for v in villages if "why" not in self.final[v]}
        keys = {v: cmp_to_key(compared)((one["last"], one["key"])) for v, one in final.items()}
        sets = [list(tied) for _, tied in groupby(sorted(final, key=keys.get), keys.get)]
        self.about, used = {"group": name}, [one["used"] for one in final.values()]
        given = [[*v, one["key"], one["last"]] for v, one in final.items()]
        rank, chain = self.step("rank", "/ranks", used, in_=given, out=sets), self.rules["ties"]
        self.used.update({village: [rank] for village in final})
        for i, rule in enumerate(chain[: chain.index("keep_tied")]):
            sets = [part for tied in sets for part in self.tie(i, rule, tied)]
        self.place(sets)
        awarded = self.awards(sets)
        for v, tied in ((village, tied) for tied in sets for village in tied):
            one = {"place": self.places[v][0], "town": v[0], "village": v[1], "award": awarded.get(v)}
            one.update(score=final[v]["score"], score_exact=final[v]["score_exact"])
            found["ranked"].append(dict(one, lot_needed=len(tied) > 1 and v in self.lacking))
        for v in [village for village in villages if village not in final]:
            found["unranked"].append({"town": v[0], "village": v[1], "why": self.final[v]["why"]})
        return dict(found, withheld=False)

    def place(self, sets):
        """§4.7: the place of each village."""
        before = 0
        for i, tied in enumerate(sets):
            past = before + len(tied)
            place = {"dense": i + 1, "modified": past, "fractional": Fraction(before + 1 + past, 2)}
            text = rounded(Fraction(place.get(self.rules["ranks"], before + 1)), 1, "down").replace(".0", "")
            for village in tied:
                _, n = self.step("place", "/ranks", self.used[village], village, place=text)
                self.places[village] = text, n
            before = past

    def tie(self, i, rule, tied):
        """§4.8: a rule applied to a set; the sets it leaves, best first."""
        lot = isinstance(rule, str)
        kind, found = rule if lot else next(iter(rule)), [self.openings.get(self.villages[v]) for v in tied]
        published = all(one and one["scores"] for one in found)
        full = published and all(one["shown"] == one["opened"] for one in found)
        if len(tied) < 2 or kind == "class" and not published or kind == "marks" and not full:
            return [tied]
        values = {village: self.tie_value(kind, rule, village) for village in tied}
        known = {value for value in values.values() if value is not None}
        needed = lot and len(known) < len(tied)
        order = [*sorted(known, reverse=not lot), None]
        out = [[v for v in tied if values[v] == value] for value in order if value in values.values()]
        more = {"rule": rule, "in_": [[*v, x] for v, x in values.items()], "out": [tied] if needed else out}
        step = self.step("tie_break", f"/ties/{i}", self.used[tied[0]][:1], lot_needed=needed, **more)
        for village in tied:
            self.used[village].append(step)
        self.lacking.update(tied if needed else [])
        return more["out"]

    def tie_value(self, kind, rule, village):
        """§4.8: the value of a village by which a rule splits."""
        if kind == "lot_by_hand":
            return self.tables["lots.csv"].get(village, {"lot": None})["lot"]
        if kind == "lot_by_seed":
            seed = self.tables["lot-seed.txt"]
            return seed and sha256("\n".join((seed, *village)).encode())
        if kind == "component":
            return self.points[rule[kind]].get(village, (None,))[0]
        if kind == "criterion":
            given = self.scores.get((rule[kind]["component"], rule[kind]["criterion"], village))
            return given and sum(score for score, _ in given) / len(given)
        if kind == "class":
            return self.means.get((rule[kind], village))
        area, weights, total = self.villages[village], weights_of(self.card["classes"]), ZERO
        for code in self.openings[area]["opened"]:
            count = self.tables["sums.csv"][(area, code, *village, rule[kind])]["count"]
            total += weights[code] * Fraction(count, self.tables["turnout.csv"][area, code]["returned"])
        return total

    def awards(self, sets):
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
            self.step("award", f"/awards/{i}", [self.places[village] for village in out], **more)
        return awarded


# The command line


def read(path):
    with open(path, "rb") as file:
        return file.read()


def once(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("成员重复 a member is repeated")
    return dict(pairs)


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
    told = (
        f"不一致：{name} 第 {at + 1} 行，成员 {member}。\nIt differs: {name} line {at + 1}, member {member}."
    )
    return None if ours == theirs else told


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


def check_chain(path):
    line, steps = broken(read(path)), read(path).count(b"\n")
    whole = f"哈希链完整，共 {steps} 步。\nThe chain is whole: {steps} steps."
    print(f"哈希链在第 {line} 行断开。\nThe chain is broken at line {line}." if line else whole)
    return 1 if line else 0


def run(asked):
    """Does what is asked for; 0 if it agrees."""
    if asked.chain:
        return check_chain(asked.chain)
    here, check, published = os.path.dirname(os.path.abspath(__file__)), asked.check, asked.published
    if not (asked.rules or asked.data or asked.check or asked.out):
        check, written = here, read(os.path.join(here, "result.json"))
        published = published or b'"audience":"published"' in written[:30]
    data = asked.data or os.path.join(here, "data")
    paths = {name: os.path.join(data, name) for name in [*TABLES, "lot-seed.txt"]}
    files = {name: read(path) for name, path in paths.items() if os.path.exists(path)}
    card = read(asked.rules or os.path.join(here, "rule-card.json")).decode("utf-8")
    card = json.loads(card, object_pairs_hook=once, parse_float=int, parse_constant=int)
    done = Recomputation(canonical_card(card), files, "published" if published else "sealed")
    for name, text in (("trace.jsonl", done.trace.encode()), ("result.json", done.result.encode())):
        found = check and difference(name, text, read(os.path.join(check, name)))
        if found:
            print(found)
            return 1
        if asked.out:
            os.makedirs(asked.out, exist_ok=True)
            with open(os.path.join(asked.out, name), "wb") as file:
                file.write(text)
    n, places = len(done.lines), len(done.places)
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
        faults = [
            f"规则卡或数据不合格式 the card or the data has not its form: {type(error).__name__} {error}"
        ]
    print("数据不能用，没有计算。\nThe input cannot be used; nothing was computed.", *faults, sep="\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
