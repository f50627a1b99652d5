import { computed, ref, watchEffect } from 'vue';
import { loadLanguage, saveLanguage } from './storage.ts';

/** The voter page's texts. Chinese is the source; `{n}` is replaced. No words of cryptography. */
const zh = {
  title: '评议投票',
  synthetic: '演示数据:部分村名与全部选票为虚构',
  rehearsal: '演练,不计入结果',
  language: 'English',
  size: '字号:{n}',
  size0: '标准',
  size1: '大',
  size2: '特大',
  remaining: '剩余 {n}',
  ending: '本轮投票已经结束',

  entry_title: '输入选票码条上的编码',
  entry_lead: '也可以退出后,用手机相机扫描码条上的二维码。',
  entry_label: '编码(22 个字母和数字,区分大小写)',
  entry_go: '进入投票',
  secrecy:
    '怎样保密:码条由您亲手抽取,谁拿了哪一张无人知道;选票在这部手机上封好才送出,计票时只打开总数。',
  selftest_running: '正在检查这部手机…',
  selftest_good: '本机可以投票',
  selftest_bad: '这部手机的浏览器不能投票,请换一部手机,或请工作人员帮助。',
  fault_empty: '请输入编码。',
  fault_too_short: '还差 {n} 个字符,请对照码条补全。',
  fault_too_long: '多了 {n} 个字符,请对照码条检查。',
  fault_foreign_character: '第 {p} 个字符“{c}”不会出现在编码里,请对照码条检查。',
  fault_lookalike: '第 {p} 个字符不会是“{c}”:编码里没有数字 0、大写 O、大写 I 和小写 l。',
  fault_pending: '上一张选票还在送达,送达后再换码条。',

  waiting_looking: '正在核对码条…',
  waiting_start: '投票还没有开始',
  waiting_own_round: '这一轮不由您的码条投票',
  waiting_voted: '这一轮您已投票',
  waiting_end: '全部投票已经结束',
  waiting_lead: '轮到您投票时,本页会自动打开。请不要关闭。',
  waiting_end_lead: '谢谢您。可用选票编号在公告板上找到您的票。',
  slip: '码条尾号 {n}',
  other_slip: '换一张码条',
  connection_connecting: '正在连接…',
  connection_live: '已连接',
  connection_polling: '已连接',
  connection_offline: '网络不通,正在重连…',
  state_draft: '未开始',
  state_frozen: '待开始',
  state_rehearsed: '待开始',
  state_open: '正在投票',
  state_closed: '已结束',
  state_tallied: '已结束',
  state_revealed: '已公布',
  state_annulled: '已作废',
  voted: '已投 {n}',
  voted_elsewhere: '已投',
  rounds: '各轮次',

  round: '第 {n} 轮',
  progress: '第 {i} 项,共 {n} 项',
  ask_one: '请评定等次',
  ask_many: '最多选 {max} 项,已选 {n} 项',
  ask_between: '请选 {min} 至 {max} 项,已选 {n} 项',
  abstain: '本项弃权',
  abstained: '已选弃权',
  previous: '上一项',
  next: '下一项',
  to_review: '去检查',

  review_title: '检查您的选票',
  review_lead: '点某一行可以修改。',
  unanswered: '未评',
  abstention: '弃权',
  review_all: '{n} 项都已评定。',
  review_blank: '有 {n} 项未评,提交后按弃权计。',
  review_missing: '还有 {n} 项未评,评完才能提交。',
  answer_missing: '去评第 {n} 项',
  submit: '确认提交',
  submit_note: '提交后不能修改。',

  sealing: '正在封好选票…',
  sending: '正在送达…',
  retrying: '网络不通,正在重试',
  retrying_lead: '选票已经封好,保存在这部手机上,不会丢失,也不会重复计票。请不要关闭本页。',
  send_now: '现在重试',

  done_title: '选票已送达',
  done_code: '选票编号',
  done_lead: '散会后可用这个编号在公告板上找到这一票。本页和这部手机都不再保留您投了什么。',
  done_next: '下一轮开始时,本页会自动打开。',
  whole_tracker: '完整编号',
  copy: '复制完整编号',
  copied: '已复制',
  find_mine: '查找我的选票',

  find_title: '查找选票',
  find_label: '选票编号',
  find_go: '查找',
  find_own: '这张码条投过的票',
  find_lead: '输入送达时显示的编号,例如 7K4F-QA。',
  find_found: '找到了',
  find_found_lead: '{round},第 {place} 张,共 {all} 张。存放的内容与送达时一致。',
  find_altered: '内容不一致',
  find_altered_lead: '公告板上有这个编号,但存放的内容对不上。请立即告诉监票人。',
  find_missing: '没有找到',
  find_missing_lead: '公告板上没有这个编号。请核对编号;确认无误的话,请告诉监票人。',
  find_ambiguous: '有多张票的短编号相同',
  find_ambiguous_lead: '请输入完整编号。',
  find_not_a_code: '这不是选票编号',
  find_not_a_code_lead: '编号由 6 个字母和数字组成,例如 7K4F-QA。',
  find_unreachable: '网络不通',
  find_unreachable_lead: '请稍后再查。',
  find_invitation: '{round} 已经开始,轮到您投票。',
  find_invitation_go: '去投票',
  back: '返回',

  trouble_round_not_open: '这一轮已经停止投票,您的票没有送到。',
  trouble_round_not_open_do: '返回等候',
  trouble_slip_unknown: '名册上没有这个编码,请对照码条再输入一次。',
  trouble_slip_unknown_do: '重新输入',
  trouble_slip_void: '这张码条已经作废,请向工作人员领取备用码条。',
  trouble_slip_void_do: '输入新码条',
  trouble_already_voted: '这张码条在这一轮已经投过票,一张码条一轮只计一票。',
  trouble_already_voted_do: '知道了',
  trouble_ballot_malformed: '选票没有封好,没有计票。您的选择还在。',
  trouble_ballot_malformed_do: '重新封票',
  trouble_device: '这部手机不能封好选票,请换一部手机重新扫码;码条仍然有效。',
  trouble_device_do: '再试一次',
  trouble_election_unreadable: '这一轮的选票打不开,请告诉工作人员。',
  trouble_election_unreadable_do: '再试一次',
  trouble_tracker_differs: '送达后的编号对不上,请在公告板上查一查,并告诉监票人。',
  trouble_tracker_differs_do: '查找我的选票',
  trouble_unknown: '选票没有送到,请再试一次;仍然不行就请工作人员帮助。',
  trouble_unknown_do: '再试一次',
};

