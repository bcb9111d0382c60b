/** One request as a stranger sends it. */
export type Ask = {
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: string;
};

/** An address with what usually comes to it, and the same kind of input grown to a size in bytes. */
export type HostileInput = { name: string; usual: Ask; grown: (size: number) => Ask; largest: number };

/** The site refuses a longer address (414). */
const longestPath = 3_900;
/** Node refuses a longer head of a request (431). */
const longestHead = 14_000;
/** A form may be as long. */
const longestBody = 256 * 1024;

const filled = (piece: string, size: number) =>
  piece.repeat(Math.max(1, Math.floor(size / piece.length))).slice(0, size);

const get = (path: string, headers: Record<string, string> = {}): Ask => ({ method: "GET", path, headers });

const urlEncoded = "application/x-www-form-urlencoded";
const post = (path: string, body: string, type = urlEncoded): Ask => ({
  method: "POST",
  path,
  headers: { "content-type": type },
  body,
});

/** Texts that are slow to read for one parser or another, to be put into a path, a query or a field. */
const texts: Record<string, string> = {
  letters: "a",
  words: "ab ",
  minuses: "-a ",
  quotes: '"a" ',
  "open quotes": '"a ',
  dots: ".",
  dashes: "-",
  ats: "a@",
  digits: "1",
  marks: "\u0301\u0323",
  spaces: " ",
  slashes: "a/",
  ampersands: "a&",
  stars: "a:* ",
};

/** Words that stand in most abstracts, each once: a search that finds much and must weigh all of them. */
const words =
  "the of and to a in we for is on that with this by are as an from our model language learning data which it be or can not at show than more use these time one each two both new how all over without task training large method paper only";

const searches: Record<string, string> = {
  "different words": words,
  "words of which any will do": words.replaceAll(" ", " or "),
  "different minuses": `model -${words.replaceAll(" ", " -")}`,
  "different phrases": words.replaceAll(/(\w+) (\w+)/g, '"$1 $2"'),
  "different slips": "modle languaeg traning lagre metohd papre taks",
};

const queryPaths = [
  ["/search?q=", "model"],
  ["/search?q=a&category=", "cs.CL"],
  ["/search?q=a&page=", "2"],
  ["/feed.xml?q=", "model"],
  ["/feed.json?q=", "model"],
  ["/feed.xml?cadence=", "weekly"],
  ["/editions?cadence=daily&date=", "2026-06-16"],
  ["/editions/daily/", "2026-06-16"],
  ["/editions/weekly/", "2026-W25"],
  ["/editions/daily/2026-06-16?page=", "1"],
  ["/papers/", "2606.00001"],
  ["/subscribe?email=", "reader@example.com"],
  ["/unsubscribe?token=", "a-token"],
  ["/confirm?token=", "a-token"],
  ["/preferences?token=", "a-token"],
  ["/preferences/preview?token=", "a-token"],
  ["/undo?token=", "a-token"],
  ["/view?token=", "a-token"],
  ["/export?token=", "a-token"],
  ["/erase?token=", "a-token"],
  ["/ops/login?next=", "/ops"],
  ["/ops/", "editions"],
  ["/assets/", "site.css"],
  ["/", "nowhere"],
] as const;

const formPaths = [
  ["/subscribe", "email=reader@example.com&timezone=UTC"],
  ["/preferences/link", "email=reader@example.com"],
  ["/confirm", "token=a-token"],
  ["/preferences", "token=a-token&keywords=a"],
  ["/preferences/preview", "token=a-token&keywords=a"],
  ["/preferences/leave", "token=a-token"],
  ["/unsubscribe", "token=a-token"],
  ["/unsubscribe/reason", "token=a-token&reason=other"],
  ["/undo", "token=a-token"],
  ["/erase", "token=a-token"],
  ["/ops/login", "name=Ada&password=not-this-one"],
  ["/ops/logout", "form_token=a"],
] as const;

