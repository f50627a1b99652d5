import { messages } from '@/shared/i18n';

/** Sentences of timelines. Whatever is said inside may be missing: an empty text leaves no trace. */
export const t = messages(
  {
    /** What a line is, above its sentence; the kinds of events have words of their own. */
    kinds: {
      term_begun: '到任',
      term_ended: '离任',
      admitted: '纳入',
      suspended: '暂停管理',
      exited: '退出管理',
      renamed: '更名或划转',
      ended: '撤并',
      result: '评议结果',
      started: '{project}开工',
      accepted: '{project}验收',
      found: '发现问题',
      closed: '整改完成',
    },
    /** On the page of a person, where only the village is to be named. */
    begunIn: (village: string, post: string) => `任${village}${post}`,
    endedIn: (village: string, post: string) => `不再任${village}${post}`,
    /** On the page of a village, where the person is. */
    begunBy: (person: string, post: string) => `${person}任${post}`,
    endedBy: (person: string, post: string) => `${person}不再任${post}`,
    admitted: (batch: string) => `纳入${batch || '专业化管理'}`,
    suspended: '暂停专业化管理',
    exited: '退出专业化管理',
    renamed: (from: string, to: string) => (from ? `由${from}更名为${to}` : `更名为${to}`),
    moved: (from: string, to: string) => {
      if (!to) return `不再隶属${from}`;
      return from ? `由${from}划归${to}` : `划归${to}`;
    },
    merged: (into: string) => `并入${into || '其他单位'}`,
    dissolved: '撤销',
    /** The place within a group. */
    place: (group: string, place: string) => group + (place && `第 ${place} 名`),
    score: (score: string) => `${score} 分`,
    award: (award: string) => `获${award}`,
    started: (name: string) => `${name || '{project}'}开工`,
    accepted: (name: string, result: string) =>
      `${name || '{project}'}验收${result ? `，结论：${result}` : ''}`,
    found: (problem: string) => problem || '发现问题',
    owner: (owner: string) => `由${owner}负责整改`,
    closed: (result: string) => (result ? `已整改：${result}` : '已整改'),
    /** Between the parts of a sentence. */
    join: '，',
  },
  {
    kinds: {
      term_begun: 'Took office',
      term_ended: 'Left office',
      admitted: 'Admitted',
      suspended: 'Suspended',
      exited: 'Left management',
      renamed: 'Renamed or moved',
      ended: 'Merged or dissolved',
      result: 'Result',
      started: '{Project} started',
      accepted: '{Project} accepted',
      found: 'Problem found',
      closed: 'Put right',
    },
    begunIn: (village, post) => `Became ${post}${village ? ` of ${village}` : ''}`,
    endedIn: (village, post) => `No longer ${post}${village ? ` of ${village}` : ''}`,
    begunBy: (person, post) => (person ? `${person} became ${post}` : `Became ${post}`),
    endedBy: (person, post) => (person ? `${person} is no longer ${post}` : `No longer ${post}`),
    admitted: (batch) => (batch ? `Admitted with ${batch}` : 'Admitted to professional management'),
    suspended: 'Professional management suspended',
    exited: 'Left professional management',
    renamed: (from, to) => (from ? `renamed from ${from} to ${to}` : `renamed ${to}`),
    moved: (from, to) => {
      if (!to) return `no longer belongs to ${from}`;
      return from ? `moved from ${from} to ${to}` : `now belongs to ${to}`;
    },
    merged: (into) => `Merged into ${into || 'another unit'}`,
    dissolved: 'Dissolved',
    place: (group, place) => [group, place && `place ${place}`].filter(Boolean).join(', '),
    score: (score) => `score ${score}`,
    award: (award) => `award ${award}`,
    started: (name) => `${name || '{Project}'} was started`,
    accepted: (name, result) =>
      `Acceptance of ${name || 'the {project}'}${result ? `: ${result}` : ''}`,
    found: (problem) => problem || 'A problem was found',
    owner: (owner) => `to be put right by ${owner}`,
    closed: (result) => (result ? `put right: ${result}` : 'put right'),
    join: ', ',
  },
);
