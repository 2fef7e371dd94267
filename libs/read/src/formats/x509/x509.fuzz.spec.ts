import { caBundle, keyProfile } from '@staticfire/testkit';
import { below, fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import { decodePemCertificate, findPemBlocks, readCertificate, readCertificateIdentity, readTrustAnchor } from './index.ts';

const BUNDLE = Buffer.from(caBundle());
const { vendor } = keyProfile('lab');
const CERTIFICATES = [...findPemBlocks(BUNDLE).map(decodePemCertificate), vendor.der];
const LENGTHS_AND_TAGS = [0, 1, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xff];

const fuzz = fuzzDecoder('x509', ['certificates of caBundle', 'the vendor certificate of the lab', 'caBundle']);

fuzz.loop(
  'certificates with changed bytes, cut anywhere',
  (random, count) => {
    const whole = Buffer.from(CERTIFICATES[count % CERTIFICATES.length]!);
    for (let left = 1 + below(random, 4); left > 0; left--) {
      whole[below(random, whole.length)] = random() < 0.5 ? below(random, 256) : LENGTHS_AND_TAGS[below(random, LENGTHS_AND_TAGS.length)]!;
    }
    const bytes = random() < 0.1 ? whole.subarray(0, below(random, whole.length)) : whole;
    const found = [readCertificate, readCertificateIdentity, readTrustAnchor].map((read) => survives(() => read(bytes, 1000)));
    return found.includes(undefined) ? 'refused in part' : 'read';
  },
  { outcomes: ['read', 'refused in part'] },
);

fuzz.loop('bundles with changed bytes', (random) => {
  const bytes = Buffer.from(BUNDLE);
  for (let left = 1 + below(random, 4); left > 0; left--) {
    const at = below(random, bytes.length);
    if (random() < 0.5) bytes[at] = below(random, 256);
    else bytes.copyWithin(at, below(random, bytes.length), below(random, bytes.length));
  }
  for (const block of findPemBlocks(bytes)) survives(() => decodePemCertificate(block));
});
