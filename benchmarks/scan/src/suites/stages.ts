import { reporters } from '@staticfire/report';
import { debianPolicy } from '@staticfire/testkit';
import type { RowPlan } from '../bench-row.ts';
import { inProcess } from '../contenders.ts';
import type { Suite } from '../suite.ts';
import { printed } from '../term.ts';

const STAGES: readonly (readonly [key: string, what: string])[] = [
  ['packs', 'packs: read from YAML, checked, compiled'],
  ['unpack', 'unpack: the container looked at'],
  ['open', 'open: partition table, banks, boot path'],
  ['collect', 'collect: every fact, dm-verity recomputed in threads, while the digest is under way'],
  ['derive', 'derive'],
  ['content', 'content: waiting for the checksums of a container'],
  ['digest', 'digest: waiting for the rest of the SHA-256 of the file'],
  ['evaluate', 'evaluate'],
];

const IMAGES = ['large', 'large-erofs'];

const POLICY = "Debian's SELinux policy";
const QUESTIONS: readonly (readonly [key: string, what: string])[] = [
  ['parse', 'parsed and validated'],
  ['index', 'rules indexed'],
  ['search', 'search'],
  ['who-can', 'who can'],
  ['flow', 'flow out of a type'],
  ['diff', 'diff of default and mls'],
];

export const stagesSuite: Suite = {
  name: 'stages',
  title: 'Stages of one scan, and of questions to a policy',
  plan: async (workbench) => {
    const images = await Promise.all(IMAGES.map((name) => workbench.lab(name)));
    const policies = [await debianPolicy('default'), await debianPolicy('mls')];
    const keys = [...STAGES, ...reporters.map(({ name }) => [`report ${name}`, `report: ${name}, of this scan`] as const)];
    return {
      contenders: [
        ...images.map(({ image }, index) => inProcess(IMAGES[index]!, 'measure-stages.ts', image, workbench.policies)),
        inProcess(POLICY, 'ask-policy.ts', ...policies),
      ],
      rows: [...IMAGES.flatMap((image) => keys.map(([key, what]) => row(image, key, what))), ...QUESTIONS.map(([key, what]) => row(POLICY, key, what))],
    };
  },
};

function row(contender: string, key: string, what: string): RowPlan {
  return { what: `${contender}: ${what}`, how: 'stage', unit: 'ms', ours: printed(contender, key) };
}
