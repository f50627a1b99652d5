import { messages } from '@/shared/i18n';
import { numeral } from '@/shared/format';

export const t = messages(
  {
    title: '名册',
    state: (villages: number, towns: number, areas: number, visited: number) =>
      `${areas} 个片区、${towns} 个镇街、${villages} 个村，其中观摩 ${visited} 个村。`,
    secretary: '每个村有一位书记，一律写作“某村党组织书记”，名册里不记个人姓名。',
    synthetic: '示例',
    syntheticHelp: (n: number) => `标“示例”的 ${n} 个村是为演示补足的，不是真实的村。`,
    import: '导入名册',
    download: '下载现有名册',
    none: '名册还是空的',
    noneHelp:
      '准备一张表：每行一个村，写明片区、镇街、村名、是否观摩。点“导入名册”可以先下载模板，检查无误再写入。',
    noneOther: '组织者还没有导入名册。请稍后再来。',
    search: '查找村或镇街',
    searchHelp: '输入名称中的一两个字',
    onlyVisited: '只看观摩的村',
    noHit: (text: string) => `没有名称里含“${text}”的村或镇街。`,
    area: (n: number) => `第${numeral(n)}片区`,
    areaSum: (towns: number, villages: number, visited: number) =>
      `${towns} 个镇街，${villages} 个村，观摩 ${visited} 个`,
    villages: (n: number) => `${n} 个村`,
    stop: (n: number) => `第 ${n} 站`,
    day: (month: number, day: number) => `${month}月${day}日`,
  },
  {
    title: 'Register',
    state: (villages: number, towns: number, areas: number, visited: number) =>
      `${areas} areas, ${towns} towns, ${villages} villages, ${visited} of them visited.`,
    secretary:
      'Each village has one secretary, named by the office only; the register holds no personal names.',
    synthetic: 'sample',
    syntheticHelp: (n: number) =>
      ` The ${n} villages marked “sample” are made up for the demonstration.`,
    import: 'Import the register',
    download: 'Download the register',
    none: 'The register is empty',
    noneHelp:
      'Prepare a table with one village a row: area, town, village, visited or not. “Import the register” offers a template, checks the file first and writes after.',
    noneOther: 'The organiser has not imported the register yet. Please come back later.',
    search: 'Find a village or town',
    searchHelp: 'A character or two of its name',
    onlyVisited: 'Visited villages only',
    noHit: (text: string) => `No village or town has “${text}” in its name.`,
    area: (n: number) => `Area ${n}`,
    areaSum: (towns: number, villages: number, visited: number) =>
      `${towns} towns, ${villages} villages, ${visited} visited`,
    villages: (n: number) => `${n} villages`,
    stop: (n: number) => `stop ${n}`,
    day: (month: number, day: number) => `${month}/${day}`,
  },
);
