import type { ReactNode } from "react";
import { Layout, type LayoutProps } from "./layout.tsx";

export type MessagePageProps = Pick<LayoutProps, "isPrivate" | "description" | "canonical"> & {
  title: string;
  children: ReactNode;
};

/** A page that says one thing, and perhaps asks one. */
export function MessagePage({ title, children, ...page }: MessagePageProps) {
  return (
    <Layout title={title} {...page}>
      <div className="narrow">
        <h1 className="page-title">{title}</h1>
        {children}
      </div>
    </Layout>
  );
}
