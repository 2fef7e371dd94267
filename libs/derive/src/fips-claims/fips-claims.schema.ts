import { declareFact, type Infer, list, object, oneOf, string } from '@staticfire/facts';

const claim = object({
  by: oneOf(['command-line', 'programs', 'variant'], 'fips=1 for the kernel, programs in /usr/fips, or a variant with -fips in its name'),
  detail: string('Who puts the word there, the first program, or the variant'),
});

const schema = object({ claims: list(claim, 'What says so, of the image alone; none: nothing does') });

export type FipsClaims = Infer<typeof schema>;

export const fipsClaims = declareFact<FipsClaims>({
  name: 'fips.claims',
  summary: 'What says that this is a FIPS image, whether it is one or not: units for FIPS are in every newer image and say nothing',
  scope: 'bank',
  schema,
});
