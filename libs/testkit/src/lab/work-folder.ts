import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const open = new Set<string>();
let listening = false;

/** Runs `body` with a scratch folder below `parent` and removes it afterwards, also on failure and on Ctrl-C. */
export async function withWorkFolder<T>(parent: string, body: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(parent, { recursive: true });
  listen();
  const folder = mkdtempSync(join(parent, 'work-'));
  open.add(folder);
  try {
    return await body(folder);
  } finally {
    remove(folder);
  }
}

function listen(): void {
  if (listening) return;
  listening = true;
  process.on('exit', () => [...open].forEach(remove));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  open.delete(folder);
}
