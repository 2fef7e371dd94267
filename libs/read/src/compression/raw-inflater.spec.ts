import { constants, deflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sampleBytes } from './fixtures/sample-bytes.ts';
import { RawInflater } from './raw-inflater.ts';

const { Z_BLOCK, Z_SYNC_FLUSH, Z_FINISH } = constants;
const CONTENT = sampleBytes(40_000, 6);
const DATA = deflateRawSync(CONTENT);

function inflateAll(inflater: RawInflater, flush: number, data: Uint8Array) {
  const target = Buffer.alloc(CONTENT.length + 1);
  let [read, made, steps] = [0, 0, 0];
  for (;;) {
    const { consumed, length } = inflater.write(flush, data.subarray(read), target.subarray(made));
    if (consumed === 0 && length === 0) return { read, content: target.subarray(0, made), steps };
    read += consumed;
    made += length;
    steps++;
  }
}

describe('RawInflater', () => {
  const inflater = new RawInflater();
  afterEach(() => inflater.reset());

  it('can be used in this version of Node', () => expect(RawInflater.isTrusted()).toBe(true));

  it('inflates up to the end of the data and no further', () => {
    const { read, content, steps } = inflateAll(inflater, Z_SYNC_FLUSH, Buffer.concat([DATA, Buffer.from('more')]));
    expect([read, steps]).toEqual([DATA.length, 1]);
    expect(content.equals(CONTENT)).toBe(true);
  });

  it('stops behind each block', () => {
    const blocks = deflateRawSync(CONTENT, { memLevel: 1 });
    const { read, content, steps } = inflateAll(inflater, Z_BLOCK, Buffer.concat([blocks, Buffer.of(0)]));
    expect(read).toBe(blocks.length);
    expect(content.equals(CONTENT)).toBe(true);
    expect(steps).toBeGreaterThan(20);
  });

  it.each([
    ['damage', Z_SYNC_FLUSH, Buffer.of(0x07), 'Z_DATA_ERROR'],
    ['data that ends early', Z_FINISH, DATA.subarray(0, 300), 'Z_BUF_ERROR'],
  ])('throws the error of node:zlib for %s, and starts again', (_, flush, data, code) => {
    expect(() => inflateAll(inflater, flush, data)).toThrow(expect.objectContaining({ code }));
    inflater.reset();
    expect(inflateAll(inflater, Z_SYNC_FLUSH, Buffer.concat([DATA, Buffer.of(0)])).content.equals(CONTENT)).toBe(true);
  });
});

describe('RawInflater of a Node that works otherwise', () => {
  afterEach(() => {
    vi.doUnmock('node:zlib');
    vi.resetModules();
  });

  it.each<[what: string, stream: (real: { _handle: object; _writeState: Uint32Array }) => object]>([
    ['no handle', () => ({})],
    ['no state', ({ _handle }) => ({ _handle })],
    [
      'another order in the state',
      ({ _handle, _writeState }) => ({
        _handle,
        _writeState: {
          0: 1,
          get 1() {
            return _writeState[0];
          },
        },
      }),
    ],
    [
      'errors that are lost',
      ({ _handle, _writeState }) => ({
        _writeState,
        get _handle() {
          return Object.assign(Object.create(_handle), withoutErrors(_handle));
        },
      }),
    ],
  ])('is not trusted: %s', async (_, stream) => {
    vi.resetModules();
    vi.doMock('node:zlib', async (original) => {
      const real = await original<typeof import('node:zlib')>();
      return { ...real, createInflateRaw: (options: object) => stream(real.createInflateRaw(options) as never) };
    });
    const { RawInflater: Other } = await import('./raw-inflater.ts');
    expect(Other.isTrusted()).toBe(false);
  });
});

/** The handle itself keeps an `onerror` that does nothing. */
function withoutErrors(handle: object): object {
  Object.assign(handle, { onerror: () => {} });
  const call =
    (name: string) =>
    (...args: readonly unknown[]) =>
      (handle as Record<string, (...all: readonly unknown[]) => unknown>)[name]!(...args);
  return { writeSync: call('writeSync'), reset: call('reset'), close: call('close') };
}
