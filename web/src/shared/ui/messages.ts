import { messages } from '@/shared/i18n';

/** Words of the kit itself. */
export const t = messages(
  {
    loading: '正在载入…',
    retry: '重新载入',
    stale: '刚才没有连上服务器，下面是上次取到的内容，正在自动重试。',
    close: '关闭',
    cancel: '取消',
    copy: '复制',
    copied: '已复制',
    dropHere: '把文件拖到这里，或',
    choose: '选择文件',
    chosen: (name: string) => `已选：${name}`,
    optional: '可不填',
    working: '请稍候…',
    done: (done: number, all: number) => `${done}/${all}`,
    faults: (n: number) => `有 ${n} 处需要改`,
    sortBy: (name: string) => `按${name}排序`,
    nothing: '没有内容',
  },
  {
    loading: 'Loading…',
    retry: 'Load again',
    stale:
      'The server could not be reached just now; below is what was last received. Trying again.',
    close: 'Close',
    cancel: 'Cancel',
    copy: 'Copy',
    copied: 'Copied',
    dropHere: 'Drop a file here, or',
    choose: 'choose a file',
    chosen: (name: string) => `Chosen: ${name}`,
    optional: 'optional',
    working: 'Please wait…',
    done: (done: number, all: number) => `${done}/${all}`,
    faults: (n: number) => `${n} to mend`,
    sortBy: (name: string) => `Sort by ${name}`,
    nothing: 'Nothing here',
  },
);
