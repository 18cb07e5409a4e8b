/** What is said of a scope that no entry ever came to, or of which nobody knows: the state of a search. */
export const emptyState = { left: undefined, removed: undefined, lost: undefined, count: 0, arrivals: 0, first: 1 };
