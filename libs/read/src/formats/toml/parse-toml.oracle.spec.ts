import { execFileSync } from 'node:child_process';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { parseToml } from './index.ts';

/** Reads documents as a JSON list from stdin; prints for each its leaves, or null where it is not TOML. */
const PROGRAM = `
import json, sys, tomllib, datetime
def leaves(value, path):
    if isinstance(value, dict) or isinstance(value, list):
        items = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
        if not items and path: return [[path, "table" if isinstance(value, dict) else "array", ""]]
        return [leaf for key, child in items for leaf in leaves(child, path + [key])]
    kind = {bool: "boolean", int: "integer", float: "float", str: "string"}.get(type(value), "date")
    return [[path, kind, str(value).lower() if kind == "boolean" else str(value) if kind in ("integer", "string") else ""]]
def read(text):
    try: document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError): return None
    return leaves(document, [])
print(json.dumps([read(text) for text in json.load(sys.stdin)]))
`;
const KEY = fc.constantFrom('a', 'b', 'c-d', '"e f"', "'g.h'", 'a.b', 'a.c', '1');
const LEAF = fc.constantFrom(
  '1',
  '-0',
  '0x1F',
  '9223372036854775807',
  '1_0',
  '1.5',
  '1e3',
  'inf',
  'true',
  '"x"',
  '"\\u00e4\\n"',
  "'y\\'",
  '"""\nm\n\\  n"""',
  "'''z'''",
  '1979-05-27',
  '1979-05-27T07:32:00Z',
  '07:32:00',
  '01',
  '1__0',
  'tru',
  '"\\q"',
);
const VALUE = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    LEAF,
    fc.array(tie('value'), { maxLength: 3 }).map((values) => `[${values.join(', ')}]`),
    fc.array(fc.tuple(KEY, tie('value')), { maxLength: 2 }).map((pairs) => `{ ${pairs.map((pair) => pair.join(' = ')).join(', ')} }`),
  ),
})).value;
const LINE = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(KEY, VALUE).map((pair) => pair.join(' = ')) },
  { weight: 1, arbitrary: KEY.map((key) => `[${key}]`) },
  { weight: 1, arbitrary: KEY.map((key) => `[[${key}]]`) },
  { weight: 1, arbitrary: fc.constant('# comment') },
);

describeOracle('TOML against tomllib', toolsFor('python3'), () => {
  it('the same values, and the same documents refused', async () => {
    const texts = fc.sample(fc.array(LINE, { maxLength: 6 }), { seed: 20261125, numRuns: 1500 }).map((lines) => lines.join('\n'));
    const output = execFileSync(toolPath('python3')!, ['-c', PROGRAM], { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 60_000 });
    const expected = JSON.parse(output) as (readonly [unknown, string, string][] | null)[];
    let accepted = 0;
    for (const [index, text] of texts.entries()) {
      const ours = await parseToml(Buffer.from(text), 'x').catch((error: unknown) => {
        expect(error).toBeInstanceOf(ReadError);
        return null;
      });
      if (ours !== null) accepted++;
      const leaves = ours?.map(({ path, type, value }) => [path, type, ['boolean', 'integer', 'string'].includes(type) ? value : '']) ?? null;
      expect(sorted(leaves), text).toEqual(sorted(expected[index]!));
    }
    expect(accepted).toBeGreaterThan(200);
  });

  function sorted(leaves: readonly unknown[] | null): string[] | null {
    return leaves?.map((leaf) => JSON.stringify(leaf)).sort() ?? null;
  }
});
