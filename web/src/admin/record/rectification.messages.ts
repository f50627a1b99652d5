import { messages } from '@/shared/i18n';

/** Words of rectifications: what was found wrong, and what is done about it. */
export const t = messages(
  {
    title: '整改',
    openTitle: '所在{village}未完成的整改',
    help: '每行一个问题；填了完成日期和结果才算完成。',
    none: '没有整改事项。',
    on: '发现日期',
    problem: '问题',
    measure: '措施',
    owner: '由谁负责',
    due: '期限',
    closedOn: '完成日期',
    result: '结果',
    state: '情况',
    open: '未完成',
    overdue: '已超期',
    closed: (day: string) => `${day} 完成`,
  },
  {
    title: 'Rectifications',
    openTitle: 'Open rectifications of the {village}',
    help: 'One problem a row; it is closed once it has a day and a result.',
    none: 'No rectifications.',
    on: 'Found on',
    problem: 'Problem',
    measure: 'Measure',
    owner: 'Who answers for it',
    due: 'Due',
    closedOn: 'Closed on',
    result: 'Result',
    state: 'State',
    open: 'open',
    overdue: 'overdue',
    closed: (day: string) => `closed on ${day}`,
  },
);
