/**
 * The site's picture: three streams that become one; readable on a light and a dark tab. Pages name its address and do not hold
 * it as a `data:` URL: Liferea asks for that as for any other, waits for ever, and soon asks for no feed at all.
 */
export const icon = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='7' fill='#0b5a8f'/><path d='M6 7c6 0 6 9 13 9h7M6 16h13M6 25c6 0 6-9 13-9' fill='none' stroke='#fff' stroke-width='3' stroke-linecap='round'/></svg>`;
