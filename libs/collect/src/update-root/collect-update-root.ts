import { createHash } from 'node:crypto';
import { verifyTufRoot } from '@staticfire/analyze/trust';
import { parseTufRoot } from '@staticfire/read/formats/tuf-root';
import { defineBankCollector } from '../collector.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { type UpdateRoot, updateRoot } from './update-root.schema.ts';

/** Anatomy 6.3: updog takes it from here. */
const PATH = '/usr/share/updog/root.json';
const MAX_LENGTH = 1024 * 1024;

export const collectUpdateRoot = defineBankCollector({
  fact: updateRoot,
  reads: ['bank', 'fileSystem'],
  async collect({ bank, fileSystem }, sources): Promise<UpdateRoot | undefined> {
    const fs = fileSystem('ROOT');
    const file = fs && new RootFiles(fs, bank, sources, MAX_LENGTH).readDigested(PATH, MAX_LENGTH);
    return file && { path: PATH, sha256: file.sha256, ...(await describe(file.bytes)) };
  },
});

async function describe(bytes: Uint8Array): Promise<Omit<UpdateRoot, 'path' | 'sha256'>> {
  const root = parseTufRoot(bytes, PATH);
  const { counted, ...judgement } = await verifyTufRoot(root, PATH);
  const { specVersion, version, expires, expiresAt, consistentSnapshot } = root;
  const sha512 = createHash('sha512').update(bytes).digest('hex');
  return { sha512, specVersion, version, expires, expiresAt, consistentSnapshot, countedSignatures: counted, ...judgement };
}
