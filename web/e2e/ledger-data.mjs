/**
 * The ledger of Haiyang 2022 as the interface would tell it. Numbers, names, categories, places,
 * amounts, states and progress are the fixture's; sources, dates, milestones and reports are made up
 * from the row's position, always the same.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const FIXTURE = path.join(import.meta.dirname, '../../fixtures/haiyang-2022');
function read(name) {
  const [header, ...lines] = readFileSync(path.join(FIXTURE, name), 'utf8').trim().split('\n');
  const keys = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(keys.map((key, at) => [key, cells[at]]));
  });
}

export const TODAY = '2022-11-26';
export const NOW = new Date('2022-11-26T09:30:00+08:00');
export const MONTH = '2022-11';
const RUNNING = ['registered', 'started', 'building'];
const LINE = ['reserve', 'declared', 'reviewed', ...RUNNING, 'completed', 'accepted'];
const SOURCES = ['衔接推进乡村振兴补助资金', '镇街配套资金', '村集体自筹', '社会投资'];
const AREAS = ['第一片区', '第二片区', '第三片区', '第四片区'];
const date = (month, day = 15) =>
  `${2022 + Math.floor((month - 1) / 12)}-${String(((month - 1) % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
const at = (on) => `${on}T02:15:00Z`;

const villageRows = read('villages.csv');
const townNames = [...new Set(villageRows.map((row) => row.town))];
const townId = (name) => `town-${townNames.indexOf(name) + 1}`;
const villageId = (town, name) => `village-${townId(town)}-${name}`;
const named = (id, name) => ({ id, name });
const areaOf = new Map(villageRows.map((row) => [row.town, AREAS[Number(row.area) - 1]]));

export const units = {
  today: TODAY,
  units: [
    ...townNames.map((name) => ({ id: townId(name), kind: 'town', name, parent: 'county' })),
    ...villageRows.map((row) => ({
      id: villageId(row.town, row.village),
      kind: 'village',
      name: row.village,
      parent: townId(row.town),
    })),
  ].map((unit) => ({
    version: 1,
    code: '',
    former_names: [],
    ended: false,
    households: null,
    place: null,
    secretary: null,
    managed: false,
    projects: 0,
    pending: 0,
    synthetic: false,
    ...unit,
  })),
};

/** Two sources a project, together its investment to the fen. */
function fundingOf(row, index) {
  const whole = Number(row.investment_fen);
  const first = index % 4 === 3 ? whole : Math.floor((whole * 7) / 10);
  const share = Number(row.progress_percent);
  const ends = row.state === 'completed' || row.state === 'accepted';
  return [
    [SOURCES[index % 2], first],
    [SOURCES[2 + (index % 2)], whole - first],
  ]
    .filter(([, planned]) => planned > 0)
    .map(([source, planned]) => {
      const arrived = ends ? planned : Math.floor((planned * Math.min(100, share + 20)) / 100);
      return {
        source,
        planned,
        arrived,
        spent: Math.floor((arrived * (row.state === 'accepted' ? 100 : 85)) / 100),
      };
    });
}

const STEPS = [
  ['施工准备', 2_000],
  ['主体施工', 4_500],
  ['设备安装', 2_500],
  ['收尾清理', 1_000],
];
function milestonesOf(index, from, to, progress) {
  let sum = 0;
  return STEPS.map(([name, weight], step) => {
    sum += weight;
    const month = from + Math.round(((to - from) * (step + 1)) / STEPS.length);
    const planned = date(Math.min(month, to), step === 3 ? 28 : 10 + (index % 9));
    const late = (index + step) % 5 === 0 ? 1 : 0;
    return {
      name,
      weight,
      planned,
      actual: progress * 100 >= sum ? date(Math.min(month + late, 11), 18 + (step % 4)) : null,
    };
  });
}

