/** The digest: its subject, lines of its own, and what stands around its papers. */
export const digest = {} as const;
