import { openSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rangeAnswer } from '@staticfire/testkit';

/** The URL of a file, served by ranges on this machine for as long as this process lives. */
export async function serveFile(path: string): Promise<string> {
  const file = openSync(path, 'r');
  const server = createServer((request, response) => {
    const { bytes, contentRange } = rangeAnswer(file, request.headers.range);
    response.writeHead(206, { etag: '"same"', 'content-range': contentRange }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/disk`;
}
