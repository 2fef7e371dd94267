// Makes the report's page searchable. Without it the page is whole, and only cannot be filtered.
import { followContents } from './contents.ts';
import { everything, formatFragment, parseFragment } from './filter.ts';
import { RuleList, type Shown } from './list.ts';
import { isHidden, openForPrint, reveal } from './reveal.ts';
import { sortTables } from './sort-tables.ts';
import { readForm, writeForm } from './toolbar.ts';

const TYPING_PAUSE_MS = 120;

function start(form: HTMLFormElement): void {
  const lists = [...document.querySelectorAll('.list')].map((box) => new RuleList(box));
  const status = document.getElementById('matches');
  const apply = () => {
    const filter = readForm(form);
    const [open, others] = lists.map((list) => list.apply(filter));
    if (status !== null) status.textContent = describe(open, others);
    return filter;
  };
  const change = () => remember(formatFragment(apply()));
  const follow = () => {
    const filter = parseFragment(location.hash);
    const id = location.hash.slice(1);
    if (filter !== undefined) writeForm(form, filter);
    else if (isHidden(id)) writeForm(form, everything);
    else return reveal(id);
    apply();
    reveal(id);
  };
  form.hidden = false;
  document.documentElement.classList.add('filtered');
  apply();
  follow();
  listen(form, change);
  addEventListener('hashchange', follow);
}

function listen(form: HTMLFormElement, change: () => void): void {
  let pause: ReturnType<typeof setTimeout> | undefined;
  const later = (ms: number) => {
    clearTimeout(pause);
    pause = setTimeout(change, ms);
  };
  form.addEventListener('input', () => later(TYPING_PAUSE_MS));
  // The fields have their first values only after the event.
  form.addEventListener('reset', () => later(0));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    change();
  });
  form.addEventListener('click', ({ target }) => {
    const asked = target instanceof HTMLElement ? target.dataset['do'] : undefined;
    if (asked !== undefined) openAll(asked === 'expand');
  });
  addEventListener('keydown', (event) => focusSearch(event, form));
}

/** In both lists, only what the filter shows. */
function openAll(open: boolean): void {
  for (const details of document.querySelectorAll<HTMLDetailsElement>('.list .rule:not([hidden]), .list .finding:not([hidden])')) details.open = open;
}

function focusSearch(event: KeyboardEvent, form: HTMLFormElement): void {
  const typing = event.target instanceof Element && event.target.closest('input, select, textarea') !== null;
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = form.elements.namedItem('q');
  if (!(search instanceof HTMLElement)) return;
  event.preventDefault();
  search.focus();
}

function describe(open: Shown | undefined, others: Shown | undefined): string {
  const sum = (count: (shown: Shown) => number) => [open, others].reduce((total, shown) => total + (shown === undefined ? 0 : count(shown)), 0);
  const below = others === undefined || others.findings === 0 ? '' : `, ${others.findings} of them below under Passes`;
  return `${sum(({ findings }) => findings)} of ${sum(({ ofFindings }) => ofFindings)} findings in ${sum(({ rules }) => rules)} of ${sum(({ ofRules }) => ofRules)} rules${below}`;
}

/** Some viewers give a page no address to change. */
function remember(fragment: string): void {
  try {
    history.replaceState(null, '', fragment === '' ? location.href.split('#')[0] : fragment);
  } catch {}
}

const form = document.getElementById('toolbar');
if (form instanceof HTMLFormElement) start(form);
sortTables();
followContents();
openForPrint();
