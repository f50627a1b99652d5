/**
 * Tables of Haiyang on their way in, and what its towns want changed: villages and projects are
 * those of the fixtures, people have no real names.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const FIXTURES = path.join(import.meta.dirname, '../../fixtures/haiyang-2022');
function rows(name) {
  const [header, ...lines] = readFileSync(path.join(FIXTURES, name), 'utf8').trim().split('\n');
  const keys = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(keys.map((key, at) => [key, cells[at]]));
  });
}
const villages = rows('villages.csv').filter((row) => row.visited === 'true');
const projects = rows('projects.csv');
const NUMERALS = '一二三四五六七八九十';
const id = (kind, n) => `0193a0${kind}-0000-7000-8000-${String(n).padStart(12, '0')}`;

const towns = [...new Set(villages.map(({ town }) => town))];
const townId = (name) => id('aa', towns.indexOf(name) + 1);
const villageId = (name) => id('bb', villages.findIndex(({ village }) => village === name) + 1);
/** Names of what values refer to. */
export const names = Object.fromEntries([
  ...towns.map((name) => [townId(name), name]),
  ...villages.map(({ village }) => [villageId(village), village]),
  [id('cc', 1), '第一批专业化管理'],
  [id('dd', 1), '示例书记一'],
]);

const column = (code, zh, en, help, required = false) => ({
  code,
  zh,
  en,
  help,
  help_en: required ? 'Required' : 'Empty keeps what is there; - clears it',
  required,
});
const PEOPLE = [
  column('code', '人员编号', 'Person code', '名册内的编号，如 R0001；新人员可留空。不是身份证号'),
  column('name', '姓名', 'Name', '必填。最多 20 个字', true),
  column('phone', '电话', 'Phone', '7 到 20 位数字；打码的号码表示不变'),
  column('town', '镇街', 'Town', '任职的村所在的镇街'),
  column('village', '村', 'Village', '必填。任职的村', true),
  column('post', '职务', 'Post', '书记 或 后备'),
  column('from', '到任日期', 'From', '如 2021-01-15；新任期必填'),
  column('to', '离任日期', 'To', '不再任职的第一天'),
  column('exit_reason', '离任原因', 'Exit reason', '有离任日期时必填'),
  column('batch', '批次', 'Batch', '专业化管理的批次编号，须已建立'),
];
const PROJECTS = [
  column('number', '项目编号', 'Project number', '必填。按编号找到项目', true),
  column('name', '项目名称', 'Project name', '最多 40 个字；新项目必填'),
  column('category', '项目类别', 'Category', '如 产业发展、基础设施'),
  column('villages', '村', 'Villages', '几个村之间用 、 隔开'),
  column('content', '建设内容', 'Content', '最多 200 个字'),
  column('finish_planned', '计划完工', 'Planned completion', '如 2022-11-24'),
  column('progress', '进度（%）', 'Progress (%)', '0 到 100，最多两位小数'),
];

const counts = (more = {}) => ({
  rows: 0,
  new: 0,
  changed: 0,
  same: 0,
  faulty: 0,
  absent: 0,
  ...more,
});
export const imports = [
  [
    'people',
    '海阳市村党组织书记名册（2022年11月）.xlsx',
    'organiser',
    'ready',
    { rows: 103, new: 4 },
  ],
  ['projects', '粘贴的项目.tsv', 'town-1', 'applied', { rows: 12, new: 2, changed: 9, same: 1 }],
  ['funding', '乡村振兴资金项目库.csv', 'organiser', 'undone', { rows: 85, new: 61, changed: 24 }],
  ['units', '行政村名录（旧）.xls', 'organiser', 'refused', {}],
  ['units', '镇街和村.xlsx', 'organiser', 'applied', { rows: 120, new: 119, faulty: 1 }],
].map(([table, file, by, state, found], at) => ({
  id: id('ee', at + 1),
  table,
  file,
  by,
  at: `2022-11-${24 - at}T0${at + 1}:20:00Z`,
  state,
  counts: counts(found),
}));

function view(more) {
  return {
    id: id('ee', 1),
    table: 'people',
    file: '海阳市村党组织书记名册（2022年11月）.xlsx',
    by: 'organiser',
    at: '2022-11-24T01:20:00Z',
    state: 'ready',
    counts: counts(),
    rows_read: 0,
    headings: [],
    columns: PEOPLE,
    differences: [],
    faults: [],
    names,
    refusal: null,
    refusal_en: null,
    changed_since: [],
    ...more,
  };
}
const heading = (text, code) => ({ heading: text, column: code });
const EXACT = PEOPLE.map(({ zh, code }) => heading(zh, code));

