import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { startNode, waitForLastLine } from '../support/processes.ts'
import { blocksIn } from './examples.ts'
import { readSource, root } from './project.ts'
import { compileBlocks } from './run-documents.ts'

// The examples with prom-client and OpenTelemetry run in a process of their own. Their `cache` is that of the program around them.

const door = pathToFileURL(join(root, 'dist', 'index.js')).href
const blocks = blocksIn(readSource('docs/events.md')).filter(({ code }) => /prom-client|@opentelemetry/.test(code))
const { folder, runnable } = compileBlocks(blocks, (code) =>
  code.replace(/const cache = .*\n/, 'const cache = globalThis.testCache\n').replace("'cachetta'", `'${door}'`),
)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a program that has the example of a library. Returns what its last line says. */
async function runWithExample(library: string, program: string): Promise<unknown> {
  const file = runnable.find(({ block }) => block.code.includes(library))?.file ?? 'there is no example'
  const text = `
    import { Cachetta, memoryStore } from 'cachetta'
    globalThis.testCache = new Cachetta({ path: 'test', store: memoryStore() })
    const cache = testCache
    const nextTask = () => new Promise((resolve) => setTimeout(resolve))
    ${program.replace('// the example', `await import('${pathToFileURL(file).href}')`)}
  `
  return JSON.parse(await waitForLastLine(startNode(['--input-type=module', '--eval', text])))
}

test('prom-client counts the reads, and measures the functions', async () => {
  const program = `
    import { register } from 'prom-client'
    // the example
    const cached = cache(async () => 'value')
    for (let call = 0; call < 3; call += 1) await cached()
    await nextTask()
    console.log(JSON.stringify(await register.metrics()))
  `
  const metrics = await runWithExample('prom-client', program)
  expect(metrics).toContain('cache_reads_total{result="hit"} 2')
  expect(metrics).toContain('cache_reads_total{result="miss"} 1')
  expect(metrics).toContain('cache_computing_seconds_count 1')
  expect(metrics).toContain('cache_troubles_total 0')
})

test('OpenTelemetry gets a span of each flight, under the span of its caller', async () => {
  const program = `
    import { context, trace } from '@opentelemetry/api'
    import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
    import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
    const exporter = new InMemorySpanExporter()
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
    trace.setGlobalTracerProvider(provider)
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    // the example
    const caller = provider.getTracer('test').startSpan('caller')
    await context.with(trace.setSpan(context.active(), caller), () => cache(async () => 'value')())
    await cache.at('other')(() => Promise.reject(new Error('down')))().catch(() => {})
    await nextTask()
    const spans = exporter.getFinishedSpans().map(({ attributes, events, parentSpanContext, status }) => ({
      attributes,
      events: events.map(({ name }) => name),
      isOfCaller: parentSpanContext?.spanId === caller.spanContext().spanId,
      status,
    }))
    console.log(JSON.stringify(spans))
  `
  expect(await runWithExample('@opentelemetry', program)).toEqual([
    {
      attributes: { 'cache.path': 'test', 'cache.reason': 'call' },
      events: ['computing', 'computed', 'stored'],
      isOfCaller: true,
      status: { code: 0 },
    },
    {
      attributes: { 'cache.path': 'test/other', 'cache.reason': 'call' },
      events: ['computing', 'failed'],
      isOfCaller: false,
      status: { code: 2, message: 'Error: down' },
    },
  ])
})
