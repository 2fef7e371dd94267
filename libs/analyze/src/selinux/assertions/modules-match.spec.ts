import { FormatError, UnsupportedError } from '@staticfire/read/bytes';
import { parseCil } from '@staticfire/read/formats/cil';
import { describe, expect, it } from 'vitest';
import { BASE } from '../compile/fixtures/base-policy.ts';
import { compileCil } from '../compile/index.ts';
import { decideAssertion } from './index.ts';

const modulesOf = (...texts: readonly string[]) => texts.map((text, index) => ({ file: `m${index}`, statements: parseCil(Buffer.from(text), `m${index}`) }));
const CIL = `${BASE}(allow ab cd (content (look)))
(fsuse xattr ext4 file_context)
(mlsvalidatetrans file (or (eq t3 ab) (eq l1 l2)))
(typetransition a c file "x.sock" d)
`;
const modules = modulesOf(CIL);

/** A policy that was compiled from the modules with a line replaced, or with statements more. */
function verdictOf(change: string | readonly [from: string, to: string], version = 33) {
  if (typeof change !== 'string' && !CIL.includes(`${change[0]}\n`)) throw new Error(`the policy has no ${change[0]}`);
  const text = typeof change === 'string' ? CIL + change : CIL.replace(...(change as [string, string]));
  return decideAssertion(compileCil(modulesOf(text), { version }), { assert: 'modules_match' }, { modules });
}

describe('modules_match', () => {
  it.each([31, 32, 33, 35])('holds for a policy of version %i that was compiled from the modules', (version) => {
    expect(verdictOf('', version)).toEqual({ holds: true, violations: [], total: 0 });
  });

  it.each([
    ['(expandtypeattribute cd true)'],
    ['(typeattribute more) (typeattributeset more (a)) (expandtypeattribute more false)'],
    ['(allow a c (file (read)))'],
  ])('holds whichever attributes the compiler kept and however access is written: %s', (change) => expect(verdictOf(change).holds).toBe(true));

  it('finds a rule too many, with the rule', () => {
    expect(verdictOf('(allow d a (file (write read)))').violations).toEqual([
      { subject: 'allow: allow d a:file', message: 'only in the policy', rules: ['allow d a:file { read write };'] },
    ]);
  });

  it('finds rules that are lacking, with the rules', () => {
    const { violations } = verdictOf(['(allow ab cd (content (look)))', '(allow ab cd (dir (read search)))']);
    expect(violations).toEqual(
      ['a c', 'a d', 'b c', 'b d'].map((pair) => ({
        subject: `allow: allow ${pair}:file`,
        message: 'only in the modules',
        rules: [`allow ${pair}:file { getattr ioctl read };`],
      })),
    );
  });

  it('finds a rule that says more and less, with both parts', () => {
    expect(verdictOf(['(allow a a (process (fork)))', '(allow a a (process (transition)))']).violations).toEqual([
      {
        subject: 'allow: allow a a:process',
        message: 'transition only in the policy; fork only in the modules',
        rules: ['allow a a:process fork;', 'allow a a:process transition;'],
      },
    ]);
  });

  it.each<[change: string | readonly [string, string], subject: string, message: string]>([
    ['(typepermissive a)', 'type: a', 'permissive only in the policy'],
    [['(handleunknown allow)', '(handleunknown deny)'], 'property: handle_unknown', 'deny only in the policy; allow only in the modules'],
    ['(policycap open_perms)', 'polcap: open_perms', 'only in the policy'],
    ['(type e)', 'type: e', 'only in the policy'],
    [
      ['(fsuse xattr ext4 file_context)', '(fsuse xattr ext4 process_context)'],
      'fs_use: fs_use_xattr ext4',
      'u:r:a:s0-s1:c0,c2 only in the policy; u:object_r:c:s0 only in the modules',
    ],
    [['(typetransition a c file "x.sock" d)', ''], 'type_transition: type_transition a c:file "x.sock"', 'only in the modules'],
    ['(dontaudit a b (file (read)))', 'dontaudit: dontaudit a b:file', 'only in the policy'],
    [
      ['(mlsvalidatetrans file (or (eq t3 ab) (eq l1 l2)))', '(mlsvalidatetrans file (or (eq t3 cd) (eq l1 l2)))'],
      'mlsvalidatetrans: mlsvalidatetrans file (t3 == cd or l1 == l2);',
      'only in the policy',
    ],
  ])('finds %j', (change, subject, message) => {
    expect(verdictOf(change).violations).toContainEqual(expect.objectContaining({ subject, message }));
  });

  it('finds an attribute that stands for other types, beside the access that they have by it', () => {
    const { violations } = verdictOf(['(typeattributeset cd (c d))', '(typeattributeset cd (c d a))']);
    expect(violations.map(({ subject, message }) => [subject, message])).toEqual([
      ...['a a:dir', 'a a:file', 'b a:dir', 'b a:file'].map((pair) => [`allow: allow ${pair}`, 'only in the policy']),
      ['attribute: cd', 'a only in the policy'],
      ['type: a', 'cd only in the policy'],
    ]);
  });

  it.each([
    ['(allow a gone (file (read)))', FormatError],
    ['(macro m ((type t)) (allow t t (file (read))))', UnsupportedError],
  ])('modules that do not compile are an error, not a violation: %s', (text, expected) => {
    const policy = compileCil(modules);
    expect(() => decideAssertion(policy, { assert: 'modules_match' }, { modules: modulesOf(CIL, text) })).toThrow(expected);
  });
});
