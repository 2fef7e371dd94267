import type { Unreadable } from '@staticfire/facts';
import { lookup } from '@staticfire/read/filesystem';
import { BOOT_PATH_STRUCTURE, type BootPath, findEfiKernels, type Partition, XBOOTLDR } from '@staticfire/read/image';
import { defineBankCollector, NO_LOG, type SourceLog } from '../collector.ts';
import { attemptReading } from '../evidence/attempt-reading.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { readEnvironmentFile } from '../evidence/read-environment-file.ts';
import { type BootEra, bootEra } from './boot-era.schema.ts';
import { type Era, FORBIDDEN, type Place, REQUIRED } from './era-requirements.ts';

type Evidence = Pick<BankEvidence, 'bank' | 'partition' | 'partitions' | 'fileSystem' | 'bootPath' | 'withoutDisk'>;
type Problem = BootEra['problems'][number];

const IMAGE_FEATURES_PATH = '/usr/share/bottlerocket/image-features.env';
const IMAGE_FORMAT_PATH = '/usr/share/bottlerocket/image-format.env';
/** A bootconfig carrier has nothing to stand on where there is no PRIVATE: standalone images. */
const OPTIONAL_PLACES: readonly Place[] = ['PRIVATE'];

export const collectBootEra = defineBankCollector({
  fact: bootEra,
  reads: ['bank', 'partition', 'partitions', 'fileSystem', 'bootPath', 'withoutDisk'],
  collect(evidence, sources): BootEra {
    const { bank, partition } = evidence;
    for (const role of ['EFI', 'BOOT'] as const) {
      const found = attemptReading(() => partition(role));
      if ('value' in found && found.value !== undefined) sources.add({ bank, partition: role, offset: 0, length: found.value.source.length });
    }
    const path = attemptReading(() => evidence.bootPath());
    if ('$unreadable' in path) return { era: 'unknown', evidence: [], problems: [whyUnknown(path)] };
    const { era, statements } = identify(path.value, evidence);
    return {
      era,
      evidence: statements,
      problems: [
        ...unknownProblems(era),
        ...placeProblems(era, evidence),
        ...kernelProblems(path.value, evidence),
        ...partitionProblems(era, evidence),
        ...formatProblems(era, evidence, sources),
        ...bankProblems(era, evidence, sources),
      ].filter(isFirst),
    };
  },
});

/** Two ways at once are no damage but a finding. */
function whyUnknown(path: Unreadable): Problem {
  const { structure, message } = path.$unreadable;
  return structure === BOOT_PATH_STRUCTURE ? { kind: 'contradiction', what: message, where: 'DISK' } : path;
}

function identify(path: BootPath | undefined, evidence: Evidence): { era: Era; statements: string[] } {
  const { partitions, withoutDisk = false } = evidence;
  if (path === undefined) return { era: 'unknown', statements: [] };
  if (path.kind === 'grub') {
    if (withoutDisk) return identifyByFeatures(evidence);
    const boots = partitions.filter(({ role, typeGuid }) => role === 'BOOT' && typeGuid !== XBOOTLDR).length;
    return { era: boots > 1 ? 'grub-two-banks' : 'grub-one-bank', statements: [`${boots} BOOT partition(s) of the type that GRUB looks for`] };
  }
  const uki = `${path.partition} ${path.path} is a PE file with the section .linux`;
  if (path.startedBy === 'firmware') return { era: 'uki-direct', statements: [uki, 'it has the name that firmware starts'] };
  return { era: 'uki-systemd-boot', statements: [uki, 'BOOT has the type XBOOTLDR'] };
}

/** Builds update in place unless they say that they do not (twoliter's image feature in-place-updates). What cannot be read there is told as a problem. */
function identifyByFeatures({ fileSystem, bank }: Evidence): { era: Era; statements: string[] } {
  const stated = attemptReading(() => readEnvironmentFile(fileSystem('ROOT'), bank, IMAGE_FEATURES_PATH, NO_LOG)?.flag('IN_PLACE_UPDATES'));
  const oneBank = 'value' in stated && stated.value === false;
  const statements = ['the image of BOOT is one that GRUB reads', `image-features.env ${oneBank ? 'rules' : 'does not rule'} updates in place out`];
  return { era: oneBank ? 'grub-one-bank' : 'grub-two-banks', statements };
}

function unknownProblems(era: Era): Problem[] {
  const what = 'a BOOT partition for GRUB, or a UKI where the firmware or systemd-boot looks for one';
  return era === 'unknown' ? [{ kind: 'missing', what, where: 'DISK' }] : [];
}

