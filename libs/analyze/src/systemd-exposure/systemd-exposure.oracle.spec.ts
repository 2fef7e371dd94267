import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { analyzeSecurity, debianUnits, describeOracle, type SecurityReport, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ourReport, settingsOf } from './fixtures/our-report.ts';
import { careless, hardened, randomDropIn, randomSetting, randomSettings, refusedSetting, unitText } from './fixtures/random-settings.ts';
import { systemCallGroups } from './system-call-groups.ts';
import { architectureBits, systemCalls } from './system-calls.ts';

const SEED = 20261125;
const TEN_MINUTES = 600_000;
const BATCH = 100;
/** Names of units that say what a specifier or a dynamic user is. */
const NAMES = ['u', 'root', 'nobody', 'a-b-c', 'x@root', 'x@y-z', '0day', 'a.b', 'n@', `long-${'x'.repeat(40)}`];
const PACKAGES = `accountsservice apache2 apparmor apt atop auditd avahi-daemon bind9 bird2 bluez bolt chrony clamav-daemon collectd-core colord corosync coturn
  cron cups-browsed cups-daemon dbus dnsmasq dovecot-core e2fsprogs earlyoom etcd-server exim4-base fail2ban firewalld frr fwupd geoclue-2.0 gpsd
  haproxy haveged iio-sensor-proxy irqbalance isc-dhcp-server keepalived knot krb5-kdc lightdm logrotate low-memory-monitor lvm2 man-db mariadb-server mdadm
  memcached modemmanager monit mosquitto munin-node nagios-nrpe-server network-manager nfs-common nfs-kernel-server nftables nginx-common nsd ntpsec
  openssh-server openvpn packagekit pdns-recursor pdns-server policykit-1 postfix postgresql-common power-profiles-daemon privoxy prometheus-node-exporter
  radvd redis-server rng-tools5 rpcbind rsyslog rtkit samba slapd smartmontools snmpd squid sssd-common strongswan-starter stubby sysstat systemd
  systemd-container systemd-homed systemd-journal-remote systemd-oomd systemd-resolved systemd-timesyncd thermald tor transmission-daemon tuned udev udisks2
  ufw unattended-upgrades unbound upower usbguard usbmuxd uuid-runtime varnish winbind wireguard-tools wpasupplicant zabbix-agent`.split(/\s+/);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-exposure-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The name that systemd-analyze gives to a template. */
const nameOf = (file: string) => basename(file).replace('@.', '@i.');

describeOracle('system calls against systemd and libseccomp', toolsFor('systemd-analyze', 'python3'), () => {
  it('the groups that systemd-analyze syscall-filter lists, member by member', () => {
    for (const [name, { names }] of systemCallGroups) {
      const listed = listedGroup(name).filter((each) => systemCalls.has(each));
      if (name === '@known') expect(names.toSorted()).toEqual(listed.toSorted());
      else expect(names, name).toEqual(listed);
    }
    expect(groupsOf(syscallFilter()).toSorted()).toEqual([...systemCallGroups.keys()].sort());
  });

  it('the names that libseccomp knows, and the architectures that have them', () => {
    const script = [
      'import ctypes,json,sys',
      "lib=ctypes.CDLL('libseccomp.so.2')",
      'lib.seccomp_syscall_resolve_num_arch.restype=ctypes.c_char_p',
      'x,a=0xC000003E,0xC00000B7',
      'numbers=[*range(0,1200),*range(-20000,-9999)]',
      'names={n for arch in (x,a) for n in (lib.seccomp_syscall_resolve_num_arch(ctypes.c_uint32(arch),i) for i in numbers) if n}',
      'has=lambda arch,n: lib.seccomp_syscall_resolve_name_arch(ctypes.c_uint32(arch),n)>=0',
      'print(json.dumps({n.decode():[has(x,n),has(a,n)] for n in names}))',
    ].join('\n');
    const expected = JSON.parse(execFileSync(toolPath('python3')!, ['-c', script], { encoding: 'utf8', timeout: 60_000 })) as Record<
      string,
      [boolean, boolean]
    >;
    const has = (bit: bigint) => (['x86-64', 'arm64'] as const).map((architecture) => (architectureBits[architecture] & bit) !== 0n);
    const ours = [...systemCalls].map(([name, bit]) => [name, has(bit)]);
    expect(Object.fromEntries(ours)).toEqual(expected);
  });
});

describeOracle('exposure against systemd-analyze security', toolsFor('systemd-analyze', 'apt-get', 'dpkg-deb'), () => {
  it('every service that 40 and more Debian packages ship', { timeout: TEN_MINUTES }, async () => {
    const units = await debianUnits(PACKAGES);
    let scored = 0;
    const packages = new Set<string>();
    for (const name of readdirSync(units)) {
      const files = servicesIn(join(units, name));
      const reports = analyzeSecurity(files);
      for (const file of files.filter((each) => reports.has(nameOf(each)))) {
        expectSame(file, reports);
        packages.add(name);
        scored++;
      }
    }
    expect(packages.size).toBeGreaterThanOrEqual(90);
    expect(scored).toBeGreaterThan(250);
  });
});

