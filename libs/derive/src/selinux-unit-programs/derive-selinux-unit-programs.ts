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
const unitSchema = object({ name: string(''), loadState: string(''), commands: array(object({ program: string('') }), '') });
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
  const byProgram = unitsByProgram(units);
  const ask = new PolicyQuestions(policy);
  const known = [...byProgram.keys()].filter((path) => labels.has(path)).sort();
  const programs = known.slice(0, MAX_PROGRAMS).map((path): Told => {
    const label = labels.get(path);
    return { program: path, units: [...byProgram.get(path)!].sort(), ...(label === undefined ? {} : { label }), ...ask.about(label) };
  });
  const unread = [...executables, ...units].filter(isUnreadable);
  const cut: Unreadable[] =
    known.length > MAX_PROGRAMS ? [{ $unreadable: { kind: 'limit', structure: 'units', message: `more than ${MAX_PROGRAMS} programs` } }] : [];
  return { programs: [...programs, ...unread, ...cut], unlabelled: byProgram.size - known.length };
}

function labelsByPath(executables: Executables): ReadonlyMap<string, string | undefined> {
  return new Map(executables.flatMap((each) => (isUnreadable(each) ? [] : each.paths.map((path) => [path, each.label] as const))));
}

/** Of every unit that could be started, by whatever. */
function unitsByProgram(units: Units): ReadonlyMap<string, ReadonlySet<string>> {
  const byProgram = new Map<string, Set<string>>();
  for (const unit of units) {
    if (isUnreadable(unit) || unit.loadState !== 'loaded') continue;
    for (const { program } of unit.commands) byProgram.set(program, (byProgram.get(program) ?? new Set()).add(unit.name));
  }
  return byProgram;
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