function placeProblems(era: Era, evidence: Evidence): Problem[] {
  const required = REQUIRED.filter(({ eras }) => eras.includes(era)).map(({ where, paths }): Problem[] => {
    const found = isThere(where, paths, evidence);
    if (found === undefined || typeof found === 'object') return found === undefined ? [] : [found];
    return found ? [] : [{ kind: 'missing', what: paths.join(' or '), where }];
  });
  const forbidden = FORBIDDEN.filter(({ eras }) => eras.includes(era)).map(({ where, paths }): Problem[] => {
    const found = isThere(where, paths, evidence);
    if (typeof found === 'object') return [found];
    return found ? [{ kind: 'unexpected', what: paths.join(' or '), where }] : [];
  });
  return [...required, ...forbidden].flat();
}

/** Undefined where nothing is asked for, as the partition may be missing. */
function isThere(where: Place, paths: readonly string[], { fileSystem, partition }: Evidence): boolean | Unreadable | undefined {
  const found = attemptReading(() => {
    if (partition(where) === undefined && OPTIONAL_PLACES.includes(where)) return undefined;
    const fs = fileSystem(where);
    return fs !== undefined && paths.some((path) => lookup(fs, path) !== undefined);
  });
  return '$unreadable' in found ? found : found.value;
}

/** On the ESP only the UKI that boots holds a kernel; shim, GRUB and the firmware start others by name, whatever grub.cfg says. */
function kernelProblems(path: BootPath | undefined, { fileSystem }: Evidence): Problem[] {
  const own = path?.kind === 'uki' && path.partition === 'EFI' ? path.path.toLowerCase() : undefined;
  const found = attemptReading(() => {
    const fs = fileSystem('EFI');
    return fs === undefined ? [] : findEfiKernels(fs);
  });
  if ('$unreadable' in found) return [found];
  return found.value
    .filter((each) => each.toLowerCase() !== own)
    .map((each): Problem => ({ kind: 'contradiction', what: `${each} holds a kernel of its own`, where: 'EFI' }));
}

function partitionProblems(era: Era, { partitions, withoutDisk = false }: Evidence): Problem[] {
  const name = ({ role, bank }: Partition) => `${role}-${bank ?? '?'}`;
  const unexpected = partitions
    .filter((each) => isUnexpected(era, each))
    .map((each): Problem => ({ kind: 'unexpected', what: `partition ${name(each)}`, where: 'DISK' }));
  const backup = partitions.some(({ role, bank }) => role === 'EFI' && bank === 'B');
  const missing: Problem[] = era === 'grub-two-banks' && !backup && !withoutDisk ? [{ kind: 'missing', what: 'partition EFI-B', where: 'DISK' }] : [];
  return [...unexpected, ...missing];
}

/** Every era but the one of two banks has a single bank; UKIs that firmware starts leave no BOOT. */
function isUnexpected(era: Era, { role, bank, typeGuid }: Partition): boolean {
  if (era === 'unknown') return false;
  if (era !== 'grub-two-banks' && bank === 'B') return true;
  if (role !== 'BOOT') return false;
  return era === 'uki-direct' || (era === 'uki-systemd-boot') !== (typeGuid === XBOOTLDR);
}

/** Newer builds state in the root what they are. */
function formatProblems(era: Era, { fileSystem, bank }: Evidence, sources: SourceLog): Problem[] {
  const stated = attemptReading(() => readEnvironmentFile(fileSystem('ROOT'), bank, IMAGE_FORMAT_PATH, sources)?.flag('UKI_IMAGE'));
  if ('$unreadable' in stated) return [stated];
  if (stated.value === undefined || era === 'unknown') return [];
  const isUki = era.startsWith('uki');
  return stated.value === isUki ? [] : [{ kind: 'contradiction', what: `image-format.env says UKI_IMAGE=${stated.value}`, where: 'ROOT' }];
}

/** Updates need a second bank to go to. */
function bankProblems(era: Era, { fileSystem, bank }: Evidence, sources: SourceLog): Problem[] {
  const stated = attemptReading(() => readEnvironmentFile(fileSystem('ROOT'), bank, IMAGE_FEATURES_PATH, sources)?.flag('IN_PLACE_UPDATES'));
  if ('$unreadable' in stated) return [stated];
  if (stated.value === undefined || era === 'unknown' || stated.value === (era === 'grub-two-banks')) return [];
  return [{ kind: 'contradiction', what: `image-features.env says IN_PLACE_UPDATES=${stated.value}`, where: 'ROOT' }];
}

/** A damaged filesystem is one problem, however often it was asked. */
function isFirst(problem: Problem, index: number, all: readonly Problem[]): boolean {
  return all.findIndex((other) => JSON.stringify(other) === JSON.stringify(problem)) === index;
}
