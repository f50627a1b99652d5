#!/usr/bin/env python3
"""重算评议结果，与公布的文件逐字节比较。 Recomputes a result of Pingyi and compares it byte for byte.

  python3 recompute.py                                        本文件所在的成果包 the package it lies in
  python3 recompute.py --rules CARD --data DIR --check OUT    规则卡、数据、成果 rule card, data, result

退出码 exit code: 0 一致 agrees, 1 不一致 differs, 2 数据不能用 unusable input. 只需 Python 3.8 以上，不联网。
Needs Python 3.8 or later, no network. 规则 rules: docs/scoring.md, 其章节 its sections: §. 数据是否合乎规则
（§3）由 `pingyi rank` 判断，这里只读能读的表。 Whether the data keep the rules (§3) is told by `pingyi rank`;
here a table need only be readable. All numbers are whole or exact fractions; a village is (town, village).
"""

import argparse, csv, io, json, math, re, sys
from bisect import bisect, bisect_left
from collections import Counter
from fractions import Fraction
from hashlib import sha256
from itertools import accumulate, groupby, zip_longest
from pathlib import Path

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
ZERO, HALF, HUNDRED = Fraction(0), Fraction(1, 2), Fraction(100)


class Unusable(ValueError):
    """The card or the data cannot be used."""


class Figure(Fraction):
    """A fraction that knows the number of the step that gave it."""


def number(text, form=RATIO):
    """§1: the number a text stands for: a fraction, or a whole number where it counts something."""
    if not isinstance(text, str) or not form.fullmatch(text) or re.fullmatch(r"-0(\.0+|/.*)?", text):
        raise ValueError(f"不是数 not a number: {text!r}")
    return int(text) if form is COUNT else Fraction(text)


def rounded(value, decimals, mode):
    """§1: decimal text, rounded once from the exact value."""
    exact = abs(value) * 10**decimals
    near = {"half_up": math.floor(exact + HALF), "half_even": round(exact)}
    whole = {**near, "down": math.floor(exact), "up": math.ceil(exact)}[mode]
    units, rest = divmod(whole, 10**decimals)
    sign = "-" if value < 0 < whole else ""
    return f"{sign}{units}.{rest:0{decimals}}" if decimals else f"{sign}{units}"


ratio = "{0.numerator}/{0.denominator}".format
CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=ratio).encode


def variant(rule):
    """Word and details of a rule of the card, which is a word or an object of one member."""
    return (rule, {}) if isinstance(rule, str) else next(iter(rule.items()))


def canonical_object(pairs):
    """§2: an object of the card as it is hashed: ratios in lowest terms, empty optional members left out."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("成员重复 a member is repeated")
    empty = [("choice", "grades"), ("quotas", []), ("unit", ""), ("help", "")]
    empty += [("awards", [])] if "areas" in dict(pairs) else []
    kept = {name: x for name, x in pairs if x is not None and (name, x) not in empty}
    for name in kept.keys() & {"weight", "share", "each_end"}:
        kept[name] = ratio(number(kept[name]))
    return kept


def marks_of(card):
    """§2.1: the marks of a ballot and their points, in order."""
    kind, rule = variant(card.get("choice", "grades"))
    if kind == "grades":
        return {grade["code"]: number(grade["points"]) for grade in card["grades"]}
    if kind == "points":
        return {str(n): Fraction(n) for n in range(rule["most"], rule["least"] - 1, -1)}
    if kind == "order":
        return {str(n): Fraction(rule["places"] + 1 - n) for n in range(1, rule["places"] + 1)}
    return {"approve": HUNDRED}


def rules_of(card):
    """§2.2: how components make a ranking; without `composite` the vote alone does."""
    vote = {"code": "vote", "weight": "1/1", "source": "vote", "scale": "as_is"}
    alone = {"group": "area", "components": [vote], "missing": "refuse", "adjustments": [], "vetoes": []}
    return card.get("composite", {"awards": [], "caps": {}, **card, **alone})


def weights_of(items):
    return {item["code"]: number(item["weight"]) for item in items}


def weighted(weights, values, policy="refuse"):
    """[code, weight, value] of what counts, which shares all weight; and what is missing but must not be."""
    missing = [code for code, x in values.items() if x is None]
    if missing and (policy == "refuse" or policy == "renormalise" and len(missing) == len(values)):
        return [], missing[0]
    counting = {code: x for code, x in values.items() if x is not None}
    if policy == "zero":
        counting = {code: counting.get(code, ZERO) for code in values}
    share = sum(weights.values()) / sum(weights[code] for code in counting)
    return [[code, weights[code] * share, x] for code, x in counting.items()], None


def opening(card, turnout):
    """§7: what the turnout of an area's classes opens and publishes."""
    counted, share, limits = card["quorum"]["counted"], number(card["quorum"]["share"]), card["thresholds"]
    ballots = {code: row["returned"] for code, row in turnout.items()}
    small = [code for code, n in ballots.items() if n < limits["open"]]
    reached = all(row[counted] >= max(1, math.ceil(share * row["entitled"])) for row in turnout.values())
    decided = reached and len(small) < (1 if card["small_class"] == "refuse" else len(ballots))
    opened = {code: n for code, n in ballots.items() if decided and code not in small}
    scores = decided and all(n >= limits["mean"] for n in opened.values())
    shown = {code: n for code, n in opened.items() if scores and n >= limits["histogram"]}
    otherwise = "opened" if decided else "round_not_decided"
    states = [[code, n, "under_threshold" if code in small else otherwise] for code, n in ballots.items()]
    return {"decided": decided, "states": states, "opened": opened, "scores": scores, "shown": shown}


