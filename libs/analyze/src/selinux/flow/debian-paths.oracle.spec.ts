import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { debianPolicy, describeOracle, setoolsAnswers, toolsFor } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { InformationFlow, parsePermissionMap } from './index.ts';

const TEN_MINUTES = 600_000;
const MAP = '/usr/lib/python3/dist-packages/setools/perm_map';
const CLASSES = ['file', 'dir', 'lnk_file'];

/** setools puts every rule into its graph first, which takes it a minute and a gigabyte. */
describeOracle("ways through Debian's policy against setools", toolsFor('/usr/bin/python3', MAP, 'secilc', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  it(
    'all the shortest ones from shadow_t to httpd_t',
    async () => {
      const path = await debianPolicy('default');
      const policy = parseSelinuxPolicy(readFileSync(path));
      const { types } = policy;
      const flow = new InformationFlow(policy, { map: parsePermissionMap(readFileSync(MAP, 'utf8')), minWeight: 10, classes: CLASSES });
      const found = flow.paths(types.get('shadow_t')!.value, types.get('httpd_t')!.value, 1000);
      const ours = found.map((way) => way.map((type) => types.nameOf(type)).join(',')).sort();
      expect(ours).toEqual(await setoolsAnswers('paths', path, MAP, '10', CLASSES.join(','), 'shadow_t', 'httpd_t'));
      expect(ours.length).toBeGreaterThan(10);
    },
    TEN_MINUTES,
  );
});
