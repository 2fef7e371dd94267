import type { AnalyzedUnit, LoadedUnit } from '@staticfire/analyze/systemd';
import { type ScoredArchitecture, type ServiceExposure, scoreService } from '@staticfire/analyze/systemd-exposure';
import type { Unreadable } from '@staticfire/facts';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { systemdArchitecture } from './systemd-architecture.ts';
import { type SystemdExposure, systemdExposure } from './systemd-exposure.schema.ts';

const MAX_SERVICES = 5000;
/** Of 5 KB each: a node has some ten kinds of services. */
const MAX_SANDBOXES = 200;
const SET = new Map([
  [true, 'yes'],
  [false, 'no'],
  [null, 'not-counted'],
] as const);

type Service = Exclude<SystemdExposure['services'][number], Unreadable>;
type SandboxOfServices = Exclude<SystemdExposure['sandboxes'][number], Unreadable>;

export const collectSystemdExposure = defineBankCollector({
  fact: systemdExposure,
  reads: ['bank', 'fileSystem', 'systemd'],
  collect({ bank, fileSystem, systemd }, sources): SystemdExposure | undefined {
    const fs = fileSystem('ROOT');
    const loaded = systemd(sources);
    const architecture = fs && loaded && systemdArchitecture(fs, bank, sources);
    if (loaded === undefined || architecture === undefined) return undefined;
    const services = new BoundedList<Service>(MAX_SERVICES, 'services');
    const sandboxes = new Sandboxes();
    for (const unit of loaded.analysis.units) {
      const told = tellService(unit, architecture, sandboxes);
      if (told !== undefined) services.add(told);
    }
    for (const error of loaded.errors) services.addError(error);
    return { architecture, services: services.elements, sandboxes: sandboxes.list.elements };
  },
});

/** No service, or one that systemd does not load → undefined. */
function tellService({ unit, instance }: AnalyzedUnit, architecture: ScoredArchitecture, sandboxes: Sandboxes): Service | Unreadable | undefined {
  const scored = instance ?? unit;
  if (unit.name.type !== 'service') return undefined;
  if (scored.loadState === 'error') return unreadable('format', scored.reason ?? `${unit.name.name} cannot be read`);
  const exposure = scored.loadState === 'loaded' ? scoreUnit(scored, architecture) : undefined;
  if (exposure === undefined) return undefined;
  const sandbox = sandboxes.indexOf(exposure);
  if (sandbox === undefined) return unreadable('limit', `${unit.name.name}: its sandbox is not listed`);
  return { unit: unit.name.name, tenths: exposure.tenths, level: exposure.rating, sandbox };
}

function scoreUnit({ name, path, settings }: LoadedUnit, architecture: ScoredArchitecture): ServiceExposure | undefined {
  const read = settings.map(({ section, key, value, path: file }) => ({ section, key, value, ...(file === path ? {} : { dropIn: file }) }));
  const score = scoreService({ unit: name.name, settings: read }, architecture);
  return 'refused' in score ? undefined : score;
}

function unreadable(kind: 'format' | 'limit', message: string): Unreadable {
  return { $unreadable: { kind, structure: 'unit', message } };
}

/** Each once, in the order in which services have them first. */
class Sandboxes {
  readonly list = new BoundedList<SandboxOfServices>(MAX_SANDBOXES, 'sandboxes');
  readonly #known = new Map<string, number>();

  /** One that is listed no more → undefined. */
  indexOf({ settings, checks }: ServiceExposure): number | undefined {
    const sandbox = { settings, checks: checks.map(({ field, set, tenths }) => ({ id: field, set: SET.get(set)!, tenths })) };
    const text = JSON.stringify(sandbox);
    const known = this.#known.get(text);
    if (known !== undefined || !this.list.add(sandbox)) return known;
    this.#known.set(text, this.#known.size);
    return this.#known.size - 1;
  }
}
