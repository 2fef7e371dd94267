import type { ScanResult } from '@staticfire/findings';

const place = (line: number) => ({ path: 'staticfire.yaml', line });

export const waivers: ScanResult['waivers'] = [
  {
    ruleId: 'baseline:kernel/pointers',
    reason: 'Profilers of the <b>lab</b> need them\u2066',
    owner: 'Ada, platform team',
    approvedBy: 'Grace',
    ticket: 'https://tickets.example/4713?a=1&b=2',
    from: '2026-10-01',
    expires: '2027-03-31',
    state: 'valid',
    matches: 1,
    place: place(12),
  },
  {
    ruleId: 'baseline:files/setuid',
    subject: `/usr/libexec/${'a'.repeat(300)}`,
    reason: 'Until the tool is rewritten',
    owner: 'Ada, platform team',
    expires: '2026-10-31',
    state: 'expired',
    matches: 1,
    place: place(17),
  },
  { ruleId: 'baseline:disk/plan', reason: 'Another plan', owner: 'Ada', expires: '2027-01-31', state: 'valid', matches: 0, place: place(21) },
];
