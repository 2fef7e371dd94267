/** Opens what an address names, and everything round it. */
export function reveal(id: string): void {
  const target = id === '' ? null : document.getElementById(id);
  if (target === null) return;
  for (let details = target.closest('details'); details !== null; details = details.parentElement?.closest('details') ?? null) details.open = true;
  target.scrollIntoView();
}

/** True when a filter hides what an address names. */
export function isHidden(id: string): boolean {
  return id !== '' && (document.getElementById(id)?.closest('[hidden]') ?? null) !== null;
}

/** Paper has nothing to click: everything is open while the page is printed. */
export function openForPrint(): void {
  let closed: readonly HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')];
    for (const details of closed) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of closed) details.open = false;
  });
}
