import { messages } from '@/shared/i18n';

/** Texts of keys that are made together, of which some are enough. */
export const c = messages(
  {
    words: (size: number, threshold: number) => `${size} 名监票人，任意 ${threshold} 名即可开箱`,
    about: (size: number, threshold: number) =>
      threshold > 1
        ? `密钥分成 ${size} 份，每人一份，各自保管。任意 ${threshold} 名监票人一起就能解开合计，少于 ${threshold} 名谁也解不开；任何一张选票都不会被打开。`
        : `密钥分成 ${size} 份，每人一份，各自保管。任何 1 名监票人就能解开合计；任何一张选票都不会被打开。`,
    progress: '密钥生成进度',
    tableCaption: '每位监票人的三个步骤',
    member: '监票人',
    steps: { certificate: '① 生成密钥', polynomial: '② 互发份额', key: '③ 核对合成' },
    tested: '演练试用',
    marks: { done: '完成', waiting: '等待', later: '未到' },
    testedYes: '已试用',
    testedNo: '未试用',
    you: '您',
    unnamed: (position: number) => `第 ${position} 名，待指定`,
    fingerprint: '指纹',
    fingerprintAbout:
      '请监票人当面把自己屏幕上的指纹念一遍，与这里和其他人屏幕上的一致，就说明没有人被冒名顶替。',
    waitingFor: (step: string, names: string) => `${step}：等待${names}`,
    done: (size: number, threshold: number) =>
      `密钥已经合成，${size} 名监票人各有一份，任意 ${threshold} 名即可开箱。`,
    listed: (names: string[]) => names.join('、'),
    unnamedMore: (n: number) => `还没有指定的 ${n} 名`,

    state: (made: number, size: number, threshold: number, tested: number) =>
      made < size
        ? `${size} 名监票人，任意 ${threshold} 名即可开箱；密钥还没有做完。`
        : tested === 0
          ? `${size} 名监票人，任意 ${threshold} 名即可开箱；密钥已经合成，还没有在演练中试用。`
          : `${size} 名监票人，任意 ${threshold} 名即可开箱；密钥已经合成，${tested} 人在演练中试用过。`,

    restart: '重新开始',
    restartTitle: '重新开始密钥生成',
    restartEffects: (certificates: number, polynomials: number, keys: number) => [
      `已交的 ${certificates} 份公钥、${polynomials} 组份额、${keys} 份合成结果全部作废。`,
      '每位监票人都要再按一次“生成密钥”，并打印新的备份页；旧备份页请当场销毁。',
      '这件事和原因会写进操作记录。',
    ],
    reason: '原因',
    reasonHelp: '例如：监票人乙的设备损坏，备份页也没有。2–200 字。',
    reasonMissing: '请写明原因，2–200 字',

    mine: '我的密钥',
    makeAbout: (size: number, threshold: number) =>
      `按一下就在这台设备上做好您的那一份，只保存在这个浏览器里，从不上传。全部 ${size} 名都做好以后，本页会自己接着做完后面两步；开箱时任意 ${threshold} 名到场即可。请用您自己的设备。`,
    make: '生成密钥',
    restarted: '组织者让密钥重新开始生成',
    restartedAbout:
      '您原来的密钥和备份页已经作废。请再按一次“生成密钥”，打印新的备份页，把旧的备份页销毁。',
    mineDone: '您的密钥已经做好',
    mineDoneAbout: '投票关闭后，请用这台设备、这个浏览器回到本页解密。',
    stepDone: '您这一步已经做完',
    keepOpen: '没有什么要按的。请让本页开着；如果关掉，过一会儿用这台设备再打开一次，它会接着做。',
    backupNext: '接下来只要打印备份页；其余的步骤本页会自己接着做，请让它开着。',
    working: '正在核对其他监票人交来的内容，请稍等…',
    elsewhere: '您的密钥不在这个浏览器里',
    elsewhereAbout: '请换回生成密钥的设备；如果设备坏了，照备份页把字符输进来，就能接着做。',
    restoreHelp: '照备份页逐组输入，以 PY2 开头，共 5 组；空格可省，区分大小写。',
    restoreOther: '这份备份不是现在登记的那一把密钥的，可能是重新开始以前的旧备份页。',
    lostOpen: '设备和备份页都没有了？请告诉组织者，由组织者重新开始密钥生成。',
    lostFixed: (threshold: number) =>
      `设备和备份页都没有了？请马上告诉组织者：有 ${threshold} 名监票人的密钥可用，票箱就能打开。`,
    backupAbout:
      '打印一份，当场装入不透明的信封，封口签名，自己保管。设备坏了，只有它能恢复您的那一份密钥。',
    backupWarn: '还没有备份。设备一旦损坏，您这一份密钥就没有了。',
    backupDone: '我已打印或抄好备份页，并封存',
    byHand: '没有打印机？照着抄下来',
    byHandAbout: '用笔抄在纸上，逐字核对大小写，装入信封封口。不拍照，不截图，抄完收起。',
    checkAlso: '请与其他监票人当面核对下面表里的指纹。',

    faults: {
      other: (name: string) =>
        `${name}交来的内容核对不上，本机没有接着做。请当面问一问${name}，并请组织者重新开始密钥生成。`,
      mine: '服务器退回的内容与您在本机做的不一致，没有接着做。请通知组织者和审计人员，由组织者重新开始密钥生成。',
      certificate: (name: string) =>
        `${name}的公钥没有通过检查，本机没有接着做。请当面与${name}核对指纹，并请组织者重新开始密钥生成。`,
      unknown:
        '服务器送来的内容读不出来，本机没有接着做。请刷新后再试；还是这样，请通知组织者和审计人员。',
      title: '密钥没有接着做',
    },
    againSoon: '没有交上去，稍后自动再试。',
  },
  {
    words: (size: number, threshold: number) =>
      `${size} trustees, any ${threshold} of them open a box`,
    about: (size: number, threshold: number) =>
      `The key is in ${size} parts, one with each trustee. Any ${threshold} together open the sums, fewer cannot; no ballot is ever opened.`,
    progress: 'The key in the making',
    tableCaption: 'The three steps of each trustee',
    member: 'Trustee',
    steps: { certificate: '① Key', polynomial: '② Shares', key: '③ Check' },
    tested: 'Rehearsal',
    marks: { done: 'done', waiting: 'awaited', later: 'later' },
    testedYes: 'tried',
    testedNo: 'not tried',
    you: 'you',
    unnamed: (position: number) => `No. ${position}, to be named`,
    fingerprint: 'Fingerprint',
    fingerprintAbout:
      'Let each trustee read the fingerprint on the own screen aloud. If it is the same here and on the other screens, nobody has been replaced.',
    waitingFor: (step: string, names: string) => `${step}: waiting for ${names}`,
    done: (size: number, threshold: number) =>
      `The key is made: ${size} trustees hold a part each, any ${threshold} open a box.`,
    listed: (names: string[]) => names.join(', '),
    unnamedMore: (n: number) => `${n} to be named`,

    state: (made: number, size: number, threshold: number, tested: number) =>
      made < size
        ? `${size} trustees, any ${threshold} open a box; the key is not complete yet.`
        : `${size} trustees, any ${threshold} open a box; the key is made, ${tested} tried it in the rehearsal.`,

    restart: 'Start over',
    restartTitle: 'Start making the key over',
    restartEffects: (certificates: number, polynomials: number, keys: number) => [
      `${certificates} public keys, ${polynomials} sets of shares and ${keys} results are void.`,
      'Every trustee makes a key again and prints a new backup sheet; the old sheets are to be destroyed.',
      'This and the reason are written into the log.',
    ],
    reason: 'Reason',
    reasonHelp: 'For example: a device is broken and its backup sheet lost. 2–200 characters.',
    reasonMissing: 'Please give a reason of 2 to 200 characters',

    mine: 'My key',
    makeAbout: (size: number, threshold: number) =>
      `Your part is made on this device and kept in this browser only. Once all ${size} have done so, this page does the other two steps by itself; any ${threshold} open a box. Use a device of your own.`,
    make: 'Make my key',
    restarted: 'The organiser has started over',
    restartedAbout:
      'Your key and its backup sheet are void. Please make a key again, print the new sheet and destroy the old one.',
    mineDone: 'Your key is made',
    mineDoneAbout: 'After closing, come back to this page with this device and this browser.',
    stepDone: 'Your step is done',
    keepOpen:
      'There is nothing to press. Leave this page open; if you close it, open it again later on this device and it goes on.',
    backupNext:
      'Only the backup sheet is left to do. This page does the rest by itself; leave it open.',
    working: 'Checking what the other trustees sent…',
    elsewhere: 'Your key is not in this browser',
    elsewhereAbout:
      'Use the device it was made on; if that is broken, type the characters of the backup sheet and the page goes on.',
    restoreHelp: 'Type the five groups, beginning with PY2; spaces do not matter, capitals do.',
    restoreOther: 'This backup is not of the key registered now; it may be older than a restart.',
    lostOpen: 'Device and sheet both lost? Tell the organiser, who can start over.',
    lostFixed: (threshold: number) =>
      `Device and sheet both lost? Tell the organiser now: ${threshold} working keys open the boxes.`,
    backupAbout:
      'Print one, put it into an opaque envelope at once, seal and sign it, keep it yourself. If the device breaks, only this restores your part.',
    backupWarn: 'There is no backup. If the device breaks, your part of the key is lost.',
    backupDone: 'I have printed or copied the sheet and sealed it',
    byHand: 'No printer? Copy it by hand',
    byHandAbout:
      'Copy it with a pen, compare every letter, seal it in an envelope. No photo, no screenshot.',
    checkAlso: 'Compare the fingerprints below with the other trustees, face to face.',

    faults: {
      other: (name: string) =>
        `What ${name} sent does not fit; this device did not go on. Ask ${name}, and ask the organiser to start over.`,
      mine: 'What came back is not what this device handed in; it did not go on. Tell organiser and auditors; the organiser has to start over.',
      certificate: (name: string) =>
        `The public key of ${name} did not pass; this device did not go on. Compare fingerprints with ${name} and ask the organiser to start over.`,
      unknown:
        'What the server sent cannot be read; this device did not go on. Reload; if it stays so, tell organiser and auditors.',
      title: 'The key did not go on',
    },
    againSoon: 'Not handed in; trying again soon.',
  },
);
