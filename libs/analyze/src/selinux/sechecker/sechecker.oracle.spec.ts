import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import {
  bottlerocketPolicy,
  compiledPolicy,
  debianPolicy,
  describeOracle,
  setoolsAnswers,
  smallPolicy,
  toolPath,
  toolsFor,
  writePolicy,
} from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideAssertion, type PolicyAssertion, type Violation } from '../assertions/index.ts';
import { readSechecker } from './index.ts';

const MINUTES = 60_000;

/** Statements beside Bottlerocket's policy: roles that may become others, conditional rules, an attribute of its own. */
const MORE = `
(role other_r) (role third_r) (roletype other_r bus_t) (userrole system_u other_r) (userrole system_u third_r)
(roleallow system_r other_r) (roleallow other_r third_r) (roleallow third_r system_r) (roleallow third_r third_r)
(boolean debug false) (booleanif debug (true (allow clock_t etc_t (file (write)))) (false (allow bus_t etc_t (file (append)))))
(typeattribute somebody_s) (typeattributeset somebody_s (bus_t clock_t)) (allow somebody_s os_t (fd (use)))
(allow super_t bus_t (memprotect (mmap_zero)))
`;

const CHECKS = `
[DEFAULT]
desc = for %(check_type)s

[te: nothing matches]
check_type = assert_te
source = container_t
target = secret_t
tclass = file
perms = read

[te: everything that matches is wrong]
check_type = assert_te
target = measure_t
tclass = file
perms = write append

[te: exempt sources]
check_type = assert_te
target = measure_t
tclass = file
perms = write append
exempt_source = clock_t super_t
  system_t gone_t

[te: one source too many]
check_type = assert_te
target = measure_t
tclass = file
perms = write
exempt_source = clock_t super_t

[te: exempt target]
check_type = assert_te
source = clock_t
tclass = file
perms = write
exempt_target = measure_t ephemeral_o clock_t etc_t gone_o

[te: expected sources]
check_type = assert_te
target = lease_t
tclass = file
perms = write
expect_source = network_t control_t super_t system_t

[te: expected sources that are not there]
check_type = assert_te
target = lease_t
tclass = file
perms = write
expect_source = network_t control_t super_t system_t confined_s

[te: expected targets]
check_type = assert_te
source = network_t
tclass = file
perms = write
expect_target = lease_t etc_t os_t
exempt_target = ephemeral_o network_t

[te: rules about attributes, one member exempt]
check_type = assert_te
source = bus_t
target = os_t
tclass = file
perms = execute
exempt_source = bus_t

[te: rules about attributes, all members exempt]
check_type = assert_te
source = bus_t
target = os_t
tclass = file
perms = execute
exempt_source = all_s

[te: rules about attributes, the targets exempt]
check_type = assert_te
source = bus_t
target = os_t
tclass = file
perms = execute
exempt_target = immutable_o

[te: an alias]
check_type = assert_te
target = container_file_t
tclass = sock_file
perms = write
exempt_source = unconfined_s

[te: an attribute]
check_type = assert_te
source = somebody_s
target = sensitive_o
tclass = file dir
perms = write search

[te: a class alone]
check_type = assert_te
tclass = memprotect

[te: a permission alone, of several classes]
check_type = assert_te
perms = execmem
exempt_source = container_s
exempt_target = container_s

[te: permissions of which a class has one]
check_type = assert_te
tclass = fd file
perms = use entrypoint
exempt_source = all_s

[te: conditional rules]
check_type = assert_te
target = etc_t
tclass = file
perms = write append
exempt_source = trusted_s network_t

[te: conditional rules that are exempt]
check_type = assert_te
target = etc_t
tclass = file
perms = write append
exempt_source = trusted_s network_t somebody_s

[te: exempt and expected]
check_type = assert_te
target = private_t
tclass = file
perms = write
exempt_source = api_t super_t
expect_source = api_t

[te: disabled]
check_type = assert_te
source = container_t
disable = not now

[rbac: source]
check_type = assert_rbac
source = system_r

[rbac: target]
check_type = assert_rbac
target = third_r

[rbac: both, nothing]
check_type = assert_rbac
source = system_r
target = third_r

[rbac: exempt]
check_type = assert_rbac
source = third_r
exempt_target = system_r third_r gone_r

[rbac: exempt source]
check_type = assert_rbac
target = third_r
exempt_source = other_r

[rbac: expected]
check_type = assert_rbac
source = third_r
expect_target = system_r third_r

[rbac: expected and not there]
check_type = assert_rbac
source = third_r
exempt_target = system_r third_r
expect_source = other_r

[typeattr: with types]
check_type = empty_typeattr
attr = container_s
missing_ok = yes

[typeattr: missing]
check_type = empty_typeattr
attr = gone_s
missing_ok = TRUE

[typeattr: a type]
check_type = empty_typeattr
attr = os_t
missing_ok = 1

[execs]
check_type = ro_execs

[execs: files]
check_type = ro_execs
exempt_file = ephemeral_o all_s gone_t

[execs: who executes]
check_type = ro_execs
exempt_exec_domain = container_s runtime_t mount_t api_t init_t

[execs: who executes, one less]
check_type = ro_execs
exempt_exec_domain = container_s runtime_t mount_t api_t

[execs: who writes]
check_type = ro_execs
exempt_write_domain = trusted_s control_t

[kmods]
check_type = ro_kmods

[kmods: files]
check_type = ro_kmods
exempt_file = ephemeral_o write_restricted_o gone_t

[kmods: who loads, of whom the rest becomes a target]
check_type = ro_kmods
exempt_load_domain = all_s

[kmods: who loads]
check_type = ro_kmods
exempt_load_domain = trusted_s

[kmods: who writes]
check_type = ro_kmods
exempt_write_domain = unconfined_s network_t
`;

