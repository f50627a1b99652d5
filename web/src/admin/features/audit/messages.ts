import { messages } from '@/shared/i18n';

export const t = messages(
  {
    title: '操作记录',
    state: (n: number) => `最近 ${n} 条。记录谁在什么时候做了什么，不记录任何一张选票。`,
    search: '查找',
    searchHelp: '内容或账户',
    none: '还没有记录',
    noneHelp: '导入名册、冻结规则卡、开关轮次等每一步，都会在这里留下一句话。',
    noHit: '没有符合条件的记录。',
    system: '程序',
  },
  {
    title: 'Audit log',
    state: (n: number) => `The last ${n} entries: who did what and when; never a ballot.`,
    search: 'Find',
    searchHelp: 'Content or account',
    none: 'Nothing yet',
    noneHelp: 'Every step, from importing the register to opening rounds, leaves a sentence here.',
    noHit: 'No entry fits.',
    system: 'program',
  },
);
