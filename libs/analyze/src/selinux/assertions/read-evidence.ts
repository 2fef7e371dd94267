import { parseCil } from '@staticfire/read/formats/cil';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type CilModule, type Neverallow, readNeverallows } from '../neverallows/index.ts';

/** Bytes as an image has them. */
export interface EvidenceFile {
  /** Names it in errors and answers. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The policy that assertions are about, from its binary form. What is damaged, unsupported or over a limit is thrown as a ReadError. */
export function readPolicy({ bytes }: EvidenceFile): SelinuxPolicy {
  return parseSelinuxPolicy(bytes);
}

/** What the CIL modules of an image say. */
export interface ModuleEvidence {
  readonly modules: readonly CilModule[];
  readonly neverallows: readonly Neverallow[];
}

/** What assertions look into beside the policy, from the CIL modules of an image; each part is read when the first assertion asks for it, and then throws what is wrong. */
export function readModules(files: () => readonly EvidenceFile[]): ModuleEvidence {
  return moduleEvidence(() => files().map(({ path, bytes }) => ({ file: path, statements: parseCil(bytes, path) })));
}

/** The same from modules that are parsed. */
export function moduleEvidence(parse: () => readonly CilModule[]): ModuleEvidence {
  let modules: readonly CilModule[] | undefined;
  let neverallows: readonly Neverallow[] | undefined;
  const parsed = () => {
    modules ??= parse();
    return modules;
  };
  return {
    get modules() {
      return parsed();
    },
    get neverallows() {
      neverallows ??= readNeverallows(parsed());
      return neverallows;
    },
  };
}
