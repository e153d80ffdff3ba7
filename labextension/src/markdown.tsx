import { IRenderMimeRegistry, RenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import { Model } from './model';

interface IProps {
  source: string;
  model: Model;
  rendermime: IRenderMimeRegistry;
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
  return <div className="gatehouse-markdown" ref={host} />;
}
