const BATCH = 65_536;

/** The same text in pieces of about 64 Ki UTF-16 units, so that few calls write it and none holds much of it. */
export function* inBatches(pieces: Iterable<string>): Generator<string> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}
