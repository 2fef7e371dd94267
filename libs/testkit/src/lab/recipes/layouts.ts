import type { ImageRecipe } from '../recipe.ts';
import { K8S_1_30 } from '../release.ts';
import { standardImage } from './standard.ts';

const KEYS = 'programs exit at once; signed with keys that anybody can make';
const UNIFIED = { gib: 1, banks: 2, layout: 'unified', dataGib: 1 } as const;

/** What the feature in-place-updates brings (anatomy section 3.3). */
const OF_UPDATES = ['/usr/bin/migrator', '/usr/share/updog/root.json'];

/** A build without in-place-updates: one bank of twice the size, and nothing that updates. */
export const oneBank = withoutUpdates(
  standardImage(
    'one-bank',
    `imitates Bottlerocket OS 1.26.1 (aws-k8s-1.30) built without in-place updates on a 1 GiB plan; ${KEYS}`,
    {
      ...{ gib: 1, banks: 1, layout: 'split', dataGib: 1 },
    },
    K8S_1_30,
  ),
);

/** DATA on the same disk, as variants of one disk have it. */
export const unified = standardImage(
  'unified',
  `imitates Bottlerocket OS 1.26.1 (aws-k8s-1.30) with OS and data on one disk of 1 and 1 GiB, DATA ext4; ${KEYS}`,
  UNIFIED,
  {
    ...K8S_1_30,
    dataFilesystem: 'ext4',
  },
);

/** Its filesystem is made, where a build leaves zeros for the first boot to make it of. */
export const unifiedXfs: ImageRecipe = {
  ...standardImage('unified-xfs', `unified, DATA already an empty XFS; ${KEYS}`, UNIFIED, K8S_1_30),
  dataContent: 'xfs',
};

function withoutUpdates(recipe: ImageRecipe): ImageRecipe {
  const entries = recipe.root.entries.filter(({ path }) => !OF_UPDATES.some((end) => path.endsWith(end)));
  return { ...recipe, root: { ...recipe.root, entries } };
}
