/**
 * A composite result on the villages of Haiyang as the interface would tell it: score tables, the
 * ranking, one village's steps, the analysis. Figures are made up, consistently.
 */
import * as data from './admin-data.mjs';

const HASH = 'ab'.repeat(32);
/** The villages the tour visited, by area. */
export const areas = data.units.areas.map((area) => ({
  number: area.number,
  label: `第${'一二三四'[area.number - 1]}片区`,
  villages: area.towns.flatMap((town) =>
    town.villages
      .filter((village) => village.visited)
      .map((village) => ({ town: town.name, village: village.name })),
  ),
}));

const components = [
  { code: 'tour', label: '现场观摩', weight: '2/5', source: 'panel' },
  { code: 'debrief', label: '述职', weight: '1/5', source: 'panel' },
  { code: 'vote', label: '民主评议', weight: '2/5', source: 'vote' },
];
/** A pseudo-random number in 0 … 1 that is the same every time. */
const luck = (n) => Math.abs(Math.sin(n * 12.9898) * 43758.5453) % 1;
const placed = (village, at, all) => {
  const points = [94 - at * 1.5, 90 - at * 1.2, 92 - at * 1.1].map((value, k) =>
    (value - luck(at * 3 + k)).toFixed(2),
  );
  const score = (points[0] * 0.4 + points[1] * 0.2 + points[2] * 0.4 + (at === 2 ? 1 : 0)).toFixed(
    2,
  );
  return {
    place: String(at === 4 ? 4 : at + 1),
    ...village,
    score,
    score_exact: `${Math.round(score * 100)}/100`,
    award: at < Math.floor(all * 0.3) ? '优秀' : null,
    lot_needed: false,
    parts: components.map((component, k) => ({
      component: component.code,
      points: points[k],
      points_exact: `${Math.round(points[k] * 100)}/100`,
      weight: component.weight,
      share: (points[k] * [0.4, 0.2, 0.4][k]).toFixed(2),
    })),
    bonus: at === 2 ? '1/1' : '0/1',
    penalty: at === 5 ? '1/2' : '0/1',
    vetoes: at === 1 ? ['发生安全生产责任事故'] : [],
  };
};
export const composite = {
  state: 'ready',
  obstacles: [],
  composite: true,
  waiting: [],
  faults: [],
  rule_card_sha256: data.HASH,
  trace_sha256: HASH,
  components,
  awards: ['优秀'],
  groups: areas.map(({ number, label, villages }) => ({
    group: String(number),
    label,
    withheld: false,
    ranked: villages.slice(0, -1).map((each, at) => placed(each, at, villages.length - 1)),
    unranked: villages.slice(-1).map((each) => ({ ...each, why: 'too_few_judges' })),
  })),
  published_at: null,
  published_by: null,
};
export const published = {
  ...composite,
  state: 'published',
  published_at: '2022-11-28T02:00:00Z',
  published_by: 'organiser',
};
export const files = [
  'rule-card.json',
  'result.json',
  'trace.jsonl',
  'data/villages.csv',
  'data/sheets.csv',
].map((file) => ({ file, sha256: HASH, url: `/api/cycles/haiyang-2022/${file}` }));

const tour = {
  label: '现场观摩',
  code: 'tour',
  weight: '2/5',
  scale: 'as_is',
  source: {
    panel: {
      criteria: [
        { code: 'industry', label: '产业发展', least: '0', most: '40', step: '1', weight: '1' },
        { code: 'environment', label: '村容环境', least: '0', most: '30', step: '1', weight: '1' },
        { code: 'governance', label: '治理服务', least: '0', most: '30', step: '1', weight: '1' },
      ],
      recusal: 'own_town',
      on: 'judge_total',
      trim: { drop: { high: 1, low: 1, at_least: 5, below: 'plain_mean' } },
      minimum_judges: 3,
      severity: 'none',
    },
  },
};
export const card = {
  ...data.card,
  composite: {
    group: 'area',
    components: [
      tour,
      { ...tour, code: 'debrief', label: '述职', weight: '1/5' },
      { code: 'vote', label: '民主评议', weight: '2/5', source: 'vote', scale: 'as_is' },
    ],
    missing: 'refuse',
    adjustments: [
      {
        code: 'honour',
        label: '市级以上表彰',
        kind: 'bonus',
        least: '0.5',
        most: '2',
        step: '0.5',
      },
    ],
    caps: {},
    vetoes: [],
    rounding: { decimals: 2, mode: 'half_up', ranks_on: 'exact' },
    ranks: 'competition',
    ties: [{ component: 'tour' }, 'keep_tied'],
    awards: [{ label: '优秀', share: '3/10', tie: 'exclude' }],
  },
};

