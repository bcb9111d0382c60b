export type ListRecord = {
  /** Line on which the record ends, from 1; its only line when no value spans several. */
  line: number;
  cells: string[];
  /** Why it cannot be read; null when it can. */
  problem: string | null;
};

export type ListTable = {
  /** In the order of the columns. Those of JSON, and of a list without a first line of titles, are added as they come. */
  titles: string[];
  /** Whether the list names its columns. */
  hasTitles: boolean;
  records: AsyncGenerator<ListRecord>;
};
