import { NotebookActions } from '@jupyterlab/notebook';
import { Notebooks } from '../notebooks';

/** Notebooks of which one is open, with these cells. */
function begin(...sources: string[]) {
  const cells = sources.map(source => ({ getSource: () => source }));
  const sharedModel = {
    cells,
    addCell: ({ source }: { source: string }) => void cells.push({ getSource: () => source })
  };
  const done: string[] = [];
  const content = {
    model: { sharedModel },
    activeCellIndex: 0,
    deselectAll: () => undefined,
    scrollToItem: async () => undefined
  };
  const context = { model: { dirty: true }, save: async () => void done.push('save') };
  const panel = { content, context, sessionContext: {} };
  const notebooks = new Notebooks(
    {} as never,
    {} as never,
    {} as never,
    { addExtension: () => undefined } as never
  );
  jest.spyOn(notebooks, 'open').mockResolvedValue(panel as never);
  jest.spyOn(notebooks, 'find').mockReturnValue(panel as never);
  jest.spyOn(NotebookActions, 'run').mockImplementation(async () => {
    done.push(cells[content.activeCellIndex].getSource());
    return true;
  });
  return { notebooks, cells, done };
}

describe('the picture', () => {
  it('is drawn in a cell of its own at the end, from what was saved', async () => {
    const { notebooks, cells, done } = begin('import numpy', '%check');
    await notebooks.see('01/rnn.ipynb');
    await notebooks.see('01/rnn.ipynb');
    expect(cells.map(cell => cell.getSource())).toEqual(['import numpy', '%check', '%see']);
    expect(done).toEqual(['save', '%see', 'save', '%see']);
  });

  it('is drawn where the student has asked for it', async () => {
    const { notebooks, cells, done } = begin('%see ', '%check');
    await notebooks.see('01/rnn.ipynb');
    expect([cells.length, done]).toEqual([2, ['save', '%see ']]);
  });
});
