import { Dialog, InputDialog, Notification, showDialog } from '@jupyterlab/apputils';
import { IAttempt, IRegion } from './api';
import { Model } from './model';

/** Ask which region to begin again, the one at the cursor first, and put its stub back. */
export async function reset(model: Model): Promise<void> {
  const { path } = model;
  const { trans } = model.words;
  if (!path) {
    return;
  }
  await model.notebooks.save(path);
  const { regions } = await model.api.regions(path);
  const whole = trans.__('the whole lesson');
  const here = regionAt(regions, model.notebooks.cursor(path));
  const asked = await InputDialog.getItem({
    title: trans.__('Begin again'),
    label: trans.__('What is put back to how it was given? A copy of your answer is kept.'),
    items: [...regions.map(({ name }) => name), whole],
    current: here ? regions.indexOf(here) : regions.length, // a name would be passed over
    okLabel: trans.__('Put back'),
    cancelLabel: trans.__('Cancel')
  });
  if (asked.button.accept && asked.value) {
    told(model, await model.reset(asked.value === whole ? null : asked.value));
  }
}

/** Put back an earlier answer, if it is meant. */
export async function restore(model: Model, attempt: IAttempt, when: string): Promise<void> {
  const { trans } = model.words;
  const asked = await showDialog({
    title: trans.__('Put back an earlier answer'),
    body: trans.__(
      'The answer of %1 replaces what is in the notebook. A copy of that is kept.',
      when
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Put back') })
    ]
  });
  if (asked.button.accept) {
    told(model, await model.restore(attempt));
  }
}

function told(model: Model, kept: string | null): void {
  if (kept) {
    const said = model.words.trans.__('What was there before is kept in %1', kept);
    Notification.success(said, { autoClose: 8000 }); // else only the bell would know
  }
}

/** The region in which the cursor is. */
export function regionAt(
  regions: IRegion[],
  cursor: { cell: number; line: number } | null
): IRegion | undefined {
  return regions.find(
    ({ cell, first, last }) => cursor?.cell === cell && first <= cursor.line && cursor.line <= last
  );
}
