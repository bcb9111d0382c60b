// Preloaded into a process (`node --import`), it moves that process's clock by CLOCK_SHIFT_MS; SIGUSR2 sets it right.
let shiftMs = Number(process.env.CLOCK_SHIFT_MS ?? 0);
process.on("SIGUSR2", () => {
  shiftMs = 0;
});

const RightDate = globalThis.Date;
const now = () => RightDate.now() + shiftMs;
globalThis.Date = new Proxy(RightDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RightDate(now()).toString(),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
