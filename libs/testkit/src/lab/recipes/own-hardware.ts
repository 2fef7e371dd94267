import { NO_BOOT_CONFIG, VMWARE_BOOT_CONFIG } from '../boot-config.ts';
import { METAL_PARAMETERS, standardGrub, VMWARE_PARAMETERS } from '../grub-config.ts';
import type { GrubBoot, ImageRecipe } from '../recipe.ts';
import { K8S_1_30, systemRoot } from '../release.ts';
import { publicDefaults } from '../settings-public.ts';
import { file } from '../tree.ts';
import { standardImage } from './standard.ts';

/** Variants that no cloud runs: OS and data on one disk, of 1 and 1 GiB instead of 4 and 1 or 2 and 1; everything that a region would give is in the defaults (anatomy sections 1.2, 5.5, 5.6, 6.4). */
function ownHardware(variant: string, parameters: readonly string[], bootConfig: string, cloudProvider: '' | 'external'): ImageRecipe {
  const release = { ...K8S_1_30, variant };
  const about = `imitates Bottlerocket OS 1.26.1 (${variant}) on a plan of 1 and 1 GiB; programs exit at once; signed with keys that anybody can make`;
  const base = standardImage(variant.split('-')[0]!, about, { gib: 1, banks: 2, layout: 'unified', dataGib: 1 }, release);
  const path = `${systemRoot(release)}/share/storewolf/${variant}.toml`;
  const entries = base.root.entries.map((entry) => (entry.path === path ? file(path, publicDefaults(release, cloudProvider)) : entry));
  return { ...base, root: { ...base.root, entries }, boot: grubOf(base, parameters), bootConfig };
}

function grubOf({ boot, release }: ImageRecipe, parameters: readonly string[]): GrubBoot {
  if (boot.kind !== 'grub') throw new Error('the standard image boots by GRUB');
  return { ...boot, grub: standardGrub(release.version, parameters) };
}

export const metal = ownHardware('metal-k8s-1.29', METAL_PARAMETERS, NO_BOOT_CONFIG, '');

/** Its disk; builds publish it as VMDK and in an OVA. */
export const vmware = ownHardware('vmware-k8s-1.30', VMWARE_PARAMETERS, VMWARE_BOOT_CONFIG, 'external');
