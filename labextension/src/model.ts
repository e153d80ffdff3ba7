import { VDomModel } from '@jupyterlab/ui-components';
import { Contents, ServerConnection } from '@jupyterlab/services';
import {
  Api,
  Deed,
  IAssignment,
  IAttempt,
  ICourse,
  IGate,
  IHandedIn,
  IHandIn,
  IHints,
  ITask,
  NotThere
} from './api';
import { equip } from './kernel';
import { wrongLines } from './lines';
import { ICellMark, Notebooks } from './notebooks';
import { outcomeName } from './outcomes';
import { BEGUN, heard, IRun } from './run';
import { Words } from './words';

export type Tab = 'task' | 'results' | 'hints' | 'hand-in';

/** What the panel shows, and what a student can do in it. Each deed ends in `stateChanged`, also where it fails. */
export class Model extends VDomModel {
  constructor(
    readonly api: Api,
    readonly notebooks: Notebooks,
    readonly words: Words,
    readonly contents: Contents.IManager,
    private readonly _folder: () => string
  ) {
    super();
    words.changed.connect(() => void this._inOtherLanguage());
    notebooks.tracker.currentChanged.connect(() => void this.follow());
  }

  course: ICourse | null = null;
  tab: Tab = 'task';
  task: ITask | null = null;
  hints: IHints | null = null;
  history: IAttempt[] = [];
  handInState: IHandIn | null = null;
  /** Whether nbgrader is there; and what its exchange has, null until it was asked. */
  exchange = false;
  assignments: IAssignment[] | null = null;
  /** Whether nbgrader's exchange is being asked, which takes some seconds. */
  asking = false;
  /** What went wrong last, in one sentence that says what to do; null if nothing did. */
  problem: string | null = null;
  /** The gate that was left for the path of all: the keyboard's focus goes on there. */
  left: string | null = null;
  /** What a screen reader says now. */
  said = '';

  /** The gate that is shown; null: the path of all gates. */
  get gate(): IGate | null {
    return this.course?.gates.find(({ id }) => id === this._chosen) ?? null;
  }

  get next(): IGate | null {
    const gates = this.course?.gates ?? [];
    return gates[gates.findIndex(({ id }) => id === this._chosen) + 1] ?? null;
  }

  /** The last check of the gate that is shown. */
  get run(): IRun | null {
    return this._runs.get(this._chosen ?? '') ?? null;
  }

  get running(): boolean {
    return this._running !== null;
  }

  /** The gate whose check runs, if it is not the one that is shown. */
  get runningElsewhere(): IGate | null {
    const gate = this._running?.gate;
    return gate && gate.id !== this._chosen ? gate : null;
  }

  /** The gate of a notebook: where it was given, or of an open one that was renamed, moved or copied. */
  gateAt(path: string | null): IGate | null {
    if (!this.course || path === null) {
      return null;
    }
    const { gates, path: home } = this.course;
    const inside = home === '.' || path.startsWith(`${home}/`);
    const said = inside ? this.notebooks.lessonAt(path) : null;
    const given = gates.find(gate => gate.notebook === path);
    return given ?? gates.find(({ id }) => id === said) ?? null;
  }

  /** The notebook of the gate that is shown: the one in front, else where it was given, else one that is open. */
  get path(): string | null {
    return this.gate && this._pathOf(this.gate);
  }

  private _pathOf(gate: IGate): string | null {
    const { current } = this.notebooks;
    const inFront = this.gateAt(current)?.id === gate.id;
    return inFront ? current : (gate.notebook ?? this.notebooks.ofLesson(gate.id));
  }

  /** The course of the notebook that the student is at, or of the folder that they look at. */
  async refresh(): Promise<void> {
    this._there ??= this.api.exchange().then(
      ({ there }) => {
        this.exchange = there;
        this.stateChanged.emit();
      },
      () => undefined
    );
    const places = [this.api.home || null, this.notebooks.current, this._folder(), ''];
    const tried = [...new Set(places.filter(place => place !== null))];
    await this.attempt(async () => {
      for (const [index, place] of tried.entries()) {
        try {
          this.course = await this.api.course(place);
          this.api.home = place;
          return;
        } catch (error) {
          if (index === tried.length - 1 || !missing(error)) {
            throw error;
          }
        }
      }
    });
  }

