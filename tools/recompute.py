#!/usr/bin/env python3
"""重算评议结果，与公布的文件逐字节比较。 Recomputes a result of Pingyi and compares it byte for byte.

  python3 recompute.py                  本文件所在的结果包 the package it lies in
  python3 recompute.py FOLDER [DATA]    另一结果，数据在 DATA another result, its tables in DATA

退出码 exit code: 0 一致 agrees, 1 不一致 differs, 2 不能用 unusable input. 只需 Python 3.8 以上，不联网 no network.
规则 rules: docs/scoring.md, 其章节 its sections: §. 数据是否合乎规则（§3）由 `pingyi rank` 判断。 Whether the data keep
the rules (§3) is told by `pingyi rank`. All numbers are whole or exact fractions; a village is (town, village).
"""

import csv, io, json, re, sys
from bisect import bisect, bisect_left
from fractions import Fraction
from hashlib import sha256
from itertools import accumulate, groupby, zip_longest
from math import ceil, floor, isqrt
from pathlib import Path

NUMBER = re.compile(r"(?!-0(\.0+|/.*)?\Z)-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?")
TABLES = {  # file: the columns that name a row (§3)
    "villages.csv": "town village",
    "judges.csv": "panel judge",
    "sheets.csv": "panel judge town village criterion",
    "records.csv": "component indicator town village",
    "adjustments.csv": "town village item points reason document",
    "vetoes.csv": "town village veto",
    "turnout.csv": "area class",
    "sums.csv": "area class town village mark",
    "means.csv": "area class town village",
    "lots.csv": "town village",
}
NUMBERS = dict.fromkeys("score value points mean".split(), Fraction)
NUMBERS.update(dict.fromkeys("entitled present issued returned count lot".split(), int))
CODES = "class panel component criterion indicator item veto".split()  # columns with a code of the card
ZERO, HALF, HUNDRED = Fraction(0), Fraction(1, 2), Fraction(100)

ratio = "{0.numerator}/{0.denominator}".format
CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=ratio).encode


def number(text, kind=Fraction):
    """§1: the number a text stands for."""
    if not NUMBER.fullmatch(text):
        raise ValueError(f"不是数 not a number: {text!r}")
    return kind(text)


def rounded(value, decimals, mode):
    """§1: decimal text, rounded once from the exact value."""
    exact = abs(value) * 10**decimals
    whole = {"half_up": floor(exact + HALF), "half_even": round(exact), "down": floor(exact), "up": ceil(exact)}[mode]
    digits, sign = f"{whole:0{decimals + 1}}", "-" if value < 0 < whole else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else sign + digits


def variant(rule):
    """Word and details of a rule of the card, which is a word or an object of one member."""
    return (rule, {}) if isinstance(rule, str) else next(iter(rule.items()))


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


def read_data(card, files):
    """§3: the rows of each table by the texts that name them, with numbers read."""
    known, tables = dict.fromkeys(CODES, re.findall('"code":"(.*?)"', CANONICAL(card))), {}
    known.update(area=[str(area["number"]) for area in card["areas"]], mark=marks_of(card))
    for name, columns in TABLES.items():
        text, rows = files.get(name, b"").decode("utf-8-sig"), {}
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = next(filter(None, reader), [])
            for row in (dict(zip_longest(header, cells)) for cells in filter(None, reader)):
                key, village = tuple(row[column] for column in columns.split()), (row.get("town"), row.get("village"))
                strange = [column for column in known.keys() & row.keys() if row[column] not in known[column]]
                if strange or "village" in row and village not in tables.get("villages", [village]):
                    raise ValueError("未知的名称 an unknown name")
                if key in rows or None in [*row, *row.values()]:
                    raise ValueError("重复的行，或列数不对 a repeated row, or a wrong number of columns")
                for column in NUMBERS.keys() & row.keys():
                    row[column] = number(row[column], NUMBERS[column]) if row[column] else None
                rows[key] = row
        except (csv.Error, LookupError, ValueError) as error:
            raise ValueError(f"{name} 第 {reader.line_num} 行 row {reader.line_num}: {error}") from None
        tables[name[:-4]] = rows
    return tables


