"""Which data folders are refused (§3 of docs/scoring.md), written from that page alone.

tools/recompute.py only reads what it can use. This says whether a folder may be used at all, so that it can
be compared with what `pingyi rank` says of the same folder. A design that is not connected is told by
recompute.py itself, since it shows only in computing. Of recompute.py nothing is used here but the marks of a
ballot and what the turnout opens.
"""

import re
from fractions import Fraction

import recompute
from recompute import marks_of, opening

TABLES = {  # file: columns, | after those that name a row
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
RATIO = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
COUNT = re.compile(r"0|[1-9][0-9]*")
FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\Z)')
NAME = re.compile("[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]{1,60}")
CELLS = {"scored": ["score"], "recused": ["reason"], "absent": [], "blank": [], "voided": ["reason", "by"]}
LONGEST = 4000  # bytes of a cell, and of the seed


class Unusable(ValueError):
    """The tables may not be used; its arguments are all faults."""


def number(text, form=RATIO):
    """§1: the number a text stands for."""
    if not form.fullmatch(text) or re.fullmatch(r"-0(\.0+|/.*)?", text):
        raise ValueError(f"不是数 not a number: {text!r}")
    return Fraction(text)


def refuse(card, files, audience):
    """Raises Unusable with everything that is wrong with a folder."""
    faults = Folder(card, files, audience).faults
    if faults:
        raise Unusable(*faults)


def computed(card, files, audience, recomputation=recompute.Recomputation):
    """The recomputation of a folder that is not refused."""
    refuse(card, files, audience)
    return recomputation(card, files, audience)


def sums_or_means(card, audience, state):
    """Whether the sums of a class are known to the audience, and whether only its means are (§4.4)."""
    if audience == "sealed":
        return state in ("opened", "mean", "histogram"), False
    return state == "histogram", state == "mean" and card["method"] != "majority_judgment"


def coded(items):
    return {item["code"]: item for item in items}


class Folder:
    """The tables of a folder, read and checked; all faults are told together."""

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
            self.score(row, criteria[row["panel"]][row["criterion"]])
        for row in self.rows("records.csv"):
            self.value(row, "value", DECIMAL, records[row["component"]][row["indicator"]])
        for row in self.rows("adjustments.csv"):
            self.value(row, "points", DECIMAL, items[row["item"]])
        for _ in self.rows("vetoes.csv", "reason", "document"):
            pass  # its names are all there is to check
        for row in self.rows("lots.csv"):
            self.value(row, "lot", COUNT, {"least": "1", "step": "1"})
        seed = re.fullmatch("([^\r\n\0]+)(\r\n|\n|\r)?", self.text("lot-seed.txt"))
        if "lot-seed.txt" in files and not (seed and len(seed[1].encode()) <= LONGEST):
            self.faults.append(
                f"lot-seed.txt: 应为一行文字 must be one line of text, at most {LONGEST} bytes"
            )
        self.votes(card, audience)

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
            cell = found and (found[2] if found[1] is None else found[1].replace('""', '"'))
            if not found or "\0" in cell or len(cell.encode()) > LONGEST:
                return self.fault({"file": name, "line": line}, "引号、换行或字符不合规 bad quotes or text")
            cells.append(cell)
            at = found.end()
            if found[3] != ",":
                if cells != [""] or found[1] is not None:  # a line of two quotes is not empty
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
            return Fraction(0)
        if pattern is COUNT and value >= 2**64:
            self.fault(row, f"{column} 过大 too large: {text}")
        if rule:
            least, most, step = number(rule["least"]), number(rule.get("most", text)), rule["step"]
            finer = len(text.partition(".")[2]) > len(step.partition(".")[2])
            if finer or not least <= value <= most or (value - least) % number(step) != 0:
                self.fault(row, f"{column} 不合分档或超出范围 off its step or limits: {text}")
        return value

    def score(self, row, criterion):
        """The members of a cell, and its score if it has one."""
        scored = row["cell"] == "scored"
        missing = [column for column in CELLS[row["cell"]] if not row[column]]
        beyond = [column for column in (["reason", "by"] if scored else ["score"]) if row[column]]
        for column in missing + beyond:
            self.fault(row, f"{column} 应填而未填，或不应填 must be filled, or must be empty")
        own = self.judges[row["panel"]][row["judge"]] == row["town"]
        if scored and own and self.panels[row["panel"]]["recusal"] == "own_town":
            self.fault(row, "评委给本镇的村打了分 a judge scored a village of the own town")
        if scored:
            self.value(row, "score", DECIMAL, criterion)

    def votes(self, card, audience):
        """Turnout, and exactly the sums and means that the audience may know (§4.4)."""
        turnout, all_sums, all_means = {}, {}, {}
        most = max if card["method"] == "borda" else sum  # a strange page may name a village for two places
        for row in self.rows("turnout.csv"):
            n = {c: int(self.value(row, c, COUNT)) for c in ("entitled", "present", "issued", "returned")}
            if max(n.values()) > n["entitled"] or n["returned"] > n["issued"]:
                self.fault(row, "人数或票数不可能 impossible counts")
            turnout.setdefault(self.areas[row["area"]], {})[row["class"]] = n
        for row in self.rows("sums.csv"):
            box = all_sums.setdefault((self.areas[row["area"]], row["class"]), {})
            box.setdefault(row["at"], {})[row["mark"]] = int(self.value(row, "count", COUNT))
        for row in self.rows("means.csv"):
            box = all_means.setdefault((self.areas[row["area"]], row["class"]), {})
            box[row["at"]] = self.value(row, "mean", RATIO) if row["mean"] else None
        for area in self.areas.values():
            given, states = turnout.get(area, {}), {}
            if len(given) == len(self.classes):
                states = opening(card, {code: given[code] for code in self.classes})
            elif given:
                self.faults.append(f"turnout.csv: 片区 area {area}: 缺少票类 lacks a class")
            here = {village for village, its in self.villages.items() if its == area}
            for code in self.classes:
                summed, meant = sums_or_means(card, audience, states.get(code))
                sums, means = all_sums.get((area, code), {}), all_means.get((area, code), {})
                wrong = set(sums) != (here if summed else set())
                wrong = wrong or any(len(counts) < len(self.marks) for counts in sums.values())
                text = f"片区 area {area} {code}: 多余或缺少行 rows that may not be, or rows missing"
                self.faults += ["sums.csv: " + text] if wrong else []
                self.faults += ["means.csv: " + text] if set(means) != (here if meant else set()) else []
                if not wrong and any(most(n.values()) > given[code]["returned"] for n in sums.values()):
                    self.faults.append(f"sums.csv: 片区 area {area} {code}: 多于票数 more marks than ballots")
