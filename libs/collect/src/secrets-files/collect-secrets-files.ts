import { defineFileCollector } from '../collector.ts';
import { unreadableFile } from '../evidence/program-visitor.ts';
import { SecretScan } from '../evidence/secret-scan.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type SecretsFiles, secretsFiles } from './secrets-files.schema.ts';

export const collectSecretsFiles = defineFileCollector<SecretsFiles, 'fingerprints'>({
  fact: secretsFiles,
  reads: ['fingerprints'],
  wantsBoot: () => true,
  start({ fingerprints }) {
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
      finish: () => ({ secrets: scan.secrets(fingerprints), coverage: scan.coverage() }),
    };
  },
});
