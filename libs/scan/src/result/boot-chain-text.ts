import type { BootChain, BootSecureBoot } from '@staticfire/derive';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import type { BootChainText, BootLinkText, SignatureCheckText } from '@staticfire/findings';

type SecureBootText = NonNullable<BootChainText['secureBoot']>;

/** Links that are looked for among files, in the order in which every chain has them; only these can be unreadable. */
const FROM_FILES = ['firmware-loader', 'boot-loader', 'boot-configuration'] as const;

export function bootChainText({ links, checks, complete, unprotectedInputs }: BootChain, secureBoot: BootSecureBoot | undefined): BootChainText {
  const needed = secureBoot === undefined ? undefined : secureBootText(secureBoot);
  return {
    links: links.map((link, index) => linkText(link, index, checks)),
    complete,
    unprotectedInputs,
    ...(needed === undefined ? {} : { secureBoot: needed }),
  };
}

/** An unreadable link is not known to be there, and says so where others say what they hand on to. */
function linkText(link: BootChain['links'][number], index: number, checks: BootChain['checks']): BootLinkText {
  if (isUnreadable(link)) {
    const { message } = link.$unreadable;
    return { step: FROM_FILES[index] ?? 'unknown', present: false, protectedBy: [], handsOn: `could not be read: ${message}` };
  }
  const { step, partition, path, sha256, present, protectedBy, handsOn } = link;
  const place = { ...(partition === undefined ? {} : { partition }), ...(path === undefined ? {} : { path }), ...(sha256 === undefined ? {} : { sha256 }) };
  const check = checkOf(link, checks);
  return { step, ...place, present, protectedBy, handsOn, ...(check === undefined ? {} : { check }) };
}

/** That of the file which the link lies in: the command line stands in grub.cfg, all of a UKI in one program. */
function checkOf(
  { partition, path, protectedBy }: Exclude<BootChain['links'][number], Unreadable>,
  checks: BootChain['checks'],
): SignatureCheckText | undefined {
  const known = checks.filter((each): each is Exclude<typeof each, Unreadable> => !isUnreadable(each));
  const found = known.find(
    (each) => each.partition === partition && each.path === path && (protectedBy.includes(each.mechanism) || protectedBy.includes('uki')),
  );
  return found && { by: found.by, verdict: found.verdict, signers: found.signers };
}

/** With one element that could not be read a list of what is missing would tell less than there is. */
function secureBootText({ expected, elements }: BootSecureBoot): SecureBootText | undefined {
  if (elements.some(isUnreadable)) return undefined;
  return { expected, missing: elements.flatMap((each) => (isUnreadable(each) || each.present ? [] : [each.element])) };
}
