/** What the reader asks for. Empty lists of values mean all. */
export interface Filter {
  readonly query: string;
  readonly states: readonly string[];
  readonly severities: readonly string[];
  readonly pack: string;
  readonly group: Grouping;
  readonly sort: Sorting;
}

export const groupings = ['state', 'severity', 'area', 'pack', 'control'] as const;
export type Grouping = (typeof groupings)[number];
export const sortings = ['severity', 'id', 'title', 'count'] as const;
export type Sorting = (typeof sortings)[number];

export const everything: Filter = { query: '', states: [], severities: [], pack: '', group: 'state', sort: 'severity' };

const PREFIX = '#/';

/** A filter in the address, so that it can be sent: `#/q=setuid&state=fail`. Undefined: the fragment is no filter but an id, or empty. */
export function parseFragment(fragment: string): Filter | undefined {
  if (!fragment.startsWith(PREFIX)) return undefined;
  const fields = new URLSearchParams(fragment.slice(PREFIX.length));
  return {
    query: fields.get('q') ?? '',
    states: list(fields.get('state')),
    severities: list(fields.get('severity')),
    pack: fields.get('pack') ?? '',
    group: groupings.find((each) => each === fields.get('group')) ?? everything.group,
    sort: sortings.find((each) => each === fields.get('sort')) ?? everything.sort,
  };
}

/** Empty when everything is shown as the page shows it at first. */
export function formatFragment({ query, states, severities, pack, group, sort }: Filter): string {
  const fields = new URLSearchParams();
  if (query !== '') fields.set('q', query);
  if (states.length > 0) fields.set('state', states.join(','));
  if (severities.length > 0) fields.set('severity', severities.join(','));
  if (pack !== '') fields.set('pack', pack);
  if (group !== everything.group) fields.set('group', group);
  if (sort !== everything.sort) fields.set('sort', sort);
  const text = fields.toString();
  return text === '' ? '' : PREFIX + text;
}

function list(text: string | null): readonly string[] {
  return text === null || text === '' ? [] : text.split(',');
}

/** What is compared with a filter: of a rule, and of one of its findings. */
export interface Described {
  readonly severity: string;
  readonly pack: string;
  readonly state: string;
  /** Lower case. */
  readonly text: string;
}

/** Every word of the query stands somewhere in the text. */
export function matches({ query, states, severities, pack }: Filter, { severity, pack: own, state, text }: Described): boolean {
  if (pack !== '' && pack !== own) return false;
  if (severities.length > 0 && !severities.includes(severity)) return false;
  if (states.length > 0 && !states.includes(state)) return false;
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
