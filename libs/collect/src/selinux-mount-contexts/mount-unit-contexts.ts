import { UnsupportedError } from '@staticfire/read/bytes';
import { parseMountOptions, parseSystemdConfigFile, type SystemdConfigEntry } from '@staticfire/read/formats/linux-text';
import { contextOptions } from './selinux-mount-contexts.schema.ts';

export interface MountContext {
  readonly option: (typeof contextOptions)[number];
  readonly context: string;
}

/** What a mount unit or a drop-in says of labels. */
export interface MountLabelling {
  /** First line of the Options= that counts; absent: the file has none. */
  readonly line?: number;
  /** As written. */
  readonly where?: string;
  readonly contexts: readonly MountContext[];
}

/**
 * The contexts that a mount unit or a drop-in gives (systemd.mount(5), mount(8)); of Options= and Where= in a file the last counts. Contexts with
 * specifiers, and options with a quote that is not closed, are an UnsupportedError.
 */
export function readMountLabelling(bytes: Uint8Array, path: string): MountLabelling {
  const entries = parseSystemdConfigFile(bytes, path).filter(({ kind, section }) => kind === 'assignment' && section === 'Mount');
  const options = entries.findLast(({ key }) => key === 'Options');
  const where = entries.findLast(({ key }) => key === 'Where')?.value;
  return {
    ...(options === undefined ? {} : { line: options.line }),
    ...(where ? { where } : {}),
    contexts: options === undefined ? [] : contextsIn(options, path),
  };
}

function contextsIn({ line, value = '' }: SystemdConfigEntry, path: string): readonly MountContext[] {
  const place = { structure: path, field: `line ${line}` };
  const options = parseMountOptions(value);
  if (options === undefined) throw new UnsupportedError({ ...place, message: 'a quote in the options is not closed' });
  return options.flatMap(({ name, value: context = '' }) => {
    const option = contextOptions.find((each) => each === name);
    if (option === undefined) return [];
    if (context.includes('%')) throw new UnsupportedError({ ...place, found: `${name}=${context}`, message: 'a context with specifiers' });
    return [{ option, context }];
  });
}