const bodies: Record<string, (size: number) => [body: string, type: string]> = {
  "repeated names": (size) => [filled("a&", size), urlEncoded],
  "repeated values": (size) => [filled("email=a&", size), urlEncoded],
  "a long address": (size) => [`email=${filled("a", size)}@example.com`, urlEncoded],
  "an address of marks": (size) => [`email=a${filled("\u0301\u0323", size / 2)}`, urlEncoded],
  "an address of ats": (size) => [`email=${filled("a@", size)}`, urlEncoded],
  "an address of dots": (size) => [`email=a@${filled("a.", size)}com`, urlEncoded],
  "an address of letters abroad": (size) => [`email=a@${filled("ü", size / 2)}.com`, urlEncoded],
  "a long time zone": (size) => [`email=a@example.com&timezone=${filled("A/", size)}`, urlEncoded],
  "a long token": (size) => [`token=${filled("A", size)}`, urlEncoded],
  "lines of keywords": (size) => [`token=a&keywords=${filled("a%0a", size)}`, urlEncoded],
  "percent signs": (size) => [`email=${filled("%", size)}`, urlEncoded],
  "nested JSON": (size) => [
    `{"email":${"[".repeat(size / 2 - 10)}${"]".repeat(size / 2 - 10)}}`,
    "application/json",
  ],
  "JSON lists": (size) => [`{"email":[${filled("1,", size)}1]}`, "application/json"],
  "JSON names": (size) => [
    `{${Array.from({ length: Math.floor(size / 10) }, (_, n) => `"${n}":1`).join(",")}}`,
    "application/json",
  ],
  "JSON strings": (size) => [`{"email":"${filled('\\"', size)}"}`, "application/json"],
  "an open JSON string": (size) => [`{"email":"${filled("\\\\", size)}`, "application/json"],
  parts: (size) => [
    filled('--a-boundary-of-28-characters-\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n', size),
    "multipart/form-data; boundary=a-boundary-of-28-characters-",
  ],
  "a part of line ends": (size) => [
    `--a-boundary-of-28-characters-\r\ncontent-disposition: form-data; name="email"\r\n\r\n${filled("\r\n-", size)}\r\n--a-boundary-of-28-characters---\r\n`,
    "multipart/form-data; boundary=a-boundary-of-28-characters-",
  ],
  "a part of headers": (size) => [
    `--a-boundary-of-28-characters-\r\n${filled("a: b\r\n", size)}\r\n\r\n--a-boundary-of-28-characters---\r\n`,
    "multipart/form-data; boundary=a-boundary-of-28-characters-",
  ],
};

const headers: Record<string, (size: number) => Record<string, string>> = {
  "If-None-Match": (size) => ({ "if-none-match": filled('W/"a", ', size) }),
  Accept: (size) => ({ accept: filled("text/x;q=0.1,", size) }),
  "Accept-Encoding": (size) => ({ "accept-encoding": filled("gzip;q=0 ,", size) }),
  Cookie: (size) => ({ cookie: filled("a=b; ", size) }),
  "User-Agent": (size) => ({ "user-agent": filled("Mozilla ", size) }),
  "X-Forwarded-For": (size) => ({ "x-forwarded-for": filled("1.1.1.1,", size) }),
  "If-Modified-Since": (size) => ({ "if-modified-since": filled("1(", size) }),
};

/** Every address that is open to strangers with every kind of input that grows. */
export function hostileInputs(): HostileInput[] {
  return [
    ...queryPaths.flatMap(([path, usual]) =>
      Object.entries(texts).map(([kind, piece]) => ({
        name: `GET ${path} ${kind}`,
        usual: get(path + encodeURIComponent(usual)),
        grown: (size: number) => get(path + encodedTo(piece, size)),
        largest: longestPath,
      })),
    ),
    ...["/search?q=", "/feed.xml?q="].flatMap((path) =>
      Object.entries(searches).map(([kind, text]) => ({
        name: `GET ${path} ${kind}`,
        usual: get(`${path}language+model`),
        grown: (size: number) => get(path + encodeURIComponent(text.slice(0, size))),
        largest: 200,
      })),
    ),
    ...["/", "/search?q=model", "/feed.xml", "/healthz", "/metrics", "/ops"].flatMap((path) =>
      Object.entries(headers).map(([kind, grown]) => ({
        name: `GET ${path} ${kind}`,
        usual: get(path),
        grown: (size: number) => get(path, grown(size)),
        largest: longestHead,
      })),
    ),
    ...formPaths.flatMap(([path, usual]) =>
      Object.entries(bodies).map(([kind, grown]) => ({
        name: `POST ${path} ${kind}`,
        usual: post(path, usual),
        grown: (size: number) => post(path, ...grown(size)),
        largest: longestBody - 1024,
      })),
    ),
    ...Object.entries(bodies).map(([kind, grown]) => ({
      name: `POST /webhooks/resend ${kind}`,
      usual: post("/webhooks/resend", "{}", "application/json"),
      grown: (size: number) => post("/webhooks/resend", ...grown(size)),
      largest: longestBody - 1024,
    })),
  ];
}

/** A piece repeated until its encoded form has so many bytes. */
function encodedTo(piece: string, size: number): string {
  return filled(encodeURIComponent(piece), size);
}
