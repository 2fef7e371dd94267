// `npm run demo`: unpacks the committed demo image and scans it. `--write-reports FOLDER` renders every report of that scan.
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from './main.ts';
import { unpackDemo } from './unpack-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ARCHIVE = join(ROOT, 'libs/testkit/demo/demo.img.gz');
const IMAGE = join(ROOT, 'dist/demo/demo.img');

const [flag, folder] = process.argv.slice(2);
await unpackDemo(ARCHIVE, IMAGE);
process.chdir(ROOT);
const image = relative(ROOT, IMAGE).split('\\').join('/');
if (flag === '--write-reports' && folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  process.exitCode = await main(['scan', image, '--quiet', '--output', `terminal=${folder}/demo.txt`, '--output', `json=${folder}/demo.result.json`]);
} else {
  process.exitCode = await main(['scan', image]);
}