function movesOf(state, start, finish) {
  const last = LINE.includes(state) ? LINE.indexOf(state) : LINE.indexOf('building');
  const moves = LINE.slice(1, last + 1).map((to, step) => ({
    from: LINE[step],
    to,
    by: step < 1 ? 'town-1' : 'organiser',
    at: at(
      step < 3
        ? date(1, 8 + step * 7)
        : step < 5
          ? start
          : step === 5
            ? (finish ?? TODAY)
            : date(11, 20),
    ),
    why: [
      '镇里申报',
      '县级审核通过',
      '年度计划下达',
      '施工队进场',
      '主体动工',
      '工程完工',
      '验收合格',
    ][step],
  }));
  if (!LINE.includes(state)) {
    moves.push({
      from: 'building',
      to: state,
      by: 'organiser',
      at: at(date(10, 21)),
      why: '汛后复测，等待设计变更',
    });
  }
  return moves;
}

const SENTENCES = [
  '材料已进场，按计划施工。',
  '受降雨影响停工 4 天。',
  '主体完成过半，资金按进度支付。',
];
function bodyOf(row, index) {
  const progress = Number(row.progress_percent);
  const running = RUNNING.includes(row.state);
  const [from, to] = [2 + (index % 3), running ? 8 + (index % 11) : 9 + (index % 2)];
  const ended = row.state === 'completed' || row.state === 'accepted';
  const start = LINE.indexOf(row.state) < 4 ? null : date(from, 8 + (index % 20));
  const finish = ended ? date(Math.min(to + (index % 3 === 0 ? 1 : 0), 11), 20) : null;
  const months = running ? (index % 3 === 0 ? [8, 9, 10, 11] : [8, 9, 10]) : ended ? [9] : [8];
  return {
    number: row.number,
    name: row.name,
    category: row.category,
    town: townId(row.town),
    villages: [villageId(row.town, row.village)],
    owner: `${row.village}股份经济合作社`,
    leader: '示例包村领导一',
    content: row.content.replaceAll('，', '，'),
    place: `${row.village}村南`,
    households: 40 + ((index * 37) % 260),
    decided_on: date(1, 5 + (index % 20)),
    funding: fundingOf(row, index),
    start: { planned: date(from, 1), actual: start },
    finish: { planned: date(to, 28), actual: finish },
    milestones: milestonesOf(index, from, to, progress),
    progress: progress * 100,
    problem: running && index % 11 === 1 ? '电力接入手续未办结，设备不能安装' : '',
    solver: running && index % 11 === 1 ? '县供电公司' : '',
    acceptance:
      row.state === 'accepted'
        ? { on: date(11, 20), result: '合格', document: '海农验〔2022〕18 号' }
        : null,
    state: row.state,
    moves: movesOf(row.state, start ?? date(3), finish),
    reports: months.map((month, step) => ({
      month: date(month).slice(0, 7),
      progress: Math.round((progress * (step + 1)) / months.length) * 100,
      sentence: SENTENCES[(index + step) % 3],
      by: 'town-1',
      at: at(date(month, 25)),
    })),
    exemptions: [],
    synthetic: row.synthetic === 'true',
  };
}

function plannedOn(body, day) {
  return body.milestones
    .filter((one) => one.planned <= day)
    .reduce((sum, one) => sum + one.weight, 0);
}
function monthsLate(body) {
  const [year, month, day] = TODAY.split('-').map(Number);
  const [y, m, d] = body.finish.planned.split('-').map(Number);
  return Math.max(0, (year - y) * 12 + month - m - (day < d ? 1 : 0));
}
function lightOf(body) {
  const running = RUNNING.includes(body.state);
  const planned = plannedOn(body, TODAY);
  const behind = running ? Math.max(0, planned - body.progress) : 0;
  const months_late = running ? monthsLate(body) : 0;
  const unexempted = !running
    ? 'off'
    : behind >= 2_000 || months_late >= 3
      ? 'red'
      : behind >= 1_000 || months_late >= 1
        ? 'amber'
        : 'green';
  const exemption = body.exemptions.at(-1) ?? null;
  return {
    light: exemption && ['red', 'amber'].includes(unexempted) ? 'green' : unexempted,
    unexempted,
    planned,
    behind,
    months_late,
    exemption,
  };
}

