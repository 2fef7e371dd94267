import type { ControlText } from '@staticfire/findings';

/** What decides a control, in the order of the coverage bar. */
export const deciders = {
  image: 'the image',
  'user-data': 'the image with user data',
  nature: 'how Bottlerocket is made',
  attested: 'an attestation',
  manual: 'people, not yet',
  runtime: 'only the running host',
  deselected: 'nobody: left out',
} as const;
export type Decider = keyof typeof deciders;

export function decidedBy({ status, decided }: ControlText): Decider {
  switch (status) {
    case 'attested':
    case 'manual':
    case 'deselected':
      return status;
    case 'runtime-only':
      return 'runtime';
    case 'inherently-met':
      return 'nature';
    default:
      return decided;
  }
}
