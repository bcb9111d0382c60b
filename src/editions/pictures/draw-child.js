// The process that `drawApart` starts: it is told what a picture says, answers with its bytes, and ends.
process.once("message", async ({ text, ending }) => {
  try {
    // One that runs the sources of a checkout knows nothing of the compiler yet.
    if (ending === ".ts") (await import("tsx/esm/api")).register();
    const { drawPicture } = await import(`./draw-picture${ending}`);
    answer({ png: await drawPicture(text) });
  } catch (error) {
    answer({ fault: String(error?.stack ?? error) });
  }
});

function answer(message) {
  process.send(message, () => process.disconnect());
}
