import { inBatches } from './in-batches.ts';

/** Writes the pieces one batch after the other, none before the one ahead has left; stops when nobody reads any more. */
export async function writeStdout(pieces: Iterable<string>): Promise<void> {
  for (const batch of inBatches(pieces)) {
    if (!process.stdout.writable) return;
    const failed = await new Promise<boolean>((resolve) => {
      process.stdout.write(batch, (error) => resolve(error != null));
    });
    // `main` decides about errors of stdout.
    if (failed) return;
  }
}