def flat(value, path=""):
    """The path of each innermost member of a JSON value, and its value."""
    if not value or not isinstance(value, (dict, list)):
        return {path: value}
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return {inner: x for name, item in items for inner, x in flat(item, f"{path}/{name}").items()}


def read_table(reader, named_by, columns, known):
    """§3: the rows of a table by the texts that name them, with numbers read."""
    lines, rows = (cells for cells in reader if cells not in ([], [""])), {}
    header, checked = next(lines, []), [names for names in known if set(names) <= set(columns)]
    if sorted(header) != sorted(columns):
        raise ValueError(f"列应为 the columns must be {' '.join(columns)}")
    for cells in lines:
        row = dict(zip(header, cells))
        key = tuple(map(row.get, named_by))
        unknown = [names for names in checked if tuple(map(row.get, names)) not in known[names]]
        if len(cells) != len(header):
            raise ValueError("列数不对 wrong number of columns")
        if unknown:
            raise ValueError(f"未知的 unknown {' '.join(unknown[0])}")
        if key in rows:
            raise ValueError("与前面的行重复 repeats an earlier row")
        for column in NUMBERS.keys() & row.keys():
            empty = column in ("score", "mean") and not row[column]
            row[column] = None if empty else number(row[column], NUMBERS[column])
        rows[key] = row
    return rows


def read_data(card, files):
    """§3: all tables of the folder; what is named in them stands in the card or in an earlier table."""
    codes = [(path.split("/"), code) for path, code in flat(card).items() if path.endswith("/code")]
    known = {(column,): {(code,) for path, code in codes if path[-3] == NAMES[column]} for column in NAMES}
    known["area",] = {(str(area["number"]),) for area in card["areas"]}
    known["mark",], known["cell",] = {(mark,) for mark in marks_of(card)}, {(cell,) for cell in CELLS}
    tables = {}
    for name, columns in TABLES.items():
        named_by, others = (part.split() for part in columns.split("|"))
        text = files[name].decode("utf-8-sig") if name in files else ",".join(named_by + others)
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            tables[name[:-4]] = read_table(reader, named_by, named_by + others, known)
        except (csv.Error, ValueError) as error:
            raise Unusable(f"{name} 第 {reader.line_num} 行 row {reader.line_num}: {error}") from None
        if name in ("villages.csv", "judges.csv"):
            known[tuple(named_by)] = tables[name[:-4]]
    if not tables["villages"]:
        raise Unusable("villages.csv: 没有村 no villages")
    return tables


