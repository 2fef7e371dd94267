import { generateKeyPairSync } from 'node:crypto';
import { madeUpSecrets as MADE_UP, madeUp, madeUpJwt } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { looksSecret } from '../looks-secret.ts';
import { SECRET_KINDS } from '../secret-rule.ts';
import { TEXT_RULES } from '../text-rules.ts';
import { VENDOR_HINTS } from '../vendor-hints.ts';
import { findSecrets } from './find-secrets.ts';
import { presetRuleIds } from './vendor-rules.ts';

const found = (text: string) => findSecrets(Buffer.from(text)).found;
const MARGIN = 'first line\n  second ';

describe('findSecrets', () => {
  it.each(MADE_UP)('$rule, $name: $kind, with its place', ({ kind, rule, text, secret }) => {
    const whole = MARGIN + text;
    const secrets = found(whole);
    expect(secrets).toMatchObject([{ kind, rule }]);
    const [{ offset, length, line, column }] = secrets as [(typeof secrets)[number]];
    expect(whole.slice(offset, offset + (rule === 'pem' ? secret.length : length))).toBe(secret);
    const before = whole.slice(0, offset).split('\n');
    expect([line, column]).toEqual([before.length, before.at(-1)!.length + 1]);
  });

  it('has such a text for every rule and every kind', () => {
    expect(new Set(MADE_UP.map(({ rule }) => rule))).toEqual(new Set(['base64', ...TEXT_RULES.map(({ id }) => id), ...VENDOR_HINTS.keys()]));
    expect(new Set(MADE_UP.map(({ kind }) => kind))).toEqual(new Set(SECRET_KINDS));
  });

  it('knows every rule of the preset: those that it uses, and those that decision 0016 leaves out', () => {
    const leftOut = ['aws', 'basicauth', 'database-connection-string', 'filter-comments', 'gcp', 'privatekey', 'sendgrid'];
    expect([...presetRuleIds].sort()).toEqual([...VENDOR_HINTS.keys(), ...leftOut].sort());
  });

  it('tells all of a text, by their places, and where one is in another the outer one', () => {
    const token = MADE_UP.find(({ rule }) => rule === 'github')!.secret;
    const url = `https://me:${token}@git.corp`;
    expect(found(`a ${token}\nb ${token} ${url}\n`)).toMatchObject([
      { rule: 'github', line: 1, column: 3 },
      { rule: 'github', line: 2, column: 3 },
      { rule: 'url-password', line: 2, column: 44, length: url.length },
    ]);
  });

  it('counts columns in bytes', () => {
    const [, access] = MADE_UP.filter(({ kind }) => kind === 'aws-access-key-id');
    expect(found(`# ünïcode ${access!.secret}`)).toMatchObject([{ line: 1, column: 13, offset: 12 }]);
  });

  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const body = publicPem.replaceAll(/-----[A-Z ]+-----|\n/g, '');

  it.each([
    ['a public key', publicPem],
    ['a certificate', publicPem.replaceAll('PUBLIC KEY', 'CERTIFICATE')],
    ['certificates in base64', `certificate-authority-data: ${Buffer.from(publicPem.replaceAll('PUBLIC KEY', 'CERTIFICATE')).toString('base64')}`],
    ['a public key of SSH', `ssh-rsa ${body}`],
    ['a digest', `sha256:${madeUp('hexDigits', 64)} integrity sha512-${madeUp('base64', 86)}==`],
    ['base64', body.repeat(20)],
    ['a text in base64', `data: "${Buffer.from('nothing to hide here, '.repeat(10)).toString('base64')}"`],
    ['a public JSON web key', JSON.stringify(publicKey.export({ format: 'jwk' }))],
    ['a placeholder for a key', `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIE...\n-----END RSA ${'PRIVATE'} KEY-----`],
    ['a template for a key', `-----BEGIN ${'PRIVATE'} KEY-----\n{{settings.kubernetes.server-key}}\n-----END ${'PRIVATE'} KEY-----`],
    ['a header that a program looks for', `if strings.Contains(s, "-----BEGIN EC ${'PRIVATE'} KEY-----") {`],
    ['a key of one character', `-----BEGIN ${'PRIVATE'} KEY-----\nM${'A'.repeat(400)}\n-----END ${'PRIVATE'} KEY-----`],
    ["Amazon's example", `AKIA${'IOSFODNN7'}EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`],
    ["Amazon's example secret", `aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY${'EXAMPLEKEY'}`],
    ["kubeadm's example", `token: ${'abcdef'}.0123456789abcdef`],
    ['a file name that looks like a bootstrap token', 'cat abc123.abcdefghij012345'],
    ['an example of JSON web tokens', madeUpJwt({ sub: '1234567890', name: 'John Doe' }, { alg: 'HS256', typ: 'JWT' })],
    ['two words of base64 that are no token', `eyJ${madeUp('lower', 20)}.eyJ${madeUp('lower', 20)}.${madeUp('lower', 40)}`],
    ['a URL with a port', 'http://registry.corp:5000/a@b'],
    ['a URL of documentation', 'https://user:pass@host, https://me:hunter22@www.example.com'],
    ['a URL of a template', 'http://{{user}}:{{password}}@proxy http://$USER:$PASSWORD@proxy http://<user>:<password>@proxy https://%s:%s@a'],
    ['an address', 'mailto:a@b.c ssh://git@github.com/x'],
    ['a header of documentation', 'Authorization: Bearer <token>, Authorization: Basic $(base64), authorization: bearer xxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    ['a word for authentication', 'auth = "none"\nauth: required\nauth=plaintext\n"auth": "c29tZXRoaW5nZWxzZQ=="'],
    ['a comment that would silence a linter', 'secretlint-disable'],
  ])('takes %s for no secret', (_, text) => expect(found(text)).toEqual([]));

  it('is not silenced by what stands in the text', () => {
    const { text } = MADE_UP.find(({ rule }) => rule === 'github')!;
    expect(found(`/* secretlint-disable */\n${text}`)).toHaveLength(1);
  });

  it('finds a key of 16 384 bits whole', () => {
    const head = `-----BEGIN RSA ${'PRIVATE'} KEY-----`;
    const text = `${head}\nMIIk${madeUp('base64', 12_600).replaceAll(/.{64}/g, '$&\n')}\n-----END RSA`;
    expect(found(text)).toMatchObject([{ kind: 'private-key', offset: 0, length: text.indexOf('\n-----END') }]);
  });

  it('redacts whatever it finds', () => {
    for (const { text } of MADE_UP) expect([text, looksSecret(text)]).toEqual([text, true]);
  });
});
