import type { ReactNode } from "react";
import { Layout } from "./layout.tsx";

export type MessagePageProps = { title: string; isPrivate?: boolean; children: ReactNode };

/** A page that says one thing, and perhaps asks one. */
export function MessagePage({ title, isPrivate, children }: MessagePageProps) {
  return (
    <Layout title={title} isPrivate={isPrivate}>
      <div className="narrow">
        <h1 className="page-title">{title}</h1>
        {children}
      </div>
    </Layout>
  );
}
