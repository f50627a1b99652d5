export * from './date';
export * from './money';
export * from './number';
export * from './points';
export * from './share';