  /** Show the gate whose notebook the student has gone to. */
  async follow(): Promise<void> {
    const path = this.notebooks.current;
    if (path === null) {
      return;
    }
    await this.notebooks.find(path)?.context.ready.catch(() => undefined);
    if (!this.gateAt(path) && !this._elsewhere.has(path)) {
      const course = await this.api.course(path).catch(() => null);
      if (course?.gates.some(gate => gate.notebook === path)) {
        [this.course, this.api.home, this.problem] = [course, path, null];
      } else {
        this._elsewhere.add(path);
      }
    }
    if (path !== this.notebooks.current) {
      return; // by now the student has gone to another
    }
    const gate = this.gateAt(path);
    if (gate && gate.id !== this._chosen) {
      await this._show(gate);
    }
    await this._watch(path);
  }

  /** In a notebook that was opened again as the page was loaded: to where the student is to write. */
  async goOn(): Promise<void> {
    const path = this.notebooks.current;
    if (path && this.gateAt(path)) {
      await this.attempt(() => this._toWork(path));
    }
  }

  private async _toWork(path: string): Promise<void> {
    const { regions } = await this.api.regions(path);
    const next = regions.find(({ written }) => !written) ?? regions[0];
    await this.notebooks.scrollTo(path, next?.cell ?? 0);
  }

  /** Open a gate: its task here, its notebook beside it. */
  async choose(gate: IGate): Promise<void> {
    await this.attempt(async () => {
      const { notebook } = await this.api.open(gate.id);
      const before = this.notebooks.find(notebook);
      gate.notebook = notebook;
      await Promise.all([this._show(gate), this.notebooks.open(notebook)]);
      if (!before) {
        await this._toWork(notebook);
      }
    });
  }

  /** Back to the path of all gates. */
  leave(): void {
    [this.left, this._chosen] = [this._chosen, null];
    this.stateChanged.emit();
  }

  async turnTo(tab: Tab): Promise<void> {
    this.tab = tab;
    this.stateChanged.emit();
    await this._load();
  }

  /** Save the notebook and run the public checks on it. */
  async check(gate = this.gate): Promise<void> {
    if (!gate || this._running) {
      return;
    }
    const { id } = gate;
    const notebook = this._pathOf(gate);
    if (!notebook) {
      this.problem = this.words.trans.__(
        'The notebook of this lesson is gone. Go back to all gates and choose it there: a fresh notebook is written.'
      );
      this._say(this.problem);
      return;
    }
    const own = (this._running = { id: null as string | null, gate });
    this._chosen = id;
    this.tab = 'results';
    this._runs.set(id, BEGUN);
    this._say(this.words.trans.__('Checking…'));
    await this.attempt(async () => {
      await this.notebooks.save(notebook, gate.notebook !== null);
      own.id = (await this.api.check(notebook)).id;
      await this.api.events(own.id, event => {
        if (this._running === own) {
          this._runs.set(id, heard(this._runs.get(id)!, event));
          this.stateChanged.emit();
        }
      });
    });
    if (this._running === own) {
      await this._ended(id, notebook);
    }
  }

  /** Stop the check that runs. */
  async cancel(): Promise<void> {
    const running = this._running;
    this._running = null;
    this._runs.forEach((run, id) => {
      if (run.state === 'running') {
        this._runs.set(id, { ...run, state: 'cancelled' });
      }
    });
    this._say(this.words.trans.__('Stopped; nothing was changed.'));
    if (running?.id) {
      await this.attempt(() => this.api.cancel(running.id!));
    }
  }

