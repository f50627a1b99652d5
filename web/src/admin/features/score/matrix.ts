/** What is there of the score sheets, judge by judge and village by village. */

/** How far one sheet is filled in. */
export type SheetState = 'full' | 'part' | 'none' | 'recused' | 'voided' | 'absent' | 'not_asked';
export interface Sheet {
  state: SheetState;
  scored: number;
  of: number;
}
export interface Matrix {
  panel: string;
  judges: string[];
  villages: { town: string; village: string }[];
  /** Village by village, in the order of `judges`. */
  rows: Sheet[][];
  /** Sheets still to be filled in or completed. */
  missing: number;
}

const key = (row: Record<string, string>) => `${row['town']}\n${row['village']}`;

/** One matrix for each panel of `sheets.csv` with all the rows that are asked for. */
export function matricesOf(rows: readonly Record<string, string>[]): Matrix[] {
  const panels = [...new Set(rows.map((row) => row['panel'] ?? ''))];
  return panels.map((panel) => {
    const own = rows.filter((row) => row['panel'] === panel);
    const judges = [...new Set(own.map((row) => row['judge'] ?? ''))];
    const keys = [...new Set(own.map(key))];
    const cells = new Map<string, string[]>();
    for (const row of own) {
      const at = `${row['judge']}\n${key(row)}`;
      cells.set(at, [...(cells.get(at) ?? []), row['cell'] ?? '']);
    }
    const sheets = keys.map((village) =>
      judges.map((judge) => sheetOf(cells.get(`${judge}\n${village}`) ?? [])),
    );
    return {
      panel,
      judges,
      villages: keys.map((each) => {
        const [town = '', village = ''] = each.split('\n');
        return { town, village };
      }),
      rows: sheets,
      missing: sheets.flat().filter(({ state }) => state === 'none' || state === 'part').length,
    };
  });
}

function sheetOf(cells: readonly string[]): Sheet {
  const scored = cells.filter((cell) => cell === 'scored').length;
  const of = cells.length;
  const all = (cell: string) => cells.some((each) => each === cell);
  const state: SheetState = !of
    ? 'not_asked'
    : scored === of
      ? 'full'
      : all('recused')
        ? 'recused'
        : all('voided')
          ? 'voided'
          : cells.every((cell) => cell === '')
            ? 'none'
            : cells.every((cell) => cell === 'absent')
              ? 'absent'
              : 'part';
  return { state, scored, of };
}
