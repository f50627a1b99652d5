#!/usr/bin/env python3
"""Tests of recompute.py: python3 -m unittest tools/recompute_test.py"""

import decimal
import itertools
import json
import os
import random
import sys
import unittest
from fractions import Fraction as F

TOOLS = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, TOOLS)
sys.dont_write_bytecode = True
import recompute  # noqa: E402


def lowest(member):
    """An object of a card with its ratios in lowest terms, as it is hashed (§2)."""
    for name in member.keys() & {"weight", "share"}:
        member[name] = recompute.ratio(F(member[name]))
    return member


with open(os.path.join(TOOLS, "..", "fixtures", "haiyang-2022", "rule-card.json"), encoding="utf-8") as file:
    HAIYANG = json.load(file, object_hook=lowest)

SCORE = {"least": "0", "most": "100", "step": "1"}
ROUNDING = {"decimals": 1, "mode": "half_up", "ranks_on": "exact"}


def card(components, **changes):
    """The Haiyang card, ranked by these components."""
    weight = recompute.ratio(F(1, len(components)))
    parts = [
        {"code": c, "label": c, "weight": weight, "source": s, "scale": "as_is"}
        for c, s in components.items()
    ]
    rules = {
        "group": "area",
        "components": parts,
        "missing": "refuse",
        "adjustments": [],
        "vetoes": [],
        "caps": {},
    }
    rules.update(rounding=ROUNDING, ranks="competition", ties=["keep_tied"], awards=[])
    return dict(HAIYANG, composite=dict(rules, **changes))


def record(scale="as_is", **rule):
    rule = dict({"code": "income", "label": "收入", "weight": "1/1", "scale": scale}, **dict(SCORE, **rule))
    return {"record": {"indicators": [rule]}}


def panel(**changes):
    rules = {
        "criteria": [dict(SCORE, code="work", label="工作", weight="1/1")],
        "recusal": "none",
        "on": "judge_total",
    }
    rules.update(trim="none", minimum_judges=1, severity="none")
    return {"panel": dict(rules, **changes)}


def villages(*names):
    return "area,town,village\n" + "".join(f"1,镇,{name}\n" for name in names)


def incomes(**values):
    rows = (f"record,income,镇,{name},{value}\n" for name, value in values.items())
    return {
        "villages.csv": villages(*values),
        "records.csv": "component,indicator,town,village,value\n" + "".join(rows),
    }


def sheets(*rows):
    """Score sheets of one criterion: judge, village, score."""
    judges = dict.fromkeys(judge for judge, _, _ in rows)
    names = dict.fromkeys(village for _, village, _ in rows)
    cells = "".join(f"tour,{judge},镇,{village},work,scored,{score},,\n" for judge, village, score in rows)
    return {
        "villages.csv": villages(*names),
        "judges.csv": "panel,judge,town\n" + "".join(f"tour,{judge},\n" for judge in judges),
        "sheets.csv": "panel,judge,town,village,criterion,cell,score,reason,by\n" + cells,
    }


def compute(rules, tables, audience="sealed"):
    done = recompute.Recomputation(rules, {name: text.encode() for name, text in tables.items()}, audience)
    return json.loads(done.result), [json.loads(line) for line in done.trace.splitlines()]


def ranked(rules, tables, audience="sealed"):
    result, _ = compute(rules, tables, audience)
    return [(one["place"], one["village"], one["score"]) for one in result["groups"][0]["ranked"]]


