/**
 * The county's register as the interface tells it: the towns, villages and projects of the
 * Haiyang fixtures, with people, codes, figures and places made up and marked as samples.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');
function rows(name) {
  const file = readFileSync(path.join(ROOT, 'fixtures/haiyang-2022', name), 'utf8');
  const [header, ...lines] = file.trim().split('\n');
  const keys = header.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, at) => [keys[at], cell])),
  );
}
const villageRows = rows('villages.csv');
const projectRows = rows('projects.csv');
const pad = (n, size = 4) => String(n).padStart(size, '0');
const open = {
  on: '2026-05-12',
  problem: '村务公开栏三个月没有更新',
  measure: '指定专人每月 5 日前公开',
  owner: '示例书记1',
  due: '2026-08-31',
  closed_on: null,
  result: '',
};
const closed = {
  ...open,
  on: '2025-03-02',
  problem: '合作社账目没有公示',
  due: '2025-06-30',
  closed_on: '2025-06-20',
  result: '已公示并补齐凭证',
};

export const TODAY = '2026-11-26';

const townNames = [...new Set(villageRows.map((row) => row.town))];
export const townId = (name) => `town-${townNames.indexOf(name) + 1}`;
export const villageId = (town, village) =>
  `village-${villageRows.findIndex((row) => row.town === town && row.village === village) + 1}`;

const unit = (id, kind, name, parent, more = {}) => ({
  id,
  version: 3,
  kind,
  name,
  parent,
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
  ...more,
});

const secretary = (at) => ({ id: `person-${at + 1}`, name: `示例书记${at + 1}` });
const villages = villageRows.map((row, at) =>
  unit(villageId(row.town, row.village), 'village', row.village, townId(row.town), {
    code: `HY-${pad(at + 1)}`,
    households: 86 + ((at * 37) % 420),
    // Laid out by town; a few are without a place.
    place:
      at % 17 === 5
        ? null
        : {
            longitude: (
              120.95 +
              (townNames.indexOf(row.town) % 4) * 0.12 +
              (at % 5) * 0.02
            ).toFixed(4),
            latitude: (
              36.62 +
              Math.floor(townNames.indexOf(row.town) / 4) * 0.09 +
              (at % 3) * 0.022
            ).toFixed(4),
          },
    former_names: at === 2 ? ['东古现村'] : [],
    secretary: at % 23 === 7 ? null : secretary(at),
    managed: at % 3 !== 1,
    projects: projectRows.filter((each) => each.town === row.town && each.village === row.village)
      .length,
    pending: at === 0 ? 1 : 0,
    synthetic: row.synthetic === 'true',
  }),
);
const towns = townNames.map((name, at) =>
  unit(townId(name), villageRows.find((row) => row.town === name).town_kind, name, 'county', {
    code: `HY-${pad(at + 1, 2)}`,
    households: 1_200 + at * 310,
    projects: projectRows.filter((each) => each.town === name).length,
  }),
);
const gone = unit('village-gone', 'village', '西埠头村', towns[0].id, {
  ended: true,
  code: 'HY-0900',
  former_names: ['埠头村'],
  synthetic: true,
});
const inOrder = towns.flatMap((town) => [
  town,
  ...villages.filter((each) => each.parent === town.id),
  ...(town.id === 'town-1' ? [gone] : []),
]);
export const tree = {
  today: TODAY,
  units: [unit('county', 'county', '海阳市', null, { code: 'HY', projects: 85 }), ...inOrder],
};
/** What a town's account sees. */
export const townTree = {
  today: TODAY,
  units: inOrder.filter((each) => each.id === 'town-1' || each.parent === 'town-1'),
};

const STATE = { completed: 'completed', building: 'building', accepted: 'accepted' };
export const projects = projectRows.map((row, at) => ({
  id: `project-${at + 1}`,
  version: 2,
  number: row.number,
  name: row.name,
  category: row.category,
  town: { id: townId(row.town), name: row.town },
  villages: [{ id: villageId(row.town, row.village), name: row.village }],
  area: '',
  owner: row.village,
  leader: '',
  planned: Number(row.investment_fen),
  arrived: 0,
  spent: 0,
  state: STATE[row.state] ?? 'started',
  progress: Number(row.progress_percent) * 100,
  light: {
    light: 'green',
    unexempted: 'green',
    planned: null,
    behind: 0,
    months_late: 0,
    exemption: null,
  },
  reported: '2026-10',
  problem: '',
  solver: '',
  households: null,
  planned_finish: null,
  pending: 0,
  synthetic: row.synthetic === 'true',
}));

