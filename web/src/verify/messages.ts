/** Texts of the page; Chinese is the source. */
import { messages } from '../shared/i18n/index.ts';
import type { Difference, Withheld } from './ranking.ts';

const KIND_ZH = {
  village: '名称',
  marks: '各等次票数',
  blank: '未选票数',
  mean: '平均分',
  score: '得分',
  rank: '名次',
  returned: '有效票数',
  entitled: '应到人数（名册凭证数）',
} as const;
const KIND_EN = {
  village: 'name',
  marks: 'marks',
  blank: 'blanks',
  mean: 'mean',
  score: 'score',
  rank: 'place',
  returned: 'valid ballots',
  entitled: 'voters entitled (credentials on the roll)',
} as const;

function differenceZh(one: Difference): string {
  switch (one.kind) {
    case 'form':
      return `${one.file} 读不懂：格式不对，可能被改动过或没有下载完`;
    case 'card':
      return `名次文件写的规则卡指纹是 ${one.published}，而 rule-card.json 的指纹是 ${one.recomputed}`;
    case 'bound':
      return `${one.file} 的选举绑定的不是这份规则卡`;
    case 'missing':
      return `缺少 ${one.file}，或它没有通过核验`;
    case 'unfinished':
      return `${one.file} 应有结果而没有`;
    case 'extra':
      return `名次文件里没有提到 ${one.file}`;
    default: {
      const place = [one.area, one.class, 'village' in one ? one.village : ''].join('');
      return `${place}的${KIND_ZH[one.kind]}：公布的是 ${one.published}，核验得出 ${one.recomputed}`;
    }
  }
}

function differenceEn(one: Difference): string {
  switch (one.kind) {
    case 'form':
      return `${one.file} cannot be read: malformed, changed, or not downloaded completely`;
    case 'card':
      return `the ranking names rule card ${one.published}, but rule-card.json has hash ${one.recomputed}`;
    case 'bound':
      return `the election in ${one.file} is bound to another rule card`;
    case 'missing':
      return `${one.file} is missing, or did not pass`;
    case 'unfinished':
      return `${one.file} should have a result and has none`;
    case 'extra':
      return `the ranking does not mention ${one.file}`;
    default: {
      const place = [one.area, one.class, 'village' in one ? one.village : '']
        .filter(Boolean)
        .join(', ');
      return `${place}: ${KIND_EN[one.kind]} published as ${one.published}, recomputed as ${one.recomputed}`;
    }
  }
}

const people = (names: readonly string[]): string => names.join('、');