def kept(panel, values):
    """§4.1: rule, first and past last of the sorted values kept; or None, clause and judges needed."""
    n, (trim, how) = len(values), variant(panel["trim"])
    if n < panel["minimum_judges"]:
        return None, "/minimum_judges", panel["minimum_judges"]
    if n < how.get("at_least", 0):
        if how["below"] == "invalid":
            return None, "/trim", how["at_least"]
        if how["below"] == "closest_pair" and n in (2, 3):
            first = 1 if n == 3 and values[2] - values[1] <= values[1] - values[0] else 0
            return "closest_pair", first, first + 2
        return "plain_mean", 0, n
    each_end = (n - 1) // 2 if trim == "median" else math.floor(number(how.get("each_end", "0")) * n)
    return trim, how.get("low", each_end), n - how.get("high", each_end)


def severity(totals, judges):
    """§4.2: b of each judge, from the totals by judge of each village.

    As a(v) is the mean of y - b over the judges of v, least squares ask of each judge that what is left over
    of the own totals sums to 0. To this Σ b = 0 is added, with which a pivot is 0 only if not connected.
    """
    rows = {judge: {**dict.fromkeys(judges, Fraction(1)), "=": ZERO} for judge in judges}
    for given in totals:
        for judge in given:
            rows[judge][judge] += 1
            rows[judge]["="] += given[judge] - sum(given.values()) / len(given)
            for other in given:
                rows[judge][other] -= Fraction(1, len(given))
    for judge in judges:
        pivot = rows[judge][judge]
        if not pivot:
            raise Unusable("sheets.csv: 评委与村不连通 judges and villages are not connected")
        rows[judge] = {name: x / pivot for name, x in rows[judge].items()}
        for other in [other for other in judges if other != judge]:
            times = rows[other][judge]
            rows[other] = {name: x - times * rows[judge][name] for name, x in rows[other].items()}
    return {judge: rows[judge]["="] for judge in judges}


