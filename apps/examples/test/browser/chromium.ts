import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A host that is no `localhost`: a page there over http lacks what browsers keep for secure pages, as in many shops. */
export const INSECURE_HOST = 'till.shop.example';

/** Starts a Chromium without a window and with an empty profile. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
      `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
    ],
  });
}

function findChromium(): string {
  const { CHROMIUM_PATH } = process.env;
  const found = CHROMIUM_PATH ?? USUAL_PLACES.find((path) => existsSync(path));
  // A test that is left out would be kept as a success, also after a browser has been installed.
  if (!found || !existsSync(found)) {
    throw new Error(
      `The tests in a browser need Chromium or Chrome, and there is none at ${found ?? USUAL_PLACES.join(', ')}. ` +
        'Install one (on Debian: apt-get install chromium), or say in CHROMIUM_PATH where it is.',
    );
  }
  return found;
}
