import { EditorState, Text } from '@codemirror/state';
import { find, IMark, marked, markedLines, setMarks } from '../marks';

const CODE = 'def f(x):\n    y = x\n    return y\n\nprint(f(1))';
const wrong = (line: number, text: string): IMark => ({ line, text, kind: 'wrong', message: 'no' });
const begin = (...marks: IMark[]) => EditorState.create({ doc: CODE, extensions: marked(marks) });

describe('marks', () => {
  it('are there from the beginning, and where they are set', () => {
    const state = begin(wrong(2, '    y = x'));
    expect(markedLines(state)).toEqual([2]);
    const set = state.update({ effects: setMarks.of([wrong(3, '    return y')]) }).state;
    expect(markedLines(set)).toEqual([3]);
  });

  it('go when their line is edited, and only then', () => {
    const state = begin(wrong(2, '    y = x'), wrong(3, '    return y'));
    const at = state.doc.line(2).to;
    expect(markedLines(state.update({ changes: { from: at, insert: ' + 1' } }).state)).toEqual([3]);
  });

  it('move with their line', () => {
    const state = begin(wrong(3, '    return y'));
    const changes = { from: 0, insert: '# one\n# two\n' };
    expect(markedLines(state.update({ changes }).state)).toEqual([5]);
  });

  it('go when lines are deleted', () => {
    const state = begin(wrong(2, '    y = x'), wrong(5, 'print(f(1))'));
    const changes = { from: state.doc.line(1).from, to: state.doc.line(3).to };
    expect(markedLines(state.update({ changes }).state)).toEqual([3]);
  });

  it('do not stand on a line that has changed since the check', () => {
    expect(markedLines(begin(wrong(2, '    y = x + 1')))).toEqual([]);
  });
});

describe('find', () => {
  const doc = Text.of(['a', 'b', 'a', 'c']);

  it('takes the nearest line with this text', () => {
    expect(find(doc, { line: 4, text: 'a' })).toBe(3);
    expect(find(doc, { line: 1, text: 'a' })).toBe(1);
    expect(find(doc, { line: 900, text: 'b' })).toBe(2);
    expect(find(doc, { line: 1, text: 'z' })).toBeNull();
  });

  it('knows a line by its code: told without its indentation, and cut', () => {
    const long = Text.of(['    ' + 'x'.repeat(300)]);
    expect(find(long, { line: 1, text: 'x'.repeat(200) })).toBe(1);
  });
});
