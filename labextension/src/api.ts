import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** What the server side (grader/jupyter/) says; paths are relative to the Jupyter server's root. */

export type State = 'locked' | 'open' | 'started' | 'passed';

export interface IGate {
  id: string;
  title: string;
  state: State;
  points: number;
  max_points: number;
  notebook: string | null;
  /** null: nobody has told the student's copy. */
  hidden_checks: number | null;
}

export interface ICourse {
  title: string;
  /** Its workspace; "." is the server's root. */
  path: string;
  order: 'all' | 'in_turn';
  gates: IGate[];
}

export interface ITask {
  title: string;
  markdown: string;
  after: string | null;
  /** Whether there is a picture of the student's own code: `%see`. */
  see: boolean;
}

/** A line of the student's own: `cell` counts the notebook's cells from 0, `line` counts from 1 within the cell. */
export interface IPlace {
  cell: number | null;
  line: number;
  text: string;
}

export interface ICheck {
  name: string;
  title: string;
  outcome: string;
  points: number;
  max_points: number;
  message: string | null;
  note?: string;
  /** The frames of the student's own that an exception went through. */
  traceback?: string;
  expected: string | null;
  actual: string | null;
  line: IPlace | null;
  /** The function that it is about is as in the stub. */
  blank: boolean;
  diagnosis: string | null;
}

export interface IDiagnosis {
  id: string;
  text: string;
  checks: string[];
  line: IPlace | null;
}

export interface IStart {
  kind: 'start';
  lesson: string;
  checks: { name: string; title: string; points: number }[];
  hidden_checks: number | null;
}

export interface IEnd {
  kind: 'end';
  outcome: string;
  /** What it means where the checks do not tell, such as an answer that cannot be read. */
  message?: string;
  next_step?: string;
  score: number | null;
  max_score: number;
  diagnoses: IDiagnosis[];
  notices: string[];
  passed: boolean;
  hint_offered: boolean;
}

export type Event = { n: number } & (
  | IStart
  | ({ kind: 'check' } & ICheck)
  | { kind: 'progress'; series: string; step: number; value: number }
  | { kind: 'output'; text: string }
  | IEnd
);

export interface IHints {
  shown: { text: string }[];
  left: number;
}

export interface IRegion {
  name: string;
  /** Whether it differs from how it was given. */
  written: boolean;
  cell: number;
  first: number;
  last: number;
}

export interface IAttempt {
  id: string;
  when: string;
  kind: 'check' | 'hand-in';
  outcome: string | null;
  score: number | null;
  max_score: number | null;
}

export interface IHandIn {
  way: 'exchange' | 'pack';
  unchanged: boolean;
  last: string | null;
  due: string | null;
  late: boolean;
  /** The page that the instructor returned, once it was fetched. */
  feedback: string | null;
  /** Of an exchange. */
  attempts?: number;
  feedback_waits?: boolean;
}

/** An assignment of nbgrader's exchange. */
export interface IAssignment {
  course: string;
  assignment: string;
  state: 'released' | 'fetched' | 'submitted';
  attempts: number;
  last: string | null;
  feedback_waits: boolean;
  /** null: it was not fetched to here. */
  notebook: string | null;
  feedback: string | null;
}

export type Deed = 'fetch' | 'submit' | 'feedback';

/** `file`: what to give to the instructor, where there is no exchange. */
export interface IHandedIn {
  message: string;
  file: string | null;
}

type Query = Record<string, string>;

/** How often a lost stream is asked for again, and after which pause (ms), before it is said that it is lost. */
const PAUSES = [200, 500, 1000, 2000, 4000, 8000];

/** The server's answers. Every method throws an Error whose message is one sentence for the student. */
export class Api {
  constructor(
    private readonly _settings: ServerConnection.ISettings,
    private readonly _lang: () => string
  ) {}

  /** The course that is asked about: a folder or file of its workspace. */
  home = '';

  course = (path: string) => this._get<ICourse>('course', { path });
  task = (lesson: string) => this._get<ITask>('task', { lesson, path: this.home });
  hints = (lesson: string) => this._get<IHints>('hints', { lesson, path: this.home });
  history = (lesson: string) => this._get<IAttempt[]>('history', { lesson, path: this.home });
  regions = (path: string) =>
    this._get<{ regions: IRegion[]; outside: IPlace[] }>('regions', { path });
  handInState = (lesson: string) => this._get<IHandIn>('hand-in', { lesson, path: this.home });

