import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseFileCapabilities } from './parse-file-capabilities.ts';

const run = (tool: 'getcap' | 'setcap' | 'getfattr', args: readonly string[]) => execFileSync(toolPath(tool)!, args, { encoding: 'utf8', timeout: 30_000 });

describeOracle('file capabilities against getcap', toolsFor('getcap', 'setcap', 'getfattr'), () => {
  let file: string;
  beforeAll(() => {
    file = join(mkdtempSync(join(tmpdir(), 'staticfire-capabilities-')), 'program');
    writeFileSync(file, '');
  });
  afterAll(() => rmSync(join(file, '..'), { recursive: true }));

  // Only root may give a file capabilities.
  it.runIf(process.getuid?.() === 0).each([
    ['cap_net_raw=ep', []],
    ['cap_net_raw,cap_sys_admin,cap_bpf=eip', []],
    ['cap_chown=i', []],
    ['cap_sys_ptrace=p', []],
    ['cap_checkpoint_restore,cap_syslog=ei', []],
    ['cap_setfcap=ep', ['-n', '1000']],
  ])('%s %j', (text, options) => {
    run('setcap', [...options, text, file]);
    const hex = /=0x([0-9a-f]+)/.exec(run('getfattr', ['-n', 'security.capability', '-e', 'hex', '--absolute-names', file]))![1]!;
    const { effective, permitted, inheritable, rootId } = parseFileCapabilities(Buffer.from(hex, 'hex'));
    const names = permitted.length > 0 ? permitted : inheritable;
    const flags = `${effective ? 'e' : ''}${inheritable.length > 0 ? 'i' : ''}${permitted.length > 0 ? 'p' : ''}`;
    const root = rootId === undefined ? '' : ` [rootid=${rootId}]`;
    const [, theirs] = /^\S+ (.*)\n$/.exec(run('getcap', ['-n', file]))!;
    const sorted = (caps: string) => caps.replace(/^[^=]*/, (list) => list.split(',').sort().join());
    expect(sorted(`${names.join(',')}=${flags}${root}`)).toBe(sorted(theirs!));
  });
});
