/** modules.builtin of Amazon Linux kernels has about 700 lines. */
const MAX_NAMES = 10_000;
const MAX_LINE = 4096;
const LINE_FEED = 0x0a;
const NAME = /([^/]+)\.ko$/;

/** Takes modules.builtin in pieces: one path a line, `kernel/fs/fat/vfat.ko`. */
export class BuiltinNames {
  readonly names: string[] = [];
  lines = 0;
  #line = '';

  /** More names, or a longer line, than a kernel has. */
  get exceeded(): boolean {
    return this.names.length > MAX_NAMES || this.#line.length > MAX_LINE;
  }

  add(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte !== LINE_FEED) this.#line += String.fromCharCode(byte);
      else this.#endLine();
      if (this.exceeded) return;
    }
  }

  #endLine(): void {
    this.lines++;
    const name = NAME.exec(this.#line)?.[1];
    if (name !== undefined) this.names.push(name.replaceAll('-', '_'));
    this.#line = '';
  }
}
