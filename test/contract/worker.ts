/** The Worker around the tests: they import what they test themselves. */
export default { fetch: () => new Response('') };
