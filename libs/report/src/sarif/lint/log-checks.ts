import type { Check, LogSubject } from './check.ts';
import { listAt, textAt } from './json-view.ts';

const MAX_RUNS = 20;
const MAX_GZIP = 10_000_000;
const SCHEMA_URI = /sarif.*2\.1\.0/i;

export const logChecks: readonly Check<LogSubject>[] = [
  {
    id: 'byte-order-mark',
    level: 'error',
    source: 'sarif',
    mend: 'Write UTF-8 without a byte order mark',
    look({ hasByteOrderMark }, report) {
      if (hasByteOrderMark) report('the file begins with a byte order mark, which JSON readers refuse');
    },
  },
  {
    id: 'version',
    level: 'error',
    source: 'sarif',
    mend: 'Write "version": "2.1.0"',
    look({ log }, report) {
      const version = textAt(log, 'version');
      if (version !== '2.1.0')
        report(version === undefined ? 'there is no version' : `the version is ${version}`, ...(version === undefined ? [] : ['version']));
    },
  },
  {
    id: 'schema-uri',
    level: 'error',
    source: 'github',
    mend: 'Write $schema with the address of the SARIF 2.1.0 schema',
    look({ log }, report) {
      const uri = textAt(log, '$schema');
      if (uri === undefined) report('there is no $schema, by which GitHub knows the format');
      else if (!SCHEMA_URI.test(uri)) report(`$schema is ${uri}`, '$schema');
    },
  },
  {
    id: 'runs-limit',
    level: 'error',
    source: 'github',
    mend: `Write at most ${MAX_RUNS} runs into a file`,
    look({ runs }, report) {
      if (runs.length > MAX_RUNS) report(`there are ${runs.length} runs`, 'runs');
    },
  },
  {
    id: 'gzip-limit',
    level: 'error',
    source: 'github',
    mend: `Leave out results or texts until gzip makes at most ${MAX_GZIP} bytes of the file`,
    look({ gzipLength }, report) {
      if (gzipLength > MAX_GZIP) report(`compressed it has ${gzipLength} bytes`);
    },
  },
  {
    id: 'category-twice',
    level: 'error',
    source: 'github',
    mend: 'Give each run of a tool its own automationDetails.id: category/run',
    look({ runs }, report) {
      const seen = new Map<string, number>();
      for (const [index, run] of runs.entries()) {
        const id = textAt(run, 'automationDetails', 'id') ?? '';
        const key = JSON.stringify([textAt(run, 'tool', 'driver', 'name'), id.slice(0, Math.max(0, id.lastIndexOf('/')))]);
        const first = seen.get(key);
        if (first === undefined) seen.set(key, index);
        else report(`run ${index} has the tool and the category of run ${first}`, 'runs', index);
      }
    },
  },
];

export function runsOf(log: unknown): readonly unknown[] {
  return listAt(log, 'runs');
}
