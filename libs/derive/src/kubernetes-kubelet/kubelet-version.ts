import { array, type FactState, type Infer, isUnreadable, list, object, string, type Unreadable } from '@staticfire/facts';
import { needState } from '../derivation.ts';

const inventorySchema = object({ packages: list(object({ name: string(''), version: string('') }), '') });
const programsSchema = object({ programs: list(object({ path: string(''), settings: array(object({ key: string(''), value: string('') }), '') }), '') });

export const versionNeeds = { inventory: needState('identity.inventory', inventorySchema), programs: needState('go.programs', programsSchema) };

interface VersionStates {
  readonly inventory: FactState<Infer<typeof inventorySchema>>;
  readonly programs: FactState<Infer<typeof programsSchema>>;
}

interface KubeletVersion {
  readonly version: string;
  readonly from: 'inventory' | 'program';
  readonly package?: string;
}

/** kubernetes-1.31, and since 2026 kubelet-1.36; packages from outside of the core kit keep a prefix (anatomy 6.7). */
const PACKAGE = /^(?:bottlerocket-)?(?:kubernetes|kubelet)-[0-9]+\.[0-9]+$/;
const PROGRAM = /(?:^|\/)bin\/kubelet$/;
/** What builds of Kubernetes have the linker write (k8s.io/component-base/version). */
const GIT_VERSION = /component-base\/version\.gitVersion=['"]?v([0-9][0-9A-Za-z.+-]*)/;

/** By the inventory; without a package there, by the program. Neither, and one of them unreadable → why. */
export function kubeletVersion({ inventory, programs }: VersionStates): KubeletVersion | Unreadable | undefined {
  const packages = inventory.state === 'present' ? inventory.value.packages : [];
  const found = packages.find((each) => !isUnreadable(each) && PACKAGE.test(each.name));
  if (found !== undefined && !isUnreadable(found)) return { version: found.version, from: 'inventory', package: found.name };
  return versionOfProgram(programs) ?? (inventory.state === 'unreadable' ? { $unreadable: inventory.error } : packages.find(isUnreadable));
}

function versionOfProgram(programs: VersionStates['programs']): KubeletVersion | undefined {
  const known = programs.state === 'present' ? programs.value.programs : [];
  const kubelet = known.find((each) => !isUnreadable(each) && PROGRAM.test(each.path));
  const settings = kubelet === undefined || isUnreadable(kubelet) ? [] : kubelet.settings;
  const version = settings.map(({ value }) => GIT_VERSION.exec(value)?.[1]).find((each) => each !== undefined);
  return version === undefined ? undefined : { version, from: 'program' };
}
