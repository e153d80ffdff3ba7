import { ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { Api, Event, IGate } from '../api';
import { Model, summary } from '../model';
import { ICellMark, Notebooks } from '../notebooks';
import { points } from '../panel';
import { Words } from '../words';

const PATH = '02/gate.ipynb';
const GATE: IGate = {
  id: '02',
  title: 'Gates',
  state: 'started',
  points: 0,
  max_points: 2,
  notebook: PATH,
  hidden_checks: 3
};
const START = { n: 1, kind: 'start', lesson: '02', checks: [], hidden_checks: 3 } as Event;
const line = { cell: 2, line: 4, text: 'return z' };
const FAILED = { n: 2, kind: 'check', name: 'a', outcome: 'failed', message: 'no', line } as Event;
const END = {
  n: 3,
  kind: 'end',
  outcome: 'failed',
  diagnoses: [],
  passed: false
} as unknown as Event;

let open = false; // whether a copy of the notebook is

/** A model over a server and notebooks that do what the test says. */
function begin(server: Partial<Record<keyof Api, unknown>>, languageCode = 'en') {
  const done: string[] = [];
  const marks: ICellMark[][] = [];
  const notebooks = {
    current: PATH as string,
    scrollTo: async (_: string, cell: number) => void done.push(`scroll to ${cell}`),
    tracker: { currentChanged: new Signal({}) },
    find: () => undefined,
    lessonAt: (path: string) => (path === '02/copy.ipynb' ? '02' : null),
    ofLesson: (id: string) => (id === '02' && open ? '02/copy.ipynb' : null),
    save: async (_: string, there = true) => void done.push(there ? 'save' : 'save anew'),
    reload: async () => void done.push('reload'),
    mark: (_: string, given: ICellMark[]) => void marks.push(given),
    open: async (path: string) => void done.push(`open ${path}`),
    openPage: (path: string) => void done.push(`show ${path}`)
  };
  const api = {
    home: '',
    course: async () => ({ title: 'LSTM', path: '.', order: 'in_turn', gates: [GATE] }),
    task: async () => ({ title: 'Gates', markdown: '# Gates', after: null }),
    exchange: async () => ({ there: true }),
    ...server
  };
  const words = new Words({ languageCode } as never);
  const model = new Model(
    api as unknown as Api,
    notebooks as unknown as Notebooks,
    words,
    {} as never,
    () => ''
  );
  return { model, done, marks, words, notebooks };
}

async function at(server: Partial<Record<keyof Api, unknown>>, languageCode = 'en') {
  const made = begin(server, languageCode);
  await made.model.refresh();
  await made.model.follow();
  return made;
}

const telling = (...events: Event[]) => ({
  check: async () => ({ id: '1' }),
  events: async (_: string, heard: (event: Event) => void) => events.forEach(heard)
});

describe('a check', () => {
  it('saves first, tells what it came to, and marks the lines', async () => {
    const { model, done, marks } = await at(telling(START, FAILED, END));
    expect(model.gate?.id).toBe('02');
    await model.check();
    expect(done).toEqual(['save']);
    expect(model.run?.state).toBe('done');
    expect(model.said).toBe('0 of 1 public checks pass.');
    expect(marks.pop()).toEqual([{ ...line, kind: 'wrong', message: 'no' }]);
    expect(model.running).toBe(false);
  });

  it('that the student stops is not heard of any more', async () => {
    let tell: (event: Event) => void = () => undefined;
    const cancelled: string[] = [];
    const { model } = await at({
      check: async () => ({ id: '7' }),
      events: (_: string, heard: (event: Event) => void) => {
        tell = heard;
        return new Promise(() => undefined);
      },
      cancel: async (id: string) => void cancelled.push(id)
    });
    void model.check();
    await new Promise(done => setTimeout(done, 0));
    tell(START);
    expect(model.running).toBe(true);
    await model.cancel();
    tell(END);
    expect(cancelled).toEqual(['7']);
    expect(model.run?.state).toBe('cancelled');
    expect(model.running).toBe(false);
  });

  it('whose server is lost says that the work is safe', async () => {
    const { model } = await at({
      check: async () => {
        throw new ServerConnection.NetworkError(new TypeError('fetch'));
      }
    });
    await model.check();
    expect(model.run?.state).toBe('lost');
    expect(model.problem).toMatch(/^The Jupyter server does not answer/);
    expect(summary(model.run!, model.words)).toBe(model.problem);
  });
});

describe('a notebook that is not where it was given', () => {
  const gates = () => [{ ...GATE, notebook: null }];
  const gone = { course: async () => ({ title: 'LSTM', path: '.', order: 'all', gates: gates() }) };
  afterEach(() => void (open = false));

  it('is known by what it says, as a copy is', async () => {
    const { model } = await at({});
    expect(model.gateAt('02/copy.ipynb')?.id).toBe('02');
    expect(model.gateAt('other.ipynb')).toBe(null);
  });

  it('is saved anew and checked where it is open', async () => {
    open = true;
    const asked: string[] = [];
    const check = async (path: string) => {
      asked.push(path);
      return { id: '1' };
    };
    const { model, done } = begin({ ...telling(START, END), ...gone, check });
    await model.refresh();
    await model.check(model.course!.gates[0]);
    expect([done, asked]).toEqual([['save anew'], ['02/copy.ipynb']]);
  });

  it('is said to be gone where it is open nowhere', async () => {
    const { model, done } = begin(gone);
    await model.refresh();
    await model.check(model.course!.gates[0]);
    expect(model.problem).toMatch(/a fresh notebook is written/);
    expect([done, model.running]).toEqual([[], false]);
  });
});

describe('a check without results', () => {
  it('says why the answer cannot be read', async () => {
    const end = { ...END, outcome: 'rejected', message: 'the file is no notebook' } as Event;
    const { model } = await at(telling(START, end));
    await model.check();
    expect(model.said).toBe('the file is no notebook');
  });
});

describe('an assignment of the exchange', () => {
  const one = { course: 'c', assignment: '02', state: 'released', notebook: null } as never;
  const fetched = { course: 'c', assignment: '02', notebook: '02/02.ipynb', feedback: 'f.html' };

  it('is fetched and opened, handed in as the student sees it, and given back', async () => {
    const asked: unknown[] = [];
    const { model, done } = await at({
      assignments: async () => ({ assignments: [one] }),
      withAssignment: async (deed: string) => {
        asked.push(deed);
        return { assignments: [fetched] };
      }
    });
    expect(model.exchange).toBe(true);
    await model.lookForAssignments();
    expect(model.assignments).toEqual([one]);
    await model.withAssignment('fetch', one);
    await model.withAssignment('submit', fetched as never);
    await model.withAssignment('feedback', fetched as never);
    expect(asked).toEqual(['fetch', 'submit', 'feedback']);
    expect(done).toEqual(['open 02/02.ipynb', 'save', 'show f.html']);
    expect(model.asking).toBe(false);
  });

  it('is asked for once at a time, and a refusal is told', async () => {
    let times = 0;
    const { model } = await at({
      assignments: async () => {
        times += 1;
        throw new Error('ask your teacher');
      }
    });
    await Promise.all([model.lookForAssignments(), model.lookForAssignments()]);
    expect([times, model.problem, model.said]).toEqual([1, 'ask your teacher', 'ask your teacher']);
  });
});

describe('a page that is loaded again', () => {
  const OTHER: IGate = { ...GATE, id: '07', title: 'Layers', notebook: '07/stacked.ipynb' };
  const course = async () => ({ title: 'LSTM', order: 'all', gates: [GATE, OTHER], path: '.' });

  it('shows the gate of the notebook in front, whichever answer comes last', async () => {
    let late: (task: object) => void = () => undefined;
    const { model, notebooks } = begin({
      course,
      task: (id: string) =>
        id === '07'
          ? Promise.resolve({ title: 'Layers' })
          : new Promise(done => {
              late = done;
            })
    });
    await model.refresh();
    const first = model.follow();
    await new Promise(done => setTimeout(done, 0));
    notebooks.current = OTHER.notebook!;
    await model.follow();
    late({ title: 'Gates' });
    await first;
    expect([model.gate?.id, model.task?.title]).toEqual(['07', 'Layers']);
  });

  it('goes to the first region that is still to be written', async () => {
    const region = { name: 'f', cell: 3, first: 2, last: 4, written: true };
    const { model, done } = await at({
      regions: async () => ({
        regions: [
          region,
          { ...region, cell: 5, written: false },
          { ...region, cell: 7, written: false }
        ],
        outside: []
      })
    });
    await model.goOn();
    expect(done).toContain('scroll to 5');
  });
});

describe('the panel', () => {
  it('tells the best points, and that the last check had less', async () => {
    const { model } = await at(telling(START, FAILED, { ...END, score: 0 } as Event));
    const gate = { ...GATE, points: 2 };
    expect(points(model, gate)).toBe('Public checks: 2 of 2 points');
    await model.check();
    expect(points(model, gate)).toBe('Public checks, best so far: 2 of 2 points');
    expect(points(model, GATE)).toBe('Public checks: 0 of 2 points');
  });

  it('speaks the language of JupyterLab until the student chooses', async () => {
    const passed = { ...FAILED, outcome: 'passed' } as Event;
    const { model, words } = await at(telling(START, passed, END), 'zh_CN');
    await model.check();
    expect(model.said).toBe('公开检查全部通过。批改时还会用其他输入运行 3 项隐藏检查。');
    words.choose('en');
    expect(summary(model.run!, words)).toBe(
      'All public checks pass. When your work is graded, 3 hidden checks run on other inputs.'
    );
  });

  it('hands in once, also for who presses the button twice', async () => {
    let times = 0;
    const { model } = await at({
      handIn: async () => ({ message: `file ${++times}`, file: null }),
      handInState: async () => ({ way: 'pack' }),
      history: async () => []
    });
    const done = await Promise.all([model.handIn(), model.handIn()]);
    expect([times, done]).toEqual([1, [{ message: 'file 1', file: null }, null]]);
    expect(await model.handIn()).toEqual({ message: 'file 2', file: null });
  });

  it('puts the stub back after saving, and shows it', async () => {
    const { model, done } = await at({ reset: async () => ({ kept: 'copy.ipynb' }) });
    expect(await model.reset('sigmoid')).toBe('copy.ipynb');
    expect(done).toEqual(['save', 'reload']);
  });
});

describe('what is put back', () => {
  it('shows no result of what was put back, and says why nothing was saved', async () => {
    const { model } = await at({
      ...telling(START, FAILED, END),
      history: async () => [],
      reset: async () => ({ kept: 'copy.ipynb' })
    });
    await model.check();
    await model.reset(null);
    expect(model.run).toBe(null);
    const error = Object.assign(new Error('Cancel'), { name: 'ModalCancelError' });
    await model.attempt(() => Promise.reject(error));
    expect(model.problem).toMatch(/^The notebook was not saved/);
  });
});
