import { readFileSync } from 'node:fs';
import { parseCil } from '@staticfire/read/formats/cil';
import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { bottlerocketPolicy, compiledPolicy, describeOracle, toolsFor, withoutNeverallows } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { decideAssertion } from '../assertions/index.ts';
import { Random } from '../fixtures/random.ts';
import { readNeverallows } from './index.ts';

const SEED = 20_261_125;
const RULES = 60;
const SOURCES = ['container_t', 'bus_t', 'control_t', 'super_t', 'confined_s', 'verified_s', 'container_s', 'trusted_s', 'all_s', 'spc_t'];
const TARGETS = ['os_t', 'etc_t', 'secret_t', 'data_t', 'api_socket_t', 'any_t', 'self', 'sensitive_o', 'ephemeral_o', 'all_s', 'privileged_s', 'external_t'];
const ACCESS = [
  ...[
    '(file (write))',
    '(file (read getattr))',
    '(file (execute))',
    '(file (entrypoint))',
    '(dir (mounton))',
    '(sock_file (relabelto))',
    '(files (mutate load))',
  ],
  ...['(process (ptrace))', '(process (execmem))', '(packet (send relabelto))', '(service (start))', '(system (module_load))', '(dir (all))', '(fd (use))'],
];

/** Expressions that the large policy does not have, with one rule added. */
const small = (rule: string) => `
(handleunknown deny) (mls false) (sensitivity s0) (sensitivityorder (s0))
(common files (read write)) (class file (execute)) (classcommon file files) (class dir (search)) (classcommon dir files) (class process (fork))
(classorder (file dir process)) (user u) (role r) (role object_r) (userrole u r) (userlevel u (s0)) (userrange u ((s0) (s0)))
(sid kernel) (sidorder (kernel)) (sidcontext kernel (u r a ((s0) (s0)))) (boolean on false)
(type a) (type b) (type c) (type d) (roletype r a) (typealias alias) (typealiasactual alias b)
(typeattribute ab) (typeattributeset ab (a alias)) (typeattribute rest) (typeattributeset rest (not ab)) (typeattribute every) (typeattributeset every (all))
(typeattribute some) (typeattributeset some (and every (xor ab (b c)))) (typeattribute none)
(classmap maps (look change)) (classpermission named) (classpermissionset named (file (not (execute)))) (classpermissionset named (dir (read)))
(classmapping maps look named) (classmapping maps change (file (write))) (classmapping maps change (process (all)))
(allow d d (file (read)))
${rule}
(neverallow a rest (maps (look)))
(neverallow some self (maps (not (look))))
(neverallow alias every (dir (search)))
(neverallow alias c named)
(neverallow none every (file (all)))
`;

async function isCompiled(cil: string): Promise<boolean> {
  try {
    await compiledPolicy(cil);
    return true;
  } catch (error) {
    expect(String(error)).toContain('neverallow');
    return false;
  }
}

async function isHeld(cil: string, without: string): Promise<boolean> {
  const policy = parseSelinuxPolicy(readFileSync(await compiledPolicy(without)));
  const neverallows = readNeverallows([{ file: 'policy.cil', statements: parseCil(Buffer.from(cil), 'policy.cil') }]);
  return decideAssertion(policy, { assert: 'neverallows_hold' }, { neverallows }).holds;
}

describeOracle('neverallow statements against secilc', toolsFor('secilc'), () => {
  it(`${RULES} rules added to a large policy`, async () => {
    const random = new Random(SEED);
    const rules = Array.from({ length: RULES }, () => `(allow ${random.pick(SOURCES)} ${random.pick(TARGETS)} ${random.pick(ACCESS)})`);
    const theirs: string[] = [];
    const ours: string[] = [];
    for (const rule of rules) {
      const cil = bottlerocketPolicy(rule);
      if (!(await isCompiled(cil))) theirs.push(rule);
      if (!(await isHeld(cil, withoutNeverallows(cil)))) ours.push(rule);
    }
    expect(ours).toEqual(theirs);
    expect(theirs.length).toBeGreaterThan(RULES / 6);
    expect(theirs.length).toBeLessThan((RULES * 5) / 6);
  });

  describe('every kind of expression', () => {
    const sources = ['a', 'b', 'c', 'd'];
    const cases = sources.flatMap((source) => ['self', 'b', 'c'].map((target) => [source, target] as const));
    it.each(cases)('(allow %s %s ...)', async (source, target) => {
      for (const access of ['(file (read))', '(file (execute))', '(dir (read))', '(dir (search))', '(process (fork))']) {
        const cil = small(`(allow ${source} ${target} ${access})`);
        expect([access, await isHeld(cil, withoutNeverallows(cil))]).toEqual([access, await isCompiled(cil)]);
      }
    });

    it('a rule under a condition that does not hold', async () => {
      const cil = small('(booleanif on (true (allow a c (file (write)))))');
      expect([await isCompiled(cil), await isHeld(cil, withoutNeverallows(cil))]).toEqual([false, false]);
    });
  });
});
