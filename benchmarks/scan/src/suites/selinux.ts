import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bottlerocketPolicy, compiledPolicy, type DebianPolicy, debianPolicy } from '@staticfire/testkit';
import type { RowPlan } from '../bench-row.ts';
import { node, program } from '../contenders.ts';
import type { Contender } from '../measure.ts';
import { diffAnswer, flowAnswer, searchAnswer, sediffAnswer, seinfoflowAnswer, whoCanAnswer } from '../selinux-answers.ts';
import type { Suite, SuitePlan } from '../suite.ts';
import { constant, difference, peakMegabytes, seconds } from '../term.ts';
import type { Workbench } from '../workbench.ts';

/** What permissions weigh, for both sides. */
const PERMISSION_MAP = '/usr/lib/python3/dist-packages/setools/perm_map';
/** Reading a file is all that flows, so that what seinfoflow tells is who can read. */
const READ_ALONE = '1\nclass file 1\nread r 10\n';
const SEARCH = ['-A', '-s', 'httpd_t', '-t', 'httpd_sys_content_t', '-c', 'file'];
const MEGABYTES = 200;
const PACK_SECONDS = 0.4;
const FIFTEEN_MINUTES = 900_000;

type Part = Pick<SuitePlan, 'contenders' | 'rows'>;

/** One question to us and to setools. `times`: how much faster ours has to be; without it the row informs. */
interface Question {
  readonly what: string;
  readonly ours: Contender;
  readonly theirs: Contender;
  readonly peer: string;
  readonly times?: number;
  readonly check?: true;
}

export const selinuxSuite: Suite = {
  name: 'selinux',
  title: 'Questions to a SELinux policy',
  isChecked: true,
  plan: async (workbench, purpose) => {
    const small = await compiledPolicy(bottlerocketPolicy());
    const parts = [
      asked(await search(workbench, 'default')),
      ...(purpose === 'report' ? await slowQuestions(workbench) : []),
      asked(smallFlow(workbench, small)),
      overNode(workbench, "search, a policy of Bottlerocket's size, over node -e 0", ['selinux', 'search', small, '-A', '-s', 'container_t']),
      ...(purpose === 'report' ? [await wholePack(workbench)] : []),
    ];
    return {
      contenders: [node('node', '-e', '0'), ...parts.flatMap(({ contenders }) => contenders)],
      rows: parts.flatMap(({ rows }) => rows),
    };
  },
};

async function wholePack(workbench: Workbench): Promise<Part> {
  const { facts } = await workbench.lab('k8s-2026');
  const what = 'saved facts of k8s-2026 judged by the whole pack selinux, over node -e 0';
  return overNode(workbench, what, ['evaluate', facts, '--profile', 'selinux/promises', '--fail-on', 'none'], PACK_SECONDS);
}

/** A whole command of ours, less the start of Node; `most` seconds at most. */
function overNode({ bundle }: Workbench, what: string, args: readonly string[], most?: number): Part {
  const bound = most === undefined ? {} : { peer: 'bound', theirs: constant(most), bound: 1 };
  const row: RowPlan = { what, how: 'difference', unit: 's', ours: difference(seconds(what), seconds('node')), ...bound };
  return { contenders: [node(what, bundle, ...args)], rows: [row] };
}

function asked({ what, ours, theirs, peer, times, check }: Question): Part {
  const time: RowPlan = {
    ...{ what, how: 'process', unit: 's', ours: seconds(ours.name), peer, theirs: seconds(theirs.name), sameAnswer: [ours.name, theirs.name] },
    ...(times === undefined ? {} : { bound: 1 / times }),
    ...(check ? { check } : {}),
  };
  const memory = { what: `peak memory, ${what}`, how: 'process', unit: 'MB', ours: peakMegabytes(ours.name) } as const;
  return { contenders: [ours, theirs], rows: [time, { ...memory, peer: 'bound', theirs: constant(MEGABYTES), bound: 1 }] };
}

