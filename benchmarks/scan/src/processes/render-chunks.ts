import type { ScanResult } from '@staticfire/findings';

type Render = (result: ScanResult) => string | Iterable<string>;

/** A reporter that is loaded, or one that loads what it needs when it is asked for. */
export interface AnyReporter {
  readonly render?: Render;
  readonly load?: () => Promise<Render | { readonly render: Render }>;
}

/** Renders to the last chunk, which nobody keeps; the bytes of UTF-8. */
export async function renderedBytes(reporter: AnyReporter, result: ScanResult): Promise<number> {
  const render = await loadRender(reporter);
  const rendered = render(result);
  let bytes = 0;
  for (const chunk of typeof rendered === 'string' ? [rendered] : rendered) bytes += Buffer.byteLength(chunk);
  return bytes;
}

async function loadRender({ render, load }: AnyReporter): Promise<Render> {
  if (load === undefined) return render!;
  const loaded = await load();
  return typeof loaded === 'function' ? loaded : loaded.render;
}
