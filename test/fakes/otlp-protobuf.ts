/** One span as a collector reads it. */
export type CollectedSpan = {
  traceId: string;
  spanId: string;
  /** Null at the root of a trace. */
  parentId: string | null;
  name: string;
  kind: "unset" | "internal" | "server" | "client" | "producer" | "consumer";
  durationMs: number;
  facts: Record<string, unknown>;
  links: { traceId: string; spanId: string }[];
  events: number;
  status: "unset" | "ok" | "error";
  statusMessage: string;
  /** Of the process that made it. */
  resource: Record<string, unknown>;
};

/**
 * Reads the body of an OTLP export of traces, by the field numbers of
 * https://github.com/open-telemetry/opentelemetry-proto (trace.proto, common.proto, resource.proto).
 *
 * @throws {RangeError} for bytes that are no such message.
 */
export function readTraces(body: Buffer): CollectedSpan[] {
  return bytesOf(readMessage(body), 1).flatMap((resourceSpans) => {
    const message = readMessage(resourceSpans);
    const resource = bytesOf(message, 1).map((one) => readAttributes(readMessage(one), 1))[0] ?? {};
    return bytesOf(message, 2).flatMap((scopeSpans) =>
      bytesOf(readMessage(scopeSpans), 2).map((span) => readSpan(readMessage(span), resource)),
    );
  });
}

const kinds = ["unset", "internal", "server", "client", "producer", "consumer"] as const;
const statuses = ["unset", "ok", "error"] as const;

function readSpan(span: Message, resource: Record<string, unknown>): CollectedSpan {
  const status = readMessage(bytesOf(span, 15)[0] ?? Buffer.alloc(0));
  return {
    traceId: hexOf(span, 1),
    spanId: hexOf(span, 2),
    parentId: hexOf(span, 4) || null,
    name: textOf(span, 5),
    kind: kinds[Number(numberOf(span, 6))] ?? "unset",
    durationMs: Number(numberOf(span, 8) - numberOf(span, 7)) / 1e6,
    facts: readAttributes(span, 9),
    links: bytesOf(span, 13).map((bytes) => {
      const link = readMessage(bytes);
      return { traceId: hexOf(link, 1), spanId: hexOf(link, 2) };
    }),
    events: bytesOf(span, 11).length,
    status: statuses[Number(numberOf(status, 3))] ?? "unset",
    statusMessage: textOf(status, 2),
    resource,
  };
}

function readAttributes(message: Message, field: number): Record<string, unknown> {
  return Object.fromEntries(
    bytesOf(message, field).map((bytes) => {
      const pair = readMessage(bytes);
      return [textOf(pair, 1), readValue(readMessage(bytesOf(pair, 2)[0] ?? Buffer.alloc(0)))];
    }),
  );
}

/** `AnyValue`; lists and maps are left out, since no span of ours has any. */
function readValue(value: Message): unknown {
  if (value.has(1)) return textOf(value, 1);
  if (value.has(2)) return numberOf(value, 2) !== 0n;
  if (value.has(3)) return Number(BigInt.asIntN(64, numberOf(value, 3)));
  return value.has(4) ? doubleOf(numberOf(value, 4)) : undefined;
}

type Message = Map<number, (bigint | Buffer)[]>;

/** The wire format: https://protobuf.dev/programming-guides/encoding/ */
function readMessage(bytes: Buffer): Message {
  const message: Message = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number) => {
    if (at + length > bytes.length) throw new RangeError("The message ends too early.");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const field = tag >> 3;
    const value = readWire(tag & 7, varint, take);
    message.set(field, [...(message.get(field) ?? []), value]);
  }
  return message;
}

function readWire(type: number, varint: () => bigint, take: (length: number) => Buffer): bigint | Buffer {
  if (type === 0) return varint();
  if (type === 1) return take(8).readBigUInt64LE();
  if (type === 2) return take(Number(varint()));
  if (type === 5) return BigInt(take(4).readUInt32LE());
  throw new RangeError(`There is no wire type ${type}.`);
}

function bytesOf(message: Message, field: number): Buffer[] {
  return (message.get(field) ?? []).filter((value) => typeof value !== "bigint");
}

function numberOf(message: Message, field: number): bigint {
  const [value] = message.get(field) ?? [];
  return typeof value === "bigint" ? value : 0n;
}

function doubleOf(bits: bigint): number {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(bits);
  return buffer.readDoubleLE();
}

const textOf = (message: Message, field: number) => bytesOf(message, field)[0]?.toString("utf8") ?? "";
const hexOf = (message: Message, field: number) => bytesOf(message, field)[0]?.toString("hex") ?? "";
