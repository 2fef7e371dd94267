import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeOracle } from '../../oracle.ts';
import { toolsFor } from '../../oracle-tools.ts';
import { bzImage, zbootImage } from '../bytes/kernel-image.ts';
import { espFiles } from '../esp-files.ts';
import { grubEsp } from '../esp-files-2026.ts';
import { runTool } from '../run-tool.ts';
import { withWorkFolder } from '../work-folder.ts';
import { toPem } from './certificate.ts';
import { keyProfile, type ProfileName } from './key-profile.ts';
import { detachedSignature } from './openpgp.ts';
import { signProgram } from './sign-program.ts';

const TIME = 1_790_035_200;
const PROFILES: readonly ProfileName[] = ['lab', 'local'];
const KERNEL = { version: '6.12.1', config: 'CONFIG_A=y\n', codec: 'gzip' } as const;

describeOracle('signing', toolsFor('openssl', 'sbverify', 'osslsigncode', 'gpgv'), () => {
  it.each(PROFILES)('%s: openssl takes the certificates and their chains', (name) =>
    withWorkFolder(tmpdir(), async (folder) => {
      const profile = keyProfile(name);
      const paths = await write(folder, profile);
      for (const [leaf, authority] of [
        ['shim', 'db'],
        ['uki', 'db'],
        ['code', 'vendor'],
      ] as const) {
        const args = ['verify', '-attime', String(TIME), '-CAfile', paths[authority], paths[leaf]];
        expect((await runTool('openssl', args)).stdout).toContain('OK');
      }
      const shown = await runTool('openssl', ['x509', '-in', paths.db, '-noout', '-subject', '-issuer', '-enddate']);
      expect(shown.stdout).toContain(`CN = ${profile.db.commonName}`);
    }),
  );

  it('sbverify and osslsigncode verify every kind of program', () =>
    withWorkFolder(tmpdir(), async (folder) => {
      const keys = keyProfile('lab');
      const paths = await write(folder, keys);
      const kernels = { '/bz': await bzImage(KERNEL), '/zboot': await zbootImage(KERNEL) };
      const programs = { ...espFiles(keys), ...grubEsp('aa64', keys), ...kernels };
      for (const [name, bytes] of Object.entries(programs).filter(([path]) => !path.includes('/db.'))) {
        const path = join(folder, name.replaceAll('/', '_'));
        await writeFile(path, signProgram(bytes, keys.code, TIME));
        expect((await runTool('sbverify', ['--cert', paths.code, path])).stdout, name).toContain('Signature verification OK');
        const { stdout } = await runTool('osslsigncode', ['verify', '-time', String(TIME), '-CAfile', paths.vendor, '-in', path], { accept: [1] });
        const digests = [...stdout.matchAll(/(?:Current|Calculated) message digest *: ([0-9A-F]+)/g)].map(([, digest]) => digest);
        expect(new Set(digests).size, name).toBe(1);
        expect(stdout, name).toContain('Signature verification: ok');
      }
    }));

  it('gpgv verifies what signs grub.cfg, and nothing else', () =>
    withWorkFolder(tmpdir(), async (folder) => {
      const { config, configPublicKey } = keyProfile('lab');
      const [ring, text, signature] = ['ring.gpg', 'grub.cfg', 'grub.cfg.sig'].map((name) => join(folder, name)) as [string, string, string];
      await writeFile(ring, configPublicKey);
      await writeFile(text, 'set default=0\n');
      await writeFile(signature, detachedSignature(Buffer.from('set default=0\n'), config, TIME));
      const verify = () => runTool('gpgv', ['--homedir', folder, '--keyring', ring, signature, text], { accept: [1, 2] });
      expect((await verify()).stderr).toContain('Good signature from "staticfire lab config"');
      await writeFile(text, 'set default=1\n');
      expect((await verify()).stderr).toContain('BAD signature');
    }));
});

async function write(folder: string, profile: ReturnType<typeof keyProfile>) {
  const roles = ['db', 'vendor', 'shim', 'uki', 'code'] as const;
  const paths = roles.map((role) => [role, join(folder, `${role}.pem`)] as const);
  for (const [role, path] of paths) await writeFile(path, toPem(profile[role]));
  return Object.fromEntries(paths) as Record<(typeof roles)[number], string>;
}
