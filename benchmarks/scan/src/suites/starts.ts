import { node } from '../contenders.ts';
import type { Suite } from '../suite.ts';
import { constant, difference, seconds } from '../term.ts';

const LOAD_SECONDS = 0.3;
const EVALUATE_SECONDS = 0.5;

export const startsSuite: Suite = {
  name: 'starts',
  title: 'Start, packs, saved facts',
  isChecked: true,
  plan: async (workbench) => {
    const [usual, large] = [await workbench.lab('k8s-2026'), await workbench.lab('large-erofs')];
    const evaluate = (facts: string) => [workbench.bundle, 'evaluate', facts, '--fail-on', 'none', '--format', 'json'];
    return {
      contenders: [
        node('packs', workbench.bundle, '--version', '--json'),
        node('evaluate', ...evaluate(usual.facts)),
        node('evaluate large', ...evaluate(large.facts)),
        node('help', workbench.bundle, '--help'),
        node('node', '-e', '0'),
      ],
      rows: [
        {
          ...{ what: 'packs loaded and compiled, over node -e 0', how: 'difference', unit: 's', ours: difference(seconds('packs'), seconds('node')) },
          ...{ peer: 'bound', theirs: constant(LOAD_SECONDS), bound: 1 },
        },
        {
          ...{ what: 'saved facts of k8s-2026 judged by all packs', how: 'process', unit: 's', ours: seconds('evaluate') },
          ...{ peer: 'bound', theirs: constant(EVALUATE_SECONDS), bound: 1 },
        },
        {
          ...{ what: 'saved facts of large-erofs judged by all packs', how: 'process', unit: 's', ours: seconds('evaluate large') },
          ...{ peer: 'loading the packs', theirs: seconds('packs') },
        },
        {
          ...{ what: 'staticfire --help', how: 'process', unit: 's', ours: seconds('help'), check: true },
          ...{ peer: 'node -e 0', theirs: seconds('node'), bound: 4 },
        },
      ],
    };
  },
};
