import { inject, type InjectionKey } from 'vue';
import type { ScreenRound } from '@/shared/api/screen';
import { numeral } from '@/shared/format/number';

/** An address as people type it: without scheme and closing slash. */
export const typedAddress = (url: string): string =>
  url.replace(/^https?:\/\//, '').replace(/\/$/, '');

/** Every word on the hall screen that does not come from the server. Chinese is the source. */
const zh = {
  product: '评议',
  round: (number: number): string => `第${numeral(number)}轮`,
  noCycle: '会议尚未建立',
  synthetic: '示例数据',
  rehearsal: '演练',
  lost: '正在重新连接',
  ruleCard: '规则卡',
  present: '到会',
  connecting: '正在连接',
  loading: '大屏正在连接会场服务器',
  fullScreen: '全屏（F）',
  welcome: '会议即将开始',
  checkIn: '签到入场',
  checkInHow: '签到后，从票箱中抽取一张选票码条',
  checkInScan: '手机扫描码条，即可打开自己的选票',
  checkInQr: '也可扫此码，再输入短码',
  arrived: '已签到',
  people: '人',
  contests: '本轮对象',
  readyHow: '请打开手机上的投票页，等待主持人开启',
  left: '剩余时间',
  elapsed: '已进行',
  over: '等待主持人关闭投票',
  votingHow: '投票进行中',
  returned: '已收到选票',
  ballots: '张',
  tally: '正在计票',
  tallied: '计票完成',
  sealed: '票箱已封存',
  checked: '逐票核验',
  trustees: '监票人解密',
  recomputed: '重新计算一致',
  done: '已完成',
  doing: '进行中',
  waiting: '等待',
  revealing: '名次公布中',
  revealed: '名次公布',
  tie: '并列',
  points: '分',
  first: '第一名',
  annulled: '本轮已作废',
  annulledHow: '本轮选票不计票，请听主持人说明',
};

const en: typeof zh = {
  product: 'Pingyi',
  round: (number: number): string => `Round ${number}`,
  noCycle: 'No meeting has been set up yet',
  synthetic: 'Sample data',
  rehearsal: 'Rehearsal',
  lost: 'Reconnecting',
  ruleCard: 'Rule card',
  present: 'Present',
  connecting: 'Connecting',
  loading: 'Connecting to the hall server',
  fullScreen: 'Full screen (F)',
  welcome: 'The meeting begins shortly',
  checkIn: 'Check-in',
  checkInHow: 'Sign in, then draw one slip from the box',
  checkInScan: 'Scan the slip to open your own ballot',
  checkInQr: 'Or scan and type the code',
  arrived: 'Checked in',
  people: '',
  contests: 'In this round',
  readyHow: 'Please open the voting page and wait',
  left: 'Time left',
  elapsed: 'Elapsed',
  over: 'Waiting for the host to close',
  votingHow: 'Voting is open',
  returned: 'Ballots received',
  ballots: '',
  tally: 'Counting',
  tallied: 'Counted',
  sealed: 'Ballot boxes sealed',
  checked: 'Every ballot checked',
  trustees: 'Scrutineers decrypt',
  recomputed: 'Recomputed, identical',
  done: 'done',
  doing: 'in progress',
  waiting: 'waiting',
  revealing: 'Ranking, being revealed',
  revealed: 'Ranking',
  tie: 'tied',
  points: '',
  first: 'First place',
  annulled: 'This round is annulled',
  annulledHow: 'Its ballots will not be counted; please listen to the host',
};

export type HallText = typeof zh;
export const hallTexts = { zh, en };

/** Provided by the page; Chinese without it. */
export const hallTextKey: InjectionKey<HallText> = Symbol('hall text');

export function useHallText(): HallText {
  return inject(hallTextKey, zh);
}

/** A round as the hall calls it: its number and what it votes on, or the rehearsal. */
export function roundName(text: HallText, round: Pick<ScreenRound, 'kind' | 'number' | 'title'>) {
  return round.kind === 'official' ? `${text.round(round.number)} ${round.title}` : round.title;
}

/** A part of a title set apart by spaces stays on one line up to this length. */
const WHOLE = 5;

/**
 * Cuts a title into the pieces a line may break between: parts set apart by spaces, longer ones
 * into words. Without a segmenter a long part is cut into characters, which break anywhere.
 */
export function phrases(title: string): string[] {
  return title.split(/(?<= )/).flatMap((part) => {
    if (part.trim().length <= WHOLE) return [part];
    if (!('Segmenter' in Intl)) return Array.from(part);
    const words = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(part)];
    return words.map((word) => word.segment);
  });
}
