import { api } from "./api.js";
import { store, useStore } from "./store.js";
import { serverTime } from "./time.js";

/** Who looks, and at what; null until the server has said so. */
export const me = store(null);

export async function loadMe() {
  const answer = await api.me();
  serverTime(answer.now);
  me.set(answer);
}

/** Whether the viewer may change anything. What they may not do is not shown: the foot of the menu says why. */
export const useOperator = () => useStore(me)?.operator === true;
