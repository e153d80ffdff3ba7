import { IPlace } from './api';
import { ICellMark } from './notebooks';
import { IRun, toWrite } from './run';

/** The lines to mark after a check: each once, with what is said of it. */
export function wrongLines({ end, checks }: IRun): ICellMark[] {
  const found = new Map<string, ICellMark>();
  const add = (place: IPlace | null, message: string | null) => {
    if (place && place.cell !== null && message) {
      const key = `${place.cell}:${place.line}`;
      const before = found.get(key)?.message;
      const whole = before?.includes(message)
        ? before
        : [before, message].filter(Boolean).join('\n');
      found.set(key, { ...place, cell: place.cell, kind: 'wrong', message: whole });
    }
  };
  end?.diagnoses.forEach(diagnosis => add(diagnosis.line, diagnosis.text));
  checks
    .filter(check => !['passed', 'skipped'].includes(check.outcome))
    .filter(check => !check.diagnosis && !toWrite(check))
    .forEach(check => add(check.line, check.message ?? check.title));
  return [...found.values()];
}
