import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOracle } from '../oracle.ts';
import { toolsFor } from '../oracle-tools.ts';
import { LAB_TOOLS_2026 } from './build-image.ts';
import { extractPartition } from './extract-partition.ts';
import { extractRoot } from './extract-tree.ts';
import { labImage, recipeNamed } from './lab-image.ts';
import { systemRoot } from './release.ts';
import { runTool } from './run-tool.ts';

const MINUTES = 60_000;
/** Bottlerocket's (anatomy 9.1: core-kit's spec file). */
const MODULES = [
  ...['base', 'category', 'class', 'files', 'fs', 'ipcs', 'mcs', 'networks', 'object', 'processes', 'rules', 'sid', 'sockets', 'subject', 'systems'],
];
const LATER_TYPES = ['binfmt_misc_fs_t', 'civ_exec_t', 'etc_secret_t', 'forbidden_t', 'pipe_fs_t', 'runtime_fifo_t'];
const MAP_OF_CAPABILITIES = 48;
const IMAGES = [
  { name: 'demo', version: 31, lines: 67, capabilities: '7700', types: [], mounts: ['opt-cni', 'opt-csi', 'root-.aws', 'etc-kubernetes-pki-private'] },
  {
    name: 'demo-2026',
    version: 32,
    lines: 69,
    capabilities: 'f701',
    types: LATER_TYPES,
    mounts: ['opt-cni', 'opt-csi', 'opt-civ', 'etc-kubernetes-pki-private'],
  },
  { name: 'demo-uki', version: 32, lines: 69, capabilities: 'f701', types: LATER_TYPES, mounts: ['opt-cni', 'opt-csi', 'opt-civ', 'root-.aws'] },
] as const;
const CONTEXTS: Readonly<Record<string, string>> = {
  ...{ 'opt-cni': 'cni_exec_t', 'opt-csi': 'csi_exec_t', 'opt-civ': 'civ_exec_t', 'root-.aws': 'secret_t', 'etc-kubernetes-pki-private': 'secret_t' },
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selinux-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeOracle('what images have of SELinux', toolsFor(...LAB_TOOLS_2026, 'fsck.erofs'), () => {
  describe.each(IMAGES)('$name', ({ name, version, lines, capabilities, types, mounts }) => {
    let usr = '';
    let fortified = '';
    beforeAll(async () => {
      usr = join(await treeOf(name), systemRoot(recipeNamed(name).release));
      fortified = join(usr, 'share/factory/etc/selinux/fortified');
    }, 5 * MINUTES);
    const policy = () => readFile(join(fortified, `policy/policy.${version}`));

    test('the policy has the version of its name and denies what it does not know', async () => {
      const bytes = await policy();
      expect(bytes.subarray(0, 16).toString('hex')).toBe('8cff7cf9080000005345204c696e7578');
      expect([bytes.readUInt32LE(16), bytes.readUInt32LE(20)]).toEqual([version, 1]);
      expect(bytes.subarray(MAP_OF_CAPABILITIES, MAP_OF_CAPABILITIES + 2).toString('hex')).toBe(capabilities);
      expect(LATER_TYPES.filter((type) => bytes.includes(type))).toEqual(types);
    });

    test('its modules are compiled to it, and to the file contexts', async () => {
      const store = join(usr, 'share/factory/var/lib/selinux/fortified/active/modules/100');
      expect((await readdir(store)).sort()).toEqual(MODULES);
      const sources = await Promise.all(MODULES.map(async (module) => readFile(join(store, module, 'cil'), 'utf8')));
      for (const module of MODULES) expect(await readFile(join(store, module, 'lang_ext'), 'utf8')).toBe('cil');
      // secilc of Debian 12 does not know the capability.
      const known = sources.map((text) => text.replace('(policycap userspace_initial_context)\n', ''));
      const paths = await Promise.all(known.map((text, index) => saved(text, `${name}-${MODULES[index]}.cil`)));
      const [built, contexts] = [join(folder, `${name}-policy`), join(folder, `${name}-contexts`)];
      await runTool('secilc', [`--policyvers=${version}`, '-o', built, '-f', contexts, ...paths]);
      const bytes = await readFile(built);
      Buffer.from(capabilities, 'hex').copy(bytes, MAP_OF_CAPABILITIES);
      expect(bytes.equals(await policy())).toBe(true);
      expect(await readFile(contexts, 'utf8')).toBe(await readFile(join(fortified, 'contexts/files/file_contexts'), 'utf8'));
    });

    test('file contexts, the configuration and the contexts of containers are there', async () => {
      const contexts = await readFile(join(fortified, 'contexts/files/file_contexts'), 'utf8');
      expect(contexts.split('\n')).toHaveLength(lines + 1);
      expect(contexts).toContain('/.*/usr/lib/systemd/systemd\t--\tsystem_u:object_r:init_exec_t:s0\n');
      expect(await readFile(join(fortified, '../config'), 'utf8')).toBe('SELINUX=enforcing\nSELINUXTYPE=fortified\n');
      expect(await readFile(join(fortified, 'contexts/lxc_contexts'), 'utf8')).toContain('process = "system_u:system_r:container_t:s0"\n');
    });

    test('mounts state their contexts', async () => {
      for (const mount of mounts) {
        const unit = await readFile(join(usr, `lib/systemd/system/${mount}.mount`), 'utf8');
        expect(/^Options=.*context=(\S+?)(,|$)/m.exec(unit)?.[1]).toBe(`system_u:object_r:${CONTEXTS[mount]}:s0`);
      }
    });
  });

  test('labels on ext4 have no NUL at their end', async () => {
    const { stdout } = await runTool('debugfs', ['-R', `ea_list ${systemRoot(recipeNamed('demo').release)}/bin/containerd`, await rootOf('demo')]);
    expect(stdout).toContain('security.selinux (35) = "system_u:object_r:runtime_exec_t:s0"');
  });
});

async function rootOf(name: string): Promise<string> {
  return extractPartition(await labImage(name), recipeNamed(name).partitions, 'ROOT-A', join(folder, `${name}-root`));
}

async function treeOf(name: string): Promise<string> {
  const [root, to] = [await rootOf(name), join(folder, `${name}-tree`)];
  if (recipeNamed(name).root.filesystem === 'erofs') return extractRoot(root, to);
  await mkdir(to);
  await runTool('debugfs', ['-R', `rdump / ${to}`, root]);
  return to;
}

async function saved(text: string, name: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}
