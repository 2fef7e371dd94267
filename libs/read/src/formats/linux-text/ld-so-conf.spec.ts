import { expect, it } from 'vitest';
import { parseLdSoConf } from './ld-so-conf.ts';

it('directories and includes of ld.so.conf', () => {
  const text = '# comment\n\n/usr/local/lib/ # more\ninclude /etc/ld.so.conf.d/*.conf\tother.conf\n  /opt/a=libc6\nhwcap 0 nosegneg\n/\n';
  expect(parseLdSoConf(Buffer.from(text), 'ld.so.conf')).toEqual([
    { line: 3, kind: 'directory', text: '/usr/local/lib' },
    { line: 4, kind: 'include', text: '/etc/ld.so.conf.d/*.conf' },
    { line: 4, kind: 'include', text: 'other.conf' },
    { line: 5, kind: 'directory', text: '/opt/a' },
    { line: 7, kind: 'directory', text: '/' },
  ]);
});
