"""Tables with one thing wrong."""

SPOILT = [
    "",
    "0",
    "1",
    "2",
    "3",
    "99",
    "01",
    "+1",
    "-0",
    "-1",
    "1.0",
    "1.50",
    "0.5",
    ".5",
    "5.",
    "1e1",
    "x",
    "1 ",
]
SPOILT += [
    "１",
    "1/2",
    "4/2",
    "1/0",
    "-1/2",
    "18446744073709551616",
    "9" * 30,
    "0." + "0" * 40,
    "scored",
    "absent",
]
SPOILT += ["voided", "recused", "blank", "东村", " ", "\u3000a", "a\u200bb", "字" * 61, '"', 'a"b']
SPOILT += ["x" * 4000, "x" * 4001, "字" * 1333 + "x", "字" * 1334]  # a cell has at most 4,000 bytes
SIGNS = ['"', ",", "\r", "\n", "\0", "\r\n", " ", "\ufeff", "\u200b", "0", "-", ".", "/", "1"]


def spoil(rng, tables):
    """The tables with one cell, row, character or file changed; some stay good."""
    tables, name = dict(tables), rng.choice(sorted(tables))
    lines, how = tables[name].split("\n"), rng.random()
    at = rng.randrange(len(lines))
    cells = lines[at].split(",")
    if how < 0.6:
        other = rng.choice(rng.choice(tables[rng.choice(sorted(tables))].split("\n")).split(","))
        cells[rng.randrange(len(cells))] = other if how < 0.15 else rng.choice(SPOILT)
        lines[at] = ",".join(cells)
    elif how < 0.7:
        del lines[at]
    elif how < 0.8:
        lines.insert(rng.randrange(len(lines) + 1), lines[at])
    elif how < 0.97:
        place = rng.randrange(len(tables[name]) + 1)
        text = tables[name][:place] + rng.choice(SIGNS) + tables[name][place + rng.randint(0, 1) :]
        lines = text.split("\n")
    tables[name] = "\n".join(lines)
    if how >= 0.97:
        del tables[name]
    return tables