async function search({ bundle }: Workbench, flavour: DebianPolicy): Promise<Question> {
  const policy = await debianPolicy(flavour);
  return {
    what: `search, ${debian(flavour)}`,
    ours: { ...node(`search ${flavour}`, bundle, 'selinux', 'search', policy, ...SEARCH), readAnswer: searchAnswer },
    theirs: { ...program(`sesearch ${flavour}`, 'sesearch', ...SEARCH, policy), readAnswer: searchAnswer },
    ...{ peer: 'sesearch', times: 5 },
  };
}

/** Its time is that of two starts, which CI can wait for. */
function smallFlow({ bundle }: Workbench, policy: string): Question {
  return {
    ...{ what: "flow out of secret_t, weight 8, a policy of Bottlerocket's size", peer: 'seinfoflow', times: 2, check: true },
    ours: flow('small flow', bundle, policy, 'secret_t', '8'),
    theirs: seinfoflow('small seinfoflow', policy, 'secret_t', '8', PERMISSION_MAP),
  };
}

/** Those that take setools a part of a minute or more, or a second policy. */
async function slowQuestions(workbench: Workbench): Promise<readonly Part[]> {
  const [policy, mls] = [await debianPolicy('default'), await debianPolicy('mls')];
  return [asked(await search(workbench, 'mls')), whoCan(workbench, policy), largeFlow(workbench, policy), diff(workbench, policy, mls)];
}

/**
 * setools has no such question. seinfoflow answers it when its permission map holds nothing else, which saves it most of its time: with that map the
 * answers are compared; the promise is about seinfoflow as it comes.
 */
function whoCan({ bundle, work }: Workbench, policy: string): Part {
  const readAlone = join(work, 'read-alone.map');
  writeFileSync(readAlone, READ_ALONE);
  const { contenders, rows } = asked({
    ...{ what: `who can read shadow_t:file, ${debian('default')}`, peer: 'seinfoflow with a map of this permission alone, one run' },
    ours: { ...node('who-can', bundle, 'selinux', 'who-can', policy, 'read', 'shadow_t:file', '--brief'), readAnswer: whoCanAnswer },
    theirs: slow(seinfoflow('seinfoflow read', policy, 'shadow_t', '10', readAlone)),
  });
  return { contenders, rows: [{ ...rows[0]!, peer: 'seinfoflow out of shadow_t, weight 9, one run', theirs: seconds('seinfoflow'), bound: 1 / 50 }, ...rows] };
}

function largeFlow({ bundle }: Workbench, policy: string): Part {
  return asked({
    ...{ what: `flow out of shadow_t, weight 9, ${debian('default')}`, peer: 'seinfoflow, one run', times: 50 },
    ours: flow('flow', bundle, policy, 'shadow_t', '9'),
    theirs: slow(seinfoflow('seinfoflow', policy, 'shadow_t', '9', PERMISSION_MAP)),
  });
}

/** Of both the whole text is printed, and counts are compared. */
function diff({ bundle }: Workbench, policy: string, mls: string): Part {
  return asked({
    ...{ what: `diff, ${debian('default')} and mls`, peer: 'sediff, one run', times: 20 },
    ours: { ...node('diff', bundle, 'selinux', 'diff', policy, mls), acceptsExitCodes: [1], readAnswer: diffAnswer },
    theirs: slow({ ...program('sediff', 'sediff', policy, mls), readAnswer: sediffAnswer }),
  });
}

function flow(name: string, bundle: string, policy: string, type: string, weight: string): Contender {
  const words = ['selinux', 'flow', policy, type, '--min-weight', weight, '--map', PERMISSION_MAP, '--brief'];
  return { ...node(name, bundle, ...words), readAnswer: flowAnswer };
}

function seinfoflow(name: string, policy: string, type: string, weight: string, map: string): Contender {
  return { ...program(name, 'seinfoflow', '-p', policy, '-m', map, '-w', weight, '-s', type), readAnswer: seinfoflowAnswer };
}

function slow(contender: Contender): Contender {
  return { ...contender, once: true, timeout: FIFTEEN_MINUTES };
}

function debian(flavour: DebianPolicy): string {
  return `Debian's policy ${flavour}`;
}
