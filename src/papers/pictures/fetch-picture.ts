import { lookup as lookUpName } from "node:dns";
import { request as askOverHttp, type IncomingMessage } from "node:http";
import { request as askOverHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { parseUrl } from "../../parse-url.ts";
import { userAgentOf, type Visitor } from "../user-agent.ts";
import { type PictureType, pictureTypeOf } from "./picture-type.ts";
import { isPublicIp } from "./public-ip.ts";

export type Picture = { bytes: Buffer<ArrayBuffer>; type: PictureType };

/**
 * Why there is no picture: its address is none of Hugging Face's (`host`), leads to no public server (`private`) or
 * on and on (`redirects`); the answer is none (`unreachable`, `timeout`, `status`), too large (`size`) or no picture
 * (`form`).
 */
export type PictureFault =
  | "host"
  | "private"
  | "redirects"
  | "unreachable"
  | "timeout"
  | "status"
  | "size"
  | "form";

export type FetchedPicture = { kind: "picture"; picture: Picture } | { kind: "fault"; fault: PictureFault };

/** Where pictures may come from, and how much of them. */
export type PictureDoor = {
  visitor: Visitor;
  /** Finds the addresses of a host; each of them must be public. */
  lookup: LookupFunction;
  /** The origin of a stand-in for Hugging Face on this machine, which tests name; null is none. */
  standIn: string | null;
  maxBytes: number;
  /** For all of it: redirects, head and body. */
  timeoutMs: number;
};

export const usualDoor: Omit<PictureDoor, "visitor"> = {
  lookup: lookUpName,
  standIn: null,
  maxBytes: 5 * 1024 * 1024,
  timeoutMs: 8_000,
};

const mostRedirects = 3;
const redirecting = [301, 302, 303, 307, 308];

class Refused extends Error {
  constructor(readonly fault: PictureFault) {
    super(fault);
  }
}

/**
 * Fetches a picture from Hugging Face: over https from hosts of its own, which must resolve to public addresses when
 * the connection is made, after every redirect again. What it is is told by its bytes. Nothing is thrown.
 */
export async function fetchPicture(address: string, door: PictureDoor): Promise<FetchedPicture> {
  const signal = AbortSignal.timeout(door.timeoutMs);
  try {
    const answer = await follow(address, door, signal);
    const bytes = await readWithin(answer, door.maxBytes);
    const type = pictureTypeOf(bytes);
    if (type === null) throw new Refused("form");
    return { kind: "picture", picture: { bytes, type } };
  } catch (error) {
    if (signal.aborted) return { kind: "fault", fault: "timeout" };
    return { kind: "fault", fault: error instanceof Refused ? error.fault : "unreachable" };
  }
}

/** The answer that is no redirect, its status 200. */
async function follow(address: string, door: PictureDoor, signal: AbortSignal): Promise<IncomingMessage> {
  let next = address;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const url = readAddress(next, door);
    const answer = await ask(url, door, signal);
    const { location } = answer.headers;
    if (!redirecting.includes(answer.statusCode ?? 0) || location === undefined) {
      if (answer.statusCode === 200) return answer;
      answer.destroy();
      throw new Refused("status");
    }
    answer.destroy();
    next = parseUrl(location, url.href)?.href ?? "";
  }
  throw new Refused("redirects");
}

/** Names only: an address in digits is looked up by nobody, and so judged by nobody. */
const ownHost = /^(?:[a-z0-9-]+\.)*(?:huggingface\.co|hf\.co)$/;

function readAddress(text: string, { standIn }: PictureDoor): URL {
  const url = parseUrl(text);
  if (url === null || url.username !== "" || url.password !== "") throw new Refused("host");
  if (url.origin === standIn) return url;
  if (url.protocol !== "https:" || url.port !== "" || !ownHost.test(url.hostname)) throw new Refused("host");
  return url;
}

function ask(url: URL, { visitor, lookup }: PictureDoor, signal: AbortSignal): Promise<IncomingMessage> {
  const headers = {
    accept: "image/avif, image/webp, image/png, image/jpeg, image/gif",
    "accept-encoding": "identity",
    "user-agent": userAgentOf(visitor),
  };
  const options = { headers, signal, lookup: publicOnly(lookup), agent: false } as const;
  return new Promise((resolve, reject) => {
    // A connection of its own: one that is kept could lead to where its name pointed before.
    const asked = (url.protocol === "https:" ? askOverHttps : askOverHttp)(url, options);
    asked.once("response", resolve);
    asked.on("error", reject);
    asked.end();
  });
}

/**
 * A name is looked up once, by whoever connects: what is judged here is what is connected to, so that no second answer
 * can lead elsewhere (DNS rebinding). One private address among public ones refuses them all.
 */
function publicOnly(lookup: LookupFunction): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const [first] = addresses;
      if (error) callback(error, []);
      else if (!first || !addresses.every(({ address }) => isPublicIp(address)))
        callback(new Refused("private"), []);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** The whole body, unless it is larger: then what was read of it is let go, and the connection ends. */
async function readWithin(answer: IncomingMessage, most: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (Number(answer.headers["content-length"] ?? 0) > most) {
    answer.destroy();
    throw new Refused("size");
  }
  for await (const chunk of answer) {
    size += chunk.length;
    if (size > most) throw new Refused("size"); // leaving the loop ends the connection
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
