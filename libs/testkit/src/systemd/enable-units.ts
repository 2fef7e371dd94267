import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { toolPath } from '../tool-path.ts';

const CONFIG = '/etc/systemd/system';
const env = { PATH: process.env['PATH'], LC_ALL: 'C', SYSTEMD_COLORS: '0' };

/** What `systemctl preset-all` at a first boot makes below `root`: targets by path. Links that were there before are among them. */
export function presetAll(root: string): Readonly<Record<string, string>> {
  // It fails when one unit is masked or has no file; what it could enable it has enabled.
  spawnSync(toolPath('systemctl')!, [`--root=${root}`, 'preset-all', '--preset-mode=enable-only'], { env, timeout: 60_000 });
  return existsSync(join(root, CONFIG)) ? Object.fromEntries(readLinks(root, CONFIG)) : {};
}

/** `systemctl list-unit-files`: the state of every unit by name. */
export function unitFileStates(root: string): Readonly<Record<string, string>> {
  const text = execFileSync(toolPath('systemctl')!, [`--root=${root}`, 'list-unit-files', '--no-legend', '--all', '--full'], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return Object.fromEntries(text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim().split(/\s+/).slice(0, 2) as [string, string]])));
}

function readLinks(root: string, folder: string): [string, string][] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) return [[path, readlinkSync(join(root, path))]];
    return entry.isDirectory() ? readLinks(root, path) : [];
  });
}
