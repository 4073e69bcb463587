/** The cases as a program: one line a case, over the loopback of the machine on which it runs. */
import { ecma419 } from "@ws2kit/sockets/ecma419";
import type { Machine } from "@ws2kit/target-ce";
import { CASES } from "./cases.js";

/** Milliseconds after which a case has failed. */
const PATIENCE = 5000;

export default async function main(machine: Machine): Promise<void> {
  const ws2 = machine.openProcess();
  const classes = ecma419(ws2);
  const place = { near: classes, far: classes, address: "127.0.0.1", getsockopt: ws2.getsockopt };
  for (const { name, run } of CASES) {
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = ws2.after(PATIENCE, () => reject(new Error("it does not end")));
    });
    try {
      await Promise.race([run(place), late]);
      machine.platform.log(`pass: ${name}`);
    } catch (error) {
      machine.platform.log(`fail: ${name}: ${error}`);
    }
    cancel();
  }
}