const csv = read('projects.csv');
const bodies = csv.map(bodyOf);
/** One that is late and exempt, and the project the pictures look at. */
const lateAt = bodies.findIndex((body) => lightOf(body).unexempted === 'red');
bodies[lateAt].exemptions.push({
  until: '2022-12-31',
  reason: '汛期山洪冲毁便道，县里同意顺延',
  by: 'organiser',
  at: at(date(10, 12)),
});
const lookedAt = bodies.findIndex(
  (body, index) => index !== lateAt && lightOf(body).light !== 'off' && body.problem,
);
export const LOOKED_AT = `project-${lookedAt + 1}`;
export const PAUSED = `project-${bodies.findIndex((body) => body.state === 'paused') + 1}`;
export const ACCEPTED = `project-${bodies.findIndex((body) => body.state === 'accepted') + 1}`;

const sum = (lines, key) => lines.reduce((total, line) => total + line[key], 0);
const money = (body) => ({
  planned: sum(body.funding, 'planned'),
  arrived: sum(body.funding, 'arrived'),
  spent: sum(body.funding, 'spent'),
});
export const rows = bodies.map((body, index) => ({
  id: `project-${index + 1}`,
  version: 3,
  number: body.number,
  name: body.name,
  category: body.category,
  town: named(body.town, csv[index].town),
  villages: [named(body.villages[0], csv[index].village)],
  area: areaOf.get(csv[index].town),
  owner: body.owner,
  leader: body.leader,
  ...money(body),
  state: body.state,
  progress: body.progress,
  light: lightOf(body),
  reported: body.reports.at(-1)?.month ?? null,
  problem: body.problem,
  solver: body.solver,
  households: body.households,
  planned_finish: body.finish.planned,
  pending: index === lookedAt ? 1 : 0,
  synthetic: body.synthetic,
}));
export const ledger = {
  today: TODAY,
  projects: rows,
  categories: [...new Set(rows.map((row) => row.category))],
  sources: SOURCES,
};

const NEXT = {
  reserve: ['declared', 'withdrawn'],
  declared: ['reviewed', 'reserve', 'withdrawn'],
  reviewed: ['registered', 'declared', 'withdrawn'],
  registered: ['started', 'paused', 'adjusted', 'withdrawn'],
  started: ['building', 'paused', 'adjusted', 'withdrawn'],
  building: ['completed', 'paused', 'adjusted', 'withdrawn'],
  completed: ['accepted'],
  accepted: [],
  paused: ['building', 'adjusted', 'withdrawn'],
  adjusted: ['building', 'paused', 'withdrawn'],
  withdrawn: [],
};
export const proposal = {
  id: 'proposal-1',
  noun: 'project',
  entry: LOOKED_AT,
  title: bodies[lookedAt].name,
  town: rows[lookedAt].town,
  why: '供电公司答复 12 月中旬送电',
  by: 'town-3',
  at: '2022-11-25T08:20:00Z',
  state: 'pending',
  changes: [
    {
      path: '/finish',
      before: bodies[lookedAt].finish,
      after: { planned: '2022-12-31', actual: null },
    },
    { path: '/solver', before: bodies[lookedAt].solver, after: '海阳市供电公司' },
  ],
  clashes: [],
  names: {},
  import: null,
  reviewer: null,
  reviewed_at: null,
  answer: '',
};
/** A project as GET /api/ledger/{id} tells it. */
export function file(id) {
  const index = rows.findIndex((row) => row.id === id);
  const [body, row] = [bodies[index], rows[index]];
  return {
    id,
    version: 3,
    changed_at: '2022-11-20T02:15:00Z',
    changed_by: 'organiser',
    body,
    town: row.town,
    villages: row.villages,
    area: row.area,
    light: row.light,
    next_states: NEXT[body.state],
    proposals: index === lookedAt ? [proposal] : [],
  };
}
/** A project of which little is known yet, with the longest name there may be. */
export const bare = {
  ...file('project-1'),
  id: 'project-bare',
  body: {
    ...bodies[0],
    name: '盘石店镇仙人盆村与嵩潜村联建的农产品冷链仓储和电商直播服务中心提升改造及配套道路项目'.slice(
      0,
      40,
    ),
    number: 'HY2022-086',
    villages: [],
    owner: '',
    leader: '',
    content: '',
    place: '',
    households: null,
    decided_on: null,
    funding: [],
    start: { planned: null, actual: null },
    finish: { planned: null, actual: null },
    milestones: [],
    progress: 0,
    acceptance: null,
    state: 'reserve',
    moves: [],
    reports: [],
  },
  villages: [],
  light: {
    light: 'off',
    unexempted: 'off',
    planned: null,
    behind: 0,
    months_late: 0,
    exemption: null,
  },
  next_states: NEXT.reserve,
};
export const history = [
  {
    version: 3,
    at: '2022-11-20T02:15:00Z',
    by: 'organiser',
    why: '按发票更正支出',
    import: null,
    changes: [
      {
        path: '/funding',
        before: bodies[lookedAt].funding.map((line) => ({ ...line, spent: 0 })),
        after: bodies[lookedAt].funding,
      },
    ],
  },
  { version: 1, at: '2022-01-08T02:15:00Z', by: 'organiser', why: '', import: null, changes: [] },
];

