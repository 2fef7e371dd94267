export const loginStates = ['no', 'missing', 'yes'] as const;
export type LoginState = (typeof loginStates)[number];
