import { Worker } from 'node:worker_threads';
import type { FactDeclaration } from '@staticfire/facts';
import type { Pack, Rule } from '../packs/index.ts';
import { fingerprint } from './fingerprint.ts';
import type { JudgedRule } from './judge-rule.ts';
import type { Judging } from './judge-rules.ts';
import type { JudgeMessage, JudgeTask } from './judge-task.ts';
import type { RuleEvaluation } from './rule-run.ts';
import { isJudged } from './selection.ts';

export interface ForeignLimits {
  /** Milliseconds that loading the packs, and then each rule, may take. */
  readonly loading: number;
  readonly rule: number;
  /** After so many rules had to be ended, the others are not tried. */
  readonly ended: number;
  /** MiB of the worker's heap. */
  readonly memory: number;
}

const LIMITS: ForeignLimits = { loading: 30_000, rule: 5000, ended: 3, memory: 256 };
const MODULE = new URL(`./judge-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** The selected rules of foreign packs, judged in a worker that is ended when one takes too long or too much memory: that one is unknown. */
export async function judgeForeignRules(
  packs: readonly Pack[],
  catalogue: readonly FactDeclaration[],
  judging: Judging,
  limits: ForeignLimits = LIMITS,
): Promise<ReadonlyMap<string, JudgedRule>> {
  const rules = new Map(
    packs.filter(({ foreign }) => foreign).flatMap((pack) => pack.rules.filter(({ id }) => isJudged(judging.selection, id)).map((rule) => [rule.id, rule])),
  );
  const judged = new Map<string, JudgedRule>();
  const open = () => new Set([...rules.keys()].filter((id) => !judged.has(id)));
  const files = packs.flatMap((pack) => pack.files);
  for (let ended = 0; open().size > 0; ended++) {
    if (ended >= limits.ended) {
      for (const id of open()) judged.set(id, endedRule(rules.get(id)!, `not judged: ${ended} other rules of the user's packs had to be ended`));
      break;
    }
    const ending = await new WorkerRun({ files, catalogue, judging, rules: open() }, limits).run(judged);
    const [first] = open();
    if (ending !== undefined && first !== undefined) judged.set(ending.ruleId ?? first, endedRule(rules.get(ending.ruleId ?? first)!, ending.reason));
  }
  return judged;
}

/** Which rule was running when the worker ended, and why it did. */
interface Ending {
  readonly ruleId: string | undefined;
  readonly reason: string;
}

class WorkerRun {
  readonly #task: JudgeTask;
  readonly #limits: ForeignLimits;
  #running: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(task: JudgeTask, limits: ForeignLimits) {
    this.#task = task;
    this.#limits = limits;
  }

  /** Undefined when every rule was judged. */
  run(judged: Map<string, JudgedRule>): Promise<Ending | undefined> {
    const resourceLimits = { maxOldGenerationSizeMb: this.#limits.memory, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };
    const worker = new Worker(MODULE, { workerData: this.#task, resourceLimits, env: {}, stdin: false });
    return new Promise((resolve) => {
      const end = (reason: string | undefined) => {
        clearTimeout(this.#timer);
        resolve(reason === undefined ? undefined : { ruleId: this.#running, reason });
        void worker.terminate();
      };
      const wait = (time: number) => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => end(`the rule was ended after ${time / 1000} seconds`), time);
      };
      wait(this.#limits.loading);
      worker.on('message', (message: JudgeMessage) => {
        if ('started' in message) this.#running = message.started;
        else judged.set(message.ended, message.judged);
        wait(this.#limits.rule);
      });
      worker.on('error', (error: Error & { code?: string }) =>
        end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'the rule was ended: it took too much memory' : error.message),
      );
      worker.on('exit', () => end(undefined));
    });
  }
}

function endedRule({ id, title }: Rule, reason: string): JudgedRule {
  const finding = {
    ruleId: id,
    verdict: 'unknown' as const,
    title,
    reason: `the rule itself failed: ${reason}`,
    evidence: [],
    fingerprint: fingerprint(id, undefined),
  };
  const image: RuleEvaluation = { verdict: 'unknown', findings: [finding], errors: [reason] };
  return { image };
}
