// Runs .tflite files in LiteRT's WebAssembly build for the process that started it.
//
//   node litert-worker.cjs <directory of litert_wasm_*.js and .wasm>
//
// Frames on stdin and stdout are a little-endian uint32 byte count and that many bytes. The first byte of a request is
// the operation, the first byte of a reply is 0 (done) or 1 (failed, followed by the UTF-8 message).
//
//   1 load    path in UTF-8                                  -> JSON: id, inputs, outputs
//   2 run     u32 id, u32 samples, input 0 of all, ...       -> output 0 of all samples, output 1 of all, ...
//   3 time    u32 id, u32 runs, one sample of each input     -> float64 milliseconds per run
//   4 unload  u32 id                                         -> nothing
//
// One frame is sent unasked at the start: JSON with the build in use, or the reason why there is none.
// The end of stdin ends this process, so it never outlives the one that started it.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const v8 = require('node:v8');

const directory = process.argv[2];
const sessions = new Map();
const complaints = [];
let nextId = 1;
let wasmModule;
let createInstance;

// A module whose only function uses a relaxed SIMD instruction: the browser-side package probes with the same idea.
function hasRelaxedSimd() {
  return WebAssembly.validate(new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0,
    65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11]));
}

// Node 20 has relaxed SIMD behind a flag, later versions have it without and may have dropped the flag.
function enableRelaxedSimd() {
  if (!hasRelaxedSimd()) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
  return hasRelaxedSimd();
}

function prepare() {
  const build = enableRelaxedSimd() ? 'litert_wasm_internal' : 'litert_wasm_compat_internal';
  createInstance = require(path.join(directory, `${build}.js`));
  wasmModule = new WebAssembly.Module(fs.readFileSync(path.join(directory, `${build}.wasm`)));
  return { build, relaxedSimd: build === 'litert_wasm_internal', node: process.version };
}

function note(text) {
  if (/^(INFO|WARNING)\b/.test(text)) return;
  complaints.push(text);
}

// Each model has its own instance: an abort inside one leaves the others whole, and unloading frees all its memory.
async function newInstance() {
  const wasm = await createInstance({
    locateFile: file => path.join(directory, file),
    print: note,
    printErr: note,
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(wasmModule, imports);
      done(instance, wasmModule);
      return instance.exports;
    },
  });
  wasm.setupLogging();
  return wasm;
}

function take(vector) {
  const items = [];
  for (let i = 0; i < vector.size(); i++) items.push(vector.get(i));
  vector.delete();
  return items;
}

function describe(name, type) {
  const layout = type.layout();
  const tensor = { name, type: type.elementType().value, dims: take(layout.dimensions()), bytes: type.bytes() };
  layout.delete();
  return tensor;
}

async function load(file) {
  const bytes = fs.readFileSync(file);
  const wasm = await newInstance();
  const environment = wasm.LiteRtEnvironment.create(null);
  const pointer = wasm._malloc(bytes.length);
  wasm.HEAPU8.set(bytes, pointer);
  const model = wasm.loadModel(environment, pointer, bytes.length);
  const compiled = await wasm.compileModel(environment, model, {
    environment, accelerator: 'wasm', cpuOptions: { numThreads: 1 }, gpuOptions: {}, webNNOptions: {},
  });
  const signature = model.getSignature(0);
  const inputTypes = take(signature.inputNames()).map((name, i) => [name, model.getInputTensorType(0, i)]);
  const inputs = inputTypes.map(([name, type]) => describe(name, type));
  const outputs = take(signature.outputNames()).map((name, i) => describe(name, model.getOutputTensorType(0, i)));
  const buffers = inputTypes.map(([, type]) => wasm.LiteRtTensorBuffer.createManaged(
    environment, wasm.LiteRtTensorBufferType.HOST_MEMORY, type, type.bytes()));
  const id = nextId++;
  sessions.set(id, { wasm, compiled, inputs, outputs, buffers });
  return Buffer.from(JSON.stringify({ id, inputs, outputs }));
}

function session(id) {
  const found = sessions.get(id);
  if (!found) throw new Error(`session ${id} is not loaded`);
  return found;
}

function write(wasm, buffer, bytes) {
  const pointer = buffer.lock(wasm.LiteRtTensorBufferLockMode.WRITE);
  wasm.HEAPU8.set(bytes, pointer);
  buffer.unlock();
}

