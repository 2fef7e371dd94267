import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, resolve } from 'node:path';
import type { PackFile } from '@staticfire/evaluate/packs';
import { type Severity, severities } from '@staticfire/findings';
import { type Pointer, type PolicyDocuments, readPointers } from '@staticfire/scan/judge';
import { UsageError } from '../failure.ts';
import { describeFileError } from '../file-error.ts';
import { readPackFolder } from './pack-folder.ts';

/** What the command line says of how to judge. */
export interface PolicyOptions {
  readonly failOn?: Severity | 'none';
  readonly profile: readonly string[];
  readonly pack: readonly string[];
  readonly config?: string;
  readonly attestations?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Something to read, and how people are told of it: with its place in `staticfire.yaml` when it is named there. */
interface Named {
  readonly path: string;
  readonly told: string;
}

const DEFAULT_CONFIG = 'staticfire.yaml';

/** The file with what the user tailors: of the flag, the environment, or the working folder. */
export function chosenConfig({ config }: Pick<PolicyOptions, 'config'>, environment: Environment): string | undefined {
  return config ?? variable(environment, 'STATICFIRE_CONFIG') ?? (existsSync(DEFAULT_CONFIG) ? DEFAULT_CONFIG : undefined);
}

/** Reads every document that says how to judge. Flags come before the environment, that before the tailoring. Throws UsageError for what cannot be read. */
export function readPolicyDocuments(options: PolicyOptions, environment: Environment, shipped: readonly PackFile[]): PolicyDocuments {
  const config = chosenConfig(options, environment);
  const tailoring = config === undefined ? undefined : readDocument(config);
  const pointers = tailoring === undefined ? {} : readPointers(tailoring);
  const beside = ({ path, place }: Pointer): Named => ({ path: resolve(dirname(config!), path), told: `${place}: ${path}` });
  const folders = firstGiven(options.pack, words(environment, 'STATICFIRE_PACKS', delimiter))?.map(asGiven) ?? pointers.packs?.map(beside) ?? [];
  const attestations = options.attestations === undefined ? pointers.attestations && beside(pointers.attestations) : asGiven(options.attestations);
  return {
    packs: [...shipped, ...uniquePaths(folders).flatMap(({ path, told }) => readPackFolder(path, told))],
    tailoring,
    attestations: attestations === undefined ? undefined : readDocument(attestations.path, attestations.told),
    profiles: firstGiven(options.profile, words(environment, 'STATICFIRE_PROFILE', ',')),
    failOn: options.failOn ?? readFailOn(variable(environment, 'STATICFIRE_FAIL_ON')),
  };
}

function asGiven(path: string): Named {
  return { path, told: path };
}

function uniquePaths(named: readonly Named[]): readonly Named[] {
  return named.filter(({ path }, index) => named.findIndex((other) => other.path === path) === index);
}

function readFailOn(word: string | undefined): Severity | 'none' | undefined {
  const known = [...severities, 'none' as const];
  const found = known.find((each) => each === word);
  if (word !== undefined && found === undefined) throw new UsageError(`STATICFIRE_FAIL_ON is ${word}: expected one of ${known.join(', ')}`);
  return found;
}

/** A variable that is empty is not set. */
function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === '' ? undefined : value;
}

function words(environment: Environment, name: string, separator: string): readonly string[] {
  return (variable(environment, name) ?? '')
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function firstGiven(...lists: readonly (readonly string[])[]): readonly string[] | undefined {
  return lists.find((list) => list.length > 0);
}

function readDocument(path: string, told = path): PackFile {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    throw new UsageError(`${told}: ${describeFileError(error)}`, { cause: error });
  }
}
