import type { SignatureCheckText } from '@staticfire/findings';

/** What came of verifying a signature, in a few words. */
export function describeCheck({ by, verdict }: SignatureCheckText): string {
  return WORDS[verdict](by);
}

const WORDS: Readonly<Record<SignatureCheckText['verdict'], (by: string) => string>> = {
  vouched: (by) => `${by} carries what it leads to`,
  enrolled: () => 'it leads to what the owner enrols',
  outside: () => 'nobody in the image vouches for its signer',
  refused: (by) => `${by} does not start it`,
  invalid: () => 'the file is not what was signed',
  unchecked: (by) => `${by} cannot check it`,
};
