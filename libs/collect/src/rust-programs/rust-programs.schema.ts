import { array, declareFact, type Infer, list, object, optional, string } from '@staticfire/facts';

const program = object({
  path: string('Normalised path'),
  rustc: optional(string('Version of the compiler; absent where it was stripped')),
  commit: optional(string("Commit of the compiler's sources, 40 hexadecimal digits")),
  crates: optional(
    array(object({ name: string('Name'), version: string('Version') }), 'Packages that were built in, at most 1 000, where cargo-auditable left them'),
  ),
});

const schema = object({
  programs: list(program, "Programs and libraries with Rust's standard library in them, in the order of the walk; at most 2 000"),
});

export type RustPrograms = Infer<typeof schema>;
export type RustProgramFact = Infer<typeof program>;

export const rustPrograms = declareFact<RustPrograms>({
  name: 'rust.programs',
  summary: 'Rust programs on ROOT',
  scope: 'bank',
  schema,
});
