export * from './action';
export * from './client';
export * from './draft';
export * from './live';
export * from './problem';
export { problemText } from './problem.messages';
export type * from './screen';
export type * from './types';
