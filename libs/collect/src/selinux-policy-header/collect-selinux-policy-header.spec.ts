import { domainsPolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectSelinuxConfig } from '../selinux-config/collect-selinux-config.ts';
import { collectSelinuxPolicyHeader } from './collect-selinux-policy-header.ts';

const FACTORY = '/usr/share/factory/etc/selinux';
/** Bottlerocket's, version 31, up to its symbol tables. */
const HEADER = Buffer.from(
  '8cff7cf9080000005345204c696e75781f00000001000000080000000900000040000000400000000100000000000000770000000000000040000000000000000000000000',
  'hex',
).subarray(0, 68);

describe('selinux.policy-header', () => {
  it('finds every policy once, through the link in /etc', async () => {
    const fact = await collectFrom(collectSelinuxPolicyHeader, {
      '/etc/selinux': `-> ..${FACTORY}`,
      [`${FACTORY}/config`]: '',
      [`${FACTORY}/fortified/policy/policy.31`]: HEADER,
      [`${FACTORY}/fortified/policy/policy.32`]: HEADER,
      [`${FACTORY}/fortified/policy/policy.33`]: 'not a policy',
      [`${FACTORY}/fortified/contexts/x`]: '',
    });
    const policy = { version: 31, mls: true, handleUnknown: 'deny', permissiveTypes: [], policyType: 'fortified' };
    expect(fact).toMatchObject({
      value: {
        policies: [
          { ...policy, path: '/etc/selinux/fortified/policy/policy.31', nameMatchesVersion: true, defect: expect.stringContaining('SELinux policy') },
          { ...policy, path: '/etc/selinux/fortified/policy/policy.32', nameMatchesVersion: false },
          { $unreadable: { kind: 'format', structure: '/etc/selinux/fortified/policy/policy.33: SELinux policy', field: 'magic' } },
        ],
      },
    });
    expect(fact).not.toHaveProperty('value.policies[2].$unreadable.offset');
  });

  it('finds nothing wrong with a policy that is whole', async () => {
    const whole = domainsPolicy('allow start content:file read');
    const at = (version: number) => `${FACTORY}/fortified/policy/policy.${version}`;
    const fact = await collectFrom(collectSelinuxPolicyHeader, { [at(31)]: whole, [at(32)]: whole.subarray(0, -1) });
    expect(fact).toHaveProperty('value.policies[1].defect', expect.stringContaining('policy.32'));
    expect(fact).not.toHaveProperty('value.policies[0].defect');
  });

  it('is absent without a policy', async () => {
    expect(await collectFrom(collectSelinuxPolicyHeader, { [`${FACTORY}/config`]: '' })).toMatchObject({ state: 'absent' });
  });
});

describe('selinux.config', () => {
  it('reads one file behind two paths once', async () => {
    const fact = await collectFrom(collectSelinuxConfig, {
      '/etc/selinux': `-> ..${FACTORY}`,
      [`${FACTORY}/config`]: 'SELINUX=enforcing\nSELINUXTYPE=fortified\n',
    });
    expect(fact).toHaveProperty('value.configs', [
      {
        path: '/etc/selinux/config',
        mode: 'enforcing',
        policyType: 'fortified',
        lines: [
          { line: 1, text: 'SELINUX=enforcing' },
          { line: 2, text: 'SELINUXTYPE=fortified' },
        ],
      },
    ]);
  });

  it('reads two files when the link was replaced', async () => {
    const fact = await collectFrom(collectSelinuxConfig, { '/etc/selinux/config': 'SELINUX=permissive', [`${FACTORY}/config`]: 'SELINUX=enforcing' });
    expect(fact).toMatchObject({
      value: {
        configs: [
          { path: '/etc/selinux/config', mode: 'permissive' },
          { path: `${FACTORY}/config`, mode: 'enforcing' },
        ],
      },
    });
  });
});