const term = (village, from, to = null, exit = '') => ({
  village: villageId(village),
  post: 'secretary',
  from,
  to,
  exit_reason: exit,
  mentor: null,
});
const differences = [
  ...villages.slice(0, 9).map(({ village }, at) => ({
    row: at + 2,
    kind: 'changed',
    key: `R00${10 + at}`,
    title: `示例书记${NUMERALS[at]}`,
    changes: [
      at % 3 === 0
        ? {
            path: '/terms',
            before: [term(village, '2016-03-01')],
            after: [
              term(village, '2016-03-01', '2021-01-15', '任期届满'),
              term(village, '2021-01-15'),
            ],
          }
        : { path: '/phone', before: '138****5678', after: `137****00${10 + at}` },
      ...(at === 4 ? [{ path: '/note', before: '', after: '兼任村委会主任' }] : []),
    ],
  })),
  ...villages.slice(9, 13).map(({ village }, at) => ({
    row: at + 40,
    kind: 'new',
    key: `R01${10 + at}`,
    title: `示例后备${NUMERALS[at]}`,
    changes: [
      { path: '/name', after: `示例后备${NUMERALS[at]}` },
      { path: '/sex', after: at % 2 ? '女' : '男' },
      {
        path: '/terms',
        after: [{ ...term(village, '2022-06-01'), post: 'reserve', mentor: id('dd', 1) }],
      },
      { path: '/admissions', after: [] },
      { path: '/synthetic', after: true },
    ],
  })),
];
const faults = [
  [
    'G12',
    12,
    'from',
    '二〇二一年春',
    'date',
    '不是日期；请写成 2021-01-15 这样',
    'not a date; write it like 2021-01-15',
  ],
  [
    'C31',
    31,
    'phone',
    '=A31&B31',
    'formula',
    '这里是公式；请填写号码本身（选择性粘贴—数值）',
    'this is a formula; enter the number itself (paste special, values)',
  ],
  [
    'E47',
    47,
    'village',
    '里口新村',
    'unknown',
    '没有这个村；朱吴镇有东刘家疃村、沟杨家村等，请核对名称',
    'there is no such village; 朱吴镇 has 东刘家疃村, 沟杨家村 and others',
  ],
  [
    'I58',
    58,
    'exit_reason',
    '',
    'empty',
    '有离任日期时必填，如 到龄、调离',
    'needed with a last day, such as 到龄 or 调离',
  ],
  [
    'D58',
    58,
    'town',
    '370687196503041234',
    'identity_number',
    '像是身份证号；系统不收身份证号，请删去',
    'this looks like an identity number; remove it',
  ],
].map(([cell, row, code, value, kind, message, message_en]) => ({
  cell,
  row,
  column: code,
  value,
  code: kind,
  message,
  message_en,
}));

export const reading = view({
  state: 'reading',
  file: '项目资金明细（全部镇街）.xlsx',
  table: 'funding',
  rows_read: 64_512,
});
export const guessed = view({
  state: 'refused',
  refusal: '第 1 行里没有“村”这样的列；请选择哪一列是它，或按模板填写',
  refusal_en: 'row 1 has no heading for “village”; choose which it is, or use the template',
  headings: [
    heading('序号', null),
    heading('书记姓名', 'name'),
    heading('手机号', 'phone'),
    heading('镇街', 'town'),
    heading('所在地', null),
    heading('职务', 'post'),
    heading('任职时间', 'from'),
    heading('', null),
  ],
});
export const faulty = view({
  counts: counts({ rows: 103, new: 4, changed: 9, same: 86, faulty: 4, absent: 7 }),
  rows_read: 103,
  headings: EXACT,
  differences,
  faults,
});
export const clean = view({
  counts: counts({ rows: 2_430, new: 611, changed: 1_800, same: 19 }),
  rows_read: 2_430,
  table: 'projects',
  file: '项目库（全市）.csv',
  columns: PROJECTS,
  headings: PROJECTS.map(({ zh, code }) => heading(zh, code)),
  differences: projects.slice(0, 40).map((row, at) => ({
    row: at + 2,
    kind: at % 4 ? 'changed' : 'new',
    key: row.number,
    title: row.name,
    changes:
      at % 4
        ? [
            { path: '/progress', before: 3_000, after: Number(row.progress_percent) * 100 },
            { path: '/content', before: '待定', after: row.content },
          ]
        : [
            { path: '/number', after: row.number },
            { path: '/name', after: row.name },
            { path: '/category', after: row.category },
            { path: '/town', after: townId(row.town) },
            { path: '/villages', after: [villageId(row.village)] },
            {
              path: '/funding',
              after: [
                { source: '衔接资金', planned: Number(row.investment_fen), arrived: 0, spent: 0 },
              ],
            },
          ],
  })),
});
export const refused = view({
  state: 'refused',
  table: 'units',
  file: '行政村名录（旧）.xls',
  refusal: '文件设了密码，或是旧的 .xls 格式；请去掉密码、另存为 .xlsx 后重新上传',
  refusal_en:
    'the file has a password or is an old .xls; remove the password, save it as .xlsx and try again',
});
export const same = view({
  counts: counts({ rows: 103, same: 103 }),
  rows_read: 103,
  headings: EXACT,
});
export const applied = { ...faulty, state: 'applied' };
export const undone = { ...faulty, state: 'undone' };
export const fixed = {
  ...applied,
  changed_since: ['R0012 示例书记三', 'R0110 示例后备一'],
};

