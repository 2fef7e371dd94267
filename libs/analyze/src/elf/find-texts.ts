import { type ElfFile, searchData } from '@staticfire/read/formats/elf';
import type { FoundText, TextMarker } from './text-markers.ts';

/** The first place of each marker, in the order of the markers. */
export function findTexts<T extends string>(elf: ElfFile, markers: readonly TextMarker<T>[], where?: (section: string) => boolean): FoundText<T>[] {
  const found = new Map<TextMarker<T>, FoundText<T>>();
  const open = (probe: string): TextMarker<T>[] => markers.filter((marker) => marker.probe === probe && !found.has(marker));
  const visit = (probe: string, text: string, offset: number): boolean => {
    for (const marker of open(probe)) {
      const match = marker.pattern.exec(text)?.[0];
      if (match !== undefined) found.set(marker, { what: marker.what, text: match, offset });
    }
    return open(probe).length > 0;
  };
  searchData(elf, [...new Set(markers.map(({ probe }) => probe))], visit, where);
  return markers.flatMap((marker) => found.get(marker) ?? []);
}