/** Those that take seconds with 100 000 rules: sechecker's ro_execs goes over all of them once for each type that is executed. */
const DEBIAN = `
[passwords]
check_type = assert_te
target = shadow_t
tclass = file
perms = read write
exempt_source = can_read_shadow_passwords can_write_shadow_passwords

[passwords of some]
check_type = assert_te
target = shadow_t
tclass = file
perms = read
expect_source = httpd_t passwd_t

[execheap]
check_type = assert_te
tclass = process
perms = execheap
exempt_source = unconfined_execmem_t

[roles]
check_type = assert_rbac
source = sysadm_r
expect_target = user_r staff_r
exempt_target = system_r

[unconfined]
check_type = empty_typeattr
attr = unconfined_domain_type

[what is executed and is neither a file, a process, a device nor a file system]
check_type = ro_execs
exempt_file = file_type domain device_node filesystem_type sysctl_type

[modules]
check_type = ro_kmods

[modules by some]
check_type = ro_kmods
exempt_write_domain = kernel_system_state_reader unconfined_t dpkg_t files_unconfined_type
exempt_load_domain = unconfined_t

[modules by none]
check_type = ro_kmods
exempt_load_domain = domain
`;

/** A check's line for each failure, or the one that it has none: as setools-answers.py prints them. */
function ourLines(path: string, ini: string): string[] {
  const policy = parseSelinuxPolicy(readFileSync(path));
  return readSechecker(ini, 'checks.ini')
    .assertions.flatMap(({ name, disabled, assertion }) => {
      if (disabled !== undefined) return [`${name} disabled`];
      const { violations, holds, total } = decideAssertion(policy, assertion);
      expect(violations).toHaveLength(total);
      return holds ? [`${name} pass`] : violations.map((violation) => `${name} fail ${failureOf(assertion, violation)}`);
    })
    .sort();
}

function failureOf({ assert }: PolicyAssertion, { subject, source, target, rules }: Violation): string {
  if (assert === 'ro_execs' || assert === 'ro_kmods') return subject;
  if (assert === 'typeattr') return source!;
  return rules[0] ?? `Expected rule with ${source === undefined ? `target "${target}"` : `source "${source}"`} not found.`;
}

