/** The readers' pages and feeds. */
export const site = {} as const;
