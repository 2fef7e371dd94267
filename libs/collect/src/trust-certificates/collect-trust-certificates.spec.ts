import { createHash } from 'node:crypto';
import { caBundle, labAuthorities, labAuthority } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectTrustCertificates } from './collect-trust-certificates.ts';
import type { TrustCertificates } from './trust-certificates.schema.ts';

const BUNDLE = '/usr/share/factory/etc/pki/tls/certs/ca-bundle.crt';
const PEM = caBundle();

async function collect(tree: Readonly<Record<string, string>>): Promise<TrustCertificates> {
  const fact = await collectFrom(collectTrustCertificates, tree);
  if (fact.state !== 'present') throw new Error(fact.state);
  return fact.value as TrustCertificates;
}

/** `common name @ path`, or the message of an unreadable element. */
const told = (list: TrustCertificates['certificates']) =>
  list.map((each) => ('$unreadable' in each ? each.$unreadable.message : `${each.commonName} @ ${each.path}`));

describe('trust.certificates', () => {
  it('lists the authorities of the bundle that Bottlerocket copies to /etc', async () => {
    const { bundles, certificates } = await collect({ [BUNDLE]: PEM });
    expect(bundles).toEqual([{ path: BUNDLE, size: PEM.length, sha256: createHash('sha256').update(PEM).digest('hex'), certificates: 2 }]);
    expect(certificates[0]).toEqual({
      path: BUNDLE,
      offset: PEM.indexOf('-----BEGIN'),
      sha256: createHash('sha256').update(labAuthority(labAuthorities[0]).der).digest('hex'),
      ...{ subject: `CN=${labAuthorities[0]}`, commonName: labAuthorities[0], notBefore: '2024-10-24T00:00:00.000Z', notAfter: '2044-10-19T00:00:00.000Z' },
      ...{ keyType: 'rsa', keyBits: 2048, signatureHash: 'sha256', selfSigned: true, isAuthority: true },
    });
    expect(told(certificates)).toEqual(labAuthorities.map((name) => `${name} @ ${BUNDLE}`));
  });

  it('lists certificates of one file once', async () => {
    const { bundles, certificates } = await collect({ [BUNDLE]: PEM, '/etc/ssl/cert.pem': `-> ${BUNDLE}` });
    expect(bundles).toMatchObject([{ path: '/etc/ssl/cert.pem' }, { path: BUNDLE, linkTo: '/etc/ssl/cert.pem', certificates: 2 }]);
    expect(certificates).toHaveLength(2);
  });

  it('names file and byte of a certificate that is none, and keeps the others', async () => {
    const at = PEM.indexOf('MII');
    const { certificates } = await collect({ [BUNDLE]: `${PEM.slice(0, at)}AAAA${PEM.slice(at + 4)}` });
    expect(told(certificates)).toEqual([
      expect.stringMatching(new RegExp(`^${BUNDLE}: X.509 certificate: byte ${PEM.indexOf('-----BEGIN')} of the file`)),
      `${labAuthorities[1]} @ ${BUNDLE}`,
    ]);
  });

  it('names a block that has no end', async () => {
    const { bundles, certificates } = await collect({ [BUNDLE]: '-----BEGIN CERTIFICATE-----\nQUJD' });
    expect(bundles).toMatchObject([{ certificates: 1 }]);
    expect(told(certificates)).toEqual([`${BUNDLE}: PEM: byte 0 of the file; expected a line END CERTIFICATE`]);
  });

  it('does not claim to know them all when a bundle cannot be read', async () => {
    const { bundles, certificates } = await collect({ [BUNDLE]: '!', '/etc/ssl/cert.pem': PEM });
    expect([bundles.length, '$unreadable' in bundles[1]!, told(certificates).length]).toEqual([2, true, 3]);
  });

  it('is a bundle without certificates', async () =>
    expect(await collect({ [BUNDLE]: '# none\n' })).toMatchObject({ bundles: [{ certificates: 0 }], certificates: [] }));
  it('is absent without a bundle', async () => expect((await collectFrom(collectTrustCertificates, { '/usr/x': '' })).state).toBe('absent'));
});
