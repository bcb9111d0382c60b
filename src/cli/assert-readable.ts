import { access, constants } from "node:fs/promises";
import { InvalidInputError } from "../errors.ts";

/** @throws {InvalidInputError} when a file that an argument names cannot be read. */
export async function assertReadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (cause) {
    throw new InvalidInputError(`The file ${file} cannot be read: check its name and its permissions.`, {
      cause,
    });
  }
}
