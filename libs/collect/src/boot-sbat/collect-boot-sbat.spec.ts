import { ukiFile } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import type { BootSbat } from './boot-sbat.schema.ts';
import { collectBootSbat } from './collect-boot-sbat.ts';

const program = (...sections: [string, Uint8Array][]) => ukiFile({ machine: 'x64', sections: sections.map(([name, bytes]) => ({ name, bytes })) });
const PREVIOUS = 'sbat,1,2024010900\ngrub,3\n\0';
const LEVEL = Buffer.concat([Buffer.from(Uint32Array.of(0, 8, 8 + PREVIOUS.length).buffer), Buffer.from(`${PREVIOUS}sbat,1\ngrub,5\n\0`)]);

async function collect(disk: Disk): Promise<BootSbat> {
  const fact = await collectWith(collectBootSbat, evidenceOf(disk));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as BootSbat;
}

describe('boot.sbat', () => {
  it('lists programs with and without, and what shim asks for', async () => {
    const shim = program(['.sbat', Buffer.from('sbat,1\nshim,4\n')], ['.sbatlevel', LEVEL]);
    expect(await collect({ EFI: { '/shim.efi': shim, '/plain.efi': program(), '/text': Buffer.from('text') } })).toEqual({
      programs: [
        { partition: 'EFI', path: '/plain.efi' },
        {
          partition: 'EFI',
          path: '/shim.efi',
          rows: [
            { component: 'sbat', generation: 1 },
            { component: 'shim', generation: 4 },
          ],
        },
      ],
      levels: [
        {
          ...{ partition: 'EFI', path: '/shim.efi', policy: 'previous', date: '2024010900' },
          rows: [
            { component: 'sbat', generation: 1 },
            { component: 'grub', generation: 3 },
          ],
        },
        {
          ...{ partition: 'EFI', path: '/shim.efi', policy: 'latest' },
          rows: [
            { component: 'sbat', generation: 1 },
            { component: 'grub', generation: 5 },
          ],
        },
      ],
    });
  });

  it('a damaged section, and the rest', async () => {
    const { programs, levels } = await collect({
      EFI: { '/a.efi': program(['.sbat', Buffer.from('grub,none\n')]), '/b.efi': program(['.sbatlevel', Buffer.alloc(20, 1)]) },
    });
    expect(programs).toMatchObject([{ $unreadable: { kind: 'format' } }, { path: '/b.efi' }]);
    expect(levels).toMatchObject([{ $unreadable: { kind: 'format' } }]);
  });

  it('is absent where neither partition is there', async () => expect((await collectWith(collectBootSbat, evidenceOf({}))).state).toBe('absent'));
});
