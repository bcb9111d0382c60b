/** Days, weeks and months as headings. */
export const periods = {} as const;
