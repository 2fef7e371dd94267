// Judges the rules of foreign packs. A rule that never ends, or takes all memory, ends this thread and not the scan.
import { parentPort, workerData } from 'node:worker_threads';
import { loadPacks } from '../packs/index.ts';
import { judgeRules } from './judge-rules.ts';
import type { JudgeMessage, JudgeTask } from './judge-task.ts';

const { files, catalogue, judging, rules } = workerData as JudgeTask;
const packs = loadPacks(files, catalogue).filter((pack) => pack.foreign);
const post = (message: JudgeMessage) => parentPort!.postMessage(message);

for (const [{ id }, judge] of judgeRules(packs, judging)) {
  if (!rules.has(id)) continue;
  post({ started: id });
  post({ ended: id, judged: judge() });
}
