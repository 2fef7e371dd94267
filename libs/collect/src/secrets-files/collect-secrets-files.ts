import { defineFileCollector } from '../collector.ts';
import { unreadableFile } from '../evidence/program-visitor.ts';
import { SecretFingerprints } from '../evidence/secret-fingerprints.ts';
import { SecretScan } from '../evidence/secret-scan.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type SecretsFiles, secretsFiles } from './secrets-files.schema.ts';

export const collectSecretsFiles = defineFileCollector<SecretsFiles, 'partitions'>({
  fact: secretsFiles,
  reads: ['partitions'],
  wantsBoot: () => true,
  start({ partitions }) {
    const scan = new SecretScan<Pick<Extract<SecretsFiles['secrets'][number], { readonly path: string }>, 'partition' | 'path'>>();
    return {
      visit(file) {
        if (file.error !== undefined) scan.addUnreadable({ $unreadable: toFailure(file.error) });
        if (file.stat?.type !== 'file') return undefined;
        return scan.reader({ partition: file.partition, path: file.normalPath }, file.stat.size, file);
      },
      contentUnreadable(file, error) {
        if (scan.isOpen(file)) scan.addUnreadable(unreadableFile(file, error));
      },
      finish: () => ({ secrets: scan.secrets(new SecretFingerprints(partitions)), coverage: scan.coverage() }),
    };
  },
});
