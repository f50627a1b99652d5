/**
 * The organiser's side of Haiyang 2022 as the interface would tell it, from the project's own
 * fixtures, for looking at every page: register, ledger, rule card, slips, rounds and results.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (...file) => readFileSync(path.join(ROOT, ...file), 'utf8');
const fixture = (name) => read('fixtures/haiyang-2022', name);
function rows(name) {
  const [header, ...lines] = fixture(name).trim().split('\n');
  const keys = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(keys.map((key, at) => [key, cells[at]]));
  });
}
const group = (list, key) => Map.groupBy?.(list, key) ?? grouped(list, key);
function grouped(list, key) {
  const map = new Map();
  for (const each of list) map.set(key(each), [...(map.get(key(each)) ?? []), each]);
  return map;
}

const facts = JSON.parse(fixture('facts.json'));
export const card = JSON.parse(fixture('rule-card.json'));
const villages = rows('villages.csv');
const ledger = rows('projects.csv');
const NUMERALS = '一二三四';
export const HASH = '12d446ea56d57358e46e90f281fc53ca0c443d02fadf71c9365d053b4b3c18ff';

export const units = {
  areas: [...group(villages, (row) => row.area)].map(([area, inArea]) => ({
    number: Number(area),
    towns: [...group(inArea, (row) => row.town)].map(([town, inTown]) => ({
      name: town,
      kind: inTown[0].town_kind,
      villages: inTown.map((row) => ({
        id: `${row.town}/${row.village}`,
        name: row.village,
        visited: row.visited === 'true',
        visit_order: row.visit_order ? Number(row.visit_order) : null,
        tour_date: row.tour_date || null,
        synthetic: row.synthetic === 'true',
        secretary: `${row.village}党组织书记`,
      })),
    })),
  })),
};

const projectRows = ledger.map((row) => ({
  ...row,
  investment_fen: Number(row.investment_fen),
  progress_percent: Number(row.progress_percent),
  synthetic: row.synthetic === 'true',
}));
const sum = (list) => list.reduce((total, row) => total + row.investment_fen, 0);
export const projects = {
  projects: projectRows,
  totals: {
    count: projectRows.length,
    investment_fen: sum(projectRows),
    by_category: [...group(projectRows, (row) => row.category)].map(([category, list]) => ({
      category,
      count: list.length,
      investment_fen: sum(list),
    })),
  },
};

/** Nothing is frozen yet; the ledger holds the same projects. */
export const snapshot = {
  at: null,
  by: null,
  sha256: null,
  count: projects.totals.count,
  planned: projects.totals.investment_fen,
  parts: [],
};

/** Which members of the card a clause says, by its heading. */
const SAYS = {
  投票方式: ['/areas', '/ballot'],
  等次: ['/grades'],
  票类和权重: ['/classes'],
  谁投票: ['/classes'],
  回避: ['/recusal'],
  空白: ['/blank'],
  提交: ['/submission'],
  法定人数: ['/quorum'],
  人少时保密: ['/thresholds', '/small_class'],
  计分: ['/method', '/empty_class'],
  小数: ['/rounding'],
  名次和并列: ['/ranks', '/ties'],
  监票人: ['/trustees'],
  截止: ['/closing'],
  说明: ['/note'],
};

/** Clauses as the ranking crate writes them, from its own snapshot. */
export const clauses = read('crates/ranking/tests/suite/snapshots/suite__plain__haiyang_plain.snap')
  .split('---\n')[2]
  .split('\n\n')[0]
  .split(/\n(?=\d+\. )/)
  .map((text) => {
    const [, number, heading, body] = /^(\d+)\. (.*)\n\s+([^]*)$/.exec(text.trim());
    return { number, heading, text: body.trim(), paths: SAYS[heading] ?? ['/'] };
  });

const STATES = ['draft', 'frozen', 'rehearsed', 'open', 'closed', 'tallied', 'revealed'];
const ENTITLED = { 0: 103, 1: 77, 2: 78, 3: 77, 4: 77 };
const RETURNED = { 0: 98, 1: 76, 2: 76, 3: 77, 4: 76 };

