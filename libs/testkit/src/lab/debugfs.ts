import { clockEnvironment, LAB_TIME } from './clock.ts';
import { runTool } from './run-tool.ts';

const FIVE_MINUTES = 300_000;

/** Runs a script of debugfs commands on an ext filesystem. debugfs exits with 0 whatever happens, so what it says counts. */
export async function runDebugfs(path: string, script: Uint8Array, time = LAB_TIME): Promise<void> {
  const input = Buffer.concat([script, Buffer.from('\n')]);
  const { stderr } = await runTool('debugfs', ['-w', '-f', '-', path], { input, timeout: FIVE_MINUTES, env: clockEnvironment(time) });
  const complaints = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('debugfs 1.'));
  if (complaints.length > 0) throw new Error(`debugfs: ${complaints.slice(0, 5).join('; ')}`);
}
