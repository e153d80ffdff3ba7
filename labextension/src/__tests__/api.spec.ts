import { ServerConnection } from '@jupyterlab/services';
import { Api, Event, NotThere, parse } from '../api';

type Answer = () => Response | Promise<Response>;

/** A server that gives these answers in turn, and remembers what it was asked. */
function serve(...answers: Answer[]) {
  const asked: { url: URL; method: string; body: unknown }[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const body = request.method === 'POST' ? await request.json() : null;
    asked.push({ url: new URL(request.url), method: request.method, body });
    const answer = answers.shift();
    if (!answer) {
      throw new Error('asked once too often');
    }
    return answer();
  };
  const settings = ServerConnection.makeSettings({
    baseUrl: 'http://localhost/user/ada/',
    fetch: fetch as never
  });
  return { api: new Api(settings, () => 'zh'), asked };
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const block = (event: object & { n: number }) =>
  `id: ${event.n}\ndata: ${JSON.stringify(event)}\n\n`;
const output = (n: number) => ({ n, kind: 'output', text: `${n}` });
const END = { n: 9, kind: 'end' };

/** A body that comes in these pieces, and ends, or breaks. */
function stream(pieces: string[], breaks = false): Response {
  const encoder = new TextEncoder();
  const left = pieces.map(piece => encoder.encode(piece));
  const getReader = () => ({
    read: async () => {
      if (left.length === 0 && breaks) {
        throw new TypeError('network error');
      }
      return { done: left.length === 0, value: left.shift() };
    },
    cancel: async () => undefined
  });
  return { ok: true, status: 200, body: { getReader } } as unknown as Response;
}

async function numbers(api: Api): Promise<number[]> {
  const found: number[] = [];
  await api.events('7', (event: Event) => found.push(event.n));
  return found;
}

describe('a request', () => {
  it('of a server that knows nothing of Gatehouse is told from what Gatehouse does not have', async () => {
    const page = () => new Response('<html>404 : Not Found</html>', { status: 404 });
    const { api } = serve(page, () => json({ message: 'no course here' }, 404));
    await expect(api.course('a')).rejects.toBeInstanceOf(NotThere);
    const ours = await api.course('a').catch(error => error);
    expect([ours instanceof NotThere, ours.message]).toEqual([false, 'no course here']);
  });

  it('goes below the base URL, with its query', async () => {
    const { api, asked } = serve(() => json({ title: 'LSTM', gates: [] }));
    await api.course('a b/c.ipynb');
    expect(asked[0].url.pathname).toBe('/user/ada/gatehouse/api/course');
    expect(asked[0].url.searchParams.get('path')).toBe('a b/c.ipynb');
    expect(asked[0].url.searchParams.get('lang')).toBe('zh');
  });

  it('that fails says why in the words of the server', async () => {
    const { api } = serve(
      () => json({ message: 'Save the notebook first.' }, 409),
      () => new Response('<html>', { status: 502, statusText: 'Bad Gateway' })
    );
    await expect(api.check('x.ipynb')).rejects.toThrow('Save the notebook first.');
    await expect(api.check('x.ipynb')).rejects.toThrow('Bad Gateway');
  });
});

describe('events', () => {
  it('come in order, however they are cut into pieces', async () => {
    const text = block(output(1)) + ': still here\n\n' + block(output(2)) + block(END);
    const pieces = [text.slice(0, 9), text.slice(9, 60), text.slice(60)];
    const { api } = serve(() => stream(pieces));
    expect(await numbers(api)).toEqual([1, 2, 9]);
  });

  it('go on where a broken stream ended, and come once', async () => {
    const { api, asked } = serve(
      () => stream([block(output(1)), block(output(2))], true),
      () => stream([block(output(2)), block(END)])
    );
    expect(await numbers(api)).toEqual([1, 2, 9]);
    expect(asked[1].url.searchParams.get('after')).toBe('2');
  });

  it('are polled where streams bring nothing', async () => {
    const { api, asked } = serve(
      () => stream([]),
      () => stream([]),
      () => json({ events: [output(1), END], done: true })
    );
    expect(await numbers(api)).toEqual([1, 9]);
    expect(asked[2].url.pathname).toMatch(/\/poll$/);
  });

  it('end with an error where the server says one', async () => {
    const { api } = serve(() => json({ message: 'There is no such check.' }, 404));
    await expect(numbers(api)).rejects.toThrow('There is no such check.');
  });

  it('are parsed, and comments are none', () => {
    expect(parse(': hello')).toBeNull();
    expect(parse('id: 1\r\ndata: {"n": 1}')).toEqual({ n: 1 });
  });
});
