"""Tables at random that go with a card. Scores are coarse and some villages are twins: ties are common."""

from fractions import Fraction

import recompute
from cards import decimal, on_grid, some
from refuse import TABLES, sums_or_means

TOWNS = ("方圆街道", "郭城镇", "辛安镇", '朱吴"新"镇', "Town, north")
VILLAGES = ("东村", "西村", "南村", "北村", "西,村", '"好"村', "Übersee", "后\\村", "𠮷家村")
REASONS = ("同镇", "本人申请回避", '票上写有"不评"，作废', "called away, late", "两行\n理由", "记录不全")
DOCUMENTS = ("海办发〔2022〕7号", "No. 12, p. 3", "公示（第1批）")


def make_villages(rng, card):
    areas = [area["number"] for area in card["areas"]]
    towns, used = rng.sample(TOWNS, rng.randint(1, 3)), some(rng, areas, 1)
    pairs = [(town, village) for town in towns for village in VILLAGES]
    pairs = rng.sample(pairs, rng.randint(1, 7))
    return [{"area": str(rng.choice(used)), "town": town, "village": village} for town, village in pairs]


def make_twins(rng, villages, tables):
    """Some villages get the same data as another one of their town and area, so that they are tied."""
    share = rng.choice([0, 0.4, 0.9])
    for at, twin in enumerate(villages):
        like = [v for v in villages[:at] if (v["area"], v["town"]) == (twin["area"], twin["town"])]
        if not like or rng.random() > share:
            continue
        of = rng.choice(like)
        names = ["sheets.csv", "records.csv", "adjustments.csv", "vetoes.csv"]
        for name in rng.choice([names, names[:2], names[:1], []]) + ["sums.csv", "means.csv"]:
            mine = [
                row
                for row in tables[name]
                if (row["town"], row["village"]) != (twin["town"], twin["village"])
            ]
            others = [row for row in mine if (row["town"], row["village"]) == (of["town"], of["village"])]
            tables[name] = mine + [dict(row, village=twin["village"]) for row in others]


def make_panels(rng, card, villages, tables):
    for part in card.get("composite", {}).get("components", []):
        if "panel" not in part["source"]:
            continue
        rules, code = part["source"]["panel"], part["code"]
        judges = [f"j{n}" for n in rng.sample(range(1, 12), rng.choice([0, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7]))]
        towns = {judge: rng.choice(TOWNS[:2] + ("",) * 3) for judge in judges}
        tables["judges.csv"] += [
            {"panel": code, "judge": judge, "town": town} for judge, town in towns.items()
        ]
        holes = rng.choice([0, 0.05, 0.25])
        for judge in judges:
            for village in villages:
                away = rng.random() < holes * 0.6
                for criterion in rules["criteria"]:
                    own = rules["recusal"] == "own_town" and towns[judge] == village["town"]
                    cell = "recused" if own else "scored"
                    if away or (rng.random() < holes):
                        cell = rng.choice(["recused", "absent", "blank", "voided"])
                    row = {
                        "panel": code,
                        "judge": judge,
                        "criterion": criterion["code"],
                        "cell": cell,
                        **village,
                    }
                    del row["area"]
                    row.update(score="", reason="", by="")
                    if cell == "scored":
                        row["score"] = on_grid(rng, criterion)
                    elif cell in ("recused", "voided"):
                        row.update(
                            reason=rng.choice(REASONS),
                            by="监票人" if cell == "voided" else rng.choice(["", "主任"]),
                        )
                    if cell in ("absent", "recused") and rng.random() < (
                        0.5 if own or cell == "absent" else 0
                    ):
                        continue
                    tables["sheets.csv"].append(row)


def make_records(rng, card, villages, tables):
    for part in card.get("composite", {}).get("components", []):
        for indicator in part["source"]["record"]["indicators"] if "record" in part["source"] else []:
            for village in villages:
                if rng.random() < 0.92:
                    names = {
                        "component": part["code"],
                        "indicator": indicator["code"],
                        "value": on_grid(rng, indicator),
                    }
                    tables["records.csv"].append(dict(village, **names))
    rules = card.get("composite", {"adjustments": [], "vetoes": []})
    for village in villages:
        why = {"reason": rng.choice(REASONS), "document": rng.choice(DOCUMENTS)}
        for item in rules["adjustments"]:
            for n in range(rng.choice([0, 0, 1, 2])):
                row = {"item": item["code"], "points": on_grid(rng, item), "reason": why["reason"] + str(n)}
                tables["adjustments.csv"].append(dict(village, document=why["document"], **row))
        for veto in rules["vetoes"]:
            if rng.random() < 0.2:
                tables["vetoes.csv"].append(dict(village, veto=veto["code"], **why))


