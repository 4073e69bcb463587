/** Counts its starts in a Redis server, with a small client of the RESP protocol. */
import { type Connection, connect } from "@ws2kit/sockets";
import { decode, encode, readLine, writeText } from "@ws2kit/sockets/text";
import type { Machine } from "@ws2kit/target";
import { config } from "./config.js";

export default async function main(machine: Machine) {
  const redis = await connect(machine.openProcess(), { ...config.redis, timeout: 5000 });
  machine.platform.log("PING", String(await command(redis, "PING")));
  machine.platform.log("starts", String(await command(redis, "INCR", "starts")));
  await command(redis, "SET", "greeting", "¡hello\r\nthere!");
  machine.platform.log("greeting", String(await command(redis, "GET", "greeting")));
  await redis.close();
}

/** Sends one command and reads its reply. */
async function command(redis: Connection, ...words: string[]): Promise<string | number | null> {
  const parts = words.map((word) => `$${encode(word).length}\r\n${word}\r\n`);
  await writeText(redis, `*${words.length}\r\n${parts.join("")}`);
  return reply(redis);
}

async function reply(redis: Connection): Promise<string | number | null> {
  const line = (await readLine(redis, { timeout: 5000 })) ?? "-ERR the server has closed the connection";
  const rest = line.slice(1);
  if (line[0] === "-") throw new Error(rest);
  if (line[0] === ":") return Number(rest);
  if (line[0] !== "$") return rest;
  if (rest === "-1") return null;
  const bulk = await redis.read(Number(rest) + 2);
  return bulk === null ? null : decode(bulk.subarray(0, -2));
}
