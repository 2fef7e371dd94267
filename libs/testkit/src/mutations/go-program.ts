import { elfBytes, type SectionRecipe } from '../elf/elf-bytes.ts';

const TLS = 'crypto/tls.(*Conn).Handshake\0';

/** What a Go program says of its build, without modules (Go src/debug/buildinfo), and the name of a function of crypto/tls where it speaks TLS. */
export function goProgram({ tls, section }: { readonly tls: boolean; readonly section?: SectionRecipe }): Uint8Array {
  const version = Buffer.from('\x08go1.25.3\0', 'latin1');
  const buildInfo = Buffer.concat([Buffer.from('\xff Go buildinf:\x08\x02', 'latin1'), Buffer.alloc(16), version]);
  const names = { name: '.gopclntab', content: Buffer.from(`\0${tls ? TLS : ''}`) };
  return elfBytes({ sections: [{ name: '.go.buildinfo', content: buildInfo }, names, ...(section === undefined ? [] : [section])] });
}
