import type { ReactNode } from "react";
import type { NameKind } from "../../../browse/tables.ts";
import { authorPath, keywordPath, organizationPath, topicPath } from "../../parts/paths.ts";
import { useSignedPath } from "./signed-reader.tsx";

/** Path of the page of a name; null where it has none. */
export const namePath: Record<NameKind, (name: string) => string | null> = {
  topic: topicPath,
  keyword: keywordPath,
  organization: organizationPath,
  author: authorPath,
};

export type NameLinkProps = {
  kind: NameKind;
  name: string;
  /** In place of the name itself. */
  children?: ReactNode;
};

/** A name that leads to its papers; plain text where no page could bear it. */
export function NameLink({ kind, name, children = name }: NameLinkProps) {
  const signed = useSignedPath();
  const path = namePath[kind](name);
  return path === null ? children : <a href={signed(path)}>{children}</a>;
}

/** Names one after the other, each a link. Two authors may share a name. */
export function NameLinks({ kind, names }: { kind: NameKind; names: string[] }) {
  return names.map((name, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
    <span key={index}>
      {index > 0 ? ", " : null}
      <NameLink kind={kind} name={name} />
    </span>
  ));
}
