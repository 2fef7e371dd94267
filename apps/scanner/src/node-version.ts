import packageJson from '../package.json' with { type: 'json' };

const LEAST = packageJson.engines.node.replace('>=', '');

/** Why staticfire cannot run on a Node.js of this version (`22.18.0`); undefined where it can. */
export function refuseNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST.split('.').map(Number);
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor);
  return isOld ? `this is Node.js ${version}; ${LEAST} or newer is needed` : undefined;
}
