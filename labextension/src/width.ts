import { SplitPanel, Widget } from '@lumino/widgets';

/** A sidebar of at least this width (px) is as the student wants it. */
const ENOUGH = 300;
/** A task with formulas needs this much room (px), of a window that has it. */
const WANTED = 420;
const MOST = 0.4;

/** Give the sidebar room for a task, once; the student can drag it as they like. */
export function widen(panel: Widget): void {
  let area: Widget | null = panel;
  while (area && !(area.parent instanceof SplitPanel)) {
    area = area.parent;
  }
  const split = area?.parent as SplitPanel | undefined;
  if (area && split && split.orientation === 'horizontal') {
    const wanted = Math.min(WANTED / split.node.clientWidth, MOST);
    const sizes = split.relativeSizes();
    const at = split.widgets.indexOf(area);
    if (area.node.clientWidth < ENOUGH) {
      const shrunk = (1 - wanted) / (1 - sizes[at]);
      split.setRelativeSizes(sizes.map((size, index) => (index === at ? wanted : size * shrunk)));
    }
  }
}
