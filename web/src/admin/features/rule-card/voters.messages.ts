import { messages } from '@/shared/i18n';

export const t = messages(
  {
    classes: '票类与权重',
    classesHelp: '各票类的票分箱、分别求平均，再按权重相加。权重之和必须是 100%。',
    classLabel: '票类',
    weight: '权重',
    votesOn: (label: string) => `${label}可投的片区`,
    recusal: '回避',
    recusals: { other_areas: '不投本片区的票', none: '不回避' },
    recusalHelp: '一个村只有一位书记，只回避本村会暴露是谁投的票，所以按片区回避。',
    ballot: '投票',
    submission: '提交后',
    submissions: { first: '不能再改', last: '关闭前可以改，以最后一次为准' },
    minutes: '每轮投票时间（分钟）',
    by: '到时间后',
    bys: { chair: '由主持人宣布关闭', time: '自动关闭' },
    quorum: '有效人数',
    share: '至少达到',
    shareHelp: '占有权投票人的比例，恰好达到也算。',
    counted: '与什么比',
    counteds: { present: '签到的人', returned: '收回的有效选票' },
    thresholds: '人少时的保护',
    thresholdsHelp: '只看投票人数，不看投了什么。人太少时公布数字会暴露个人的选择。',
    open: '少于多少张不开箱',
    mean: '达到多少张才公布平均分',
    histogram: '达到多少张才公布各等次票数',
    smallClass: '票类人数不足时',
    smallClasses: { refuse: '本轮不作决定', renormalise: '不开这个票箱，权重按比例分给其他票类' },
    emptyClass: '某票类没有给某村填票时',
    emptyClasses: {
      refuse: '该村不排名',
      renormalise: '权重按比例分给其他票类',
      zero: '该票类按 0 分算',
    },
    trustees: '监票人',
    trusteesHelp: '每人一份密钥，各自保管。一般 3 名，最多 9 名可以只需其中几名。',
    trusteeCount: '监票人数',
    threshold: '开箱需要几名',
    thresholdHelp: '投票关闭后要几名监票人一起才能打开票箱。不能多于监票人数。',
    thresholdAll: (count: number) =>
      count > 1
        ? `要全部 ${count} 名到场。有 1 名不能到场或丢了密钥，票箱就打不开。`
        : '只有 1 名监票人，由这一名单独开箱。',
    thresholdSome: (count: number, threshold: number) =>
      threshold > 1
        ? `任意 ${threshold} 名到场即可，最多可缺 ${count - threshold} 名；少于 ${threshold} 名谁也打不开。密钥由 ${count} 名共同生成。`
        : `任何 1 名就能单独打开票箱，没有人互相监督；一般应写 2 名以上。`,
    risks: '公布的数字会不会暴露个人',
    risksHelp: '按名册的人数算出。人越少，全体一致的机会越大，公布的数字就等于公布了每个人的选择。',
    refused: '这样填不能冻结',
    riskArea: '片区',
    riskVoters: '投票人',
    riskContests: '参评村',
    riskSupport: '假设支持率',
    riskPercent: '有村全票一致的机会',
    riskCaption: '各票类全票一致的机会',
    noRisks: '按现在的填法，没有发现会暴露个人选择的地方。',
  },
  {
    classes: 'Classes and weights',
    classesHelp:
      'Each class has its own box and its own mean; the means are added by weight. Weights sum to 100%.',
    classLabel: 'Class',
    weight: 'Weight',
    votesOn: (label: string) => `Areas ${label} votes on`,
    recusal: 'Recusal',
    recusals: { other_areas: 'Nobody votes on their own area', none: 'None' },
    recusalHelp:
      'A village has one secretary: leaving out only the own village would show whose ballot it is.',
    ballot: 'Voting',
    submission: 'After casting',
    submissions: {
      first: 'nothing can be changed',
      last: 'it can be changed until closing; the last counts',
    },
    minutes: 'Minutes for each round',
    by: 'When the time is over',
    bys: { chair: 'the chair closes', time: 'it closes by itself' },
    quorum: 'Quorum',
    share: 'At least',
    shareHelp: 'A share of those entitled; reaching it exactly is enough.',
    counted: 'Compared with',
    counteds: { present: 'people signed in', returned: 'valid ballots' },
    thresholds: 'Protection of small groups',
    thresholdsHelp:
      'By turnout only, never by content. Figures of few people would show their choice.',
    open: 'A box is opened from',
    mean: 'The mean is published from',
    histogram: 'Marks per grade are published from',
    smallClass: 'When a class is too small',
    smallClasses: {
      refuse: 'the round is not decided',
      renormalise: 'its box stays closed, its weight goes to the others',
    },
    emptyClass: 'When a class gave a village no mark',
    emptyClasses: {
      refuse: 'the village is not ranked',
      renormalise: 'its weight goes to the other classes',
      zero: 'the class counts as 0',
    },
    trustees: 'Trustees',
    trusteesHelp: 'Each keeps a part of the key. Three are usual; at most 9 where some are enough.',
    trusteeCount: 'How many',
    threshold: 'Needed to open a box',
    thresholdHelp: 'How many trustees together open a box; not more than there are.',
    thresholdAll: (count: number) =>
      count > 1
        ? `All ${count} are needed. If one is absent or has lost the key, no box can be opened.`
        : 'There is one trustee, who opens the boxes alone.',
    thresholdSome: (count: number, threshold: number) =>
      threshold > 1
        ? `Any ${threshold} are enough, ${count - threshold} may be absent; fewer than ${threshold} cannot open a box. The ${count} make the key together.`
        : 'Any one of them can open a box alone; two or more are usual.',
    risks: 'Would published figures show what somebody chose?',
    risksHelp:
      'From the number of people in the register. The fewer they are, the likelier they all agree, and then the figures are everybody’s choice.',
    refused: 'The card cannot be frozen like this',
    riskArea: 'Area',
    riskVoters: 'Voters',
    riskContests: 'Villages',
    riskSupport: 'Supposed support',
    riskPercent: 'Chance that all agree somewhere',
    riskCaption: 'How likely a class speaks with one voice',
    noRisks: 'Nothing was found that would show a person’s choice.',
  },
);
