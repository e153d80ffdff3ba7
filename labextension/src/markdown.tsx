import { IRenderMimeRegistry, RenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import { Model } from './model';

/** What is left of a formula's size where it is too wide for the panel: smaller, nobody could read it. */
const SMALLEST = 0.5;

interface IProps {
  source: string;
  model: Model;
  rendermime: IRenderMimeRegistry;
}

/** Make the formulas smaller that are wider than the panel. */
function fit(host: HTMLElement): void {
  for (const formula of host.querySelectorAll<HTMLElement>('mjx-container[display] > mjx-math')) {
    formula.style.fontSize = ''; // MathJax's own size is that of the element around it
    const room = host.clientWidth / formula.getBoundingClientRect().width;
    if (room < 1) {
      formula.style.fontSize = `${100 * Math.max(SMALLEST, room)}%`;
    }
  }
}

/** Markdown with math, as JupyterLab renders it; its links lead to what lies beside the gate's notebook. */
export function Markdown({ source, model, rendermime }: IProps): React.ReactElement {
  const host = React.useRef<HTMLDivElement>(null);
  const path = model.gate?.notebook ?? '';
  // In time to be detached: React takes the host away after layout effects are undone.
  React.useLayoutEffect(() => {
    const resolver = new RenderMimeRegistry.UrlResolver({ path, contents: model.contents });
    const own = rendermime.clone({ resolver });
    const renderer = own.createRenderer('text/markdown');
    void renderer.renderModel(own.createModel({ data: { 'text/markdown': source } })).then(() => {
      if (host.current && !renderer.isDisposed) {
        Widget.attach(renderer, host.current);
      }
    });
    return () => renderer.dispose();
  }, [source, path]);
  React.useLayoutEffect(() => {
    const look = () => fit(host.current!);
    const [resized, typeset] = [new ResizeObserver(look), new MutationObserver(look)];
    resized.observe(host.current!);
    typeset.observe(host.current!, { childList: true, subtree: true });
    return () => [resized, typeset].forEach(observer => observer.disconnect());
  }, []);
  return <div className="gatehouse-markdown" ref={host} />;
}
