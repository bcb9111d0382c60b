import { statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { EmbeddedDatabase } from "../../../src/db/embedded.ts";
import { ask, createEmbeddedPlace, type EmbeddedPlace, isAlive } from "../../support/embedded-place.ts";
import { createDatabase } from "../../support/temporary-database.ts";

let place: EmbeddedPlace;
let database: EmbeddedDatabase;
beforeAll(async () => {
  place = createEmbeddedPlace();
  database = await place.open();
});
afterAll(() => place.close());

it("the embedded database starts from nothing, in a folder with a space, and answers in UTC and UTF-8", async () => {
  const rows = await ask(
    database.url,
    `select current_setting('server_version_num')::int / 10000 as major, current_setting('TimeZone') as zone,
        current_setting('server_encoding') as encoding, lower('ÄÉ') as lowered`,
  );
  expect(rows).toEqual([{ major: 18, zone: "UTC", encoding: "UTF8", lowered: "äé" }]);
});

it("the embedded database brings the extensions that search needs", async () => {
  await ask(database.url, "create extension pg_trgm; create extension citext; create extension unaccent");
  expect(await ask(database.url, "select similarity('Müller', 'Müler') > 0.5 as similar")).toEqual([
    { similar: true },
  ]);
});

it("the embedded database listens on 127.0.0.1 only and refuses a wrong password", async () => {
  const settings =
    "select current_setting('listen_addresses') as on, current_setting('unix_socket_directories') as in";
  expect(await ask(database.url, settings)).toEqual([{ on: "127.0.0.1", in: "" }]);
  const wrong = new URL(database.url);
  wrong.password = "postgres";
  await expect(ask(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  expect(statSync(path.join(place.dataDir, "postgres", "password")).mode & 0o777).toBe(0o600);
});

it("a database of a name is made once, and its address is given each time", async () => {
  const [first, second] = await Promise.all([
    createDatabase(database.url, "another one"),
    createDatabase(database.url, "another one"),
  ]);
  expect(first).toBe(second);
  expect(await ask(first, "select current_database() as name")).toEqual([{ name: "another one" }]);
});

it("a data folder that cannot be made is told in one sentence", async () => {
  writeFileSync(path.join(place.folder, "file"), "");
  await expect(place.open(path.join(place.folder, "file", ".data"))).rejects.toThrow(
    /^The data folder .* cannot be written \(ENOTDIR\): make it writable or set/,
  );
});

it("processes share one embedded server, and the last to close stops it", async () => {
  const other = await place.openElsewhere();
  expect(other.opened).toMatchObject({ url: database.url, serverPid: database.pid });
  await database.close();
  expect(await ask(other.opened.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await other.close();
  expect(isAlive(database.pid)).toBe(false);
});