export const subject = areas[0].villages[2];
/** One without a place. */
export const unplaced = areas[0].villages.at(-1);
const clauses = {
  '/composite/components/0/source/panel/criteria': '评委按三项指标打分，满分 100 分。',
  '/composite/components/0/source/panel/minimum_judges':
    '一个村至少要有 3 张算数的评分表，不够的，这一项没有分数。',
  '/composite/components/0/source/panel/trim':
    '评委满 5 人的，去掉一个最高分和一个最低分，其余平均。',
  '/composite/components': '综合得分是现场观摩的 40%、述职的 20%、民主评议的 40% 之和。',
  '/composite/ranks': '得分高的在前。得分完全相等的，就是并列。',
};
/** The steps about a village, begun empty, and how one is added that used those `from`. */
function stepsOf({ town, village }) {
  const steps = [];
  const step = (op, clause, from, members) => {
    const n = 100 + steps.length;
    steps.push({
      n,
      op,
      clause,
      clause_number: clauses[clause] ? '4' : '9',
      clause_heading: clauses[clause] ? '怎样算分' : '规则',
      clause_text: clauses[clause] ?? '按规则卡的规定办理。',
      from,
      step: { n, op, clause, town, village, ...members, hash: HASH },
    });
    return n;
  };
  return { step, shown: { town, village, published: false, trace_sha256: HASH, steps } };
}
const { step, shown: explained } = stepsOf(subject);
export { explained };
const scores = [
  ['1', 36, 27, 26],
  ['2', 38, 28, 28],
  ['3', 33, 25, 27],
  ['4', 35, 26, 27],
  ['5', 30, 22, 20],
  ['6', 37, 26, 27],
];
const CRITERIA = ['industry', 'environment', 'governance'];
const PANEL = '/composite/components/0/source/panel';
const total = ([judge, ...three]) => ({
  component: 'tour',
  judge,
  in: three.map((score, k) => [CRITERIA[k], '1/1', `${score}/1`]),
  out: `${three[0] + three[1] + three[2]}/1`,
});
const leftOut = (judge, ...cells) => ({
  component: 'tour',
  judge,
  in: CRITERIA.map((criterion, k) => [criterion, cells[k] ?? cells[0]]),
});
const totals = scores.map((sheet) => step('total', `${PANEL}/criteria`, [], total(sheet)));
step('left_out', `${PANEL}/recusal`, [], leftOut('7', 'recused'));
const sorted = scores.map(([, a, b, c]) => a + b + c).sort((a, b) => a - b);
const mean = step('trimmed_mean', `${PANEL}/trim`, totals, {
  component: 'tour',
  in: sorted.map((value) => `${value}/1`),
  rule: 'drop',
  kept: [1, sorted.length - 1],
  out: '176/2',
});
const opening = step('opening', '/thresholds', [], {
  component: 'vote',
  area: 1,
  classes: [
    ['town', 16, 'histogram'],
    ['village', 76, 'histogram'],
  ],
});
const classes = ['town', 'village'].map((code) =>
  step('class_mean', '/method', [opening], {
    component: 'vote',
    class: code,
    in: [
      ['excellent', '100/1', 9],
      ['good', '80/1', 5],
      ['fair', '60/1', 2],
      ['poor', '40/1', 0],
    ],
    blank: 1,
    of: 16,
    out: '355/4',
  }),
);
const score = step('score', '/classes', classes, {
  component: 'vote',
  in: [
    ['town', '2/5', '355/4'],
    ['village', '3/5', '355/4'],
  ],
  out: '355/4',
});
const whole = step('composite', '/composite/components', [mean, score], {
  in: [
    ['tour', '2/5', '88/1'],
    ['debrief', '1/5', '87/1'],
    ['vote', '2/5', '355/4'],
  ],
  out: '881/10',
});
const adjust = step('adjust', '/composite/adjustments', [whole], {
  in: [['honour', 'bonus', '1/1']],
  bonus: '1/1',
  penalty: '0/1',
  out: '891/10',
});
const rounded = step('round', '/composite/rounding', [adjust], { in: '891/10', out: '89.10' });
const rank = step('rank', '/composite/ranks', [rounded], { group: '1', in: [], out: [] });
const place = step('place', '/composite/ranks', [rank], { group: '1', place: '3' });
step('award', '/composite/awards/0', [place], {
  group: '1',
  award: '优秀',
  quota: 2,
  of: 7,
  out: [[subject.town, subject.village]],
});

