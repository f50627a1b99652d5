import { ref, watchEffect } from 'vue';
import { loadLanguage, saveLanguage } from './storage.ts';

/**
 * The voter page's texts, Chinese (the source) and English side by side; `{n}` is replaced.
 * No words of cryptography.
 */
const texts = {
  title: ['评议投票', 'Appraisal vote'],
  synthetic: ['演示数据：含虚构村名与选票', 'Demo: made-up villages and ballots'],
  rehearsal: ['演练，不计入结果', 'Rehearsal, does not count'],
  language: ['English', '中文'],
  size: ['字号：{n}', 'Text size: {n}'],
  size0: ['标准', 'normal'],
  size1: ['大', 'large'],
  size2: ['特大', 'very large'],
  remaining: ['剩余 {n}', '{n} left'],
  ending: ['本轮投票已经结束', 'This round has closed'],

  entry_title: ['输入选票码条上的编码', 'Enter the code on your slip'],
  entry_lead: [
    '也可以退出后，用手机相机扫描码条上的二维码。',
    "Or leave this page and scan the slip's QR code with your camera.",
  ],
  entry_label: [
    '编码（22 个字母和数字，区分大小写）',
    'Code (22 letters and digits, capitals matter)',
  ],
  entry_go: ['进入投票', 'Go to the vote'],
  secrecy: [
    '怎样保密：码条由您亲手抽取，谁拿了哪一张无人知道；选票在这部手机上封好才送出，计票时只打开总数。',
    'How it stays secret: you drew the slip yourself and nobody knows who has which. The ballot is sealed on this phone before it is sent, and only totals are opened.',
  ],
  selftest_running: ['正在检查这部手机…', 'Checking this phone…'],
  selftest_good: ['本机可以投票', 'This phone can vote'],
  selftest_bad: [
    '这部手机的浏览器不能投票，请换一部手机，或请工作人员帮助。',
    "This phone's browser cannot vote. Please use another phone or ask the staff.",
  ],
  fault_empty: ['请输入编码。', 'Please enter the code.'],
  fault_too_short: [
    '还差 {n} 个字符，请对照码条补全。',
    '{n} more characters are needed; compare with the slip.',
  ],
  fault_too_long: [
    '多了 {n} 个字符，请对照码条检查。',
    '{n} characters too many; compare with the slip.',
  ],
  fault_foreign_character: [
    '第 {p} 个字符“{c}”不会出现在编码里，请对照码条检查。',
    'Character {p}, “{c}”, is never part of a code; compare with the slip.',
  ],
  fault_lookalike: [
    '第 {p} 个字符不会是“{c}”：编码里没有数字 0、大写 O、大写 I 和小写 l。',
    'Character {p} cannot be “{c}”: codes have no 0, capital O, capital I or small l.',
  ],
  fault_pending: [
    '上一张选票还在送达，送达后再换码条。',
    'The last ballot is still on its way. Change slips once it has arrived.',
  ],

  waiting_looking: ['正在核对码条…', 'Looking up your slip…'],
  waiting_start: ['投票还没有开始', 'Voting has not started'],
  waiting_own_round: ['这一轮不由您的码条投票', 'Your slip does not vote in this round'],
  waiting_voted: ['这一轮您已投票', 'You have voted in this round'],
  waiting_end: ['全部投票已经结束', 'All voting is over'],
  waiting_lead: [
    '轮到您投票时，本页会自动打开。请不要关闭。',
    'When it is your turn, the ballot opens here by itself. Please keep this page open.',
  ],
  waiting_end_lead: [
    '谢谢您。可用选票编号在公告板上找到您的票。',
    'Thank you. Your ballot number finds your ballot on the board.',
  ],
  slip: ['码条尾号 {n}', 'Slip ending in {n}'],
  other_slip: ['换一张码条', 'Use another slip'],
  connection_connecting: ['正在连接…', 'Connecting…'],
  connection_live: ['已连接', 'Connected'],
  connection_polling: ['已连接', 'Connected'],
  connection_offline: ['网络不通，正在重连…', 'No network, trying again…'],
  state_draft: ['未开始', 'not started'],
  state_frozen: ['待开始', 'about to start'],
  state_rehearsed: ['待开始', 'about to start'],
  state_open: ['正在投票', 'voting now'],
  state_closed: ['已结束', 'closed'],
  state_tallied: ['已结束', 'closed'],
  state_revealed: ['已公布', 'announced'],
  state_annulled: ['已作废', 'annulled'],
  voted: ['已投 {n}', 'voted {n}'],
  voted_elsewhere: ['已投', 'voted'],
  rounds: ['各轮次', 'Rounds'],

  round: ['第 {n} 轮', 'Round {n}'],
  progress: ['第 {i} 项，共 {n} 项', '{i} of {n}'],
  ask_one: ['请评定等次', 'Choose a grade'],
  ask_many: ['最多选 {max} 项，已选 {n} 项', 'Choose up to {max}; {n} chosen'],
  ask_between: ['请选 {min} 至 {max} 项，已选 {n} 项', 'Choose {min} to {max}; {n} chosen'],
  abstain: ['本项弃权', 'Abstain here'],
  abstained: ['已选弃权', 'Abstaining'],
  previous: ['上一项', 'Back'],
  next: ['下一项', 'Next'],
  to_review: ['去检查', 'Review'],

  review_title: ['检查您的选票', 'Check your ballot'],
  review_lead: ['点某一行可以修改。', 'Tap a line to change it.'],
  unanswered: ['未评', 'not graded'],
  abstention: ['弃权', 'abstain'],
  review_all: ['{n} 项都已评定。', 'All {n} are graded.'],
  review_abstained: ['已评 {n} 项，弃权 {m} 项。', '{n} graded, {m} abstentions.'],
  review_blank: [
    '有 {n} 项未评，提交后按弃权计。',
    '{n} not graded; they will count as abstentions.',
  ],
  review_missing: ['还有 {n} 项未评，评完才能提交。', '{n} still to grade before you can hand in.'],
  answer_missing: ['去评第 {n} 项', 'Grade number {n}'],
  submit: ['确认提交', 'Hand in'],
  submit_note: ['提交后不能修改。', 'It cannot be changed afterwards.'],

  sealing: ['正在封好选票…', 'Sealing the ballot…'],
  sending: ['正在送达…', 'Sending…'],
  retrying: ['网络不通，正在重试', 'No network, trying again'],
  retrying_lead: [
    '选票已经封好，保存在这部手机上，不会丢失，也不会重复计票。请不要关闭本页。',
    'The ballot is sealed and kept on this phone. It cannot get lost or count twice. Please keep this page open.',
  ],
  send_now: ['现在重试', 'Try now'],

  done_title: ['选票已送达', 'Ballot delivered'],
  done_code: ['选票编号', 'Ballot number'],
  done_lead: [
    '散会后可用这个编号在公告板上找到这一票。本页和这部手机都不再保留您投了什么。',
    'After the meeting this number finds your ballot on the board. Neither this page nor this phone keeps what you chose.',
  ],
  done_next: ['下一轮开始时，本页会自动打开。', 'The next round opens here by itself.'],
  whole_tracker: ['完整编号', 'Full number'],
  copy: ['复制完整编号', 'Copy the full number'],
  copied: ['已复制', 'Copied'],
  find_mine: ['查找我的选票', 'Find my ballot'],

  find_title: ['查找选票', 'Find a ballot'],
  find_label: ['选票编号', 'Ballot number'],
  find_go: ['查找', 'Find'],
  find_own: ['这张码条投过的票', 'Ballots of this slip'],
  find_lead: [
    '输入送达时显示的编号，例如 7K4F-QA。',
    'Enter the number shown when it was delivered, such as 7K4F-QA.',
  ],
  find_found: ['找到了', 'Found'],
  find_found_lead: [
    '{round}，第 {place} 张，共 {all} 张。存放的内容与送达时一致。',
    '{round}, number {place} of {all}. What is stored is what was delivered.',
  ],
  find_altered: ['内容不一致', 'Not the same'],
  find_altered_lead: [
    '公告板上有这个编号，但存放的内容对不上。请立即告诉监票人。',
    'The board lists this number but stores something else. Tell a scrutineer at once.',
  ],
  find_missing: ['没有找到', 'Not found'],
  find_missing_lead: [
    '公告板上没有这个编号。请核对编号；确认无误的话，请告诉监票人。',
    'The board does not list this number. Check it; if it is right, tell a scrutineer.',
  ],
  find_ambiguous: ['有多张票的短编号相同', 'Several ballots share this short number'],
  find_ambiguous_lead: ['请输入完整编号。', 'Please enter the full number.'],
  find_not_a_code: ['这不是选票编号', 'This is not a ballot number'],
  find_not_a_code_lead: [
    '编号由 6 个字母和数字组成，例如 7K4F-QA。',
    'It has 6 letters and digits, such as 7K4F-QA.',
  ],
  find_unreachable: ['网络不通', 'No network'],
  find_unreachable_lead: ['请稍后再查。', 'Please try again later.'],
  find_invitation: ['{round} 已经开始，轮到您投票。', '{round} has started; it is your turn.'],
  find_invitation_go: ['去投票', 'Vote'],
  back: ['返回', 'Back'],

  trouble_round_not_open: [
    '这一轮已经停止投票，您的票没有送到。',
    'This round takes no more votes; your ballot did not arrive.',
  ],
  trouble_round_not_open_do: ['返回等候', 'Back to waiting'],
  trouble_slip_unknown: [
    '名册上没有这个编码，请对照码条再输入一次。',
    'This code is not on the roll. Compare it with the slip and enter it again.',
  ],
  trouble_slip_unknown_do: ['重新输入', 'Enter again'],
  trouble_slip_void: [
    '这张码条已经作废，请向工作人员领取备用码条。',
    'This slip was cancelled. Please ask the staff for a spare one.',
  ],
  trouble_slip_void_do: ['输入新码条', 'Enter a new slip'],
  trouble_already_voted: [
    '这张码条在这一轮已经投过票，一张码条一轮只计一票。',
    'This slip has voted in this round. A slip counts once in each round.',
  ],
  trouble_already_voted_do: ['知道了', 'Continue'],
  trouble_ballot_malformed: [
    '选票没有封好，没有计票。您的选择还在。',
    'The ballot was not sealed well and not counted. Your choices are kept.',
  ],
  trouble_ballot_malformed_do: ['重新封票', 'Seal it again'],
  trouble_device: [
    '这部手机不能封好选票，请换一部手机重新扫码；码条仍然有效。',
    'This phone cannot seal a ballot. Scan the slip with another phone; it is still good.',
  ],
  trouble_device_do: ['再试一次', 'Try again'],
  trouble_election_unreadable: [
    '这一轮的选票打不开，请告诉工作人员。',
    'The ballot of this round cannot be opened. Please tell the staff.',
  ],
  trouble_election_unreadable_do: ['再试一次', 'Try again'],
  trouble_tracker_differs: [
    '送达后的编号对不上，请在公告板上查一查，并告诉监票人。',
    'The ballot number does not match. Look on the board and tell a scrutineer.',
  ],
  trouble_tracker_differs_do: ['查找我的选票', 'Find my ballot'],
  trouble_unknown: [
    '选票没有送到，请再试一次；仍然不行就请工作人员帮助。',
    'The ballot did not arrive. Try again, or ask the staff for help.',
  ],
  trouble_unknown_do: ['再试一次', 'Try again'],
} satisfies Record<string, [string, string]>;

type Key = keyof typeof texts;

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

/** A text in the language shown, with `{name}` replaced. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const text = texts[key][language.value === 'en' ? 1 : 0]!;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** Whether there is a text of this name. */
export function hasText(key: string): key is Key {
  return key in texts;
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
