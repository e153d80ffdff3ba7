import { checkIcon, errorIcon, LabIcon } from '@jupyterlab/ui-components';
import { crossIcon, dashIcon } from './icons';
import { Words } from './words';

/** What the outcome of a check is called; its names are those of grader/verdict.py. */
export function outcomeName(outcome: string, { trans }: Words): string {
  const names: Record<string, string> = {
    passed: trans.__('Passed'),
    failed: trans.__('Not passed'),
    raised: trans.__('Error'),
    timeout: trans.__('Timed out'),
    memory: trans.__('Out of memory'),
    crashed: trans.__('Crashed'),
    output_limit: trans.__('Too much output'),
    skipped: trans.__('Skipped'),
    unattempted: trans.__('Not started'),
    rejected: trans.__('Cannot be read'),
    grader_error: trans.__('Grader error'),
    cancelled: trans.__('Stopped')
  };
  return names[outcome] ?? outcome;
}

/** Its sign differs in shape, not in colour alone. */
export function outcomeIcon(outcome: string): LabIcon {
  return { passed: checkIcon, failed: crossIcon, skipped: dashIcon }[outcome] ?? errorIcon;
}
