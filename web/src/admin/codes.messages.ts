import { messages } from '@/shared/i18n';

/**
 * What the codes of the register and the ledger are called, wherever they are shown. English words
 * are as inside a sentence; a label or a cell begins with `capital`.
 */
export const t = messages(
  {
    kinds: {
      county: '{county}',
      town: '镇',
      subdistrict: '街道',
      zone: '功能区',
      village: '{village}',
    },
    posts: { secretary: '{secretary}', reserve: '后备干部' },
    sexes: { 男: '男', 女: '女' },
    statuses: { managed: '在管', suspended: '暂停', exited: '退出' },
    events: { training: '培训', award: '表彰', discipline: '处分', other: '其他' },
    states: {
      reserve: '储备',
      declared: '申报',
      reviewed: '审核',
      registered: '入库',
      started: '开工',
      building: '在建',
      completed: '完工',
      accepted: '验收',
      paused: '暂停',
      adjusted: '调整',
      withdrawn: '退库',
    },
    /** The tables that come in and go out. */
    tables: {
      units: '单位',
      people: '人员',
      events: '事件',
      projects: '{project}',
      funding: '资金',
      milestones: '节点',
    },
    /** Sets of words to begin with. */
    sets: {
      village: '村和镇街',
      department: '机关部门',
      shop: '门店',
      class: '班级',
      own: '自己定的',
    },
    /** Conditions of admission, with their numbers. */
    rules: {
      years_in_office: (years: string) => `任{secretary}满 ${years} 年`,
      rank_in_town: (last: string) => `最近一年在{town}排前 ${last} 名`,
      income: (amount: string) => `最近一年{village}集体收入不低于 ${amount}`,
      share_of_villages: (percent: string) =>
        `每个{town}纳入的不超过{village}数的 ${percent}，连同在管的一起算`,
    },
  },
  {
    kinds: {
      county: '{county}',
      town: 'town',
      subdistrict: 'subdistrict',
      zone: 'zone',
      village: '{village}',
    },
    posts: { secretary: '{secretary}', reserve: 'reserve cadre' },
    sexes: { 男: 'male', 女: 'female' },
    statuses: { managed: 'managed', suspended: 'suspended', exited: 'exited' },
    events: { training: 'training', award: 'award', discipline: 'discipline', other: 'other' },
    states: {
      reserve: 'reserve',
      declared: 'declared',
      reviewed: 'reviewed',
      registered: 'registered',
      started: 'started',
      building: 'building',
      completed: 'completed',
      accepted: 'accepted',
      paused: 'paused',
      adjusted: 'adjusted',
      withdrawn: 'withdrawn',
    },
    tables: {
      units: 'units',
      people: 'people',
      events: 'events',
      projects: '{projects}',
      funding: 'funding',
      milestones: 'milestones',
    },
    sets: {
      village: 'villages and towns',
      department: 'departments',
      shop: 'shops',
      class: 'classes',
      own: 'our own',
    },
    rules: {
      years_in_office: (years) => `at least ${years} full years in office`,
      rank_in_town: (last) =>
        last === '1'
          ? 'first of the {town} in the newest year'
          : `among the first ${last} of the {town} in the newest year`,
      income: (amount) => `collective income of the newest year at least ${amount}`,
      share_of_villages: (percent) =>
        `at most ${percent} of the {villages} of a {town}, those managed already counted`,
    },
  },
);
