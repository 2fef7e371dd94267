import type { HostStatus } from './on-host-checks.ts';

interface Value {
  readonly value?: string;
  readonly items?: readonly string[];
}

/** What Bottlerocket's own checker sees of kubelet on a host that is up: its configuration by path, and the files that it reads by their role. */
export interface KubeletView {
  readonly config: Readonly<Record<string, Value>>;
  readonly files: readonly { readonly role: string; readonly mode: string; readonly owner?: string }[];
}

type Check = (host: KubeletView) => HostStatus;
/** What an option says; undefined: the checker cannot read it as what it takes it for. */
type Test = (value: Value) => boolean | undefined;

/** Bits that others have no use for; and those that nobody but the owner has. */
const WRITABLE = 0o133;
const READABLE = 0o177;
const SUITES = [
  ...['ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ECDHE_ECDSA_WITH_CHACHA20_POLY1305'],
  ...['ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ECDHE_RSA_WITH_CHACHA20_POLY1305', 'ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'],
  ...['RSA_WITH_AES_256_GCM_SHA384', 'RSA_WITH_AES_128_GCM_SHA256'],
].map((name) => `TLS_${name}`);

/**
 * A model of bloodhound's checks of worker nodes that are not left to people, by control id: written anew from what bottlerocket-core-kit's
 * sources/bloodhound says it looks for, before core kit 11.
 */
export const onHostKubeletChecks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['4.1.1', modeWithout('drop-in', WRITABLE)],
  ['4.1.2', ownedByRoot('drop-in')],
  ['4.1.5', modeWithout('kubeconfig', WRITABLE)],
  ['4.1.6', ownedByRoot('kubeconfig')],
  ['4.1.7', modeWithout('client-ca', READABLE)],
  ['4.1.8', ownedByRoot('client-ca')],
  ['4.1.9', modeWithout('config', READABLE)],
  ['4.1.10', ownedByRoot('config')],
  ['4.2.1', option('authentication.anonymous.enabled', (each) => negate(truth(each)), 'SKIP')],
  ['4.2.2', option('authorization.mode', ({ value }) => value !== 'AlwaysAllow', 'SKIP')],
  ['4.2.3', option('authentication.x509.clientCAFile', ({ value }) => value !== '', 'SKIP')],
  ['4.2.4', option('readOnlyPort', (each) => isNumber(each, (port) => port === 0), 'SKIP')],
  ['4.2.5', option('streamingConnectionIdleTimeout', (each) => isNumber(each, (time) => time !== 0), 'PASS')],
  ['4.2.6', option('makeIPTablesUtilChains', truth, 'PASS')],
  ['4.2.9', servesWithPair],
  ['4.2.10', option('rotateCertificates', truth, 'FAIL')],
  ['4.2.11', option('featureGates.RotateKubeletServerCertificate', truth, 'PASS')],
  ['4.2.12', option('tlsCipherSuites', ({ items }) => items?.every((suite) => SUITES.includes(suite)), 'SKIP')],
  ['4.2.13', option('podPidsLimit', (each) => isNumber(each, (limit) => limit > 0), 'FAIL')],
]);

function option(path: string, test: Test, otherwise: HostStatus): Check {
  return ({ config }) => {
    if (Object.keys(config).length === 0) return 'SKIP';
    const value = config[path];
    const holds = value && test(value);
    return holds === undefined ? otherwise : holds ? 'PASS' : 'FAIL';
  };
}

/** What is not named in the configuration is not asked for. */
function servesWithPair({ config }: KubeletView): HostStatus {
  if (Object.keys(config).length === 0) return 'SKIP';
  const names = [config['tlsCertFile'], config['tlsPrivateKeyFile']].map((each) => each?.value);
  return names.includes(undefined) || names.every((name) => name !== '') ? 'PASS' : 'FAIL';
}

function modeWithout(role: string, bits: number): Check {
  return ({ files }) => {
    const file = files.find((each) => each.role === role);
    return file === undefined ? 'SKIP' : (Number.parseInt(file.mode, 8) & 0o777 & bits) === 0 ? 'PASS' : 'FAIL';
  };
}

function ownedByRoot(role: string): Check {
  return ({ files }) => {
    const file = files.find((each) => each.role === role);
    return file === undefined ? 'SKIP' : file.owner === 'root' ? 'PASS' : 'FAIL';
  };
}

function truth({ value }: Value): boolean | undefined {
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** Whole numbers alone. */
function isNumber({ value }: Value, test: (number: number) => boolean): boolean | undefined {
  return value !== undefined && /^-?[0-9]+$/.test(value) ? test(Number(value)) : undefined;
}
