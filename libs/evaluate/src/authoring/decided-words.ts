import type { DecidedFrom } from './control-explanation.ts';

const WORDS: Readonly<Record<DecidedFrom, string>> = {
  image: 'image',
  'image-in-part': 'image, in part',
  'image+userdata': 'image + user data',
  'image+userdata-in-part': 'image + user data, in part',
  'runtime-only': 'running host only',
  manual: 'people',
  'inherently-met': 'met by design',
};

export const decidedOrder = Object.keys(WORDS) as readonly DecidedFrom[];

export function decidedWords(decided: DecidedFrom): string {
  return WORDS[decided];
}
