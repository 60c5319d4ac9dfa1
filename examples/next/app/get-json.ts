/** Fetches JSON from the API of this application. */
export async function getJson<Data>(url: string, init?: RequestInit): Promise<Data> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${url} responded with status ${response.status}`)
  return response.json()
}