const { step: unplacedStep, shown: explainedUnplaced } = stepsOf(unplaced);
export { explainedUnplaced };
const few = scores
  .slice(0, 2)
  .map((sheet) => unplacedStep('total', `${PANEL}/criteria`, [], total(sheet)));
unplacedStep('left_out', `${PANEL}/on`, [], leftOut('3', 'scored', 'scored', 'blank'));
unplacedStep('left_out', `${PANEL}/on`, [], leftOut('4', 'absent'));
unplacedStep('left_out', `${PANEL}/on`, [], leftOut('5', 'voided'));
const tooFew = unplacedStep('trimmed_mean', `${PANEL}/minimum_judges`, few, {
  component: 'tour',
  in: ['89/1', '94/1'],
  rule: 'minimum_judges',
  kept: [0, 0],
  out: null,
});
unplacedStep('composite', '/composite/missing', [tooFew], { in: [], missing: 'tour', out: null });

// ---- Score tables --------------------------------------------------------------------------------

const all = areas.flatMap((area) => area.villages);
const JUDGES = ['1', '2', '3', '4', '5', '6', '7'];
const judgeTown = (judge) => all[Number(judge) * 3]?.town;
const rowsOf = (panel) =>
  JUDGES.flatMap((judge) =>
    all
      .filter((village) => village.town !== judgeTown(judge))
      .flatMap((village, at) =>
        CRITERIA.map((criterion, k) => {
          const chance = luck(at * 7 + Number(judge) * 31);
          const cell =
            chance > 0.15 || (chance > 0.1 && k < 2) ? 'scored' : chance < 0.02 ? 'recused' : '';
          return [
            panel,
            judge,
            village.town,
            village.village,
            criterion,
            cell,
            cell === 'scored' ? 25 : '',
            '',
            '',
          ];
        }),
      ),
  );
export const sheetsCsv = [
  ['panel', 'judge', 'town', 'village', 'criterion', 'cell', 'score', 'reason', 'by'],
  ...rowsOf('tour'),
]
  .map((row) => row.join(','))
  .join('\n');
const table = (name, label, label_en, rows, progress = []) => ({
  name,
  label,
  label_en,
  file: `${name}.csv`,
  columns: name === 'lot-seed' ? [] : ['panel', 'judge', 'town'],
  template: name !== 'lot-seed',
  rows,
  sha256: rows ? HASH : null,
  changed_at: rows ? '2022-11-27T01:00:00Z' : null,
  changed_by: rows ? 'organiser' : null,
  progress,
});
export const tables = {
  open: true,
  closed_because: null,
  closed_because_en: null,
  tables: [
    table('judges', '评委名单', 'Judges', 7, [
      {
        component: 'tour',
        label: '现场观摩',
        have: 7,
        of: null,
        sentence: '现场观摩：7 位评委',
        label_en: '现场观摩',
        sentence_en: '现场观摩: 7 judges',
      },
    ]),
    table('sheets', '评分表', 'Score sheets', 540, [
      {
        component: 'tour',
        label: '现场观摩',
        have: 180,
        of: 224,
        sentence: '现场观摩：180/224 份',
        label_en: '现场观摩',
        sentence_en: '现场观摩: 180 of 224',
      },
    ]),
    table('records', '年度指标', 'Indicators on record', 0, [
      {
        component: 'record',
        label: '年度指标',
        have: 0,
        of: 64,
        sentence: '年度指标：0/64 个',
        label_en: '年度指标',
        sentence_en: '年度指标: 0 of 64',
      },
    ]),
    table('adjustments', '加减分', 'Bonuses and penalties', 0),
    table('vetoes', '一票否决', 'Vetoes', 0),
    table('lots', '抽签', 'Lots drawn', 0),
    table('lot-seed', '抽签种子', 'Seed of the lot', 0),
  ],
};

// ---- Analysis ------------------------------------------------------------------------------------