function box(number, code, state) {
  const at = STATES.indexOf(state);
  const issued = code === 'town' ? 16 : ENTITLED[number] - (number === 3 ? 0 : 1);
  const returned =
    at < 3 ? 0 : code === 'town' ? 16 : RETURNED[number] - (state === 'open' ? 31 : 0);
  return {
    id: `box-${number}-${code}`,
    class: code,
    class_label: code === 'town' ? '镇' : '村',
    entitled: code === 'town' ? 16 : ENTITLED[number],
    present: issued,
    issued: at < 2 ? 0 : issued,
    spoiled: 0,
    returned,
    partial_decryptions: { received: at > 4 ? 3 : state === 'closed' ? 2 : 0, needed: 3 },
    opened: at > 4 ? true : null,
  };
}
export function round(number, state, actions = []) {
  const rehearsal = number === 0;
  const at = STATES.indexOf(state);
  const time = (from, text) => (at >= from ? text : null);
  const stops = villages.filter((row) => row.visited === 'true' && row.area === String(number));
  return {
    id: `round-${number}`,
    number,
    title: rehearsal ? '演练' : `第${NUMERALS[number - 1]}轮 第${NUMERALS[number - 1]}片区`,
    kind: rehearsal ? 'rehearsal' : 'official',
    area: rehearsal ? null : number,
    state,
    contests: rehearsal
      ? [1, 2, 3].map((n) => ({ town: '演练镇', village: `演练${NUMERALS[n - 1]}村` }))
      : stops
          .sort((a, b) => a.visit_order - b.visit_order)
          .map(({ town, village }) => ({ town, village })),
    opened_at: time(3, `2022-11-27T06:${10 + number * 10}:00Z`),
    closes_at: time(3, `2022-11-27T06:${15 + number * 10}:00Z`),
    closed_at: time(4, `2022-11-27T06:${15 + number * 10}:10Z`),
    tallied_at: time(5, `2022-11-27T06:${16 + number * 10}:00Z`),
    revealed_at: time(6, `2022-11-27T06:${18 + number * 10}:00Z`),
    annulled_reason: null,
    reveal_step: 0,
    reveal_steps: null,
    boxes: [box(number, 'town', state), box(number, 'village', state)],
    actions,
  };
}

export const groups = card.classes
  .flatMap((each) => each.groups)
  .map((each, at) => {
    const entitled = at === 0 ? 16 : [26, 25, 26, 26][at - 1];
    return {
      code: each.code,
      label: each.label,
      entitled,
      present: at === 3 ? 25 : entitled,
      printed: entitled,
      spares: 3,
      issued: at === 3 ? 25 : entitled,
      spares_issued: at === 4 ? 1 : 0,
      spoiled: at === 4 ? 1 : 0,
      uploaded: true,
      elections: [0, ...each.votes_on].map(
        (number) => `box${number}${at === 0 ? 'town' : 'village'}Aa11Bb22`,
      ),
    };
  });

const towns = units.areas.flatMap((area) => area.towns.map((town) => town.name));
export const seats = [
  ...towns.map((town) => ({
    seat: `organiser-${town}`,
    label: `${town}组织委员`,
    group: 'organiser',
    town,
    present: true,
  })),
  ...villages.map((row, at) => ({
    seat: `${row.town}/${row.village}`,
    label: `${row.village}党组织书记`,
    group: `village-${row.area}`,
    town: row.town,
    present: at % 9 !== 4,
  })),
];

