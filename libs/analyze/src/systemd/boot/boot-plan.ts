import { LimitError } from '@staticfire/read/bytes';
import type { UnitGraph } from '../graph/unit-graph.ts';
import { isUnitName } from '../names/unit-name.ts';
import { criticalChain } from './critical-chain.ts';
import { type SystemctlCall, systemctlCalls } from './systemctl-calls.ts';
import { planStart, type Transaction } from './transaction.ts';

/** One thing that systemd is asked to start, with everything that comes with it. */
export interface BootStage extends Transaction {
  /** The main name of the unit. */
  readonly target: string;
  /** The name by which it is asked for. */
  readonly asked: string;
  /** `isolate`: what does not belong to it is stopped. */
  readonly mode: 'isolate' | 'start';
  /** The service that asks for it, with the command; the first stage is systemd's own. */
  readonly by?: { readonly unit: string; readonly path: string; readonly line: number };
  /** Units that start one after another, as long as there is such a chain, to the target. */
  readonly chain: readonly string[];
}

/** A node has three: preconfigured, configured, multi-user. */
const MAX_STAGES = 64;
const DEFAULT = 'default.target';

interface Wanted {
  readonly asked: string;
  readonly target: string;
  readonly mode: BootStage['mode'];
  readonly by?: BootStage['by'];
}

/**
 * The stages of a boot: `asked` first, then what services of each stage start with systemctl, as Bottlerocket's go from preconfigured.target to
 * multi-user.target. Services are taken by name. More than 64 stages → LimitError.
 */
export function planBoot(graph: UnitGraph, asked: string): readonly BootStage[] {
  const stages: BootStage[] = [];
  const queue: Wanted[] = [{ asked, target: asked, mode: 'isolate' }];
  const seen = new Set([`isolate ${mainName(graph, asked)}`]);
  for (const wanted of queue) {
    if (stages.length === MAX_STAGES) throw new LimitError({ structure: 'systemd units', message: `more than ${MAX_STAGES} stages of a boot` });
    const stage = planStage(graph, wanted);
    stages.push(stage);
    for (const next of wantedBy(graph, stage)) {
      const key = `${next.mode} ${mainName(graph, next.target)}`;
      if (!seen.has(key)) queue.push(next);
      seen.add(key);
    }
  }
  return stages;
}

function planStage(graph: UnitGraph, { asked, target, mode, by }: Wanted): BootStage {
  graph.extend([target]);
  const unit = graph.get(target)?.unit;
  const common = { target: unit?.name.name ?? target, asked, mode, ...(by === undefined ? {} : { by }) };
  if (unit === undefined) return { ...common, failed: `${target} is no name of a unit`, starts: [], missing: [], cycles: [], dropped: [], chain: [] };
  const plan = planStart(graph, unit.name.name, mode === 'isolate' ? 'isolate' : 'replace');
  const started = new Set(plan.starts.map(({ unit: name }) => name));
  return { ...common, ...plan, chain: plan.failed === undefined ? criticalChain(graph, unit.name.name, started) : [] };
}

function wantedBy(graph: UnitGraph, { starts }: BootStage): readonly Wanted[] {
  let standard = DEFAULT;
  return starts.flatMap(({ unit }) => {
    const calls = graph.units.get(unit)?.unit.name.type === 'service' ? systemctlCalls(graph.units.get(unit)!.unit) : [];
    return calls.flatMap((call) => {
      if (call.verb === 'set-default') standard = call.units[0] ?? standard;
      return call.verb === 'set-default' ? [] : unitsOf(call, standard).map((wanted) => ({ ...wanted, by: { unit, path: call.path, line: call.line } }));
    });
  });
}

function unitsOf({ verb, units }: SystemctlCall, standard: string): readonly Wanted[] {
  const mode = verb === 'isolate' ? 'isolate' : 'start';
  return units.filter(isUnitName).map((asked) => ({ asked, target: asked === DEFAULT ? standard : asked, mode }));
}

function mainName(graph: UnitGraph, name: string): string {
  return graph.loader.lookup.find(name)?.id ?? name;
}
