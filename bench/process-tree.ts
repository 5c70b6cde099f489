import { readdirSync, readFileSync } from 'node:fs';

/** MiB of resident memory that a process and all below it hold now; of shared pages each has its own count. Linux only. */
export const residentOf = (pid: number): number => {
  const parents = new Map<number, number>();
  const pages = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      // "pid (name) state ppid …"; a name may hold blanks and brackets.
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      pages.set(Number(entry), Number(readFileSync(`/proc/${entry}/statm`, 'utf8').split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const isBelow = (process: number): boolean => {
    for (let at: number | undefined = process; at !== undefined && at > 1; at = parents.get(at))
      if (at === pid) return true;
    return false;
  };
  let sum = 0;
  for (const [process, count] of pages) if (isBelow(process)) sum += count;
  return (sum * 4096) / 1024 ** 2;
};

/** MiB that a process itself has held at the most; null once it has ended. */
export const peakOf = (pid: number): number | null => {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
};
