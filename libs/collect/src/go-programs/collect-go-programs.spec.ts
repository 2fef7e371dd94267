import { elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectGoPrograms } from './collect-go-programs.ts';

/** Lengths as varints of two bytes. */
function goProgram(version: string, modules: string): Uint8Array {
  const text = (value: string): Buffer => Buffer.concat([Buffer.from([(value.length & 0x7f) | 0x80, value.length >> 7]), Buffer.from(value)]);
  const framed = `${'<'.repeat(16)}${modules}\n${'>'.repeat(16)}`;
  const content = Buffer.concat([Buffer.from('\xff Go buildinf:\x08\x02', 'latin1'), Buffer.alloc(16), text(version), text(framed)]);
  return elfBytes({ sections: [{ name: '.go.buildinfo', content }] });
}

describe('go.programs', () => {
  it('tells how they were built', async () => {
    const modules =
      'path\ta.b/c/cmd\nmod\ta.b/c\tv1.0.0\th1:x\ndep\td.e/f\tv0.1.0\th1:y\n=>\tg.h/f\tv0.2.0\th1:z\nbuild\tCGO_ENABLED=1\nbuild\tGOFIPS140=v1.0.0';
    expect(await collectFrom(collectGoPrograms, { '/usr/bin/c': goProgram('go1.24.2', modules), '/usr/bin/d': elfBytes({}) })).toMatchObject({
      value: {
        programs: [
          {
            path: '/usr/bin/c',
            goVersion: 'go1.24.2',
            package: 'a.b/c/cmd',
            module: { path: 'a.b/c', version: 'v1.0.0' },
            settings: [
              { key: 'CGO_ENABLED', value: '1' },
              { key: 'GOFIPS140', value: 'v1.0.0' },
            ],
            dependencies: [{ path: 'd.e/f', version: 'v0.1.0', replacedBy: { path: 'g.h/f', version: 'v0.2.0' } }],
            dependencyCount: 1,
          },
        ],
      },
    });
  });

  it('keeps long lists and values in bounds', async () => {
    const dependencies = Array.from({ length: 501 }, (_, index) => `dep\ta/${index}\tv1`);
    const fact = await collectFrom(collectGoPrograms, { '/a': goProgram('go1.24.2', [...dependencies, `build\t-ldflags=${'x'.repeat(1001)}`].join('\n')) });
    expect(fact).toMatchObject({ value: { programs: [{ dependencyCount: 501, settings: [{ value: `${'x'.repeat(999)}…` }] }] } });
    expect(JSON.stringify(fact)).toContain('"a/499"');
    expect(JSON.stringify(fact)).not.toContain('"a/500"');
  });

  it('is one without build information, too', async () => {
    expect(await collectFrom(collectGoPrograms, { '/a': elfBytes({ sections: [{ name: '.gopclntab', content: Buffer.alloc(8) }] }) })).toMatchObject({
      value: { programs: [{ path: '/a', settings: [], dependencies: [], dependencyCount: 0 }] },
    });
  });
});
