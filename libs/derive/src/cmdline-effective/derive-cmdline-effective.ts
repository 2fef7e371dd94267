import { type Infer, integer, isUnreadable, list, object, oneOf, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, need } from '../derivation.ts';
import { readSettingsInput, settingsNeeds } from '../layered-settings/settings-input.ts';
import { type BootSettings, type BootWord, readBootSettings } from './boot-settings.ts';
import { type CmdlineEffective, cmdlineEffective } from './cmdline-effective.schema.ts';

const parameter = object({
  name: string(''),
  key: string(''),
  value: optional(string('')),
  from: oneOf(['grub.cfg', 'uki', 'bootconfig'], ''),
  line: optional(integer('')),
});
const cmdlineSchema = object({
  source: oneOf(['grub.cfg', 'uki'], ''),
  path: string(''),
  bootconfig: oneOf(['applied', 'inert', 'none', 'unreadable'], ''),
  parameters: list(parameter, ''),
  initArguments: list(parameter, ''),
});

type Cmdline = Infer<typeof cmdlineSchema>;
type Word = Exclude<CmdlineEffective['parameters'][number], Unreadable>;
type Bare = Omit<Word, 'first' | 'last'>;
type Settings = BootSettings | Unreadable | undefined;

const BOOT_CONFIG = '/bootconfig.data';

export const deriveCmdlineEffective = defineDerivation({
  fact: cmdlineEffective,
  needs: { cmdline: need('boot.cmdline', cmdlineSchema), ...settingsNeeds },
  derive({ cmdline, ...states }, userData): CmdlineEffective {
    const read = readSettingsInput(states, userData);
    const settings: Settings = read === undefined || isUnreadable(read) ? read : readBootSettings(read);
    const isRead = readsBootConfig(cmdline);
    const [kernel, init] = isUnreadable(settings) ? [[settings], [settings]] : [settings?.kernel, settings?.init];
    return {
      settingsBoot: settings === undefined ? 'none' : isRead ? 'after-reboot' : 'inert',
      parameters: markEnds(joinWords(cmdline, cmdline.parameters, isRead ? kernel : undefined)),
      initArguments: markEnds(joinWords(cmdline, cmdline.initArguments, isRead ? init : undefined)),
    };
  },
});

/** Whether the kernel would read a bootconfig.data that is written later. */
function readsBootConfig({ source, bootconfig, parameters }: Cmdline): boolean {
  if (source === 'uki' || bootconfig === 'inert') return false;
  return bootconfig !== 'none' || parameters.some((each) => !isUnreadable(each) && each.key === 'bootconfig');
}

/** Settings take the place of all words of bootconfig. */
function joinWords(cmdline: Cmdline, words: Cmdline['parameters'], settings: readonly (BootWord | Unreadable)[] | undefined): (Bare | Unreadable)[] {
  const kept = settings === undefined ? words : words.filter((each) => !isUnreadable(each) && each.from !== 'bootconfig');
  const own = kept.map((each) => (isUnreadable(each) ? each : describe(each, cmdline.path)));
  return [...(settings ?? []).map((each) => (isUnreadable(each) ? each : { ...each, key: each.name.replaceAll('-', '_') })), ...own];
}

function describe({ name, key, value, from, line }: Infer<typeof parameter>, path: string): Bare {
  const file = from === 'bootconfig' ? BOOT_CONFIG : path;
  return { name, key, ...(value === undefined ? {} : { value }), layer: from, file, ...(line === undefined ? {} : { line }) };
}

/** Behind something unreadable no word can be told to be the first of its key, and before it none to be the last. */
function markEnds(words: readonly (Bare | Unreadable)[]): (Word | Unreadable)[] {
  const seen = new Set<string>();
  const firsts = words.map((word) => {
    if (isUnreadable(word)) return false;
    const isFirst = !seen.has(word.key);
    seen.add(word.key);
    return isFirst;
  });
  const damage = words.findIndex(isUnreadable);
  return words.map((word, at) => {
    if (isUnreadable(word)) return word;
    const first = damage >= 0 && damage < at && firsts[at] ? {} : { first: firsts[at]! };
    return { ...word, ...first, last: words.slice(at + 1).every((later) => !isUnreadable(later) && later.key !== word.key) };
  });
}
