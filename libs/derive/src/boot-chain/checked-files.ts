import type { BootChain } from './boot-chain.schema.ts';
import type { CheckedFile } from './signature-checks.ts';

interface Link {
  readonly step: Exclude<BootChain['links'][number], { readonly $unreadable: unknown }>['step'];
  readonly partition?: 'EFI' | 'BOOT' | 'HASH';
  readonly path?: string;
}

interface Evidence {
  readonly era: string;
  readonly links: readonly Link[];
  readonly files: readonly { readonly partition: 'EFI' | 'BOOT'; readonly path: string; readonly kind: string }[];
  /** The kernel is part of a UKI, which is looked at as a whole. */
  readonly insideUki: boolean;
}

/**
 * Who looks at which signature before a file is used (anatomy 5.7): firmware at the first program, shim at what is started after it, GRUB at grub.cfg, and
 * at a kernel that has a signature of its kind beside it.
 */
export function checkedFiles({ era, links, files, insideUki }: Evidence): readonly CheckedFile[] {
  const place = (step: Link['step']) => links.find((each) => each.step === step);
  const shim = era === 'uki-direct' ? undefined : placeOf(place('firmware-loader'));
  const byShim = (step: CheckedFile['step'], link: Omit<Link, 'step'> | undefined) => checked(step, link, 'shim', shim);
  const kernel = insideUki ? undefined : place('kernel');
  const grub = era.startsWith('grub') ? placeOf(place('boot-loader')) : undefined;
  return [
    ...checked('firmware-loader', era === 'uki-direct' ? undefined : place('firmware-loader'), 'firmware'),
    ...byShim(
      'mok-manager',
      files.find(({ kind }) => kind === 'mok-manager'),
    ),
    ...byShim('boot-loader', place('boot-loader')),
    ...checked('uki', place('uki'), era === 'uki-direct' ? 'firmware' : 'shim', shim),
    ...checked('boot-configuration', place('boot-configuration'), 'GRUB', grub),
    ...byShim('kernel', kernel),
    ...(era.startsWith('grub') ? checked('kernel', kernel, 'GRUB', grub) : []),
  ];
}

function checked(
  step: CheckedFile['step'],
  link: Omit<Link, 'step'> | undefined,
  by: CheckedFile['by'],
  checker?: CheckedFile['checker'],
): readonly CheckedFile[] {
  const place = placeOf(link);
  return place === undefined ? [] : [{ step, ...place, by, ...(checker === undefined ? {} : { checker }) }];
}

function placeOf(link: Omit<Link, 'step'> | undefined): { readonly partition: 'EFI' | 'BOOT'; readonly path: string } | undefined {
  const { partition, path } = link ?? {};
  return partition === undefined || partition === 'HASH' || path === undefined ? undefined : { partition, path };
}
