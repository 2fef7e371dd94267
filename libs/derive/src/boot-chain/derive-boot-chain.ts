import { array, boolean, type Infer, isUnreadable, list, object, oneOf, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, need, needIfPresent, needState } from '../derivation.ts';
import { type BootChain, bootChain } from './boot-chain.schema.ts';
import { checkedFiles } from './checked-files.ts';
import { sbatLevels, sbatSchema } from './sbat-levels.ts';
import { signatureChecks, signaturesSchema } from './signature-checks.ts';
import { certificatesSchema, enrolmentOf, keysSchema, trustedBy } from './trusted-by.ts';

const eraSchema = object({ era: string('') });
const fileSchema = object({
  partition: oneOf(['EFI', 'BOOT'], ''),
  path: string(''),
  sha256: optional(string('')),
  kind: string(''),
  efiProgram: boolean(''),
  signed: optional(boolean('')),
  openPgpKeys: optional(list(object({ fingerprint: string('') }), '')),
});
const filesSchema = object({ files: list(fileSchema, '') });
const ukiSchema = object({ partition: oneOf(['EFI', 'BOOT'], ''), path: string(''), sha256: string(''), signed: boolean(''), startedBy: string('') });
const kernelSchema = object({
  partition: oneOf(['EFI', 'BOOT'], ''),
  path: string(''),
  insideUki: boolean(''),
  sha256: string(''),
  signed: boolean(''),
  hmacs: list(object({ namesKernel: boolean('') }), ''),
});
const cmdlineSchema = object({ partition: oneOf(['EFI', 'BOOT'], ''), path: string(''), text: string(''), bootconfig: string('') });
const loaderSchema = object({ path: string(''), entries: array(object({ kernel: optional(string('')) }), '') });
const tableSchema = object({ rootHash: string(''), algorithm: string('') });

/** Steps that are looked for among the files of the ESP and BOOT. */
const FROM_FILES: readonly string[] = ['firmware-loader', 'boot-loader', 'boot-configuration'];

type FullLink = Exclude<BootChain['links'][number], Unreadable>;
type Link = Omit<FullLink, 'trusts'>;
type Protection = Link['protectedBy'][number];
type BootFile = Infer<typeof fileSchema>;
type Uki = Infer<typeof ukiSchema>;
type Kernel = Infer<typeof kernelSchema>;

export const deriveBootChain = defineDerivation({
  fact: bootChain,
  needs: {
    era: need('boot.era', eraSchema),
    files: need('boot.files', filesSchema),
    uki: needIfPresent('boot.uki', ukiSchema),
    kernel: needIfPresent('boot.kernel', kernelSchema),
    loader: needIfPresent('boot.loader', loaderSchema),
    cmdline: needIfPresent('boot.cmdline', cmdlineSchema),
    table: needIfPresent('verity.table', tableSchema),
    certificates: needState('boot.certificates', certificatesSchema),
    keys: needState('kernel.module-signatures', keysSchema),
    signatures: needState('boot.signatures', signaturesSchema),
    sbat: needState('boot.sbat', sbatSchema),
  },
  derive({ era: { era }, files, uki, kernel, loader, cmdline, table, certificates, keys, signatures, sbat }): BootChain {
    const listed = files.files.filter((each): each is BootFile => !isUnreadable(each));
    const start = era.startsWith('uki') ? ukiLinks(era, listed, uki) : grubLinks(listed, loader);
    const links = [...start, kernelLink(kernel), commandLineLink(cmdline, listed, uki, table), treeLink(table)];
    const looked = checkedFiles({ era, links, files: listed, insideUki: kernel?.insideUki ?? false });
    return {
      firmware: 'uefi',
      enrolment: enrolmentOf(certificates),
      links: links.map((link) => orWhyNot({ ...link, trusts: trustedBy(link, { files: listed, table, certificates, keys }) }, files.files.find(isUnreadable))),
      checks: signatureChecks(looked, signatures),
      sbat: sbatLevels(looked, sbat),
      complete: links.every(({ present }) => present),
      unprotectedInputs: unprotected(links, cmdline?.bootconfig),
    };
  },
});

