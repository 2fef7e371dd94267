import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseSelinuxPolicy, readSelinuxPolicyHeader } from './index.ts';

const CAPABILITIES = [
  'network_peer_controls',
  'open_perms',
  'extended_socket_class',
  'always_check_network',
  'cgroup_seclabel',
  'nnp_nosuid_transition',
  'genfs_seclabel_symlinks',
  'ioctl_skip_cloexec',
];

/** The least that secilc takes: one class, one subject, types t0 … t99 of which some are permissive. */
function policySource(permissive: readonly number[], capabilities: readonly string[]): string {
  const types = Array.from({ length: 100 }, (_, index) => `(type t${index})(roletype r t${index})`).join('');
  return `(class c1 (p1))(classorder (c1))(sid kernel)(sidorder (kernel))(user u)(role r)(role object_r)${types}
(category c0)(categoryorder (c0))(sensitivity s0)(sensitivityorder (s0))(sensitivitycategory s0 (c0))
(userrole u r)(userlevel u (s0))(userrange u ((s0)(s0)))(sidcontext kernel (u r t0 ((s0)(s0))))(allow t0 t0 (c1 (p1)))
${permissive.map((index) => `(typepermissive t${index})`).join('')}${capabilities.map((name) => `(policycap ${name})`).join('')}`;
}

describeOracle('SELinux policy headers against secilc and file', toolsFor('secilc', 'file'), () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-secilc-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const compile = (source: string, ...args: readonly string[]) => {
    const policy = join(folder, 'policy');
    writeFileSync(join(folder, 'policy.cil'), source);
    execFileSync(toolPath('secilc')!, ['-o', policy, '-f', join(folder, 'contexts'), ...args, join(folder, 'policy.cil')], {
      timeout: 30_000,
      stdio: 'ignore',
    });
    const described = execFileSync(toolPath('file')!, ['-b', policy], { encoding: 'utf8', timeout: 30_000 });
    const bytes = readFileSync(policy);
    const header = readSelinuxPolicyHeader(bytes);
    expect(parseSelinuxPolicy(bytes).header).toEqual(header);
    return { header, described };
  };

  it.each([24, 25, 26, 27, 28, 29, 30, 31, 32, 33])('version %i: tables as file counts them', (version) => {
    const { header, described } = compile(policySource([], []), '-M', 'true', '-c', String(version));
    expect(header.version).toBe(version);
    expect(described).toContain(`v${version} MLS ${header.symbolTables} symbols ${header.contextTables} ocons`);
  });

  it.each(['deny', 'reject', 'allow'] as const)('unknown classes: %s', (handleUnknown) => {
    expect(compile(policySource([], []), '-M', 'true', '-U', handleUnknown).header).toMatchObject({ handleUnknown, mls: true });
  });

  it('a policy without MLS', () => {
    const { header, described } = compile(policySource([], []), '-M', 'false');
    expect(header.mls).toBe(false);
    expect(described).not.toContain('MLS');
  });

  it.each([[[]], [[0]], [[0, 1, 63, 64, 99]]])('permissive types %j', (permissive) => {
    expect(compile(policySource(permissive, []), '-M', 'true').header.permissiveTypes).toHaveLength(permissive.length);
  });

  it.each([[[]], [['open_perms']], [CAPABILITIES]])('capabilities %j', (capabilities) => {
    expect(compile(policySource([], capabilities), '-M', 'true').header.capabilities).toEqual(capabilities);
  });
});
