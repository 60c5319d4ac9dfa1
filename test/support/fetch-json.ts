/** Fetches JSON from the API of the test that opened this page. Throws if the status is not 2xx, as a user's fetcher does. */
export async function fetchJson<Value>(path: string, signal: AbortSignal | null = null): Promise<Value> {
  // Without `no-store`, Chromium sends one request at a time to one URL, and lets others wait up to 20 s for a cacheable
  // response. Tests count requests that overlap.
  const response = await fetch(`${document.documentElement.dataset['api']}${path}`, { cache: 'no-store', signal })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response.json()
}