describeOracle('exposure of random units against systemd-analyze security', toolsFor('systemd-analyze'), () => {
  it.each([
    ['many settings in one unit', 600, randomSettings, ['EXPOSED', 'MEDIUM', 'UNSAFE']],
    ['few settings in one unit', 1500, randomSettings.map((settings) => settings.slice(0, 3)), ['EXPOSED', 'MEDIUM', 'UNSAFE']],
    ['a hardened unit that is changed', 300, changed(hardened), ['OK', 'SAFE']],
    ['a careless unit that is changed', 100, changed(careless), ['DANGEROUS', 'EXPOSED', 'MEDIUM', 'UNSAFE']],
  ])('every check of %s', { timeout: TEN_MINUTES }, (name, count, arbitrary, expected) => {
    const ratings = new Set<string>();
    for (const [index, batch] of batches(fc.sample(arbitrary, { seed: SEED, numRuns: count })).entries()) {
      const files = batch.map((settings, at) => write(`${name}-${index}`, at, unitText(settings)));
      const reports = analyzeSecurity(files);
      for (const file of files) expectSame(file, reports);
      for (const { overall } of reports.values()) ratings.add(overall.split(' ')[1]!);
    }
    expect([...ratings].sort()).toEqual(expected);
  });

  it('no score where systemd refuses a unit for one of these settings', () => {
    const cases = fc.sample(fc.tuple(randomSettings, refusedSetting), { seed: SEED, numRuns: BATCH });
    const files = cases.map(([settings, wrong], at) => write('refused', at, unitText([...settings, wrong])));
    expect(analyzeSecurity(files).size).toBe(0);
    for (const file of files) expect(ourReport(nameOf(file), allSettings(file)), readFileSync(file, 'utf8')).toBeUndefined();
  });

  it('drop-ins in the order of their names, each up to a value that systemd refuses', { timeout: TEN_MINUTES }, () => {
    const cases = fc.sample(fc.tuple(randomSettings, fc.array(randomDropIn, { minLength: 1, maxLength: 3 })), { seed: SEED, numRuns: 2 * BATCH });
    for (const [index, batch] of batches(cases).entries()) {
      const files = batch.map(([settings, dropIns], at) => {
        const file = write(`drop-ins-${index}`, at, unitText(settings));
        mkdirSync(`${file}.d`);
        for (const [number, dropIn] of dropIns.entries()) writeFileSync(join(`${file}.d`, `${number}.conf`), unitText(dropIn, true));
        return file;
      });
      const reports = analyzeSecurity(files);
      expect(reports.size).toBe(files.length);
      for (const file of files) expectSame(file, reports);
    }
  });
});

/** systemd-analyze sorts its checks by what it says of them. */
function inOrder(report: SecurityReport | undefined): SecurityReport | undefined {
  return report === undefined ? undefined : { ...report, checks: report.checks.toSorted((a, b) => (a.field < b.field ? -1 : 1)) };
}

function expectSame(file: string, reports: ReadonlyMap<string, SecurityReport>): void {
  expect(inOrder(ourReport(nameOf(file), allSettings(file))), readFileSync(file, 'utf8')).toEqual(inOrder(reports.get(nameOf(file))));
}

function write(batch: string, at: number, text: string): string {
  mkdirSync(join(folder, batch), { recursive: true });
  const [name = '', instance] = NAMES[at % NAMES.length]!.split('@');
  const file = join(folder, batch, `${at < NAMES.length ? name : `${name}-${at}`}${instance === undefined ? '' : `@${instance}`}.service`);
  writeFileSync(file, text);
  return file;
}

function allSettings(file: string) {
  const dropIns = existsSync(`${file}.d`) ? readdirSync(`${file}.d`).toSorted() : [];
  return [...settingsOf(readFileSync(file)), ...dropIns.flatMap((name) => settingsOf(readFileSync(join(`${file}.d`, name)), name))];
}

function servicesIn(path: string): readonly string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name.endsWith('.service')).map(({ name }) => join(path, name));
}

function batches<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) => all.slice(index * BATCH, (index + 1) * BATCH));
}

function changed(base: typeof hardened) {
  return fc.array(randomSetting, { maxLength: 4 }).map((settings) => [...base, ...settings]);
}

function syscallFilter(...groups: readonly string[]): string {
  return execFileSync(toolPath('systemd-analyze')!, ['syscall-filter', '--no-pager', ...groups], { encoding: 'utf8', stdio: 'pipe', timeout: 60_000 });
}

function groupsOf(text: string): readonly string[] {
  return [...text.matchAll(/^@\S+/gm)].map(([name]) => name);
}

/** Groups within it taken apart where they stand, names that come again left out. */
function listedGroup(name: string): readonly string[] {
  const members = [...syscallFilter(name).matchAll(/^ {4}([@\w-]+)$/gm)].map(([, member]) => member!);
  return [...new Set(members.flatMap((member) => (member.startsWith('@') ? listedGroup(member) : [member])))];
}
