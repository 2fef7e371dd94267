import { type BootStage, planBoot } from './boot/boot-plan.ts';
import { type BootWord, readBootWords } from './boot/boot-words.ts';
import { type GeneratorEffect, generatorEffects } from './boot/generator-effects.ts';
import type { RefusedLink } from './files/unit-lookup.ts';
import { type TreeFile, UnitTree } from './files/unit-tree.ts';
import { UnitGraph } from './graph/unit-graph.ts';
import { type AppliedPresets, applyPresets } from './install/apply-presets.ts';
import { type Enablement, enablementOf, LinkIndex } from './install/enablement.ts';
import { InstallSearch } from './install/install-search.ts';
import type { LoadedUnit } from './load/loaded-unit.ts';
import { type LoaderOptions, UnitLoader } from './load/unit-loader.ts';
import { compareText, parseUnitName, withInstance } from './names/unit-name.ts';

/** src/analyze/analyze-verify-util.c, `verify_prepare_filename`. */
const INSTANCE = 'i';

export interface SystemdInput extends Omit<LoaderOptions, 'texts'> {
  /** Everything below search folders and preset folders, and symlinks on the way there. */
  readonly files: readonly TreeFile[];
  /** Programs in the folders for generators. */
  readonly generators: readonly string[];
  /** The kernel command line. */
  readonly words: readonly BootWord[];
}

/** A unit as it is on a node that has started. */
export interface AnalyzedUnit {
  readonly unit: LoadedUnit;
  /** Of a template of services: its instance `i`, by which `systemd-analyze --offline` judges it. */
  readonly instance?: LoadedUnit;
  /** Absent for units without a file of their name: instances, and what systemd makes itself. */
  readonly enablement?: Enablement;
  /** The stage of the boot that starts it first; not started → absent. */
  readonly stage?: number;
  /** What pulls it in there. */
  readonly startedBy?: string;
  /** Started units that start it when something happens: sockets, timers, paths, automounts. */
  readonly triggeredBy: readonly string[];
}

/** Drop-ins or links for a unit that does not exist. */
export interface OrphanFolder {
  readonly folder: string;
  readonly unit: string;
}

export interface SystemdAnalysis {
  /** Units with a file and those that a boot starts, by name. */
  readonly units: readonly AnalyzedUnit[];
  readonly refusedLinks: readonly RefusedLink[];
  readonly orphans: readonly OrphanFolder[];
  readonly presets: AppliedPresets;
  readonly generators: readonly GeneratorEffect[];
  readonly stages: readonly BootStage[];
}

/** What systemd makes of the units of an image when a node starts for the first time. */
export function analyzeSystemd({ files, generators, words, ...systemd }: SystemdInput): SystemdAnalysis {
  const options: LoaderOptions = { ...systemd, texts: new Map() };
  const image = new UnitTree(files);
  const presets = applyPresets(image, options);
  const bootWords = readBootWords(words);
  const generated = generatorEffects(generators, bootWords, image);
  const tree = new UnitTree([...files, ...presets.links, ...generated.files]);
  // Links to units out of the search folders lead to the very file that the image's own link of this name leads to: units are told by that.
  const loaded = new UnitTree([...files, ...presets.links.filter(({ key }) => key !== 'link'), ...generated.files]);
  const graph = new UnitGraph(new UnitLoader(loaded, options), []);
  const stages = planBoot(graph, bootWords.target ?? 'default.target');
  const found = { presets, generators: generated.generators, stages, refusedLinks: graph.loader.lookup.refused, orphans: findOrphans(graph.loader) };
  return { ...found, units: describeUnits(graph, stages, new InstallSearch(tree, options), tree) };
}

function describeUnits(graph: UnitGraph, stages: readonly BootStage[], search: InstallSearch, tree: UnitTree): readonly AnalyzedUnit[] {
  const starts = new Map(stages.flatMap((stage, at) => stage.starts.map(({ unit, by }) => [unit, { stage: at, by }] as const)).reverse());
  const { loader } = graph;
  const links = new LinkIndex(search.folders, tree);
  const files = loader.lookup.names.filter((name) => loader.lookup.find(name)?.id === name);
  const names = [...new Set([...files, ...starts.keys()])].sort(compareText);
  return names.map((name) => {
    const start = starts.get(name);
    const enablement = enablementOf(name, search, links);
    const triggers = [...graph.of(name, 'TriggeredBy')].filter((other) => starts.has(other)).sort(compareText);
    const unit = loader.loadTemplate(name)!;
    const instance = instanceOf(unit, loader);
    return {
      unit,
      ...(instance === undefined ? {} : { instance }),
      ...(enablement === undefined ? {} : { enablement }),
      ...(start === undefined ? {} : { stage: start.stage }),
      ...(start?.by === undefined ? {} : { startedBy: start.by }),
      triggeredBy: triggers,
    };
  });
}

function instanceOf({ name }: LoadedUnit, loader: UnitLoader): LoadedUnit | undefined {
  const instance = name.kind === 'template' && name.type === 'service' ? withInstance(name, INSTANCE) : undefined;
  return instance === undefined ? undefined : loader.load(instance);
}

/** Prefixes (`foo-.service.d`) and types (`service.d`) belong to no unit in particular; devices, slices and scopes need no file. */
function findOrphans({ dropIns, lookup }: UnitLoader): readonly OrphanFolder[] {
  return dropIns.owners.flatMap(({ folder, stem }) => {
    const name = parseUnitName(stem);
    const isOwn = name !== undefined && !name.prefix.endsWith('-') && !['device', 'slice', 'scope'].includes(name.type);
    return isOwn && stem !== '-.mount' && lookup.find(stem)?.fragment === undefined ? [{ folder, unit: stem }] : [];
  });
}
