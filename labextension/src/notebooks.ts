import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry,
  CodeMirrorEditor
} from '@jupyterlab/codemirror';
import { JupyterFrontEnd } from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker, NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import { Text } from '@codemirror/state';
import { Widget } from '@lumino/widgets';
import { IPlace } from './api';
import { find, IMark, marked, setMarks } from './marks';

/** A mark, and in which of the notebook's cells. */
export interface ICellMark extends IMark {
  cell: number;
}

/** What draws the lesson's picture, in the notebook's kernel. */
const SEE = '%see';

/** How long (ms) the text above a cell may take to get its height, which pushes the cell down. */
const SETTLES = [300, 400, 600];

const lessonOf = (panel?: NotebookPanel): string | null =>
  panel?.context.model?.getMetadata('gatehouse')?.lesson ?? null;

const inSight = ({ node }: Widget, { node: window }: Widget) => {
  const top = node.getBoundingClientRect().top - window.getBoundingClientRect().top;
  return 0 <= top && top < window.clientHeight;
};

/** The students' notebooks in JupyterLab: opened, saved, marked, and with the cursor where it is wanted. */
export class Notebooks {
  constructor(
    private readonly _documents: IDocumentManager,
    readonly tracker: INotebookTracker,
    private readonly _shell: JupyterFrontEnd.IShell,
    editors: IEditorExtensionRegistry
  ) {
    editors.addExtension({
      name: 'gatehouse:marks',
      factory: ({ model }) =>
        EditorExtensionRegistry.createImmutableExtension(
          marked(this._marks.get(model.sharedModel) ?? [])
        )
    });
  }

  /** The path of the notebook that the student sees, or saw last, or null.

      Of notebooks that were opened again for the student, the tracker knows the one in front only once it was clicked. */
  get current(): string | null {
    const front = this._shell.currentWidget;
    const seen = front instanceof NotebookPanel ? front : this.tracker.currentWidget;
    return seen?.context.path ?? null;
  }

  /** The open notebook of this path, if there is one. */
  find(path: string): NotebookPanel | undefined {
    return this.tracker.find(panel => panel.context.path === path);
  }

  /** The lesson that an open notebook says it is of, or null. */
  lessonAt(path: string): string | null {
    return lessonOf(this.find(path));
  }

  /** Where a notebook of this lesson is open, or null. */
  ofLesson(id: string): string | null {
    return this.tracker.find(panel => lessonOf(panel) === id)?.context.path ?? null;
  }

  /** The notebook, opened and in front; null where it is in another tab of the browser, as in Notebook 7. */
  async open(path: string): Promise<NotebookPanel | null> {
    const widget = this._documents.openOrReveal(path);
    await widget?.context.ready;
    return widget instanceof NotebookPanel ? widget : null;
  }

  /** Show a page that came from elsewhere: in JupyterLab's viewer, where nothing of it runs. */
  openPage(path: string): void {
    this._documents.openOrReveal(path, 'HTML Viewer');
  }

  /** Write to the disk what the student sees; if it is not `there` any more, also what has not changed. */
  async save(path: string, there = true): Promise<void> {
    const context = this.find(path)?.context;
    if (context && (context.model.dirty || !there)) {
      await context.save();
    }
  }

  /** Show what the server wrote to the disk. */
  async reload(path: string): Promise<void> {
    const panel = this.find(path);
    const at = panel?.content.activeCellIndex ?? 0;
    await panel?.context.revert();
    if (panel) {
      panel.content.activeCellIndex = at;
      await panel.content.scrollToItem(at, 'smart');
    }
  }

  /** Bring a cell to the top, where the student has not gone elsewhere: the task that stands above is in the panel. */
  async scrollTo(path: string, cell: number): Promise<void> {
    const content = this.find(path)?.content;
    const widget = content?.widgets[cell];
    if (!content || !widget) {
      return;
    }
    content.activeCellIndex = cell;
    for (const pause of SETTLES) {
      // The focus was on the first cell, and Enter would only have brought it here.
      if (
        document.activeElement?.matches('.jp-Cell') &&
        content.node.contains(document.activeElement)
      ) {
        widget.node.focus({ preventScroll: true });
      }
      if (!inSight(widget, content)) {
        await content.scrollToItem(cell, 'start');
      }
      await new Promise(done => setTimeout(done, pause));
      if (content.activeCellIndex !== cell || content.mode === 'edit') {
        return;
      }
    }
  }

  /** Go on in a notebook with the keyboard, where the student was. */
  async goBack(path: string): Promise<void> {
    (await this.open(path))?.activate();
  }

  /** Run `%see` in a cell at the end, which is made where there is none, on what the student sees. */
  async see(path: string): Promise<void> {
    const panel = await this.open(path);
    const cells = panel?.content.model?.sharedModel;
    if (!panel || !cells) {
      return;
    }
    const { content, sessionContext } = panel;
    const found = cells.cells.findIndex(cell => cell.getSource().trim() === SEE);
    const at = found < 0 ? cells.cells.length : found;
    if (found < 0) {
      cells.addCell({ cell_type: 'code', source: SEE });
    }
    await this.save(path);
    content.deselectAll();
    content.activeCellIndex = at;
    await content.scrollToItem(at, 'smart');
    await NotebookActions.run(content, sessionContext);
    await content.scrollToItem(at, 'end');
  }

  /** Put the cursor at the start of a line of the student's own, and the keyboard's focus with it. */
  async goTo(path: string, place: IPlace): Promise<void> {
    const content = (await this.open(path))?.content;
    const cell = content?.widgets[place.cell ?? 0];
    if (!content || !cell) {
      return;
    }
    content.deselectAll();
    content.activeCellIndex = place.cell ?? 0;
    cell.inputHidden = false;
    await content.scrollToItem(content.activeCellIndex, 'smart');
    await cell.ready;
    content.mode = 'edit';
    const doc = Text.of(cell.model.sharedModel.getSource().split('\n'));
    const line = find(doc, place) ?? Math.min(place.line, doc.lines);
    const text = doc.line(line).text;
    cell.editor?.setCursorPosition({
      line: line - 1,
      column: text.length - text.trimStart().length
    });
    cell.editor?.focus();
  }

  /** Where the cursor is: cells count from 0, lines from 1. */
  cursor(path: string): { cell: number; line: number } | null {
    const content = this.find(path)?.content;
    const editor = content?.activeCell?.editor;
    return content && editor
      ? { cell: content.activeCellIndex, line: editor.getCursorPosition().line + 1 }
      : null;
  }

  /** Mark these lines in the notebook and no others. */
  mark(path: string, marks: readonly ICellMark[]): void {
    this.find(path)?.content.widgets.forEach((cell, index) => {
      const here = marks.filter(mark => mark.cell === index);
      this._marks.set(cell.model.sharedModel, here);
      if (cell.editor instanceof CodeMirrorEditor) {
        cell.editor.editor.dispatch({ effects: setMarks.of(here) });
      }
    });
  }

  // A cell out of sight has no editor yet: it finds its marks here when it gets one.
  private readonly _marks = new WeakMap<object, readonly IMark[]>();
}
