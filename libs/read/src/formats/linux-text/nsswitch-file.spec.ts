import { expect, it } from 'vitest';
import { parseNsswitchFile } from './nsswitch-file.ts';

it('reads databases and their services', () => {
  const text = '# x: y\npasswd: files systemd\n hosts:\tfiles [NOTFOUND=return] dns # z\nshadow:\nnonsense\n';
  expect(parseNsswitchFile(Buffer.from(text), 'nsswitch.conf')).toEqual([
    { line: 2, database: 'passwd', services: ['files', 'systemd'] },
    { line: 3, database: 'hosts', services: ['files', 'dns'] },
    { line: 4, database: 'shadow', services: [] },
  ]);
});
