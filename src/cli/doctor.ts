import { readConfig } from "../config/env.ts";
import { printer } from "./printer.ts";
import { command } from "./program.ts";

export const doctorCommand = () =>
  command("doctor", "check the installation and say how to mend it", "doctor").action(
    async (options: { json?: boolean }) => {
      const out = printer(options.json ?? false);
      const { runDoctor } = await import("../upkeep/doctor.ts");
      const lines = await runDoctor(readConfig(process.env));
      out.json(lines);
      for (const { check, level, message, mend } of lines) {
        out.line(`${level.padEnd(4)}  ${check}: ${message}`);
        if (level !== "ok" && mend) out.line(`      ${mend}`);
      }
      if (lines.some(({ level }) => level === "fail")) process.exitCode = 1;
    },
  );
