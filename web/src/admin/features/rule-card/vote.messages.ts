import { messages } from '@/shared/i18n';

export const t = messages(
  {
    kind: '选票的样式',
    kindAsk: '每张选票怎么填',
    kinds: {
      grades: { label: '评等次', help: '给每个村选一个等次，如优秀、良好。最常用，最好懂。' },
      points: { label: '打分', help: '给每个村打一个整数分，如 0 到 10 分。' },
      approve: { label: '推荐若干名', help: '从一个片区的村里选出几个推荐，不分先后。' },
      order: { label: '排名次', help: '写出第一名、第二名、第三名各是哪个村。' },
    },
    grades: '等次与分值',
    gradesHelp: '由高到低。分值用来算平均分。',
    gradeLabel: '等次',
    points: '分值',
    removeGrade: (label: string) => `删去等次“${label}”`,
    addGrade: '加一个等次',
    quotas: '名额限制',
    quotasHelp:
      '一张选票最多可以给几个村评这个等次。不限就空着。手机上选满了会提示，交不出超额的选票。',
    quota: (label: string) => `“${label}”最多`,
    noQuota: '不限',
    pointsHelp: '只打整数分。分数越多，手机上的选项越多，一般 0 到 10 分就够了。',
    leastPoints: '最低分',
    mostPoints: '最高分',
    approveHelp: '没有推荐一个村，也算对它的意见：得分是推荐它的选票占全部选票的比例。',
    leastNames: '最少推荐几个村',
    mostNames: '最多推荐几个村',
    orderHelp: (places: number) =>
      Number.isInteger(places) && places > 0
        ? `第一名记 ${places} 分，以下每名少 1 分，没有写上的记 0 分。`
        : '第一名分最多，以下每名少 1 分，没有写上的记 0 分。',
    places: '写几个名次',
    blank: '不填怎么办',
    blankAllowed: '允许某个村不填',
    blankHelp: '不允许时，每个村都填好才能提交。',
    placeAllowed: '允许某个名次空着',
    placeHelp: '不允许时，每个名次都写上才能提交。',
    blankAs: '不填的怎么算',
    blanks: {
      excluded: '弃权：公布张数，不进平均',
      void: '废票：单独公布，不进平均',
      grade: '按某个等次算',
    },
    blankGrade: '按哪个等次算',
    method: '怎样算出得分',
    methodAsk: '计分方法',
    methods: {
      weighted_mean: {
        label: '平均分',
        help: '各票类分别求平均分，再按权重相加。能参加综合计分。',
      },
      majority_judgment: {
        label: '多数评定（中位等次）',
        help: '比较中间的那一票：个别人打得特别高或特别低，影响不了结果。只能单独排名，不能参加综合计分。',
      },
      approval: { label: '推荐率', help: '各票类推荐它的选票所占比例，按权重相加，满分 100。' },
      borda: { label: '名次分', help: '各票类的名次分求平均，再按权重相加。' },
    },
    preview: '手机上的样子',
    previewHelp: '这就是投票人的页面，用名册里的村演示。可以点，不会交出任何选票。',
    previewAgain: '从头再来',
    previewNone: '填好左边的内容后，这里显示投票人的页面。',
    previewDone: '到这里选票就封好送出了。',
    previewRound: (label: string) => `演示·${label}`,
    sample: (n: number) => `示例村${n}`,
  },
  {
    kind: 'Kind of ballot',
    kindAsk: 'How a ballot is filled in',
    kinds: {
      grades: {
        label: 'Grades',
        help: 'One grade for each village, such as excellent or good. Usual and easy to explain.',
      },
      points: { label: 'Points', help: 'Whole points for each village, such as 0 to 10.' },
      approve: { label: 'Names', help: 'A few villages of the area are named, in no order.' },
      order: { label: 'Order', help: 'Which village is first, which second, which third.' },
    },
    grades: 'Grades and points',
    gradesHelp: 'Best first. The points make the mean.',
    gradeLabel: 'Grade',
    points: 'Points',
    removeGrade: (label: string) => `Remove grade “${label}”`,
    addGrade: 'Add a grade',
    quotas: 'Limits',
    quotasHelp:
      'The most villages one ballot may give this grade; empty for no limit. The phone says when it is reached.',
    quota: (label: string) => `At most “${label}”`,
    noQuota: 'no limit',
    pointsHelp: 'Whole points only. More points are more bars on the phone; 0 to 10 is usual.',
    leastPoints: 'Least',
    mostPoints: 'Most',
    approveHelp:
      'Not naming a village says something too: its score is the share of ballots that name it.',
    leastNames: 'Fewest villages',
    mostNames: 'Most villages',
    orderHelp: (places: number) =>
      Number.isInteger(places) && places > 0
        ? `The first is worth ${places}, each one after it 1 less, the others 0.`
        : 'The first is worth most, each one after it 1 less, the others 0.',
    places: 'Places to fill',
    blank: 'Blanks',
    blankAllowed: 'A village may be left blank',
    blankHelp: 'Otherwise every village needs an answer before the ballot can be cast.',
    placeAllowed: 'A place may be left empty',
    placeHelp: 'Otherwise every place needs a village before the ballot can be cast.',
    blankAs: 'A blank counts as',
    blanks: {
      excluded: 'an abstention: counted, outside the mean',
      void: 'void: counted separately, outside the mean',
      grade: 'a certain grade',
    },
    blankGrade: 'Which grade',
    method: 'How the score comes about',
    methodAsk: 'Method',
    methods: {
      weighted_mean: {
        label: 'Mean',
        help: 'The mean in each class, added by weight. Can be part of a composite score.',
      },
      majority_judgment: {
        label: 'Majority judgment (median)',
        help: 'Compares the middle ballot: a few extreme ones change nothing. Ranks by itself, not in a composite.',
      },
      approval: {
        label: 'Share of ballots',
        help: 'The share of ballots that name it in each class, added by weight; 100 at most.',
      },
      borda: { label: 'Points by place', help: 'The mean of the places’ points, added by weight.' },
    },
    preview: 'On the phone',
    previewHelp:
      'This is the voter’s page with villages of the register. It can be tapped; nothing is cast.',
    previewAgain: 'From the start',
    previewNone: 'The voter’s page appears here when the form is filled in.',
    previewDone: 'Here the ballot would be sealed and sent.',
    previewRound: (label: string) => `Preview · ${label}`,
    sample: (n: number) => `Village ${n}`,
  },
);