function readAndDelete(wasm, buffer, expected, target, offset) {
  if (buffer.packedSize() !== expected) {
    throw new Error(`an output has ${buffer.packedSize()} bytes where the model declares ${expected}`);
  }
  const pointer = buffer.lock(wasm.LiteRtTensorBufferLockMode.READ);
  target.set(wasm.HEAPU8.subarray(pointer, pointer + expected), offset);
  buffer.unlock();
  buffer.delete();
}

function checkLength(body, inputs, samples) {
  const expected = samples * inputs.reduce((sum, input) => sum + input.bytes, 0);
  if (body.length !== expected) throw new Error(`${body.length} input bytes where ${expected} are needed`);
}

async function run(id, samples, body) {
  const { wasm, compiled, inputs, outputs, buffers } = session(id);
  checkLength(body, inputs, samples);
  const result = Buffer.allocUnsafe(samples * outputs.reduce((sum, output) => sum + output.bytes, 0));
  for (let sample = 0; sample < samples; sample++) {
    let from = 0;
    inputs.forEach(({ bytes }, i) => {
      const start = from + sample * bytes;
      write(wasm, buffers[i], body.subarray(start, start + bytes));
      from += samples * bytes;
    });
    let produced = compiled.run(0, buffers);
    if (produced instanceof Promise) produced = await produced;
    let to = 0;
    outputs.forEach(({ bytes }, i) => {
      readAndDelete(wasm, produced[i], bytes, result, to + sample * bytes);
      to += samples * bytes;
    });
  }
  return result;
}

async function time(id, runs, body) {
  const { wasm, compiled, inputs, buffers } = session(id);
  checkLength(body, inputs, 1);
  let from = 0;
  inputs.forEach(({ bytes }, i) => {
    write(wasm, buffers[i], body.subarray(from, from + bytes));
    from += bytes;
  });
  const milliseconds = new Float64Array(runs);
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    let produced = compiled.run(0, buffers);
    if (produced instanceof Promise) produced = await produced;
    milliseconds[i] = performance.now() - start;
    produced.forEach(buffer => buffer.delete());
  }
  return Buffer.from(milliseconds.buffer);
}

function unload(id) {
  session(id);
  sessions.delete(id);
  return Buffer.alloc(0);
}

async function answer(request) {
  switch (request[0]) {
    case 1: return load(request.toString('utf8', 1));
    case 2: return run(request.readUInt32LE(1), request.readUInt32LE(5), request.subarray(9));
    case 3: return time(request.readUInt32LE(1), request.readUInt32LE(5), request.subarray(9));
    case 4: return unload(request.readUInt32LE(1));
    default: throw new Error(`operation ${request[0]} is unknown`);
  }
}

// A pipe that the other side made non-blocking answers EAGAIN; wait a millisecond then.
function patiently(operation) {
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if (error.code === 'EOF') return 0;
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

function readExactly(count) {
  const bytes = Buffer.allocUnsafe(count);
  for (let done = 0; done < count;) {
    const got = patiently(() => fs.readSync(0, bytes, done, count - done, null));
    if (got === 0) process.exit(0);
    done += got;
  }
  return bytes;
}

function writeAll(bytes) {
  for (let done = 0; done < bytes.length;) {
    done += patiently(() => fs.writeSync(1, bytes, done, bytes.length - done));
  }
}

function send(status, body) {
  const header = Buffer.allocUnsafe(5);
  header.writeUInt32LE(body.length + 1, 0);
  header[4] = status;
  writeAll(Buffer.concat([header, body]));
}

async function guarded(action) {
  complaints.length = 0;
  try {
    send(0, await action());
  } catch (error) {
    if (error?.code === 'EPIPE') process.exit(0);
    const reason = error instanceof Error ? error.message : String(error);
    send(1, Buffer.from([reason, ...complaints.slice(-5)].join('; ')));
  }
}

async function main() {
  // Ctrl-C reaches the whole process group; the process that started us decides what it ends.
  process.on('SIGINT', () => {});
  await guarded(() => Buffer.from(JSON.stringify(prepare())));
  for (;;) {
    const request = readExactly(readExactly(4).readUInt32LE(0));
    await guarded(() => answer(request));
  }
}

main();
