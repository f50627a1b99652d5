import { messages } from '@/shared/i18n';

export const t = messages(
  {
    title: '现场签到',
    back: '返回码条',
    state: (present: number, entitled: number) => `实到 ${present} 人，应到 ${entitled} 人。`,
    about: '核对身份后点一下签到；点错了再点一下取消。签到只记到没到，不记抽到哪一张码条。',
    search: '查找',
    searchHelp: '镇街、村名的一两个字',
    group: '组',
    all: '全部分组',
    onlyAbsent: '只看未到的',
    none: '名册还是空的',
    noneHelp: '请先导入名册、冻结规则卡，这里就会列出每一个应到的人。',
    noHit: '没有符合条件的人。',
    present: '已到',
    absent: '未到',
    saving: '保存中',
    summary: (label: string, present: number, all: number) => `${label} ${present}/${all}`,
    failed: (label: string) => `“${label}”没有记上，请再点一次。`,
  },
  {
    title: 'Check in',
    back: 'Back to the slips',
    state: (present: number, entitled: number) => `${present} of ${entitled} are here.`,
    about:
      'Check the identity, then tap; tap again to undo. It notes presence only, never which slip was drawn.',
    search: 'Find',
    searchHelp: 'Part of a town or village name',
    group: 'Group',
    all: 'All groups',
    onlyAbsent: 'Absent only',
    none: 'The roll is empty',
    noneHelp:
      'Import the register and freeze the rule card first; then everybody entitled is here.',
    noHit: 'Nobody fits.',
    present: 'here',
    absent: 'not here',
    saving: 'saving',
    summary: (label: string, present: number, all: number) => `${label} ${present}/${all}`,
    failed: (label: string) => `“${label}” was not noted. Please tap again.`,
  },
);
