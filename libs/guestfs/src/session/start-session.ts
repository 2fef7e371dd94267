import { GuestfsError } from '../guestfs-error.ts';
import { chooseAccelerators } from './choose-accelerators.ts';
import { GuestfishSession, type SessionOptions } from './guestfish-session.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

export interface StartedSession {
  readonly session: GuestfishSession;
  /** Where it works; for the caller to remove. */
  readonly folder: TemporaryFolder;
}

/** A running appliance; under KVM one can fail that starts when it is emulated, so that is tried before giving up. Throws GuestfsError, that of the last try. */
export async function startSession(options: Omit<SessionOptions, 'folder'>): Promise<StartedSession> {
  let failure: unknown;
  for (const settings of await findAccelerators(options.environment)) {
    const folder = makeTemporaryFolder();
    try {
      return {
        folder,
        session: await GuestfishSession.start({
          ...options,
          folder,
          environment: { ...options.environment, ...settings },
        }),
      };
    } catch (error) {
      folder.remove();
      failure = error;
      if (!(error instanceof GuestfsError && error.kind === 'failed')) break;
    }
  }
  throw failure;
}

async function findAccelerators(environment: SessionOptions['environment']) {
  const folder = makeTemporaryFolder();
  try {
    return await chooseAccelerators(folder.path, environment);
  } finally {
    folder.remove();
  }
}
