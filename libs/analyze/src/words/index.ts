export { describeUnknown, nearestWord } from './nearest-word.ts';
