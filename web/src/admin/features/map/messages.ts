import { messages } from '@/shared/i18n';

export const t = messages(
  {
    title: '{village}分布图',
    state: (villages: number, placed: number) =>
      placed
        ? `${villages} 个{village}，其中 ${placed} 个有坐标。`
        : `${villages} 个{village}都还没有坐标，按{town}排列。`,
    sketch: '示意图，不作为划界依据',
    none: '还没有{village}',
    noneHelp: '先在“单位”里添加或导入{village}。有坐标的画在图上，没有坐标的按{town}排列。',
    toUnits: '去看单位',
    figure: (n: number) => `${n} 个{village}的位置示意图，内容与旁边的表相同`,
    keys: '地图。加号放大，减号缩小，方向键移动，数字 0 看全图。',
    zoomIn: '放大',
    zoomOut: '缩小',
    whole: '全图',
    town: '看哪个{town}',
    all: '全部',
    hint: '指向或点选图上的{village}，或在表里选一个，这里会显示它的{secretary}和{project}。',
    secretary: '{secretary}',
    noSecretary: '暂无',
    projectsOf: (n: number) => (n ? `${n} 个{project}` : '没有{project}'),
    open: (name: string) => `打开${name}`,
    caption: '{village}一览',
    village: '{village}',
    townName: '{town}',
    projects: '{project}',
    place: '坐标',
    placed: '有',
    unplaced: '没有',
    board: '没有坐标的{village}',
    boardAll: '按{town}排列',
    boardAbout: '在单位的“修改”里填写经纬度后，会画到图上。',
  },
  {
    title: 'Map of {villages}',
    state: (villages: number, placed: number) =>
      placed
        ? `${villages} {villages}, ${placed} of them with coordinates.`
        : `None of the ${villages} {villages} has coordinates; they are arranged by {town}.`,
    sketch: 'A sketch; no evidence of boundaries',
    none: 'No {villages} yet',
    noneHelp:
      'Add or import {villages} under Units. Those with coordinates are drawn, the others arranged by {town}.',
    toUnits: 'See the units',
    figure: (n: number) => `Where ${n} {villages} are, as a sketch; the table beside says the same`,
    keys: 'Map. Plus and minus zoom, arrows move, 0 shows the whole.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    whole: 'Whole map',
    town: 'Which {town}',
    all: 'all',
    hint: 'Point at a {village} of the map or choose one in the table; its {secretary} and {projects} are shown here.',
    secretary: '{Secretary}',
    noSecretary: 'none',
    projectsOf: (n: number) =>
      n === 0 ? 'no {projects}' : n === 1 ? 'one {project}' : `${n} {projects}`,
    open: (name: string) => `Open ${name}`,
    caption: 'All {villages}',
    village: '{Village}',
    townName: '{Town}',
    projects: '{Projects}',
    place: 'On the map',
    placed: 'yes',
    unplaced: 'no',
    board: '{Villages} without coordinates',
    boardAll: 'Arranged by {town}',
    boardAbout: 'With longitude and latitude entered under Edit of a unit, it appears on the map.',
  },
);