describeOracle('checks of sechecker', toolsFor('sechecker', '/usr/bin/python3', 'secilc', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  let folder: string;
  let policy: string;
  const place = (name: string) => join(folder, name);
  const written = (text: string) => {
    writeFileSync(place('checks.ini'), text);
    return place('checks.ini');
  };
  const theirs = (path: string, text: string) => setoolsAnswers('checks', path, written(text));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-sechecker-'));
    policy = await compiledPolicy(bottlerocketPolicy(MORE));
    writeFileSync(place('small'), writePolicy(smallPolicy));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('every type and option, with and without failures: the same verdicts and failures', async () => {
    const lines = ourLines(policy, CHECKS);
    expect(lines).toEqual(await theirs(policy, CHECKS));
    const [passed, failed] = ['pass', 'fail'].map((word) => new Set(lines.filter((line) => line.includes(` ${word}`)).map((line) => line.split(word)[0])).size);
    expect(passed).toBeGreaterThanOrEqual(15);
    expect(failed).toBeGreaterThanOrEqual(20);
  });

  it('ro_execs fails with the 26 types of selinux.md, section 6.1', () => {
    expect(ourLines(policy, '[execs]\ncheck_type = ro_execs')).toHaveLength(26);
  });

  it('on the policy as its own modules make it', async () => {
    const path = await compiledPolicy(bottlerocketPolicy());
    const text = '[a]\ncheck_type = ro_execs\n[b]\ncheck_type = ro_kmods\n[c]\ncheck_type = empty_typeattr\nattr = mutable_o\n';
    expect(ourLines(path, text)).toEqual(await theirs(path, text));
  });

  it('the command itself says PASSED, FAILED and DISABLED of the same checks', () => {
    const text = CHECKS.slice(0, CHECKS.indexOf('[kmods]'));
    const { status, stdout } = spawnSync(toolPath('sechecker')!, [written(text), policy], { encoding: 'utf8' });
    const summary = stdout.slice(stdout.indexOf('Result Summary:')).split('\n');
    const words = new Map([
      ['pass', 'PASSED'],
      ['fail', 'FAILED'],
      ['disabled', 'DISABLED'],
    ]);
    const { assertions } = readSechecker(text, 'checks.ini');
    const lines = ourLines(policy, text);
    const found = assertions.map(({ name }) => summary.find((line) => line.startsWith(`${name} `) && /(PASSED|FAILED|DISABLED) ?(\(.*\))?$/.test(line)));
    for (const [index, { name }] of assertions.entries()) {
      const own = lines.find((line) => [...words.keys()].some((word) => line === `${name} ${word}` || line.startsWith(`${name} ${word} `)))!;
      expect(found[index]).toMatch(new RegExp(` ${words.get(own.slice(name.length + 1).split(' ')[0]!)}`));
    }
    expect(status).toBe(1);
  });

  it('an attribute without types', async () => {
    const text = '[a]\ncheck_type = empty_typeattr\nattr = none\n[b]\ncheck_type = empty_typeattr\nattr = group\n';
    expect(ourLines(place('small'), text)).toEqual(['a pass', 'b fail object_t', 'b fail subject_t']);
    expect(await theirs(place('small'), text)).toEqual(ourLines(place('small'), text));
  });

  it('a check about such an attribute is one of everything for sechecker, and an error here', async () => {
    const text = '[a]\ncheck_type = assert_te\nsource = none\ntclass = file\nperms = execute\n';
    expect(await theirs(place('small'), text)).toEqual(['a fail allow group object_t:file { execute read };']);
    expect(() => ourLines(place('small'), text)).toThrow('source: it stands for nothing in this policy');
  });

  describe.each([
    ['an unknown type', 'check_type = assert_te\nsource = gone_t'],
    ['an unknown class', 'check_type = assert_te\ntclass = file gone'],
    ['an unknown permission', 'check_type = assert_te\nperms = read gone'],
    ['a permission that the classes do not have', 'check_type = assert_te\ntclass = fd\nperms = read'],
    ['permissions on two lines', 'check_type = assert_te\nperms = read\n  write'],
    ['an unknown type that is expected', 'check_type = assert_te\nsource = bus_t\nexpect_target = os_t gone_t'],
    ['two sources', 'check_type = assert_te\nsource = bus_t clock_t'],
    ['an unknown role', 'check_type = assert_rbac\nsource = gone_r'],
    ['an unknown role that is expected', 'check_type = assert_rbac\nsource = system_r\nexpect_source = gone_r'],
    ['an unknown attribute', 'check_type = empty_typeattr\nattr = gone_s'],
    ['a type for an attribute', 'check_type = empty_typeattr\nattr = os_t'],
    ['no question', 'check_type = assert_te\nexempt_source = bus_t'],
    ['an unknown option', 'check_type = ro_execs\nexempt_files = os_t'],
    ['an unknown type of check', 'check_type = ro_exec'],
    ['no type of check', 'desc = nothing'],
  ])('%s', (_, body) => {
    it('is an error of both', () => {
      const path = written(`[a]\n${body}\n`);
      expect(spawnSync(toolPath('sechecker')!, [path, policy], { encoding: 'utf8' }).status).toBeGreaterThanOrEqual(2);
      expect(() => ourLines(policy, readFileSync(path, 'utf8'))).toThrow();
    });
  });

  it(
    "on Debian's policy",
    async () => {
      const path = await debianPolicy('default');
      const lines = ourLines(path, DEBIAN);
      expect(lines).toEqual(await theirs(path, DEBIAN));
      expect(lines.length).toBeGreaterThan(50);
      expect(lines.filter((line) => line.endsWith(' pass')).length).toBeGreaterThan(0);
    },
    5 * MINUTES,
  );
});