  /** Show one hint more. */
  async hint(): Promise<void> {
    await this.attempt(async () => {
      const { text, left } = await this.api.hint(this._chosen!);
      this.hints = { shown: [...(this.hints?.shown ?? []), { text }], left };
      this.said = text.replace(/[*`$]/g, '');
    });
  }

  /** Put back the stub of a region, or of everything (null); the server keeps a copy, which is named. */
  async reset(region: string | null): Promise<string | null> {
    const { path } = this;
    return path ? this._rewritten(path, () => this.api.reset(path, region)) : null;
  }

  /** Put back the answer of an earlier check or hand-in; what was there before is kept, and named. */
  async restore(attempt: IAttempt): Promise<string | null> {
    const { path } = this;
    return path ? this._rewritten(path, () => this.api.restore(attempt.id, path)) : null;
  }

  /** Hand in what the student sees; what became of it, or null where it failed. */
  async handIn(): Promise<IHandedIn | null> {
    const { path } = this;
    if (!path || this._handingIn) {
      return null;
    }
    this._handingIn = true;
    let done: IHandedIn | null = null;
    await this.attempt(async () => {
      await this.notebooks.save(path);
      done = await this.api.handIn(path);
      this.said = done.message;
    });
    this._handingIn = false;
    const problem = this.problem;
    await this._load();
    this.problem ??= problem;
    this.stateChanged.emit();
    return done;
  }

  /** Draw the lesson's picture from the student's own code, in the notebook. */
  async see(): Promise<void> {
    const { path } = this;
    if (path) {
      await this.attempt(() => this.notebooks.see(path));
    }
  }

  /** Ask the exchange what there is. */
  async lookForAssignments(): Promise<void> {
    await this._asked(async () => {
      this.assignments = (await this.api.assignments()).assignments ?? [];
    });
  }

  /** Fetch an assignment and open it, hand in what the student sees of it, or fetch what was returned. */
  async withAssignment(deed: Deed, one: IAssignment): Promise<void> {
    await this._asked(async () => {
      if (deed === 'submit' && one.notebook) {
        await this.notebooks.save(one.notebook);
      }
      this.assignments = (await this.api.withAssignment(deed, one)).assignments;
      const now = this.assignments.find(
        ({ course, assignment }) => course === one.course && assignment === one.assignment
      );
      if (deed === 'fetch' && now?.notebook) {
        await this.notebooks.open(now.notebook);
      } else if (deed === 'feedback' && now?.feedback) {
        this.notebooks.openPage(now.feedback);
      }
    });
  }

  /** Fetch what the instructor returned of this gate, and open it. */
  async fetchFeedback(): Promise<void> {
    await this._asked(async () => {
      const { file } = await this.api.feedback(this._chosen!);
      if (file) {
        this.notebooks.openPage(file);
      }
    });
    await this._load();
  }

  private async _asked(deed: () => Promise<void>): Promise<void> {
    if (this.asking) {
      return;
    }
    this.asking = true;
    this._say(this.words.trans.__('Asking nbgrader…'));
    await this.attempt(deed);
    this.asking = false;
    this._say(this.problem ?? '');
  }

  private async _rewritten(path: string, rewrite: () => Promise<{ kept: string }>) {
    let kept: string | null = null;
    await this.attempt(async () => {
      await this.notebooks.save(path);
      kept = (await rewrite()).kept;
      await this.notebooks.reload(path);
    });
    if (kept) {
      this._runs.delete(this._chosen ?? ''); // it was about what is there no more
      this._mark(path, 'wrong', []);
      await this._load();
    }
    await this._watch(path);
    return kept;
  }

  private async _show(gate: IGate): Promise<void> {
    [this._chosen, this.task, this.hints, this.history, this.handInState] = [
      gate.id,
      null,
      null,
      [],
      null
    ];
    this.tab = this.run ? 'results' : 'task';
    await this._load();
  }

  /** Fetch what the open tab shows. */
  private async _load(): Promise<void> {
    const gate = this.gate;
    if (!gate) {
      return;
    }
    const { api, tab } = this;
    /** What was asked for is kept, unless the student has gone to another gate by now. */
    const keep = async (found: Promise<Partial<Model>>) => {
      const told = await found;
      if (gate.id === this._chosen) {
        Object.assign(this, told);
      }
    };
    await this.attempt(async () => {
      if (!this.task) {
        await keep(api.task(gate.id).then(task => ({ task })));
      }
      if (tab === 'hints') {
        await keep(api.hints(gate.id).then(hints => ({ hints })));
      } else if (tab === 'hand-in' || (tab === 'results' && !this.run)) {
        await keep(api.history(gate.id).then(history => ({ history })));
      }
      if (tab === 'hand-in') {
        await keep(api.handInState(gate.id).then(handInState => ({ handInState })));
      }
    });
  }

  private async _ended(id: string, path: string): Promise<void> {
    this._running = null;
    const run = this._runs.get(id)!;
    if (run.state === 'running') {
      this._runs.set(id, { ...run, state: 'lost', problem: this.problem });
    }
    this._say(summary(this._runs.get(id)!, this.words));
    this._mark(path, 'wrong', wrongLines(this._runs.get(id)!));
    if (run.end?.passed) {
      this.task = null; // it now says what was learnt
    }
    const problem = this.problem;
    await this.refresh();
    await this._load();
    await this._watch(path);
    this.problem ??= problem;
    this.stateChanged.emit();
  }

  /** Mark what was changed outside the regions, now and whenever the notebook is saved. */
  private async _watch(path: string): Promise<void> {
    const context = this.notebooks.find(path)?.context;
    if (!context || !this.gateAt(path)) {
      return;
    }
    const look = async () => {
      const { outside } = await this.api.regions(path).catch(() => ({ outside: [] }));
      const message = this.words.trans.__(
        'This line is outside the regions and was changed. What counts is the line of the stub.'
      );
      const marks = outside.map(place => ({
        ...place,
        cell: place.cell ?? 0,
        kind: 'outside' as const,
        message
      }));
      this._mark(path, 'outside', marks);
    };
    if (!this._watched.has(context)) {
      this._watched.add(context);
      equip(context.sessionContext);
      // Not while a check waits for the server; it looks when it has ended.
      context.fileChanged.connect(() => void (this._running ? undefined : look()));
      await context.ready;
    }
    await look();
  }

  private _mark(path: string, kind: ICellMark['kind'], marks: ICellMark[]): void {
    const others = (this._marks.get(path) ?? []).filter(mark => mark.kind !== kind);
    this._marks.set(path, [...others, ...marks]);
    this.notebooks.mark(path, this._marks.get(path)!);
  }

  private async _inOtherLanguage(): Promise<void> {
    this.task = null;
    await this.refresh();
    await this._load();
  }

  /** Do it; what goes wrong becomes the panel's `problem`. */
  async attempt(deed: () => Promise<unknown>): Promise<void> {
    try {
      await deed();
      this.problem = null;
    } catch (error) {
      this.problem = this.said = sentence(error, this.words);
    }
    this.stateChanged.emit();
  }

  private _say(text: string): void {
    this.said = text;
    this.stateChanged.emit();
  }

  private _chosen: string | null = null;
  private _running: { id: string | null; gate: IGate } | null = null;
  private _handingIn = false;
  private _there: Promise<void> | null = null;
  private readonly _runs = new Map<string, IRun>();
  private readonly _marks = new Map<string, ICellMark[]>();
  private readonly _elsewhere = new Set<string>();
  private readonly _watched = new WeakSet<object>();
}

/** What a check came to, in one sentence. */
export function summary(run: IRun, words: Words): string {
  const { trans } = words;
  if (run.state !== 'done') {
    return run.problem ?? trans.__('The check did not end.');
  }
  if (run.end && !run.checks.length) {
    return run.end.message || outcomeName(run.end.outcome, words);
  }
  const passed = run.checks.filter(({ outcome }) => outcome === 'passed').length;
  if (passed < run.checks.length) {
    return trans.__('%1 of %2 public checks pass.', passed, run.checks.length);
  }
  return run.hidden
    ? trans._n(
        'All public checks pass. When your work is graded, %1 hidden check runs on other inputs.',
        'All public checks pass. When your work is graded, %1 hidden checks run on other inputs.',
        run.hidden
      )
    : trans.__('All checks pass.');
}

const missing = (error: unknown) =>
  error instanceof ServerConnection.ResponseError && error.response.status === 404;

function sentence(error: unknown, { trans }: Words): string {
  if ((error as Error).name === 'ModalCancelError') {
    return trans.__(
      'The notebook was not saved, so nothing was done: it has been changed elsewhere, too. Try again, and choose which of the two is kept.'
    );
  }
  if (error instanceof NotThere) {
    return trans.__(
      'This Jupyter server runs without Gatehouse, so nothing can be checked here. Start it where Gatehouse is installed (`make lab`), or ask your teacher.'
    );
  }
  return error instanceof ServerConnection.NetworkError
    ? trans.__(
        'The Jupyter server does not answer. Your work is safe in this window; try again in a moment.'
      )
    : (error as Error).message;
}