/** Sums along an axis, as the server adds them up. */
export function totals(axis) {
  const total = (name, list, lines) => ({
    name,
    count: list.length,
    planned: sum(lines, 'planned'),
    arrived: sum(lines, 'arrived'),
    spent: sum(lines, 'spent'),
    projects: list.map((row) => row.number),
  });
  const nameOf = {
    category: (row) => row.category,
    town: (row) => row.town.name,
    area: (row) => row.area,
    state: (row) => row.state,
  }[axis];
  const parts = new Map();
  rows.forEach((row, index) => {
    const lines = nameOf ? [[nameOf(row), row]] : bodies[index].funding.map((f) => [f.source, f]);
    for (const [name, line] of lines) {
      const part = parts.get(name) ?? { list: [], lines: [] };
      part.list.push(row);
      part.lines.push(line);
      parts.set(name, part);
    }
  });
  return {
    whole: total('', rows, rows),
    parts: [...parts]
      .map(([name, part]) => total(name, part.list, part.lines))
      .sort((a, b) => b.planned - a.planned || (a.name < b.name ? -1 : 1)),
  };
}

/** Running projects of a month, what is missing first; of one town where it is named. */
export function reports(month, town) {
  const running = rows.filter(
    (row) => RUNNING.includes(row.state) && (!town || row.town.name === town),
  );
  const projects = running.map((row) => {
    const body = bodies[rows.indexOf(row)];
    return {
      id: row.id,
      number: row.number,
      name: row.name,
      town: row.town,
      villages: row.villages,
      progress: body.reports.findLast((one) => one.month < month)?.progress ?? 0,
      report: body.reports.find((one) => one.month === month) ?? null,
    };
  });
  return {
    month,
    projects: [...projects.filter((row) => !row.report), ...projects.filter((row) => row.report)],
  };
}

export const filters = [
  { name: '红灯和黄灯', query: 'light=red%2Camber' },
  { name: '有问题的', query: 'problem=1' },
];
export const frozen = {
  at: '2022-11-24T01:00:00Z',
  by: 'organiser',
  sha256: '5f2b8c01a4d9e37712d446ea56d57358e46e90f281fc53ca0c443d02fadf71c9',
  count: rows.length,
  planned: sum(rows, 'planned'),
  parts: totals('category').parts,
};
