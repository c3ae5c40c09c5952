import { useCallback, useEffect, useRef, useState } from "./preact.js";

/**
 * What a page asks the server: { data, error, loading, turn, reload, set }; turn counts the answers. Data stays while
 * it is asked again, so that nothing jumps; an answer that comes after the question has changed is dropped. Without
 * anything to ask, it stays as it is.
 */
export function useLoad(ask, questions) {
  const [state, setState] = useState({ data: null, error: null, loading: true, turn: 0 });
  const current = useRef(null);
  const asking = useRef(ask);
  asking.current = ask;

  const reload = useCallback(async () => {
    if (!asking.current) return;
    current.current?.abort();
    const mine = new AbortController();
    current.current = mine;
    setState(old => ({ ...old, loading: true }));
    try {
      const data = await asking.current(mine.signal);
      if (mine === current.current) setState(old => ({ data, error: null, loading: false, turn: old.turn + 1 }));
    } catch (error) {
      if (error.name !== "AbortError" && mine === current.current) setState(old => ({ ...old, error, loading: false }));
    }
  }, []);

  useEffect(() => {
    reload();
    return () => current.current?.abort();
  }, questions);

  const set = useCallback(change => setState(old => ({ ...old, data: change(old.data) })), []);
  return { ...state, reload, set };
}

/** A job as it was told to have changed; what was told in part alone stays as it was, where that is known whole. */
export function changedJob(old, job) {
  const parts = Object.entries(job.shortened ?? old.shortened ?? {});
  const kept = parts.filter(([name]) => old.shortened && !old.shortened[name]).map(([name]) => name);
  return {
    ...old,
    ...job,
    ...Object.fromEntries(kept.map(name => [name, old[name]])),
    shortened: Object.fromEntries(parts.filter(([name]) => !kept.includes(name))),
  };
}

/** Whether all of a job was told. */
export const isWhole = job => !Object.keys(job.shortened ?? {}).length;

/** A list of jobs with one of them changed, in its place. */
export const withJob = (data, job) =>
  data && { ...data, jobs: data.jobs.map(old => (old.id === job.id ? changedJob(old, job) : old)) };
