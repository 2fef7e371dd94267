import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GENERATED } from '@staticfire/evaluate/authoring';
import { UsageError } from '../failure.ts';
import { writeWholeFile } from './write-file.ts';

/** Where generated pages stand inside a pack's folder. */
const FOLDERS = ['', 'docs'];

/** The pages of one pack on disk, beside what they should be. */
export class GeneratedPages {
  readonly #folder: string;
  readonly #pages: ReadonlyMap<string, string>;

  /** `pages`: path inside the folder → text. */
  constructor(folder: string, pages: ReadonlyMap<string, string>) {
    this.#folder = folder;
    this.#pages = pages;
  }

  /** Paths of pages that are missing, differ, or belong to nothing any more. */
  stale(): readonly string[] {
    const differing = [...this.#pages].filter(([path, text]) => this.#read(path) !== text).map(([path]) => path);
    return [...differing, ...this.#left()].map((path) => join(this.#folder, path));
  }

  /** Makes the folder what it should be, and tells which paths that changed. Throws UsageError before anything is written when a page is not a generated one. */
  async write(): Promise<readonly string[]> {
    const stale = this.stale();
    for (const path of this.#pages.keys()) {
      const before = this.#read(path);
      if (before !== undefined && !before.startsWith(GENERATED))
        throw new UsageError(`${join(this.#folder, path)} was not generated and is not overwritten; move it, or choose another folder with --output`);
    }
    for (const [path, text] of this.#pages) {
      if (this.#read(path) === text) continue;
      mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
      await writeWholeFile(join(this.#folder, path), text);
    }
    for (const path of this.#left()) rmSync(join(this.#folder, path));
    return stale;
  }

  /** Generated pages of rules that are no more. */
  #left(): readonly string[] {
    const names = FOLDERS.flatMap((folder) =>
      existsSync(join(this.#folder, folder)) ? readdirSync(join(this.#folder, folder)).map((name) => join(folder, name)) : [],
    );
    const paths = names.map((name) => name.replaceAll('\\', '/')).filter((path) => path.endsWith('.md') && !this.#pages.has(path));
    return paths.filter((path) => this.#read(path)?.startsWith(GENERATED)).sort();
  }

  #read(path: string): string | undefined {
    const whole = join(this.#folder, path);
    return existsSync(whole) ? readFileSync(whole, 'utf8') : undefined;
  }
}
