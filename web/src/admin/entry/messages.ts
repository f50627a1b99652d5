import { messages } from '@/shared/i18n';

/** Words of the tools that all entries share: differences, conflicts, history, saving. */
export const t = messages(
  {
    changes: {
      caption: '差异',
      member: '哪一项',
      before: '原来',
      after: '改为',
      value: '内容',
      gone: '去掉',
      new: '新增',
      same: (n: number) => `另有 ${n} 行不变`,
      clash: '有冲突',
      clashHelp: (theirs: string) => `别人已改为：${theirs}`,
      none: '没有差异。',
    },
    conflict: {
      title: (n: number) => `有 ${n} 处两个人改得不一样`,
      who: (by: string, at: string) =>
        by ? `${by} 于 ${at} 保存了这一条。` : '您填写的时候，别人保存了这一条。',
      choose: '请逐处选择用谁的。不选完不会保存，两边填写的内容都不会丢。',
      kept: (mine: string) => `其余不冲突：您改的${mine}会保留。`,
      keptBoth: (mine: string, theirs: string) =>
        `其余不冲突，两边都会保留：您改的${mine}，对方改的${theirs}。`,
      keptTheirs: (theirs: string) => `其余不冲突：对方改的${theirs}会保留。`,
      base: '原来',
      mine: '用我的',
      theirs: '用对方的',
      left: (n: number) => `还有 ${n} 处没有选`,
      save: '合并并保存',
      join: '、',
    },
    history: {
      title: '修改历史',
      titleOf: (what: string) => `${what}的修改历史`,
      caption: '修改历史，新的在前',
      none: '还没有改动。',
      line: (by: string, at: string) => `${by} ${at}`,
      first: '建立',
      version: (n: number) => `第 ${n} 版`,
      import: '查看导入',
    },
    waiting: {
      title: (n: number) => `有 ${n} 项申请等待批准`,
      line: (by: string, at: string) => `${by} ${at} 提出`,
      clash: (n: number) => `其中 ${n} 处与现有内容冲突`,
      show: '看差异',
      open: '去审批',
      own: '看我的申请',
    },
    save: {
      why: '改动的原因',
      whyHelp: '写给以后查看历史的人，如“换届”“核对{project}库后更正”。',
      whyMissing: '请写明原因，1 到 200 字。',
      save: '保存',
      propose: '提交申请',
      town: '您的改动会作为申请交给{county}里的组织者，批准后才生效。',
      proposed: '申请已提交，等待批准。批准前这里仍显示原来的内容。',
      unchanged: '还没有改动。',
      changed: (n: number) => `改了 ${n} 处，尚未保存。`,
      discard: '放弃改动',
      faults: (n: number) => `有 ${n} 处需要改`,
    },
  },
  {
    changes: {
      caption: 'Differences',
      member: 'What',
      before: 'Before',
      after: 'After',
      value: 'Content',
      gone: 'gone',
      new: 'new',
      same: (n: number) => (n === 1 ? '1 more line as before' : `${n} more lines as before`),
      clash: 'conflict',
      clashHelp: (theirs: string) => `Somebody else has made it: ${theirs}`,
      none: 'No differences.',
    },
    conflict: {
      title: (n: number) =>
        n === 1
          ? 'Two people changed 1 thing differently'
          : `Two people changed ${n} things differently`,
      who: (by: string, at: string) =>
        by
          ? `${by} saved this entry on ${at}. `
          : 'Somebody saved this entry while you were writing. ',
      choose:
        'Please choose for each whose stays. Nothing is saved before that, and nothing either of you wrote is lost.',
      kept: (mine: string) => `The rest does not clash and is kept: your ${mine}.`,
      keptBoth: (mine: string, theirs: string) =>
        `The rest does not clash and is kept from both: your ${mine}; their ${theirs}.`,
      keptTheirs: (theirs: string) => `The rest does not clash and is kept: their ${theirs}.`,
      base: 'Before',
      mine: 'Use mine',
      theirs: 'Use theirs',
      left: (n: number) => `${n} still to choose`,
      save: 'Merge and save',
      join: ', ',
    },
    history: {
      title: 'History',
      titleOf: (what: string) => `${what}: history`,
      caption: 'History, the newest first',
      none: 'No changes yet.',
      line: (by: string, at: string) => `${by}, ${at}`,
      first: 'created',
      version: (n: number) => `version ${n}`,
      import: 'See the import',
    },
    waiting: {
      title: (n: number) =>
        n === 1 ? '1 proposal waits for approval' : `${n} proposals wait for approval`,
      line: (by: string, at: string) => `by ${by}, ${at}`,
      clash: (n: number) => `${n} of it in conflict with what is there`,
      show: 'See the differences',
      open: 'To the approvals',
      own: 'To my proposals',
    },
    save: {
      why: 'Reason of the change',
      whyHelp:
        'For those who read the history later, such as “election” or “checked against the ledger”.',
      whyMissing: 'Please give a reason of 1 to 200 characters.',
      save: 'Save',
      propose: 'Send for approval',
      town: 'Your change goes to the organiser of the {county} as a proposal and holds once it is approved.',
      proposed:
        'The proposal was sent and waits for approval. Until then the old content is shown here.',
      unchanged: 'No changes yet.',
      changed: (n: number) =>
        n === 1 ? '1 change, not saved yet.' : `${n} changes, not saved yet.`,
      discard: 'Discard the changes',
      faults: (n: number) => `${n} to mend`,
    },
  },
);
