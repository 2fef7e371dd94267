import { effectiveLabel, fileWriters, startedDomain } from '@staticfire/analyze/selinux/access';
import { MissingEvidenceError, type SelinuxPolicy } from '@staticfire/analyze/selinux/assertions';
import { array, type Infer, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { askPolicy } from '../ask-policy.ts';
import { defineDerivation, need } from '../derivation.ts';
import { type SelinuxUnitPrograms, selinuxUnitPrograms } from './selinux-unit-programs.schema.ts';

/** The type that systemd runs in. */
const STARTER = 'init_t';
const MAX_PROGRAMS = 5000;

const policySchema = object({ path: string(''), sha256: string('') });
const executablesSchema = object({ executables: list(object({ label: optional(string('')), paths: array(string(''), '') }), '') });
const unitSchema = object({ name: string(''), loadState: string(''), commands: array(object({ executable: optional(string('')) }), '') });
const unitsSchema = object({ units: list(unitSchema, '') });

type Executables = Infer<typeof executablesSchema>['executables'];
type Units = Infer<typeof unitsSchema>['units'];
type Told = SelinuxUnitPrograms['programs'][number];

export const deriveSelinuxUnitPrograms = defineDerivation({
  fact: selinuxUnitPrograms,
  needs: {
    policy: need('selinux.policy', policySchema),
    executables: need('selinux.executables', executablesSchema),
    units: need('systemd.units', unitsSchema),
  },
  derive({ policy, executables: { executables }, units: { units } }, _, file): SelinuxUnitPrograms | Unreadable {
    return askPolicy(policy, file, (read) => lookAt(read, executables, units));
  },
});

function lookAt(policy: SelinuxPolicy, executables: Executables, units: Units): SelinuxUnitPrograms {
  const labels = labelsByPath(executables);
  const { byProgram, elsewhere } = unitsByProgram(units);
  const ask = new PolicyQuestions(policy);
  const paths = [...byProgram.keys()].sort();
  const programs = paths.slice(0, MAX_PROGRAMS).map((path): Told => {
    if (!labels.has(path)) return unreadable('format', `${path} is run by a unit, and its label is not among those of executable files`);
    const label = labels.get(path);
    return { program: path, units: [...byProgram.get(path)!].sort(), ...(label === undefined ? {} : { label }), ...ask.about(label) };
  });
  const unread = [...executables, ...units].filter(isUnreadable);
  const cut = paths.length > MAX_PROGRAMS ? [unreadable('limit', `more than ${MAX_PROGRAMS} programs`)] : [];
  return { programs: [...programs, ...unread, ...cut], elsewhere };
}

function unreadable(kind: 'format' | 'limit', message: string): Unreadable {
  return { $unreadable: { kind, structure: 'programs of units', message } };
}

function labelsByPath(executables: Executables): ReadonlyMap<string, string | undefined> {
  return new Map(executables.flatMap((each) => (isUnreadable(each) ? [] : each.paths.map((path) => [path, each.label] as const))));
}

/** Of every unit that could be started, by whatever; how many commands have no program on ROOT. */
function unitsByProgram(units: Units): { readonly byProgram: ReadonlyMap<string, ReadonlySet<string>>; readonly elsewhere: number } {
  const byProgram = new Map<string, Set<string>>();
  let elsewhere = 0;
  for (const unit of units) {
    if (isUnreadable(unit) || unit.loadState !== 'loaded') continue;
    for (const { executable } of unit.commands) {
      if (executable === undefined) elsewhere++;
      else byProgram.set(executable, (byProgram.get(executable) ?? new Set()).add(unit.name));
    }
  }
  return { byProgram, elsewhere };
}

/** What the policy says of a label, asked once for each. */
class PolicyQuestions {
  readonly #policy: SelinuxPolicy;
  readonly #known = new Map<string | undefined, Pick<Exclude<Told, Unreadable>, 'domain' | 'writers'>>();

  constructor(policy: SelinuxPolicy) {
    this.#policy = policy;
  }

  about(label: string | undefined) {
    let known = this.#known.get(label);
    if (known === undefined) {
      known = this.#ask(label);
      this.#known.set(label, known);
    }
    return known;
  }

  #ask(label: string | undefined) {
    const { types } = this.#policy;
    const context = effectiveLabel(this.#policy, label);
    const starter = types.get(STARTER);
    if (starter === undefined) throw new MissingEvidenceError(`the policy has no type ${STARTER}`);
    if (context === undefined) throw new MissingEvidenceError('the policy does not say what files without a label are');
    return { domain: types.nameOf(startedDomain(this.#policy, starter.value, context.type)), writers: fileWriters(this.#policy, context.type) };
  }
}
