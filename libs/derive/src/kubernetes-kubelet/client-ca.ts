import { isUnreadable, type Unreadable } from '@staticfire/facts';
import type { Rendering } from '../rendered-files/rendering-needs.ts';
import { type KubeletFile, notRendered } from './kubelet-files.ts';

interface ClientCa {
  readonly state: 'given' | 'empty';
  readonly file: string;
  readonly path: string;
}

/** Whether there is something in the file with the authorities that clients are trusted by; undefined without such a file. */
export function clientCaOf(files: readonly KubeletFile[], { templates }: Rendering): ClientCa | Unreadable | undefined {
  const file = files.find(({ role }) => role === 'client-ca');
  if (file === undefined) return undefined;
  if ('unknown' in file) return file.unknown;
  if (!('configuration' in file)) return notRendered(file.path);
  const { template, path } = file.configuration;
  const rendered = templates.render(template);
  if (isUnreadable(rendered)) return rendered;
  const texts = rendered.worlds.map(({ rendered: { text } }) => text.trim());
  const filled = texts.filter((text) => text !== '').length;
  if (filled === 0 || filled === texts.length) return { state: filled === 0 ? 'empty' : 'given', file: template, path };
  const conditions = [...new Set(rendered.worlds.flatMap((world) => [...world.conditions.keys()]))];
  return { $unreadable: { kind: 'unsupported', structure: template, message: `it depends on whether ${conditions.join(', ')}` } };
}
