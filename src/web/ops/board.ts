import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { HonoAdapter } from "@bull-board/hono";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Queue } from "bullmq";
import { Hono } from "hono";
import type { Context } from "../../context.ts";
import { queueNames } from "../../queues/contracts.ts";
import type { OpenQueues } from "../../queues/queues.ts";
import type { Brand } from "../../settings/brand.ts";
import { basePathOf, createPathReader } from "../http/base-path.ts";
import { pageLook } from "../http/page-look.tsx";

const boardPath = "/ops/queues/board";

/** The board styles its elements as it goes; all else comes from here. */
export const boardPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "base-uri 'self'",
].join("; ");

/** Gives bull-board over this installation's queues, on whichever backend; made anew when a queue or the brand was. */
export function createBoard({
  config,
  settings,
}: Pick<Context, "config" | "settings">): (queues: OpenQueues) => Hono {
  let known: { brand: Brand | null; queues: Queue[] } = { brand: null, queues: [] };
  let board = new Hono();
  return (queues) => {
    const { brand } = settings.current();
    const present = queueNames.map((one) => queues.bullQueue(one));
    const isKnown =
      brand === known.brand &&
      present.length === known.queues.length &&
      present.every((queue, index) => queue === known.queues[index]);
    if (!isKnown) {
      known = { brand, queues: present };
      board = makeBoard(brand, present, config.site.publicUrl);
    }
    return board;
  };
}

function makeBoard(brand: Brand, queues: Queue[], publicUrl: string): Hono {
  const { icon, logo } = pageLook(brand);
  const basePath = basePathOf(publicUrl);
  const serverAdapter = new HonoAdapter(serveStatic);
  serverAdapter.setBasePath(boardPath);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue)),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: `${brand.name} queues`,
        favIcon: { default: icon.path, alternative: icon.path },
        // Of these the board's script makes links, which no page holds.
        ...(logo && { boardLogo: { ...logo, path: basePath + logo.path } }),
        miscLinks: [{ text: "Operations", url: `${basePath}/ops` }],
        pollingInterval: { showSetting: true },
      },
    },
  });
  const pathOf = createPathReader(publicUrl, () => board.routes);
  // Its own links lead to its first page with a slash behind it, and its routes know that page without.
  const board: Hono = new Hono({ getPath: (request) => pathOf(request).replace(/(?<=\/board)\/$/, "") });
  return board.route(boardPath, serverAdapter.registerPlugin());
}

type BoardFile = { path: string; type: string; body(): Uint8Array<ArrayBuffer> | string };

const faces = [
  {
    family: "IBM Plex Sans",
    file: "@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin",
    weights: [400, 500, 600],
  },
  {
    family: "IBM Plex Mono",
    file: "@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin",
    weights: [400, 500],
  },
].flatMap(({ family, file, weights }) =>
  weights.map((weight) => {
    const name = `${file}-${weight}-normal.woff2`;
    return { family, weight, name, path: `/ops/assets/${name.split("/").at(-1)}` };
  }),
);

const fontStyle: BoardFile = {
  path: "/ops/assets/board-fonts.css",
  type: "text/css; charset=utf-8",
  body: () =>
    faces
      .map(
        ({ family, weight, path }) =>
          `@font-face{font-family:"${family}";font-weight:${weight};font-display:swap;src:url(${path.split("/").at(-1)}) format("woff2")}`,
      )
      .join("\n"),
};

/** The board's fonts, which it would ask of another host. */
export const boardFonts: BoardFile[] = [
  fontStyle,
  ...faces.map(({ name, path }) => ({
    path,
    type: "font/woff2",
    body: () => new Uint8Array(readFileSync(fileURLToPath(import.meta.resolve(name)))),
  })),
];

/** The board's page without the link to a font host. */
export function withLocalFonts(html: string): string {
  return html.replace(
    /<link[^>]*href="https?:\/\/[^"]*"[^>]*>/g,
    `<link rel="stylesheet" href="${fontStyle.path}">`,
  );
}
