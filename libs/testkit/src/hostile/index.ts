import { archiveInputs } from './archive-inputs.ts';
import { bootConfigInputs } from './bootconfig-inputs.ts';
import { damageInputs } from './damage-inputs.ts';
import { erofsInputs } from './erofs-inputs.ts';
import { fatInputs } from './fat-inputs.ts';
import { fileInputs } from './file-inputs.ts';
import { folderInputs } from './folder-inputs.ts';
import { gptInputs } from './gpt-inputs.ts';
import type { HostileInput } from './hostile-input.ts';
import { kernelInputs } from './kernel-inputs.ts';
import { peInputs } from './pe-inputs.ts';
import { rootInputs } from './root-inputs.ts';
import { virtualDiskInputs } from './virtual-disk-inputs.ts';

export type { HostileInput } from './hostile-input.ts';

/** Every bad input the scanner must survive, and how it must end on each. */
export const hostileInputs: readonly HostileInput[] = [
  ...fileInputs,
  ...folderInputs,
  ...gptInputs,
  ...rootInputs,
  ...damageInputs,
  ...erofsInputs,
  ...fatInputs,
  ...peInputs,
  ...kernelInputs,
  ...bootConfigInputs,
  ...archiveInputs,
  ...virtualDiskInputs,
];
