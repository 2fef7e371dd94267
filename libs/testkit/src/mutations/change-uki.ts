import { osReleaseOf } from '../lab/boot-parts.ts';
import type { ImageRecipe, UkiBoot } from '../lab/recipe.ts';
import type { LabUki, UkiSection } from '../lab/uki.ts';

type Change = (base: ImageRecipe) => ImageRecipe;

/** A UKI that says something else. Throws on a GRUB image. */
export function changeUki(changes: Partial<LabUki>): Change {
  return (base) => {
    const boot = ukiOf(base);
    return { ...base, boot: { ...boot, uki: { ...boot.uki, ...changes } } };
  };
}

/**
 * The content of a section edited as text, in its place; `.osrel` then no longer follows ROOT. Of `.cmdline` and `.linux` only
 * the build knows the content: change the words of the command line, or the kernel.
 */
export function editUkiSection(name: string, edit: (text: string) => string): Change {
  return (base) =>
    editSections((sections) => sections.map((each) => (each.name === name ? { name, content: Buffer.from(edit(textOf(each, base))) } : each)))(base);
}

/** The content of a section replaced, in its place. */
export function replaceUkiSection(name: string, content: Uint8Array | string): Change {
  return editSections((sections) => sections.map((section) => (section.name === name ? { name, content: Buffer.from(content) } : section)));
}

export function removeUkiSection(name: string): Change {
  return editSections((sections) => sections.filter((section) => section.name !== name));
}

/** A section behind the others; a second one of a name that is there already is allowed. */
export function addUkiSection(name: string, content: Uint8Array | string): Change {
  return editSections((sections) => [...sections, { name, content: Buffer.from(content) }]);
}

/** An HMAC file that states another HMAC (128 hex digits), or one for another file name. */
export function stateUkiHmac(changes: { readonly hmac?: string; readonly hmacName?: string }): Change {
  return changeUki(changes);
}

/** A certificate table whose signature is `content`; it verifies nothing. */
export function addUkiCertificate(content: Uint8Array): Change {
  return changeUki({ certificate: content });
}

function editSections(edit: (sections: readonly UkiSection[]) => readonly UkiSection[]): Change {
  return (base) => changeUki({ sections: edit(ukiOf(base).uki.sections) })(base);
}

function textOf({ name, content }: UkiSection, base: ImageRecipe): string {
  if (content === 'os-release') return Buffer.from(osReleaseOf(base)).toString();
  if (typeof content === 'string') throw new Error(`the content of ${name} is known at build time only`);
  return Buffer.from(content).toString();
}

function ukiOf(base: ImageRecipe): UkiBoot {
  if (base.boot.kind === 'uki') return base.boot;
  throw new Error(`${base.name} has no UKI to change`);
}