const line = (source, planned, arrived, spent) => ({
  source,
  planned: planned * 1_000_000,
  arrived: arrived * 1_000_000,
  spent: spent * 1_000_000,
});
function proposal(n, town, more) {
  return {
    id: id('ff', n),
    noun: 'project',
    entry: id('ab', n),
    title: '',
    town: { id: townId(town), name: town },
    why: '',
    by: `town-${towns.indexOf(town) + 1}`,
    at: `2022-11-2${n % 4}T02:1${n % 6}:00Z`,
    state: 'pending',
    changes: [],
    clashes: [],
    names,
    import: null,
    reviewer: null,
    reviewed_at: null,
    answer: '',
    ...more,
  };
}
const [first, second] = [towns[0], towns[1]];
export const proposals = [
  proposal(1, first, {
    title: projects[1].name,
    why: '资金到位后更正',
    changes: [
      {
        path: '/funding',
        before: [line('衔接资金', 50, 20, 0), line('村集体', 8, 8, 2)],
        after: [line('衔接资金', 50, 50, 12), line('村集体', 8, 8, 2)],
      },
      { path: '/problem', before: '', after: '变压器未迁移，影响场地平整' },
      { path: '/solver', before: '', after: '市供电公司' },
    ],
  }),
  proposal(2, first, {
    title: projects[2].name,
    why: '改名，按批复',
    changes: [
      { path: '/name', before: '沟杨家村垃圾分类亭项目', after: projects[2].name },
      { path: '/households', before: 120, after: 132 },
    ],
    clashes: [
      {
        path: '/name',
        base: '沟杨家村垃圾点',
        theirs: '沟杨家村垃圾分类亭项目',
        mine: projects[2].name,
      },
    ],
  }),
  ...villages.slice(2, 5).map(({ village }, at) =>
    proposal(10 + at, second, {
      noun: 'person',
      entry: at === 2 ? null : id('dd', 10 + at),
      title: `示例书记${NUMERALS[at + 2]}`,
      why: '导入 书记名册.xlsx',
      import: id('ee', 2),
      changes:
        at === 2
          ? [
              { path: '/name', after: '示例书记五' },
              { path: '/terms', after: [term(village, '2022-10-01')] },
            ]
          : [
              { path: '/phone', before: '138****5678', after: '139****1234' },
              {
                path: '/terms',
                before: [term(village, '2016-03-01')],
                after: [term(village, '2016-03-01', '2022-10-01', '到龄')],
              },
            ],
    }),
  ),
  proposal(20, second, {
    noun: 'unit',
    title: villages[2].village,
    why: '户籍核对',
    changes: [
      { path: '/households', before: 318, after: 322 },
      {
        path: '/figures',
        before: [{ year: 2020, income: 18_650_000, rank_in_town: 4 }],
        after: [
          { year: 2020, income: 18_650_000, rank_in_town: 4 },
          { year: 2021, income: 21_480_000, rank_in_town: 3 },
        ],
      },
    ],
  }),
];
export const answered = (state, answer) =>
  proposals.slice(0, 3).map((row) => ({
    ...row,
    state,
    clashes: [],
    answer,
    reviewer: 'organiser',
    reviewed_at: '2022-11-24T08:05:00Z',
  }));
export const own = [
  ...proposals.slice(0, 2),
  ...proposals.slice(5).map((row) => ({ ...row, town: proposals[0].town })),
];
/** A town's account, bound to its town. */
export const townAccount = {
  login: 'town-1',
  name: `${first}组织委员`,
  role: 'town',
  town: { id: townId(first), name: first },
};
