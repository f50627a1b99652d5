/** Strokes on a 20 × 20 grid, drawn with the colour of the text beside them. */
export const icons = {
  check: 'M4 10.5l4 4 8-9',
  dot: 'M10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  ring: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12z',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l3 2',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  unlock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 5.6-1.5',
  warn: 'M10 3l8 14H2zM10 8v4M10 14.4v.2',
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 9.5V14M10 6.4v.2',
  cross: 'M5 5l10 10M15 5L5 15',
  right: 'M8 4l6 6-6 6',
  down: 'M4 8l6 6 6-6',
  up: 'M4 12l6-6 6 6',
  arrow: 'M3 10h13M11 5l5 5-5 5',
  download: 'M10 3v10M5.5 9l4.5 4.5L14.5 9M4 17h12',
  upload: 'M10 14V4M5.5 8L10 3.5 14.5 8M4 17h12',
  print: 'M6 8V3h8v5M6 14H3V8h14v6h-3M6 12h8v5H6z',
  copy: 'M7 7h9v10H7zM13 7V3H4v10h3',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4',
  plus: 'M10 4v12M4 10h12',
  key: 'M7 7a4 4 0 1 0 0 6 4 4 0 0 0 1.6-2H17v3M14 11v2.5',
  shield: 'M10 2.5l6.5 2.5v4.5c0 4-2.8 6.8-6.5 8-3.7-1.2-6.5-4-6.5-8V5zM7 10l2.2 2.2L13.5 8',
  user: 'M10 3a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 10 3zM3.5 17c.6-3.6 3-5.4 6.5-5.4s5.9 1.8 6.5 5.4',
  home: 'M3 9.5l7-6 7 6M5 8.5V17h10V8.5M8.5 17v-4.5h3V17',
  people:
    'M7 4a2.6 2.6 0 1 0 0 5.2A2.6 2.6 0 0 0 7 4zM2 16c.4-3 2.2-4.5 5-4.5s4.6 1.5 5 4.5M13 4.3a2.6 2.6 0 0 1 0 4.7M14.5 11.8c2 .5 3.2 1.9 3.5 4.2',
  tree: 'M7.5 3h5v4h-5zM2.5 13h5v4h-5zM12.5 13h5v4h-5zM10 7v3M5 13v-3h10v3',
  pin: 'M10 17.5c-3.6-3.8-5.4-6.5-5.4-9a5.4 5.4 0 0 1 10.8 0c0 2.5-1.8 5.2-5.4 9zM10 6.7a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z',
  calendar: 'M3.5 5h13v12h-13zM3.5 9h13M7 3v3M13 3v3',
  sliders:
    'M3 6h8M15 6h2M3 14h2M9 14h8M13 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM7 12a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  ledger: 'M4 3h12v14H4zM7 7h6M7 10h6M7 13h3',
  rule: 'M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M8 10l1.2 1.2L12 8.5M8 14.5h4.5',
  slip: 'M3 5h14v10H3zM6 8h3v4H6zM12 8.5h2.5M12 11.5h2.5',
  box: 'M3 8h14v9H3zM5.5 8V3h9v5M8 11h4',
  medal:
    'M10 8.5a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM7 9L4.5 2.5M13 9l2.5-6.5M8 2.5l2 4.5 2-4.5',
  sheet: 'M3 3.5h14v13H3zM3 8h14M8 3.5v13M3 12.2h14',
  chart: 'M3 3v14h14M6.5 13.5l3-4 2.5 2 4-6',
  book: 'M10 5C8 3.5 5.5 3.2 3 3.5v12.5c2.5-.3 5 0 7 1.5 2-1.5 4.5-1.8 7-1.5V3.5C14.5 3.2 12 3.5 10 5zM10 5v12.5',
  stage: 'M3 4h14v9H3zM10 13v4M6.5 17h7',
  out: 'M8 4H4v12h4M8 10h9M13.5 6l4 4-4 4',
  slash: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM5.2 5.2l9.6 9.6',
} as const;

/** The name of a drawing of the kit. */
export type IconName = keyof typeof icons;