def make_sums(rng, card, ballots):
    """Counts of each mark of a village; together at most the ballots."""
    marks = list(recompute.marks_of(card))
    counts = dict.fromkeys(marks, 0)
    if card["method"] == "borda" and rng.random() < 0.2:
        return {mark: rng.randint(0, ballots) for mark in marks}
    favourite = rng.choice(marks + [None])
    for _ in range(ballots):
        mark = favourite if rng.random() < 0.5 else rng.choice(marks + [None])
        mark = rng.choice(marks) if mark is None and not card["blank"]["allowed"] else mark
        if mark is not None:
            counts[mark] += 1
    return counts if rng.random() < 0.97 or not card["blank"]["allowed"] else dict.fromkeys(marks, 0)


def mean_of(rng, card, counts, ballots):
    """The mean of a class as an organiser would publish it, in one of its spellings."""
    marks, counted = recompute.marks_of(card), dict(counts)
    of = ballots
    if card["method"] == "weighted_mean":
        if isinstance(card["blank"]["counts_as"], dict):
            counted[card["blank"]["counts_as"]["grade"]] += ballots - sum(counts.values())
        of = sum(counted.values())
    if of == 0:
        return ""
    mean = sum((marks[mark] * count for mark, count in counted.items()), Fraction(0)) / of
    if rng.random() < 0.5 and Fraction(decimal(rng, mean)) == mean:
        return decimal(rng, mean, 6)
    return f"{mean.numerator * 2}/{mean.denominator * 2}" if rng.random() < 0.3 else recompute.ratio(mean)


def make_vote(rng, card, villages, tables, audience):
    parts = card.get("composite", {}).get("components", [{"source": "vote"}])
    if not any(part["source"] == "vote" for part in parts) and rng.random() < 0.9:
        return  # now and then there are tables of a vote that decides nothing
    limits = card["thresholds"]
    for area in card["areas"]:
        if rng.random() < 0.06:
            continue
        turnout, small = {}, rng.random() < 0.3
        for item in card["classes"]:
            low = 0 if small else limits["histogram" if rng.random() < 0.6 else "open"]
            returned = rng.randint(low, low + 3)
            issued = returned + rng.choice([0, 0, 1])
            entitled = issued + rng.choice([0, 0, 1, 4])
            present = min(entitled, max(0, returned + rng.choice([0, 0, 1, -1])))
            turnout[item["code"]] = {
                "entitled": entitled,
                "present": present,
                "issued": issued,
                "returned": returned,
            }
        states = recompute.opening(card, turnout)
        for code, counts in turnout.items():
            summed, meant = sums_or_means(card, audience, states[code])
            names = {"area": str(area["number"]), "class": code}
            tables["turnout.csv"].append(dict(names, **{name: str(n) for name, n in counts.items()}))
            for village in [village for village in villages if village["area"] == names["area"]]:
                sums = make_sums(rng, card, counts["returned"])
                if summed:
                    for mark, count in sums.items():
                        tables["sums.csv"].append(dict(village, mark=mark, count=str(count), **names))
                elif meant:
                    mean = mean_of(rng, card, sums, counts["returned"])
                    tables["means.csv"].append(dict(village, mean=mean, **names))


def make_lots(rng, card, villages, tables):
    chain = card.get("composite", card)["ties"]
    present = 1.0 if "lot_by_hand" in chain else 0.1
    if rng.random() < present * 0.8:
        lots = rng.sample(range(1, 30), len(villages))
        if rng.random() < 0.2:
            lots = [rng.choice(lots) for _ in lots]
        holes = rng.choice([0, 0, 0.3])
        tables["lots.csv"] += [
            dict(v, lot=str(lot)) for v, lot in zip(villages, lots) if rng.random() >= holes
        ]


def spelt(rng, name, rows):
    """A table as text: any order of columns and rows, LF or CRLF, quotes where needed or everywhere."""
    columns = TABLES[name].replace("|", "").split()
    rng.shuffle(columns)
    if name not in ("villages.csv", "judges.csv"):
        rng.shuffle(rows)
    end, always = rng.choice(["\n", "\n", "\r\n"]), rng.random() < 0.2

    def field(text):
        quoted = always or any(sign in text for sign in ',"\n')
        return '"' + text.replace('"', '""') + '"' if quoted else text

    lines = [",".join(field(column) for column in columns)]
    for row in rows:
        lines.append(",".join(field(row[column]) for column in columns))
        if rng.random() < 0.02:
            lines.append("")
    return rng.choice(["", "", "\ufeff"]) + end.join(lines) + rng.choice([end, end, ""])
