import { createHash } from 'node:crypto';
import type { Blob } from './blob.ts';
import type { Misfit } from './check-document.ts';

/** The first of the blobs of a saved document that is not what it says it is, or does not stand where its digest has it: sorted, each once. */
export function checkBlobs(blobs: readonly Blob[]): Misfit | undefined {
  for (const [index, blob] of blobs.entries()) {
    const misfit = misfitOf(blob, blobs[index - 1]);
    if (misfit !== undefined) return { pointer: `/body/blobs/${index}/${misfit.pointer}`, message: misfit.message };
  }
  return undefined;
}

function misfitOf({ sha256, length, base64 }: Blob, before: Blob | undefined): Misfit | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) return { pointer: 'base64', message: 'is not base64' };
  if (bytes.length !== length) return { pointer: 'length', message: `must be ${bytes.length}, as many bytes there are` };
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return { pointer: 'sha256', message: 'is not the digest of these bytes' };
  if (before !== undefined && before.sha256 >= sha256) return { pointer: 'sha256', message: 'must come after the one before' };
  return undefined;
}
