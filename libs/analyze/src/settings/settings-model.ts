import { containerSettings } from './model/container-settings.ts';
import { kernelSettings } from './model/kernel-settings.ts';
import { kubernetesSettings } from './model/kubernetes-settings.ts';
import { nvidiaSettings } from './model/nvidia-settings.ts';
import { platformSettings } from './model/platform-settings.ts';
import { type TableShape, table } from './setting-shape.ts';

/**
 * Every key below `settings` that some variant of Bottlerocket 1.26 to 1.67 takes. A variant takes only the areas it has, which its
 * settings plugin says and an image does not: what the model holds is the union.
 */
export const settingsModel: TableShape = table({ ...platformSettings, ...kernelSettings, ...kubernetesSettings, ...containerSettings, ...nvidiaSettings });
