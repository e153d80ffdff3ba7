import { reset } from '../dialogs';
import { Model } from '../model';
import { Words } from '../words';

const REGIONS = [
  { name: 'sigmoid', cell: 2, first: 3, last: 5, written: true },
  { name: 'forget_gate', cell: 4, first: 3, last: 5, written: false }
];

/** What is offered first to a student whose cursor is there. */
async function offered(cursor: { cell: number; line: number } | null): Promise<string> {
  const model = {
    path: '02/gate.ipynb',
    words: new Words({ languageCode: 'en' } as never),
    notebooks: { save: async () => undefined, cursor: () => cursor },
    api: { regions: async () => ({ regions: REGIONS }) }
  };
  const asked = reset(model as unknown as Model);
  await new Promise(done => setTimeout(done, 0));
  const { value } = document.querySelector<HTMLSelectElement>('.jp-Dialog select')!;
  document.querySelector<HTMLElement>('.jp-Dialog button.jp-mod-reject')!.click();
  await asked;
  return value;
}

describe('beginning again', () => {
  it('offers the function at the cursor first, and elsewhere the whole lesson', async () => {
    expect(await offered({ cell: 4, line: 4 })).toBe('forget_gate');
    expect(await offered({ cell: 2, line: 3 })).toBe('sigmoid');
    expect(await offered({ cell: 4, line: 1 })).toBe('the whole lesson');
    expect(await offered(null)).toBe('the whole lesson');
  });
});
