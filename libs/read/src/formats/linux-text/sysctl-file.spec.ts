import { describe, expect, it } from 'vitest';
import { parseSysctlFile } from './sysctl-file.ts';

const parse = (text: string) => parseSysctlFile(Buffer.from(text), 'a.conf');
const set = { line: 1, kind: 'set', ignoreFailure: false, glob: false };

describe('parseSysctlFile', () => {
  it.each([
    ['dots', 'kernel.kptr_restrict = 1', { ...set, key: 'kernel.kptr_restrict', value: '1' }],
    ['slashes', 'kernel/kptr_restrict=1', { ...set, key: 'kernel.kptr_restrict', value: '1' }],
    ['a name with a dot, by slashes', 'net/ipv4/conf/eth0.1/forwarding=1', { ...set, key: 'net.ipv4.conf.eth0/1.forwarding', value: '1' }],
    ['a name with a dot, by dots', 'net.ipv4.conf.eth0/1.forwarding=1', { ...set, key: 'net.ipv4.conf.eth0/1.forwarding', value: '1' }],
    ['a full path', '/net/ipv4/ip_forward=1', { ...set, key: 'net.ipv4.ip_forward', value: '1' }],
    ['values with spaces and equals signs', 'a.b =  x = y\t z  ', { ...set, key: 'a.b', value: 'x = y\t z' }],
    ['an empty value', 'a.b=', { ...set, key: 'a.b', value: '' }],
    ['a comment sign in a value', 'a.b = 1 # x', { ...set, key: 'a.b', value: '1 # x' }],
    ['an ignored failure', '-a.b = 1', { ...set, key: 'a.b', value: '1', ignoreFailure: true }],
    ['a glob', 'net.ipv4.conf.*.rp_filter = 2', { ...set, key: 'net.ipv4.conf.*.rp_filter', value: '2', glob: true }],
    ['an exclusion', '-net.ipv4.conf.all.rp_filter', { line: 1, kind: 'exclude', key: 'net.ipv4.conf.all.rp_filter', ignoreFailure: false, glob: false }],
    ['a path that climbs', 'net/../kernel/x = 1', { line: 1, kind: 'ignored', key: 'net/../kernel/x = 1', ignoreFailure: false, glob: false }],
    ['a line without an equals sign', ' kernel.sysrq 1', { line: 1, kind: 'ignored', key: 'kernel.sysrq 1', ignoreFailure: false, glob: false }],
  ])('reads %s', (_, text, entry) => {
    expect(parse(text)).toEqual([entry]);
  });

  it('skips comments of both kinds and blank lines, and counts them', () => {
    expect(parse('# a.b = 1\n\n  ; c.d = 1\na.b = 2')).toMatchObject([{ line: 4, key: 'a.b' }]);
  });

  it('ends lines where systemd does', () => {
    expect(parse('# x\ra.b=1\r\nc.d=2\n\ne.f=3\0g.h=4')).toMatchObject([
      { line: 2, key: 'a.b', value: '1' },
      { line: 3, key: 'c.d', value: '2' },
      { line: 5, key: 'e.f', value: '3' },
      { line: 6, key: 'g.h', value: '4' },
    ]);
  });

  it('refuses text that is not UTF-8, too long or of too many lines', () => {
    expect(() => parseSysctlFile(Uint8Array.from([0x61, 0x0a, 0xff]), 'a.conf')).toThrow('a.conf, line 2: byte 2 of the text is not UTF-8');
    expect(() => parseSysctlFile(new Uint8Array(1024 * 1024 + 1).fill(0x23), 'a.conf')).toThrow('at most 1048576 are read');
    expect(() => parse('\n'.repeat(50_000))).toThrow('more than 50000 lines');
  });
});
