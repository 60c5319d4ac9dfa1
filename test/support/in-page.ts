/** Fetches JSON from the API of the test that opened this page; throws what a user's fetcher would. */
export async function fetchJson<Value>(path: string, signal: AbortSignal | null = null): Promise<Value> {
  // Chromium asks for one URL once at a time, for 20 s, in case the answer can be kept: tests count requests that overlap.
  const response = await fetch(`${document.documentElement.dataset['api']}${path}`, { cache: 'no-store', signal })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response.json()
}
