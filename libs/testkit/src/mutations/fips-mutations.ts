import { elfBytes, type SectionRecipe } from '../elf/elf-bytes.ts';
import { moduleFile } from '../lab/bytes/module-file.ts';
import { file, symlink } from '../lab/tree.ts';
import { tufRoot } from '../lab/tuf-root.ts';
import { addFiles, both, type Change, editFile, removeFile } from './change.ts';
import { addEspFiles, changeKernel, editBootConfig, editKernelConfig } from './change-2026.ts';
import { goProgram } from './go-program.ts';
import type { Mutation } from './mutation.ts';
import { weakCertificate, weakPublicKey } from './weak-keys.ts';

const BASE = 'fips-2026';
const UNITS = 'usr/lib/systemd/system';
const TEMPLATE = 'usr/share/templates/kubelet-config';
const GO_ENVIRONMENT = 'generate-fips-env.service';
const WRONG_HMAC = `${'0123456789abcdef'.repeat(8)}\n`;

/** Both copies of the kernel's configuration. */
function editConfig(edit: (text: string) => string): Change {
  return (base) => {
    if (base.kernel instanceof Uint8Array) throw new Error(`${base.name} has a kernel of bytes`);
    return both(changeKernel({ config: edit(base.kernel.config ?? '') }), editKernelConfig(edit))(base);
  };
}

const option = (name: string, line: string) => editConfig((text) => text.replace(new RegExp(`^CONFIG_${name}=.*$`, 'm'), line));
const unset = (name: string) => option(name, `# CONFIG_${name} is not set`);
const editUnit = (name: string, from: string, to: string) => editFile(`${UNITS}/${name}`, (text) => text.replace(from, to));

/** tcrypt as it was before it was signed. */
const unsignedModule: Change = (base) =>
  addFiles(file(`usr/lib/modules/${base.release.kernel}/kernel/crypto/tcrypt.ko`, moduleFile(base.release.arch, { name: 'tcrypt', license: 'GPL' })))(base);

/** A checksum of nothing that is in the program: `.go.fipsinfo`, Go src/cmd/link/internal/ld/fips140.go. */
function wrongSum(): SectionRecipe {
  const pointers = Buffer.alloc(9 * 8);
  for (let index = 1; index < 9; index++) pointers.writeBigUInt64LE(index % 2 === 0 ? 0x10010n : 0x10000n, index * 8);
  return { name: '.go.fipsinfo', content: Buffer.concat([Buffer.from('\xff Go fipsinfo \xff\x00', 'latin1'), Buffer.alloc(32, 1), pointers]) };
}

const GO = file('usr/bin/containerd', goProgram({ tls: true }), 0o755);
const GNUTLS = elfBytes({ dynamic: { soname: 'libgnutls.so.30' } });
const CHECKER = 'usr/libexec/fips-checks/bottlerocket';

const fails = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [`baseline:fips/${name}`, 'fail' as const]));
const of = (name: string, change: Change, expect: Mutation['expect']): Mutation => ({ name: `fips image: ${name}`, base: BASE, change, expect });

/** What an image lacks that calls itself FIPS (controls.md section 3). */
export const fipsMutations: readonly Mutation[] = [
  of(
    'the kernel does not start in FIPS mode',
    editBootConfig((text) => text.replace('kernel.fips = 1\n', '')),
    fails('kernel-mode'),
  ),
  of(
    'FIPS mode is off',
    editBootConfig((text) => text.replace('kernel.fips = 1', 'kernel.fips = 0')),
    fails('kernel-mode'),
  ),
  of('a cipher is not built', unset('CRYPTO_XTS'), fails('kernel-cryptography')),
  of('another name for the module', option('CRYPTO_FIPS_NAME', 'CONFIG_CRYPTO_FIPS_NAME="Our module"'), fails('kernel-module-name')),
  of('no jitter', unset('CRYPTO_JITTERENTROPY'), fails('entropy')),
  of('modules are signed over SHA-1', option('MODULE_SIG_HASH', 'CONFIG_MODULE_SIG_HASH="sha1"'), fails('module-signing')),
  of('a module that nobody signed', unsignedModule, { ...fails('modules-signed'), 'baseline:kernel/module-signatures': 'fail' }),
  of('a check of the kernel that may fail', editUnit('fipscheck.target', 'Requires=', 'Wants='), fails('self-tests')),
  // What makes the marker waits for the self-test.
  of(
    'the start goes past the self-test',
    editBootConfig((text) => text.replace('init.systemd.unit = fipscheck.target\n', '')),
    fails('marker', 'self-tests'),
  ),
  of(
    'the self-test asks for a module that is not there',
    addFiles(file(`${UNITS}/check-fips-modules.service.d/009-sha3.conf`, '[Unit]\nRequires=fips-modprobe@sha3.service\n')),
    fails('self-test-modules'),
  ),
  of('the HMAC of the program that checks the kernel', addFiles(file('usr/bin/.sha512hmac.hmac', WRONG_HMAC)), fails('self-test-program')),
  of('a Rust program without a FIPS build', removeFile('usr/fips/bin/shibaken'), { ...fails('rust-programs'), 'baseline:fips/overlays': 'not-applicable' }),
  of(
    'the ordinary programs hide the FIPS builds',
    editUnit('usr-bin.mount', 'lowerdir=/usr/fips/bin:/usr/bin', 'lowerdir=/usr/bin:/usr/fips/bin'),
    fails('overlays'),
  ),
  of('a FIPS build with another label', addFiles(file('usr/fips/bin/apiserver', elfBytes({}), 0o755)), fails('labels')),
  of('a Go program without FIPS mode', both(addFiles(GO), removeFile(`${UNITS}/service.d/fips-go.conf`)), fails('go-programs-mode')),
  of(
    'a Go program that was changed after linking',
    addFiles(file('usr/bin/host-ctr', goProgram({ tls: false, section: wrongSum() }), 0o755)),
    fails('go-module-intact'),
  ),
  of(
    'a Go program without a FIPS build, from before Go had a module',
    both(addFiles(GO), both(removeFile(`${UNITS}/fipscheck.target.wants/${GO_ENVIRONMENT}`), removeFile(`${UNITS}/${GO_ENVIRONMENT}`))),
    { ...fails('go-programs-twins'), 'baseline:fips/go-programs-mode': 'not-applicable' },
  ),
  of('nothing makes the marker', removeFile(`${UNITS}/fipscheck.target.wants/create-fips-marker.service`), fails('marker')),
  of('GnuTLS', addFiles(file('usr/lib/libgnutls.so.30', GNUTLS)), fails('one-library')),
  of(
    'kubelet offers ChaCha20',
    editFile(TEMPLATE, (text) => text.replace('_GCM_SHA256\n', '_GCM_SHA256\n- TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256\n')),
    fails('kubelet-suites'),
  ),
  of('a certificate of 1024 bits', addEspFiles({ '/EFI/BOOT/db.cer': weakCertificate }), fails('boot-keys')),
  of(
    'updates are checked with 1024 bits',
    addFiles(
      file(
        'usr/share/updog/root.json',
        tufRoot().replace(/-----BEGIN PUBLIC KEY-----[^"]*/, () => weakPublicKey),
      ),
    ),
    // The key is not the one that its id names.
    { ...fails('update-keys'), 'baseline:updates/trusted-root': 'fail' },
  ),
  of(
    'the checker lists a check that it does not have',
    addFiles(file(`${CHECKER}/bottlerocket-fips-checks`, elfBytes({}), 0o755), symlink(`${CHECKER}/fips01030000`, 'bottlerocket-fips-checks')),
    fails('checker-ids'),
  ),
];
