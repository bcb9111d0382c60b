import { type ComponentProps, createElement } from "react";
import { describe, expect, it } from "vitest";
import { renderDocument } from "../../../../src/web/http/send-page.ts";
import { Layout } from "../../../../src/web/site/pages/layout.tsx";
import { wordsIn } from "../../../../words/words.ts";

describe("what a page says of itself elsewhere", () => {
  const picture = { path: "/pictures/x.png", width: 1200, height: 630, alt: 'A "quoted" <title>' };

  it("is its one address in full, with its title and description", () => {
    const html = headOf({ title: "A & B", description: "Both.", canonical: "/papers/2605.19577" });
    expect(html).toContain('<link rel="canonical" href="https://papers.example/papers/2605.19577"/>');
    expect(html).toContain('<meta property="og:url" content="https://papers.example/papers/2605.19577"/>');
    expect(html).toContain('<meta property="og:title" content="A &amp; B"/>');
    expect(html).toContain('<meta property="og:description" content="Both."/>');
    expect(html).toContain('<meta name="twitter:card" content="summary"/>');
    expect(html).toContain('<meta property="og:image" content="https://papers.example/pictures/site.png"/>');
  });

  it("may be other words and a picture, whose address is given in full too", () => {
    const html = headOf({
      title: null,
      canonical: "/",
      card: { title: "Today", kind: "article", picture },
      head: createElement("meta", { name: "citation_title", content: "T" }),
    });
    expect(html).toContain('<meta property="og:title" content="Today"/>');
    expect(html).toContain('<meta property="og:type" content="article"/>');
    expect(html).toContain('<meta property="og:image" content="https://papers.example/pictures/x.png"/>');
    expect(html).toContain('<meta property="og:image:alt" content="A &quot;quoted&quot; &lt;title&gt;"/>');
    expect(html).toContain('<meta name="twitter:card" content="summary_large_image"/>');
    expect(html).toContain('<meta name="citation_title" content="T"/>');
  });

  it("is nothing for a page that is private, or has no address of its own", () => {
    for (const page of [{ isPrivate: true, canonical: "/preferences" }, {}]) {
      const html = headOf({ title: "Yours", card: { picture }, ...page });
      expect(html).not.toMatch(/canonical|og:|twitter:/);
    }
  });
});

function headOf(page: ComponentProps<typeof Layout>): string {
  const html = renderDocument(createElement(Layout, page), wordsIn("en"), "https://papers.example");
  return html.slice(0, html.indexOf("</head>") + "</head>".length);
}
