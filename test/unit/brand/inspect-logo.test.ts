import { readFileSync } from "node:fs";
import fc from "fast-check";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { fitLogo } from "../../../src/brand/fit-logo.ts";
import { inspectLogo } from "../../../src/brand/inspect-logo.ts";

const png = (width: number, height: number) => PNG.sync.write(new PNG({ width, height }));

/** What a JPEG file begins and ends with, without pixels. */
function jpeg(width: number, height: number, frame = 0xc0): Buffer {
  const header = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 6, 1, 2, 3, 4, 0xff, 0xff, frame, 0, 11, 8]);
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  return Buffer.concat([header, size, Buffer.from([1, 1, 0x11, 0, 0xff, 0xd9])]);
}

/** A PNG with one bit of a part changed, as in a faulty copy. */
function changedAt(bytes: Buffer, part: string): Buffer {
  const changed = Buffer.from(bytes);
  const at = changed.indexOf(part) + part.length + 3;
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  return changed;
}

describe("a logo", () => {
  it.each([
    ["image/png", png(320, 80)],
    ["image/jpeg", jpeg(320, 80)],
    ["image/jpeg", jpeg(320, 80, 0xc2)],
  ])("of type %s is known by its own bytes", (type, bytes) => {
    expect(inspectLogo(bytes)).toEqual({ kind: "logo", facts: { type, width: 320, height: 80 } });
  });

  it("is what a picture of this project is", () => {
    const bytes = readFileSync(new URL("../../../src/web/site/assets/card.png", import.meta.url));
    expect(inspectLogo(bytes)).toMatchObject({ facts: { width: 1200, height: 630 } });
  });

  it.each([
    ["empty", Buffer.alloc(0), "this file is empty: save it as PNG"],
    [
      "HTML",
      Buffer.from("\ufeff  <!doctype html><script>alert(1)</script>"),
      "this file is a page of HTML: save",
    ],
    [
      "an SVG",
      Buffer.from('<?xml version="1.0"?>\n<svg onload="alert(1)"></svg>'),
      "this file is an SVG drawing",
    ],
    [
      "a WebP",
      Buffer.from("RIFF0000WEBPVP8 "),
      "this file is a WebP picture, which Outlook does not show: save",
    ],
    ["a GIF", Buffer.from("GIF89a000000"), "this file is a GIF picture"],
    ["an AVIF", Buffer.from("0000ftypavif"), "this file is an AVIF picture"],
    ["a PDF", Buffer.from("%PDF-1.7"), "this file is a PDF document"],
    ["a text", Buffer.from("hello"), "this file is none that is known here"],
    ["a PNG that ends early", png(320, 80).subarray(0, -8), "damaged or ends too early"],
    [
      "a page behind a PNG's first bytes",
      Buffer.concat([png(9, 9).subarray(0, 8), Buffer.from("<html>".repeat(9))]),
      "damaged",
    ],
    ["a PNG of other pixels than it says", changedAt(png(320, 80), "IDAT"), "damaged"],
    ["a PNG of another size than it says", changedAt(png(320, 80), "IHDR"), "damaged"],
    ["a JPEG that ends early", jpeg(320, 80).subarray(0, -1), "damaged or ends too early"],
    ["a JPEG without a frame", Buffer.from([0xff, 0xd8, 0xff, 0xd9]), "damaged or ends too early"],
    [
      "too small",
      png(15, 15),
      "16 to 2000 pixels, none more than 10 times the other, and this picture is 15 by 15",
    ],
    ["too large", jpeg(2001, 900), "this picture is 2001 by 900"],
    ["of no height", jpeg(100, 0), "this picture is 100 by 0"],
    ["too wide", png(330, 32), "this picture is 330 by 32"],
    ["heavy", Buffer.concat([png(320, 80), Buffer.alloc(200_000)]), "at most 200 kB, and this file has 201"],
  ])("that is %s is refused with what is wrong and what to do", (_, bytes, problem) => {
    expect(inspectLogo(bytes)).toEqual({
      kind: "refused",
      problem: expect.stringMatching(new RegExp(`^must .*${problem}`)),
    });
  });

  it("ends no reading by whatever bytes it has", () => {
    const begins = fc.constantFrom(png(20, 20).subarray(0, 33), jpeg(20, 20).subarray(0, 4), Buffer.alloc(0));
    fc.assert(
      fc.property(begins, fc.uint8Array({ maxLength: 80 }), (begin, rest) => {
        expect(["logo", "refused"]).toContain(inspectLogo(Buffer.concat([begin, rest])).kind);
      }),
    );
  });
});

it.each([
  [
    { width: 640, height: 160 },
    { width: 176, height: 44 },
  ],
  [
    { width: 1300, height: 200 },
    { width: 260, height: 40 },
  ],
  [
    { width: 40, height: 20 },
    { width: 40, height: 20 },
  ],
])("a logo of %j is shown in a mail as %j", (pixels, shown) => {
  expect(fitLogo(pixels, "mail")).toEqual(shown);
});
