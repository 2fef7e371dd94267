import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that only this user can enter. */
export interface TemporaryFolder {
  readonly path: string;
  /** Of its name, chosen by the system: nobody else can know it before. */
  readonly suffix: string;
  remove(): void;
}

const PREFIX = 'staticfire-guestfs-';

export function makeTemporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), PREFIX));
  return { path, suffix: path.slice(-6), remove: () => rmSync(path, { recursive: true, force: true }) };
}
