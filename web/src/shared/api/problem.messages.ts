import { locale, messages, said } from '@/shared/i18n';
import { ApiError } from './problem';

/** What each stable code means and what to do, in the language shown. */
const t = messages(
  {
    codes: {
      offline: '没有连上服务器。请检查网络，本页填写的内容还在，稍后再试。',
      sign_in_failed: '账号或密码不对，请再试一次。',
      too_many_attempts: '尝试次数太多，请等一分钟再试。',
      sign_in_needed: '登录已过期，请重新登录。本页填写的内容会保留。',
      busy: '服务器正忙，请稍后再试。',
      forbidden: '您的账户没有做这件事的权限，请找组织者。',
      not_found: '没有找到这项内容，它可能已被改动。请刷新后再看。',
      login_taken: '这个登录名已经有人用了，请换一个。',
      rows_invalid: '文件里有填错的格子，没有写入任何内容。请按下面的提示改好再传。',
      rule_card_invalid: '规则卡还有没填对的地方，请看标出的字段。',
      rule_card_frozen: '规则卡已经冻结，不能再改。',
      rule_card_not_frozen: '规则卡还没有冻结。请先到“规则卡”冻结它。',
      too_few_villages: '有的片区观摩的村太少，不够一张选票选出。请补充观摩的村，或修改规则卡。',
      ballot_too_large:
        '选票上的选项太多，手机和服务器都难以处理。请在规则卡中减少分数档，或把片区分小。',
      trustees_missing: '监票人的密钥还没有交齐。请先到“监票人”补齐。',
      credentials_missing: '选票码条还没有做好。请先到“码条”制作并上传。',
      rounds_frozen: '轮次已经冻结，名册已封，这一步不能再做。',
      credentials_invalid: '上传的公开凭据与名册对不上，没有写入。请刷新后重新制作。',
      issue_exceeds: '发出的数量超过了做好的码条，请核对后再填。',
      witness_invalid: '见证人的账号或密码不对，或者见证人与您是同一个人。',
      trustee_proof_invalid: '密钥的证明没有通过检查，请重新生成。',
      trustee_key_fixed: '轮次已经冻结，密钥不能再更换。',
      decryption_invalid: '解密份额没有通过检查。请确认本机的密钥就是登记的那一把。',
      round_not_closed: '这一轮还没有关闭，现在不能解密。',
      already_received: '这一份已经收到过了，不必再交。',
      round_state: '轮次的状态已经变了，请看最新状态再操作。',
      voter_url_missing:
        '码条上没有可用的投票地址。请用 pingyi serve 的 --public-url 设定手机能打开的地址。',
    } as Record<string, string>,
    server: '服务器处理时出错了，没有改动任何内容。请稍后再试；若一直如此，请把时间告诉维护人员。',
    refused: '这一步没有成功，没有改动任何内容。请刷新后再试。',
    unexpected: '页面遇到了没有料到的问题。请刷新后再试。',
  },
  {
    codes: {
      offline: 'The server cannot be reached. Check the network; what you filled in here is kept.',
      sign_in_failed: 'The login or the password is not right. Please try again.',
      too_many_attempts: 'Too many attempts. Please wait a minute.',
      sign_in_needed: 'The session has ended. Please sign in again; what you filled in is kept.',
      busy: 'The server is busy. Please try again in a moment.',
      entry_changed: 'Somebody else changed the same thing meanwhile. Compare both and choose.',
      entry_invalid: 'Some members have to be mended; nothing was saved.',
      code_taken: 'This code is taken. Please choose another.',
      why_needed: 'A reason has at most 200 characters in one line and does not begin with #.',
      proposal_answered: 'This proposal was answered already. Please reload.',
      proposal_clashes:
        'What it would change was changed by somebody else since. Send it back to be proposed anew.',
      answer_needed: 'Please say why it is sent back, so that it can be mended.',
      import_outdated:
        'Something was changed since you looked at the differences. Nothing was written; the file is read again. Please look at the differences once more.',
      import_faulty: 'Some rows have to be mended. Mend the file, or choose to leave them out.',
      import_nothing: 'There is nothing to write: the file is the same, or every row is faulty.',
      import_file_gone: 'The file is empty or no longer kept. Please choose it again.',
      import_columns: 'Each column can be given to one heading only.',
      import_state: 'The import has moved on. Please reload.',
      import_built_upon:
        'Something of this import was changed or approved since; it cannot be undone as a whole. Correct it entry by entry.',
      cycle_taken: 'This code is taken. Please choose another.',
      register_fixed: 'The rule card is frozen; the register can no longer be imported as a whole.',
      another_round_open: 'Another round is not finished yet. Close, decrypt and reveal it first.',
      not_decided: 'This round has no result: turnout was below what the rule card asks for.',
      minutes_invalid: 'The time must be 1 to 1440 minutes.',
      reason_missing: 'Please give a reason of 2 to 200 characters.',
      seat_unknown: 'This person is not on the roll. Please reload.',
      slip_voted:
        'This slip has voted in the open round and that ballot counts. Replace it when the round is closed.',
      spoil_invalid:
        'Nothing was voided: no such slip is on the roll of this box, or it is void already.',
      slip_unknown: 'This slip is not on the roll of the box.',
      trustee_named: 'This account is a trustee already.',
      trustee_unknown: 'There is no such account with the role trustee.',
      trustees_full: 'The rule card has no place for another trustee.',
      trustees_untested:
        'Too few trustees have proved their keys in the rehearsal; the round was not opened, since its boxes could not be opened afterwards.',
      ceremony_step: 'It is not the turn of this step; others are waited for.',
      ceremony_needed: 'The trustees make their key together; see the trustees’ page.',
      ceremony_not_needed: 'Every trustee makes a key alone; there is nothing to start over.',
      certificate_invalid: 'The public key did not pass; it was not taken. Please make it again.',
      polynomial_invalid: 'The shares did not pass; they were not taken. Please start over.',
      ceremony_key_invalid: 'The key did not pass; it was not taken. Please start over.',
      decryption_not_needed: 'Enough trustees have decrypted; yours is not needed.',
      not_a_trustee: 'You are not a trustee of this cycle.',
      not_revealed: 'This is published when the round is revealed.',
      rule_card_missing: 'There is no rule card yet. Save a draft first.',
      fonts_missing: 'This computer has no Chinese fonts. Install fonts-noto-cjk and try again.',
      forbidden: 'Your account may not do this. Please ask the organiser.',
      not_found: 'This was not found; it may have changed. Reload and look again.',
      login_taken: 'This login is taken. Please choose another.',
      rows_invalid: 'The file has faulty cells; nothing was written. Mend the cells named below.',
      rule_card_invalid: 'The rule card has faults. See the fields marked below.',
      rule_card_frozen: 'The rule card is frozen and can no longer be changed.',
      rule_card_not_frozen: 'The rule card is not frozen yet. Freeze it under Rule card first.',
      too_few_villages:
        'An area has fewer visited villages than a ballot names. Add villages, or change the rule card.',
      ballot_too_large:
        'A ballot would have too many choices. Allow fewer points in the rule card, or make areas smaller.',
      trustees_missing: 'Not every trustee has a key. Complete them under Trustees first.',
      credentials_missing: 'The slips are not made yet. Make and upload them under Slips first.',
      rounds_frozen: 'The rounds are frozen and the roll is sealed; this can no longer be done.',
      credentials_invalid:
        'The credentials do not match the register; nothing was written. Reload and make them anew.',
      issue_exceeds: 'More slips than were made. Please check the figures.',
      witness_invalid: 'The witness’s login or password is wrong, or the witness is you.',
      trustee_proof_invalid: 'The proof of the key did not hold. Please make the key again.',
      trustee_key_fixed: 'The rounds are frozen; the key can no longer be replaced.',
      decryption_invalid:
        'The partial decryption did not hold. Is the key on this device the registered one?',
      round_not_closed: 'This round is not closed yet; nothing can be decrypted now.',
      already_received: 'This share has been received already.',
      round_state: 'The round has moved on. Look at its present state first.',
      state_needs: 'The {project} is not ready for this state: fill in what the state needs first.',
      state_not_reachable: 'This state does not follow on the present one. Look again first.',
      project_not_reported: 'A {project} in this state is not reported. Reload the list.',
      month_invalid: 'A month is written like 2026-11.',
      axis_unknown: 'The ledger cannot be added up this way.',
      photo_invalid: 'This is no whole JPEG or PNG of at most 3 MB and 10,000 pixels a side.',
      photos_full: 'A {project} has at most 12 photos. Remove one first.',
      ledger_frozen: 'The ledger of this cycle is frozen already and stays as it is.',
      ledger_empty: 'The ledger has no {projects} yet, so there is nothing to freeze.',
      unit_in_use:
        'It has {projects} that are not over. Merge it into another unit, or withdraw them first.',
      nothing_due: 'Nothing of the chosen people is due any more. Please reload.',
      date_invalid: 'A day is written like 2026-11-26.',
      account_invalid: 'The account was not opened. Check its login, name, role and {town}.',
      internal:
        'The program failed and changed nothing. Try again; if it goes on, tell the maintainers the time.',
      rehearsal: 'A rehearsal is neither annulled nor ranked. Play it to its end, then clear it.',
      already_voted: 'This slip has voted already; the first ballot counts by the rules.',
      archive_of_auditors:
        'This folder was made for auditors and must not be published. Choose another, empty folder.',
      ballot_malformed: 'The ballot is not well formed. Open the voting page again.',
      ballot_proof_invalid: 'The ballot did not pass its checks. Open the voting page again.',
      ballot_wrong_box: 'This ballot belongs to another box. Open the voting page again.',
      body_unreadable: 'It did not arrive whole. Please try again.',
      class_too_small:
        'Some classes of this round have few votes; by the rule card their counts are not published. Auditors can fetch them when signed in.',
      composite_absent:
        'The rule card counts votes only: results are public when every round is revealed.',
      composite_not_ready: 'The whole score cannot be published yet; see what is missing below.',
      composite_published: 'The whole score is published already.',
      counts_do_not_balance:
        'The counts do not balance, so this round cannot be published. Find out why, then annul it and vote again.',
      cross_site:
        'The request came from another site and was refused. Use the pages of this program.',
      cycle_invalid: 'The cycle was not begun. Check its code, title, dates and areas.',
      data_invalid: 'The data are faulty. Mend them first.',
      json_invalid: 'This is not the JSON that is needed.',
      judges_missing: 'Import the judges first, then their sheets.',
      package_not_written: 'The package could not be written. Check the folder and its free space.',
      privacy_card:
        'Rule card and register together would give votes of single persons away. It was not frozen; see below.',
      privacy_plan:
        'These figures would give votes of single persons away. They were not published.',
      quorum_missing: 'Fewer voters are present than the rule card needs, so voting cannot begin.',
      register_empty:
        'The register has no visited {villages} of this area. Import the register first.',
      rehearsal_empty:
        'The rehearsal has no ballot yet. Cast at least one, or the trustees cannot try to decrypt.',
      rehearsal_not_tallied:
        'The rehearsal is not finished. Vote, close it and let the trustees decrypt first.',
      round_not_open: 'This round is not open; the ballot was not taken.',
      rule_card_register:
        'Rule card and register do not fit: a group of voters or an area is missing in one of them.',
      score_table_unneeded: 'The rule card does not use this table.',
      score_tables_changed: 'Something else changed just now, and nothing was written. Try again.',
      score_tables_closed: 'Scores can no longer be changed: the result is published.',
      score_tables_early: 'Scores can be entered when the rule card is frozen.',
      seed_invalid: 'A seed is a whole number, or one line of at most 100 characters.',
      slip_void: 'This slip is void. Use the one given instead.',
      slips_not_issued: 'No slips are noted as given out yet. Note them under Slips first.',
      slips_not_printed: 'The slips of this box are not made yet.',
      state_unknown: 'A proposal is pending, approved, rejected or withdrawn.',
      too_large: 'What was sent is too large.',
      turnout_invalid: 'A turnout is 0 to 100.',
      what_if_invalid: 'The changed rule card does not hold; see below.',
      voter_url_missing:
        'There is no voting address to print on slips. Set one with --public-url of pingyi serve.',
    } as Record<string, string>,
    server:
      'The server failed and changed nothing. Try again; if it goes on, tell the maintainers the time.',
    refused: 'This did not work and changed nothing. Reload and try again.',
    unexpected: 'The page met a problem it did not expect. Please reload.',
  },
);

/** What is wrong, in the language shown; in Chinese where the server has no English for it. */
export const faultText = (fault: { message: string; message_en?: string | null }): string =>
  said({ zh: fault.message, en: fault.message_en || fault.message });

/**
 * One sentence for a person: what happened and what to do.
 *
 * The server explains itself in Chinese, with the figures of the case; where it says nothing, and
 * in other languages, its stable code is translated here.
 */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiError)) return t.value.unexpected;
  const known = t.value.codes[error.code];
  const own = locale.value === 'zh-CN' ? (error.detail ?? known) : (known ?? error.detail);
  return own ?? (error.status >= 500 ? t.value.server : t.value.refused);
}