def weighted(items, values, policy="refuse"):
    """[code, weight, value] of what counts, which shares all weight; and what is missing but must not be."""
    weights = {item["code"]: number(item["weight"]) for item in items}
    given = {code: ZERO if x is None and policy == "zero" else x for code, x in values.items()}
    missing = [code for code, x in given.items() if x is None]
    if missing and (policy == "refuse" or len(missing) == len(values)):
        return [], missing[0]
    share = sum(weights.values()) / sum(weights[code] for code in given if code not in missing)
    return [[code, weights[code] * share, x] for code, x in given.items() if code not in missing], None


def opening(card, turnout):
    """§7: of each class of an area how far it is opened and published, or why it is closed."""
    counted, share, limits = card["quorum"]["counted"], number(card["quorum"]["share"]), card["thresholds"]
    reached = all(row[counted] >= max(1, ceil(share * row["entitled"])) for row in turnout.values())
    ballots = {code: row["returned"] for code, row in turnout.items()}
    opened = [n for n in ballots.values() if n >= limits["open"]]
    decided = reached and len(opened) >= (1 if card["small_class"] == "renormalise" else len(ballots))
    scores = decided and min(opened) >= limits["mean"]
    state = "mean" if scores else "opened" if decided else "round_not_decided"
    states = {code: state if n >= limits["open"] else "under_threshold" for code, n in ballots.items()}
    shown = [code for code, n in ballots.items() if states[code] == "mean" and n >= limits["histogram"]]
    return {**states, **dict.fromkeys(shown, "histogram")}


def kept(panel, values):
    """§4.1: which rule trims the sorted values, and the first and past last it keeps; none of too few."""
    n, (trim, how) = len(values), variant(panel["trim"])
    if n < panel["minimum_judges"]:
        return "minimum_judges", 0, 0
    if n < how.get("at_least", 0):
        if how["below"] == "closest_pair" and n in (2, 3):
            first = 1 if n == 3 and values[2] - values[1] <= values[1] - values[0] else 0
            return "closest_pair", first, first + 2
        return ("invalid", 0, 0) if how["below"] == "invalid" else ("plain_mean", 0, n)
    each_end = (n - 1) // 2 if trim == "median" else floor(number(how.get("each_end", "0")) * n)
    return trim, how.get("low", each_end), n - how.get("high", each_end)