/** A file that was not found may be the one that could not be read. */
function orWhyNot(link: FullLink, unreadable: Unreadable | undefined): FullLink | Unreadable {
  return !link.present && FROM_FILES.includes(link.step) && unreadable !== undefined ? unreadable : link;
}

function grubLinks(files: readonly BootFile[], loader: Infer<typeof loaderSchema> | undefined): Link[] {
  const signature = files.some(({ kind }) => kind === 'grub-signature');
  const config = files.find(({ kind }) => kind === 'grub-config');
  return [
    fileLink('firmware-loader', files, 'firmware-loader', 'the GRUB program beside it'),
    fileLink('boot-loader', files, 'grub', 'grub.cfg on BOOT of the chosen bank'),
    {
      step: 'boot-configuration',
      ...placeOf(config),
      present: config !== undefined && loader !== undefined,
      protectedBy: signature ? ['openpgp'] : [],
      handsOn: loader?.entries[0]?.kernel ?? '',
    },
  ];
}

function ukiLinks(era: string, files: readonly BootFile[], found: Uki | undefined): Link[] {
  const link: Link = {
    step: 'uki',
    ...placeOf(found),
    present: found !== undefined,
    protectedBy: found?.signed ? ['authenticode'] : [],
    handsOn: '.linux and .cmdline',
  };
  if (era === 'uki-direct') return [link];
  return [
    fileLink('firmware-loader', files, 'firmware-loader', 'systemd-boot beside it'),
    fileLink('boot-loader', files, 'systemd-boot', '/EFI/Linux on BOOT'),
    link,
  ];
}

/** A file of that name that is no program ends the boot as well. */
function fileLink(step: Link['step'], files: readonly BootFile[], kind: string, handsOn: string): Link {
  const found = files.find((each) => each.kind === kind && each.efiProgram);
  return { step, ...placeOf(found), present: found !== undefined, protectedBy: found?.signed ? ['authenticode'] : [], handsOn };
}

function kernelLink(found: Kernel | undefined): Link {
  const hmac = found?.hmacs.some((each) => !isUnreadable(each) && each.namesKernel) ?? false;
  const protectedBy: Protection[] = [
    ...(found?.signed ? ['authenticode' as const] : []),
    ...(found?.insideUki ? ['uki' as const] : []),
    ...(hmac ? ['hmac' as const] : []),
  ];
  return { step: 'kernel', ...placeOf(found), present: found !== undefined, protectedBy, handsOn: 'the command line' };
}

function commandLineLink(
  found: Infer<typeof cmdlineSchema> | undefined,
  files: readonly BootFile[],
  image: Uki | undefined,
  verity: Infer<typeof tableSchema> | undefined,
): Link {
  const signed = image !== undefined ? ['uki' as const] : files.some(({ kind }) => kind === 'grub-signature') ? ['openpgp' as const] : [];
  const handsOn = verity === undefined ? '' : `${verity.algorithm} root hash ${verity.rootHash}`;
  return { step: 'command-line', ...placeOf(found), present: found !== undefined, protectedBy: found === undefined ? [] : signed, handsOn };
}

function treeLink(found: Infer<typeof tableSchema> | undefined): Link {
  return {
    step: 'hash-tree',
    ...(found === undefined ? {} : { partition: 'HASH' as const }),
    present: found !== undefined,
    protectedBy: found === undefined ? [] : ['dm-verity'],
    handsOn: 'the root filesystem',
  };
}

function placeOf(found: { readonly partition: 'EFI' | 'BOOT'; readonly path: string; readonly sha256?: string } | undefined) {
  if (found === undefined) return {};
  return { partition: found.partition, path: found.path, ...(found.sha256 === undefined ? {} : { sha256: found.sha256 }) };
}

/** An HMAC with a public key protects from accidents, not from anybody who can write; it does not count. */
function unprotected(links: readonly Link[], bootconfig: string | undefined): string[] {
  const open = links.filter(({ present, protectedBy, path }) => present && path !== undefined && protectedBy.every((each) => each === 'hmac'));
  const names = open.map(({ partition, path }) => `${partition} ${path}`);
  return [...new Set(bootconfig === 'applied' || bootconfig === 'unreadable' ? [...names, 'PRIVATE /bootconfig.data'] : names)];
}
