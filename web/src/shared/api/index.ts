export * from './action';
export * from './client';
export * from './draft';
export * from './live';
export * from './problem';
export { faultText, problemText } from './problem.messages';
export type * from './screen';
export type * as Register from './register';
export type * from './types';
