import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fact, type FactsBody, findBlob, findFact } from '@staticfire/facts';
import { openFileSource } from '@staticfire/read/block-source/node';
import { findPartition, openImage } from '@staticfire/read/image';
import { buildImage, describeOracle, libsepolAnswers, recipes, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { normalPath } from './normal-path.ts';
import { collect } from './runner/collect.ts';
import type { SelinuxContexts } from './selinux-contexts/selinux-contexts.schema.ts';
import type { SelinuxExecutables } from './selinux-executables/selinux-executables.schema.ts';
import type { SelinuxLabels } from './selinux-labels/selinux-labels.schema.ts';
import type { SelinuxModules } from './selinux-modules/selinux-modules.schema.ts';
import type { SelinuxMountContexts } from './selinux-mount-contexts/selinux-mount-contexts.schema.ts';
import type { SelinuxPolicyFact } from './selinux-policy/selinux-policy.schema.ts';
import type { SelinuxTmpfilesContexts } from './selinux-tmpfiles-contexts/selinux-tmpfiles-contexts.schema.ts';

const USR = '/x86_64-bottlerocket-linux-gnu/sys-root/usr';
const FORTIFIED = `${USR}/share/factory/etc/selinux/fortified`;
const MODULES = `${USR}/share/factory/var/lib/selinux/fortified/active/modules/100`;
const MINUTES = 60_000;
const TOOLS = toolsFor(
  'mke2fs',
  'debugfs',
  'resize2fs',
  'veritysetup',
  'sgdisk',
  'mkfs.vfat',
  'mcopy',
  'mmd',
  'secilc',
  'seinfo',
  'gcc',
  '/usr/include/sepol/policydb/services.h',
);

/** Some that the policy of the lab knows, and some that it does not. */
const CONTEXTS = [
  'system_u:system_r:container_t:s0',
  'system_u:object_r:data_t:s0',
  'system_u:object_r:data_t:s0-s0:c0.c1023',
  'system_u:object_r:data_t:s0:c1,c3.c5',
  'system_u:object_r:data_t:s0:c1024',
  'system_u:object_r:data_t:s1',
  'system_u:object_r:data_t:s0:c5-s0:c6',
  'system_u:object_r:data_t',
  'system_u:object_r:container_t:s0',
  'system_u:system_r:data_t:s0',
  'system_u:system_r:lab_t:s0',
  'user_u:object_r:data_t:s0',
  'system_u:object_r:all_o:s0',
];

const file = (path: string, content: string) => ({ path, kind: 'file', mode: 0o644, content }) as const;
const recipe = recipes.get('demo')!;
/** Names of the modules that the recipe ships. */
const moduleNames = recipe.root.entries.flatMap(({ path }) => (path.startsWith(`${MODULES}/`) && path.endsWith('/cil') ? [path.split('/').at(-2)!] : []));
const entries = [
  ...recipe.root.entries,
  file(`${FORTIFIED}/contexts/lxc_contexts`, CONTEXTS.map((context, at) => `key${at} = "${context}"\n`).join('')),
  file(`${USR}/lib/tmpfiles.d/labels.conf`, CONTEXTS.map((context) => `T /var/x - - - - security.selinux=${context}\n`).join('')),
  ...CONTEXTS.map((context, at) =>
    file(`${USR}/lib/systemd/system/m${String(at + 10)}.mount`, `[Mount]\nWhat=tmpfs\nWhere=/m\nOptions=ro,context="${context}"\n`),
  ),
];

let folder: string;
let root: string;
let body: FactsBody;

/** The facts of the demo image with these entries; its ROOT is ext4, whose labels debugfs wrote. */
async function build(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-selinux-'));
  const path = join(folder, 'image');
  await buildImage({ ...recipe, root: { ...recipe.root, entries } }, path, join(folder, 'parts'));
  const image = openImage(openFileSource(path));
  const { source } = findPartition(image, 'ROOT', 'A')!;
  const bytes = new Uint8Array(source.length);
  source.readInto(bytes, 0);
  root = join(folder, 'root');
  writeFileSync(root, bytes);
  body = await collect(image);
}

function factValue<T>(name: string): T {
  const fact = findFact(body, name, 'A') as Fact<T>;
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value;
}

/** Indented lines after a heading that counts them. */
function namesBySeinfo(option: string, policy: string): readonly string[] {
  const { stdout } = spawnSync(toolPath('seinfo')!, [policy, option], { encoding: 'utf8' });
  return [...stdout.matchAll(/^ {3}(\S+)$/gm)].map(([, name]) => name!).sort();
}

/** What debugfs says to a command for each path. */
function askDebugfs(command: string, paths: readonly string[]): readonly string[] {
  const input = paths.map((path) => `${command} "${path}"\n`).join('');
  const { stdout } = spawnSync(toolPath('debugfs')!, ['-f', '-', root], { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const answers = stdout.split(`debugfs: ${command} `).slice(1);
  expect(answers).toHaveLength(paths.length);
  return answers;
}

/** The folder itself, the one above, and an entry that is not used. */
const UNLISTED = new Set(['.', '..', '']);

/** Every name → its mode. */
function namesByDebugfs(): ReadonlyMap<string, number> {
  const names = new Map([['/', 0o040755]]);
  for (let folders = ['/']; folders.length > 0; ) {
    const answers = askDebugfs('ls -p', folders);
    const found = folders.flatMap((folder, at) => {
      const entries = [...answers[at]!.matchAll(/^\/\d+\/(\d+)\/\d+\/\d+\/(.*?)\/\d*\/$/gm)].filter(([, , name]) => !UNLISTED.has(name!));
      return entries.map(([, mode, name]) => [`${folder === '/' ? '' : folder}/${name}`, Number.parseInt(mode!, 8)] as const);
    });
    for (const [path, mode] of found) names.set(path, mode);
    folders = found.flatMap(([path, mode]) => (isFolder(mode) ? [path] : []));
  }
  return names;
}

/** Path → label. */
function labelsByDebugfs(paths: readonly string[]): ReadonlyMap<string, string | undefined> {
  const answers = askDebugfs('ea_list', paths);
  return new Map(answers.map((answer, at) => [paths[at]!, /security\.selinux \(\d+\) = "([^"]*)"/.exec(answer)?.[1]]));
}

const isFolder = (mode: number) => (mode & 0o170000) === 0o040000;
const isFile = (mode: number) => (mode & 0o170000) === 0o100000;

describeOracle('facts of SELinux against the tools of others', TOOLS, () => {
  beforeAll(build, 5 * MINUTES);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('secilc makes of the modules that are kept the policy that is kept', () => {
    const { modules: found } = factValue<SelinuxModules>('selinux.modules');
    const listed = found.map((module) => ('path' in module ? module : undefined)!);
    expect(moduleNames.length).toBeGreaterThan(5);
    expect(listed.map(({ name, priority, language }) => `${priority} ${name} ${language}`)).toEqual(moduleNames.toSorted().map((name) => `100 ${name} cil`));
    const paths = listed.map(({ name, sha256 }) => {
      const path = join(folder, `${name}.cil`);
      writeFileSync(path, findBlob(body, sha256)!);
      return path;
    });
    const made = join(folder, 'made');
    const { status } = spawnSync(toolPath('secilc')!, ['--policyvers=31', '-o', made, '-f', join(folder, 'file_contexts'), ...paths]);
    expect(status).toBe(0);
    const { sha256, types, attributes } = factValue<SelinuxPolicyFact>('selinux.policy');
    expect(readFileSync(made).equals(findBlob(body, sha256)!)).toBe(true);
    expect(types).toEqual(namesBySeinfo('--type', made));
    expect(attributes).toEqual(namesBySeinfo('--attribute', made));
  });

  it('libsepol takes the contexts that are valid', async () => {
    const { sha256 } = factValue<SelinuxPolicyFact>('selinux.policy');
    const policy = join(folder, 'policy');
    writeFileSync(policy, findBlob(body, sha256)!);
    const answers = await libsepolAnswers(
      policy,
      CONTEXTS.map((context) => `context ${context}`),
    );
    const expected = CONTEXTS.map((context, at) => ({ context, valid: answers[at] === '1' }));
    expect(new Set(answers.slice(0, CONTEXTS.length))).toEqual(new Set(['0', '1']));
    expect(factValue<SelinuxContexts>('selinux.contexts').entries).toMatchObject(expected);
    const lines = factValue<SelinuxTmpfilesContexts>('selinux.tmpfiles-contexts').lines.filter((line) => 'path' in line && line.path === '/var/x');
    expect(lines).toMatchObject(expected);
    const own = factValue<SelinuxMountContexts>('selinux.mount-contexts').mounts.filter((mount) => 'where' in mount && mount.where === '/m');
    expect(own).toMatchObject(expected);
  });

  it('debugfs sees the labels of the programs, of which the recipe tells', () => {
    const programs = [...namesByDebugfs()].flatMap(([path, mode]) => (isFile(mode) && (mode & 0o111) !== 0 ? [path] : []));
    expect(programs.toSorted()).toEqual(entries.flatMap(({ path, kind, mode }) => (kind === 'file' && (mode & 0o111) !== 0 ? [path] : [])).toSorted());
    const expected = [...labelsByDebugfs(programs)].map(([path, label]) => `${label} ${normalPath(path)}`);
    const { executables } = factValue<SelinuxExecutables>('selinux.executables');
    const found = executables.flatMap((each) => ('paths' in each ? each.paths.map((path) => `${each.label} ${path}`) : ['unreadable']));
    expect(expected.length).toBeGreaterThan(5);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it('debugfs counts the same labels', () => {
    const names = namesByDebugfs();
    const counts = new Map<string, { files: number; directories: number; others: number }>();
    for (const [path, label] of labelsByDebugfs([...names.keys()])) {
      const mode = names.get(path)!;
      const count = counts.get(String(label)) ?? { files: 0, directories: 0, others: 0 };
      count[isFile(mode) ? 'files' : isFolder(mode) ? 'directories' : 'others']++;
      counts.set(String(label), count);
    }
    const listed = factValue<SelinuxLabels>('selinux.labels').counts.flatMap((count) => ('partition' in count && count.partition === 'ROOT' ? [count] : []));
    expect(counts.size).toBeGreaterThan(5);
    expect(new Map(listed.map(({ label, files, directories, others }) => [String(label), { files, directories, others }]))).toEqual(counts);
  });
});