export const result = (year, place) => ({
  cycle: `haiyang-${year}`,
  year,
  title: `${year}年度村党组织书记专业化管理评议大会`,
  group: '第一片区',
  place: String(place),
  of: 8,
  score: '92.35',
  award: place === 1 ? '第一名' : null,
});
const line = (on, kind, said, more = {}) => ({
  on,
  document: '',
  noun: null,
  id: null,
  ...more,
  kind,
  ...said,
});
const award = line(
  '2021-06-28',
  'award',
  { text: '全市优秀村党组织书记' },
  { document: '海委〔2021〕31号' },
);
const placed = line('2022-11-27', 'result', {
  title: '2022年度村党组织书记专业化管理评议大会',
  group: '第一片区',
  place: '1',
  score: '92.35',
  award: '第一名',
});
/** What happened to a person, the newest first. */
const personTimeline = [
  placed,
  line('2022-06-01', 'suspended', { reason: '受处分期间暂停' }),
  line(
    '2022-05-11',
    'discipline',
    { text: '因村级财务公示不及时受到批评教育' },
    { document: '海纪〔2022〕9号' },
  ),
  award,
  line(
    '2020-01-10',
    'admitted',
    { name: '第一批专业化管理村党组织书记' },
    { document: '海组〔2020〕3号' },
  ),
  line('2019-05-20', 'training', { text: '参加全市村党组织书记示范培训班' }),
  line(
    '2018-03-01',
    'term_begun',
    { name: '朱吴镇东刘家疃村', post: 'secretary' },
    { document: '海组任〔2018〕7号', noun: 'unit', id: 'village-1' },
  ),
  line(
    '2018-02-28',
    'term_ended',
    { name: `朱吴镇${villages[2].name}`, post: 'reserve', reason: '任书记' },
    { noun: 'unit', id: 'village-3' },
  ),
];
/** What happened in a village. */
const villageTimeline = [
  line('2026-05-12', 'found', { problem: open.problem, owner: open.owner }),
  line('2025-06-20', 'closed', { problem: closed.problem, result: closed.result }),
  line(
    '2023-06-20',
    'accepted',
    { name: '东刘家疃村村务公开栏与积分超市项目', result: '合格' },
    { document: '海建验〔2023〕6号', noun: 'project', id: 'project-1' },
  ),
  line(
    '2023-02-01',
    'started',
    { name: '东刘家疃村村务公开栏与积分超市项目' },
    { noun: 'project', id: 'project-1' },
  ),
  placed,
  line('2021-06-28', 'award', { text: '全市先进基层党组织' }, { document: '海委〔2021〕31号' }),
  line(
    '2018-03-01',
    'term_begun',
    { name: '示例书记1', post: 'secretary' },
    { noun: 'person', id: 'person-1' },
  ),
  line(
    '2018-02-28',
    'term_ended',
    { name: '示例书记前任', post: 'secretary', reason: '到龄离任' },
    { noun: 'person', id: 'person-121' },
  ),
  line(
    '2015-06-01',
    'renamed',
    {
      names: { from: '刘家疃村', to: '东刘家疃村' },
      parents: { from: '吴家乡', to: '朱吴镇' },
      reason: '撤乡并镇',
    },
    { document: '海民〔2015〕12号' },
  ),
];
const endedTimeline = [
  line(
    '2021-01-01',
    'ended',
    { successor: '东刘家疃村', reason: '合村并居' },
    { document: '海政〔2020〕88号', noun: 'unit', id: 'village-1' },
  ),
];
export const proposal = {
  id: 'proposal-1',
  noun: 'unit',
  entry: 'village-1',
  title: '东刘家疃村',
  town: { id: 'town-1', name: townNames[0] },
  why: '按年报更新户数',
  by: '朱吴镇组织委员',
  at: '2026-11-25T02:10:00Z',
  state: 'pending',
  changes: [{ path: '/households', before: 86, after: 92 }],
  clashes: [],
  names: {},
  import: null,
  reviewer: null,
  reviewed_at: null,
  answer: '',
};
const file = (row) => ({
  id: row.id,
  version: row.version,
  changed_at: '2026-11-20T03:04:05Z',
  changed_by: '组织者',
});
/** What is known of a unit of the tree. */
export function unitFile(id) {
  const row = tree.units.find((each) => each.id === id);
  const up = tree.units.find((each) => each.id === row.parent);
  const isVillage = row.kind === 'village';
  return {
    ...file(row),
    body: {
      kind: row.kind,
      name: row.name,
      parent: row.parent,
      code: row.code,
      order: 1,
      former: row.former_names.map((name) => ({
        until: '2015-06-01',
        name,
        parent: row.parent,
        reason: '地名规范',
        document: '海民〔2015〕12号',
      })),
      ended: row.ended
        ? {
            on: '2021-01-01',
            successor: 'village-1',
            reason: '并入东刘家疃村',
            document: '海政〔2020〕88号',
          }
        : null,
      households: row.households,
      place: row.place,
      figures: isVillage
        ? [
            { year: 2024, income: 23_450_000, rank_in_town: 4 },
            { year: 2025, income: 31_280_500, rank_in_town: 2 },
          ]
        : [],
      events: [
        {
          on: '2021-06-28',
          kind: 'award',
          text: '全市先进基层党组织',
          document: '海委〔2021〕31号',
        },
      ],
      rectifications: isVillage ? [open, closed] : [],
      synthetic: row.synthetic,
    },
    parent: up ? { id: up.id, name: up.name } : null,
    children: tree.units.filter((each) => each.parent === id),
    people: isVillage
      ? [
          {
            person: secretary(0),
            post: 'secretary',
            from: '2018-03-01',
            to: null,
            exit_reason: '',
          },
          {
            person: { id: 'person-120', name: '示例后备一' },
            post: 'reserve',
            from: '2024-01-01',
            to: null,
            exit_reason: '',
          },
          {
            person: { id: 'person-121', name: '示例书记前任' },
            post: 'secretary',
            from: '2011-03-01',
            to: '2018-02-28',
            exit_reason: '到龄离任',
          },
        ]
      : [],
    results: isVillage ? [result(2025, 3), result(2022, 1)] : [],
    projects: projects.filter(
      (each) => each.town.id === id || each.villages.some((village) => village.id === id),
    ),
    timeline: row.ended ? endedTimeline : isVillage ? villageTimeline : [],
    proposals: row.pending ? [proposal] : [],
  };
}

