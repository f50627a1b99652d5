"""Tests of refuse.py: python3 -m unittest crates/ranking/tests/suite/peer/refuse_test.py"""

import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, *[".."] * 5, "tools")]
sys.dont_write_bytecode = True
import recompute_test as helpers  # noqa: E402
import refuse  # noqa: E402


def encoded(tables):
    return {name: text.encode() for name, text in tables.items()}


class Refused(unittest.TestCase):
    def test_each_fault_is_told_with_its_file_and_row_and_all_together(self):
        rules = helpers.card(
            {"tour": helpers.panel(recusal="own_town"), "record": helpers.record(step="0.5")}
        )
        tables = helpers.sheets(("A", "甲", 80), ("A", "甲", 90), ("B", "乙", 101))
        tables["judges.csv"] = "panel,judge,town\ntour,A,\ntour,B,镇\n"
        tables[
            "sheets.csv"
        ] += "tour,C,镇,甲,work,scored,1,,\ntour,A,镇,乙,work,recused,,,\ntour,A,镇,甲,other,blank,,,\n"
        tables["records.csv"] = (
            "component,indicator,town,village,value\nrecord,income,镇,甲,1.25\nrecord,income,镇,乙,1.50\n"
        )
        tables["turnout.csv"] = (
            "area,class,entitled,present,issued,returned\n1,town,5,6,5,5\n1,village,5,5,4,05\n"
        )
        tables["vetoes.csv"] = 'town,village,veto,reason,document\n镇,甲,"x'
        tables["lots.csv"] = "town,village,lot\n镇,甲,0\n镇,丁,1\n"
        with self.assertRaises(refuse.Unusable) as caught:
            refuse.computed(rules, encoded(tables), "sealed")
        faults = "\n".join(caught.exception.args)
        for place in [
            "sheets.csv 第 3 行",
            "sheets.csv 第 4 行",
            "sheets.csv 第 5 行",
            "sheets.csv 第 6 行",
            "sheets.csv 第 7 行",
        ]:
            self.assertIn(place, faults)
        for place in [
            "records.csv 第 2 行",
            "turnout.csv 第 2 行",
            "turnout.csv 第 3 行",
            "vetoes.csv 第 2 行",
            "lots.csv 第 2 行",
        ]:
            self.assertIn(place, faults)
        self.assertIn("lots.csv 第 3 行", faults)
        self.assertIn("records.csv 第 3 行", faults)  # 1.50 has more decimals than the step 0.5

    def test_sums_of_a_class_that_is_not_opened_are_refused(self):
        tables = helpers.votes()
        self.assertTrue(refuse.computed(helpers.HAIYANG, encoded(tables), "sealed").result)
        tables["turnout.csv"] = tables["turnout.csv"].replace("1,town,16,16", "1,town,25,16")
        with self.assertRaises(refuse.Unusable):
            refuse.refuse(helpers.HAIYANG, encoded(tables), "sealed")

    def test_a_cell_and_a_seed_may_have_4000_bytes_and_not_one_more(self):
        rules = helpers.card(
            {"record": helpers.record()}, vetoes=[{"code": "out", "label": "出", "effect": "last"}]
        )
        for length, good in ((4000, True), (4001, False)):
            text = "x" * length
            for name, whole in (
                ("lot-seed.txt", text + "\n"),
                ("vetoes.csv", f"town,village,veto,reason,document\n镇,甲,out,{text},a\n"),
            ):
                tables = encoded(dict(helpers.incomes(甲=1), **{name: whole}))
                faults = refuse.Folder(rules, tables, "sealed").faults
                self.assertEqual(not faults, good, (name, length))

    def test_an_empty_line_is_one_without_a_sign_and_may_stand_anywhere(self):
        rules, plain = helpers.card({"record": helpers.record()}), helpers.incomes(甲=9, 乙=5)
        for before, after, good in (
            ("", "", True),
            ("\r\n\n", "\n\n", True),
            ("", '""\n', False),
            ('""\n', "", False),
        ):
            tables = encoded(dict(plain, **{"records.csv": before + plain["records.csv"] + after}))
            if good:
                self.assertTrue(refuse.computed(rules, tables, "sealed").result)
            else:
                with self.assertRaises(refuse.Unusable, msg=(before, after)):
                    refuse.computed(rules, tables, "sealed")

    def test_only_a_mean_may_be_a_ratio(self):
        rules = helpers.card({"record": helpers.record(step="0.5")})
        for text, good in (("4.5", True), ("9/2", False)):
            faults = refuse.Folder(rules, encoded(helpers.incomes(甲=text)), "sealed").faults
            self.assertEqual(not faults, good, text)
        rules, tables = (
            dict(helpers.HAIYANG, thresholds={"open": 10, "mean": 15, "histogram": 99}),
            helpers.votes(),
        )
        del tables["sums.csv"]
        rows = "".join(f"1,{code},镇,{name},175/2\n" for code in ("town", "village") for name in "甲乙")
        tables["means.csv"] = "area,class,town,village,mean\n" + rows
        self.assertTrue(refuse.computed(rules, encoded(tables), "published").result)
        judged = dict(rules, method="majority_judgment")
        with self.assertRaises(refuse.Unusable):
            refuse.refuse(judged, encoded(tables), "published")
        with self.assertRaises(refuse.Unusable):
            refuse.refuse(rules, encoded(tables), "sealed")


if __name__ == "__main__":
    unittest.main()
