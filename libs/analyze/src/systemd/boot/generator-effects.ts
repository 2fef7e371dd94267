import type { TreeFile, UnitTree } from '../files/unit-tree.ts';
import { parseUnitName, templateOf } from '../names/unit-name.ts';
import { escapeUnitText } from '../names/unit-path.ts';
import type { BootWords } from './boot-words.ts';

/** What a generator that the image has does on a Bottlerocket node. */
export interface GeneratorEffect {
  readonly path: string;
  /** `none`: nothing there for it; `known`: the units that it makes are in the plan; `unknown`: nobody here knows what it makes. */
  readonly effect: 'none' | 'known' | 'unknown';
  readonly reason: string;
}

export interface GeneratorEffects {
  readonly generators: readonly GeneratorEffect[];
  /** What they make below /run/systemd. */
  readonly files: readonly TreeFile[];
}

const EARLY = '/run/systemd/generator.early';
const LATE = '/run/systemd/generator';
const UNITS = '/usr/lib/systemd/system';

/**
 * Generators that find nothing on a node: /etc is made anew at every start with nothing in it, and the root is mounted by the kernel. systemd's
 * manual pages of these names tell what each looks for.
 */
const IDLE: ReadonlyMap<string, string> = new Map([
  ['systemd-bless-boot-generator', 'no boot loader counts attempts in the way it looks for'],
  ['systemd-cryptsetup-generator', '/etc/crypttab does not exist'],
  ['systemd-fstab-generator', '/etc/fstab does not exist, and the kernel mounts the root'],
  ['systemd-hibernate-resume-generator', 'it acts in an initrd alone'],
  ['systemd-integritysetup-generator', '/etc/integritytab does not exist'],
  ['systemd-rc-local-generator', '/etc/rc.local does not exist'],
  ['systemd-system-update-generator', '/system-update does not exist'],
  ['systemd-sysv-generator', '/etc/init.d does not exist'],
  ['systemd-veritysetup-generator', '/etc/veritytab does not exist, and the kernel opens the root'],
  ['systemd-tpm2-generator', 'it orders units that wait for a TPM and makes none'],
]);
/** Words of the command line that wake some of them. */
const WAKING: ReadonlyMap<string, readonly string[]> = new Map([
  ['systemd-cryptsetup-generator', ['luks.uuid', 'luks.name']],
  ['systemd-fstab-generator', ['mount.usr', 'systemd.mount_extra', 'systemd.swap_extra']],
  ['systemd-veritysetup-generator', ['roothash', 'usrhash']],
]);

/** `paths` are the generators of the image, the first folder's first. */
export function generatorEffects(paths: readonly string[], words: BootWords, tree: UnitTree): GeneratorEffects {
  const found = paths.map((path) => ({ path, ...effectOf(path.slice(path.lastIndexOf('/') + 1), words, tree) }));
  return { generators: found.map(({ path, effect, reason }) => ({ path, effect, reason })), files: found.flatMap(({ files }) => files) };
}

type Effect = Omit<GeneratorEffect, 'path'> & { readonly files: readonly TreeFile[] };

function effectOf(name: string, words: BootWords, tree: UnitTree): Effect {
  if (name === 'systemd-debug-generator') return debugEffect(words);
  if (name === 'systemd-getty-generator') return gettyEffect(words, tree);
  const woken = (WAKING.get(name) ?? []).filter((word) => words.others.includes(word));
  if (woken.length > 0) return { effect: 'unknown', reason: `the command line has ${woken.join(', ')}`, files: [] };
  if (name === 'systemd-run-generator') {
    const runs = words.others.includes('systemd.run');
    return { effect: runs ? 'unknown' : 'none', reason: `the command line has ${runs ? '' : 'no '}systemd.run`, files: [] };
  }
  const reason = IDLE.get(name);
  return reason === undefined ? { effect: 'unknown', reason: 'what it makes is not known here', files: [] } : { effect: 'none', reason, files: [] };
}

/** systemd-debug-generator(8): masks, and what the default target wants besides. */
function debugEffect({ masks, wants, target }: BootWords): Effect {
  const masked = masks.map((name) => ({ path: `${EARLY}/${name}`, target: '/dev/null' }));
  const wanted = wants.map((name) => ({ path: `${EARLY}/${target ?? 'default.target'}.wants/${name}`, target: `${UNITS}/${fileOf(name)}` }));
  const files = [...masked, ...wanted];
  if (files.length === 0) return { effect: 'none', reason: 'the command line has no systemd.mask, systemd.wants or systemd.debug_shell', files };
  return { effect: 'known', reason: `the command line masks ${masks.length} units and starts ${wants.length}`, files };
}

/** systemd-getty-generator(8): a login on every console that is no virtual terminal, if there is a unit for it. */
function gettyEffect({ consoles }: BootWords, tree: UnitTree): Effect {
  const template = `${UNITS}/serial-getty@.service`;
  if (tree.chase(template)?.node?.kind !== 'file') return { effect: 'none', reason: 'there is no serial-getty@.service', files: [] };
  const names = consoles.map((device) => `serial-getty@${escapeUnitText(device)}.service`);
  const files = names.map((name) => ({ path: `${LATE}/getty.target.wants/${name}`, target: template }));
  return { effect: files.length > 0 ? 'known' : 'none', reason: `the command line names ${files.length} consoles that are no virtual terminals`, files };
}

function fileOf(name: string): string {
  const parsed = parseUnitName(name);
  return parsed?.kind === 'instance' ? templateOf(parsed) : name;
}
