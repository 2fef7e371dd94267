import { type Flow, InformationFlow, type PermissionMap, permissionMap } from '@staticfire/analyze/selinux/flow';
import type { SelinuxPolicy } from '@staticfire/scan/selinux';
import { UsageError } from '../../failure.ts';
import { askPolicy } from './ask-policy.ts';
import { checkLimit } from './check-limit.ts';
import { readPermissionMap } from './read-permission-map.ts';
import { RuleLines, withRules } from './rule-lines.ts';
import { sortByText } from './sort-by-text.ts';
import { typeNamed } from './type-named.ts';
import { type WayOptions, wayLines } from './way-lines.ts';
import { writeAnswer } from './write-answer.ts';

export interface FlowOptions extends WayOptions {
  readonly classes?: readonly string[];
  readonly minWeight: number;
  readonly map?: string;
}

export interface FlowAnswer {
  readonly source: string;
  readonly target: string;
  /** Of the heaviest permission, 1 to 10. */
  readonly weight: number;
  readonly rules?: readonly string[];
}

const MAX_WEIGHT = 10;

/** Prints where information of a type can go, or where it comes from, by one access; or the shortest ways from one type to another. */
export async function flow(path: string, from: string, to: string | undefined, options: FlowOptions): Promise<void> {
  if (options.reverse && to !== undefined) throw new UsageError('--reverse goes with FROM alone');
  checkLimit('--min-weight', options.minWeight, MAX_WEIGHT);
  checkLimit('--limit', options.limit);
  const map = options.map === undefined ? permissionMap : readPermissionMap(options.map);
  await (to === undefined ? printFlows(path, from, map, options) : printWays(path, from, to, map, options));
}

async function printFlows(path: string, from: string, map: PermissionMap, options: FlowOptions): Promise<void> {
  const answer = await askPolicy(path, options, ({ place, policy }) => {
    const graph = graphOf(policy, map, options);
    const type = typeNamed(policy, from);
    const lines = new RuleLines(policy, options);
    const found = (options.reverse ? graph.into(type) : graph.from(type)).map((each) => describe(policy, graph, lines, each, options));
    return { policy: place, flows: sortByText(found, titleOf) };
  });
  await writeAnswer(options.format, answer, () => answer.flows.flatMap((each) => [...stepLines(each)]));
}

async function printWays(path: string, from: string, to: string, map: PermissionMap, options: FlowOptions): Promise<void> {
  const answer = await askPolicy(path, options, ({ place, policy }) => {
    const graph = graphOf(policy, map, options);
    const lines = new RuleLines(policy, options);
    const found = graph.paths(typeNamed(policy, from), typeNamed(policy, to), options.limit);
    const ways = found.map((types) => stepsOf(graph, types).map((step) => describe(policy, graph, lines, step, options)));
    return { policy: place, from, to, ways: sortByText(ways, (way) => way.map(titleOf).join()) };
  });
  await writeAnswer(options.format, answer, () => wayLines(answer.ways, stepLines));
}

function graphOf(policy: SelinuxPolicy, map: PermissionMap, { classes, minWeight, exclude, conditions = 'any' }: FlowOptions): InformationFlow {
  return new InformationFlow(policy, { map, minWeight, exclude, conditions, ...(classes === undefined ? {} : { classes }) });
}

function stepsOf(graph: InformationFlow, types: readonly number[]): Flow[] {
  return types.slice(1).map((target, index) => graph.from(types[index]!).find((each) => each.target === target)!);
}

function describe({ types }: SelinuxPolicy, graph: InformationFlow, lines: RuleLines, { source, target, weight }: Flow, { brief }: FlowOptions): FlowAnswer {
  const proof = brief ? {} : lines.of(graph.rulesOf({ source, target }));
  return { source: types.nameOf(source), target: types.nameOf(target), weight, ...proof };
}

function stepLines(answer: FlowAnswer): Generator<string> {
  return withRules(`${titleOf(answer)} (weight ${answer.weight})`, answer.rules);
}

function titleOf({ source, target }: FlowAnswer): string {
  return `${source} -> ${target}`;
}
