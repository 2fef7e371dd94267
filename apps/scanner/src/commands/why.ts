import { readFileSync } from 'node:fs';
import type { FactsDocument } from '@staticfire/facts';
import type { Trace } from '@staticfire/findings';
import { renderJsonText, renderTrace } from '@staticfire/report';
import { collectFacts } from '@staticfire/scan';
import { evaluateFacts, type Policies, parseFacts } from '@staticfire/scan/judge';
import { traceFinding, traceResult, type WantedFinding } from '@staticfire/scan/trace';
import type { PolicyOptions } from '../configuration/policy-options.ts';
import { UsageError } from '../failure.ts';
import { describeFileError } from '../file-error.ts';
import { loadChosenPolicies } from '../load-policies.ts';
import { showProgress } from '../output/show-progress.ts';
import { TOOL } from '../tool.ts';
import { type ImageOptions, planImage } from './plan-image.ts';
import { checkResult, isResult } from './read-result-file.ts';
import { readUserData, refuseBesideFacts } from './read-user-data.ts';
import { startsAsJson } from './starts-as-json.ts';

export interface WhyOptions extends PolicyOptions, ImageOptions {
  readonly format: 'text' | 'json';
  readonly subject?: string;
  readonly userData?: string;
  readonly mode: 'release' | 'node';
  readonly day: string;
  readonly quiet?: boolean;
}

/** Prints how a finding came about, from saved facts, a saved result or an image. Throws UnknownNameError. */
export async function why(word: string, paths: readonly string[], options: WhyOptions): Promise<void> {
  const policies = loadChosenPolicies(options);
  const trace = await traceInput(paths, policies, { word, subject: options.subject }, options);
  process.stdout.write(options.format === 'json' ? renderJsonText(trace) : renderTrace(trace));
}

async function traceInput(paths: readonly string[], policies: Policies, wanted: WantedFinding, options: WhyOptions): Promise<Trace> {
  const [path = ''] = paths;
  if (paths.length > 1 || options.dataDisk !== undefined || !startsAsJson(path))
    return traceFacts(await collectImage(paths, options), policies, wanted, options);
  refuseBesideFacts(options.userData);
  const text = readText(path);
  const document = parseJson(text, path);
  if (isResult(document)) return traceResult(checkResult(document, path), policies.packs, wanted);
  return traceFacts(parseDocument(text, path), policies, wanted, options);
}

async function traceFacts(document: FactsDocument, policies: Policies, wanted: WantedFinding, { mode, day }: WhyOptions): Promise<Trace> {
  const result = await evaluateFacts(document, { ...policies, mode, tool: TOOL, today: day });
  return traceFinding(document, result, policies.packs, wanted);
}

async function collectImage(paths: readonly string[], options: WhyOptions): Promise<FactsDocument> {
  const input = planImage(paths, options);
  const userData = await readUserData(options.userData);
  const progress = showProgress(process.stderr, options.quiet ?? false);
  try {
    return await collectFacts({ ...input, tool: TOOL, progress, userData });
  } finally {
    progress.stop();
  }
}

function readText(path: string): string {
  return attempt(path, () => readFileSync(path, 'utf8'));
}

function parseJson(text: string, path: string): unknown {
  return attempt(path, () => JSON.parse(text) as unknown);
}

function parseDocument(text: string, path: string): FactsDocument {
  return attempt(path, () => parseFacts(text));
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UsageError(`${path}: ${describeFileError(error)}`, { cause: error });
  }
}
