import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readConfig } from "../../src/config/env.ts";
import { createContext } from "../../src/context.ts";
import { requestBody } from "../../src/delivery/mailers/body.ts";
import { noteReply } from "../../src/delivery/provider/note-reply.ts";
import { acquireSendSlot } from "../../src/delivery/provider/send-gate.ts";

/** One worker of `bench/pace.ts`: so many hands that always have a request to make, until the parent is gone. */
const hands = 16;

const ctx = await createContext(readConfig(process.env));
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
await once(process, "message");

async function work(): Promise<never> {
  for (;;) {
    const slot = await acquireSendSlot(ctx, "digest");
    if (slot.kind !== "go") throw new Error("requests are blocked");
    const mail = {
      from: "a@example.com",
      to: "b@example.com",
      subject: "A mail",
      html: "<p>",
      text: "A text",
    };
    const reply = await ctx.mailer.send({
      body: requestBody([{ ...mail, headers: {}, tags: [], replyTo: null }]),
      idempotencyKey: randomUUID(),
    });
    await noteReply(ctx, slot.place, reply);
  }
}

await Promise.all(Array.from({ length: hands }, work));
