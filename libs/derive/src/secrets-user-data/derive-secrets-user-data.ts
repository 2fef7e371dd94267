import { defineDerivation } from '../derivation.ts';
import { type SecretsUserData, secretsUserData } from './secrets-user-data.schema.ts';

const MAX_SECRETS = 1000;

/** Without fingerprints: they are keyed with an image, which derivations do not see. */
export const deriveSecretsUserData = defineDerivation({
  fact: secretsUserData,
  needs: {},
  derive(_, userData): SecretsUserData | undefined {
    return userData?.secrets && { secrets: userData.secrets.slice(0, MAX_SECRETS) };
  },
});
