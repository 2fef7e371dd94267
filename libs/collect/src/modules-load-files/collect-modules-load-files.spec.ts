import { expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectModulesLoadFiles } from './collect-modules-load-files.ts';

it('modules of every file, and what hides one', async () => {
  const fact = await collectFrom(collectModulesLoadFiles, {
    '/usr/lib/modules-load.d/nf_conntrack.conf': '# needed by sysctl.d\nnf_conntrack\n',
    '/etc/modules-load.d/nf_conntrack.conf': '-> /dev/null',
    '/usr/lib/modules-load.d/README': 'udf',
  });
  expect(fact).toMatchObject({
    value: {
      folders: ['/etc/modules-load.d', '/usr/lib/modules-load.d'],
      files: [{ state: 'masked' }, { state: 'wrong-name' }, { state: 'read', overriddenBy: '/etc/modules-load.d/nf_conntrack.conf' }],
      entries: [{ file: '/usr/lib/modules-load.d/nf_conntrack.conf', line: 2, module: 'nf_conntrack' }],
    },
  });
});

it('is absent without folders', async () => expect((await collectFrom(collectModulesLoadFiles, { '/usr/lib/x': '' })).state).toBe('absent'));
