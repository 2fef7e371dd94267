import { file } from '../lab/tree.ts';
import { madeUp, madeUpAccessKey, madeUpJwt, madeUpPem } from '../made-up-secrets.ts';
import { addFiles, type Change, editFile } from './change.ts';
import { addDefaults, replaceDefaults } from './edit-defaults.ts';
import type { Mutation } from './mutation.ts';

const TOKEN = madeUpJwt({ iss: 'kubernetes/serviceaccount', sub: 'system:serviceaccount:kube-system:agent' });
const publicPem = madeUpPem().replaceAll('PRIVATE', 'PUBLIC');
/** A new name has a label, which is counted. */
const NEW_NAME = ['selinux.labels'];
const FOUND_IN_NEW_FILE = [...NEW_NAME, 'secrets.files'].sort();

const append = (path: string, text: string): Change => editFile(path, (before) => `${before}\n${text}\n`);
const onPrivate =
  (name: string, text: string): Change =>
  (base) => ({ ...base, privateEntries: [...base.privateEntries, file(name, text, 0o600)] });

const IN_FILES = { 'baseline:secrets/none-in-files': 'fail' } as const;

/** Secrets, found by their form; settings by their names, and PRIVATE, are judged beside. */
export const secretsMutations: readonly Mutation[] = [
  {
    name: 'secrets: a private key in a template',
    change: append('usr/share/templates/chrony-conf', madeUpPem()),
    expect: IN_FILES,
    facts: ['secrets.files', 'templates.inventory'],
  },
  {
    name: 'secrets: an access key in the defaults',
    change: replaceDefaults('motd = "staticfire lab image"', `motd = "${madeUpAccessKey()}"`),
    expect: { ...IN_FILES, 'baseline:settings/no-secrets': 'fail' },
    facts: ['secrets.files', 'settings.defaults', 'settings.effective'],
  },
  {
    name: 'secrets: an access key in a comment of the defaults',
    base: 'demo-uki',
    change: addDefaults(`# ${madeUpAccessKey()}`),
    expect: IN_FILES,
    facts: ['secrets.files'],
  },
  {
    name: 'secrets: a token on PRIVATE',
    change: onPrivate('/token', TOKEN),
    expect: { 'baseline:private/only-boot-config': 'fail', 'baseline:secrets/none-on-private': 'fail' },
    facts: ['private.files', 'secrets.private'],
  },
  {
    name: 'secrets: a token of a service account in /usr/share',
    base: 'demo-2026',
    change: addFiles(file('usr/share/agent/token', TOKEN)),
    expect: IN_FILES,
    facts: FOUND_IN_NEW_FILE,
  },
  {
    name: 'secrets: a password for a registry in /usr/share',
    change: addFiles(file('usr/share/agent/config.json', `{"auths":{"registry.corp":{"auth":"${btoa(`ci:${madeUp('alphanumeric', 20)}`)}"}}}`)),
    expect: IN_FILES,
    facts: FOUND_IN_NEW_FILE,
  },
  { name: 'secrets: a public key in /usr/share', change: addFiles(file('usr/share/agent/public.pem', publicPem)), expect: {}, facts: NEW_NAME },
  {
    name: 'secrets: a text that is too large to be searched',
    change: addFiles(file('usr/share/agent/large.txt', 'a'.repeat(4 * 1024 * 1024 + 1))),
    expect: { 'baseline:secrets/none-in-files': 'unknown' },
    facts: FOUND_IN_NEW_FILE,
  },
  {
    name: 'secrets: an access key in user data',
    base: 'demo-2026',
    change: (base) => base,
    userData: `[settings]\nmotd = "${madeUpAccessKey()}"\n`,
    expect: { 'baseline:secrets/none-in-user-data': 'fail' },
    facts: [],
  },
];
