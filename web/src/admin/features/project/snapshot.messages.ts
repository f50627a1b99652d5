import { messages } from '@/shared/i18n';

export const t = messages(
  {
    title: '{project}库存照',
    about: '全年的{project}库冻结一份留在本周期，此后{project}库怎样改，这一份都不变。',
    frozen: '已冻结',
    open: '未冻结',
    is: (n: string, wan: string, when: string, who: string) =>
      `${n} 个{project}，计划资金 ${wan} 万元，${when}由${who}冻结。`,
    would: (n: string, wan: string) => `现在冻结，将是 ${n} 个{project}，计划资金 ${wan} 万元。`,
    empty: '{project}库里还没有{project}，没有可以冻结的。',
    freeze: '冻结{project}库',
    effects: (n: string, wan: string) => [
      `{project}库现有的 ${n} 个{project}、计划资金 ${wan} 万元原样存入本周期。`,
      '以后{project}库的改动不进入这一份。',
      '一个周期只冻结一次，不能撤销，也不能重做。',
    ],
    hash: '内容的 SHA-256',
    parts: '冻结时按类别合计',
    category: '类别',
    count: '个数',
    planned: '计划资金',
    wan: '万元',
    sum: '合计',
    unsaid: '未填写',
  },
  {
    title: 'Frozen ledger',
    about:
      'A picture of the year’s ledger kept with this cycle; whatever becomes of the ledger, it stays.',
    frozen: 'frozen',
    open: 'not frozen',
    is: (n, wan, when, who) =>
      `${n} {projects}, ${wan} wan yuan planned, frozen ${when} by ${who}.`,
    would: (n, wan) => `Frozen now it would hold ${n} {projects}, ${wan} wan yuan planned.`,
    empty: 'The ledger has no {projects} yet, so there is nothing to freeze.',
    freeze: 'Freeze the ledger',
    effects: (n, wan) => [
      `The ${n} {projects} of the ledger, ${wan} wan yuan planned, are kept with this cycle as they are.`,
      'Later changes of the ledger do not reach it.',
      'A cycle freezes once. It cannot be undone or done again.',
    ],
    hash: 'SHA-256 of the content',
    parts: 'Sums by category as frozen',
    category: 'Category',
    count: 'n',
    planned: 'Planned',
    wan: 'wan yuan',
    sum: 'In all',
    unsaid: 'not given',
  },
);
