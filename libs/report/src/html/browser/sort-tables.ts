import { compareNaturally } from './order.ts';

const MIN_ROWS = 4;

/** Buttons in the heads of tables that sort their rows. */
export function sortTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('main table')) {
    const body = table.tBodies[0];
    if (body === undefined || body.rows.length < MIN_ROWS) continue;
    for (const [column, head] of [...(table.tHead?.rows[0]?.cells ?? [])].entries()) addButton(head, column, body);
  }
}

function addButton(head: HTMLTableCellElement, column: number, body: HTMLTableSectionElement): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'sort';
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener('click', () => sortBy(head, column, body));
}

function sortBy(head: HTMLTableCellElement, column: number, body: HTMLTableSectionElement): void {
  const descending = head.getAttribute('aria-sort') === 'ascending';
  for (const other of head.parentElement?.children ?? []) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const textOf = (row: HTMLTableRowElement) => row.cells[column]?.textContent ?? '';
  const rows = [...body.rows].sort((a, b) => compareNaturally(textOf(a), textOf(b)));
  body.append(...(descending ? rows.reverse() : rows));
}
