#!/usr/bin/env python3
"""Tests of the tables recompute.py reads, and of the command: python3 -m unittest tools/recompute_command_test.py"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOLS = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, TOOLS)
sys.dont_write_bytecode = True
import recompute  # noqa: E402
from recompute_test import card, compute, incomes, record  # noqa: E402


class Tables(unittest.TestCase):
    def test_quotes_line_ends_and_the_order_of_columns_decide_nothing(self):
        rules, plain = card({"record": record()}), incomes(甲=9, 乙=5)
        other = dict(plain)
        other["records.csv"] = (
            '\ufeff\r\n\nvalue,town,"village",component,indicator\r\n\r\n"9",镇,甲,record,income\r\n5,镇,乙,record,income'
        )
        first, second = compute(rules, plain)[0], compute(rules, other)[0]
        self.assertEqual(first["groups"], second["groups"])
        self.assertNotEqual(first["trace_sha256"], second["trace_sha256"])

    def test_a_table_that_cannot_be_read_is_told_with_file_and_row(self):
        rules, whole = card({"record": record()}), incomes(甲=9, 乙=5)["records.csv"]
        for spoilt, said in [
            (whole.replace("indicator", "points"), "第 2 行 row 2"),
            (whole.replace(",5\n", ",05\n"), "第 3 行 row 3"),
            (whole.replace("乙", "丁"), "第 3 行 row 3"),
            (whole.replace("income,镇,甲", "tax,镇,甲"), "第 2 行 row 2"),
            (whole.replace("乙", "甲"), "第 3 行 row 3"),
            (whole.replace(",5\n", "\n"), "第 3 行 row 3"),
            (whole.replace(",5\n", ",5,\n"), "第 3 行 row 3"),
            (whole.replace("镇,乙", '"镇"x,乙'), "第 3 行 row 3"),
            ("\n\n" + whole.replace(",5\n", ",05\n"), "第 5 行 row 5"),
        ]:
            with self.assertRaises(ValueError, msg=spoilt) as caught:
                compute(rules, dict(incomes(甲=9, 乙=5), **{"records.csv": spoilt}))
            self.assertIn(f"records.csv {said}", caught.exception.args[0])


class Command(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        os.mkdir(os.path.join(self.folder, "data"))
        self.write("rule-card.json", recompute.CANONICAL(card({"record": record()})))
        tables = incomes(甲=9, 乙=5, 丙=5)
        self.files = {name: text.encode() for name, text in tables.items()}
        for name, text in tables.items():
            self.write(os.path.join("data", name), text)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def text(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8", newline="") as file:
            return file.read()

    def check(self, *data):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = recompute.main(self.folder, *data)
        return code, out.getvalue()

    def written(self):
        done = recompute.Recomputation(card({"record": record()}), self.files)
        self.write("trace.jsonl", done.trace)
        self.write("result.json", done.result)

    def test_a_package_is_checked_where_it_lies(self):
        self.written()
        shutil.copy(os.path.join(TOOLS, "recompute.py"), self.folder)
        script = os.path.join(self.folder, "recompute.py")
        done = subprocess.run([sys.executable, script], cwd=TOOLS, stdout=subprocess.PIPE, check=True)
        self.assertIn("It agrees byte for byte", done.stdout.decode("utf-8"))

    def test_data_may_lie_elsewhere(self):
        self.written()
        elsewhere = os.path.join(self.folder, "elsewhere")
        os.rename(os.path.join(self.folder, "data"), elsewhere)
        self.assertEqual(self.check()[0], 1)  # a folder without tables is not what was hashed
        self.assertEqual(self.check(elsewhere)[0], 0)

    def test_the_first_line_that_differs_is_told_with_both_texts(self):
        self.written()
        trace = self.text("trace.jsonl").split("\n")
        ours, theirs = trace[3], trace[3].replace('"5/1"', '"6/1"', 1)
        self.assertNotEqual(ours, theirs)
        trace[3] = theirs
        self.write("trace.jsonl", "\n".join(trace))
        code, said = self.check()
        self.assertEqual(code, 1)
        self.assertIn("It differs: trace.jsonl:4\n", said)
        self.assertIn(f" recomputed: {ours!r}\n", said)
        self.assertIn(f" published: {theirs!r}\n", said)
        self.written()
        self.write("result.json", self.text("result.json").replace('"place":"2"', '"place":"3"', 1))
        code, said = self.check()
        self.assertEqual(code, 1)
        self.assertIn("It differs: result.json\n", said)

    def test_what_others_wrote_cannot_command_the_terminal(self):
        self.written()
        self.write("result.json", "\x1b[2J\u202e" + self.text("result.json"))
        shown = self.check()
        self.assertEqual(shown[0], 2)  # no JSON
        self.written()
        trace = self.text("trace.jsonl")
        self.write("trace.jsonl", "\x1b]0;title\x07\u202e" + trace)
        code, said = self.check()
        self.assertEqual(code, 1)
        self.assertIn("\\x1b]0;title\\x07\\u202e", said)
        for sign in "\x1b\x07\u202e":
            self.assertNotIn(sign, shown[1] + said)

    def test_a_folder_without_a_result_is_told_how_to_ask(self):
        for arguments in (["--help"], [self.folder]):
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                self.assertEqual(recompute.main(*arguments), 2)
            self.assertIn("recompute.py FOLDER [DATA]", out.getvalue())

    def test_an_audience_that_there_is_not_is_not_echoed(self):
        self.written()
        for name in ("trace.jsonl", "result.json"):
            self.write(name, self.text(name).replace('"audience":"sealed"', '"audience":"county"', 1))
        code, said = self.check()
        self.assertEqual(code, 1)
        self.assertIn('"audience":"published"', said)

    def test_a_changed_byte_in_any_line_is_told_with_its_line(self):
        self.written()
        self.assertEqual(self.check()[0], 0)
        trace = self.text("trace.jsonl")
        lines = trace.split("\n")
        for at in range(len(lines) - 1):
            broken = list(lines)
            middle = len(broken[at]) // 2
            broken[at] = broken[at][:middle] + chr(ord(broken[at][middle]) ^ 1) + broken[at][middle + 1 :]
            self.write("trace.jsonl", "\n".join(broken))
            code, said = self.check()
            self.assertEqual(code, 1)
            self.assertIn(f"trace.jsonl:{at + 1}\n", said)

    def test_a_line_more_or_less_is_told(self):
        self.written()
        trace, result = self.text("trace.jsonl"), self.text("result.json")
        steps = trace.count("\n")
        last = trace.rindex("\n", 0, -1) + 1
        for cut, rest, where in [
            (trace[:-1], result, f"trace.jsonl:{steps + 1}"),
            (trace[:-1], "\n" + result, f"trace.jsonl:{steps + 1}"),
            (trace[:last], result, f"trace.jsonl:{steps}"),
            (trace + trace[last:], result, f"trace.jsonl:{steps + 1}"),
            ("", result, "trace.jsonl:1"),
            (trace, result[:-1], "result.json"),
            (trace, result + "\n", "result.json"),
        ]:
            self.write("trace.jsonl", cut)
            self.write("result.json", rest)
            code, said = self.check()
            self.assertEqual(code, 1, where)
            self.assertIn(f"It differs: {where}\n", said)

    def test_unusable_input_is_told_without_a_traceback(self):
        self.assertEqual(self.check()[0], 2)  # nothing to compare with
        self.written()
        self.assertEqual(self.check()[0], 0)
        whole = self.text("rule-card.json")
        for name, spoilt in [
            ("rule-card.json", ""),
            ("rule-card.json", "[]"),
            ("rule-card.json", "{}"),
            ("rule-card.json", "null"),
            ("rule-card.json", whole[:-1]),
            ("rule-card.json", whole.replace('"1/1"', '"1e0"')),
            ("result.json", "x"),
            ("result.json", "{}"),
            (os.path.join("data", "records.csv"), "town\n镇\n"),
        ]:
            kept = self.text(name)
            self.write(name, spoilt)
            code, said = self.check()
            self.write(name, kept)
            self.assertEqual(code, 2, (name, spoilt[:40]))
            self.assertIn("nothing was computed", said)
        self.assertEqual(self.check()[0], 0)
        self.assertEqual(self.check("data", "more")[0], 2)

    def test_a_card_that_is_not_canonical_is_refused(self):
        self.written()
        whole = self.text("rule-card.json")
        for spoilt in [
            whole + "\n",
            whole.replace('":', '": ', 1),
            whole.replace("镇", "\\u9547", 1),
            whole.replace('"year":2022', '"year":2022,"year":2022'),
            json.dumps(
                dict(reversed(list(json.loads(whole).items()))), ensure_ascii=False, separators=(",", ":")
            ),
        ]:
            self.assertNotEqual(spoilt, whole)
            self.assertEqual(json.loads(spoilt), json.loads(whole))
            self.write("rule-card.json", spoilt)
            code, said = self.check()
            self.assertEqual(code, 2, spoilt[:40])
            self.assertIn("not canonical", said)

    def test_it_stays_short_enough_to_be_read_at_one_sitting(self):
        with open(recompute.__file__, encoding="utf-8") as file:
            self.assertLess(sum(1 for _ in file), 500)


if __name__ == "__main__":
    unittest.main()
