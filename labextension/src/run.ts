import { Event, ICheck, IEnd, IStart } from './api';

export type Point = [step: number, value: number];

/** One check of a whole notebook, as far as its events have told. */
export interface IRun {
  state: 'running' | 'done' | 'cancelled' | 'lost';
  planned: IStart['checks'];
  hidden: number | null;
  checks: ICheck[];
  curves: ReadonlyMap<string, Point[]>;
  output: string;
  end: IEnd | null;
  /** Why it was lost, in one sentence. */
  problem: string | null;
}

export const BEGUN: IRun = {
  state: 'running',
  planned: [],
  hidden: 0,
  checks: [],
  curves: new Map(),
  output: '',
  end: null,
  problem: null
};

/** Characters of printed output that are kept: the last ones. */
const MOST_OUTPUT = 20_000;

/** The run after one more event. */
export function heard(run: IRun, event: Event): IRun {
  switch (event.kind) {
    case 'start':
      return { ...run, planned: event.checks, hidden: event.hidden_checks };
    case 'check':
      return { ...run, checks: replaced(run.checks, event) };
    case 'progress': {
      const points: Point[] = [...(run.curves.get(event.series) ?? []), [event.step, event.value]];
      return { ...run, curves: new Map(run.curves).set(event.series, points) };
    }
    case 'output':
      return { ...run, output: (run.output + event.text).slice(-MOST_OUTPUT) };
    case 'end':
      return { ...run, end: event, state: event.outcome === 'cancelled' ? 'cancelled' : 'done' };
  }
}

/** Whether a check did not pass only because its function is still to be written. */
export const toWrite = (check: ICheck) =>
  check.blank && check.outcome !== 'passed' && !check.diagnosis && !check.traceback;

/** Whether an exception came from the very line that the check's link shows, so that its frames say no more. */
export const oneFrame = (check: ICheck) => {
  const lines = (check.traceback ?? '').split('\n').filter(line => line.trim());
  return !lines.length || (lines.length === 2 && lines[1].trim() === check.line?.text.trim());
};

/** The first of the checks above this one that met the same error, if there is one: it tells it for both. */
export function sameAbove(checks: ICheck[], check: ICheck): ICheck | undefined {
  if (
    ['passed', 'failed', 'skipped'].includes(check.outcome) ||
    check.diagnosis ||
    toWrite(check)
  ) {
    return undefined;
  }
  const same = ({ outcome, message, traceback }: ICheck) =>
    outcome === check.outcome && message === check.message && traceback === check.traceback;
  return checks.slice(0, checks.indexOf(check)).find(one => same(one) && !toWrite(one));
}

/** A check that was judged again takes the place of its first result. */
function replaced(checks: ICheck[], check: ICheck): ICheck[] {
  const known = checks.some(({ name }) => name === check.name);
  return known ? checks.map(one => (one.name === check.name ? check : one)) : [...checks, check];
}
