import pg from "pg";
import { expect, it } from "vitest";
import { describeUnreachable } from "../../../src/db/connection-fault.ts";

/** What the driver throws: a word of the server's own has five letters and digits. */
function coded(code: string): Error {
  const error = code.length === 5 ? new pg.DatabaseError(code, 1, "error") : new Error(code);
  return Object.assign(error, { code });
}

it.each([
  ["ECONNREFUSED", /^The database does not answer \(ECONNREFUSED\): check DATABASE_DIRECT_URL and/],
  ["08P01", /refuses the connection \(08P01\): check user and database of DATABASE_DIRECT_URL, that it/],
  ["28P01", /refused the log-in: check the user and password of DATABASE_DIRECT_URL/],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", /name its CA by sslrootcert in DATABASE_DIRECT_URL, or/],
])("names the variable whose address was used: %s", (code, sentence) => {
  expect(describeUnreachable(coded(code), "DATABASE_DIRECT_URL")).toMatch(sentence);
});