function durationZh(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? `${whole} 秒` : `${Math.floor(whole / 60)} 分 ${whole % 60} 秒`;
}
function durationEn(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export const t = messages(
  {
    title: '评议结果核验',
    lead: '把公布的核验包或整个结果文件夹放进来，这里会一票一票地重新检查，再把票数重新加一遍。',
    language: 'English',
    languageLabel: 'Show this page in English',
    offlineTitle: '文件不离开这台设备',
    offline: '本页没有联网的能力：浏览器按页面自带的规定禁止它连接任何地址。您可以先断开网络再用。',
    dropTitle: '把文件拖到这里',
    dropHelp: '核验包（.bel），一个或几个；也可以是整个结果文件夹',
    chooseFiles: '选择文件',
    chooseFolder: '选择文件夹',
    again: '核验别的文件',
    working: '正在核验',
    workingFile: (name: string, index: number, all: number) =>
      `${name}（第 ${index} 个，共 ${all} 个）`,
    checked: (ballots: number) => `已检查 ${ballots} 张选票`,
    remaining: (seconds: number) => `约还需 ${durationZh(seconds)}`,
    estimating: '正在估算时间',
    cores: (count: number) => `用本机 ${count} 个处理器核同时检查`,
    stop: '停止',
    passed: '核验通过',
    failed: '核验不通过',
    nothing: '没有可以核验的文件',
    broken: '核验没有做完',
    brokenWhy: (reason: string) =>
      `不是文件的问题：本页在这个浏览器里没有跑完（${reason}）。请换用新版的浏览器再试。`,
    passedArchives: (archives: number, ballots: number, seconds: number) =>
      `${archives} 个核验包、${ballots} 张选票全部检查无误，用时 ${durationZh(seconds)}。`,
    passedRanking: '公布的票数、得分和名次与核验得出的一致。',
    passedMarks: '公布的票数与核验得出的一致。',
    passedWithheld: '公开的票箱与公布的一致；有的票类按规则卡不公布分项票数，见下。',
    unfinishedNote: '有的核验包还没有结果：到目前为止的内容无误，合计尚未解密。',
    failedCounts: (failed: number, passed: number) =>
      failed === 0
        ? `${passed} 个核验包本身无误，但公布的名次与它们对不上。`
        : `${failed} 个核验包有问题${passed > 0 ? `，另外 ${passed} 个无误` : ''}。`,
    failedFile: (file: string) => `问题在文件 ${file}`,
    failedEvent: (height: number) => `第 ${height + 1} 条记录（事件 ${height}）`,
    failedAdvice:
      '这个文件不能作为结果的依据。请先从公布的地方重新下载再试；若仍不通过，请把下面的代码告诉主办单位和监票人。',
    code: '代码',
    entry: '条目',
    ignoredTitle: '没有核验的文件',
    ignored: {
      'not-an-archive': '不是核验包，不在核验之列',
      empty: '文件是空的',
      'too-large': '文件超过 4 GB，请用 pingyi verify 命令核验',
    },
    nothingHelp:
      '核验包是以 .bel 结尾的文件，在结果公布的地方下载。PDF、网页和表格不是核验包，不能用来核验。',
    archive: {
      finished: '结果已核验',
      unfinished: '尚无结果',
      whatChecked: '查了什么',
      chain: (events: number) => `${events} 条记录一条接一条，没有增删改动，写法逐字节合乎规定`,
      single: (names: readonly string[]) => `${names.length} 名监票人（${people(names)}）缺一不可`,
      threshold: (needed: number, names: readonly string[]) =>
        `${names.length} 名监票人（${people(names)}）中任意 ${needed} 名到场才能解密`,
      unnamed: (index: number) => `第 ${index} 名`,
      keys: '每名监票人证明了持有自己的私钥，合起来正是选票所用的公钥',
      roll: (voters: number) => `名册上 ${voters} 个凭证，各不相同`,
      ballots: (ballots: number) =>
        `${ballots} 张选票：每张都由名册上的凭证签名，每个选择都证明合规，没有一张出现两次`,
      revotes: (revotes: number) => `另有 ${revotes} 张被本人后来重投的选票代替，不计入`,
      tally: (ballots: number) => `把 ${ballots} 张计入的选票重新相乘，与公布的加密合计一致`,
      shares: (shares: number) => `${shares} 名监票人的解密份额都带有成立的证明`,
      result: '由解密份额重新得出各项票数，与公布的结果一致',
      open: '投票还没有结束',
      closed: '投票已结束，尚未得出结果',
      sums: '各项票数',
      contest: '对象',
      none: '未选',
      blank: '空白',
      fingerprints: '指纹',
      file: '文件 SHA-256',
      fingerprint: '选举指纹',
      head: '最后一条记录',
      uuid: '选举编号',
      copy: '复制',
      copied: '已复制',
    },
    ranking: {
      title: '公布的名次',
      same: '与核验得出的一致',
      marksOnly:
        '票数与核验得出的一致。这份规则卡的算法本页不会算，得分和名次请用 pingyi verify 命令核对。',
      withheld: ({ area, class: name, isFromMeans }: Withheld) =>
        isFromMeans
          ? `${area}${name}的分项票数按规则卡不公布，得分和名次按公布的平均分核对。`
          : `${area}${name}的分项票数按规则卡不公布，得分和名次没有重算。`,
      differs: (count: number) => `有 ${count} 处与核验得出的不一致`,
      more: (count: number) => `另有 ${count} 处`,
      rank: '名次',
      village: '对象',
      score: '公布得分',
      marks: '核验得出的票数',
      needsBoth: '要核对名次，请把 ranking.json 和 rule-card.json 连同全部核验包一起放进来。',
      difference: differenceZh,
    },
    find: {
      title: '找我的选票',
      help: '输入投票后得到的回执号，短码（如 7K4F-QA）或完整的 43 位都可以。',
      label: '回执号',
      button: '查找',
      malformed: '这不像回执号。短码是 6 位字母和数字，完整的回执号是 43 位。',
      counted: (box: string, place: number) => `找到了：在“${box}”里，第 ${place} 张计入的选票。`,
      replaced: (box: string) => `在“${box}”里，但后来被同一凭证重投的选票代替，不计入。`,
      absent: '这些核验包里没有这个回执号。',
    },
    compare: {
      title: '比对指纹',
      help: '把公告、会场或别处记下的指纹粘贴到这里，看是不是同一份。',
      label: '记下的指纹',
      button: '比对',
      malformed: '指纹是 64 位十六进制数字，或 43 位的选举指纹。',
      file: (name: string) => `一致：正是文件 ${name} 的 SHA-256。`,
      election: (name: string) => `一致：正是“${name}”的选举指纹。`,
      head: (name: string) => `一致：正是“${name}”的最后一条记录。`,
      event: (name: string, number: number, all: number) =>
        `一致：是“${name}”的第 ${number} 条记录（共 ${all} 条），之后的记录都接在它后面。`,
      card: '一致：正是规则卡的指纹。',
      absent: '不一致：这些文件里没有这个指纹。若没有抄错，说明这不是当时公布的那一份。',
    },
    limits: {
      title: '这说明什么，不说明什么',
      items: [
        '通过，说明公布的票数就是这些加密选票之和：没有人能改票、加票、撤票而不被发现。',
        '协议第 1 版有一个已知的弱点：监票人如果同时能决定某个票箱的最后一张选票，可以改变合计而查不出来。所以监票人不领码条、不投票。',
        '它不能说明选票码条发给了该发的人，也看不出投票人的手机是否可靠。',
        '本页与主办方的服务程序、belenios-tool 分别写成，三者应当得出同样的结论。',
      ],
      save: '保存这一页（可离线使用）',
    },
  },
  {
    title: 'Verify the result',
    lead: 'Put in the published archives or the whole result folder. Every ballot is checked again here, and the votes are added up again.',
    language: '中文',
    languageLabel: '用中文显示本页',
    offlineTitle: 'Files stay on this device',
    offline:
      'This page cannot use the network: by the policy it carries, the browser forbids it any connection. Disconnect first if you like.',
    dropTitle: 'Drop files here',
    dropHelp: 'Archives (.bel), one or several, or the whole result folder',
    chooseFiles: 'Choose files',
    chooseFolder: 'Choose a folder',
    again: 'Verify other files',
    working: 'Verifying',
    workingFile: (name: string, index: number, all: number) => `${name} (${index} of ${all})`,
    checked: (ballots: number) => `${ballots} ballots checked`,
    remaining: (seconds: number) => `about ${durationEn(seconds)} left`,
    estimating: 'estimating the time',
    cores: (count: number) => `checking on ${count} cores of this device`,
    stop: 'Stop',
    passed: 'Verified',
    failed: 'Not verified',
    nothing: 'Nothing to verify',
    broken: 'Verification did not finish',
    brokenWhy: (reason: string) =>
      `Not the fault of the file: this page broke off in this browser (${reason}). Please try a recent browser.`,
    passedArchives: (archives: number, ballots: number, seconds: number) =>
      `${archives} archives with ${ballots} ballots, all in order, checked in ${durationEn(seconds)}.`,
    passedRanking: 'The published marks, scores and places are those recomputed.',
    passedMarks: 'The published marks are those recomputed.',
    passedWithheld:
      'The public boxes are as published; counts of some classes are not published under the rule card, see below.',
    unfinishedNote:
      'Some archives have no result yet: what is there is in order, the sums are not decrypted.',
    failedCounts: (failed: number, passed: number) =>
      failed === 0
        ? `The ${passed} archives are in order, but the published ranking does not follow from them.`
        : `Archives at fault: ${failed}; in order: ${passed}.`,
    failedFile: (file: string) => `The fault is in ${file}`,
    failedEvent: (height: number) => `record ${height + 1} (event ${height})`,
    failedAdvice:
      'This file is no evidence of the result. Download it again from where it was published; if it still fails, tell the organiser and the trustees the code below.',
    code: 'Code',
    entry: 'Entry',
    ignoredTitle: 'Files not checked',
    ignored: {
      'not-an-archive': 'not an archive',
      empty: 'the file is empty',
      'too-large': 'larger than 4 GB; use the command pingyi verify',
    },
    nothingHelp:
      'Archives end in .bel and are downloaded where the result is published. PDFs, web pages and tables are not archives.',
    archive: {
      finished: 'result verified',
      unfinished: 'no result yet',
      whatChecked: 'What was checked',
      chain: (events: number) =>
        `${events} records in one chain, nothing added, removed or changed, canonical to the byte`,
      single: (names: readonly string[]) => `Trustees ${names.join(', ')}: all of them needed`,
      threshold: (needed: number, names: readonly string[]) =>
        `Trustees ${names.join(', ')}: any ${needed} of them can decrypt`,
      unnamed: (index: number) => `number ${index}`,
      keys: 'Each trustee proved possession of the key; together they make the key of the ballots',
      roll: (voters: number) => `${voters} credentials on the roll, all different`,
      ballots: (ballots: number) =>
        `${ballots} ballots: each signed by a credential of the roll, every choice proved allowed, none there twice`,
      revotes: (revotes: number) =>
        `${revotes} more were replaced by a later ballot of their voter and do not count`,
      tally: (ballots: number) =>
        `The product of the ${ballots} ballots that count is the published encrypted tally`,
      shares: (shares: number) => `The shares of ${shares} trustees carry valid proofs`,
      result: 'The sums recomputed from the shares are those published',
      open: 'Voting is not over',
      closed: 'Voting is over, there is no result yet',
      sums: 'Sums',
      contest: 'Contest',
      none: 'No mark',
      blank: 'Blank',
      fingerprints: 'Fingerprints',
      file: 'SHA-256 of the file',
      fingerprint: 'Election fingerprint',
      head: 'Last record',
      uuid: 'Election identifier',
      copy: 'Copy',
      copied: 'Copied',
    },
    ranking: {
      title: 'The published ranking',
      same: 'is what was recomputed',
      marksOnly:
        'The marks are those recomputed. This page does not know the method of this rule card; check scores and places with pingyi verify.',
      withheld: ({ area, class: name, isFromMeans }: Withheld) =>
        isFromMeans
          ? `${area}, ${name}: counts are not published under the rule card; scores and places were checked by the published means.`
          : `${area}, ${name}: counts are not published under the rule card; scores and places were not recomputed.`,
      differs: (count: number) => `differs from what was recomputed in ${count} places`,
      more: (count: number) => `${count} more`,
      rank: 'Place',
      village: 'Contest',
      score: 'Published score',
      marks: 'Recomputed marks',
      needsBoth:
        'To check the ranking, put in ranking.json and rule-card.json together with all archives.',
      difference: differenceEn,
    },
    find: {
      title: 'Find my ballot',
      help: 'Type the tracker you were given after voting: the short code (like 7K4F-QA) or all 43 characters.',
      label: 'Tracker',
      button: 'Find',
      malformed:
        'This is no tracker. Short codes have 6 letters and digits, whole trackers 43 characters.',
      counted: (box: string, place: number) =>
        `Found in “${box}”, ballot ${place} of those that count.`,
      replaced: (box: string) =>
        `In “${box}”, but replaced by a later ballot of the same credential; it does not count.`,
      absent: 'There is no such tracker in these archives.',
    },
    compare: {
      title: 'Compare a fingerprint',
      help: 'Paste a fingerprint noted from the bulletin, in the hall or elsewhere, to see whether it is the same.',
      label: 'Fingerprint noted',
      button: 'Compare',
      malformed:
        'Fingerprints are 64 hexadecimal digits, or the 43 characters of an election fingerprint.',
      file: (name: string) => `The same: it is the SHA-256 of ${name}.`,
      election: (name: string) => `The same: it is the election fingerprint of “${name}”.`,
      head: (name: string) => `The same: it is the last record of “${name}”.`,
      event: (name: string, number: number, all: number) =>
        `The same: it is record ${number} of ${all} of “${name}”; all later ones build on it.`,
      card: 'The same: it is the hash of the rule card.',
      absent:
        'Not the same: nothing here has this fingerprint. Unless it was mistyped, this is not what was published then.',
    },
    limits: {
      title: 'What this shows, and what not',
      items: [
        'A pass shows that the published counts are the sum of these encrypted ballots: nobody could change, add or remove one unnoticed.',
        'Protocol version 1 has a known weakness: a scrutineer who also decides the last ballot of a box could change its sum without being found out. That is why scrutineers take no slip and do not vote.',
        'It does not show that slips were given to the right people, nor that a voter’s phone was honest.',
        'This page, the organiser’s program and belenios-tool were written separately; all three should agree.',
      ],
      save: 'Save this page (works offline)',
    },
  },
);