class Numbers(unittest.TestCase):
    def test_rounding_follows_gb_t_8170(self):
        vectors = [
            ("12.1498", 0, "12"),
            ("10.5002", 0, "11"),
            ("12.1498", 1, "12.1"),
            ("1.050", 1, "1.0"),
            ("0.35", 1, "0.4"),
            ("-0.0365", 3, "-0.036"),
            ("8.53459", 2, "8.53"),
            ("2.675", 2, "2.68"),
            ("-2.5", 0, "-2"),
        ]
        for text, decimals, out in vectors:
            self.assertEqual(recompute.rounded(F(text), decimals, "half_even"), out, text)

    def test_the_other_roundings_differ_where_they_should(self):
        for mode, up, down, small in [
            ("half_up", "-3", "2.68", "0"),
            ("down", "-2", "2.67", "0"),
            ("up", "-3", "2.68", "-1"),
        ]:
            self.assertEqual(recompute.rounded(F(-5, 2), 0, mode), up)
            self.assertEqual(recompute.rounded(F("2.675"), 2, mode), down)
            self.assertEqual(recompute.rounded(F(-1, 3), 0, mode), small)

    def test_half_even_agrees_with_the_decimal_module(self):
        for thousandths in range(-3000, 3000, 5):
            exact = decimal.Decimal(thousandths) / 1000
            out = exact.quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_EVEN)
            self.assertEqual(
                recompute.rounded(F(thousandths, 1000), 2, "half_even"), str(out).replace("-0.00", "0.00")
            )

    def test_other_notations_are_refused(self):
        for text in (
            "+1",
            "01",
            ".5",
            "5.",
            "1e3",
            "-0",
            "-0.0",
            "-0/3",
            "1/0",
            "1 ",
            "١",
            "",
            "1/2/3",
        ):
            with self.assertRaises(ValueError, msg=repr(text)):
                recompute.number(text)
        for text in ("1/2", "1.5"):
            with self.assertRaises(ValueError, msg=text):
                recompute.number(text, int)