const BATCHES = ['一', '二', '三'];
export const batches = BATCHES.map((number, at) => ({
  id: `batch-${at + 1}`,
  version: 1,
  body: {
    number: String(at + 1),
    name: `第${number}批专业化管理村党组织书记`,
    on: `202${at * 2}-01-10`,
    document: `海组〔202${at * 2}〕${at + 3}号`,
  },
  people: [40, 38, 25][at],
  managed: [34, 35, 25][at],
  suspended: at === 0 ? 2 : 0,
  exited: [4, 3, 0][at],
})).reverse();

export const people = {
  today: TODAY,
  people: [
    ...villages
      .filter((each) => each.secretary)
      .map((each, at) => ({
        id: each.secretary.id,
        version: 4,
        code: `R${pad(at + 1)}`,
        name: each.secretary.name,
        sex: at % 6 === 2 ? '女' : '男',
        birth_year: 1961 + (at % 24),
        phone: `138****${pad(1000 + at * 7)}`,
        town: { id: each.parent, name: towns.find(({ id }) => id === each.parent).name },
        village: { id: each.id, name: each.name },
        post: 'secretary',
        since: `20${pad(10 + (at % 14), 2)}-03-01`,
        years_in_office: 26 - 10 - (at % 14),
        batch: each.managed ? batches[at % 3].body.number : null,
        status: each.managed ? (at === 4 ? 'suspended' : 'managed') : null,
        mentor: null,
        pending: at === 0 ? 1 : 0,
        synthetic: true,
      })),
    {
      id: 'person-120',
      version: 1,
      code: 'R0120',
      name: '示例后备一',
      sex: '女',
      birth_year: 1990,
      phone: '',
      town: { id: 'town-1', name: townNames[0] },
      village: { id: 'village-1', name: villages[0].name },
      post: 'reserve',
      since: '2024-01-01',
      years_in_office: 0,
      batch: null,
      status: null,
      mentor: secretary(0),
      pending: 0,
      synthetic: true,
    },
    {
      id: 'person-121',
      version: 1,
      code: 'R0121',
      name: '示例书记前任',
      sex: '男',
      birth_year: 1955,
      phone: '139****0000',
      town: { id: 'town-1', name: townNames[0] },
      village: null,
      post: null,
      since: null,
      years_in_office: 6,
      batch: '1',
      status: 'exited',
      mentor: null,
      pending: 0,
      synthetic: true,
    },
  ],
};
export const personFile = {
  id: 'person-1',
  version: 4,
  changed_at: '2026-11-20T03:04:05Z',
  changed_by: '组织者',
  body: {
    code: 'R0001',
    name: '示例书记1',
    sex: '男',
    birth_year: 1968,
    phone: '138****5678',
    note: '',
    terms: [
      {
        village: 'village-3',
        post: 'reserve',
        from: '2016-01-01',
        to: '2018-02-28',
        exit_reason: '任书记',
        mentor: 'person-121',
      },
      {
        village: 'village-1',
        post: 'secretary',
        from: '2018-03-01',
        to: null,
        exit_reason: '',
        mentor: null,
      },
    ],
    admissions: [
      { batch: 'batch-1', status: 'suspended', since: '2022-06-01', reason: '受处分期间暂停' },
      { batch: 'batch-3', status: 'managed', since: null, reason: '' },
    ],
    events: [
      {
        on: '2021-06-28',
        kind: 'award',
        text: '全市优秀村党组织书记',
        document: '海委〔2021〕31号',
      },
    ],
    synthetic: true,
  },
  names: {
    'village-1': villages[0].name,
    'village-3': villages[2].name,
    'batch-1': batches[2].body.name,
    'batch-3': batches[0].body.name,
    'person-121': '示例书记前任',
  },
  town: { id: 'town-1', name: townNames[0] },
  years_in_office: 8,
  results: [result(2025, 3), result(2022, 1)],
  projects: projects.slice(0, 2),
  timeline: personTimeline,
  proposals: [{ ...proposal, noun: 'person', entry: 'person-1', title: '示例书记1' }],
  rectifications: [open],
  due: ['discipline'],
};

