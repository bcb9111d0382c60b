import { listenForOutputFaults } from "./output-fault.ts";
import { run } from "./run.ts";

listenForOutputFaults();
const code = await run(process.argv);
process.exitCode ||= code;