def scaled(rule, how, x, among):
    """§2.2: points of x among the values of its group, and what the step says besides."""
    low, high, n, sign = min(among), max(among), len(among), -1 if how.get("better") == "low" else 1
    if rule in ("fixed", "target"):
        start, end = number(how.get("from", "0")), number(how.get("to", how.get("target")))
        out = max(100 * (x - start) / (end - start), ZERO)
        return out if how.get("beyond") == "count" else min(out, HUNDRED), {}
    if rule == "observed":
        out = 100 * abs(x - (low if sign == 1 else high)) / (high - low) if low < high else HUNDRED
        return out, {"lowest": low, "highest": high}
    if rule == "z_score":
        mean, tens = sum(among) / n, 10 ** how["decimals"]
        square = sum((y - mean) ** 2 for y in among) / n * tens**2
        deviation = Fraction((math.isqrt(math.floor(4 * square)) + 1) // 2, tens)
        away = sign * (x - mean) / deviation if deviation else ZERO
        more = {"mean": mean, "deviation": rounded(deviation, how["decimals"], "down")}
        return number(how["center"]) + number(how["spread"]) * away, more
    place = sum(sign * y > sign * x for y in among) + Fraction(among.count(x) + 1, 2)
    return 100 * (n - place) / (n - 1) if n > 1 else HUNDRED, {"place": place, "of": n}


def profile_of(shares):
    """§4.4: segments [length, lower, upper] outwards from the middle; `shares` from the best mark."""
    ends, segments = list(accumulate(reversed(shares))), []
    edges = sorted({ZERO, *(abs(end - HALF) for end in ends)})
    for first, last in zip(edges, edges[1:]):
        middle = (first + last) / 2
        marks = [len(ends) - 1 - bisect(ends, quantile) for quantile in (HALF - middle, HALF + middle)]
        segments.append([last - first, *marks])
    return segments


def outwards(profiles):
    """§4.4: the marks of each profile up to every place where any of them changes, to compare them by."""
    ends = [list(accumulate(length for length, _, _ in profile)) for profile in profiles]
    edges = sorted({edge for its in ends for edge in its})
    return [[profile[bisect_left(its, edge)][1:] for edge in edges] for profile, its in zip(profiles, ends)]


def split(villages, keys):
    """Sets of villages with equal keys, least first."""
    return [list(tied) for _, tied in groupby(sorted(villages, key=keys.get), keys.get)]


class Recomputation:
    """The steps in their order (§4, §6); `trace` and `result` are the texts of the two files.

    While a part is computed, `here` begins the clauses of its steps and `about` is what all of them say.
    """

    def __init__(self, card, files, audience="sealed"):
        self.card, self.rules, self.marks, self.audience = card, rules_of(card), marks_of(card), audience
        vars(self).update(read_data(card, files))  # the tables: `villages`, `sheets`, …
        self.lines, self.hash, self.here, self.about = [], "0" * 64, "", {}
        self.points, self.why, self.profiles, self.ranked = {}, {}, {}, {}
        self.compared = {}  # by rule of `ties` and village: the value compared (§4.8)
        digest = sha256(CANONICAL(card).encode()).hexdigest()
        hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
        self.step("open", "", audience=audience, card=card, card_sha256=digest, files=hashes)
        self.areas = {str(area["number"]): [] for area in card["areas"]}
        self.labels = {"all": "", **{str(area["number"]): area["label"] for area in card["areas"]}}
        for village, row in self.villages.items():
            self.areas[row["area"]].append(village)
        self.groups = {"all": list(self.villages)} if self.rules["group"] == "all" else self.areas
        seed = re.sub("(\r\n|\n|\r)\\Z", "", files.get("lot-seed.txt", b"").decode("utf-8-sig"))
        for village in self.villages:
            drawn = sha256("\n".join((seed, *village)).encode()).hexdigest()
            self.compared[CANONICAL("lot_by_seed"), village] = drawn if seed else None
            self.compared[CANONICAL("lot_by_hand"), village] = self.lots.get(village, {}).get("lot")
        top = "/composite" if "composite" in card else ""
        for i, part in enumerate(self.rules["components"]):
            self.component(part, f"{top}/components/{i}")
        self.here, self.about = top, {}
        self.rows = {village: self.composite(village) for village in self.villages}
        groups = [self.group(name, villages) for name, villages in self.groups.items() if villages]
        result = {"format": 1, "audience": audience, "rule_card_sha256": digest, "groups": groups}
        self.trace, self.result = "".join(self.lines), CANONICAL({**result, "trace_sha256": self.hash}) + "\n"

    def step(self, op, clause, village=(), used=None, **members):
        """§6: writes a step and returns its outcome, or its number if that is no figure.

        It uses the steps `used`, or else those that gave the figures in its "in", here `in_`. Members that are
        None do not occur, but for an outcome.
        """
        step = {name.rstrip("_"): x for name, x in members.items() if x is not None or name == "out"}
        step.update(self.about, op=op, clause=self.here + clause, n=len(self.lines))
        step.update(zip(("town", "village"), village))
        if used is None:
            used = [x.step for x in flat(step.get("in")).values() if isinstance(x, Figure)]
        step["from"] = sorted(set(used))
        self.hash = sha256((self.hash + CANONICAL(step)).encode()).hexdigest()
        self.lines.append(CANONICAL({**step, "hash": self.hash}) + "\n")
        if not isinstance(step.get("out"), Fraction):
            return step["n"]
        figure = Figure(step["out"])
        figure.step = step["n"]
        return figure

    def weigh(self, op, clause, parts, village, **members):
        """A step that is Σ weight·value."""
        out = sum(weight * value for _, weight, value in parts)
        return self.step(op, clause, village, in_=parts, out=out, **members)

    def no_value(self, clause, village, why, **members):
        self.why[self.code, village] = why
        self.step("no_value", clause, village, why=why, **{"component": self.code, **members})

    def component(self, part, here):
        """The points of a component: of the vote, a panel or a record, then scaled; None where missing."""
        kind, rule = variant(part["source"])
        self.code, about = part["code"], {"component": part["code"]}
        self.here, self.about = (f"{here}/source/{kind}", about) if rule else ("", {})
        values = {"vote": self.vote, "panel": self.panel, "record": self.record}[kind](rule)
        self.here, self.about = here, about
        self.points[self.code] = self.scale(part["scale"], values, "/scale")
        for village, points in self.points[self.code].items():
            self.compared[CANONICAL(about), village] = points

    def scale(self, scale, values, clause, indicator=None):
        """§4.5: the points of values, among those of their group."""
        (rule, how), points = variant(scale), dict(values)
        for village in [v for v in self.villages if rule != "as_is" and values[v] is not None]:
            group = next(its for its in self.groups.values() if village in its)
            among = [values[v] for v in group if values[v] is not None]
            out, more = scaled(rule, how, values[village], among)
            more.update(rule=rule, indicator=indicator)
            points[village] = self.step("scale", clause, village, in_=values[village], out=out, **more)
        return points

    def panel(self, panel):
        """§4.1: the judges' totals, or their scores criterion by criterion, trimmed and averaged."""
        weights, whole, values, totals = weights_of(panel["criteria"]), panel["on"] == "judge_total", {}, {}
        judges = [judge for code, judge in self.judges if code == self.code]
        for village in self.villages:
            sheets, means, few = {j: self.sheet(panel, weights, j, village) for j in judges}, {}, []
            for code in [None] if whole else weights:
                given = sorted(sheet[code] for sheet in sheets.values() if code in sheet)
                rule, first, past = kept(panel, given)
                if rule:
                    more = {"criterion": code, "rule": rule, "kept": [first, past]}
                    more["out"] = sum(given[first:past]) / (past - first)
                    means[code] = self.step("trimmed_mean", "/trim", village, in_=given, **more)
                else:
                    few.append({"clause": first, "criterion": code, "need": past, "have": len(given)})
            if few:
                values[village] = self.no_value(village=village, why="too_few_judges", **few[0])
            elif whole:
                values[village] = means[None]
            else:
                values[village] = self.weigh("sum", "/criteria", weighted(weights, means)[0], village)
            totals[village] = {judge: sheet[None] for judge, sheet in sheets.items() if None in sheet}
            for code in weights:
                given = [sheet[code] for sheet in sheets.values() if code in sheet]
                rule = CANONICAL({"criterion": {"component": self.code, "criterion": code}})
                self.compared[rule, village] = sum(given) / len(given) if given else None
        return values if panel["severity"] == "none" else self.corrected(values, totals, judges)

    def sheet(self, panel, weights, judge, village):
        """§4.1: the scores of a judge that count, by criterion, and under None the total of a whole sheet."""
        keys = {code: (self.code, judge, *village, code) for code in weights}
        cells = {code: self.sheets.get(key, {"cell": "absent"}) for code, key in keys.items()}
        scores = {code: cell["score"] for code, cell in cells.items() if cell["cell"] == "scored"}
        states = {cell["cell"] for cell in cells.values()}
        if panel["on"] == "criterion":
            return scores
        if panel["recusal"] == "own_town" and self.judges[self.code, judge]["town"] == village[0]:
            states.add("recused")
        if states == {"scored"}:
            parts, _ = weighted(weights, scores)
            return {**scores, None: self.weigh("total", "/criteria", parts, village, judge=judge)}
        why = "absent" if states == {"absent"} else "incomplete"
        why = next((reason for reason in ("recused", "voided") if reason in states), why)
        self.step("left_out", "/recusal" if why == "recused" else "/on", village, judge=judge, why=why)
        return {}

    def corrected(self, values, totals, judges):
        """§4.2: values less the severity of their judges."""
        design = {village: totals[village] for village in values if values[village] is not None}
        judges = [judge for judge in judges if any(judge in given for given in design.values())]
        complete = all(len(given) == len(judges) for given in design.values())
        found = {} if complete else severity(design.values(), judges)
        used = [total.step for given in design.values() for total in given.values()]
        how = {"design": "complete" if complete else "connected", "judges": list(found.items())}
        step = self.step("severity", "/severity", used=used, **how)
        for village, given in [] if complete else design.items():
            mean, out = values[village], sum(y - found[judge] for judge, y in given.items()) / len(given)
            used = [mean.step, step]
            values[village] = self.step("corrected", "/severity", village, used, in_=mean, out=out)
        return values

    def record(self, record):
        """§4.3: the indicators, scaled and added."""
        self.here, points, values = self.here + "/indicators", {}, {}
        for i, one in enumerate(record["indicators"]):
            code = one["code"]
            rows = {village: self.records.get((self.code, code, *village)) for village in self.villages}
            given = {village: row and row["value"] for village, row in rows.items()}
            points[code] = self.scale(one["scale"], given, f"/{i}/scale", code)
        for village in self.villages:
            given = {code: its[village] for code, its in points.items()}
            parts, missing = weighted(weights_of(record["indicators"]), given)
            if missing:
                values[village] = self.no_value("", village, "missing_indicator", indicator=missing)
            else:
                values[village] = self.weigh("sum", "", parts, village)
        return values

    def vote(self, _):
        """§4.4: the score of each village of each area, as far as the turnout allows."""
        values, majority = {}, self.card["method"] == "majority_judgment"
        for area, villages in self.areas.items():
            turnout = {code: self.turnout.get((area, code)) for code in weights_of(self.card["classes"])}
            why, found = "no_turnout", None
            if any(turnout.values()):
                found = opening(self.card, turnout)
                found["step"] = self.opening(area, found)
                known = found["shown"] == found["opened"] if majority else found["scores"]
                why = None if known or self.audience == "sealed" else "withheld"
                why = why if found["decided"] else "round_not_decided"
            for v in villages:
                values[v] = self.no_value("/thresholds", v, why) if why else self.score(area, v, found)
        return values

    def opening(self, area, found):
        """§7: the step of an opening, with the remarks on quotas and places."""
        sums, quotas = Counter(), {quota["grade"]: quota["most"] for quota in self.card.get("quotas", [])}
        for (its, code, _, _, mark), row in self.sums.items():
            sums[its, code, mark] += row["count"]
        over, uneven, places = [], [], self.marks if self.card["method"] == "borda" else []
        for code, n in found["opened"].items():
            over += [[code, grade] for grade, most in quotas.items() if sums[area, code, grade] > most * n]
            uneven += [[code, place] for place in places if sums[area, code, place] > n]
        more = {"decided": found["decided"], "scores_published": found["scores"], "classes": found["states"]}
        more.update(area=int(area), over_quota=over, uneven_places=uneven)
        return self.step("opening", "/thresholds", **more)

    def class_step(self, area, village, code, ballots, step):
        """§4.4: what a class gave a village: its mean, or its shares of marks."""
        key, of, blank, method = (area, code, *village), ballots, 0, self.card["method"]
        if key in self.means:
            out = self.means[key]["mean"]
            self.step("class_mean", "/method", village, [step], class_=code, given=True, out=out)
            return out
        counts = {mark: self.sums[(*key, mark)]["count"] for mark in self.marks}
        if method in ("weighted_mean", "majority_judgment"):
            blank, (kind, mark) = ballots - sum(counts.values()), variant(self.card["blank"]["counts_as"])
            if kind == "grade":
                counts[mark] += blank
            of = sum(counts.values())
        more = {"class": code, "blank": blank, "of": of}
        if method == "majority_judgment":
            self.step("class_marks", "/method", village, [step], in_=list(counts.items()), **more)
            return [Fraction(count, of) for count in counts.values()] if of else None
        more["in"] = [[mark, self.marks[mark], count] for mark, count in counts.items()]
        out = sum(points * count for _, points, count in more["in"]) / of if of else None
        self.step("class_mean", "/method", village, [step], out=out, **more)
        return out

    def score(self, area, village, found):
        """§4.4: the class steps and the score of a village."""
        first, opened, weights = len(self.lines), found["opened"], weights_of(self.card["classes"])
        given = {code: self.class_step(area, village, code, n, found["step"]) for code, n in opened.items()}
        for code in weights if found["scores"] else []:
            self.compared[CANONICAL({"class": code}), village] = given.get(code)
        for mark in self.marks if found["shown"] == opened else []:
            counts = {code: self.sums[(area, code, *village, mark)]["count"] for code in opened}
            shares = [weights[code] * count / opened[code] for code, count in counts.items()]
            self.compared[CANONICAL({"marks": mark}), village] = sum(shares)
        parts, missing = weighted(weights, given, self.card["empty_class"])
        used = range(first, len(self.lines))
        if missing:
            return self.no_value("/empty_class", village, "empty_class", class_=missing)
        if self.card["method"] != "majority_judgment":
            return self.weigh("score", "/classes", parts, village, used=used)
        shares = [sum(weight * its[i] for _, weight, its in parts) for i in range(len(self.marks))]
        profile = self.profiles[village] = profile_of(shares)
        more = {"in": [part[:2] for part in parts], "profile": profile}
        out = list(self.marks.values())[profile[0][1]]
        return self.step("majority", "/method", village, used, out=out, **more)

    def composite(self, village):
        """§4.5, §4.6: what the result says of a village, of which `ranked` says how it is ranked."""
        rules, row = self.rules, {"town": village[0], "village": village[1]}
        given = {code: points[village] for code, points in self.points.items()}
        parts, missing = weighted(weights_of(rules["components"]), given, rules["missing"])
        if "withheld" in [self.why.get((code, village)) for code in given]:
            return {**row, "why": "withheld"}
        if missing:
            clause = "/missing" if self.here else "/method"
            self.step("no_value", clause, village, why="missing_component", of=missing)
            return {**row, "why": self.why[missing, village]}
        value = self.weigh("composite", "/components" if self.here else "/method", parts, village)
        value, effects = self.adjusted(village, value), {}
        for i, veto in enumerate(rules["vetoes"]):
            if (*village, veto["code"]) in self.vetoes:
                effect, cap = variant(veto["effect"])
                more = {"veto": veto["code"], "effect": veto["effect"], "in": value}
                more["out"] = min(value, number(cap)) if effect == "cap" else value
                value = self.step("veto", f"/vetoes/{i}", village, **more)
                effects.setdefault(effect, veto["code"])
        if "unranked" in effects:
            return {**row, "why": effects["unranked"]}
        text = rounded(value, rules["rounding"]["decimals"], rules["rounding"]["mode"])
        used = self.step("round", "/rounding", village, in_=value, out=text)
        key = value if rules["rounding"]["ranks_on"] == "exact" else Fraction(text)
        if village in self.profiles and not self.here:
            key, used = self.profiles[village], self.points["vote"][village].step
        one = {"key": key, "last": "last" in effects, "barred": "no_award" in effects}
        self.ranked[village] = {**one, "used": [used], "lot_needed": False}
        return {**row, "score": text, "score_exact": value, "award": None}

    def adjusted(self, village, value):
        """§4.6: a score after bonuses and penalties and within its limits."""
        caps, parts = {name: number(most) for name, most in self.rules["caps"].items()}, []
        for item in self.rules["adjustments"]:
            named = (*village, item["code"])
            points = sorted(row["points"] for key, row in self.adjustments.items() if key[:3] == named)
            parts += [[item["code"], item["kind"], x] for x in points]
        if parts:
            sums = {"bonus": ZERO, "penalty": ZERO}
            for _, kind, points in parts:
                sums[kind] += points
            sums = {kind: min(total, caps.get(kind, total)) for kind, total in sums.items()}
            out = value + sums["bonus"] - sums["penalty"]
            value = self.step("adjust", "/adjustments", village, [value.step], in_=parts, out=out, **sums)
        out = max(value, caps.get("least", value))
        out = min(out, caps.get("most", out))
        return value if out == value else self.step("limit", "/caps", village, in_=value, out=out)

    def group(self, name, villages):
        """§4.7: sets of equal keys, best first, their places, and what the result says of a group."""
        rows = [self.rows[village] for village in villages]
        found = {"group": name, "label": self.labels[name], "ranked": [], "unranked": []}
        found["withheld"] = "withheld" in [row.get("why") for row in rows]
        if found["withheld"]:
            return found
        self.about, found["unranked"] = {"group": name}, [row for row in rows if "why" in row]
        ranked = {village: self.ranked[village] for village in villages if village in self.ranked}
        keys = [one["key"] for one in ranked.values()]
        order = [-key for key in keys] if self.here or not self.profiles else outwards(keys)
        sets = split(ranked, {v: (ranked[v]["last"], key) for v, key in zip(ranked, order)})
        given = [[*village, one["key"], one["last"]] for village, one in ranked.items()]
        used = [one["used"][0] for one in ranked.values()]
        rank = self.step("rank", "/ranks", used=used, in_=given, out=sets)
        for one in ranked.values():
            one["used"] = [rank]
        chain = self.rules["ties"]
        for i, rule in enumerate(chain[: chain.index("keep_tied")]):
            sets = [part for tied in sets for part in self.tie(i, rule, tied)]
        past = 0
        for i, tied in enumerate(sets):
            first, past = past + 1, past + len(tied)
            place = {"dense": i + 1, "modified": past, "fractional": Fraction(first + past, 2)}
            place = rounded(place.get(self.rules["ranks"], first), 1, "down").replace(".0", "")
            for village in tied:
                one, row = ranked[village], self.rows[village]
                row.update(place=place, lot_needed=len(tied) > 1 and one["lot_needed"])
                one["used"] = [self.step("place", "/ranks", village, one["used"], place=place)]
                found["ranked"].append(row)
        self.awards(sets)
        return found

    def tie(self, i, rule, tied):
        """§4.8: a rule applied to a set; the sets it leaves, best first."""
        key, published = CANONICAL(rule), all((CANONICAL(rule), village) in self.compared for village in tied)
        if len(tied) < 2 or variant(rule)[0] in ("class", "marks") and not published:
            return [tied]
        values, lot = {v: self.compared[key, v] for v in tied}, rule in ("lot_by_hand", "lot_by_seed")
        needed = lot and len({*values.values()} - {None}) < len(tied)
        keys = {v: (x is None, x if lot or x is None else -x) for v, x in values.items()}
        sets = [tied] if needed else split(tied, keys)
        given, used = [[*v, x] for v, x in values.items()], self.ranked[tied[0]]["used"][:1]
        more = {"rule": rule, "in": given, "out": sets, "lot_needed": needed}
        step = self.step("tie_break", f"/ties/{i}", used=used, **more)
        for village in tied:
            self.ranked[village]["used"].append(step)
            self.ranked[village]["lot_needed"] |= needed
        return sets

    def awards(self, sets):
        """§4.9: gives the awards, in their order."""
        count = sum(len(tied) for tied in sets)
        for i, award in enumerate(self.rules["awards"]):
            quota, out = math.floor(number(award["share"]) * count), []
            for tied in sets:
                free = [v for v in tied if not self.rows[v]["award"] and not self.ranked[v]["barred"]]
                room = quota - len(out)
                out += free if len(free) <= room or room and award["tie"] == "include" else []
                if len(free) >= room:
                    break
            for village in out:
                self.rows[village]["award"] = award["label"]
            used, more = [self.ranked[v]["used"][0] for v in out], {"award": award["label"], "of": count}
            self.step("award", f"/awards/{i}", used=used, quota=quota, out=out, **more)


def difference(ours, theirs):
    """Line and member where two files first differ."""
    pairs = enumerate(zip_longest(ours.split(b"\n"), theirs.split(b"\n")), 1)
    line, pair = next((line, pair) for line, pair in pairs if pair[0] != pair[1])
    try:
        mine, other = (flat(json.loads(text)) for text in pair)
        members = [name for name in sorted({*mine, *other} - {"/hash"}) if mine.get(name) != other.get(name)]
    except (ValueError, TypeError):
        members = ["整行 whole line"]
    return line, [*members, "/hash"][0]


def main(arguments=None):
    here, plain = Path(__file__).resolve().parent, argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    for name, path in {"--rules": here / "rule-card.json", "--data": here / "data", "--check": here}.items():
        parser.add_argument(name, type=Path, default=path)
    asked = parser.parse_args(arguments)
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)  # exact numbers may be long
    try:
        theirs = {name: (asked.check / name).read_bytes() for name in ("trace.jsonl", "result.json")}
        audience = "published" if b'"audience":"published"' in theirs["result.json"][:30] else "sealed"
        paths = [asked.data / name for name in [*TABLES, "lot-seed.txt"]]
        files = {path.name: path.read_bytes() for path in paths if path.exists()}
        card = asked.rules.read_bytes().decode("utf-8")
        card = json.loads(card, object_pairs_hook=canonical_object, parse_float=int, parse_constant=int)
        done = Recomputation(card, files, audience)
    except Exception as error:  # whatever cannot be read or computed
        print("数据不能用，没有计算。 The input cannot be used; nothing was computed.")
        print(f"{type(error).__name__}: {error}")
        return 2
    for name, ours in {"trace.jsonl": done.trace, "result.json": done.result}.items():
        if ours.encode() != theirs[name]:
            line, member = difference(ours.encode(), theirs[name])
            print(f"不一致：{name} 第 {line} 行。 It differs: {name} line {line}, member {member}.")
            return 1
    print(f"全部一致，共 {len(done.lines)} 步。 It agrees byte for byte: {len(done.lines)} steps.")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # a console that lacks a character still shows the rest
    sys.exit(main())
