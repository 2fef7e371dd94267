import { bootConfig2026, bootConfigWords } from '../boot-config.ts';
import { systemdBootEsp } from '../esp-files-2026.ts';
import { namedIds } from '../filesystem-ids.ts';
import { AWS_PARAMETERS, ukiWords } from '../grub-config.ts';
import { fixedUuid } from '../identifiers.ts';
import { type DiskSize, planPartitions } from '../partition-plan.ts';
import type { ImageRecipe, UkiBoot } from '../recipe.ts';
import type { Release2026 } from '../release-2026.ts';
import { enrolmentFiles, keyProfile } from '../secure-boot/key-profile.ts';
import type { LabUki } from '../uki.ts';
import { image2026 } from './image-2026.ts';

const STUB_TEXT = 'staticfire lab: stands for systemd-stub; boots nothing\n';
const SBAT = 'sbat,1,SBAT Version,sbat,1,https://example.invalid\nsystemd-stub,1,The systemd Developers,systemd,257,https://systemd.io/\n';
const SBAT_DISTRIBUTION = 'systemd-stub.bottlerocket,1,Bottlerocket,systemd-boot,257.13,https://example.invalid/staticfire-lab\n';

/** A UKI on the ESP that firmware starts directly: no BOOT, no shim, no boot loader. */
export function ukiImage(name: string, about: string, size: Omit<DiskSize, 'banks' | 'chain'>, release: Release2026): ImageRecipe {
  const base = image2026(name, about, { ...size, banks: 1, chain: 'uki' }, release);
  const path = '/EFI/BOOT/BOOTX64.EFI';
  const words = ukiWords(bootConfigWords(bootConfigOf(release), 'kernel'), parametersOf(release), bootConfigWords(bootConfigOf(release), 'init'));
  const uki = ukiRecipe(release, words, path, '/EFI/BOOT/.bottlerocket.efi.hmac');
  return { ...withUki(base, { kind: 'uki', partition: 'EFI-A', uki }), esp: enrolmentFiles(keyProfile('lab')) };
}

/** The short time before: shim and systemd-boot on the ESP, the UKI on a FAT BOOT-A, random identifiers. */
export function ukiBootImage(name: string, about: string, size: Omit<DiskSize, 'banks' | 'chain'>, release: Release2026): ImageRecipe {
  const plan = { ...size, banks: 1, chain: 'uki-boot' } as const;
  const base = image2026(name, about, plan, release);
  const words = ukiWords([], [...parametersOf(release), ...bootConfigWords(bootConfigOf(release), 'kernel')], []);
  const uki = ukiRecipe(release, words, '/EFI/Linux/bottlerocket.efi', '/EFI/Linux/.bottlerocket.efi.hmac');
  return {
    ...withUki(base, { kind: 'uki', partition: 'BOOT-A', uki }),
    diskGuid: fixedUuid(`${name} disk`),
    partitions: planPartitions(plan, (key) => fixedUuid(`${name} partition ${key}`)),
    filesystemIds: namedIds(name),
    esp: systemdBootEsp('x64', keyProfile('lab')),
  };
}

function bootConfigOf({ variant }: Release2026): string {
  return bootConfig2026(variant.endsWith('-fips'));
}

function parametersOf({ variant }: Release2026): string[] {
  return [...AWS_PARAMETERS, 'module_blacklist=i8042', ...(variant.endsWith('-fips') ? ['fips=1'] : [])];
}

/** Keys that live for one boot: PRIVATE has no bootconfig.data, for nothing would read it. */
function withUki(base: ImageRecipe, boot: UkiBoot): ImageRecipe {
  return { ...base, boot, biosBoot: false, bootConfig: undefined };
}

function ukiRecipe(release: Release2026, commandLine: readonly string[], path: string, hmacPath: string): LabUki {
  return {
    machine: 'x64',
    sections: [
      { name: '.rodata', content: Buffer.from(STUB_TEXT) },
      { name: '.sdmagic', content: Buffer.from('#### LoaderInfo: systemd-stub 257.13 ####') },
      { name: '.sbat', content: Buffer.from(`${SBAT}${SBAT_DISTRIBUTION}`) },
      { name: '.osrel', content: 'os-release' },
      { name: '.cmdline', content: 'command line' },
      { name: '.uname', content: Buffer.from(release.kernel) },
      { name: '.linux', content: 'kernel' },
    ],
    certificate: undefined,
    commandLine,
    table: {},
    path,
    hmacPath,
    hmacName: path.slice(1),
    hmac: undefined,
  };
}
