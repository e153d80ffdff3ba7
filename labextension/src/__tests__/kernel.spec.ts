import { Signal } from '@lumino/signaling';
import { equip } from '../kernel';

/** A notebook's session whose kernel has this status. */
function begin(status: string) {
  const asked: string[] = [];
  const requestExecute = ({ code }: { code: string }) => {
    asked.push(code);
    return { done: Promise.reject(new Error('the kernel ended')) };
  };
  const kernel = { status, requestExecute };
  const [statusChanged, kernelChanged] = [new Signal<object, unknown>({}), new Signal({})];
  const context = { session: { kernel }, statusChanged, kernelChanged };
  equip(context as never);
  const turn = (now: string) => {
    kernel.status = now;
    statusChanged.emit(now);
  };
  return { asked, turn, kernelChanged };
}

describe('a kernel', () => {
  it('gets %check when it is idle, once', () => {
    const { asked, turn } = begin('starting');
    expect(asked).toEqual([]);
    turn('idle');
    turn('busy');
    turn('idle');
    expect(asked).toEqual([expect.stringContaining('load_ipython_extension')]);
  });

  it('gets it again after a restart, and another kernel, too', () => {
    const { asked, turn, kernelChanged } = begin('idle');
    turn('autorestarting');
    turn('idle');
    kernelChanged.emit({});
    expect(asked).toHaveLength(3);
  });
});
