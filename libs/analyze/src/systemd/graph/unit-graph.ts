import { LimitError } from '@staticfire/read/bytes';
import { type LoadedUnit, PERPETUAL } from '../load/loaded-unit.ts';
import type { UnitLoader } from '../load/unit-loader.ts';
import { parseUnitName, withInstance } from '../names/unit-name.ts';
import { unitsAlongPath } from '../names/unit-path.ts';
import { hasDefaultDependencies } from './default-dependencies.ts';
import { type DependencyKind, inverseOf, isPossible } from './dependency-kind.ts';
import { addFileDependencies } from './file-dependencies.ts';
import { addImpliedDependencies } from './implied-dependencies.ts';

/** A unit with what ties it to others. */
export interface GraphUnit {
  readonly unit: LoadedUnit;
  readonly dependencies: ReadonlyMap<DependencyKind, ReadonlySet<string>>;
  /** Paths whose mounts it needs. */
  readonly mountsFor: ReadonlySet<string>;
  /** Paths whose mounts it wants. */
  readonly wantedMounts: ReadonlySet<string>;
}

interface Node extends GraphUnit {
  readonly dependencies: Map<DependencyKind, Set<string>>;
  readonly mountsFor: Set<string>;
  readonly wantedMounts: Set<string>;
}

export interface GraphOptions {
  /** DefaultStandardOutput= of system.conf: what writes to the journal comes after its socket. */
  readonly defaultOutput: 'journal' | 'inherit';
}

/** A node has some hundred. */
const MAX_UNITS = 4000;
const MAX_DEPENDENCIES = 200_000;
/** Kinds that a target takes as a reason to come after the unit. */
const OF_TARGETS: readonly DependencyKind[] = ['RequiredBy', 'RequisiteOf', 'WantedBy', 'BoundBy', 'UpheldBy'];

/**
 * Units with all they name, as systemd has them in memory (src/core/unit.c, `unit_load` and what it calls). More than 4000 units or 200 000
 * dependencies → LimitError.
 */
export class UnitGraph {
  readonly loader: UnitLoader;
  readonly options: GraphOptions;
  readonly #nodes = new Map<string, Node>();
  readonly #queue: Node[] = [];
  readonly #mountsDone = new Set<string>();
  #built = 0;
  #count = 0;

  constructor(loader: UnitLoader, names: Iterable<string>, options: GraphOptions = { defaultOutput: 'journal' }) {
    this.loader = loader;
    this.options = options;
    this.extend([...PERPETUAL, ...names]);
  }

  /** Loads more units with all they name. */
  extend(names: Iterable<string>): void {
    for (const name of names) this.require(name);
    this.#load();
    for (const node of this.#nodes.values()) this.#followTargets(node);
  }

  /** By main name. */
  get units(): ReadonlyMap<string, GraphUnit> {
    return this.#nodes;
  }

  /** A unit by any of its names. */
  get(name: string): GraphUnit | undefined {
    const id = this.loader.lookup.find(name)?.id;
    return id === undefined ? undefined : this.#nodes.get(id);
  }

  /** The names, in no order that means anything. */
  of(id: string, kind: DependencyKind): ReadonlySet<string> {
    return this.#nodes.get(id)?.dependencies.get(kind) ?? NONE;
  }

  /** Loads a unit if it is not there; a name that is none of a unit → undefined. */
  require(name: string): GraphUnit | undefined {
    const unit = this.loader.load(name);
    if (unit === undefined) return undefined;
    const known = this.#nodes.get(unit.name.name);
    if (known !== undefined) return known;
    if (this.#nodes.size >= MAX_UNITS) throw new LimitError({ structure: 'systemd units', message: `more than ${MAX_UNITS} units need one another` });
    const node: Node = { unit, dependencies: new Map(), mountsFor: new Set(), wantedMounts: new Set() };
    this.#nodes.set(unit.name.name, node);
    this.#queue.push(node);
    return node;
  }

  /** Ties a unit to another one. A template is taken with the instance of the unit, or with its name. */
  add({ unit }: GraphUnit, kinds: readonly DependencyKind[], name: string): void {
    const parsed = parseUnitName(name);
    const resolved = parsed?.kind === 'template' ? withInstance(parsed, unit.name.instance ?? unit.name.prefix) : name;
    const other = resolved === undefined ? undefined : this.require(resolved)?.unit;
    if (other === undefined || other === unit) return;
    for (const kind of kinds) if (isPossible(kind, unit.name.type, other.name.type)) this.#tie(unit.name.name, kind, other.name.name);
  }

  /** The unit needs what is mounted on a path and above it. */
  needMounts({ unit }: GraphUnit, path: string | undefined): void {
    if (path !== undefined) this.#nodes.get(unit.name.name)!.mountsFor.add(path);
  }

  /** The same where it can do without. */
  wantMounts({ unit }: GraphUnit, path: string): void {
    this.#nodes.get(unit.name.name)!.wantedMounts.add(path);
  }

  #tie(from: string, kind: DependencyKind, to: string): void {
    if (++this.#count > MAX_DEPENDENCIES) throw new LimitError({ structure: 'systemd units', message: `more than ${MAX_DEPENDENCIES} dependencies` });
    addTo(this.#nodes.get(from)!, kind, to);
    const inverse = inverseOf[kind];
    if (inverse !== undefined) addTo(this.#nodes.get(to)!, inverse, from);
  }

  #load(): void {
    while (this.#built < this.#queue.length) {
      while (this.#built < this.#queue.length) this.#build(this.#queue[this.#built++]!);
      for (const node of this.#nodes.values()) this.#addMounts(node);
    }
  }

  #build(node: Node): void {
    if (node.unit.loadState !== 'loaded') return;
    addFileDependencies(this, node);
    addImpliedDependencies(this, node);
  }

  /** systemd.mount(5): only a mount that has a file is required. */
  #addMounts(node: Node): void {
    for (const [kind, paths] of [['Requires', node.mountsFor] as const, ['Wants', node.wantedMounts] as const]) {
      for (const path of paths) {
        const key = `${node.unit.name.name} ${kind} ${path}`;
        if (this.#mountsDone.has(key)) continue;
        this.#mountsDone.add(key);
        for (const name of unitsAlongPath(path, 'mount')) this.#addMount(node, name, kind);
      }
    }
  }

  #addMount(node: Node, name: string, kind: 'Requires' | 'Wants'): void {
    if (this.loader.lookup.find(name)?.fragment === undefined && !PERPETUAL.has(name)) return;
    const mount = this.require(name)?.unit;
    if (mount === undefined || mount === node.unit || mount.loadState !== 'loaded') return;
    this.add(node, mount.path === undefined ? ['After'] : ['After', kind], name);
  }

  /** A target comes after what it pulls in, unless it is said to come before. */
  #followTargets(node: Node): void {
    if (node.unit.loadState !== 'loaded' || !hasDefaultDependencies(node.unit)) return;
    for (const name of new Set(OF_TARGETS.flatMap((kind) => [...(node.dependencies.get(kind) ?? [])]))) {
      const target = this.#nodes.get(name)!;
      const fits = target.unit.name.type === 'target' && target.unit.loadState === 'loaded' && hasDefaultDependencies(target.unit);
      if (fits && !target.dependencies.get('Before')?.has(node.unit.name.name)) this.add(target, ['After'], node.unit.name.name);
    }
  }
}

const NONE: ReadonlySet<string> = new Set();

function addTo({ dependencies }: Node, kind: DependencyKind, name: string): void {
  const names = dependencies.get(kind);
  if (names === undefined) dependencies.set(kind, new Set([name]));
  else names.add(name);
}
