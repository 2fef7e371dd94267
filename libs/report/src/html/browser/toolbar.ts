import { everything, type Filter, groupings, sortings } from './filter.ts';

/** The form above the findings as a filter, and a filter into the form. */
export function readForm(form: HTMLFormElement): Filter {
  const data = new FormData(form);
  return {
    query: String(data.get('q') ?? '').trim(),
    states: someOf(form, 'state', data),
    severities: someOf(form, 'severity', data),
    pack: String(data.get('pack') ?? ''),
    group: groupings.find((each) => each === data.get('group')) ?? everything.group,
    sort: sortings.find((each) => each === data.get('sort')) ?? everything.sort,
  };
}

export function writeForm(form: HTMLFormElement, filter: Filter): void {
  for (const [name, value] of Object.entries({ q: filter.query, pack: filter.pack, group: filter.group, sort: filter.sort })) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  for (const box of boxes(form, 'state')) box.checked = filter.states.length === 0 || filter.states.includes(box.value);
  for (const box of boxes(form, 'severity')) box.checked = filter.severities.length === 0 || filter.severities.includes(box.value);
}

/** All ticked is no filter. None ticked matches nothing, and says so. */
function someOf(form: HTMLFormElement, name: string, data: FormData): readonly string[] {
  const ticked = data.getAll(name).map(String);
  if (ticked.length === boxes(form, name).length) return [];
  return ticked.length === 0 ? ['none'] : ticked;
}

function boxes(form: HTMLFormElement, name: string): readonly HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
}
