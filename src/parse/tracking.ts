/** Parameters that tell by which way a reader came, and nothing about the page. */
const tracking = /^(?:utm_\w+|fbclid|gclid|dclid|yclid|msclkid|igshid|mc_[ce]id|_hs(?:enc|mi))=/i;

/**
 * An address without parameters that only count readers: some feeds write others each time they are asked, and an article
 * would be new, or changed, each time.
 */
export function withoutTracking(address: string): string {
  const [, page, query, rest = ''] = /^([^?#]*)\?([^#]*)(.*)$/.exec(address) ?? [];
  if (page === undefined || query === undefined) return address;
  const parameters = query.split('&');
  const kept = parameters.filter(parameter => !tracking.test(parameter));
  if (kept.length === parameters.length) return address;
  return `${page}${kept.length === 0 ? '' : `?${kept.join('&')}`}${rest}`;
}
