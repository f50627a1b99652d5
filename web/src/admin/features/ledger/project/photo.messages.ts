import { messages } from '@/shared/i18n';

export const t = messages(
  {
    title: '照片',
    about: '可有可无。只存画面，拍摄地点、时间和手机型号都不保留；每个{project}最多 12 张。',
    none: '没有照片。',
    file: '选择照片',
    fileHelp: 'JPEG 或 PNG，太大的会自动缩小。',
    caption: '拍的是什么',
    captionHelp: '一句话，如“路面完成”。写好再选照片。',
    captionMissing: '请先写一句照片拍的是什么，再选照片。',
    sending: '正在上传…',
    by: (who: string, at: string) => `${who} ${at}`,
    remove: '删去',
    removeOf: (caption: string) => `删去照片“${caption}”`,
    removeEffects: ['照片会从服务器上删掉，不能找回。'],
    cancel: '取消',
  },
  {
    title: 'Photos',
    about:
      'Nobody has to add any. Only the picture is kept, not where, when and with what it was taken; at most 12 for a {project}.',
    none: 'No photos.',
    file: 'Choose a photo',
    fileHelp: 'JPEG or PNG; large ones are made smaller.',
    caption: 'What it shows',
    captionHelp: 'In a few words, such as “road surface done”. Then choose the photo.',
    captionMissing: 'First say in a few words what the photo shows, then choose it.',
    sending: 'Sending…',
    by: (who: string, at: string) => `${who} ${at}`,
    remove: 'Remove',
    removeOf: (caption: string) => `Remove the photo “${caption}”`,
    removeEffects: ['The photo is deleted on the server and cannot be brought back.'],
    cancel: 'Cancel',
  },
);
