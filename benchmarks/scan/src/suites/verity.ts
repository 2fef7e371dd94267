import { bundleProcess } from '../bundle-process.ts';
import { node, verifyTree } from '../contenders.ts';
import type { Suite } from '../suite.ts';
import { seconds } from '../term.ts';

export const veritySuite: Suite = {
  name: 'verity',
  title: 'dm-verity',
  isChecked: true,
  plan: async (workbench) => {
    const verifyProcess = await bundleProcess('verify-process', workbench.work, {
      'leaf-ranges-worker': '../../../libs/read/src/formats/dm-verity/leaf-ranges-worker.ts',
    });
    const ext4 = await workbench.lab('large');
    return {
      contenders: [node('verity', verifyProcess, ext4.root, ext4.hash, ext4.rootHash), verifyTree('veritysetup', ext4)],
      rows: [
        {
          ...{ what: 'dm-verity recomputation of large', how: 'process', unit: 's', check: true },
          ...{ ours: seconds('verity'), peer: 'veritysetup verify', theirs: seconds('veritysetup'), bound: 1 },
        },
      ],
    };
  },
};
