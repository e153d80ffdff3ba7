import { Event } from '../api';
import { line } from '../curve';
import { wrongLines } from '../lines';
import { once } from '../clicks';
import { BEGUN, heard, oneFrame, sameAbove } from '../run';

const place = (cell: number, line: number) => ({ cell, line, text: 'return np.tanh(z)' });
const check = (name: string, outcome: string, more: object = {}) =>
  ({
    kind: 'check',
    n: 1,
    name,
    title: name,
    outcome,
    points: 0,
    max_points: 1,
    message: null,
    expected: null,
    actual: null,
    line: null,
    diagnosis: null,
    ...more
  }) as Event;
const END: Event = {
  n: 9,
  kind: 'end',
  outcome: 'failed',
  score: 0,
  max_score: 2,
  diagnoses: [],
  notices: [],
  passed: false,
  hint_offered: false
};
const after = (...events: Event[]) => events.reduce(heard, BEGUN);

describe('a button', () => {
  it('does its deed once for a double click', () => {
    let times = 0;
    const click = once(() => (times += 1));
    [1, 2, 3, 0].forEach(detail => click({ detail } as never));
    expect(times).toBe(2); // 0: by the keyboard
  });
});

describe('the frames of an exception', () => {
  const frames = (traceback: string) =>
    oneFrame({ ...check('a', 'error', { line: place(1, 6), traceback }) } as never);
  it('are not said again where the link shows the line', () => {
    expect(frames('code cell 1, line 6 in gate\n    return np.tanh(z)\n')).toBe(true);
    expect(frames('')).toBe(true);
    expect(frames('line 2\n    gate(z)\nline 6 in gate\n    return np.tanh(z)')).toBe(false);
  });
});

describe('an error that many checks meet', () => {
  it('is told once, where nothing explains it', () => {
    const error = { message: 'no images', traceback: 'line 9' };
    const { checks } = after(
      check('a', 'passed'),
      check('b', 'raised', error),
      check('c', 'raised', error),
      check('d', 'raised', { ...error, traceback: 'line 4' }),
      check('e', 'skipped', error),
      check('f', 'raised', { ...error, diagnosis: 'x' })
    );
    const told = checks.map(one => sameAbove(checks, one)?.name);
    expect(told).toEqual([undefined, undefined, 'b', undefined, undefined, undefined]);
  });
});

describe('a run', () => {
  it('collects what its events tell', () => {
    const planned = [{ name: 'a', title: 'A', points: 1 }];
    const run = after(
      { n: 1, kind: 'start', lesson: 'x', checks: planned, hidden_checks: 3 },
      { n: 2, kind: 'progress', series: 'loss', step: 1, value: 2.5 },
      { n: 3, kind: 'progress', series: 'loss', step: 2, value: 1.5 },
      { n: 4, kind: 'output', text: 'hello ' },
      { n: 5, kind: 'output', text: 'there' },
      check('a', 'passed')
    );
    expect(run.planned).toEqual(planned);
    expect(run.hidden).toBe(3);
    expect(run.curves.get('loss')).toEqual([[1, 2.5], [2, 1.5]]); // prettier-ignore
    expect(run.output).toBe('hello there');
    expect(run.checks.map(({ name }) => name)).toEqual(['a']);
    expect(run.state).toBe('running');
    expect(BEGUN.checks).toEqual([]);
  });

  it('takes the second result of a check that is judged again', () => {
    const run = after(check('a', 'timeout'), check('b', 'passed'), check('a', 'passed'));
    expect(run.checks.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['a', 'passed'],
      ['b', 'passed']
    ]);
  });

  it('is done at its end, or cancelled', () => {
    expect(after(END).state).toBe('done');
    expect(after({ ...END, outcome: 'cancelled' } as Event).state).toBe('cancelled');
  });

  it('keeps the end of an endless output', () => {
    const run = after(
      ...Array.from(
        { length: 30 },
        () => ({ n: 1, kind: 'output', text: 'x'.repeat(1000) }) as Event
      )
    );
    expect(run.output.length).toBe(20_000);
  });
});

describe('wrongLines', () => {
  it('names each line once, a diagnosis before the checks that it does not explain', () => {
    const diagnosis = { id: 'tanh', text: 'this is tanh', checks: ['a', 'b'], line: place(3, 5) };
    const run = after(
      check('a', 'failed', { diagnosis: 'tanh', line: place(3, 5), message: 'a is wrong' }),
      check('b', 'passed', { line: place(1, 1), message: 'unused' }),
      check('c', 'raised', { line: place(4, 2), message: 'c raised' }),
      check('d', 'failed', { line: place(4, 2), message: 'd is wrong' }),
      check('e', 'skipped', { line: place(5, 1), message: 'not checked, because c failed' }),
      { ...END, diagnoses: [diagnosis] } as Event
    );
    const told = wrongLines(run).map(({ cell, line, message }) => [cell, line, message]);
    expect(told).toEqual([
      [3, 5, 'this is tanh'],
      [4, 2, 'c raised\nd is wrong']
    ]);
  });
});

describe('line', () => {
  it('fills the picture, also with one point or none', () => {
    expect(line([[0, 1], [10, 0]])).toBe('0.0,0.0 300.0,90.0'); // prettier-ignore
    expect(line([[3, 1]])).toBe('150.0,45.0');
    expect(line([[1, NaN]])).toBe('');
  });
});