type Key = keyof typeof zh;

const en: Record<Key, string> = {
  title: 'Appraisal vote',
  synthetic: 'Demonstration: some villages and all ballots are made up',
  rehearsal: 'Rehearsal, does not count',
  language: '中文',
  size: 'Text size: {n}',
  size0: 'normal',
  size1: 'large',
  size2: 'very large',
  remaining: '{n} left',
  ending: 'This round has closed',

  entry_title: 'Enter the code on your slip',
  entry_lead: "Or leave this page and scan the slip's QR code with your camera.",
  entry_label: 'Code (22 letters and digits, capitals matter)',
  entry_go: 'Go to the vote',
  secrecy:
    'How it stays secret: you drew the slip yourself and nobody knows who has which. The ballot is sealed on this phone before it is sent, and only totals are opened.',
  selftest_running: 'Checking this phone…',
  selftest_good: 'This phone can vote',
  selftest_bad: "This phone's browser cannot vote. Please use another phone or ask the staff.",
  fault_empty: 'Please enter the code.',
  fault_too_short: '{n} more characters are needed; compare with the slip.',
  fault_too_long: '{n} characters too many; compare with the slip.',
  fault_foreign_character: 'Character {p}, “{c}”, is never part of a code; compare with the slip.',
  fault_lookalike:
    'Character {p} cannot be “{c}”: codes have no 0, capital O, capital I or small l.',
  fault_pending: 'The last ballot is still on its way. Change slips once it has arrived.',

  waiting_looking: 'Looking up your slip…',
  waiting_start: 'Voting has not started',
  waiting_own_round: 'Your slip does not vote in this round',
  waiting_voted: 'You have voted in this round',
  waiting_end: 'All voting is over',
  waiting_lead:
    'When it is your turn, the ballot opens here by itself. Please keep this page open.',
  waiting_end_lead: 'Thank you. Your ballot number finds your ballot on the board.',
  slip: 'Slip ending in {n}',
  other_slip: 'Use another slip',
  connection_connecting: 'Connecting…',
  connection_live: 'Connected',
  connection_polling: 'Connected',
  connection_offline: 'No network, trying again…',
  state_draft: 'not started',
  state_frozen: 'about to start',
  state_rehearsed: 'about to start',
  state_open: 'voting now',
  state_closed: 'closed',
  state_tallied: 'closed',
  state_revealed: 'announced',
  state_annulled: 'annulled',
  voted: 'voted {n}',
  voted_elsewhere: 'voted',
  rounds: 'Rounds',

  round: 'Round {n}',
  progress: '{i} of {n}',
  ask_one: 'Choose a grade',
  ask_many: 'Choose up to {max}; {n} chosen',
  ask_between: 'Choose {min} to {max}; {n} chosen',
  abstain: 'Abstain here',
  abstained: 'Abstaining',
  previous: 'Back',
  next: 'Next',
  to_review: 'Review',

  review_title: 'Check your ballot',
  review_lead: 'Tap a line to change it.',
  unanswered: 'not graded',
  abstention: 'abstain',
  review_all: 'All {n} are graded.',
  review_blank: '{n} not graded; they will count as abstentions.',
  review_missing: '{n} still to grade before you can hand in.',
  answer_missing: 'Grade number {n}',
  submit: 'Hand in',
  submit_note: 'It cannot be changed afterwards.',

  sealing: 'Sealing the ballot…',
  sending: 'Sending…',
  retrying: 'No network, trying again',
  retrying_lead:
    'The ballot is sealed and kept on this phone. It cannot get lost or count twice. Please keep this page open.',
  send_now: 'Try now',

  done_title: 'Ballot delivered',
  done_code: 'Ballot number',
  done_lead:
    'After the meeting this number finds your ballot on the board. Neither this page nor this phone keeps what you chose.',
  done_next: 'The next round opens here by itself.',
  whole_tracker: 'Full number',
  copy: 'Copy the full number',
  copied: 'Copied',
  find_mine: 'Find my ballot',

  find_title: 'Find a ballot',
  find_label: 'Ballot number',
  find_go: 'Find',
  find_own: 'Ballots of this slip',
  find_lead: 'Enter the number shown when it was delivered, such as 7K4F-QA.',
  find_found: 'Found',
  find_found_lead: '{round}, number {place} of {all}. What is stored is what was delivered.',
  find_altered: 'Not the same',
  find_altered_lead:
    'The board lists this number but stores something else. Tell a scrutineer at once.',
  find_missing: 'Not found',
  find_missing_lead:
    'The board does not list this number. Check it; if it is right, tell a scrutineer.',
  find_ambiguous: 'Several ballots share this short number',
  find_ambiguous_lead: 'Please enter the full number.',
  find_not_a_code: 'This is not a ballot number',
  find_not_a_code_lead: 'It has 6 letters and digits, such as 7K4F-QA.',
  find_unreachable: 'No network',
  find_unreachable_lead: 'Please try again later.',
  find_invitation: '{round} has started; it is your turn.',
  find_invitation_go: 'Vote',
  back: 'Back',

  trouble_round_not_open: 'This round takes no more votes; your ballot did not arrive.',
  trouble_round_not_open_do: 'Back to waiting',
  trouble_slip_unknown:
    'This code is not on the roll. Compare it with the slip and enter it again.',
  trouble_slip_unknown_do: 'Enter again',
  trouble_slip_void: 'This slip was cancelled. Please ask the staff for a spare one.',
  trouble_slip_void_do: 'Enter a new slip',
  trouble_already_voted: 'This slip has voted in this round. A slip counts once in each round.',
  trouble_already_voted_do: 'Continue',
  trouble_ballot_malformed:
    'The ballot was not sealed well and not counted. Your choices are kept.',
  trouble_ballot_malformed_do: 'Seal it again',
  trouble_device:
    'This phone cannot seal a ballot. Scan the slip with another phone; it is still good.',
  trouble_device_do: 'Try again',
  trouble_election_unreadable: 'The ballot of this round cannot be opened. Please tell the staff.',
  trouble_election_unreadable_do: 'Try again',
  trouble_tracker_differs:
    'The ballot number does not match. Look on the board and tell a scrutineer.',
  trouble_tracker_differs_do: 'Find my ballot',
  trouble_unknown: 'The ballot did not arrive. Try again, or ask the staff for help.',
  trouble_unknown_do: 'Try again',
};

/** Grades as named on the ballots, for readers of English; other labels stay as they are. */
const GRADES: Record<string, string> = {
  优秀: 'excellent',
  良好: 'good',
  一般: 'fair',
  较差: 'poor',
  不了解: 'do not know',
};

/** The language shown. */
export const language = ref<'zh-CN' | 'en'>(loadLanguage() === 'en' ? 'en' : 'zh-CN');

watchEffect(() => {
  document.documentElement.lang = language.value;
  document.title = t('title');
});

const table = computed(() => (language.value === 'en' ? en : zh));

/** A text in the language shown, with `{name}` replaced. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return table.value[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** Whether there is a text of this name. */
export function hasText(key: string): key is Key {
  return key in zh;
}

/** Changes the language. */
export function toggleLanguage(): void {
  language.value = language.value === 'en' ? 'zh-CN' : 'en';
  saveLanguage(language.value);
}

/** An answer's label, with an English gloss beside the official word. */
export function answerLabel(label: string): string {
  const gloss = language.value === 'en' ? GRADES[label] : undefined;
  return gloss === undefined ? label : `${label} ${gloss}`;
}