const say = (zh, en = zh) => ({ zh, en });
const list = areas.flatMap(({ villages }, group) =>
  villages.map((village, at) => ({
    group: String(group + 1),
    ...village,
    sheets: 6,
    mean: 92 - at * 1.3,
    place: at + 1,
    place_from: Math.max(1, at + 1 - Math.round(luck(at + group) * 2)),
    place_to: Math.min(villages.length, at + 1 + Math.round(luck(at * 5 + group) * 2)),
    bracket: at < 2 ? 1 : at < 6 ? 2 : 3,
    unclear_with: at % 2 ? [] : [group * 8 + at + 1],
    measure: null,
  })),
);
export const analysis = {
  notice: say('供参考，不决定结果'),
  seed: '20221127',
  draws: 2000,
  panels: [
    {
      component: 'tour',
      label: '现场观摩',
      design: { judges: 7, villages: list.length, criteria: 3, sheets: 190, complete: false },
      refused: null,
      judges: JUDGES.map((judge, at) => ({
        judge,
        town: judgeTown(judge) ?? '',
        sheets: 27,
        mean: 84 + at,
        spread: 3 + luck(at) * 4,
        lenience: (at - 3) * 1.4,
        lenience_exact: null,
        measure: { measure: 0.2, error: 0.1, infit: 0.7 + at * 0.15, outfit: 1, extreme: false },
        with_others: 0.8 - luck(at) * 0.3,
      })),
      villages: list,
      agreement: [
        [null, '总分', 0.71, 0.62, 0.86, 0.58],
        ['industry', '产业发展', 0.55, 0.48, 0.79, 0.44],
      ].map(([criterion, label, kendall_w, icc_single, icc_mean, alpha]) => ({
        criterion,
        label,
        complete_villages: 18,
        kendall_w,
        icc_single,
        icc_mean,
        alpha,
      })),
      rasch: { refused: null, remarks: [] },
      without_judge: JUDGES.map((judge, at) => ({
        judge,
        moved:
          at === 4
            ? [0, 1].map((village) => ({ village, place: village + 1, without: 2 - village }))
            : [],
      })),
      drift: {
        says: say('各天的宽严看不出差别。', 'No difference between days is seen.'),
        link: 'visits',
        days: [0, 1, 2, 3].map((day) => ({ day, effect: (day - 1.5) * 0.6, error: 0.5 })),
      },
      flags: [
        {
          kind: 'severity',
          judge: '7',
          village: null,
          value: 4.2,
          threshold: 4,
          says: say(
            '7 号评委比其他评委平均多打 4.2 分，可以核对评分表。',
            'Judge 7 scores 4.2 above.',
          ),
        },
      ],
    },
  ],
  sensitivity: areas.slice(0, 1).map(({ label, villages }) => ({
    group: '1',
    label,
    of: 'components',
    villages: villages.map(({ town, village }) => [town, village]),
    left_out: [],
    weights: components.map((component) => ({
      code: component.code,
      label: component.label,
      weight: component.weight,
      nearest: { at: '17/36', at_decimal: '0.4722', pairs: [[2, 3]] },
      swaps: [
        { at: '1/8', at_decimal: '0.1250', pairs: [[0, 1]] },
        { at: '17/36', at_decimal: '0.4722', pairs: [[2, 3]] },
        { at: '4/5', at_decimal: '0.8000', pairs: [[5, 6]] },
      ],
      orders: [
        [0, 1, 2, 3, 4, 5, 6, 7],
        [1, 0, 2, 3, 4, 5, 6, 7],
        [1, 0, 3, 2, 4, 5, 6, 7],
        [1, 0, 3, 2, 4, 6, 5, 7],
      ].map((order) => order.map((village) => [village])),
    })),
  })),
};
export const whatIf = {
  notice: '假设推演',
  notice_en: 'A supposition',
  rule_card_sha256: data.HASH,
  changed_sha256: HASH,
  same_groups: true,
  moved: 2,
  awards_changed: 0,
  villages: areas[0].villages.map((village, at) => ({
    group: '1',
    ...village,
    place: String(at + 1),
    place_if: String(at === 2 ? 4 : at === 3 ? 3 : at + 1),
    up: at === 2 ? '-1/1' : at === 3 ? '1/1' : '0/1',
    score: '90.10',
    score_if: '90.30',
    award: at < 2 ? '优秀' : null,
    award_if: at < 2 ? '优秀' : null,
  })),
};
export const simulation = (turnout) => ({
  notice: '试算',
  notice_en: 'A trial',
  seed: '演练一',
  turnout,
  warnings: [],
  privacy: [],
  unanimity: [],
  result: {
    ...composite,
    groups: composite.groups.map((group) =>
      turnout < 20
        ? {
            ...group,
            ranked: [],
            unranked: [...group.ranked, ...group.unranked].map(({ town, village }) => ({
              town,
              village,
              why: 'round_not_decided',
            })),
          }
        : turnout < 50
          ? {
              ...group,
              withheld: true,
              ranked: group.ranked.map((row) => ({ ...row, score: null, score_exact: null })),
            }
          : group,
    ),
  },
});