def severity(totals):
    """§4.2: b of each judge, from the totals y by judge of each village v: as a(v) is the mean of y - b there, least
    squares ask that what is left over of each judge's totals sums to 0; with Σ b = 0 added no pivot is 0 if connected.
    """
    judges = {judge for given in totals for judge in given}
    rows = {judge: {**dict.fromkeys(judges, Fraction(1)), None: ZERO} for judge in judges}
    for given in totals:
        for judge in given:
            rows[judge][judge] += 1
            rows[judge][None] += given[judge] - sum(given.values()) / len(given)
            for other in given:
                rows[judge][other] -= Fraction(1, len(given))
    for judge in judges:
        if not rows[judge][judge]:
            raise ValueError("sheets.csv: 评委与村不连通 judges and villages are not connected")
        for other in judges - {judge}:
            times = rows[other][judge] / rows[judge][judge]
            rows[other] = {name: x - times * rows[judge][name] for name, x in rows[other].items()}
    return {judge: row[None] / row[judge] for judge, row in rows.items()}


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
        deviation = Fraction((isqrt(floor(4 * square)) + 1) // 2, tens)
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
        quantiles = (HALF - (first + last) / 2, HALF + (first + last) / 2)
        segments.append([last - first, *(len(ends) - 1 - bisect(ends, quantile) for quantile in quantiles)])
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
    While a part is computed, `here` begins the clauses of its steps and `about` is what all of them say. `compared`
    has, by rule of `ties` and village, what is compared there (§4.8).
    """

    def __init__(self, card, files, audience="sealed"):
        self.card, self.rules, self.marks, self.audience = card, rules_of(card), marks_of(card), audience
        vars(self).update(read_data(card, files))  # the tables: `villages`, `sheets`, …
        self.lines, self.hash, self.here, self.about = [], "0" * 64, "", {}
        self.points, self.why, self.profiles, self.ranked, self.compared = {}, {}, {}, {}, {}
        digest = sha256(CANONICAL(card).encode()).hexdigest()
        hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
        self.step("open", "", audience=audience, card=card, card_sha256=digest, files=hashes)
        labels = {str(area["number"]): area["label"] for area in card["areas"]}
        self.areas = {area: [v for v, row in self.villages.items() if row["area"] == area] for area in labels}
        self.groups = self.areas if self.rules["group"] == "area" else {"all": list(self.villages)}
        seed = re.sub("(\r\n|\n|\r)\\Z", "", files.get("lot-seed.txt", b"").decode("utf-8-sig"))
        for village in self.villages:
            drawn = sha256("\n".join((seed, *village)).encode()).hexdigest()
            self.compared[CANONICAL("lot_by_seed"), village] = drawn if seed else None
            self.compared[CANONICAL("lot_by_hand"), village] = self.lots.get(village, {}).get("lot")
        top = "/composite" if "composite" in card else ""
        for i, part in enumerate(self.rules["components"]):
            (kind, rule), code, here = variant(part["source"]), part["code"], f"{top}/components/{i}"
            self.here, self.about = f"{here}/source/{kind}" if rule else "", {"component": code}
            values = {"vote": self.vote, "panel": self.panel, "record": self.record}[kind](rule, code)
            self.here, how = here, CANONICAL(self.about)
            self.points[code] = self.scale(part["scale"], values, "/scale")
            self.compared.update({(how, village): points for village, points in self.points[code].items()})
        self.here, self.about = top, {}
        rows = {village: self.composite(village) for village in self.villages}
        groups = [(name, {v: rows[v] for v in villages}) for name, villages in self.groups.items() if villages]
        groups = [self.group(name, labels.get(name, ""), its) for name, its in groups]
        result = {"format": 2, "audience": audience, "rule_card_sha256": digest, "groups": groups}
        self.trace, self.result = "".join(self.lines), CANONICAL({**result, "trace_sha256": self.hash}) + "\n"

    def step(self, op, clause, village=(), **members):
        """§6: writes a step and gives back its outcome; members that are None do not occur, but for that."""
        step = {name.rstrip("_"): x for name, x in members.items() if x is not None or name == "out"}
        names = dict(zip(("town", "village"), village))
        step.update(self.about, op=op, clause=self.here + clause, n=len(self.lines), **names)
        self.hash = sha256((self.hash + CANONICAL(step)).encode()).hexdigest()
        self.lines.append(CANONICAL({**step, "hash": self.hash}) + "\n")
        return step.get("out")

    def weigh(self, op, clause, village, items, values, policy="refuse", lacking="", **members):
        """A step that is Σ weight·value, of which there is none if something is missing that must not be."""
        parts, missing = weighted(items, values, policy)
        out = None if missing else sum(weight * value for _, weight, value in parts)
        return self.step(op, missing and lacking or clause, village, in_=parts, missing=missing, out=out, **members)

    def scale(self, scale, values, clause, indicator=None):
        """§4.5: the points of values, among those of their group."""
        (rule, how), points = variant(scale), dict(values)
        for group in self.groups.values() if rule != "as_is" else []:
            valued = {v: values[v] for v in group if values.get(v) is not None}
            for v, x in valued.items():
                out, more = scaled(rule, how, x, list(valued.values()))
                points[v] = self.step("scale", clause, v, in_=x, out=out, rule=rule, indicator=indicator, **more)
        return points

    def panel(self, panel, code):
        """§4.1: the judges' totals, or their scores criterion by criterion, trimmed and averaged."""
        criteria, whole, values, totals = panel["criteria"], panel["on"] == "judge_total", {}, {}
        judges = [judge for its, judge in self.judges if its == code]
        for village in self.villages:
            sheets, means = [self.sheet(panel, code, judge, village) for judge in judges], {}
            totals[village] = {judge: sheet[None] for judge, sheet in zip(judges, sheets) if None in sheet}
            for criterion in [None, *(one["code"] for one in criteria)]:
                scores = sorted(sheet[criterion] for sheet in sheets if criterion in sheet)
                rule = CANONICAL({"criterion": {"component": code, "criterion": criterion}})
                self.compared[rule, village] = sum(scores) / len(scores) if scores else None
                if (criterion is None) == whole:
                    rule, first, past = kept(panel, scores)
                    out = sum(scores[first:past]) / (past - first) if past else None
                    more = {"criterion": criterion, "rule": rule, "kept": [first, past], "out": out}
                    clause = "/minimum_judges" if rule == "minimum_judges" else "/trim"
                    means[criterion] = self.step("trimmed_mean", clause, village, in_=scores, **more)
            values[village] = means[None] if whole else self.weigh("sum", "/criteria", village, criteria, means)
        if panel["severity"] == "none":
            return values
        design = {village: its for village, its in totals.items() if values[village] is not None}
        found = severity(design.values())
        self.step("severity", "/severity", judges=[[judge, found[judge]] for judge in judges if judge in found])
        for village, given in design.items():
            mean, out = values[village], sum(y - found[judge] for judge, y in given.items()) / len(given)
            values[village] = self.step("corrected", "/severity", village, in_=mean, out=out)
        return values

    def sheet(self, panel, code, judge, village):
        """§4.1: the scores of a judge that count, by criterion, and under None the total of a whole sheet."""
        own = panel["recusal"] == "own_town" and self.judges[code, judge]["town"] == village[0]
        criteria, absent = panel["criteria"], "recused" if own else "absent"
        keys = {one["code"]: (code, judge, *village, one["code"]) for one in criteria}
        cells = {code: self.sheets.get(key, {"cell": "absent"}) for code, key in keys.items()}
        scores = {code: cell["score"] for code, cell in cells.items() if cell["cell"] == "scored"}
        if panel["on"] == "criterion":
            return scores
        if len(scores) == len(cells):
            return {**scores, None: self.weigh("total", "/criteria", village, criteria, scores, judge=judge)}
        given = [[code, absent if cell["cell"] == "absent" else cell["cell"]] for code, cell in cells.items()]
        clause = "/recusal" if "recused" in dict(given).values() else "/on"
        self.step("left_out", clause, village, judge=judge, in_=given)
        return {}

    def record(self, record, code):
        """§4.3: the indicators, scaled and added."""
        self.here, points, items = self.here + "/indicators", {}, record["indicators"]
        for i, one in enumerate(items):
            keys = {village: (code, one["code"], *village) for village in self.villages}
            given = {village: self.records[key]["value"] for village, key in keys.items() if key in self.records}
            points[one["code"]] = self.scale(one["scale"], given, f"/{i}/scale", one["code"])
        given = {village: {code: its.get(village) for code, its in points.items()} for village in self.villages}
        return {village: self.weigh("sum", "", village, items, its) for village, its in given.items()}

    def vote(self, _, code):
        """§4.4: the score of each village of each area, as far as the turnout allows."""
        values, majority = {}, self.card["method"] == "majority_judgment"
        for area, villages in self.areas.items():
            turnout = {one["code"]: self.turnout.get((area, one["code"])) for one in self.card["classes"]}
            why = "no_turnout"
            if any(turnout.values()):
                states = opening(self.card, turnout)
                told = [[name, row["returned"], states[name]] for name, row in turnout.items()]
                self.step("opening", "/thresholds", area=int(area), classes=told)
                opened = {name: n for name, n, state in told if state in ("opened", "mean", "histogram")}
                public = {states[name] for name in opened}
                known = self.audience == "sealed" or (public == {"histogram"} if majority else "opened" not in public)
                why = "round_not_decided" if not opened else None if known else "withheld"
            for village in villages:
                if why:
                    self.why[village] = why
                    self.step("no_value", "/thresholds", village, why=why)
                values[village] = None if why else self.score(area, village, opened, public)
        return values

    def score(self, area, village, opened, public):
        """§4.4: the class steps and the score of a village."""
        classes, policy = self.card["classes"], self.card["empty_class"]
        weights = {one["code"]: number(one["weight"]) for one in classes}
        given = {name: self.class_step((area, name, *village), n) for name, n in opened.items()}
        for name in weights if "opened" not in public else []:
            self.compared[CANONICAL({"class": name}), village] = given.get(name)
        for mark in self.marks if public == {"histogram"} else []:
            counts = {name: self.sums[(area, name, *village, mark)]["count"] for name in opened}
            shares = [weights[name] * counts[name] / n for name, n in opened.items()]
            self.compared[CANONICAL({"marks": mark}), village] = sum(shares)
        if self.card["method"] != "majority_judgment":
            return self.weigh("score", "/classes", village, classes, given, policy, "/empty_class")
        parts, missing = weighted(classes, given, policy)
        shares = [sum(weight * its[i] for _, weight, its in parts) for i in range(len(self.marks))]
        profile = self.profiles[village] = None if missing else profile_of(shares)
        out = None if missing else list(self.marks.values())[profile[0][1]]
        more = {"in": parts, "missing": missing, "profile": profile, "out": out}
        return self.step("majority", "/empty_class" if missing else "/method", village, **more)

    def class_step(self, key, ballots):
        """§4.4: what a class gave a village: its mean, or its shares of marks."""
        of, blank, method, more = ballots, 0, self.card["method"], {"class": key[1]}
        if key in self.means:
            return self.step("class_mean", "/method", key[2:], given=True, out=self.means[key]["mean"], **more)
        counts = {mark: self.sums[(*key, mark)]["count"] for mark in self.marks}
        if method in ("weighted_mean", "majority_judgment"):
            blank, (kind, mark) = ballots - sum(counts.values()), variant(self.card["blank"]["counts_as"])
            counts.update({mark: counts[mark] + blank} if kind == "grade" else {})
            of = sum(counts.values())
        given = [[mark, points, counts[mark]] for mark, points in self.marks.items()]
        more.update({"in": given, "blank": blank, "of": of, "out": None})
        if method == "majority_judgment":
            more["out"] = [Fraction(count, of) for _, _, count in given] if of else None
            return self.step("class_marks", "/method", key[2:], **more)
        more["out"] = sum(points * count for _, points, count in given) / of if of else None
        return self.step("class_mean", "/method", key[2:], **more)

    def composite(self, village):
        """§4.5, §4.6: what the result says of a village, of which `ranked` says how it is ranked."""
        rules, row, effects, items = self.rules, {"town": village[0], "village": village[1]}, {}, []
        if self.why.get(village) == "withheld":
            return {**row, "why": "withheld"}
        caps = {name: number(most) for name, most in rules["caps"].items()}
        given = {code: points[village] for code, points in self.points.items()}
        clauses = ("/missing", "/components") if self.here else ("/method", "/method")
        value = self.weigh("composite", clauses[1], village, rules["components"], given, rules["missing"], clauses[0])
        if value is None:
            kind = next(variant(part["source"])[0] for part in rules["components"] if given[part["code"]] is None)
            why = {"panel": "too_few_judges", "record": "missing_indicator", "vote": "empty_class"}[kind]
            return {**row, "why": self.why.get(village, why) if kind == "vote" else why}
        for item in rules["adjustments"]:
            rows = [row["points"] for key, row in self.adjustments.items() if key[:3] == (*village, item["code"])]
            items += [[item["code"], item["kind"], points] for points in sorted(rows)]
        if items:
            sums = {kind: sum(x for _, its, x in items if its == kind) for kind in ("bonus", "penalty")}
            sums = {kind: Fraction(min(total, caps.get(kind, total))) for kind, total in sums.items()}
            out = value + sums["bonus"] - sums["penalty"]
            value = self.step("adjust", "/adjustments", village, in_=items, out=out, **sums)
        limited = max(value, caps.get("least", value))
        limited = min(limited, caps.get("most", limited))
        value = value if limited == value else self.step("limit", "/caps", village, in_=value, out=limited)
        for i, veto in enumerate(rules["vetoes"]):
            if (*village, veto["code"]) in self.vetoes:
                effect, cap = variant(veto["effect"])
                effects.setdefault(effect, veto["code"])
                out = min(value, number(cap)) if cap else value
                more = {"veto": veto["code"], "effect": veto["effect"], "in": value, "out": out}
                value = self.step("veto", f"/vetoes/{i}", village, **more)
        if "unranked" in effects:
            return {**row, "why": effects["unranked"]}
        text = rounded(value, rules["rounding"]["decimals"], rules["rounding"]["mode"])
        self.step("round", "/rounding", village, in_=value, out=text)
        key = value if rules["rounding"]["ranks_on"] == "exact" else Fraction(text)
        self.ranked[village] = self.profiles.get(village, key), "last" in effects, "no_award" in effects
        return {**row, "score": text, "score_exact": value, "award": None}

    def group(self, name, label, rows):
        """§4.7: sets of equal keys, best first, their places, and what the result says of a group."""
        found = {"group": name, "label": label, "ranked": [], "unranked": [], "withheld": True}
        if "withheld" in [row.get("why") for row in rows.values()]:
            return found
        ranked, self.about = {v: self.ranked[v] for v in rows if v in self.ranked}, {"group": name}
        keys = [key for key, _, _ in ranked.values()]
        order = outwards(keys) if self.profiles else [-key for key in keys]
        sets = split(ranked, {v: (ranked[v][1], key) for v, key in zip(ranked, order)})
        self.step("rank", "/ranks", in_=[[*v, key, last] for v, (key, last, _) in ranked.items()], out=sets)
        lacking, past = set(), 0
        for i, rule in enumerate(self.rules["ties"]):
            sets = [part for tied in sets for part in self.tie(i, rule, tied, lacking)]
        for i, tied in enumerate(sets):
            first, past = past + 1, past + len(tied)
            place = {"dense": i + 1, "modified": past, "fractional": Fraction(first + past, 2)}
            place = rounded(place.get(self.rules["ranks"], first), 1, "down").replace(".0", "")
            for village in tied:
                self.step("place", "/ranks", village, place=place)
                rows[village].update(place=place, lot_needed=len(tied) > 1 and village in lacking)
        for i, award in enumerate(self.rules["awards"]):
            quota, out = floor(number(award["share"]) * len(ranked)), []
            for tied in sets:
                free, room = [v for v in tied if not rows[v]["award"] and not ranked[v][2]], quota - len(out)
                out += free if len(free) <= room or room and award["tie"] == "include" else []
                if len(free) >= room:
                    break
            for village in out:
                rows[village]["award"] = award["label"]
            self.step("award", f"/awards/{i}", award=award["label"], quota=quota, of=len(ranked), out=out)
        found.update(ranked=[rows[village] for tied in sets for village in tied], withheld=False)
        return {**found, "unranked": [row for row in rows.values() if "why" in row]}

    def tie(self, i, rule, tied, lacking):
        """§4.8: a rule applied to a set; the sets it leaves, best first."""
        values = {v: self.compared.get((CANONICAL(rule), v), ...) for v in tied}
        if len(tied) < 2 or ... in values.values():
            return [tied]
        lot = rule in ("lot_by_hand", "lot_by_seed")
        needed = lot and len({*values.values()} - {None}) < len(tied)
        keys = {v: (x is None, x if lot or x is None else -x) for v, x in values.items()}
        sets = [tied] if needed else split(tied, keys)
        more = {"in": [[*v, x] for v, x in values.items()], "out": sets, "lot_needed": needed}
        self.step("tie_break", f"/ties/{i}", rule=rule, **more)
        lacking.update(tied if needed else [])
        return sets


def main(folder=Path(__file__).parent, *data):
    try:
        folder, [tables] = Path(folder), data or [Path(folder, "data")]
        names = ("trace.jsonl", "result.json", "rule-card.json")
        trace, result, text = ((folder / name).read_bytes().decode() for name in names)
        card, sealed = json.loads(text), json.loads(result)["audience"] == "sealed"
        if CANONICAL(card) != text:
            raise ValueError("rule-card.json: 不是规范写法 not canonical (§1)")
        paths = [Path(tables, name) for name in [*TABLES, "lot-seed.txt"]]
        files = {path.name: path.read_bytes() for path in paths if path.exists()}
        done = Recomputation(card, files, "sealed" if sealed else "published")
    except Exception as error:  # whatever cannot be read or computed
        print(f"不能用，没有计算。 The input cannot be used; nothing was computed.\n{type(error).__name__}: {error}")
        print(__doc__ if isinstance(error, OSError) else "", end="")
        return 2
    lines = zip_longest([*done.trace.split("\n"), done.result], [*trace.split("\n"), result])
    for line, (ours, theirs) in enumerate(lines, 1):
        if ours != theirs:
            where = f"trace.jsonl:{line}" if line <= len(done.lines) + 1 else "result.json"
            print(f"不一致 It differs: {where}\n重算 recomputed: {ours!r}\n公布 published: {theirs!r}")
            return 1
    print(f"全部一致，共 {len(done.lines)} 步。 It agrees byte for byte: {len(done.lines)} steps.")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # a console that lacks a character still shows the rest
    getattr(sys, "set_int_max_str_digits", int)(0)  # exact numbers may be long
    sys.exit(main(*sys.argv[1:]))
