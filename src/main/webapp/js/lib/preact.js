// The view library, loaded by index.html as scripts: as modules they would need an import map, and that is inline code.
const { preact, preactHooks, htm } = window;

export const html = htm.bind(preact.h);
export const { render } = preact;
export const { useCallback, useEffect, useErrorBoundary, useLayoutEffect, useMemo, useRef, useState } = preactHooks;
