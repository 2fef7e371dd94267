import { node } from '../contenders.ts';
import type { Suite } from '../suite.ts';
import { constant, difference, seconds } from '../term.ts';

const LOAD_SECONDS = 0.15;
const EVALUATE_SECONDS = 0.1;

export const startsSuite: Suite = {
  name: 'starts',
  title: 'Start, packs, saved facts',
  isChecked: true,
  plan: async (workbench) => {
    const { facts } = await workbench.lab('large-erofs');
    return {
      contenders: [
        node('packs', workbench.bundle, '--version', '--json'),
        node('evaluate', workbench.bundle, 'evaluate', facts, '--fail-on', 'none', '--format', 'json'),
        node('help', workbench.bundle, '--help'),
        node('node', '-e', '0'),
      ],
      rows: [
        {
          ...{ what: 'packs loaded and compiled, over node -e 0', how: 'difference', unit: 's', ours: difference(seconds('packs'), seconds('node')) },
          ...{ peer: 'bound', theirs: constant(LOAD_SECONDS), bound: 1 },
        },
        {
          ...{ what: 'saved facts judged, over loading the packs', how: 'difference', unit: 's', ours: difference(seconds('evaluate'), seconds('packs')) },
          ...{ peer: 'bound', theirs: constant(EVALUATE_SECONDS), bound: 1 },
        },
        {
          ...{ what: 'staticfire --help', how: 'process', unit: 's', ours: seconds('help'), check: true },
          ...{ peer: 'node -e 0', theirs: seconds('node'), bound: 4 },
        },
      ],
    };
  },
};
