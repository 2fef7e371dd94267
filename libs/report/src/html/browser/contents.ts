const WIDE = '(min-width: 1100px)';

/** The table of contents: folded where it would stand in the way, and marking where the reader is. */
export function followContents(): void {
  const details = document.querySelector<HTMLDetailsElement>('.toc details');
  if (details !== null && !matchMedia(WIDE).matches) details.open = false;
  const links = new Map([...document.querySelectorAll<HTMLAnchorElement>('.toc a')].map((link) => [link.hash.slice(1), link]));
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) mark(links.get(target.id), isIntersecting);
    },
    { rootMargin: '-15% 0px -84%' },
  );
  for (const id of links.keys()) {
    const part = document.getElementById(id);
    if (part !== null) observer.observe(part);
  }
}

function mark(link: HTMLAnchorElement | undefined, here: boolean): void {
  link?.classList.toggle('here', here);
  if (here) link?.setAttribute('aria-current', 'true');
  else link?.removeAttribute('aria-current');
}
