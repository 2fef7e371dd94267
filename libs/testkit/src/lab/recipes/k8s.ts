import { K8S_1_30 } from '../release.ts';
import { standardImage } from './standard.ts';

const base = standardImage(
  'k8s-1.26',
  'imitates Bottlerocket OS 1.26.1 (aws-k8s-1.30), 2 GiB, with an ext4 data disk; programs exit at once; signed with keys that anybody can make',
  { gib: 2, banks: 2, layout: 'split', dataGib: 1 },
  { ...K8S_1_30, dataFilesystem: 'ext4' },
);

/** The size official aws-k8s images have, with the data disk beside it. */
export const k8s = { ...base, withDataDisk: true };
