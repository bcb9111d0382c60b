import { type ListPart, listParts, type SavedOrder, savedOrders } from "../../taste/reading-list.ts";

/** Which part of a reading list a page shows; pages from 1. */
export type ListView = { part: ListPart; order: SavedOrder; page: number };

/** Reads a view from a query or a form; what cannot be meant is the usual view. */
export function readListView(given: (name: string) => string | undefined): ListView {
  const page = given("page") ?? "";
  return {
    part: listParts.find((part) => part === given("show")) ?? "open",
    order: savedOrders.find((order) => order === given("order")) ?? "saved",
    page: /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1,
  };
}

/** The path of a page of the reading list; what is usual is left out. */
export function readingListPath({ part, order, page }: ListView, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    ...(part === "open" ? {} : { show: part }),
    ...(order === "saved" ? {} : { order }),
    ...(page === 1 ? {} : { page: String(page) }),
    ...more,
  });
  return query.size === 0 ? "/reading-list" : `/reading-list?${query}`;
}
