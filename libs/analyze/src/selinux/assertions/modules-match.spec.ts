import { FormatError, UnsupportedError } from '@staticfire/read/bytes';
import { parseCil } from '@staticfire/read/formats/cil';
import { bottlerocketPolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { compileCil } from '../compile/index.ts';
import { decideAssertion } from './index.ts';

const modulesOf = (...texts: readonly string[]) => texts.map((text, index) => ({ file: `m${index}`, statements: parseCil(Buffer.from(text), `m${index}`) }));
const CIL = bottlerocketPolicy();
const modules = modulesOf(CIL);

/** A policy that was compiled from the modules with a text replaced, or with statements more. */
function verdictOf(change: string | readonly [from: string, to: string], version = 33) {
  if (typeof change !== 'string' && !CIL.includes(change[0])) throw new Error(`the policy has no ${change[0]}`);
  const text = typeof change === 'string' ? bottlerocketPolicy(change) : CIL.replace(...(change as [string, string]));
  return decideAssertion(compileCil(modulesOf(text), { version }), { assert: 'modules_match' }, { modules });
}

describe('modules_match', () => {
  it.each([31, 32, 33, 35])('holds for a policy of version %i that was compiled from the modules', (version) => {
    expect(verdictOf('', version)).toEqual({ holds: true, violations: [], total: 0 });
  });

  it.each([
    ['(expandtypeattribute (all_s global immutable_o) true)'],
    ['(typeattribute more) (typeattributeset more (os_t)) (expandtypeattribute more false)'],
    ['(allow container_t any_t (file (getattr)))'],
  ])('holds whichever attributes the compiler kept and however access is written: %s', (change) => expect(verdictOf(change).holds).toBe(true));

  it('finds a rule too many, with the rule', () => {
    expect(verdictOf('(allow container_t os_t (packet (send)))').violations).toEqual([
      { subject: 'allow: allow container_t os_t:packet', message: 'only in the policy', rules: ['allow container_t os_t:packet send;'] },
    ]);
  });

  it('finds a rule that is lacking', () => {
    expect(verdictOf(['(allow runtime_t self (process (setexec)))', '']).violations).toEqual([
      {
        subject: 'allow: allow runtime_t runtime_t:process',
        message: 'setexec only in the modules',
        rules: ['allow runtime_t runtime_t:process setexec;'],
      },
    ]);
  });

  it.each<[change: string | readonly [string, string], subject: string, message: string]>([
    ['(typepermissive container_t)', 'type: container_t', 'permissive only in the policy'],
    [['(handleunknown deny)', '(handleunknown allow)'], 'property: handle_unknown', 'allow only in the policy; deny only in the modules'],
    [['(policycap open_perms)', ''], 'polcap: open_perms', 'only in the modules'],
    ['(type new_t)', 'type: new_t', 'only in the policy'],
    [
      ['(fsuse xattr ext4 (system_u object_r local_t low_low))', '(fsuse xattr ext4 (system_u object_r any_t low_low))'],
      'fs_use: fs_use_xattr ext4',
      'system_u:object_r:any_t:s0 only in the policy; system_u:object_r:local_t:s0 only in the modules',
    ],
    [
      ['(typetransition api_t any_t sock_file "api.sock" api_socket_t)', ''],
      'type_transition: type_transition api_t any_t:sock_file "api.sock"',
      'only in the modules',
    ],
    ['(dontaudit container_t os_t (fd (use)))', 'dontaudit: dontaudit container_t os_t:fd', 'only in the policy'],
    [
      ['(mlsvalidatetrans file (or (eq t3 trusted_s)', '(mlsvalidatetrans file (or (eq t3 all_s)'],
      'mlsvalidatetrans: mlsvalidatetrans file (t3 == all_s or ( l1 == l2 and h1 == h2 ));',
      'only in the policy',
    ],
  ])('finds %j', (change, subject, message) => {
    expect(verdictOf(change).violations).toContainEqual(expect.objectContaining({ subject, message }));
  });

  it('finds an attribute that stands for other types', () => {
    const { violations } = verdictOf(['(typeattributeset dynamic_o (etc_t))', '(typeattributeset dynamic_o (etc_t any_t))']);
    expect(violations.map(({ subject, message }) => [subject, message])).toEqual([
      ['attribute: dynamic_o', 'any_t only in the policy'],
      ['type: any_t', 'dynamic_o only in the policy'],
    ]);
  });

  it.each([
    ['(allow a b (file (read)))', FormatError],
    ['(macro m ((type t)) (allow t t (file (read))))', UnsupportedError],
  ])('modules that do not compile are an error, not a violation: %s', (text, expected) => {
    const policy = compileCil(modules);
    expect(() => decideAssertion(policy, { assert: 'modules_match' }, { modules: modulesOf(CIL, text) })).toThrow(expected);
  });
});
