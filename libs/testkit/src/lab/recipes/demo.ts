import { K8S_1_30 } from '../release.ts';
import { standardImage } from './standard.ts';

/** Small enough to be committed; the base of every mutation. */
export const demo = standardImage(
  'demo',
  'imitates Bottlerocket OS 1.26.1 (aws-k8s-1.30) on a 1 GiB plan; programs exit at once; signed with keys that anybody can make',
  { gib: 1, banks: 2, layout: 'split', dataGib: 1 },
  K8S_1_30,
);
