import { spawnSync } from 'node:child_process';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { parseTimeSpan } from './time-span.ts';

describeOracle('spans of time against systemd-analyze', toolsFor('systemd-analyze'), () => {
  it.each([
    ...['1', '0', '1s', '1 s', '5min 20s', '5min20s', '1h30', '2weeks', '1month', '1M', '1m', '1year', '1y', '300ms', '20us', '20μs', '20µs', '1.5s', '.5s'],
    ...['1.5h 3d', '1 2 3', 'infinity', ' 1s ', '', 'x', '1x', '1 hour ago', '-1', '+1', '1.', '1..2', '1,5s', '1sec1', '1 month 1 day', '0.000001s', '1e3'],
  ])('%j', (text) => {
    const { stdout, status } = spawnSync(toolPath('systemd-analyze')!, ['timespan', '--', text], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    });
    const theirs = status === 0 ? /s: (\S+)$/m.exec(stdout)?.[1] : undefined;
    const ours = parseTimeSpan(text);
    expect(ours === Number.POSITIVE_INFINITY ? '18446744073709551615' : ours?.toString()).toBe(theirs);
  });
});