  open = (lesson: string) => this._post<{ notebook: string }>('open', { lesson, path: this.home });
  check = (path: string) => this._post<{ id: string }>('check', { path });
  cancel = (id: string) => this._post<unknown>('cancel', { id });
  hint = (lesson: string) =>
    this._post<{ text: string; left: number }>('hint', { lesson, path: this.home });
  reset = (path: string, region: string | null) =>
    this._post<{ kept: string }>('reset', { path, region });
  restore = (id: string, path: string) => this._post<{ kept: string }>('restore', { id, path });
  handIn = (path: string) => this._post<IHandedIn>('hand-in', { path });

  feedback = (lesson: string) =>
    this._post<{ file: string | null }>('feedback', { lesson, path: this.home });

  exchange = () => this._get<{ there: boolean }>('exchange', {});
  assignments = () => this._get<{ assignments: IAssignment[] | null }>('assignments', {});
  withAssignment = (deed: Deed, { course, assignment }: IAssignment) =>
    this._post<{ assignments: IAssignment[] }>('assignments', { do: deed, course, assignment });

  /** The lab report as a file with its name. */
  async report(lesson: string, format: 'md' | 'html') {
    const response = await this._ask('report', { lesson, path: this.home, format });
    const named = /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '');
    return { name: named?.[1] ?? `${lesson}.${format}`, content: await response.blob() };
  }

  /**
   * Every event of a check, in order and once. A stream that breaks is asked for again where it ended; where there
   * is no stream (a proxy that holds it back), the events are polled.
   */
  async events(id: string, heard: (event: Event) => void): Promise<void> {
    let after = 0;
    let failures = 0;
    const take = (event: Event): boolean => {
      if (event.n > after) {
        after = event.n;
        failures = 0;
        heard(event);
      }
      return event.kind === 'end';
    };
    for (;;) {
      try {
        const polls = failures > 1;
        const ended = polls
          ? await this._poll(id, after, take)
          : await this._stream(id, after, take);
        if (ended) {
          return;
        }
        failures += polls ? 0 : 1;
        await pause(polls ? PAUSES[1] : 0);
      } catch (error) {
        const lost = error instanceof ServerConnection.NetworkError || error instanceof TypeError;
        if (!lost || failures >= PAUSES.length) {
          throw error;
        }
        await pause(PAUSES[failures++]);
      }
    }
  }

  /** Whether the last event came. */
  private async _stream(id: string, after: number, take: (event: Event) => boolean) {
    const response = await this._ask('events', { id, after: `${after}` });
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for (;;) {
        const { done, value } = await reader.read();
        rest += decoder.decode(value, { stream: !done });
        const blocks = rest.split(/\r?\n\r?\n/);
        rest = blocks.pop()!;
        for (const event of blocks.map(parse)) {
          if (event && take(event)) {
            return true;
          }
        }
        if (done) {
          return false;
        }
      }
    } finally {
      void reader.cancel().catch(() => undefined);
    }
  }

  private async _poll(id: string, after: number, take: (event: Event) => boolean) {
    const said = await this._get<{ events: Event[]; done: boolean }>('poll', {
      id,
      after: `${after}`
    });
    return said.events.map(take).includes(true) || said.done;
  }

  private async _get<T>(what: string, query: Query): Promise<T> {
    return (await this._ask(what, query)).json();
  }

  private async _post<T>(what: string, body: object): Promise<T> {
    const init = { method: 'POST', body: JSON.stringify({ ...body, lang: this._lang() }) };
    return (await this._ask(what, {}, init)).json();
  }

  private async _ask(what: string, query: Query, init: RequestInit = {}): Promise<Response> {
    const path = URLExt.join(this._settings.baseUrl, 'gatehouse', 'api', what);
    const url = path + URLExt.objectToQueryString({ ...query, lang: this._lang() });
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this._settings);
    } catch (error) {
      throw new ServerConnection.NetworkError(error as TypeError);
    }
    if (!response.ok) {
      const said = await reason(response);
      if (said === null && response.status === 404) {
        throw new NotThere(response);
      }
      throw new ServerConnection.ResponseError(response, said ?? response.statusText);
    }
    return response;
  }
}

/** The event in a block of a stream, or null for a comment. */
export function parse(block: string): Event | null {
  const data = block.split(/\r?\n/).filter(line => line.startsWith('data:'));
  return data.length ? JSON.parse(data.map(line => line.slice(5)).join('\n')) : null;
}

/** What the grader says went wrong; null if it was not the grader that answered. */
async function reason(response: Response): Promise<string | null> {
  const text = await response.text();
  try {
    return JSON.parse(text).message || null;
  } catch {
    return null;
  }
}

/** The Jupyter server knows nothing of Gatehouse: it runs in another environment, say. */
export class NotThere extends ServerConnection.ResponseError {}

const pause = (milliseconds: number) => new Promise(done => setTimeout(done, milliseconds));