const published = JSON.parse(
  read('crates/ranking/tests/suite/snapshots/suite__haiyang__haiyang_ranking.snap')
    .split('---\n')
    .slice(2)
    .join(''),
);
export const results = {
  cycle: 'haiyang-2022',
  name: facts.event.name,
  synthetic: true,
  waiting: 0,
  rule_card_hash: HASH,
  rounds: published.areas.map((area) => ({
    number: area.area,
    title: `第${NUMERALS[area.area - 1]}轮 ${area.label}`,
    area: area.area,
    ranking: area.ranking.map((row) => ({ ...row, rank: String(row.rank) })),
    classes: area.classes.map((each) => ({
      ...each,
      valid: each.returned,
      spoiled: 0,
      not_returned: each.issued - each.returned,
      spares_issued: 0,
      opened: each.closed === null,
    })),
    count_sheet: area.classes.flatMap((each) => [
      {
        sentence: `${each.label}票:应到 ${each.entitled} = 实到 ${each.present} + 未到 ${each.entitled - each.present}`,
        sentence_en: `${each.label}: ${each.entitled} entitled = ${each.present} present + ${each.entitled - each.present} absent`,
        holds: true,
      },
      {
        sentence: `${each.label}票:发出 ${each.issued} = 收回 ${each.returned} + 未收回 ${each.issued - each.returned}`,
        sentence_en: `${each.label}: ${each.issued} issued = ${each.returned} returned + ${each.issued - each.returned} not returned`,
        holds: true,
      },
    ]),
    archives: area.classes.map((each) => ({
      box: `box-${area.area}-${each.class}`,
      class_label: each.label,
      file: `haiyang-2022-${area.area}-${each.class}.bel`,
      sha256: HASH,
      url: `/api/boxes/box-${area.area}-${each.class}/archive`,
    })),
  })),
};

export const audit = [
  ['2022-11-27T06:31:12Z', 'host', 'host', '关闭第二轮,收回 92 张选票'],
  ['2022-11-27T06:30:41Z', 'host', 'host', '开启第二轮,投票时间 5 分钟'],
  [
    '2022-11-27T05:58:03Z',
    'organiser',
    'organiser',
    '作废一张第四片区村党组织书记的码条(污损、折坏,无法扫描),见证人 监票人甲',
  ],
  ['2022-11-26T09:12:55Z', 'organiser', 'organiser', '冻结 5 个轮次、10 个票箱'],
  ['2022-11-26T08:40:00Z', 'trustee-1', 'trustee', '监票人 监票人甲 交来公钥,指纹 3F9A-12C4'],
  ['2022-11-25T01:02:03Z', null, null, '程序启动,封存上次未完成的轮次'],
].map(([at, account, role, sentence]) => ({
  at,
  account,
  role,
  sentence,
  action: 'x',
  subject: '',
}));

export const trustees = ['甲', '乙', '丙'].map((name, at) => ({
  position: at + 1,
  name: `监票人${name}`,
  login: `trustee-${at + 1}`,
  fingerprint: at < 2 ? ['3F9A-12C4', '7BE0-5D61'][at] : null,
  tested: at === 0,
}));

/** The cycle at a step of its year; `rounds` decide how far it is. */
export function cycle(rounds, step) {
  const order = [
    'register',
    'rule_card',
    'trustees',
    'credentials',
    'freeze',
    'rehearse',
    'vote',
    'results',
    'bulletin',
  ];
  const details = {
    register: '16 个镇街,103 个村,观摩 32 个村',
    rule_card: '已冻结',
    trustees: '3 位监票人,2 位已交公钥',
    credentials: '5 个票箱,134 张选票码条',
    freeze: '等待冻结轮次',
    rehearse: '等待演练',
    vote: '4 轮,已计票 1 轮',
    results: '已公布 1/4 轮',
    bulletin: '全部公布后生成',
  };
  const now = order.indexOf(step);
  const { event } = facts;
  return {
    code: 'haiyang-2022',
    name: event.name,
    year: 2022,
    organiser: event.organiser,
    place: '海阳市',
    from_date: event.from,
    to_date: event.to,
    synthetic: true,
    units: { areas: 4, towns: 16, villages: 103, visited: 32, synthetic_villages: 71 },
    projects: { count: 85, investment_fen: projects.totals.investment_fen },
    rule_card: { state: now > 1 ? 'frozen' : 'draft', hash: HASH },
    trustees: { count: 3, with_key: now > 2 ? 3 : 2 },
    credentials: { groups: 5, printed: now > 3 ? 119 : 0, uploaded: now > 3 },
    rounds: rounds.map(({ id, number, title, kind, state }) => ({
      id,
      number,
      title,
      kind,
      state,
    })),
    steps: order.map((code, at) => ({
      code,
      state: now < 0 || at < now ? 'done' : at === now ? 'current' : 'waiting',
      detail: details[code],
    })),
  };
}
