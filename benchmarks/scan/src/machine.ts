import { execFileSync, spawnSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { toolPath } from '@staticfire/testkit';

export interface Machine {
  readonly processors: string;
  readonly gigabytes: number;
  readonly kernel: string;
  readonly node: string;
  /** By program, the first line that it says about itself. */
  readonly peers: Readonly<Record<string, string>>;
  /** Of the sources that were measured. */
  readonly commit: string;
}

const QUESTIONS: Readonly<Record<string, string>> = {
  ...{ veritysetup: '--version', debugfs: '-V', 'fsck.erofs': '-V', unsquashfs: '-version', mcopy: '-V', sgdisk: '-V', osslsigncode: '-v' },
  ...{ lz4: '--version', gzip: '--version', zstd: '--version', xz: '--version', sha256sum: '--version', guestfish: '--version' },
  ...{ sesearch: '--version', seinfoflow: '--version', sediff: '--version' },
};

export function describeMachine(): Machine {
  return {
    processors: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    gigabytes: Math.round(totalmem() / 1e9),
    kernel: release(),
    node: process.version,
    peers: Object.fromEntries(Object.entries(QUESTIONS).map(([program, flag]) => [program, versionOf(program, flag)])),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', cwd: import.meta.dirname }).trim(),
  };
}

function versionOf(program: string, flag: string): string {
  const path = toolPath(program);
  if (path === undefined) return 'not installed';
  const { stdout, stderr } = spawnSync(path, [flag], { encoding: 'utf8', timeout: 10_000, input: '' });
  return (stdout.trim() || stderr.trim()).split('\n')[0]!.trim();
}
