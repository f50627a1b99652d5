/** States of the hall screen for looking at every scene, with the longest names and a tie. */

const cycle = {
  name: '海阳市2022年农村党组织书记专业化管理比武观摩述职评议会议',
  organiser: '海阳市乡村人才振兴服务中心',
  synthetic: true,
};
const serverTime = '2022-11-27T06:32:10Z';
const hash = '3f9a12c47be05d618a9034ffcd217e60b5a4419cc0d2387e15f6a80b92cd47e1';

const place = (town, village) => ({ town, village });
const area1 = [
  place('朱吴镇', '东刘家疃村'),
  place('朱吴镇', '沟杨家村'),
  place('发城镇', '河南村'),
  place('发城镇', '王家山后村'),
  place('徐家店镇', '岚店村'),
  place('徐家店镇', '上马山村'),
  place('郭城镇', '西古现村'),
  place('郭城镇', '战场泊村'),
];
const area3 = [
  place('方圆街道', '镐地村'),
  place('方圆街道', '里口村'),
  place('东村街道', '五间屋村'),
  place('东村街道', '邢家村'),
  place('龙山街道', '石前庄村'),
  place('龙山街道', '潮外村'),
  place('辛安镇', '西张家庄村'),
  place('辛安镇', '向阳村'),
];

/** Last rank first, as the server reveals them. */
export const rows1 = [
  { rank: '8', tie: false, villages: [area1[2]], score: '74.26' },
  { rank: '7', tie: false, villages: [area1[4]], score: '77.90' },
  { rank: '6', tie: false, villages: [area1[1]], score: '80.15' },
  { rank: '4', tie: true, villages: [area1[5], area1[0]], score: '84.55' },
  { rank: '3', tie: false, villages: [area1[7]], score: '88.03' },
  { rank: '1', tie: true, villages: [area1[6], area1[3]], score: '92.35' },
];
export const rows3 = [
  [8, 5, '71.00'],
  [7, 3, '73.42'],
  [6, 0, '78.81'],
  [5, 6, '80.06'],
  [4, 2, '82.90'],
  [3, 7, '85.13'],
  [2, 4, '89.47'],
  [1, 1, '93.60'],
].map(([rank, index, score]) => ({
  rank: String(rank),
  tie: false,
  villages: [area3[index]],
  score,
}));

const base = {
  cycle,
  server_time: serverTime,
  rule_card_hash: hash,
  voter_url: 'http://192.168.1.20:8080/v/',
  scene: 'welcome',
  round: null,
  check_in: { present: 118, entitled: 119 },
  voting: null,
  tally: null,
  reveal: null,
};
const round1 = { number: 1, title: '第一片区', kind: 'official', contests: area1 };
const round3 = { number: 3, title: '第三片区', kind: 'official', contests: area3 };
const voting = {
  opened_at: '2022-11-27T06:30:00Z',
  closes_at: '2022-11-27T06:35:00Z',
  returned: 73,
  issued: 92,
  classes: [
    { label: '镇', returned: 16, issued: 16 },
    { label: '村', returned: 57, issued: 76 },
  ],
};
const trustees = (received) => ({
  received,
  needed: 3,
  names: ['监票人甲', '监票人乙', '监票人丙'].map((name, index) => ({
    name,
    done: index < received,
  })),
});
const revealed = (round, rows, step) => ({
  ...base,
  scene: step === rows.length ? 'result' : 'reveal',
  round,
  reveal: {
    steps: rows.length,
    step,
    finished: step === rows.length,
    rows: rows.slice(0, step),
  },
});

export const states = {
  'no-cycle': {
    ...base,
    cycle: null,
    rule_card_hash: null,
    check_in: { present: 0, entitled: 0 },
  },
  welcome: { ...base, rule_card_hash: null, check_in: { present: 0, entitled: 0 } },
  'check-in': { ...base, scene: 'check_in', check_in: { present: 93, entitled: 119 } },
  ready: { ...base, scene: 'ready', round: round1 },
  'ready-rehearsal': {
    ...base,
    scene: 'ready',
    round: {
      number: 0,
      title: '演练',
      kind: 'rehearsal',
      contests: [place('示例镇', '示例甲村'), place('示例镇', '示例乙村')],
    },
  },
  voting: { ...base, scene: 'voting', round: round1, voting },
  'voting-last': {
    ...base,
    scene: 'voting',
    round: round1,
    server_time: '2022-11-27T06:34:42Z',
    voting: { ...voting, returned: 91 },
  },
  'voting-over': {
    ...base,
    scene: 'voting',
    round: round1,
    server_time: '2022-11-27T06:36:00Z',
    voting: {
      ...voting,
      returned: 92,
      classes: [
        { label: '镇街组织委员', returned: 16, issued: 16 },
        { label: '各片区村书记', returned: 76, issued: 76 },
      ],
    },
  },
  'tally-checking': {
    ...base,
    scene: 'tally',
    round: round1,
    tally: { ballots: 92, checked: 57, trustees: trustees(0), recomputed: false },
  },
  'tally-decrypting': {
    ...base,
    scene: 'tally',
    round: round1,
    tally: { ballots: 92, checked: 92, trustees: trustees(2), recomputed: false },
  },
  'tally-done': {
    ...base,
    scene: 'tally',
    round: round1,
    tally: { ballots: 92, checked: 92, trustees: trustees(3), recomputed: true },
  },
  'reveal-0': revealed(round1, rows1, 0),
  'reveal-4': revealed(round1, rows1, 4),
  result: revealed(round1, rows1, 6),
  'result-8': revealed(round3, rows3, 8),
  'result-without-scores': revealed(
    round3,
    rows3.map((row) => ({ ...row, score: null })),
    8,
  ),
  annulled: { ...base, scene: 'annulled', round: round1 },
};