export const vocabulary = {
  set: 'village',
  county: { zh: '县', en: 'county', en_plural: 'counties' },
  area: { zh: '片区', en: 'area', en_plural: 'areas' },
  town: { zh: '镇街', en: 'town', en_plural: 'towns' },
  village: { zh: '村', en: 'village', en_plural: 'villages' },
  secretary: { zh: '书记', en: 'secretary', en_plural: 'secretaries' },
  project: { zh: '项目', en: 'project', en_plural: 'projects' },
};
export const shops = {
  set: 'shop',
  county: { zh: '总部', en: 'head office', en_plural: 'head offices' },
  area: { zh: '大区', en: 'region', en_plural: 'regions' },
  town: { zh: '城市', en: 'city', en_plural: 'cities' },
  village: { zh: '门店', en: 'shop', en_plural: 'shops' },
  secretary: { zh: '店长', en: 'shop manager', en_plural: 'shop managers' },
  project: { zh: '项目', en: 'project', en_plural: 'projects' },
};
const rules = {
  document: '海组〔2020〕2号',
  rules: [
    { kind: 'years_in_office', least: 3 },
    { kind: 'rank_in_town', last: 5 },
    { kind: 'income', least: 20_000_000 },
    { kind: 'share_of_villages', most: 2_000 },
  ],
};
const lights = { behind_amber: 1_000, behind_red: 2_000, late_amber: 1, late_red: 3 };
export const settings = {
  lights: { id: 'setting-lights', version: 2, body: lights },
  admission: { id: 'setting-admission', version: 1, body: rules },
  retention: {
    id: null,
    version: 0,
    body: { contact_years: 1, discipline_years: 5, particulars_years: 10 },
  },
  vocabulary: { id: 'setting-vocabulary', version: 2, body: vocabulary },
};
const version = (number, at, why, changes) => ({
  version: number,
  at,
  by: 'organiser',
  why,
  import: null,
  changes,
  names: {},
});
/** A document as its first version tells it. */
const begin = (body) => Object.entries(body).map(([key, after]) => ({ path: `/${key}`, after }));
/** What was changed of the settings, the newest first. */
const histories = {
  'setting-lights': [
    version(2, '2026-10-08T01:20:00Z', '雨季工期放宽，按县委专题会议纪要', [
      { path: '/behind_red', before: 1_500, after: 2_000 },
      { path: '/late_red', before: 2, after: 3 },
    ]),
    version(
      1,
      '2026-03-02T06:05:00Z',
      '年初定标准',
      begin({ ...lights, behind_red: 1_500, late_red: 2 }),
    ),
  ],
  'setting-admission': [version(1, '2026-03-02T06:11:00Z', '按海组〔2020〕2号', begin(rules))],
  'setting-vocabulary': [
    version(2, '2026-03-04T00:41:00Z', '中间一级只叫镇街', [
      {
        path: '/town',
        before: { zh: '乡镇', en: 'township', en_plural: 'townships' },
        after: vocabulary.town,
      },
      { path: '/set', before: 'own', after: 'village' },
    ]),
    version(
      1,
      '2026-03-02T06:15:00Z',
      '按本市的叫法',
      begin({
        ...vocabulary,
        set: 'own',
        town: { zh: '乡镇', en: 'township', en_plural: 'townships' },
      }),
    ),
  ],
};
export const due = [
  { person: { id: 'person-121', name: '示例书记前任' }, left: '2018-02-28', classes: ['contact'] },
  { person: { id: 'person-1', name: '示例书记1' }, left: null, classes: ['discipline'] },
];
export const admission = {
  rules,
  candidates: people.people
    .filter((each) => each.post === 'secretary')
    .slice(0, 40)
    .map((each, at) => {
      const reasons = [
        {
          kind: 'years_in_office',
          met: each.years_in_office >= 3,
          zh: `任书记满 ${each.years_in_office} 年，要求 3 年`,
          en: `${each.years_in_office} full years in office, 3 needed`,
        },
        {
          kind: 'rank_in_town',
          met: at % 4 !== 3,
          zh: `2025 年在镇街排第 ${(at % 7) + 1} 名，要求前 5 名`,
          en: `rank ${(at % 7) + 1} in the town in 2025, 5 or better needed`,
        },
        {
          kind: 'income',
          met: at % 5 !== 4,
          zh:
            at % 5 === 4
              ? '没有村集体收入，要求不低于 20.00 万元；请在村的年度数据里填写'
              : '2025 年村集体收入 31.28 万元，要求不低于 20.00 万元',
          en:
            at % 5 === 4
              ? 'no collective income is known, 20.00 万元 needed; enter it with the village'
              : 'collective income of 2025 is 31.28 万元, 20.00 needed',
        },
        {
          kind: 'share_of_villages',
          met: at % 6 !== 5,
          zh: '本镇街 8 个村，最多 20.00% 即 1 个，连同在管和名次在前的已占 0 个',
          en: 'the town has 8 villages, at most 20.00% or 1; with those managed and better ranks 0 are taken',
        },
      ];
      return {
        person: { id: each.id, name: each.name },
        town: each.town,
        village: each.village,
        managed: each.status === 'managed',
        eligible: reasons.every(({ met }) => met),
        reasons,
      };
    }),
};

/** What the interface answers about the register by default. */
export const register = {
  '/api/vocabulary': vocabulary,
  '/api/units': tree,
  ...Object.fromEntries(tree.units.map((row) => [`/api/units/${row.id}`, unitFile(row.id)])),
  '/api/people': people,
  '/api/people/person-1': personFile,
  'POST /api/people/person-1/phone': { phone: '13812345678' },
  '/api/batches': batches,
  '/api/admission': admission,
  '/api/settings': settings,
  ...Object.fromEntries(
    Object.entries(histories).map(([id, versions]) => [`/api/entries/${id}/history`, versions]),
  ),
  '/api/retention': due,
  '/api/ledger': { today: TODAY, projects, categories: [], sources: [] },
  '/api/search': [
    { noun: 'unit', id: 'village-1', name: villages[0].name, code: 'HY-0001', where: '朱吴镇' },
  ],
};
