/** One name and version, however often the document lists it. */
export interface SbomPackage {
  readonly name: string;
  readonly version?: string;
  readonly count: number;
}

/** Something in the document that contradicts its specification or itself. */
export interface SbomProblem {
  readonly what: string;
  readonly count: number;
  /** The first one. */
  readonly example: string;
}

/** What an SBOM says, in either format. */
export interface Sbom {
  readonly format: 'SPDX' | 'CycloneDX';
  /** `2.3`, `1.5`. */
  readonly specVersion: string;
  /** What it describes: SPDX document name; CycloneDX metadata.component. */
  readonly name?: string;
  readonly version?: string;
  /** SPDX document namespace; CycloneDX serial number. */
  readonly serial?: string;
  /** Elements, those listed twice counted twice. */
  readonly packageCount: number;
  /** By name, then version. */
  readonly packages: readonly SbomPackage[];
  readonly problems: readonly SbomProblem[];
}

export class SbomBuilder {
  readonly #packages = new Map<string, { name: string; version: string | undefined; count: number }>();
  readonly #problems = new Map<string, { what: string; count: number; example: string }>();
  readonly #ids = new Set<string>();
  #count = 0;

  add(name: string | undefined, version: string | undefined, place: string): void {
    this.#count++;
    if (name === undefined || name === '') return this.problem('package without a name', place);
    if (version === undefined || version === '') this.problem('package without a version', name);
    const key = JSON.stringify([name, version ?? null]);
    const known = this.#packages.get(key);
    if (known === undefined) this.#packages.set(key, { name, version, count: 1 });
    else known.count++;
  }

  /** Declares an identifier. */
  identify(id: string | undefined, what: string, place: string): void {
    if (id === undefined || id === '') return this.problem(`package without ${what}`, place);
    if (this.#ids.has(id)) this.problem(`${what} given twice`, id);
    this.#ids.add(id);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  problem(what: string, example: string): void {
    const known = this.#problems.get(what);
    if (known === undefined) this.#problems.set(what, { what, count: 1, example });
    else known.count++;
  }

  build(head: Pick<Sbom, 'format' | 'specVersion'> & { name: string | undefined; version: string | undefined; serial: string | undefined }): Sbom {
    const { format, specVersion } = head;
    const named = Object.fromEntries(
      Object.entries({ name: head.name, version: head.version, serial: head.serial }).filter(([, value]) => value !== undefined),
    );
    const packages = [...this.#packages.values()]
      .sort((a, b) => compare(a.name, b.name) || compare(a.version ?? '', b.version ?? ''))
      .map(({ name, version, count }) => ({ name, ...(version === undefined ? {} : { version }), count }));
    return { format, specVersion, ...named, packageCount: this.#count, packages, problems: [...this.#problems.values()] };
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