class Panels(unittest.TestCase):
    def mean(self, trim, values):
        values = sorted(F(value) for value in values)
        rule, first, past = recompute.kept({"trim": trim, "minimum_judges": 1}, values)
        return rule, sum(values[first:past]) / (past - first)

    def test_trimming_follows_the_rope_skipping_union(self):
        trim = {"drop": {"high": 1, "low": 1, "at_least": 4, "below": "closest_pair"}}
        self.assertEqual(self.mean(trim, [112, 114]), ("closest_pair", 113))
        self.assertEqual(self.mean(trim, [112, 114, 118]), ("closest_pair", 113))
        self.assertEqual(self.mean(trim, [112, 115, 118]), ("closest_pair", F("116.5")))
        self.assertEqual(self.mean(trim, [112]), ("plain_mean", 112))
        self.assertEqual(self.mean(trim, [0, 112, 114, 900]), ("drop", 113))

    def test_too_few_values_keep_none(self):
        trim = {"drop": {"high": 1, "low": 1, "at_least": 4, "below": "invalid"}}
        values = [F(1), F(2), F(3)]
        self.assertEqual(recompute.kept({"trim": trim, "minimum_judges": 3}, values), ("invalid", 0, 0))
        self.assertEqual(
            recompute.kept({"trim": trim, "minimum_judges": 4}, values), ("minimum_judges", 0, 0)
        )

    def test_medians_and_fractions(self):
        self.assertEqual(self.mean("median", [1, 9, 5]), ("median", 5))
        self.assertEqual(self.mean("median", [1, 9, 5, 6]), ("median", F("5.5")))
        self.assertEqual(
            self.mean({"fraction": {"each_end": "1/5"}}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 90]),
            ("fraction", F("4.5")),
        )
        self.assertEqual(self.mean({"fraction": {"each_end": "1/5"}}, [0, 1, 2, 9]), ("fraction", 3))

    def test_strict_and_lenient_judges_are_evened_out_as_by_hand(self):
        # A scores 10 more than B where both scored, so b is 5 and -5.
        tables = sheets(("A", "甲", 80), ("A", "乙", 90), ("B", "乙", 80), ("B", "丙", 70))
        result, trace = compute(card({"tour": panel(severity="least_squares")}), tables)
        found = [step for step in trace if step["op"] == "severity"]
        self.assertEqual(found[0]["judges"], [["A", "5/1"], ["B", "-5/1"]])
        scores = {one["village"]: one["score_exact"] for one in result["groups"][0]["ranked"]}
        self.assertEqual(scores, {"甲": "75/1", "乙": "85/1", "丙": "75/1"})

    def test_a_complete_design_leaves_every_mean_as_it_was(self):
        scores = [
            (judge, name, 70 + 7 * i * i + 3 * j)
            for i, judge in enumerate("ABC")
            for j, name in enumerate("甲乙")
        ]
        rules = panel(
            severity="least_squares", criteria=[dict(SCORE, code="work", label="工作", weight="1/3")]
        )
        _, trace = compute(card({"tour": rules}), sheets(*scores))
        found = [step["judges"] for step in trace if step["op"] == "severity"]
        self.assertEqual(found, [[["A", "-35/9"], ["B", "-14/9"], ["C", "49/9"]]])
        means = [step["out"] for step in trace if step["op"] == "trimmed_mean"]
        self.assertEqual(means, ["245/9", "254/9"])
        corrected = [(step["in"], step["out"]) for step in trace if step["op"] == "corrected"]
        self.assertEqual(corrected, [(mean, mean) for mean in means])

    def test_a_torn_design_is_refused_and_one_without_villages_is_not(self):
        rules = card({"tour": panel(severity="least_squares")})
        with self.assertRaisesRegex(ValueError, "不连通"):
            compute(rules, sheets(("A", "甲", 80), ("B", "乙", 90)))
        few = card({"tour": panel(severity="least_squares", minimum_judges=2)})
        _, trace = compute(few, sheets(("A", "甲", 80), ("B", "乙", 90)))
        self.assertEqual([step["judges"] for step in trace if step["op"] == "severity"], [[]])

    def test_a_judge_may_have_any_name(self):
        rules = card({"tour": panel(severity="least_squares")})
        told = []
        for first in ("A", "=", "None"):
            scores = sheets((first, "甲", 80), (first, "乙", 90), ("B", "乙", 80), ("B", "丙", 70))
            _, trace = compute(rules, scores)
            told += [b for step in trace if step["op"] == "severity" for _, b in step["judges"]]
        self.assertEqual(told, ["5/1", "-5/1"] * 3)

    def test_too_few_judges_give_no_value(self):
        result, trace = compute(
            card({"tour": panel(minimum_judges=2)}), sheets(("A", "甲", 80), ("B", "甲", 90), ("A", "乙", 99))
        )
        group = result["groups"][0]
        self.assertEqual([one["village"] for one in group["ranked"]], ["甲"])
        self.assertEqual(group["unranked"], [{"town": "镇", "village": "乙", "why": "too_few_judges"}])
        mean = [step for step in trace if step["op"] == "trimmed_mean"][1]
        self.assertEqual((mean["rule"], mean["kept"], mean["out"]), ("minimum_judges", [0, 0], None))
        self.assertEqual(
            (mean["in"], mean["clause"]), (["99/1"], "/composite/components/0/source/panel/minimum_judges")
        )
        lacking = [step for step in trace if step["op"] == "composite"][1]
        self.assertEqual((lacking["in"], lacking["missing"], lacking["out"]), ([], "tour", None))
        self.assertEqual(lacking["clause"], "/composite/missing")

    def test_with_a_criterion_missing_the_others_are_written_all_the_same(self):
        criteria = [dict(SCORE, code=code, label=code, weight="1/1") for code in ("work", "talk")]
        tables = sheets(("A", "甲", 80), ("B", "甲", 90))
        result, trace = compute(card({"tour": panel(on="criterion", criteria=criteria)}), tables)
        means = [(step["criterion"], step["out"]) for step in trace if step["op"] == "trimmed_mean"]
        self.assertEqual(means, [("work", "85/1"), ("talk", None)])
        lacking = [(step["in"], step["missing"], step["out"]) for step in trace if step["op"] == "sum"]
        self.assertEqual(lacking, [([], "talk", None)])
        self.assertEqual(result["groups"][0]["unranked"][0]["why"], "too_few_judges")

    def test_a_sheet_that_is_left_out_tells_its_cells_and_an_absent_one_of_the_own_town_is_recused(self):
        tables = sheets(("A", "甲", 80), ("B", "甲", 90))
        tables["judges.csv"] = "panel,judge,town\ntour,A,\ntour,B,\ntour,C,镇\ntour,D,镇\ntour,E,乡\n"
        tables["sheets.csv"] += "tour,D,镇,甲,work,absent,,,\n"
        for recusal, own in (("own_town", "recused"), ("none", "absent")):
            _, trace = compute(card({"tour": panel(recusal=recusal)}), tables)
            told = [(step["judge"], step["in"]) for step in trace if step["op"] == "left_out"]
            out = [("C", [["work", own]]), ("D", [["work", own]]), ("E", [["work", "absent"]])]
            self.assertEqual(told, out)
            clauses = [step["clause"].rpartition("/")[2] for step in trace if step["op"] == "left_out"]
            rule = "recusal" if own == "recused" else "on"
            self.assertEqual(clauses, [rule, rule, "on"])


