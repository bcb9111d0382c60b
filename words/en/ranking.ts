/** Why a paper stands where it stands. */
export const ranking = {} as const;
