import { ref } from 'vue';
import { loadLanguage, saveLanguage } from './storage.ts';

/** The voter page's texts; `{n}` is replaced. No words of cryptography. */
const chinese = {
  title: '评议投票',
  synthetic: '演示数据：含虚构村名与选票',
  rehearsal: '演练，不计入结果',
  language: 'English',
  size: '字号：{n}',
  size0: '标准',
  size1: '大',
  size2: '特大',
  remaining: '剩余 {n}',
  ending: '本轮投票已经结束',

  entry_title: '输入选票码条上的编码',
  entry_lead: '也可以退出后，用手机相机扫描码条上的二维码。',
  entry_label: '编码（22 个字母和数字，区分大小写）',
  entry_go: '进入投票',
  secrecy:
    '怎样保密：码条由您亲手抽取，谁拿了哪一张无人知道；选票在这部手机上封好才送出，计票时只打开总数。',
  selftest_running: '正在检查这部手机…',
  selftest_good: '本机可以投票',
  selftest_bad: '这部手机的浏览器不能投票，请换一部手机，或请工作人员帮助。',
  fault_empty: '请输入编码。',
  fault_too_short: '还差 {n} 个字符，请对照码条补全。',
  fault_too_long: '多了 {n} 个字符，请对照码条检查。',
  fault_foreign_character: '第 {p} 个字符“{c}”不会出现在编码里，请对照码条检查。',
  fault_lookalike: '第 {p} 个字符不会是“{c}”：编码里没有数字 0、大写 O、大写 I 和小写 l。',
  fault_pending: '上一张选票还在送达，送达后再换码条。',

  waiting_looking: '正在核对码条…',
  waiting_start: '投票还没有开始',
  waiting_own_round: '这一轮不由您的码条投票',
  waiting_voted: '这一轮您已投票',
  waiting_end: '全部投票已经结束',
  waiting_lead: '轮到您投票时，本页会自动打开。请不要关闭。',
  waiting_end_lead: '谢谢您。可用选票编号在公告板上找到您的票。',
  slip: '码条尾号 {n}',
  other_slip: '换一张码条',
  connection_connecting: '正在连接…',
  connection_live: '已连接',
  connection_polling: '已连接',
  connection_offline: '网络不通，正在重连…',
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
  progress: '第 {i} 项，共 {n} 项',
  ask_one: '请评定等次',
  ask_many: '推荐不超过 {max} 个',
  ask_between: '推荐 {min} 至 {max} 个',
  ask_exactly: '推荐 {max} 个',
  ask_points: '请打分',
  ask_approve: '点一下选上，再点一下取消。',
  ask_approve_one: '点一下选上。',
  ask_order: '每个村只能选一次。',
  pick_place: '请选出第 {n} 名',
  taken: '已选为第 {n} 名',
  quota: '“{grade}”最多评 {most} 个村，已评 {n} 个',
  quota_refused: '“{grade}”已评满 {most} 个村：{names}。要给这个村，请先改其中一个。',
  quota_none: '这一轮不评“{grade}”，请选别的等次。',
  chosen: '已选 {n} 个',
  chosen_few: '已选 {n} 个，还差 {m} 个',
  chosen_full: '已选 {n} 个，选满了',
  refused: '最多选 {n} 个。要换一个，请先点一下已选的，把它取消。',
  abstain: '本项弃权',
  abstained: '已选弃权',
  previous: '上一项',
  next: '下一项',
  to_review: '去检查',

  review_title: '检查您的选票',
  review_lead: '点某一行可以修改。',
  unanswered: '未评',
  unchosen: '未选',
  place: '第 {n} 名',
  approved: '推荐的村',
  abstention: '弃权',
  review_all: '{n} 项都已填好。',
  review_abstained: '已填 {n} 项，弃权 {m} 项。',
  review_blank: '有 {n} 项未填，提交后按弃权计。',
  review_missing: '还有 {n} 项未填好，填好才能提交。',
  answer_missing: '去填第 {n} 项',
  submit: '确认提交',
  submit_note: '提交后不能修改。',
  submit_note_revote: '本轮结束前可以修改，以最后一次为准。',
  submit_note_again: '提交后以这一张为准，之前那张不再计票。',
  again: '修改选票：提交以前，之前那张仍然有效',
  keep: '不改了',

  sealing: '正在封好选票…',
  sending: '正在送达…',
  retrying: '网络不通，正在重试',
  retrying_lead: '选票已经封好，保存在这部手机上，不会丢失，也不会重复计票。请不要关闭本页。',
  send_now: '现在重试',

  done_title: '选票已送达',
  done_code: '选票编号',
  done_lead: '散会后可用这个编号在公告板上找到这一票。本页和这部手机都不再保留您投了什么。',
  done_title_elsewhere: '这张码条在本轮已经投过票',
  done_lead_elsewhere: '这是公告板上那张票的编号。如果不是您投的，请马上告诉工作人员。',
  done_lead_replaced:
    '以这一张为准。之前那张仍在公告板上，已被这一张替换，不再计票。本页和这部手机都不再保留您投了什么。',
  done_next: '下一轮开始时，本页会自动打开。',
  done_first: '以第一次提交的为准，不能再改。',
  done_last: '本轮结束前可以修改，以最后一次为准。',
  revote: '修改我的选票',
  whole_tracker: '完整编号',
  copy: '复制完整编号',
  copied: '已复制',
  find_mine: '查找我的选票',

  find_title: '查找选票',
  find_label: '选票编号',
  find_go: '查找',
  find_own: '这张码条投过的票',
  find_lead: '输入送达时显示的编号，例如 7K4F-QA。',
  find_found: '找到了',
  find_found_lead: '{round}，第 {place} 张，共 {all} 张。存放的内容与送达时一致。',
  find_replaced: '同一张码条后来又投过票，这一张已被替换，不计票。',
  find_altered: '内容不一致',
  find_altered_lead: '公告板上有这个编号，但存放的内容对不上。请立即告诉监票人。',
  find_missing: '没有找到',
  find_missing_lead: '公告板上没有这个编号。请核对编号；确认无误的话，请告诉监票人。',
  find_ambiguous: '有多张票的短编号相同',
  find_ambiguous_lead: '请输入完整编号。',
  find_not_a_code: '这不是选票编号',
  find_not_a_code_lead: '编号由 6 个字母和数字组成，例如 7K4F-QA。',
  find_unreachable: '网络不通',
  find_unreachable_lead: '请稍后再查。',
  find_invitation: '{round} 已经开始，轮到您投票。',
  find_invitation_go: '去投票',
  back: '返回',

  trouble_round_not_open: '这一轮已经停止投票，您的票没有送到。',
  trouble_round_not_changed: '这一轮已经停止投票，修改没有送到；之前提交的那张仍然有效。',
  trouble_round_not_changed_do: '知道了',
  trouble_round_not_open_do: '返回等候',
  trouble_slip_unknown: '名册上没有这个编码，请对照码条再输入一次。',
  trouble_slip_unknown_do: '重新输入',
  trouble_slip_void: '这张码条已经作废，请向工作人员领取备用码条。',
  trouble_slip_void_do: '输入新码条',
  trouble_already_voted: '这张码条在这一轮已经投过票，以第一次提交的为准，这一次没有计入。',
  trouble_already_voted_do: '知道了',
  trouble_ballot_malformed: '选票没有封好，没有计票。您的选择还在。',
  trouble_ballot_malformed_do: '重新封票',
  trouble_device: '这部手机不能封好选票，请换一部手机重新扫码；码条仍然有效。',
  trouble_device_do: '再试一次',
  trouble_election_unreadable: '这一轮的选票打不开，请告诉工作人员。',
  trouble_election_unreadable_do: '再试一次',
  trouble_tracker_differs: '送达后的编号对不上，请在公告板上查一查，并告诉监票人。',
  trouble_tracker_differs_do: '查找我的选票',
  trouble_unknown: '选票没有送到，请再试一次；仍然不行就请工作人员帮助。',
  trouble_unknown_do: '再试一次',
};

/** The name of a text. */
export type Key = keyof typeof chinese;

/** The language shown. */
export const language = ref<'zh-CN' | 'en'>('zh-CN');
let english: typeof import('./english.ts') | undefined;

/**
 * Changes the language. English is fetched by those who read it; until it has come, and where the
 * network is gone, the page stays as it is.
 */
export async function speak(next: typeof language.value): Promise<void> {
  if (next === 'en') english ??= await import('./english.ts');
  language.value = next;
  saveLanguage(next);
}
const ignore = (): void => {};
export const toggleLanguage = (): Promise<void> =>
  speak(language.value === 'en' ? 'zh-CN' : 'en').catch(ignore);
if (loadLanguage() === 'en') void toggleLanguage();

/** A text in the language shown, with `{name}` replaced. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const text = (language.value === 'en' ? english!.english : chinese)[key];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** Whether there is a text of this name. */
export function hasText(key: string): key is Key {
  return key in chinese;
}

/** An answer's label, with an English gloss beside the official word. */
export function answerLabel(label: string): string {
  const gloss = language.value === 'en' ? english!.grades[label] : undefined;
  return gloss === undefined ? label : `${label} ${gloss}`;
}
