import { K8S_1_36 } from '../release-2026.ts';
import { image2026 } from './image-2026.ts';
import { PACKAGES } from './large.ts';

const size = { gib: 2, banks: 2, layout: 'split', dataGib: 1 } as const;
const base = image2026(
  'large-erofs',
  'Bottlerocket OS 1.66.0 by its layout and EROFS root, Debian packages by its content: for speed and scale',
  size,
  K8S_1_36,
);

export const largeErofs = { ...base, root: { ...base.root, packages: PACKAGES } };