class Majority(unittest.TestCase):
    def profile(self, ballots, marks=3):
        return recompute.profile_of([F(ballots.count(mark), len(ballots)) for mark in range(marks)])

    def test_profiles_of_small_ballots(self):
        self.assertEqual(self.profile([0]), [[F(1, 2), 0, 0]])
        self.assertEqual(self.profile([0, 1]), [[F(1, 2), 1, 0]])
        self.assertEqual(self.profile([0, 1, 2]), [[F(1, 6), 1, 1], [F(1, 3), 2, 0]])
        self.assertEqual(self.profile([0, 0, 2]), [[F(1, 6), 0, 0], [F(1, 3), 2, 0]])

    def test_the_order_is_that_of_removing_the_lower_median(self):
        def removed(ballots):
            left, order = sorted(ballots), []
            while left:  # marks from the best: the lower median is the later one of the middle
                order.append(left.pop(len(left) // 2))
            return order

        for n in range(1, 6):
            every = list(itertools.combinations_with_replacement(range(3), n))
            for one, other in itertools.product(every, every):
                ours, theirs = recompute.outwards([self.profile(list(ballots)) for ballots in (one, other)])
                a, b = removed(one), removed(other)
                self.assertEqual((ours > theirs) - (ours < theirs), (a > b) - (a < b), (one, other))


class Scales(unittest.TestCase):
    def test_points_by_hand(self):
        among = [F(x) for x in (10, 20, 20, 50)]
        for rule, how, x, out in [
            ("fixed", {"from": "0", "to": "50"}, 20, 40),
            ("fixed", {"from": "50", "to": "10"}, 60, 0),
            ("target", {"target": "40", "beyond": "cap"}, 50, 100),
            ("target", {"target": "40", "beyond": "count"}, 50, 125),
            ("observed", {"better": "high"}, 20, 25),
            ("observed", {"better": "low"}, 20, 75),
            ("rank", {"better": "high"}, 20, 50),
            ("rank", {"better": "low"}, 10, 100),
        ]:
            self.assertEqual(recompute.scaled(rule, how, F(x), among)[0], out, (rule, how, x))

    def test_the_deviation_is_rounded_half_up_from_its_exact_square(self):
        rng = random.Random(1)
        for _ in range(300):
            among = [F(rng.randint(0, 40), rng.randint(1, 4)) for _ in range(rng.randint(1, 6))]
            how = {"better": "high", "center": "0", "spread": "1", "decimals": rng.randint(0, 5)}
            given = recompute.scaled("z_score", how, among[0], among)[1]["deviation"]
            mean = sum(among) / len(among)
            square = sum((x - mean) ** 2 for x in among) / len(among)
            unit = F(1, 10 ** how["decimals"])
            self.assertTrue(max(F(given) - unit / 2, 0) ** 2 <= square < (F(given) + unit / 2) ** 2)
        self.assertEqual(
            recompute.scaled("z_score", dict(how, decimals=0), F(1), [F(0), F(1)])[1]["deviation"], "1"
        )

    def test_scales_are_written_group_by_group(self):
        tables = incomes(甲=9, 乙=5, 丙=7)
        tables["villages.csv"] = tables["villages.csv"].replace("1,镇,甲", "2,镇,甲")
        rules = card({"record": record({"observed": {"better": "high"}})})
        _, trace = compute(rules, tables)
        told = [(step["village"], step["out"]) for step in trace if step["op"] == "scale"]
        self.assertEqual(told, [("乙", "0/1"), ("丙", "100/1"), ("甲", "100/1")])


class Ranks(unittest.TestCase):
    def test_places_of_a_tie_for_second_of_four(self):
        tables = incomes(甲=9, 乙=5, 丙=5, 丁=1)
        places = {
            "competition": "1 2 2 4",
            "dense": "1 2 2 3",
            "modified": "1 3 3 4",
            "fractional": "1 2.5 2.5 4",
        }
        for ranks, out in places.items():
            got = ranked(card({"record": record()}, ranks=ranks), tables)
            self.assertEqual(" ".join(place for place, _, _ in got), out)

    def test_a_straddling_tie_is_left_out_or_taken_whole(self):
        tables = incomes(甲=9, 乙=5, 丙=5, 丁=1)
        for tie, share, out in [
            ("exclude", "1/2", ["甲"]),
            ("include", "1/2", ["甲", "乙", "丙"]),
            ("include", "3/4", ["甲", "乙", "丙"]),
            ("include", "1/4", ["甲"]),
            ("include", "1/5", []),
            ("exclude", "1/1", ["甲", "乙", "丙", "丁"]),
        ]:
            awards = [{"label": "优秀", "share": share, "tie": tie}]
            result, _ = compute(card({"record": record()}, awards=awards), tables)
            got = [one["village"] for one in result["groups"][0]["ranked"] if one["award"]]
            self.assertEqual(got, out, (tie, share))

    def test_lots_separate_what_is_tied_if_all_have_different_ones(self):
        rules, tables = card({"record": record()}, ties=["lot_by_hand", "keep_tied"]), incomes(甲=5, 乙=5)
        drawn = dict(tables, **{"lots.csv": "town,village,lot\n镇,甲,2\n镇,乙,1\n"})
        self.assertEqual(ranked(rules, drawn), [("1", "乙", "5.0"), ("2", "甲", "5.0")])
        same = dict(tables, **{"lots.csv": "town,village,lot\n镇,甲,2\n镇,乙,2\n"})
        self.assertEqual(ranked(rules, same), [("1", "甲", "5.0"), ("1", "乙", "5.0")])
        self.assertTrue(all(one["lot_needed"] for one in compute(rules, tables)[0]["groups"][0]["ranked"]))

    def test_items_limits_and_vetoes_come_in_their_order(self):
        item = {"code": "prize", "label": "表彰", "kind": "bonus", "least": "1", "most": "3", "step": "1"}
        vetoes = [
            {"code": "low", "label": "限", "effect": {"cap": "60"}},
            {"code": "end", "label": "末", "effect": "last"},
        ]
        vetoes.append({"code": "out", "label": "出", "effect": "unranked"})
        rules = card(
            {"record": record()}, adjustments=[item], caps={"bonus": "4", "most": "100"}, vetoes=vetoes
        )
        tables = incomes(甲=98, 乙=97, 丙=90, 丁=1, 戊=99)
        rows = "镇,甲,prize,3,a,a\n镇,甲,prize,2,b,b\n镇,乙,prize,3,a,a\n镇,丙,prize,3,a,a\n"
        tables["adjustments.csv"] = "town,village,item,points,reason,document\n" + rows
        rows = "镇,甲,end,a,a\n镇,丙,low,a,a\n镇,戊,out,a,a\n"
        tables["vetoes.csv"] = "town,village,veto,reason,document\n" + rows
        out = [("1", "乙", "100.0"), ("2", "丙", "60.0"), ("3", "丁", "1.0"), ("4", "甲", "100.0")]
        self.assertEqual(ranked(rules, tables), out)
        self.assertEqual(compute(rules, tables)[0]["groups"][0]["unranked"][0]["why"], "out")


def votes(town=(10, 6), village=(20, 20)):
    """Two villages; of each class's ballots so many call 甲 excellent, the rest good; 乙 the other way round."""
    ballots = {"town": 16, "village": 30}
    sums = ["area,class,town,village,mark,count"]
    for code, (first, second) in {"town": town, "village": village}.items():
        for name, excellent in (("甲", first), ("乙", second)):
            counts = {"excellent": excellent, "good": ballots[code] - excellent, "fair": 0, "poor": 0}
            sums += [f"1,{code},镇,{name},{mark},{count}" for mark, count in counts.items()]
    turnout = "area,class,entitled,present,issued,returned\n"
    turnout += "".join(f"1,{code},{n},{n},{n},{n}\n" for code, n in ballots.items())
    return {"villages.csv": villages("甲", "乙"), "turnout.csv": turnout, "sums.csv": "\n".join(sums)}


class Vote(unittest.TestCase):
    def test_a_weighted_mean_by_hand(self):
        # 甲: 0.4 · (10·100 + 6·80)/16 + 0.6 · (20·100 + 10·80)/30 = 0.4 · 92.5 + 0.6 · 93.333… = 93
        self.assertEqual(ranked(HAIYANG, votes()), [("1", "甲", "93.00"), ("2", "乙", "91.00")])

    def test_a_missed_quorum_decides_nothing_and_opens_nothing(self):
        tables = votes()
        tables["turnout.csv"] = tables["turnout.csv"].replace("1,town,16,16", "1,town,25,16")
        del tables["sums.csv"]
        result, trace = compute(HAIYANG, tables)
        self.assertEqual([one["why"] for one in result["groups"][0]["unranked"]], ["round_not_decided"] * 2)
        self.assertEqual(
            trace[1]["classes"], [["town", 16, "round_not_decided"], ["village", 30, "round_not_decided"]]
        )
        told = [(step["why"], step["component"]) for step in trace if step["op"] == "no_value"]
        self.assertEqual(told, [("round_not_decided", "vote")] * 2)

    def test_how_much_of_an_opened_class_is_public_is_told(self):
        tables = votes()
        for limits, states in [
            ((10, 15, 15), ["histogram", "histogram"]),
            ((10, 15, 20), ["mean", "histogram"]),
            ((10, 17, 17), ["opened", "opened"]),
            ((17, 17, 17), ["under_threshold", "round_not_decided"]),
        ]:
            rules = dict(HAIYANG, thresholds=dict(zip(("open", "mean", "histogram"), limits)))
            turnout = recompute.read_data(rules, {name: text.encode() for name, text in tables.items()})
            turnout = {code: row for (_, code), row in turnout["turnout"].items()}
            self.assertEqual(list(recompute.opening(rules, turnout).values()), states)
            alone = recompute.opening(dict(rules, small_class="renormalise"), turnout)
            self.assertEqual(alone["village"], "histogram" if limits[0] == 17 else states[1])

    def test_a_class_without_a_mark_that_counts_has_no_value(self):
        tables = votes()
        for count in (10, 6):
            tables["sums.csv"] = tables["sums.csv"].replace(f",{count}\n", ",0\n")
        for method, step, last in [
            ("weighted_mean", "class_mean", "score"),
            ("majority_judgment", "class_marks", "majority"),
        ]:
            _, trace = compute(dict(HAIYANG, method=method), tables)
            outs = [one["out"] for one in trace if one["op"] == step and one["class"] == "town"]
            self.assertEqual(outs, [None, None])
            given = [(one["in"], one["missing"], one["out"]) for one in trace if one["op"] == last]
            self.assertEqual(given, [([], "town", None)] * 2)
            clauses = {one["clause"] for one in trace if one.get("missing")}
            self.assertEqual(clauses, {"/empty_class", "/method"})  # the latter of the composite
            self.assertFalse([one for one in trace if "profile" in one])
            result, trace = compute(dict(HAIYANG, method=method, empty_class="renormalise"), tables)
            given = [(one["in"][0][:2], len(one["in"])) for one in trace if one["op"] == last]
            self.assertEqual(given, [(["village", "1/1"], 1)] * 2)
            self.assertEqual(len(result["groups"][0]["ranked"]), 2)

    def test_marks_are_written_with_their_points_and_shares(self):
        _, trace = compute(dict(HAIYANG, method="majority_judgment"), votes())
        marks = next(step for step in trace if step["op"] == "class_marks")
        self.assertEqual(marks["in"][:2], [["excellent", "100/1", 10], ["good", "80/1", 6]])
        self.assertEqual(marks["out"], ["5/8", "3/8", "0/1", "0/1"])
        judged = next(step for step in trace if step["op"] == "majority")
        self.assertEqual([part[:2] for part in judged["in"]], [["town", "2/5"], ["village", "3/5"]])
        self.assertEqual(judged["in"][0][2], marks["out"])

    def test_what_is_published_gives_the_same_places_from_the_means(self):
        rules = dict(HAIYANG, thresholds={"open": 10, "mean": 15, "histogram": 20})
        tables = votes()
        town = [row for row in tables["sums.csv"].split("\n") if not row.startswith("1,town,")]
        tables["sums.csv"] = "\n".join(town)
        tables["means.csv"] = "area,class,town,village,mean\n1,town,镇,甲,92.5\n1,town,镇,乙,175/2\n"
        self.assertEqual(ranked(rules, tables, "published"), [("1", "甲", "93.00"), ("2", "乙", "91.00")])
        hidden = dict(HAIYANG, thresholds={"open": 10, "mean": 17, "histogram": 20})
        tables = {name: tables[name] for name in ("villages.csv", "turnout.csv")}
        self.assertTrue(compute(hidden, tables, "published")[0]["groups"][0]["withheld"])


if __name__ == "__main__":
    unittest.main()
