import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { oracleTools } from './oracle-tools.ts';
import { missingPackages } from './tool-path.ts';

const TEN_MINUTES = 600_000;

/** Installs the Debian packages of all oracle tools that are missing. Returns the exit code. */
async function installOracles(): Promise<number> {
  const missing = missingPackages(oracleTools);
  if (missing.length === 0) return say('all oracle tools are installed', 0);
  const obstacle = findObstacle();
  if (obstacle !== undefined) return say(`cannot install ${missing.join(' ')}: ${obstacle}`, 2);
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', ...missing);
  const left = missingPackages(oracleTools);
  return left.length === 0 ? say(`installed ${missing.join(' ')}`, 0) : say(`still missing: ${left.join(' ')}`, 1);
}

function findObstacle(): string | undefined {
  if (!existsSync('/etc/debian_version')) return 'this is not a Debian system; install these packages by your own means';
  if (process.getuid?.() !== 0) return 'root is needed; run `sudo npm run oracles`';
  return undefined;
}

async function apt(...args: string[]): Promise<void> {
  await execa('apt-get', args, { stdio: 'inherit', timeout: TEN_MINUTES, env: { DEBIAN_FRONTEND: 'noninteractive' } });
}

function say(message: string, exitCode: number): number {
  (exitCode === 0 ? process.stdout : process.stderr).write(`${message}\n`);
  return exitCode;
}

process.exitCode = await installOracles().catch((error: Error) => say(error.message, 1));
