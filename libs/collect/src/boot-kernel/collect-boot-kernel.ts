import { type FileSystem, foldCase, openFileContent } from '@staticfire/read/filesystem';
import { hmacOf, parseKernelHmac } from '@staticfire/read/formats/kernel-hmac';
import { isPe, readPe } from '@staticfire/read/formats/pe';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import { attemptElements } from '../evidence/attempt-reading.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import type { KernelFile } from '../evidence/read-kernel-file.ts';
import { readPeSignatures } from '../evidence/read-pe-signatures.ts';
import { readTextFile } from '../evidence/read-text-file.ts';
import { type BootKernel, bootKernel } from './boot-kernel.schema.ts';

type Hmac = BootKernel['hmacs'][number];

/** Where HMAC files lie: BOOT of GRUB images, the ESP or a FAT BOOT of UKI images. */
const HMAC_PATHS = ['/.vmlinuz.hmac', '/EFI/BOOT/.bottlerocket.efi.hmac', '/EFI/Linux/.bottlerocket.efi.hmac'];
const MAX_HMAC_LENGTH = 8192;

export const collectBootKernel = defineBankCollector({
  fact: bootKernel,
  reads: ['bank', 'fileSystem', 'kernelFile'],
  collect({ bank, fileSystem, kernelFile }, sources): BootKernel | undefined {
    const file = kernelFile(sources);
    if (file === undefined) return undefined;
    const { partition, path, insideUki, source, sha256 } = file;
    const signatures = isPe(source) ? readPeSignatures(readPe(source)) : [];
    return {
      partition,
      path,
      insideUki,
      length: source.length,
      sha256,
      ...describeImage(file),
      signatures,
      signed: signatures.length > 0,
      hmacs: readHmacs(bank, fileSystem(partition)!, file, sources),
    };
  },
});

function describeImage({ image }: KernelFile): Omit<BootKernel, 'partition' | 'path' | 'insideUki' | 'length' | 'sha256' | 'signatures' | 'signed' | 'hmacs'> {
  const { header, payload, banner, headerRelease, releasesAgree, config } = image();
  const architecture = header.architecture;
  return {
    format: header.kind,
    ...(architecture === undefined ? {} : { architecture }),
    ...(payload === undefined ? {} : { compression: payload.codec, inflatedLength: payload.inflatedLength }),
    ...(banner === undefined ? {} : { banner: banner.text, release: banner.release }),
    ...(headerRelease === undefined ? {} : { headerRelease }),
    ...(releasesAgree === undefined ? {} : { releasesAgree }),
    hasConfig: config !== undefined,
  };
}

function readHmacs(bank: BankEvidence['bank'], fs: FileSystem, file: KernelFile, sources: SourceLog): Hmac[] {
  return HMAC_PATHS.flatMap((hmacPath) => attemptElements(() => readHmac(bank, fs, file, hmacPath, sources)));
}

function readHmac(bank: BankEvidence['bank'], fs: FileSystem, { partition, path }: KernelFile, hmacPath: string, sources: SourceLog): Hmac[] {
  const text = readTextFile({ fs, bank, partition }, hmacPath, MAX_HMAC_LENGTH, sources)?.text;
  if (text === undefined) return [];
  const { digest, fileName } = parseKernelHmac(text, { path: hmacPath });
  const fold = (name: string) => (fs.caseInsensitive ? foldCase(name) : name);
  const namesKernel = fold(fileName) === fold(path.slice(1));
  return [{ partition, path: hmacPath, fileName, namesKernel, matches: hmacOf(openFileContent(fs, path)!) === digest }];
}
