import { describe, expect, it } from 'vitest';
import { partitionPlan } from './partition-plan.ts';

/** start+length in MiB, written down from Bottlerocket's partition plans: BIOS, then each bank, PRIVATE, DATA. */
const TABLE = [
  { gib: 1, banks: 2, plan: '1+4 5+5 10+20 30+460 490+5 495+10 505+5 510+20 530+460 990+5 995+10 1005+17 1022+1' },
  { gib: 2, banks: 2, plan: '1+4 5+5 10+40 50+920 970+10 980+25 1005+5 1010+40 1050+920 1970+10 1980+25 2005+41 2046+1' },
  { gib: 4, banks: 2, plan: '1+4 5+5 10+80 90+1840 1930+20 1950+55 2005+5 2010+80 2090+1840 3930+20 3950+55 4005+89 4094+1' },
  { gib: 8, banks: 2, plan: '1+4 5+5 10+160 170+3680 3850+40 3890+115 4005+5 4010+160 4170+3680 7850+40 7890+115 8005+185 8190+1' },
  { gib: 1, banks: 1, plan: '1+4 5+10 15+40 55+920 975+10 985+20 1005+17 1022+1' },
  { gib: 2, banks: 1, plan: '1+4 5+10 15+80 95+1840 1935+20 1955+50 2005+41 2046+1' },
  { gib: 4, banks: 1, plan: '1+4 5+10 15+160 175+3680 3855+40 3895+110 4005+89 4094+1' },
  { gib: 8, banks: 1, plan: '1+4 5+10 15+320 335+7360 7695+80 7775+230 8005+185 8190+1' },
] as const;

describe('partitionPlan', () => {
  it.each(TABLE)('lays out $gib GiB with $banks bank(s) as the build does', ({ gib, banks, plan }) => {
    const { partitions } = partitionPlan(gib, banks, undefined);
    expect(partitions.map(({ startMib, lengthMib }) => `${startMib}+${lengthMib}`).join(' ')).toBe(plan);
  });

  it.each([
    { gib: 2, plan: '1+4 5+90 95+1840 1935+20 1955+50 2005+41 2046+1' },
    { gib: 4, plan: '1+4 5+170 175+3680 3855+40 3895+110 4005+89 4094+1' },
  ])('lays out $gib GiB for a UKI without BOOT', ({ gib, plan }) => {
    const { partitions } = partitionPlan(gib, 1, undefined, 'uki');
    expect(partitions.map(({ startMib, lengthMib }) => `${startMib}+${lengthMib}`).join(' ')).toBe(plan);
  });

  it('gives the data partition of a unified disk its own gibibytes', () => {
    const plan = partitionPlan(4, 2, 1);
    expect(plan.diskMib).toBe(5 * 1024);
    expect(plan.partitions.at(-1)).toMatchObject({ role: 'DATA', startMib: 4094, lengthMib: 1024 });
  });
});
