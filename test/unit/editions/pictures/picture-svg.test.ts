import { describe, expect, it } from "vitest";
import { type PictureText, pictureSvg } from "../../../../src/editions/pictures/picture-svg.ts";
import { loadTypeface } from "../../../../src/editions/pictures/typeface.ts";

const letters = { plain: await loadTypeface(400), strong: await loadTypeface(600) };
const svgOf = (titles: string[], own: Partial<PictureText> = {}) =>
  pictureSvg(
    {
      site: "Paperboy",
      kind: "Daily papers",
      period: "Wednesday, 17 June 2026",
      titles: titles.map((title, n) => ({ title, instead: `arXiv 2606.2000${n}` })),
      more: "and 27 more papers",
      accent: "#b5371b",
      logo: null,
      ...own,
    },
    letters,
  );

describe("the picture of an edition", () => {
  it("names a paper by its identifier where its title has no letters that can be drawn", () => {
    expect(svgOf(["从零开始训练大型语言模型", "مرحبا بالعالم", "🚀🔥"])).toBe(
      svgOf(["arXiv 2606.20000", "arXiv 2606.20001", "arXiv 2606.20002"]),
    );
  });

  it("draws the letters of Europe", () => {
    expect(letters.plain.covers("Größe, naïve, Łódź, Erdős, Πλάτων, Привет, Nguyễn …")).toBe(true);
  });

  it("holds nothing of a title that could be read as SVG", () => {
    const svg = svgOf(['<script>alert(1)</script>"/><image href="https://example.org/x"/>']);
    expect(svg).not.toMatch(/script|image|href|example/);
  });

  it("has the accent and the logo of its installation, in the room of the name", () => {
    const logo = { type: "image/png" as const, base64: "aGVsbG8=", width: 2000, height: 200 };
    const svg = svgOf(["A title"], { accent: "#0b5fff", logo });
    expect(svg).toContain("#0b5fff");
    expect(svg).not.toContain("#b5371b");
    expect(svg).toContain('width="510" height="51" href="data:image/png;base64,aGVsbG8="/>');
    expect(svgOf(["A title"], { logo, site: "Another" })).toBe(svgOf(["A title"], { logo }));
  });

  it("draws a long name smaller, so that what stands at the right has its room", () => {
    const svg = svgOf([], { site: "W".repeat(40) });
    const places = [...svg.matchAll(/translate\(([\d.]+) (?:[6-8]\d|9[0-57-9])\.\d+\) scale\(0\.0/g)];
    expect(places).toHaveLength(40);
    for (const [, x] of places) expect(Number(x)).toBeLessThan(72 + 760);
  });

  it("keeps the place of each title, however long all of them are", () => {
    const svg = svgOf(["A long title about many things ".repeat(30), "x".repeat(3_000), "W".repeat(300)]);
    const places = [...svg.matchAll(/translate\(([\d.]+) ([\d.]+)\) scale\(0\.0/g)];
    expect(places.length).toBeGreaterThan(200);
    for (const [, x, y] of places) {
      expect(Number(x)).toBeLessThan(1200 - 72);
      expect(Number(y)).toBeLessThan(620);
    }
  });
});
