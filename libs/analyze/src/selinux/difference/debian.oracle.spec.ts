import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { debianPolicy, describeOracle, sediffCounts, toolsFor } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { differenceCounts } from '../fixtures/difference-counts.ts';
import { comparePolicies } from './index.ts';

const TEN_MINUTES = 600_000;

/** sediff takes one to three minutes and 1.3 GB for these. */
describeOracle("the difference of Debian's policies against sediff", toolsFor('sediff', 'secilc', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  it(
    'counts alike in every section',
    async () => {
      const [before, after] = [await debianPolicy('default'), await debianPolicy('mls')];
      const [ours, again] = [before, after].map((path) => parseSelinuxPolicy(readFileSync(path)));
      const found = differenceCounts(comparePolicies(ours!, again!));
      expect(found['allow']).toEqual({ added: 2753, removed: 565, modified: 216 });
      expect(found).toEqual(await sediffCounts(before, after));
    },
    TEN_MINUTES,
  );
});
