import type { Unreadable } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import type { ContentReader, FileVisitor, VisitedFile } from '../collector.ts';
import { toFailure } from '../runner/to-failure.ts';
import type { BoundedList } from './bounded-list.ts';
import { isProgramHead, type ProgramFile, programFile } from './program-file.ts';

/** Shows every ELF file that is run or loaded, and lists what is told of it; names and files that cannot be read become elements that say so. */
export class ProgramVisitor<T, V> implements FileVisitor<V> {
  readonly #list: BoundedList<T>;
  readonly #describe: (program: ProgramFile, file: VisitedFile) => readonly T[];
  readonly finish: () => V;
  /** Called with the first bytes of files that are shown to nobody. */
  readonly #otherwise: (head: Uint8Array) => void;

  constructor(
    list: BoundedList<T>,
    describe: (program: ProgramFile, file: VisitedFile) => readonly T[],
    { finish, otherwise = () => {} }: { readonly finish: () => V; readonly otherwise?: (head: Uint8Array) => void },
  ) {
    this.#list = list;
    this.#describe = describe;
    this.finish = finish;
    this.#otherwise = otherwise;
  }

  visit(file: VisitedFile): ContentReader | undefined {
    if (file.error !== undefined) this.#list.addError(file.error);
    if (file.openContent === undefined) return undefined;
    return (head) => {
      if (isProgramHead(head)) this.#add(file);
      else this.#otherwise(head);
      return false;
    };
  }

  contentUnreadable(file: VisitedFile, error: ReadError): void {
    this.#list.add(unreadableFile(file, error));
  }

  #add(file: VisitedFile): void {
    try {
      for (const element of this.#describe(programFile(file), file)) this.#list.add(element);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.#list.add(unreadableFile(file, error));
    }
  }
}

/** Offsets in the error are those of the file. */
export function unreadableFile({ normalPath }: VisitedFile, error: ReadError): Unreadable {
  return { $unreadable: { ...toFailure(error), message: `${normalPath}: ${error.message}` } };
}
