// `npm run demo`: unpacks the committed demo image and scans it. `--write-reports FOLDER` writes its reports and the published schemas, and the pages of packs.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { editorSchemas, SAMPLES_SCHEMA } from '@staticfire/evaluate/authoring';
import { canonicalJson, factsDocumentSchema } from '@staticfire/facts';
import { factCatalogue } from '@staticfire/scan/judge';
import { main } from './main.ts';
import { SAMPLE_DAY, writeSamples } from './sample-reports.ts';
import { unpackDemo } from './unpack-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ARCHIVE = join(ROOT, 'libs/testkit/demo/demo.img.gz');
const IMAGE = join(ROOT, 'dist/demo/demo.img');

const RESULT = join(ROOT, 'dist/demo/result.json');

const [flag, folder] = process.argv.slice(2);
await unpackDemo(ARCHIVE, IMAGE);
process.chdir(ROOT);
const image = relative(ROOT, IMAGE).split('\\').join('/');
if (flag === '--write-reports' && folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'facts.schema.json'), canonicalJson(factsDocumentSchema(factCatalogue)));
  copyFileSync(join(ROOT, 'libs/report/src/json/result.schema.json'), join(folder, 'result.schema.json'));
  // Of samples, facts.schema.json says the same.
  const schemas = [...editorSchemas(factCatalogue)].filter(([name]) => name !== SAMPLES_SCHEMA);
  for (const [name, schema] of schemas) writeFileSync(join(folder, name), canonicalJson(schema));
  await main(['pack', 'docs']);
  process.exitCode = await main(['scan', image, '--quiet', '--day', SAMPLE_DAY, '--output', `json=${RESULT}`]);
  await writeSamples(RESULT, folder);
} else {
  process.exitCode = await main(['scan', image]);
}
