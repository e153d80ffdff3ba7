import {
  EditorState,
  Extension,
  StateEffect,
  StateField,
  Text,
  Transaction
} from '@codemirror/state';
import { Decoration, DecorationSet, EditorView } from '@codemirror/view';

/** A mark on one line of a cell. `text` is the line as it was checked: a line that has changed since is not marked. */
export interface IMark {
  line: number;
  text: string;
  kind: 'wrong' | 'outside';
  message: string;
}

export const setMarks = StateEffect.define<readonly IMark[]>();

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    const kept = transaction.docChanged ? untouched(marks, transaction) : marks;
    const fresh = transaction.effects.filter(effect => effect.is(setMarks)).pop();
    return fresh ? placed(fresh.value, transaction.newDoc) : kept;
  },
  provide: self => EditorView.decorations.from(self)
});

/** The extension of one editor, with the marks that it begins with. */
export const marked = (begin: readonly IMark[]): Extension =>
  field.init((state: EditorState) => placed(begin, state.doc));

/** The numbers of the lines that are marked, from 1. */
export function markedLines(state: EditorState): number[] {
  const found: number[] = [];
  for (let at = state.field(field).iter(); at.value; at.next()) {
    found.push(state.doc.lineAt(at.from).number);
  }
  return found;
}

/** The marks but for those whose line was edited. */
function untouched(marks: DecorationSet, { changes, startState }: Transaction): DecorationSet {
  const edited = new Set<number>();
  changes.iterChangedRanges((from, to) => {
    const last = startState.doc.lineAt(to).number;
    for (let line = startState.doc.lineAt(from).number; line <= last; line++) {
      edited.add(startState.doc.line(line).from);
    }
  });
  return marks.update({ filter: from => !edited.has(from) }).map(changes);
}

function placed(marks: readonly IMark[], doc: Text): DecorationSet {
  const found = marks.flatMap(mark => {
    const line = find(doc, mark);
    return line === null ? [] : [decoration(mark).range(doc.line(line).from)];
  });
  return Decoration.set(found, true);
}

const decoration = ({ kind, message }: IMark) =>
  Decoration.line({
    class: `gatehouse-mark gatehouse-mark-${kind}`,
    attributes: { title: message }
  });

/** As much of a line as the server tells. */
const told = (line: string) => line.trim().slice(0, 200);

/** The line that holds the text, the nearest to where it was: lines may have come or gone above it. */
export function find(doc: Text, { line, text }: { line: number; text: string }): number | null {
  const from = Math.min(line, doc.lines);
  for (let distance = 0; distance < doc.lines; distance++) {
    for (const candidate of [from - distance, from + distance]) {
      if (
        candidate >= 1 &&
        candidate <= doc.lines &&
        told(doc.line(candidate).text) === told(text)
      ) {
        return candidate;
      }
    }
  }
  return null;
}
