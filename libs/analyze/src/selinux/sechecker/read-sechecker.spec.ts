import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { describe, expect, it } from 'vitest';
import { readSechecker } from './index.ts';

const read = (text: string) => readSechecker(text, 'x.ini');
const assertionOf = (body: string) => read(`[check]\n${body}`).assertions[0]!.assertion;

describe('readSechecker', () => {
  it.each<[string, object]>([
    [
      'check_type = assert_te\nsource = a_t\ntarget = b_t\ntclass = file dir\nperms = read  write\nexempt_source = c_t\n  d_t\nexpect_target: e_t',
      {
        assert: 'allow_rules',
        missing: 'ok',
        source: 'a_t',
        target: 'b_t',
        classes: ['file', 'dir'],
        permissions: ['read', 'write'],
        exempt_source: ['c_t', 'd_t'],
        expect_target: ['e_t'],
      },
    ],
    ['check_type = assert_te\nperms = execheap\nsource =\nexempt_target =\n', { assert: 'allow_rules', missing: 'ok', permissions: ['execheap'] }],
    [
      'check_type = assert_rbac\nsource = staff_r\nexpect_source = staff_r\nexempt_target = user_r',
      { assert: 'role_allows', missing: 'ok', source: 'staff_r', expect_source: ['staff_r'], exempt_target: ['user_r'] },
    ],
    ['check_type = empty_typeattr\nattr = group', { assert: 'typeattr', attribute: 'group', members: { exactly: [] } }],
    ['check_type = empty_typeattr\nattr = group\nmissing_ok = Yes', { assert: 'typeattr', attribute: 'group', members: { exactly: [] }, missing: 'ok' }],
    ['check_type = empty_typeattr\nattr = group\nmissing_ok = on', { assert: 'typeattr', attribute: 'group', members: { exactly: [] } }],
    [
      'check_type = ro_execs\nexempt_file = a\nexempt_exec_domain = b c\nexempt_write_domain = d',
      { assert: 'ro_execs', missing: 'ok', exempt_file: ['a'], exempt_exec_domain: ['b', 'c'], exempt_write_domain: ['d'] },
    ],
    ['check_type = ro_kmods\nexempt_load_domain = a', { assert: 'ro_kmods', missing: 'ok', exempt_load_domain: ['a'] }],
  ])('%j', (body, assertion) => {
    expect(assertionOf(body)).toEqual(assertion);
  });

  it('tells name, description and why a check is disabled, in the order of the file', () => {
    const defaults = '[DEFAULT]\ncheck_type = ro_execs\ndesc = all of them: %(check_type)s\n';
    const { assertions } = read(`${defaults}[z]\ndisable = later\n[a b]\ndesc = one\n  two\n`);
    expect(assertions).toEqual([
      { name: 'z', description: 'all of them: ro_execs', disabled: 'later', assertion: { assert: 'ro_execs', missing: 'ok' } },
      { name: 'a b', description: 'one\ntwo', assertion: { assert: 'ro_execs', missing: 'ok' } },
    ]);
    expect(read('[z]\ncheck_type = ro_execs\ndisable =\n').assertions[0]).not.toHaveProperty('disabled');
  });

  it.each<[string, string, string]>([
    ['an unknown type', '[a]\n\ncheck_type = ro_exec', 'x.ini, line 3: section [a], option check_type: ro_exec is not known; known are assert_te'],
    [
      'an option of another type',
      '[a]\ncheck_type = ro_execs\nexempt_load_domain = x',
      'x.ini, line 3: section [a], option exempt_load_domain: ro_execs has no',
    ],
    ['an unknown option of [DEFAULT]', '[DEFAULT]\nowner = me\n[a]\ncheck_type = ro_execs', 'x.ini, line 2: section [a], option owner: ro_execs has no'],
    ['a sign of our own sets', '[a]\ncheck_type = ro_execs\nexempt_file = a -b', 'x.ini, line 3: section [a], option exempt_file: -b is no name'],
    ['the same of one name', '[a]\ncheck_type = assert_te\nsource = *', 'x.ini, line 3: section [a], option source: * is no name'],
  ])('%s is unsupported', (_, text, message) => {
    expect(() => read(text)).toThrow(UnsupportedError);
    expect(() => read(text)).toThrow(message);
  });

  it.each<[string, string, string]>([
    ['no section', 'check_type = ro_execs', 'x.ini, line 1: a section is expected'],
    ['no checks', '[DEFAULT]\ncheck_type = ro_execs', 'x.ini: it has no checks'],
    ['nothing', '', 'x.ini: it has no checks'],
    ['no type', '[a]\n[b]\ncheck_type = ro_execs', 'x.ini, line 1: section [a]: the option check_type is missing'],
    ['a section twice', '[a]\ncheck_type = ro_execs\n[a]', 'x.ini, line 3: there is a section [a] already'],
    ['an option twice', '[a]\nCheck_Type = ro_execs\ncheck_type = ro_execs', 'x.ini, line 3: the section has an option check_type already'],
    ['no option', '[a]\nro_execs', 'x.ini, line 2: an option is expected'],
    ['no question', '[a]\ncheck_type = assert_te\nexempt_source = a', 'x.ini, line 1: section [a]: one of the options source, target, tclass and perms'],
    ['no question about roles', '[a]\ncheck_type = assert_rbac\nsource =', 'x.ini, line 1: section [a]: one of the options source and target'],
    ['no attribute', '[a]\ncheck_type = empty_typeattr', 'x.ini, line 1: section [a]: the option attr is missing'],
    ['a lone percent sign', '[a]\ncheck_type = ro_execs\ndesc = 100 %', 'x.ini, line 3: section [a], option desc: a percent sign is written %%'],
    ['an unknown reference', '[a]\ncheck_type = ro_execs\ndesc = %(who)s', 'x.ini, line 3: section [a], option desc: there is no option who'],
    [
      'a reference to itself',
      '[a]\ncheck_type = ro_execs\ndesc = %(desc)s',
      'x.ini, line 3: section [a], option desc: references are nested more than 10 deep',
    ],
  ])('%s is refused with its place', (_, text, message) => {
    expect(() => read(text)).toThrow(FormatError);
    expect(() => read(text)).toThrow(message);
  });

  it('is bounded: long texts, and references that multiply', () => {
    expect(() => read('#'.repeat(2 ** 20 + 1))).toThrow(LimitError);
    const chain = ['desc', 'disable', 'source', 'target', 'tclass', 'perms', 'exempt_source'];
    const options = chain.slice(1).map((name, index) => `${chain[index]} = ${`%(${name})s`.repeat(20)}`);
    const text = ['[a]', 'check_type = assert_te', ...options, 'exempt_source = x'].join('\n');
    const start = performance.now();
    expect(() => read(text)).toThrow(LimitError);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
