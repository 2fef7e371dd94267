import type { BlockSource } from '../../block-source/index.ts';

/** A PE32 or PE32+ image with checked headers. Microsoft, "PE Format". */
export interface PeImage {
  readonly source: BlockSource;
  readonly machine: number; // Machine
  /** As UEFI names it in file names (UEFI 2.10, section 3.5.1.1); undefined for machines it has no name for. */
  readonly machineName?: string;
  readonly magic: 'PE32' | 'PE32+';
  readonly subsystem: number; // Subsystem: 10 EFI application, 11 and 12 EFI drivers
  readonly timestamp: number; // TimeDateStamp
  readonly characteristics: number; // Characteristics
  readonly dllCharacteristics: number; // DllCharacteristics: 0x100 NX compatible
  readonly entryPoint: number; // AddressOfEntryPoint
  readonly imageBase: bigint; // ImageBase
  readonly imageVersion: { readonly major: number; readonly minor: number };
  readonly sizeOfImage: number; // bytes in memory
  readonly sizeOfHeaders: number; // bytes in the file
  readonly sectionAlignment: number;
  readonly fileAlignment: number;
  readonly checksum: number; // CheckSum, as the file says
  /** Offset of CheckSum in the file. */
  readonly checksumOffset: number;
  /** Offset in the file of the data directory's entry for the certificate table; undefined when there are fewer entries. */
  readonly certificateEntryOffset?: number;
  /** In the order of the section table. */
  readonly sections: readonly PeSection[];
  /** Up to the file's end, or to zero bytes that pad it. */
  readonly certificateTable?: PeRange;
  /** Empty when the file is not signed. */
  readonly certificates: readonly PeCertificate[];
}

/** Bytes of the file. */
export interface PeRange {
  readonly offset: number;
  readonly length: number;
}

export interface PeSection {
  /** Names longer than 8 bytes come from the string table, as GNU tools write them. */
  readonly name: string;
  readonly virtualAddress: number;
  readonly virtualSize: number;
  /** 0 where nothing is in the file. */
  readonly rawOffset: number; // PointerToRawData
  readonly rawSize: number; // SizeOfRawData
  readonly characteristics: number;
}

/** A WIN_CERTIFICATE of the attribute certificate table; UEFI 2.10, section 32.2.4. */
export interface PeCertificate {
  /** Of the entry with its header of 8 bytes, in the file. */
  readonly offset: number;
  readonly length: number;
  readonly revision: number; // 0x0200
  readonly type: number; // 2 PKCS#7 SignedData, 0x0ef0 PKCS#1, 0x0ef1 GUID
  /** What follows the header. */
  readonly content: PeRange;
}
