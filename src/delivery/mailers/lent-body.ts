import { Blob } from "node:buffer";
import { ReadableStream } from "node:stream/web";

/**
 * Bytes that `fetch` sends as they lie, with their length in the request. Of bytes that are given as such it makes a copy
 * first, which costs more than all else that a request does; of a Blob it reads the stream
 * (https://fetch.spec.whatwg.org/#concept-bodyinit-extract). They must not change until all of them were read.
 */
export class LentBody extends Blob {
  override readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    super([]);
    this.size = bytes.length;
    this.#bytes = bytes;
  }

  override stream(): ReadableStream<Uint8Array> {
    const bytes = this.#bytes;
    return new ReadableStream(
      {
        pull: (controller) => {
          controller.enqueue(bytes);
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
  }
}
